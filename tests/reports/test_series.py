"""Series by what happens to a number. All outlets and numbers are invented."""

from __future__ import annotations

from typing import Any

import pytest

from reports.claims import Statement, claims_of, contradicts, differs, known_day
from reports.limits import load_limits
from reports.plausible import parse_limits
from reports.series import all_series, series_of
from storage.errors import ConfigurationError
from tests.reports.invented_numbers import row, told, total

QUIET: dict[str, Any] = {"moved": [], "conflict": [], "stalled": [], "behind": [], "implausible": []}
HAPPENINGS: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "a first claim alone": ([row("2026-03-01", 1800)], {}),
    "the same number again": ([row("2026-03-01", 1800), row("2026-06-01", 1800)], {}),
    "it moved": ([row("2026-03-01", 1800), row("2026-06-01", 1900)], {"moved": [("1,800", "1,900")]}),
    "it moved and came back": (
        [row("2026-03-01", 1800), row("2026-04-01", 1900), row("2026-05-01", 1800)],
        {"moved": [("1,800", "1,900"), ("1,900", "1,800")]},
    ),
    "an outlet that has yet to hear of the new number": (
        [row("2026-03-01", 1800), row("2026-04-01", 1900), row("2026-04-09", 1800, "The Lantern")],
        {"moved": [("1,800", "1,900")], "behind": ["1,800"]},
    ),
    "after a month the old number is the new one": (
        [row("2026-03-01", 1800), row("2026-04-01", 1900), row("2026-05-09", 1800, "The Lantern")],
        {"moved": [("1,800", "1,900"), ("1,900", "1,800")]},
    ),
    "texts that contradict each other but both say that it moved": (
        [row("2026-03-01", 158), row("2026-04-01", 181), row("2026-04-01", 183, "The Lantern")],
        {"moved": [("158", "181")], "conflict": [("2026-04-01", ["181", "183"])]},
    ),
    "more than one number becomes more than another": (
        [row("2026-03-01", 2500, qualifier="more than"), row("2026-06-01", 1800, qualifier="more than")],
        {"moved": [(">2,500", ">1,800")]},
    ),
    "a rounded number told exactly has not moved": (
        [row("2026-03-01", 2200, qualifier="about"), row("2026-06-01", 2267)],
        {},
    ),
    "after the exact number the next one is measured by it": (
        [row("2026-03-01", 2200, qualifier="about"), row("2026-04-01", 2267), row("2026-05-01", 2270)],
        {"moved": [("2,267", "2,270")]},
    ),
    "at least so many, and then how many": (
        [row("2026-03-01", 5, qualifier="at least"), row("2026-03-02", 8)],
        {},
    ),
    "two texts contradict each other on one day": (
        [row("2026-03-01", 181), row("2026-03-01", 183, "The Lantern")],
        {"conflict": [("2026-03-01", ["181", "183"])]},
    ),
    "two texts say one thing in other words": (
        [row("2026-03-01", 2500, qualifier="more than"), row("2026-03-01", 2560, "The Lantern")],
        {},
    ),
    "more than 2,500 cannot be 2,267": (
        [row("2026-03-01", 2500, qualifier="more than"), row("2026-03-01", 2267, "The Lantern")],
        {"conflict": [("2026-03-01", ["2,267", ">2,500"])]},
    ),
    "in one month is not on one day": ([row("2026-03", 181), row("2026-03", 183, "The Lantern")], {}),
    "most texts of a day settle it": (
        [
            row("2026-03-01", 180),
            *(row("2026-03-08", 190, outlet) for outlet in ("The Lantern", "Blue Post")),
            row("2026-03-08", 180),
            row("2026-03-15", 190),
        ],
        {"moved": [("180", "190")], "conflict": [("2026-03-08", ["180", "190", "190"])]},
    ),
    "a day that settles nothing moves nothing": (
        [row("2026-03-01", 180), row("2026-03-08", 190), row("2026-03-08", 180, "The Lantern"), row("2026-03-15", 190)],
        {"moved": [("180", "190")], "conflict": [("2026-03-08", ["180", "190"])]},
    ),
    "a total that nobody updates": (
        [total("2021-04-30", 50000, qualifier="more than"), total("2025-03-29", 50000, qualifier="more than")],
        {"stalled": [(">50,000", 204)]},
    ),
    "a copy is no repetition": (
        [total("2026-03-01", 50000, text="t1"), total("2026-03-28", 50000, "The Lantern", text="t1")],
        {},
    ),
    "old words printed again after years are one": (
        [total("2021-04-30", 50000, text="t1"), total("2025-03-29", 50000, "The Lantern", text="t1")],
        {"stalled": [("50,000", 204)]},
    ),
    "a copy that comes late does not turn the number back": (
        [
            row("2026-06-01", 1900, text="t1"),
            row("2026-06-03", 2000),
            row("2026-06-04", 1900, "The Lantern", text="t1"),
        ],
        {"moved": [("1,900", "2,000")]},
    ),
    "a copy with another number contradicts its original": (
        [row("2026-06-01", 1900, text="t1"), row("2026-06-01", 1950, "The Lantern", text="t1")],
        {"conflict": [("2026-06-01", ["1,900", "1,950"])]},
    ),
    "a fortnight is no stall": ([total("2026-03-01", 157), total("2026-03-15", 157)], {}),
    "a current number does not stall": ([row("2021-04-30", 700), row("2025-03-29", 700)], {}),
    "a total rose": ([total("2026-03-01", 156), total("2026-03-20", 157)], {"moved": [("156", "157")]}),
    "an old total is used again": (
        [total("2026-03-01", 156), total("2026-03-20", 157), total("2026-03-25", 156, "The Lantern")],
        {"moved": [("156", "157")], "behind": ["156"]},
    ),
    "an old total on the day of the new one": (
        [total("2026-03-01", 156), total("2026-03-20", 157), total("2026-03-20", 156, "The Lantern")],
        {"conflict": [("2026-03-20", ["156", "157"])]},
    ),
    "a digit slipped, and others stand by the old size": (
        [row("2026-03-01", 290), row("2026-03-08", 2900, "The Lantern"), row("2026-03-15", 290)],
        {"implausible": ["2,900"]},
    ),
    "two claims ten times apart: one of them is off": (
        [row("2026-03-01", 290), row("2026-03-08", 2900, "The Lantern")],
        {"implausible": ["290", "2,900"]},
    ),
    "a new size that others confirm is a move": (
        [
            row("2026-03-01", 50),
            row("2026-03-02", 50, "The Lantern"),
            row("2026-03-08", 600),
            row("2026-03-09", 600, "The Lantern"),
        ],
        {"moved": [("50", "600")]},
    ),
    "small numbers may grow tenfold": (
        [row("2026-03-01", 2), row("2026-03-08", 25)],
        {"moved": [("2", "25")]},
    ),
    "one text gives a total with a zero more": (
        [
            total("2026-03-01", 29000, article="a-1", text="a-1", qualifier="nearly"),
            total("2026-03-01", 290000, article="a-1", text="a-1", qualifier="nearly"),
        ],
        {"implausible": ["<~290,000"]},
    ),
    "more than any country ever sent": (
        [total("2026-03-01", 1890000), total("2026-03-02", 1890000, "The Lantern")],
        {"implausible": ["1,890,000", "1,890,000"]},
    ),
    "this year's dead are no point of the total": (
        [
            total("2026-03-01", 160, series="death|pak||cumulative", what="death", who="PAK"),
            total("2026-04-01", 7, series="death|pak||cumulative", what="death", who="PAK", period="this year"),
        ],
        {},
    ),
    "a claim without a day moves nothing": ([row("2026-03-01", 1800), row(None, 1900)], {}),
    "changes are told, not compared": (
        [row("2026-03-01", 200, nature="change"), row("2026-06-01", -300, nature="change")],
        {},
    ),
}


