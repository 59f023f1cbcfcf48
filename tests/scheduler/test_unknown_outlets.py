"""Stored pages of an outlet whose source file is not at hand are not read again without what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storage.archive import Archive
from tests.scheduler.test_main import bluewatch
from tests.scheduler.test_service import Outlet, folder, outlet

__all__ = ["folder", "outlet"]
UNKNOWN = "1 outlet has no source file here (lantern): 1 stored page of theirs"


def kept(folder: Path) -> list[dict[str, Any]]:
    with Archive.open(folder / "data", read_only=True) as archive:
        return archive.db.rows("SELECT uid, title, body, published_at, evidence, source FROM articles")


def crawled(folder: Path) -> list[dict[str, Any]]:
    """The name of the outlet and the zone of its days stand in the source file alone."""
    file = folder / "sources" / "lantern.toml"
    file.write_text(file.read_text() + 'timezone = "Pacific/Kiritimati"\n')
    assert bluewatch("crawl", "--all", folder=folder).returncode == 0
    found = kept(folder)
    assert len(found) == 1
    return found


def test_reparse_leaves_them_as_they_are_and_says_so(folder: Path, outlet: Outlet) -> None:
    before = crawled(folder)
    (folder / "sources").rename(folder / "elsewhere")
    (folder / "sources").mkdir()
    ended = bluewatch("reparse", folder=folder)
    assert (ended.returncode, kept(folder)) == (0, before)
    assert f"{UNKNOWN} not read again; name the configuration that follows them (--config FILE)" in ended.stderr
    assert "0 captures, 0 read differently" in ended.stderr
    anyway = bluewatch("reparse", "--dry-run", "--anyway", folder=folder)
    assert "1 capture, 1 would read differently" in anyway.stderr


def test_rebuild_asks_for_their_files_before_it_reads(folder: Path, outlet: Outlet) -> None:
    before = crawled(folder)
    for left in (folder / "data").glob("archive.db*"):
        left.unlink()
    (folder / "sources").rename(folder / "elsewhere")
    (folder / "sources").mkdir()
    refused = bluewatch("rebuild", folder=folder)
    assert refused.returncode == 2
    assert f"{UNKNOWN} would be read without one. Run this again with the configuration" in refused.stderr
    (folder / "sources").rmdir()
    (folder / "elsewhere").rename(folder / "sources")
    assert bluewatch("rebuild", folder=folder).returncode == 0
    assert kept(folder) == before
    with Archive.open(folder / "data", read_only=True) as archive:
        assert archive.db.rows("SELECT name, enabled FROM sources WHERE slug = 'lantern'") == [
            {"name": "Lantern Gazette", "enabled": 1}
        ]
