from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reports.folder import SUFFIXES
from reports.publish import first_week, missing_weeks, waiting_for, write_digest, write_missing
from reports.week import Week
from storage.errors import ArchiveUnusable, NotFound, UsageError
from tests.reports.invented import Invented, at

W46, W47, W48 = Week(2026, 46), Week(2026, 47), Week(2026, 48)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}


def edition(folder: Path, week: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{week}.json").read_text(encoding="utf-8"))
    return found


def uids(found: dict[str, Any]) -> list[str]:
    return sorted(entry["uid"] for block in found["missions"] for entry in block["items"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "digests"


@pytest.fixture
def watched(archive: Invented) -> Invented:
    """An archive that began on Wednesday of 2026-W46, with one source."""
    archive.source("harbour", "Harbour Defence Daily", since="2026-11-11")
    archive.run("harbour", "2026-11-11 06:00")
    return archive


def test_the_archive_begins_with_the_week_of_its_first_run(watched: Invented) -> None:
    assert first_week(watched) == W46


def test_a_run_of_a_wrong_clock_begins_no_archive(watched: Invented) -> None:
    watched.run("harbour", "1970-01-01 00:10")
    assert first_week(watched) == W46


def test_an_archive_without_a_run_has_no_week(archive: Invented, folder: Path) -> None:
    assert missing_weeks(archive, at("2026-11-20")) == []
    assert write_missing(archive, folder, now=at("2026-11-20")) == []
    with pytest.raises(NotFound, match="no run yet"):
        write_digest(archive, W47, folder, now=at("2026-11-20"))


@pytest.mark.parametrize(
    ("now", "tried_at", "closed"),
    [
        ("2026-11-15 23:59", None, False),
        ("2026-11-16 00:00", None, False),
        ("2026-11-16 06:30", "2026-11-16 06:00", True),
        ("2026-11-16 23:59", None, False),
        ("2026-11-17 00:00", None, True),
        ("2026-11-16 06:30", "2026-11-15 23:00", False),
    ],
)
def test_when_a_week_is_closed(watched: Invented, now: str, tried_at: str | None, *, closed: bool) -> None:
    if tried_at:
        watched.run("harbour", tried_at)
    assert missing_weeks(watched, at(now)) == ([W46] if closed else [])


def test_a_run_that_did_not_end_is_no_try(watched: Invented) -> None:
    watched.run("harbour", "2026-11-16 06:00", None)
    assert waiting_for(watched, W46, now=at("2026-11-16 07:00")) == ["harbour"]


def test_a_source_that_is_off_or_came_later_is_not_waited_for(watched: Invented) -> None:
    watched.source("off", "Off Bulletin", since="2026-11-11", enabled=0)
    watched.source("later", "Later Bulletin", since="2026-11-16")
    watched.run("harbour", "2026-11-16 06:00", "unreachable")
    assert waiting_for(watched, W46, now=at("2026-11-16 07:00")) == []


def test_three_missed_weeks_are_written_oldest_first_with_their_own_items(watched: Invented, folder: Path) -> None:
    first = watched.article("Of W46", "2026-11-12")
    second = watched.article("Of W47", "2026-11-17", seen="2026-12-02")
    third = watched.article("Of W48", "2026-11-29 23:59", seen="2026-12-02")
    running = watched.article("Of W49", "2026-11-30", seen="2026-12-02")
    written = write_missing(watched, folder, now=at("2026-12-02 12:00"))
    assert [(str(one.week), one.number) for one in written] == [("2026-W46", 1), ("2026-W47", 2), ("2026-W48", 3)]
    assert [uids(edition(folder, str(one.week))) for one in written] == [[first], [second], [third]]
    assert write_missing(watched, folder, now=at("2026-12-02 12:00")) == []
    shown = write_digest(watched, Week(2026, 49), folder, now=at("2026-12-02 12:00"))
    assert shown.provisional
    assert uids(edition(folder, "2026-W49.provisional")) == [running]


def test_week_53_and_the_year_after(archive: Invented, folder: Path) -> None:
    archive.source("harbour", "Harbour Defence Daily", since="2026-12-20")
    archive.run("harbour", "2026-12-22 06:00")
    last = archive.article("The last hour", "2027-01-03 23:59")
    first = archive.article("The first hour", "2027-01-04 00:00")
    written = write_missing(archive, folder, now=at("2027-01-13"))
    assert [str(one.week) for one in written] == ["2026-W52", "2026-W53", "2027-W01"]
    assert uids(edition(folder, "2026-W53")) == [last]
    assert uids(edition(folder, "2027-W01")) == [first]


def test_an_item_seen_after_its_weeks_edition_is_late_in_the_next_and_only_there(
    watched: Invented, folder: Path
) -> None:
    write_missing(watched, folder, now=at("2026-11-17 08:00"))
    late = watched.article("Late", "2026-11-12", seen="2026-11-18")
    own = watched.article("On time", "2026-11-18")
    write_missing(watched, folder, now=at("2026-12-02"))
    found = edition(folder, "2026-W47")
    assert [(entry["uid"], entry["own_week"], entry["day"]) for entry in found["late"]] == [
        (late, "2026-W46", "2026-11-12")
    ]
    assert uids(found) == [own]
    assert edition(folder, "2026-W48")["late"] == []
    assert found["counts"]["kept"] == 2
    assert "Late" in (folder / "2026-W47.md").read_text(encoding="utf-8")


def test_a_provisional_week_leaves_the_items_of_an_open_older_week_alone(watched: Invented, folder: Path) -> None:
    watched.article("Of the week before", "2026-11-12")
    write_digest(watched, W47, folder, now=at("2026-11-16 03:00"))
    found = edition(folder, "2026-W47.provisional")
    assert (found["late"], uids(found)) == ([], [])


def test_an_item_without_a_date_stands_on_the_day_it_was_seen_and_is_marked(watched: Invented, folder: Path) -> None:
    uid = watched.article("Undated", None, seen="2026-11-13 09:00")
    write_missing(watched, folder, now=at("2026-11-17"))
    entry = edition(folder, "2026-W46")["missions"][0]["items"][0]
    assert (entry["uid"], entry["day"], entry["undated"]) == (uid, "2026-11-13", True)
    assert "no date given" in (folder / "2026-W46.md").read_text(encoding="utf-8")
    assert "no date given" in (folder / "2026-W46.html").read_text(encoding="utf-8")


def test_older_and_imported_items_are_in_no_edition_but_counted(watched: Invented, folder: Path) -> None:
    watched.article("Before the archive", "2026-11-08", seen="2026-11-12")
    watched.article("From a file", "2026-11-12", origin="import")
    watched.article("Replayed", "2026-11-12", origin="replay")
    write_missing(watched, folder, now=at("2026-11-17"))
    found = edition(folder, "2026-W46")
    assert uids(found) == []
    assert {row["why"]: row["total"] for row in found["outside"]} == {"import": 1, "older": 1, "replay": 1}
    assert "In the archive and in no edition" in (folder / "2026-W46.md").read_text(encoding="utf-8")


def test_contested_and_borderline_are_listed_apart_and_not_counted(watched: Invented, folder: Path) -> None:
    watched.article("Disputed", "2026-11-12", label="contested")
    watched.article("Unsettled", "2026-11-12", label="borderline")
    write_missing(watched, folder, now=at("2026-11-17"))
    found = edition(folder, "2026-W46")
    assert (found["counts"]["kept"], found["counts"]["contested"], found["counts"]["borderline"]) == (0, 1, 1)
    assert [entry["title"] for entry in found["contested"]] == ["Disputed"]


def test_what_changed_names_the_earlier_edition_and_the_words(watched: Invented, folder: Path) -> None:
    revised, gone = watched.article("First title", "2026-11-12"), watched.article("Gone", "2026-11-12")
    doubted = watched.article("Doubted", "2026-11-12", label="borderline")
    write_missing(watched, folder, now=at("2026-11-17"))
    watched.revise(revised, "2026-11-18", title="Second title")
    watched.withdraw(gone, "2026-11-19")
    watched.decide(watched.id_of(doubted), "peacekeeping", seen="2026-11-20T00:00:00Z")
    with watched.db.write():
        watched.db.execute("UPDATE articles SET label = 'peacekeeping' WHERE uid = ?", (doubted,))
    write_missing(watched, folder, now=at("2026-11-24"))
    found = edition(folder, "2026-W47")
    assert [(c["uid"], c["kind"], c["edition"]["number"]) for c in found["changes"]] == [
        (revised, "revised", 1),
        (gone, "withdrawn", 1),
        (doubted, "relabelled", 1),
    ]
    assert (found["counts"]["kept"], found["late"]) == (0, [])
    text = (folder / "2026-W47.md").read_text(encoding="utf-8")
    assert "“First title” → “Second title”" in text
    assert "borderline before, peacekeeping now" in text


def test_rebuilding_gives_the_same_bytes(watched: Invented, folder: Path) -> None:
    watched.article("Kept", "2026-11-12", missions=("UNMISS",))
    write_missing(watched, folder, now=at("2026-11-17"))
    before = files(folder)
    watched.article("Came later", "2026-11-12", seen="2026-11-18")
    (folder / "2026-W46.md").unlink()
    (folder / "2026-W46.html").write_text("torn", encoding="utf-8")
    write_missing(watched, folder, now=at("2026-11-18"))
    assert (folder / "2026-W46.md").read_bytes() == before["2026-W46.md"]
    write_digest(watched, W46, folder, now=at("2027-01-01"), rebuild=True)
    rebuilt = files(folder)
    assert {name: rebuilt[name] for name in before if name.startswith("2026-W46")} == {
        name: text for name, text in before.items() if name.startswith("2026-W46")
    }


@pytest.mark.parametrize("broken_at", range(len(SUFFIXES) + 2))
def test_a_kill_between_recording_and_files_leads_to_the_same_digest(
    watched: Invented, folder: Path, broken_at: int
) -> None:
    watched.article("Kept", "2026-11-12")
    write_missing(watched, folder, now=at("2026-11-17"))
    whole = files(folder)
    for name in [*(f"2026-W46.{suffix}" for suffix in SUFFIXES), "feed.xml", "index.html"][broken_at:]:
        (folder / name).unlink()
    (folder / ".2026-W46.html.part").write_text("half a", encoding="utf-8")
    write_missing(watched, folder, now=at("2026-11-18"))
    assert files(folder) == whole
    assert len(watched.weekly.editions()) == 1


def test_a_kill_before_recording_leaves_nothing_and_the_week_is_written_once(
    watched: Invented, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.article("Kept", "2026-11-12")

    def killed(*_: Any, **__: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(watched.weekly, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            write_missing(watched, folder, now=at("2026-11-17"))
    assert watched.weekly.editions() == []
    assert files(folder) == {}
    assert [one.number for one in write_missing(watched, folder, now=at("2026-11-17"))] == [1]


def test_a_provisional_digest_gives_way_to_the_edition(watched: Invented, folder: Path) -> None:
    watched.article("Kept", "2026-11-12")
    shown = write_digest(watched, W46, folder, now=at("2026-11-14"))
    assert (shown.provisional, shown.number) == (True, None)
    assert watched.weekly.editions() == []
    assert "provisional" in (folder / "index.html").read_text(encoding="utf-8")
    closed = write_digest(watched, W46, folder, now=at("2026-11-17"))
    assert (closed.provisional, closed.number, closed.new) == (False, 1, True)
    assert sorted(files(folder)) == sorted([*(f"2026-W46.{suffix}" for suffix in SUFFIXES), "feed.xml", "index.html"])
    assert "provisional" not in (folder / "index.html").read_text(encoding="utf-8")


def test_a_preview_closes_nothing(watched: Invented, folder: Path) -> None:
    shown = write_digest(watched, W46, folder, now=at("2026-11-20"), preview=True)
    assert shown.provisional
    assert watched.weekly.editions() == []


def test_asking_for_a_later_week_closes_the_older_ones_first(watched: Invented, folder: Path) -> None:
    written = write_digest(watched, W48, folder, now=at("2026-12-02"))
    assert written.number == 3
    assert [row["week"] for row in watched.weekly.editions()] == ["2026-W46", "2026-W47", "2026-W48"]


def test_weeks_before_the_archive_and_to_come_are_refused(watched: Invented, folder: Path) -> None:
    with pytest.raises(NotFound, match="its first week is 2026-W46"):
        write_digest(watched, Week(2026, 45), folder, now=at("2026-11-20"))
    with pytest.raises(UsageError, match="has not begun"):
        write_digest(watched, W48, folder, now=at("2026-11-20"))


def test_an_edition_that_was_altered_is_not_published(watched: Invented, folder: Path) -> None:
    write_missing(watched, folder, now=at("2026-11-17"))
    with watched.db.write():
        watched.db.execute("UPDATE editions SET rows = replace(rows, 'edition', 'emission')|| ' '")
    with pytest.raises(ArchiveUnusable, match="not what was recorded"):
        write_digest(watched, W46, folder, now=at("2026-11-17"), rebuild=True)


def test_an_empty_week_says_so(watched: Invented, folder: Path) -> None:
    watched.run("harbour", "2026-11-15 06:00", "nothing-new")
    write_missing(watched, folder, now=at("2026-11-17"))
    for suffix in ("md", "html"):
        text = (folder / f"2026-W46.{suffix}").read_text(encoding="utf-8")
        assert "No item in this week. Nothing seen (1 healthy source)." in text
    assert (folder / "2026-W46.json").stat().st_mode & 0o077 == 0
