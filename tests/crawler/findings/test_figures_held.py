"""Counts of several places in one row, and of those who are there and are to be fewer. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import an_item, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中国有1800余名维和官兵在南苏丹、黎巴嫩、阿卜耶伊等任务区执行任务。", [(1800, None)]),
        ("中国有1800余名维和官兵在南苏丹、阿卜耶伊等任务区执行任务。", [(1800, None)]),
        ("中国有1800余名维和官兵在联合国驻南苏丹特派团、联合国驻黎巴嫩临时部队执行任务。", [(1800, None)]),
        ("Ghana has 1,800 peacekeepers in South Sudan, Lebanon and Abyei.", [(1800, None)]),
        ("India deploys 2,400 troops in the Democratic Republic of the Congo and South Sudan.", [(2400, None)]),
        ("Nepal has 1,200 troops with UNMISS, MONUSCO and UNIFIL.", [(1200, None)]),
        ("中国在黎巴嫩有418名、在南苏丹有1031名维和官兵。", [(418, "黎巴嫩"), (1031, "南苏丹")]),
        ("Ghana has 870 peacekeepers in Lebanon, South Sudan 730.", [(870, "Lebanon"), (730, "South Sudan")]),
        ("Ghana has 870 peacekeepers in Lebanon and 730 in South Sudan.", [(870, "Lebanon"), (730, "South Sudan")]),
        ("Nepal has 1,200 troops with UNMISS and 300 with UNIFIL.", [(1200, "UNMISS"), (300, "UNIFIL")]),
        (
            "第九批赴黎巴嫩维和部队410名官兵和第三批赴阿卜耶伊维和直升机分队155名官兵启程。",
            [(410, "黎巴嫩"), (155, "阿卜耶伊")],
        ),
        ("Some 4,000 peacekeepers are in Darfur, Sudan.", [(4000, "Darfur")]),
    ],
)
def test_a_count_of_several_places_is_of_none(text: str, expected: list[tuple[int, str | None]]) -> None:
    figures = [one for one in found(an_item(text), "figure") if isinstance(one, Figure)]
    assert [(one.value, one.place) for one in figures] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Egypt will replace its 1,000-strong contingent in Mali with 700 soldiers.", ["current", "planned"]),
        ("The AU said its 12,000 troops in Somalia would be cut by 2,000 in June.", ["current", "change"]),
        ("The UN is to reduce its 17,000 peacekeepers in South Sudan.", ["current"]),
        ("联合国将把驻南苏丹的17000名维和人员削减四分之一。", ["current", "change"]),
        ("Ghana will send its 650 troops to Lebanon in March.", ["planned"]),
        ("Ireland will replace 300 soldiers in Lebanon.", ["planned"]),
    ],
)
def test_those_who_are_to_be_fewer_are_there_today(text: str, expected: list[str]) -> None:
    assert [one.nature for one in found(an_item(text), "figure") if isinstance(one, Figure)] == expected


def test_the_day_of_the_cut_is_not_that_of_those_who_are_there() -> None:
    (figure,) = found(an_item("The UN is to reduce its 17,000 peacekeepers in South Sudan next year."), "figure")
    assert isinstance(figure, Figure)
    assert (figure.counted, figure.series_key) == (False, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the exercise, a bomb went off, while 40 gunmen attacked the base.", []),
        ("In the exercise, 980 soldiers took part.", [980]),
        ("The toll has risen to 52, up from 38 given on Sunday.", []),
        ("The force has 900 soldiers, up from 700 in May.", [900, 700]),
    ],
)
def test_the_enemy_of_an_exercise_and_an_old_toll_are_no_figures(text: str, expected: list[float]) -> None:
    assert [one.value for one in found(text, "figure") if isinstance(one, Figure)] == expected
