"""Contingents in their order. Missions are real; the articles are not."""

from __future__ import annotations

import sys
from datetime import date
from itertools import count
from typing import Any

import pytest

from reports.rotations import Line, rotations

TODAY = date(2026, 11, 22)
_serial = count(1)


def step(ordinal: int | None, name: str, day: str | None, **more: Any) -> dict[str, Any]:
    number = next(_serial)
    given = {
        "uid": f"f-{number}",
        "article_uid": f"a-{number}",
        "text": f"a-{number}",
        "outlet": "Harbour Daily",
        "url": None,
        "said_at": f"{day or '2026-01-01'}T06:00:00Z",
        "ordinal": ordinal,
        "country": "CHN",
        "unit": "infantry battalion",
        "destination": "South Sudan (Juba)",
        "mission": "UNMISS",
        "step": name,
        "echelon": None,
        "strength": None,
        "date": day,
        "words": "words",
    }
    return {**given, **more}


def one_line(*rows: dict[str, Any], today: date = TODAY) -> Line:
    (line,) = rotations(rows, today=today)
    return line


def test_the_next_is_expected_by_the_rhythm_of_those_seen() -> None:
    line = one_line(
        step(9, "arrived", "2023-09-12"), step(10, "arrived", "2024-09-10"), step(11, "arrived", "2025-09-14")
    )
    assert (line.rhythm, line.pairs) == (366, 2)
    assert (line.next_ordinal, line.next_expected, line.overdue) == (12, "2026-09-15", True)


@pytest.mark.parametrize(
    ("name", "day", "words", "told"),
    [
        ("left", "2027-03", "74 soldiers", "to leave"),
        ("left", "2026-11-21", "74 soldiers left", "left"),
        ("left", "2026-11", "74 soldiers left", "left"),
        ("left", None, "74 soldiers will leave in March", "to leave"),
        ("medal", "2026-11-01", "received medals", "decorated"),
        ("left", None, "第十批维和部队将赴黎巴嫩", "to leave"),
        ("left", None, "某少将率第十批维和部队启程，将军送行", "left"),
    ],
)
def test_a_step_that_is_to_come_is_told_so(name: str, day: str | None, words: str, told: str) -> None:
    (contingent,) = one_line(step(None, name, day, words=words)).contingents
    assert contingent.steps[0].told == told


def test_within_a_month_of_its_day_a_rotation_is_not_overdue() -> None:
    rows = [step(9, "arrived", "2024-11-10"), step(10, "arrived", "2025-11-10")]
    assert not one_line(*rows, today=date(2026, 11, 30)).overdue
    assert one_line(*rows, today=date(2026, 12, 15)).overdue


@pytest.mark.parametrize(
    "rows",
    [
        [step(9, "arrived", "2023-09-12")],
        [step(9, "medal", "2023-09-12"), step(10, "medal", "2024-09-12")],
        [step(None, "arrived", "2023-09-12"), step(None, "arrived", "2024-09-12")],
        [step(9, "arrived", "2023"), step(10, "arrived", "2024")],
        [step(9, "arrived", None), step(10, "arrived", "2024-09-12")],
    ],
    ids=["one alone", "medals begin no tour", "no numbers", "only years", "no day"],
)
def test_without_a_rhythm_nothing_is_expected(rows: list[dict[str, Any]]) -> None:
    line = one_line(*rows)
    assert (line.rhythm, line.next_expected, line.overdue) == (None, None, False)


def test_a_number_without_time_for_it_was_skipped_else_it_is_not_seen_here() -> None:
    line = one_line(
        step(5, "arrived", "2020-09-10"),
        step(6, "arrived", "2021-09-10"),
        step(8, "arrived", "2022-09-10"),
        step(10, "arrived", "2024-09-10"),
    )
    assert (line.skipped, line.unseen) == ((7,), (9,))
    assert one_line(step(5, "arrived", "2020-09"), step(7, "arrived", "2020-12")).unseen == (6,)


def test_the_tour_begins_when_it_took_over_else_arrived_else_left() -> None:
    rows = [
        step(9, "left", "2023-08-29", echelon=1),
        step(9, "arrived", "2023-08-30"),
        step(9, "took over", "2023-09-20"),
    ]
    assert one_line(*rows).contingents[0].began == ("2023-09-20", "took over")
    assert one_line(*rows[:2]).contingents[0].began == ("2023-08-30", "arrived")


