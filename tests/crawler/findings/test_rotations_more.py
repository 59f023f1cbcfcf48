"""Contingents: coming home, the dead who are brought home, and head counts told elsewhere. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Rotation
from tests.crawler.findings.texts import found

# The text, and (step, ordinal, country, unit, destination, strength) of what is found, in order.
CASES: dict[str, tuple[str, list[tuple[str, int | None, str, str | None, str | None, float | None]]]] = {
    "a verb before so many of them": (
        "The Indonesian military on Tuesday saw off 225 engineers of the Garuda company for the UN mission in Haiti.",
        [("left", None, "IDN", "engineering", "Haiti", 225)],
    ),
    "home by the town it lands in": (
        "The 12th Ghanaian battalion landed in Accra on Friday. The 11th Ghanaian battalion left Beirut for Accra.",
        [("returned", 12, "GHA", "battalion", None, None), ("returned", 11, "GHA", "battalion", None, None)],
    ),
    "out of the town at home": (
        "The 12th Ghanaian battalion left Accra for Lebanon. The 4th Rwandan battalion arrived in Bangui from Kigali.",
        [("left", 12, "GHA", "battalion", "Lebanon", None), ("arrived", 4, "RWA", "battalion", "Bangui", None)],
    ),
    "through the town at home on the way out": (
        "The 12th Indian battalion arrived in New Delhi for training before leaving for Lebanon.",
        [("arrived", 12, "IND", "battalion", "New Delhi", None)],
    ),
    "home by the town it lands in, in Chinese": (
        "柬埔寨第九批维和工兵部队21日抵达金边。",
        [("returned", 9, "KHM", "engineering", None, None)],
    ),
    "of two ordinals told, nobody's strength": (
        "The 11th Mongolian battalion was relieved by the 12th on Monday. The new battalion comprises 850 soldiers.",
        [("returned", 11, "MNG", "battalion", None, None), ("took over", 12, "MNG", "battalion", None, None)],
    ),
    "home on a day to come": (
        "The 149 soldiers of the Fijian battalion in the Golan will be home on Friday.",
        [("returned", None, "FJI", "battalion", "the Golan", 149)],
    ),
    "the dead seen off, in Chinese": ("1日，战友们为在马里牺牲的第4批赴马里维和部队战士送行。", []),
    "a coffin comes home, in Chinese": ("1日，烈士的灵柩由中国第4批赴马里维和部队护送抵达长春。", []),
    "things handed over, in Chinese": ("分队长说，交接给中国第4批直升机分队的4架直升机状态完好。", []),
    "the dead and hurt come home": (
        "The remains of 30 Malawian soldiers arrived in Bangui on Saturday. Fifteen wounded Kenyans were flown home.",
        [],
    ),
    "what it is made up of, in another sentence": (
        "The 12th Ghanaian battalion left for Lebanon on Friday. The 12th battalion comprises 850 soldiers.",
        [("left", 12, "GHA", "battalion", "Lebanon", 850)],
    ),
    "some of its men, in another sentence": (
        "The 12th Ghanaian battalion left for Lebanon on Friday. The 12th battalion lost 20 soldiers.",
        [("left", 12, "GHA", "battalion", "Lebanon", None)],
    ),
    "what it is made up of, in Chinese": (
        "2日，中国第十三支赴南苏丹维和警队出征仪式在济南举行。该警队由山东选拔的14名民警组成，其中女警3名。",
        [("left", 13, "CHN", "formed police unit", "南苏丹", 14)],
    ),
    "some of its men, in Chinese": (
        "2日，中国第十三支赴南苏丹维和警队出征。该警队40名民警参加了升旗仪式。",
        [("left", 13, "CHN", "formed police unit", "南苏丹", None)],
    ),
    "seen off, in Chinese": (
        "柬埔寨21日为赴中非共和国执行维和任务的第九批工兵部队送行。该部队共有205人，其中女兵27人。",
        [("left", 9, "KHM", "engineering", "中非共和国", 205)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_contingents_and_their_steps(name: str) -> None:
    text, wanted = CASES[name]
    got = [one for one in found(text, "rotation", home="CHN") if isinstance(one, Rotation)]
    assert [(one.step, one.ordinal, one.country, one.unit, one.destination, one.strength) for one in got] == wanted


@pytest.mark.parametrize(
    ("text", "mission"),
    [
        ("28日，中国第10批赴南苏丹（朱巴）维和步兵营首批215名官兵从郑州出发。", "UNMISS"),
        ("28日，中国第21批赴黎巴嫩维和部队410名官兵从昆明出发。", "UNIFIL"),
        ("28日，中国第46批赴黎巴嫩医疗部队12名官兵从昆明出发。", None),
    ],
)
def test_chinese_peacekeepers_go_to_the_only_mission_of_the_country(text: str, mission: str | None) -> None:
    assert [one.mission for one in found(text, "rotation") if isinstance(one, Rotation)] == [mission]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "18日，中国第八支赴塞浦路斯维和警队回国。1月25日，接替他们的第九支警队6名队员已抵达尼科西亚。",
            [("returned", 8), ("arrived", 9)],
        ),
        ("28日，中国第10批赴南苏丹维和步兵营启程，与第9批步兵营轮换。", [("left", 10)]),
    ],
)
def test_those_who_relieve_and_those_who_are_relieved(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(one.step, one.ordinal) for one in found(text, "rotation") if isinstance(one, Rotation)] == expected
