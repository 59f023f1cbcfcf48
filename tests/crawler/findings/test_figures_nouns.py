"""Numbers whose noun stands elsewhere: kinds of one thing, the number of, a list of givers, after a comma."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import found

CASES: dict[str, list[float]] = {
    "It mounted 4,320 short and 118 long patrols.": [4_320, 118],
    "It ran 1,360 day and 900 night patrols.": [1_360, 900],
    "It ran 6,140 day patrols, 2,890 night patrols and 116 air patrols in 90 days.": [6_140, 2_890, 116],
    "It has 3,167 troops against an authorized 3,250.": [3_167, 3_250],
    "Of the 1,000 soldiers of the battalion, 570 had come.": [1_000, 570],
    "They came from China and nine other countries.": [9],
    "The column came to 900 from the ford and 30 soldiers turned back.": [30],
    "The bridge is 118 m long.": [],
    "UN experts put the number of its troops at 3,000 to 4,000.": [3_000, 4_000],
    "The number of women rose to 412.": [412],
    "The number of soldiers killed rose to 12.": [],
    "Argentina provided 248, Slovakia 240 and Serbia 110 for the force.": [248, 240, 110],
    "The Bundeswehr has 28 soldiers in Niger and 80 with UNIFIL.": [28, 80],
    "The first flight of 280 landed on Monday.": [280],
    "Three battalions and an aviation unit, 3,210 in all, serve in Chad.": [3, 3_210],
    "In the second part, 109 soldiers were trained. Unit 109 was named.": [109],
    "Sappers finished 80 of the 110 kilometres of dykes.": [80, 110],
    # No counts: votes of members, the age behind a name.
    "In the vote, 541 members were in favour, 103 against.": [],
    "Russia cast a veto; 13 members backed it and two members opposed it.": [],
    "The colonel leaves four children and nine grandchildren.": [],
    "He is survived by two sons.": [],
    "孟加拉国和卢旺达分列第二、三位。": [],
    "The contingent had 413 members to start with.": [413],
    "We had 60 soldiers then, recalled Comdt Fergal Heneghan (84), who served there.": [60],
}


@pytest.mark.parametrize("body", CASES)
def test_a_number_finds_its_noun(body: str) -> None:
    assert [one.value for one in found(body, "figure") if isinstance(one, Figure)] == CASES[body]


def test_a_long_name_holds_its_number() -> None:
    body = (
        "Slovakia provided 240 soldiers, the United Kingdom of Great Britain and Northern Ireland 230 and Serbia 110."
    )
    told = [(one.value, one.who) for one in found(body, "figure") if isinstance(one, Figure)]
    assert told == [(240, "SVK"), (230, "GBR"), (110, "SRB")]
