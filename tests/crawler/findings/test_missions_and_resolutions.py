from __future__ import annotations

import pytest

from storage.findings import MissionMention, ResolutionMention
from tests.crawler.findings.texts import an_item, found, words

MISSIONS = {
    "acronym": ("UNMISS said so.", ["UNMISS"]),
    "full name": ("The United Nations Interim Force in Lebanon said so.", ["UNIFIL"]),
    "name and acronym are two mentions": ("The UN Mission in South Sudan (UNMISS) began.", ["UNMISS", "UNMISS"]),
    "a misspelling": ("Peacekeepers of UNIFSA left Abyei.", ["UNISFA"]),
    "none": ("Peacekeepers left.", []),
}
# The text, and what is found: number, adoption and vote.
RESOLUTIONS = {
    "number": ("It cited resolution 1701.", [(1701, None, None)]),
    "adopted in a month": ("In March 2020, the Council passed Resolution 2518.", [(2518, "2020-03", None)]),
    "year in brackets": ("Resolution 1325 (2000) says so.", [(1325, "2000", None)]),
    "vote as a tally": ("By 12-0-3 the Council adopted resolution 2793.", [(2793, None, "12-0-3")]),
    "vote in words": (
        "With thirteen votes in favour, none against and two abstentions it adopted resolution 2702.",
        [(2702, None, "13-0-2")],
    ),
    "several": (
        "Recalling resolutions 1701 (2006), 2373 and 2790.",
        [(1701, "2006", None), (2373, None, None), (2790, None, None)],
    ),
    "the day a mandate ends is not that of adoption": (
        "The Council renewed it by resolution 2749 until 31 August 2025.",
        [(2749, None, None)],
    ),
    "document sign": ("See S/RES/2100 (2013).", [(2100, "2013", None)]),
    "Chinese": ("安理会以13票赞成、2票弃权通过第2759号决议。", [(2759, None, "13-0-2")]),
    "an amount is no number": ("A resolution 2,000 people signed.", []),
}


@pytest.mark.parametrize("name", MISSIONS)
def test_missions(name: str) -> None:
    text, wanted = MISSIONS[name]
    assert [one.mission for one in found(text, "mission") if isinstance(one, MissionMention)] == wanted


def test_a_name_of_several_operations_is_the_one_of_its_year() -> None:
    old = an_item("UNOSOM began in Somalia, with peacekeepers.", published_local="1992-06-01", published_at=None)
    new = an_item("UNOSOM began in Somalia, with peacekeepers.", published_local="1994-06-01", published_at=None)
    assert [one.mission for one in found(old, "mission") if isinstance(one, MissionMention)] == ["UNOSOM I"]
    assert [one.mission for one in found(new, "mission") if isinstance(one, MissionMention)] == ["UNOSOM II"]


def test_an_old_acronym_for_its_successor() -> None:
    late = "Peacekeepers of UNMIS guard Bor in South Sudan."
    got = [(one.mission, one.confidence) for one in found(late, "mission") if isinstance(one, MissionMention)]
    assert got == [("UNMISS", 0.8)]
    early = an_item(late, published_local="2009-05-30", published_at=None)
    assert [one.mission for one in found(early, "mission") if isinstance(one, MissionMention)] == ["UNMIS"]


@pytest.mark.parametrize("name", RESOLUTIONS)
def test_resolutions(name: str) -> None:
    text, wanted = RESOLUTIONS[name]
    ours = [one for one in found(text, "resolution") if isinstance(one, ResolutionMention)]
    assert [(one.number, one.adopted, one.vote) for one in ours] == wanted


def test_the_day_of_adoption_belongs_to_the_span() -> None:
    text = "In March 2020, the Council passed Resolution 2518."
    assert [words(text, one) for one in found(text, "resolution")] == [["March 2020", "Resolution 2518"]]
