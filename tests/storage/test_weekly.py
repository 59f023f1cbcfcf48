from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.articles import ArticleStore
from storage.database import sqlite3
from storage.profiles import Profile
from tests.reports.invented import Invented, at

START, END, FIRST = at("2026-11-16"), at("2026-11-23"), at("2026-11-09")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Invented]:
    made = Invented(tmp_path)
    made.source("harbour", "Harbour Defence Daily", since="2026-11-09")
    made.run("harbour", "2026-11-10 06:00")
    yield made
    made.db.close()


def record(archive: Invented, week: str, number: int, lines: list[tuple[str, str]], *, profile: str = "default") -> int:
    return archive.weekly.record(
        week=week,
        number=number,
        version="0",
        rules="r",
        digest="h",
        text='{"counts": {"kept": 1}}',
        lines=lines,
        at=END,
        profile=profile,
    )


@pytest.mark.parametrize(
    ("case", "published", "seen", "there"),
    [
        ("in the week", "2026-11-17", "2026-11-17", True),
        ("the first instant", "2026-11-16 00:00", "2026-11-17", True),
        ("the last second", "2026-11-22 23:59:59", "2026-11-23", True),
        ("the next week's first instant", "2026-11-23 00:00", "2026-11-20", False),
        ("an older week that nothing closed", "2026-11-10", "2026-11-18", False),
        ("before the archive", "2026-11-08 23:59", "2026-11-18", False),
        ("undated, seen in the week", None, "2026-11-18", True),
        ("undated, seen later", None, "2026-11-23", False),
    ],
)
def test_which_articles_are_open(
    archive: Invented, case: str, published: str | None, seen: str, *, there: bool
) -> None:
    uid = archive.article(case, published, seen=seen)
    found = [row["uid"] for row in archive.weekly.rows(START, END, first=FIRST)["open"]]
    assert found == ([uid] if there else [])


def test_what_an_edition_should_have_had_stays_open(archive: Invented) -> None:
    record(archive, "2026-W46", 1, [])
    late = archive.article("Late", "2026-11-10", seen="2026-11-18")
    archive.article("Before the archive", "2026-11-08 23:59", seen="2026-11-18")
    assert [row["uid"] for row in archive.weekly.rows(START, END, first=FIRST)["open"]] == [late]


@pytest.mark.parametrize("origin", ["import", "replay", "back-fill"])
def test_what_came_otherwise_is_counted_outside(archive: Invented, origin: str) -> None:
    archive.article("From elsewhere", "2026-11-17", origin=origin)
    rows = archive.weekly.rows(START, END, first=FIRST)
    assert rows["open"] == []
    assert rows["outside"] == [{"why": origin, "week": 1, "total": 1}]


def test_what_an_edition_printed_is_open_no_more_but_a_change_is_no_printing(archive: Invented) -> None:
    printed, changed = archive.article("Printed", "2026-11-17"), archive.article("Only changed", "2026-11-17")
    record(archive, "2026-W46", 1, [("late", printed), ("changed", changed)])
    assert [row["uid"] for row in archive.weekly.rows(START, END, first=FIRST)["open"]] == [changed]
    other = archive.weekly.rows(START, END, first=FIRST, profile=Profile(name="other"))
    assert len(other["open"]) == 2


def test_an_edition_is_recorded_whole_or_not_at_all(archive: Invented) -> None:
    record(archive, "2026-W46", 1, [("mission", "a-1")])
    with pytest.raises(sqlite3.IntegrityError):
        record(archive, "2026-W47", 2, [("mission", "a-2"), ("mission", "a-2")])
    with pytest.raises(sqlite3.IntegrityError):
        record(archive, "2026-W46", 2, [])
    assert [(row["week"], row["number"]) for row in archive.weekly.editions()] == [("2026-W46", 1)]
    assert archive.db.value("SELECT count(*) FROM edition_lines") == 1
    assert archive.weekly.edition("2026-W47") is None


def test_a_week_knows_its_revisions_withdrawals_and_where_they_stood(archive: Invented) -> None:
    uid = archive.article("One", "2026-11-10")
    record(archive, "2026-W46", 1, [("mission", uid)])
    archive.revise(uid, "2026-11-18", title="Two")
    archive.revise(uid, "2026-11-24", title="Three")
    archive.withdraw(uid, "2026-11-22 23:59")
    rows = archive.weekly.rows(START, END, first=FIRST)
    assert [row["number"] for row in rows["revisions"]] == [2]
    assert len(rows["withdrawn"]) == 1
    assert rows["printed"] == {uid: {"week": "2026-W46", "number": 1, "section": "mission"}}


