"""While an edition is built, crawls write and other digests may be recorded: no one waits, no week has two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reports.digest import build
from reports.publish import write_missing
from reports.week import Week
from tests.reports.invented import Invented, at

W47 = Week(2026, 47)


@pytest.fixture
def watched(archive: Invented) -> Invented:
    archive.db.use_wal()  # as every archive that Bluewatch opens
    archive.source("harbour", "Harbour Defence Daily", since="2026-10-19")
    archive.run("harbour", "2026-11-18 06:00")
    return archive


def _while_it_is_built(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen once, after the rows of an edition were read and before it is recorded."""
    waiting = [happens]

    def built(*args: Any, **kwargs: Any) -> dict[str, Any]:
        if waiting:
            waiting.pop()()
        return build(*args, **kwargs)

    monkeypatch.setattr("reports.publish.build", built)


def test_a_crawl_writes_while_an_edition_is_built(
    watched: Invented, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl = Invented(watched.db.path.parent)
    crawl.db.value("PRAGMA busy_timeout = 0")
    _while_it_is_built(monkeypatch, lambda: crawl.run("harbour", "2026-11-23 06:00"))
    [written] = write_missing(watched, tmp_path / "digests", now=at("2026-11-24"))
    assert written.week == W47
    assert watched.db.value("SELECT count(*) FROM runs") == 2
    crawl.db.close()


def test_two_digests_at_once_make_one_edition(
    watched: Invented, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Invented(watched.db.path.parent)
    _while_it_is_built(monkeypatch, lambda: write_missing(other, tmp_path / "there", now=at("2026-11-24")))
    write_missing(watched, tmp_path / "here", now=at("2026-11-24"))
    assert [(row["week"], row["number"]) for row in watched.weekly.editions()] == [("2026-W47", 1)]
    here, there = ((tmp_path / name / "2026-W47.json").read_bytes() for name in ("here", "there"))
    assert here == there
    other.db.close()


def test_nothing_is_written_inside_a_snapshot(archive: Invented) -> None:
    with archive.db.snapshot(), pytest.raises(RuntimeError, match="nothing is written"), archive.db.write():
        pass
    archive.run("harbour", "2026-11-20 06:00")
