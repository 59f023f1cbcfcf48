"""The day of a figure: that of its event, of a sentence before it, of the date it is told for."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import an_item, found


def days(body: str) -> list[tuple[float, str | None]]:
    told = (one for one in found(body, "figure") if isinstance(one, Figure))
    return [(one.value, one.as_of) for one in told if one.value is not None]


CASES = {
    # The dateline's day is no event.
    "WAU, May 30 -- The exercise ended on Tuesday.\n\nIn all, 1,098 soldiers took part.": [(1098, "2024-05-28")],
    "In April the unit had 70 officers. It must pay for 12 trucks.": [(70, "2024-04"), (12, "2024-05-30")],
    # What is told in one paragraph for one day.
    "As at 1 April 2024, the component had 9,100 soldiers. The police component comprised 1,300 officers. "
    "They came from 40 countries.": [(9100, "2024-04-01"), (1300, "2024-04-01"), (40, "2024-04-01")],
    "On 1 April 2024, the component stood at 748 soldiers. Of them, 100 were women.": [
        (748, "2024-04-01"),
        (100, "2024-04-01"),
    ],
    "As at 1 April 2024, it had 9,100 soldiers. At present it has 9,300 soldiers.": [
        (9100, "2024-04-01"),
        (9300, "2024-05-30"),
    ],
    "As at 1 April 2024, it had 9,100 soldiers.\n\nThe hospital has 40 beds.": [
        (9100, "2024-04-01"),
        (40, "2024-05-30"),
    ],
    "As at 1 April 2024, it had 9,100 soldiers.\n\nAs at the same date, 900 civilian staff were serving.": [
        (9100, "2024-04-01"),
        (900, "2024-04-01"),
    ],
    "On 1 April 2024, 40 soldiers were deployed. The company has 120 men.": [(40, "2024-04-01"), (120, "2024-05-30")],
    "On 1 April 2024, rebels attacked the base. The mission has 1,200 troops there.": [(1200, "2024-05-30")],
    "At its peak, in 2012, it had 19,815 soldiers; at the end of April it had 10,960 soldiers.": [
        (19815, "2012"),
        (10960, "2024-04"),
    ],
    "截至2024年3月31日，特派团有军事人员9100名。建制警察1300名。": [(9100, "2024-03-31"), (1300, "2024-03-31")],
    "截至3月31日，特派团有军事人员9100名。\n\n同一天，特派团有志愿人员300名。": [
        (9100, "2024-03-31"),
        (300, "2024-03-31"),
    ],
    # Since is no day of a sum.
    "该分队自去年9月部署以来，累计接诊病人2300人次。": [(2300, "2024-05-30")],
    "首批250名官兵已于5月20日抵达，第二批450人5月25日抵达。": [(250, "2024-05-20"), (450, "2024-05-25")],
}


@pytest.mark.parametrize("body", CASES)
def test_the_day_of_a_figure(body: str) -> None:
    assert days(body) == CASES[body]


def test_what_a_force_was_set_up_with_is_of_that_year() -> None:
    assert days("In 1978 the Council set up the force with 4,000 soldiers.") == [(4000, "1978")]
    assert days("In 1978 set up by the Council, the force has 9,500 soldiers.") == [(9500, "2024-05-30")]


def test_a_title_tells_the_day_of_its_rows() -> None:
    rows = an_item("联黎部队：10,092人\n\n上月有9,000人。", title="维和人员统计（截至2024年3月31日）")
    told = [(one.value, one.as_of) for one in found(rows, "figure") if isinstance(one, Figure)]
    assert told == [(10_092, "2024-03-31"), (9_000, "2024-04")]