@pytest.mark.parametrize("case", HAPPENINGS)
def test_what_happened(case: str) -> None:
    rows, happened = HAPPENINGS[case]
    assert told(rows, limits=load_limits()) == {**QUIET, **happened}


@pytest.mark.parametrize("case", HAPPENINGS)
def test_the_order_of_the_rows_does_not_matter(case: str) -> None:
    rows, happened = HAPPENINGS[case]
    assert told(rows[::-1], limits=load_limits()) == {**QUIET, **happened}


def test_current_and_cumulative_are_two_series() -> None:
    rows = [row("2026-03-01", 2500), row("2026-06-01", 1800), total("2026-03-01", 50000), total("2026-06-01", 50000)]
    series = {one.key: one for one in all_series(sorted(rows, key=lambda one: str(one["series"])))}
    assert set(series) == {"personnel deployed|chn||current", "personnel sent|chn||cumulative"}
    assert [len(one.moves) for one in series.values()] == [1, 0]
    assert [len(one.stalls) for one in series.values()] == [0, 1]


def test_copies_of_one_text_count_once() -> None:
    rows = [
        row("2026-03-01", 181, "Blue Post", text="t7", said="2026-03-02"),
        row("2026-03-01", 181, "The Lantern", text="t7", said="2026-03-01"),
        row("2026-03-01", 183, "Harbour Daily"),
    ]
    series = series_of(rows)
    (conflict,) = series.conflicts
    assert (series.texts, len(series.claims), len(conflict.claims)) == (2, 2, 2)
    carried = next(claim for claim in series.claims if claim.text == "t7")
    assert [said.outlet for said in carried.said] == ["The Lantern", "Blue Post"]


