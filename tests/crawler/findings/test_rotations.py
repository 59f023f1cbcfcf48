"""Rotations: contingents and their steps. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Rotation
from tests.crawler.findings.texts import an_item, found, words

# The text, and (step, ordinal, country, unit, destination, strength) of what is found, in order.
CASES = {
    "a batch of troops with its number": (
        "The 24th batch of Chinese peacekeeping troops to Lebanon held a farewell ceremony on Friday.",
        [("left", 24, "CHN", None, "Lebanon", None)],
    ),
    "people of a unit": (
        "120 Senegalese police officers of the formed police unit arrived in Bangui to relieve their colleagues.",
        [("arrived", None, "SEN", "formed police unit", "Bangui", 120)],
    ),
    "a part of them in an aside": (
        "Cambodia's 290 peacekeepers, including 40 women, returned from Mali on Tuesday.",
        [("returned", None, "KHM", None, None, 290)],
    ),
    "which contingent they are, told behind": (
        "A total of 180 Chinese peacekeepers left Zhengzhou on Monday for South Sudan, the first batch of the 12th"
        " peacekeeping infantry battalion.",
        [("left", 12, "CHN", "infantry battalion", "South Sudan", 180)],
    ),
    "it will deploy": (
        "The Irish 127th Infantry Battalion will deploy to Lebanon in November.",
        [("left", 127, "IRL", "infantry battalion", "Lebanon", None)],
    ),
    "an echelon leaves": (
        "The first echelon of the 10th Chinese peacekeeping infantry battalion to South Sudan (Juba) left on May 28.",
        [("left", 10, "CHN", "infantry battalion", "South Sudan (Juba)", None)],
    ),
    "a strength before the unit": (
        "A 410-strong Nepali battalion flew out to Lebanon on Tuesday.",
        [("left", None, "NPL", "battalion", "Lebanon", 410)],
    ),
    "one hands over to the next": (
        "The 25th Chinese peacekeeping engineering contingent to the DRC handed over to the 26th on May 20.",
        [("took over", 26, "CHN", "engineering", "the DRC", None)],
    ),
    "a code of letters": (
        "BANBAT-4 arrived in Bangui on 12 May.",
        [("arrived", 4, "BGD", "battalion", "Bangui", None)],
    ),
    "farewell to a code": (
        "The police bid farewell to RWAFPU-3 on May 26.",
        [("left", 3, "RWA", "formed police unit", None, None)],
    ),
    "a contingent named by a Roman numeral": (
        "Garuda Contingent XXIII-B returned to Jakarta on Friday.",
        [("returned", None, "IDN", None, None, None)],
    ),
    "flagged off": (
        "The flag-off ceremony of the Indian battalion was held in New Delhi on Monday.",
        [("left", None, "IND", "battalion", None, None)],
    ),
    "medals for all members": (
        "All 180 members of the Bangladeshi formed police unit received the UN medal on 20 May.",
        [("medal", None, "BGD", "formed police unit", None, 180)],
    ),
    "the later ordinal takes over": (
        "The Irish 121st Infantry Battalion took over from the 120th Infantry Battalion last week.",
        [("took over", 121, "IRL", "infantry battalion", None, None)],
    ),
    "one of its kind": (
        "On May 1, a 140-member Chinese helicopter unit, the fourth of its kind sent to Abyei, took off from Nanjing.",
        [("left", 4, "CHN", "helicopter", "Abyei", 140)],
    ),
    "an arrival after a tour is a return": (
        "The second chalk of 130 Fijian peacekeepers touched down at Nadi after a year in the Sinai.",
        [("returned", None, "FJI", None, "Sinai", 130)],
    ),
    "the last one that leaves returns": (
        "Pakistan's last contingent has left on Sunday.",
        [("returned", None, "PAK", None, None, None)],
    ),
    "the relieved one takes nothing over": (
        "中国第六支维和警队6名队员5日抵达，接替第五支警队。",
        [("took over", 6, "CHN", "formed police unit", None, None)],
    ),
    "the other one takes over": (
        "中国第九批赴南苏丹维和步兵营5日与第十批举行指挥权交接仪式。",
        [("took over", 10, "CHN", "infantry battalion", "南苏丹", None)],
    ),
    "left, and will take over": (
        "中国第22批赴黎巴嫩维和部队5日启程，将接替第21批维和部队。",
        [("left", 22, "CHN", None, "黎巴嫩", None)],
    ),
    "due to leave for a mission": (
        "The sixth Sri Lankan contingent is due to leave for Mali on 10 June.",
        [("left", 6, "LKA", None, "Mali", None)],
    ),
    "out of another country is home": (
        "Egyptian troops of MINUSMA left Mali on Monday.",
        [("returned", None, "EGY", None, "Mali", None)],
    ),
    "ordered home is not yet home": ("The president ordered the withdrawal of the Malawian battalion on May 3.", []),
    "formed": (
        "The fifth Chinese peacekeeping helicopter unit was formed in Xuzhou in March.",
        [("formed", 5, "CHN", "helicopter", None, None)],
    ),
    "in training": (
        "Sri Lanka's 11th contingent is undergoing pre-deployment training.",
        [("training", 11, "LKA", None, None, None)],
    ),
    "the advance party of a unit": (
        "The advance party of the 22nd Chinese engineering unit to Lebanon, numbering thirty, arrived on Sunday.",
        [("arrived", 22, "CHN", "engineering", "Lebanon", 30)],
    ),
    "it refers back": (
        "The 14th Chinese medical contingent to Wau arrived on May 3. It is scheduled to return home in September.",
        [("arrived", 14, "CHN", "medical", "Wau", None), ("returned", 14, "CHN", "medical", "Wau", None)],
    ),
    "a share of a number": (
        "Half of the 400 soldiers of the ninth Chinese contingent left for Juba on Monday.",
        [("left", 9, "CHN", None, "Juba", None)],
    ),
    "a share in words of people": (
        "Two-thirds of the 3,000 Ethiopian peacekeepers left Abyei on Monday. Forty per cent of the 850 Kenyan "
        "soldiers left Goma on Monday.",
        [("left", None, "ETH", None, "Abyei", None), ("left", None, "KEN", None, None, None)],
    ),
    "a share of a unit": (
        "Most of the 850-strong Nepali battalion arrived in Beirut on Monday.",
        [("arrived", None, "NPL", "battalion", "Beirut", None)],
    ),
    "a share of a unit whose strength was told": (
        "The 850-strong Nepali battalion was formed on 2 May. Half of the battalion left for Beirut on Monday.",
        [("formed", None, "NPL", "battalion", None, 850), ("left", None, "NPL", "battalion", "Beirut", None)],
    ),
    "a number of a number": (
        "Of the 850 soldiers of the 12th Ghanaian battalion, 300 arrived in Beirut on Monday.",
        [("arrived", 12, "GHA", "battalion", "Beirut", 300)],
    ),
    "all of a number": (
        "All of the 850 soldiers of the 12th Ghanaian battalion left for Beirut on Monday.",
        [("left", 12, "GHA", "battalion", "Beirut", 850)],
    ),
    "fewer came than were planned": (
        "Kenya had planned to send 1,000 police officers to Goma but only 400 arrived on Wednesday.",
        [("arrived", None, "KEN", "police", "Goma", 400)],
    ),
    "a batch of so many": (
        "A batch of some 300 Kenyan soldiers arrived in Goma on Monday.",
        [("arrived", None, "KEN", None, "Goma", 300)],
    ),
    "late, but it came": (
        "The arrival of the 12th Ghanaian battalion was delayed by floods, but it arrived in Beirut on 3 May.",
        [("arrived", 12, "GHA", "battalion", "Beirut", None)],
    ),
    "another thing was cancelled": (
        "Ghana cancelled the parade, and the 12th Ghanaian battalion returned home on 3 May.",
        [("returned", 12, "GHA", "battalion", None, None)],
    ),
    "it had to": (
        "The 12th Ghanaian battalion had to leave for Beirut on 3 May.",
        [("left", 12, "GHA", "battalion", "Beirut", None)],
    ),
    "Chinese: a share": (
        "中国第24批赴黎巴嫩维和多功能工兵分队400名官兵中的一半18日启程。",
        [("left", 24, "CHN", "engineering", "黎巴嫩", None)],
    ),
    "Chinese: an echelon leaves": (
        "中国第24批赴黎巴嫩维和多功能工兵分队第一梯队205名官兵18日启程。",
        [("left", 24, "CHN", "engineering", "黎巴嫩", 205)],
    ),
    "Chinese: a handover is the taking over of the new": (
        "中国第10批赴南苏丹（朱巴）维和步兵营与第9批维和步兵营完成指挥权交接。",
        [("took over", 10, "CHN", "infantry battalion", "南苏丹（朱巴）", None)],
    ),
    "Chinese: medals": (
        "中国第8支驻利比里亚维和警察防暴队全体队员被授予联合国和平勋章。",
        [("medal", 8, "CHN", "formed police unit", "利比里亚", None)],
    ),
    "Chinese: formed": ("中国首支维和直升机分队组建完毕。", [("formed", 1, "CHN", "helicopter", None, None)]),
    "Chinese: sent, the verb before": (
        "中国将派遣第15批赴南苏丹（瓦乌）维和工兵分队。",
        [("left", 15, "CHN", "engineering", "南苏丹（瓦乌）", None)],
    ),
    "Chinese: without an ordinal": (
        "尼泊尔一支850人的步兵营抵达。",
        [("arrived", None, "NPL", "infantry battalion", None, 850)],
    ),
}
NONE = {
    "one mission for another": (
        "Kenya has 730 officers there. The force, which replaced the Multinational Security Support mission, is small."
    ),
    "since a force was set up": (
        "Two Ghanaian peacekeepers were killed. Of the force 340 have died since it was set up in 1978."
    ),
    "since a battalion was set up, with no day": "The Ghanaian battalion has lost 34 people since it was established.",
    "a commander travels": "The battalion commander left for Juba on Monday.",
    "a president returns": "President Paul Kagame returned home on Monday.",
    "refugees arrive": "More than 3,000 refugees arrived in Juba.",
    "people of any trade": "They flew to Chile. A Canadian company left for Chile.",
    "hands on the left": "The battalion raised its left hand.",
    "what has not happened": "The Ghanaian battalion has not yet arrived in Beirut.",
    "a parade that was cancelled": "The medal parade for 220 soldiers of the Ghanaian battalion was cancelled.",
    "a parade that was put off": "The mission has postponed the medal parade of the 12th Ghanaian battalion to June.",
    "a departure that was put off": "The departure of the 12th Ghanaian battalion was postponed to June.",
    "what was only due": "The 12th Ghanaian battalion was due to leave on 3 May but its departure was postponed.",
    "what was only to be": "The 12th Ghanaian battalion was to leave for Beirut on Monday.",
    "what is denied": "The army denied on Friday that the 12th Ghanaian battalion had left for Beirut.",
    "what is denied after it": "The 12th Ghanaian battalion left for Beirut, reports said, which the army denied.",
    "what failed": "The 12th Ghanaian battalion failed to return home on Monday.",
    "Chinese: put off": "中国第24批赴黎巴嫩维和多功能工兵分队的启程时间推迟。",
    "Chinese: not yet": "中国第24批赴黎巴嫩维和多功能工兵分队尚未启程。",
    "Chinese: denied": "国防部否认中国第24批赴黎巴嫩维和多功能工兵分队已启程。",
    "Chinese: a flag is raised": "中国维和部队在营区举行升旗仪式。",
}


@pytest.mark.parametrize("name", CASES)
def test_contingents_and_their_steps(name: str) -> None:
    text, wanted = CASES[name]
    got = [one for one in found(text, "rotation", home="CHN") if isinstance(one, Rotation)]
    told = [(one.step, one.ordinal, one.country, one.unit, one.destination, one.strength) for one in got]
    assert told == wanted


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_rotation(name: str) -> None:
    assert found(NONE[name], "rotation") == []


def test_echelon_day_and_words() -> None:
    text = "The second echelon of the ninth Chinese infantry battalion to South Sudan (Juba) will fly on June 12."
    (one,) = [one for one in found(text, "rotation") if isinstance(one, Rotation)]
    assert (one.echelon, one.date, one.date_basis) == (2, "2024-06-12", "year of publication")
    assert words(text, one)[0].startswith("the ninth Chinese infantry battalion")


def test_a_weekday_to_come_lies_after_publication() -> None:
    text = "The 17th Bangladeshi battalion comes home on Tuesday. The 18th Bangladeshi battalion left on Tuesday."
    got = [(one.ordinal, one.date) for one in found(text, "rotation") if isinstance(one, Rotation)]
    assert got == [(17, "2024-06-04"), (18, "2024-05-28")]


def test_a_step_told_in_title_and_body_is_one() -> None:
    body = "The 12th Mongolian battalion left for South Sudan on May 3."
    got = found(an_item(body, title="12th Mongolian battalion leaves for South Sudan"), "rotation")
    assert [(one.field, one.ordinal) for one in got if isinstance(one, Rotation)] == [("body", 12)]


def test_two_echelons_are_two() -> None:
    text = (
        "The first echelon of the ninth Chinese infantry battalion to Juba left on May 2. "
        "The second echelon of the battalion will fly on June 12."
    )
    got = [(one.ordinal, one.echelon) for one in found(text, "rotation") if isinstance(one, Rotation)]
    assert got == [(9, 1), (9, 2)]


def test_the_only_mission_of_a_text_is_the_contingents_where_it_lies_there() -> None:
    text = (
        "UNMISS watches Juba. The ninth Chinese battalion to South Sudan left. "
        "The 22nd Chinese battalion to Lebanon left."
    )
    got = [(one.ordinal, one.mission) for one in found(text, "rotation") if isinstance(one, Rotation)]
    assert got == [(9, "UNMISS"), (22, None)]


def test_a_day_behind_another_verb_is_not_that_of_the_step() -> None:
    text = "Irish peacekeepers will be fewer in December, when the company in Lebanon comes home, and rise in March."
    (one,) = [one for one in found(text, "rotation") if isinstance(one, Rotation)]
    assert (one.step, one.date) == ("returned", "2024-12")


def test_the_area_of_the_only_mission_is_where_a_contingent_goes() -> None:
    here = "UNISFA opened a school in Abyei. A Ghanaian company arrived on Monday."
    there = "UNISFA and UNMISS met in Abyei. A Ghanaian company arrived on Monday."
    assert [one.destination for one in found(here, "rotation") if isinstance(one, Rotation)] == ["Abyei"]
    assert [one.destination for one in found(there, "rotation") if isinstance(one, Rotation)] == [None]
