"""Silence: one rule for status, digest and the view, by the source's own rhythm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from storage.silence import Given, silence, usual_pause
from storage.source_rows import SourceRows
from storage.times import to_text
from tests.reports.invented import Invented, at

NOW = at("2026-11-23 06:00")
DAILY = tuple(range(10, 40))
MON_TO_FRI = tuple(n for n in range(9, 60) if (NOW.date() - timedelta(days=n)).weekday() < 5)
RARE = (20, 32, 40, 53, 60, 71, 80, 92)

# name: (declared at least a week, days ago on which it gave something, days ago it was first read, words or None)
CASES: dict[str, tuple[float | None, tuple[int, ...], int, str | None]] = {
    "declared daily, six days of nothing": (7.0, (6, 7, 8), 90, None),
    "declared daily, eight days of nothing": (7.0, (8, 9), 90, "nothing new since 2026-11-15; at least 7 a week are usual"),  # noqa: E501
    "declared one a week, ten days": (1.0, (10, 17), 90, None),
    "declared one a week, fifteen days": (1.0, (15, 22), 90, "nothing new since 2026-11-08; at least 1 a week are usual"),  # noqa: E501
    "declared rare, three weeks": (0.5, (21,), 90, None),
    "declared rare, five weeks": (0.5, (35,), 90, "nothing new since 2026-10-19; at least 0.5 a week are usual"),
    "declared none at least": (0.0, (80,), 90, None),
    "declared, and never gave anything": (2.0, (), 30, "nothing new since 2026-10-24, when it was first read; at least 2 a week are usual"),  # noqa: E501
    "declared, and first read this week": (2.0, (), 3, None),
    "declared, and never read": (2.0, (), 0, None),
    "learned daily, ten days": (None, DAILY, 90, "nothing new since 2026-11-13; its pauses were 1 day at most"),
    "learned daily, five days": (None, tuple(n - 5 for n in DAILY), 90, None),
    "learned on working days, ten days": (None, MON_TO_FRI, 90, "nothing new since 2026-11-13; its pauses were 3 days at most"),  # noqa: E501
    "learned rare, twenty days": (None, RARE, 120, None),
    "learned rare, five weeks": (None, tuple(n + 15 for n in RARE), 150, "nothing new since 2026-10-19; its pauses were 12 days at most"),  # noqa: E501
    "one long absence of ours teaches nothing": (None, (10, *range(60, 80)), 90, "nothing new since 2026-11-13; its pauses were 1 day at most"),  # noqa: E501
    "too few pauses to learn from, three weeks": (None, (21, 22, 23, 24), 90, None),
    "too few pauses to learn from, forty days": (None, (40, 41, 42, 43), 90, "nothing new for 40 days; its rhythm is not known yet"),  # noqa: E501
    "nothing declared and nothing given": (None, (), 90, "nothing new for 90 days, since it was first read on 2026-08-25; its rhythm is not known yet"),  # noqa: E501
    "nothing declared, and first read this week": (None, (), 5, None),
}  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Invented]:
    made = Invented(tmp_path)
    yield made
    made.db.close()


def moment(days_ago: int) -> datetime:
    return NOW - timedelta(days=days_ago, hours=1)


@pytest.mark.parametrize("name", CASES)
def test_when_a_source_is_silent(name: str) -> None:
    least, days, read, words = CASES[name]
    moments = [moment(n) for n in days]
    given = Given(
        newest=moments[0] if moments else None,
        days=tuple(one.date() for one in moments),
        read_since=moment(read) if read else None,
    )
    found = silence(given, least=least, now=NOW)
    assert (found and found.words) == words


@pytest.mark.parametrize("name", CASES)
def test_the_archive_tells_the_same(archive: Invented, name: str) -> None:
    """The view says in SQL what the rule says; its now is the newest run, here of another source."""
    least, days, read, words = CASES[name]
    archive.source("other", "Other", since="2026-01-01")
    archive.run("other", "2026-11-23 06:00", "nothing-new")
    archive.source("harbour", "Harbour", since="2026-01-01", per_week_least=least)
    if read:
        for back in (read, 0):
            archive.insert(
                "runs", source="harbour", started_at=to_text(moment(back)), ended_at=to_text(moment(back)),
                outcome="nothing-new", counts='{"listings":1}',
            )  # fmt: skip
    for n in days:
        archive.page("harbour", f"{moment(n):%Y-%m-%d %H:%M}")
    given = SourceRows(archive.db).given("harbour", NOW)
    found = silence(given, least=least, now=NOW)
    assert (found and found.words) == words
    row = archive.db.row("SELECT silent, last_new_at FROM silent_sources WHERE slug = 'harbour'")
    if read:
        assert (row["silent"] if row else 0) == (words is not None)
    else:
        assert row == {"silent": 0, "last_new_at": None}


def test_the_longest_pause_is_left_out() -> None:
    assert usual_pause([date(2026, 11, day) for day in (20, 19, 17, 16, 15, 1)]) == 2
    assert usual_pause([date(2026, 11, day) for day in (20, 19, 17, 16, 15)]) is None


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        # days ago, outcome, whether it asked a listing; newest last
        ([(9, "collected", True), (1, "nothing-new", False)], ("collected", 9)),
        ([(3, "listing-failed", True), (1, "nothing-new", False)], ("listing-failed", None)),
        ([(3, "collected", True), (1, "crashed", False)], ("crashed", 3)),
        ([(3, "collected", True), (1, "listing-failed", False)], None),
        ([(3, "refused", True), (1, None, False)], ("refused", None)),
    ],
)
def test_a_run_that_asked_nothing_says_nothing_of_its_source(
    archive: Invented, runs: list[tuple[int, str | None, bool]], expected: tuple[str, int | None] | None
) -> None:
    archive.source("harbour", "Harbour", since="2026-01-01", per_week_least=0.0)
    for back, outcome, asked in runs:
        archive.run("harbour", f"{moment(back):%Y-%m-%d %H:%M}", outcome, asked=asked)
    row = archive.db.row("SELECT last_outcome, last_success_at FROM silent_sources WHERE slug = 'harbour'")
    if expected is None:
        assert row is None
        return
    outcome, success = expected
    ended = None if success is None else to_text(moment(success) + timedelta(minutes=2))
    assert row == {"last_outcome": outcome, "last_success_at": ended}


@pytest.mark.parametrize(
    ("published", "expected"), [("2026-11-20", "2026-11-20"), ("2027-05-01", "2026-11-18"), (None, "2026-11-21")]
)
def test_the_present_is_no_date_that_a_page_has_from_the_future(
    archive: Invented, published: str | None, expected: str
) -> None:
    archive.article("Old", "2026-11-18", seen="2026-11-21")
    archive.article("New", published, seen="2026-11-21")
    assert archive.db.value("SELECT at FROM newest_moment")[:10] == expected
