"""How a count of a long text is told: its own verb, one ceiling in a row, times gone by, what was told in error."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import found

Told = list[tuple[float | None, str]]
# A count with its nature, or "not" where it is no fact of today.
CASES: dict[str, Told] = {
    # A verb of its own, before one of what is to come.
    "He said 900 soldiers were in Gao and that the mission would end in May.": [(900, "current")],
    "The 900 soldiers who are in Gao will leave.": [(900, "planned")],
    "Some 900 soldiers are also expected to leave.": [(900, "planned")],
    "Another 2,100 soldiers are deployed under a bilateral arrangement.": [(2_100, "current")],
    "Another 2,100 soldiers are to be deployed there.": [(2_100, "planned")],
    "A further 300 soldiers have been earmarked for it.": [(300, "planned")],
    # One ceiling.
    "The Council authorised up to 14,400 soldiers and 3,020 police officers, as well as 108 corrections officers.": [
        (14_400, "authorised"),
        (3_020, "authorised"),
        (108, "authorised"),
    ],
    "The authorised strength is 17,000 soldiers, including 2,101 police officers.": [
        (17_000, "authorised"),
        (2_101, "authorised"),
    ],
    "The Council authorised 17,000 soldiers, and 13,000 soldiers are deployed.": [
        (17_000, "authorised"),
        (13_000, "current"),
    ],
    "Under it up to 1,400 soldiers may be deployed.": [(1_400, "authorised")],
    "Up to 1,400 soldiers may leave.": [(1_400, "not")],
    "It aims for 300 women officers by 2028.": [(300, "planned")],
    # Gone by.
    "The 130-strong infantry group had been withdrawn in the spring.": [(130, "not")],
    "At that time China had 395 peacekeepers in Mali.": [(395, "not")],
    "We had 6,000 soldiers then.": [(6_000, "not")],
    "It has 6,000 soldiers, then, and four ships.": [(6_000, "current"), (4, "current")],
    "It has 223 officers and 130 observers against an authorised 250.": [
        (223, "current"),
        (130, "current"),
        (250, "authorised"),
    ],
    "当时中国在马里有395名维和官兵。": [(395, "not")],
    # Told in error, or only asked.
    "The paper reported erroneously that 4,000 soldiers were in Somalia.": [(4_000, "not")],
    "The mission has 5,880 soldiers, not 6,580 soldiers.": [(5_880, "current"), (6_580, "not")],
    "The mission has 500 soldiers, not counting 30 civilian staff.": [(500, "current"), (30, "current")],
    "“维和工兵分队210人”有误。": [(210, "not")],
    "有消息说中国将向海地派遣500名维和警察，能否证实？": [(500, "not")],
    # Two verbs, two lists.
    "It has sent 9,300 soldiers since 2006, and 770 serve abroad at present: 342 in Chad.": [
        (9_300, "cumulative"),
        (770, "current"),
        (342, "current"),
    ],
    "The state has sent over 9,300 soldiers and lost 34 of them.": [(9_300, "cumulative")],
}


@pytest.mark.parametrize("body", CASES)
def test_how_a_count_is_told(body: str) -> None:
    figures = (one for one in found(body, "figure") if isinstance(one, Figure))
    assert [(one.value, one.nature if one.counted else "not") for one in figures] == CASES[body]


def test_a_contingent_by_its_number_alone_is_the_outlets_own() -> None:
    (one,) = found("第12批步兵营由700名官兵组成。", "figure", home="CHN")
    assert isinstance(one, Figure)
    assert (one.value, one.who) == (700, "CHN")
