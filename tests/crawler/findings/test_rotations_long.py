"""Contingents in long texts: reviews of a year, lives told, who goes where."""

from __future__ import annotations

import pytest

from storage.findings import Rotation
from tests.crawler.findings.texts import found

Told = list[tuple[str, int | None, str | None, str | None]]
# Step, ordinal, country, day.
CASES: dict[str, Told] = {
    # A day of the step's own clause, and one that opens it.
    "The general, who in 1994 led a Ghanaian battalion in Kigali when the battalion was withdrawn, died on Friday.": [
        ("returned", None, "GHA", "1994")
    ],
    "In January, the 12th Ghanaian battalion left for Juba; in March its predecessor was thanked.": [
        ("left", 12, "GHA", "2024-01")
    ],
    # The mission was set up, no contingent.
    "Ghana has an infantry battalion of 850 in UNIFIL. It was set up in 1978.": [],
    # Where a unit goes is not whose it is.
    "赴刚果（金）维和医疗分队接诊伤病员4800人次。8月，第22批赴黎巴嫩维和部队410名官兵回国。": [
        ("returned", 22, "CHN", "2023-08")
    ],
    # Of two in one breath the later takes over.
    "中国第11批与第12批赴南苏丹（朱巴）维和步兵营举行指挥权交接仪式。": [("took over", 12, "CHN", None)],
}


@pytest.mark.parametrize("body", CASES)
def test_contingents_of_long_texts(body: str) -> None:
    rotations = (one for one in found(body, "rotation", home="CHN") if isinstance(one, Rotation))
    assert [(one.step, one.ordinal, one.country, one.date) for one in rotations] == CASES[body]
