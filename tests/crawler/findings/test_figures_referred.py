"""The mission of a count whose sentence only refers to it: the Mission, its component, a row of a fact sheet."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import an_item, found

Told = list[tuple[float | None, str | None]]


def places(body: str, title: str | None = None) -> Told:
    return [(one.value, one.place) for one in found(an_item(body, title=title), "figure") if isinstance(one, Figure)]


IN_THE_PARAGRAPH: dict[str, Told] = {
    "MONUSCO said that its troops had repelled an attack. Many fled. The Mission has 1,200 troops there.": [
        (1_200, "MONUSCO")
    ],
    "UNMISS opened a base. Rwanda had 200 police officers serving with the Mission.": [(200, "UNMISS")],
    "UNMISS opened a base. The Mission conducted 21,340 patrols.": [(21_340, "UNMISS")],
    # Several missions, other armed bodies, a task, those who only speak.
    "UNMISS and MONUSCO opened bases. The Mission has 1,200 troops in the area.": [(1_200, None)],
    "The army works with UNIFIL. Nobody was hurt. The force has 8,700 soldiers.": [(8_700, None)],
    "UNMISS opened a base. Ghana sent 200 soldiers to train for the mission of a lifetime.": [(200, None)],
    "UNIFIL opened a base. Israel has 5,000 soldiers nearby, the mission said.": [(5_000, None)],
}


@pytest.mark.parametrize("body", IN_THE_PARAGRAPH)
def test_the_mission_named_in_the_paragraph(body: str) -> None:
    assert places(body) == IN_THE_PARAGRAPH[body]


def test_a_report_on_one_mission_need_not_name_it_again() -> None:
    body = (
        "1. The Council extended the mandate of MINUSCA.\n\n2. As at 1 April, the military component had a strength of "
        "14,046 personnel, including 1,216 women, against an authorized strength of 14,400."
    )
    assert places(body) == [(14_046, "MINUSCA"), (1_216, "MINUSCA"), (14_400, "MINUSCA")]


def test_in_a_briefing_each_paragraph_has_its_own_mission() -> None:
    body = (
        "MONUSCO repelled an attack. The Mission has 1,200 troops there.\n\n"
        "UNMISS is sheltering people. The Mission has 900 troops there.\n\nThe Mission has 40 troops there."
    )
    assert places(body) == [(1_200, "MONUSCO"), (900, "UNMISS"), (40, None)]


def test_rows_are_of_the_mission_of_the_title() -> None:
    assert places("• Troops: 13,221\n\n• Police: 1,471", "UNMISS fact sheet") == [(13_221, "UNMISS"), (1_471, "UNMISS")]
    assert places("军事人员：10,069人\n\n文职人员：769人", "联合国驻黎巴嫩临时部队概况") == [
        (10_069, "UNIFIL"),
        (769, "UNIFIL"),
    ]
    assert places("• Troops: 13,221", "From UNMISS to MONUSCO") == [(13_221, None)]


def test_a_chinese_semicolon_parts_the_counts_of_one_mission() -> None:
    assert places("联刚稳定团共有军事人员12,379名；建制警察1,376名。") == [(12_379, "MONUSCO"), (1_376, "MONUSCO")]
