from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reports import charts_coverage, charts_more, render
from reports.charts import folded, items_by_day, mark
from reports.compose import pictures
from reports.document import Chart
from reports.week import Week
from reports.wording import CELL_WORDS, short_day, window
from tests.reports.test_golden import GOLDEN

DAYS = [day.isoformat() for day in Week(2026, 47).days]


def by_day(*counts: tuple[str, list[int]]) -> dict[str, Any]:
    return {"days": DAYS, "outlets": [{"outlet": name, "counts": numbers} for name, numbers in counts]}


@pytest.mark.parametrize(
    "numbers", [[0] * 7, [1, 0, 0, 0, 0, 0, 0], [3, 900, 12, 0, 7, 1, 2]], ids=["none", "one", "a flood"]
)
def test_a_chart_is_well_formed_told_in_words_and_within_its_frame(numbers: list[int]) -> None:
    text = items_by_day(by_day(("Harbour & <Sons>", numbers), ("Other", numbers)))
    drawn = ET.fromstring(text)  # noqa: S314  our own text
    assert text == items_by_day(by_day(("Harbour & <Sons>", numbers), ("Other", numbers)))
    assert f"Tue 17 Nov: {2 * numbers[1]:,} item" in (drawn.findtext("desc") or "")
    assert [node.tag for node in drawn.iter()].count("script") == 0
    for bar in drawn.iter("rect"):
        assert float(bar.attrib["y"]) >= 0
        assert float(bar.attrib["y"]) + float(bar.attrib["height"]) <= 230


def test_outlets_beyond_seven_are_summed_and_none_is_lost() -> None:
    many = by_day(*((f"Outlet {n}", [n + 1] * 7) for n in range(12)))
    shown = folded(many)
    assert [entry["outlet"] for entry in shown][-1] == "6 other outlets"
    assert sum(sum(entry["counts"]) for entry in shown) == sum(range(1, 13)) * 7


def test_each_state_of_a_day_has_a_sign_of_its_own() -> None:
    signs = [mark(state) for state in CELL_WORDS if state not in ("later", "before")]
    assert len(set(signs)) == len(signs)
    for sign in signs:
        ET.fromstring(sign)  # noqa: S314  our own text


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (Week(2026, 47), "Monday 16 – Sunday 22 November 2026"),
        (Week(2026, 49), "Monday 30 November – Sunday 6 December 2026"),
        (Week(2026, 53), "Monday 28 December 2026 – Sunday 3 January 2027"),
    ],
)
def test_the_window_in_words(week: Week, words: str) -> None:
    assert window([day.isoformat() for day in week.days]) == words


def test_a_day_of_another_year_says_its_year() -> None:
    assert short_day("2025-11-17", "2026-W47") == "Mon 17 Nov 2025"
    assert short_day("2026-11-17", "2026-W47") == "Tue 17 Nov"


def test_bars_and_small_charts_are_text_without_script_and_the_same_each_time() -> None:
    bars = [{"mission": "<script>x</script>", "count": 14, "mean": 2.0}, {"mission": "UNISFA", "count": 0, "mean": 0.5}]
    refs = [{"value": "1,800"}, {"value": "more than 1,900"}]
    series = [
        {"title": 'personnel & "<b>"', "points": [["2026-10", 1800], ["2026-11-17", 1900], [None, 3]], "refs": refs},
        {"title": "without a day", "points": [[None, 3]], "refs": refs},
        {"title": "one day only", "points": [["2026-11-17", 1900.5]], "refs": refs},
    ]
    for drawn in (charts_more.items_by_mission(bars), charts_more.moved(series)):
        assert drawn in (charts_more.items_by_mission(bars), charts_more.moved(series))
        root = ET.fromstring(drawn)  # noqa: S314  our own text
        assert {one.tag for one in root.iter()} <= {"svg", "title", "desc", "text", "rect", "path", "circle"}
        assert "<script" not in drawn
        assert "url(" not in drawn
    assert "14" in charts_more.items_by_mission(bars)
    assert "1,900.5" in charts_more.moved(series)


