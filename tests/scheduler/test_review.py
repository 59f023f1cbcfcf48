"""``bluewatch review``, ``backup`` and ``evaluate --verdicts``."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.scheduler.days import configure, fill, sound, story
from tests.scheduler.test_import import Bluewatch, bluewatch, data, snapshot

__all__ = ["bluewatch", "data"]


@pytest.fixture
def filled(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> Bluewatch:
    """Two articles, of which the rules were made to doubt one, and a finding of each."""
    fill(data, [(0, "paper", 1, "Nine lorries of 120 engineers came."), (1, "paper", 2, "")])
    configure(tmp_path, "paper")
    with Archive.open(data) as archive, archive.db.write():
        archive.db.execute("UPDATE articles SET label = 'borderline' WHERE id = 2")
        archive.db.execute("UPDATE mission_mentions SET confidence = 0.5 WHERE article_id = 1")
    return bluewatch


def test_a_verdict_stands_beside_the_decision_and_takes_the_item_off_the_list(filled: Bluewatch, data: Path) -> None:
    listed = [json.loads(line) for line in filled("review", "--json").lines]
    assert listed[-1]["kind"] == "article"
    assert {one["kind"] for one in listed[:-1]} == {"figure", "mission"}
    assert [one["at"] for one in listed] == sorted(one["at"] for one in listed)
    uid, finding = listed[-1]["uid"], listed[0]["uid"]
    before = story(data)
    said = ("review", uid, "--verdict", "peacekeeping", "--by", "Mira Probe", "--note", "It is.\x1b[2J", "--json")
    assert json.loads(filled(*said).out)["verdict"] == "peacekeeping"
    assert filled(*said).lines[1:] == []
    assert filled("review", finding, "--verdict", "wrong", "--by", "Mira Probe").code == 0
    assert story(data) == before
    left = [json.loads(line)["uid"] for line in filled("review", "--json").lines]
    assert left == [one["uid"] for one in listed[1:-1]]
    assert "\x1b" not in filled("review", uid).out.decode()
    form = json.loads(filled("evaluate", "--verdicts", "--json").out)
    assert form["labels"] == [{"wanted": "peacekeeping", "got": "borderline", "items": 1}]
    assert form["relevance"] == {"precision": None, "recall": 0.0}
    assert form["types"] == {listed[0]["kind"]: {"right": 0, "of": 1}}
    # Another person may differ, and a person may think again.
    filled("review", uid, "--verdict", "borderline", "--by", "Olu Sample")
    filled("review", finding, "--verdict", "right", "--by", "Mira Probe")
    form = json.loads(filled("evaluate", "--verdicts", "--json").out)
    assert (sum(one["items"] for one in form["labels"]), form["types"]) == (
        2,
        {listed[0]["kind"]: {"right": 1, "of": 1}},
    )
    assert filled("evaluate", "--verdicts").lines[0].startswith("2 verdicts on articles")


def test_a_verdict_that_fits_nothing_is_refused(filled: Bluewatch, data: Path) -> None:
    uid = story(data)[0][0]
    assert filled("review", str(uid), "--verdict", "wrong").code == 2
    assert filled("review", "a-nothing0", "--verdict", "other").code == 2
    assert filled("review", "--verdict", "other").code == 2
    assert filled("review", "--by", "Mira Probe").code == 2
    assert filled("evaluate").code == 2
    unknown = filled("review", "a-nothing0")
    assert (unknown.code, "there is no article or finding a-nothing0" in unknown.err) == (2, True)
    unsaid = filled("review", str(uid))
    assert (unsaid.code, unsaid.out, "nobody has said anything" in unsaid.err) == (0, b"", True)
    with Archive.open(data, read_only=True) as archive:
        assert archive.db.value("SELECT count(*) FROM verdicts") == 0


def test_a_backup_is_the_archive_of_one_moment_and_overwrites_nothing(
    filled: Bluewatch, tmp_path: Path, data: Path
) -> None:
    copy = tmp_path / "copies" / "one.db"
    copy.parent.mkdir()
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        with Archive.open(data) as archive:
            while not stop.is_set():
                archive.ledger.meta_set("beat", "x" * 5000)
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait(60)
    try:
        ended = filled("backup", str(copy), "--json")
    finally:
        stop.set()
        writer.join()
    assert (ended.code, json.loads(ended.out)["faults"]) == (0, []), ended.err
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in copy.parent.iterdir()] == ["one.db"]
    content = copy.read_bytes()
    assert filled("backup", str(copy)).code == 2
    assert copy.read_bytes() == content
    before = story(data)
    for name in ("archive.db-wal", "archive.db-shm"):
        (data / name).unlink(missing_ok=True)
    (data / "archive.db").write_bytes(content)
    assert (story(data), sound(data)) == (before, [])


def test_dated_backups_are_rotated_and_other_files_stay(filled: Bluewatch, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("bluewatch-20260101T000000Z.db", "bluewatch-20260102T000000Z.db", "mine.db"):
        (folder / name).touch()
    assert filled("backup", str(folder)).code == 2
    assert filled("backup", str(folder), "--keep", "2").code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert (len(names), names[0], names[-1]) == (3, "bluewatch-20260102T000000Z.db", "mine.db")


def test_an_unsound_archive_gives_no_backup(filled: Bluewatch, tmp_path: Path, data: Path) -> None:
    with Archive.open(data) as archive, archive.db.write():
        archive.db.execute("UPDATE articles SET body = 'other' WHERE id = 1")
    before = snapshot(data)
    assert filled("backup", str(tmp_path / "one.db")).code == 3
    assert not (tmp_path / "one.db").exists()
    assert snapshot(data) == before
