"""Counts whose places stand in one row: such a count has no place of its own. The texts are invented."""

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
        ("Nepal has 1,200 troops with UNMISS and 300 with UNIFIL.", [(1200, "UNMISS")]),
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
