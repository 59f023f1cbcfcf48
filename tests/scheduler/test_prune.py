"""``bluewatch prune``: only on request, and what is left goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.errors import NotFound
from tests.scheduler.days import configure, fill, sound, story
from tests.scheduler.test_import import Bluewatch, bluewatch, data, snapshot

__all__ = ["bluewatch", "data"]


def test_old_pages_go_only_on_request_and_the_articles_stay(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    fill(data, [(0, "paper", 1, ""), (0, "paper", 2, ""), (40, "paper", 1, "Nine lorries came.")])
    configure(tmp_path, "paper")
    before = snapshot(data)
    (shown,) = (json.loads(line) for line in bluewatch("prune", "--before", "2026-10", "--dry-run", "--json").lines)
    (month,) = shown["months"]
    assert (month["month"], month["captures"], month["articles"], shown["removed"]) == ("2026-09", 2, 2, False)
    # Nobody is there to say yes.
    assert bluewatch("prune", "--before", "2026-10").code != 0
    for wrong in ("2026", "2026-13", "2999-01"):
        assert bluewatch("prune", "--before", wrong, "--yes").code == 2
    assert snapshot(data) == before
    rows = [(row[0], row[5], row[7]) for row in story(data)]
    (done,) = (json.loads(line) for line in bluewatch("prune", "--before", "2026-10", "--yes", "--json").lines)
    assert (done["removed"], done["freed"]) == (True, month["bytes"])
    assert [path.name for path in (data / "pages").iterdir()] == ["2026-10"]
    assert sound(data) == []
    assert bluewatch("reparse").code == 0
    with Archive.open(data) as archive:
        assert [
            (row["uid"], row["body"], row["revision"]) for row in archive.db.rows("SELECT * FROM articles ORDER BY uid")
        ] == rows
        with pytest.raises(NotFound, match="prune"):
            archive.captures.read(1)
    # The month may be written to again, as by a replay, and the same bytes are proof again.
    fill(data, [(0, "paper", 3, ""), (1, "paper", 2, "")])
    assert sound(data) == []
    kept = bluewatch("status", "--json").out
    assert [json.loads(kept)["archive"]["page_store"][name] for name in ("captures", "bytes")] == [3, stored(data)]
    status = json.loads(bluewatch("status", "--json").out)
    assert [one["month"] for one in status["archive"]["page_store"]["months"]] == ["2026-09", "2026-10"]
    assert json.loads(bluewatch("prune", "--before", "2026-09", "--yes", "--json").out)["months"] == []
    assert json.loads(bluewatch("prune", "--before", "2026-10", "--yes", "--json").out)["removed"] is True
    with Archive.open(data, read_only=True) as archive:
        places = archive.db.rows("SELECT DISTINCT warc FROM captures WHERE warc LIKE 'pruned/%' ORDER BY warc")
    # A name that held records is given to no others.
    assert [row["warc"].partition("20260")[2] for row in places] == ["901-2.warc.gz", "901.warc.gz", "902.warc.gz"]
    assert sound(data) == []


def test_files_that_the_archive_does_not_know_are_told_and_stay(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    """As after restoring an older backup beside newer pages."""
    fill(data, [(0, "paper", 1, "")])
    configure(tmp_path, "paper")
    stranger = data / "pages" / "2026-08" / "bluewatch-20260817.warc.gz"
    stranger.parent.mkdir()
    stranger.write_bytes(b"whole records of a newer archive")
    done = bluewatch("prune", "--before", "2026-09", "--yes", "--json")
    assert json.loads(done.lines[-1]) == {"months": [], "removed": False, "freed": 0}
    assert "pages/2026-08" in done.err
    bluewatch("prune", "--before", "2026-10", "--yes", "--json")
    assert list((data / "pages").glob("*/*")) == [stranger]


def stored(data: Path) -> int:
    return sum(path.stat().st_size for path in (data / "pages").glob("*/*"))