def test_a_copy_that_changed_the_number_is_a_claim_of_its_own() -> None:
    rows = [row("2026-03-01", 181, text="t7"), row("2026-03-01", 183, "The Lantern", text="t7")]
    assert [claim.statement.value for claim in series_of(rows).claims] == [181, 183]


def test_the_first_user_of_a_number() -> None:
    rows = [
        row("2026-03-01", 181, "Blue Post", said="2026-03-03"),
        row("2026-03-02", 181, "The Lantern", said="2026-03-02"),
        row("2026-03-05", 183, "Harbour Daily"),
        row("2026-03-01", 181, "No Date", said="2026-03-01", undated=1),
    ]
    uses = series_of(rows).first_uses
    assert {(use.statement.short, use.claim.first.outlet, use.texts) for use in uses} == {
        ("181", "The Lantern", 3),
        ("183", "Harbour Daily", 1),
    }


def test_parts_of_a_total_and_lesser_numbers_of_a_text_stand_aside() -> None:
    rows = [
        row("2026-03-01", 300, article="a-1", uid="f-total"),
        row("2026-03-01", 100, article="a-1", part_of="f-total"),
        row("2026-03-01", 40, article="a-1"),
    ]
    (claim,) = claims_of(rows)
    assert claim.statement.value == 300
    assert [one.statement.value for one in claim.beside] == [40]


def test_a_range_is_one_claim() -> None:
    rows = [
        row("2026-03-01", 25, article="a-1", value_to=30, qualifier="at least", start=5),
        row("2026-03-01", 30, article="a-1", qualifier="up to", start=5),
        row("2026-03-02", 28, "The Lantern"),
    ]
    series = series_of(rows)
    assert [claim.statement.short for claim in series.claims] == ["25–30", "28"]
    assert not series.moves


def test_a_doubted_value_is_kept_as_it_was_said() -> None:
    series = series_of([row("2026-03-01", 290), row("2026-03-08", 2900), row("2026-03-15", 290)])
    (doubt,) = series.implausible
    assert doubt.claim in series.claims
    assert "ten times off 290" in doubt.why
    assert series.latest is not None
    assert series.latest.statement.value == 290


def test_a_series_without_rows_is_none() -> None:
    with pytest.raises(ValueError, match="at least one"):
        series_of([])


@pytest.mark.parametrize(
    ("one", "other", "moved", "clash"),
    [
        (Statement(2500, "more than"), Statement(2560), False, False),
        (Statement(2500, "more than"), Statement(4000), True, False),
        (Statement(2500, "more than"), Statement(2500, "about"), False, False),
        (Statement(2200, "about"), Statement(2300, "about"), True, False),
        (Statement(30000, "nearly"), Statement(29000), False, False),
        (Statement(30000, "nearly"), Statement(30100), True, True),
        (Statement(25, value_to=30), Statement(28), False, False),
        (Statement(430, "up to"), Statement(180), False, False),
        (Statement(430, "up to"), Statement(500), True, True),
        (Statement(5500), Statement(5550), True, True),
    ],
)
def test_two_statements(one: Statement, other: Statement, moved: bool, clash: bool) -> None:
    assert (differs(one, other), differs(other, one)) == (moved, moved)
    assert (contradicts(one, other), contradicts(other, one)) == (clash, clash)


def test_a_table_of_limits_with_a_mistake_says_where() -> None:
    with pytest.raises(ConfigurationError, match=r"limit 1.*whose.*'planet'"):
        parse_limits('[[limit]]\nwhat = ["x"]\nnature = "current"\nwhose = "planet"\nmost = 1\nwhy = "y"')
    with pytest.raises(ConfigurationError, match="limit 1"):
        parse_limits("[[limit]]\nnature = 1")


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11", "2026-11"),
        ("2026", "2026"),
        ("2026-02-30", None),
        ("2026-13", None),
        ("0000", None),
        ("2026-11-2", None),
        ("2000/2020", None),
        ("2026-W47", None),
        ("this year", None),
        ("", None),
        (None, None),
    ],
)
def test_what_is_no_day_of_the_calendar_is_none(told: str | None, day: str | None) -> None:
    assert known_day(told) == day
