from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reports import charts_more
from reports.charts import folded, items_by_day, mark
from reports.week import Week
from reports.wording import CELL_WORDS, short_day, window

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