def test_texts_that_disagree_are_both_shown() -> None:
    line = one_line(
        step(9, "arrived", "2023-09-12", strength=700.0),
        step(9, "arrived", "2023-09-14", strength=650.0, outlet="The Lantern"),
    )
    assert [(one.what, [value for value, _ in one.told]) for one in line.disagreements] == [
        ("date of arrived", ["2023-09-12", "2023-09-14"]),
        ("strength", ["650", "700"]),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [step(9, "arrived", "2023-09"), step(9, "arrived", "2023-09-12")],
        [step(9, "left", "2023-08-29", echelon=1), step(9, "left", "2023-09-12", echelon=2)],
        [step(9, "left", "2023-08-29", text="t1"), step(9, "left", "2023-09-12", text="t1")],
        [step(9, "arrived", "2023-09-12", strength=700.0), step(9, "medal", "2024-05-12", strength=700.0)],
    ],
    ids=["a month and a day in it", "two echelons", "one text", "the same strength"],
)
def test_no_disagreement(rows: list[dict[str, Any]]) -> None:
    assert one_line(*rows).disagreements == ()


def test_strength_is_what_most_texts_say_and_echelons_are_no_whole() -> None:
    rows = [
        step(9, "arrived", "2023-09-12", strength=700.0),
        step(9, "medal", "2024-03-12", strength=700.0),
        step(9, "returned", "2024-09-12", strength=750.0),
        step(9, "left", "2023-09-01", strength=350.0, echelon=1),
    ]
    assert one_line(*rows).contingents[0].strength == 700
    assert one_line(rows[3]).contingents[0].strength is None


def test_a_battalion_with_the_number_of_an_infantry_battalion_is_the_same() -> None:
    line = one_line(
        step(9, "left", "2023-09-01"),
        step(9, "arrived", "2023-09-12", unit="battalion"),
        step(9, "medal", None, unit=None),
    )
    assert line.unit == "infantry battalion"
    assert [one.step for one in line.contingents[0].steps] == ["left", "arrived", "medal"]


def test_units_countries_and_missions_are_lines_of_their_own() -> None:
    rows = [
        step(9, "left", "2023-09-01"),
        step(9, "left", "2023-09-01", unit="engineering"),
        step(9, "left", "2023-09-01", country="RWA"),
        step(9, "left", "2023-09-01", mission="UNIFIL", destination="Lebanon"),
        step(9, "left", "2023-09-01", country=None),
    ]
    assert len(rotations(rows, today=TODAY)) == 4
    assert [line.where for line in rotations(rows, today=TODAY, mission="unifil")] == ["UNIFIL"]
    assert [line.country for line in rotations(rows, today=TODAY, country="RWA")] == ["RWA"]


def test_a_destination_stands_for_the_mission_that_other_texts_name_with_it() -> None:
    rows = [step(9, "left", "2023-09-01"), step(10, "left", "2024-09-01", mission=None)]
    assert one_line(*rows).where == "UNMISS"
    torn = [
        step(9, "left", "2023-09-01"),
        step(9, "left", "2023-09-01", mission="UNISFA"),
        step(10, "left", "2024-09-01", mission=None),
    ]
    assert {line.where for line in rotations(torn, today=TODAY)} == {"UNMISS", "UNISFA", "South Sudan (Juba)"}


def test_another_countrys_text_names_the_mission_of_a_place_whatever_is_asked_for() -> None:
    rows = [step(9, "left", "2023-09-01", country="RWA"), step(10, "left", "2024-09-01", mission=None)]
    assert [line.where for line in rotations(rows, today=TODAY, country="CHN")] == ["UNMISS"]


def test_the_work_follows_the_steps_and_not_their_square() -> None:
    assert lines_run(800) < 3 * lines_run(400)


def lines_run(steps: int) -> int:
    """How many lines of reports.rotations are run for so many steps, each of a unit of its own."""
    rows = [
        step(n % 5, "arrived", "2025-09-14", unit=f"unit {n}", mission=f"M{n % 400}", country=f"C{n % 7}")
        for n in range(steps)
    ]
    run = 0

    def count_line(frame: Any, event: str, _: object) -> Any:
        nonlocal run
        run += event == "line" and frame.f_code.co_filename.endswith("rotations.py")
        return count_line

    before = sys.gettrace()
    sys.settrace(count_line)
    try:
        rotations(rows, today=TODAY)
    finally:
        sys.settrace(before)
    return run