@pytest.mark.parametrize(
    ("seen", "noticed", "back", "weeks"),
    [
        ("2026-11-22 20:00", "2026-11-23 09:00", None, [False, True]),
        ("2026-11-17", "2026-11-18", "2026-11-20", [False, False]),
        ("2026-11-17", "2026-11-18", "2026-11-24", [True, False]),
    ],
    ids=["missing on Sunday, sure on Monday", "back before it was printed", "back after it was printed"],
)
def test_a_take_down_is_told_in_the_week_in_which_it_was_known(
    archive: Invented, seen: str, noticed: str, back: str | None, weeks: list[bool]
) -> None:
    uid = archive.article("Taken down", "2026-11-10")
    archive.withdraw(uid, seen, noticed=noticed)
    if back is not None:
        row = archive.db.row("SELECT id FROM articles WHERE uid = ?", (uid,))
        assert row is not None
        ArticleStore(archive.db).mark_returned(row["id"], at(back))
    bounds = ((START, END), (END, END + timedelta(days=7)))
    assert [bool(archive.weekly.rows(*week, first=FIRST)["withdrawn"]) for week in bounds] == weeks


def test_a_page_that_only_hides_its_text_is_no_take_down(archive: Invented) -> None:
    archive.article("Behind a log-in", "2026-11-10")
    ArticleStore(archive.db).mark_hidden(1, "login", at("2026-11-18"), "login: asks")
    assert archive.weekly.rows(START, END, first=FIRST)["withdrawn"] == []


def test_a_decision_on_an_older_state_that_came_later_changes_nothing(archive: Invented) -> None:
    """As by a merge, or a replay of what the outlet said before."""
    uid = archive.article("Two", "2026-11-10", missions=("UNMISS",))
    record(archive, "2026-W46", 1, [("mission", uid)])
    article = archive.id_of(uid)
    with archive.db.write():
        archive.db.execute("UPDATE decisions SET revision = 2 WHERE article_id = ?", (article,))
    archive.decide(article, "other", seen="2026-11-17T08:00:00Z")
    rows = archive.weekly.rows(START, END, first=FIRST, profile=Profile(name="other"))
    assert rows["relabelled"] == []
    assert ["UNMISS" in row["matches"] for row in rows["before"]] == [True]
    archive.decide(article, "other", seen="2026-11-18T08:00:00Z")
    with archive.db.write():
        archive.db.execute("UPDATE decisions SET revision = 3 WHERE id = (SELECT max(id) FROM decisions)")
    [relabelled] = archive.weekly.rows(START, END, first=FIRST)["relabelled"]
    assert (relabelled["label"], relabelled["label_before"]) == ("other", "peacekeeping")


def test_the_weeks_before_end_at_the_archives_first(archive: Invented) -> None:
    archive.article("Before", "2026-11-08", seen="2026-11-10")
    archive.article("The week before", "2026-11-12")
    archive.article("Disputed", "2026-11-12", label="contested")
    rows = archive.weekly.rows(START, END, first=FIRST)
    assert [row["dated_at"] for row in rows["before"]] == ["2026-11-12T00:00:00Z"]


def test_pages_read_and_unread(archive: Invented) -> None:
    archive.page("harbour", "2026-11-17")
    archive.page("harbour", "2026-11-17", kind="listing")
    archive.page("harbour", "2026-11-24")
    archive.page("harbour", "2026-11-18", state="rejected", reason="no text")
    rows = archive.weekly.rows(START, END, first=FIRST)
    assert rows["read"] == 2
    assert [(row["state"], row["pages"], row["reason"]) for row in rows["unread"]] == [("rejected", 1, "no text")]


def test_a_date_far_ahead_of_the_day_it_was_seen_is_named(archive: Invented) -> None:
    uid = archive.article("Next year", "2027-11-17", seen="2026-11-17")
    archive.article("Tomorrow over the date line", "2026-11-23 08:00", seen="2026-11-22 23:00")
    assert [row["uid"] for row in archive.weekly.rows(START, END, first=FIRST)["ahead"]] == [uid]
