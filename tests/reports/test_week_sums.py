"""What was counted over a time is told once in a digest, however many reports name it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.invented import Invented
from tests.reports.invented_facts import one_story
from tests.reports.week_facts import casualty, told, watched

__all__ = ["watched"]

SUM: dict[str, Any] = {"mission": "UNMISS", "nature": "cumulative", "value": 340}


def test_a_sum_is_told_once_however_many_reports_name_it(watched: Invented) -> None:
    uids = [
        casualty(watched, "In all 340 have died.", "340 have died", source=source, **(SUM | own))
        for source, own in (("lantern", {}), ("bluepost", {"mission": None}), ("harbour", {"personnel": "military"}))
    ]
    one_story(watched, *uids)
    casualty(watched, "In all 340 have died since.", "340 have died", source="bluepost", **SUM, personnel="military")
    [total] = told(watched)["casualties"]["other"]
    assert (total["value"], total["articles"]) == (340, 4)
    assert total["confirmed"] == {"UN": ["Bluepost"], "national": ["Harbour"], "press": ["Lantern"]}


@pytest.mark.parametrize(
    "own", [{"value": 341}, {"kind": "injury"}, {"mission": "UNIFIL"}, {"personnel": "civilian"}, {"mission": None}]
)
def test_sums_that_differ_are_told_apart(watched: Invented, own: dict[str, Any]) -> None:
    casualty(watched, "In all 340 have died.", "340 have died", **SUM, personnel="military")
    casualty(
        watched, "In all 340 have died.", "340 have died", source="harbour", **(SUM | {"personnel": "military"} | own)
    )
    assert len(told(watched)["casualties"]["other"]) == 2