def sources(*lines: tuple[str, str]) -> list[dict[str, Any]]:
    """Sources with a state a day; a letter a state."""
    letters = {"c": "collected", "e": "reached-empty", "h": "healed", "p": "partly", "f": "failed", "n": "never-ran"}
    letters |= {"?": "no-record", "b": "before", "l": "later"}
    return [
        {"name": name, "days": [{"day": d, "state": letters[x], "note": None} for d, x in zip(DAYS, days, strict=True)]}
        for name, days in lines
    ]


def drawn_cells(svg: str) -> list[str]:
    return [node.attrib["class"] for node in ET.fromstring(svg).iter("g")]  # noqa: S314  our own text


def test_coverage_draws_a_sign_a_source_and_day_those_with_gaps_first() -> None:
    rows = sources(("Whole & <Sound>", "ceceece"), ("Gaps", "cfn?phl"), ("Mended", "bbhhccc"))
    svg = charts_coverage.coverage(rows)
    root = ET.fromstring(svg)  # noqa: S314  our own text
    labels = [one.text for one in root.iter("text") if one.attrib["class"] == "day"]
    assert labels == ["Gaps", "Mended", "Whole & <Sound>"]
    states = ["collected", "failed", "never-ran", "no-record", "partly", "healed"]
    assert drawn_cells(svg)[:6] == [f"cell {state}" for state in states]
    assert len(drawn_cells(svg)) == 6 + 5 + 7
    assert root.findtext("desc") == (
        "2 of 3 sources without a gap. Tue 17 Nov: 1 of 2 read; Wed 18 Nov: 2 of 3 read; Thu 19 Nov: 2 of 3 read."
    )
    assert {one.tag for one in root.iter()} <= {"svg", "title", "desc", "text", "rect", "path", "circle", "g", "line"}
    assert svg == charts_coverage.coverage(rows)
    assert "Gaps, Tue 17 Nov: failed" in svg


def test_coverage_of_many_sources_is_bounded_and_loses_none() -> None:
    many = sources(*((f"Broken {n:02}", "ccfcccc") for n in range(20)), *((f"Sound {n}", "ccccccc") for n in range(60)))
    shown = charts_coverage.drawn(many)
    assert (len(shown.rows), shown.more, shown.whole) == (charts_coverage.MOST_ROWS, 4, 60)
    assert charts_coverage.summed(shown) == ["and 4 more sources with gaps", "60 other sources without a gap"]
    svg = charts_coverage.coverage(many)
    assert len(drawn_cells(svg)) == 7 * charts_coverage.MOST_ROWS
    width = int(ET.fromstring(svg).attrib["width"])  # noqa: S314  our own text
    assert width <= 358, "a phone of 390 pixels shows it whole"


@pytest.mark.parametrize("days", [1, 7, 28, 366])
def test_coverage_as_a_file_is_whole_by_itself(days: int) -> None:
    span = [date(2026, 1, 1) + timedelta(days=n) for n in range(days)]
    rows = [
        {"name": 'x"><script>', "days": [{"day": day.isoformat(), "state": "failed", "note": None} for day in span]}
    ]
    file = charts_coverage.standalone(charts_coverage.coverage(rows))
    root = ET.fromstring(file)  # noqa: S314  our own text
    space = "{http://www.w3.org/2000/svg}"
    assert [one.tag for one in root][:2] == [f"{space}title", f"{space}desc"]
    assert root.attrib["aria-labelledby"] == "coverage-title coverage-desc"
    for part in ("<script", "url(", "href", "@import"):
        assert part not in file
    for words in ("collected", "missed, collected later", "never ran"):
        assert words in {one.text for one in root.iter(f"{space}text")}


def test_an_edition_whose_rows_know_no_days_has_no_chart_of_coverage() -> None:
    edition = json.loads((GOLDEN / "week.json").read_text(encoding="utf-8"))
    assert 'id="coverage-title"' in render.html(edition)
    for source in edition["sources"]:
        source["days"] = []
    blocks = pictures(edition)
    assert [block.key for block in blocks if isinstance(block, Chart)] == ["by_day", "by_mission", "moved"]
