"""Medals that were given. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Medal
from tests.crawler.findings.texts import found

# The text, and (medal, who, count) of what is found.
CASES = {
    "awarded": (
        "The 298 Chinese peacekeepers were awarded the UN Peace Medal of Honor on May 28.",
        [("UN Peace Medal of Honor", "CHN", 298)],
    ),
    "received": (
        "240 police officers from Rwanda received the United Nations medal on Wednesday.",
        [("United Nations medal", "RWA", 240)],
    ),
    "all members of a battalion": (
        "All 331 members of the Nepalese battalion, including 18 women, were awarded the UN medal.",
        [("UN medal", "NPL", 331)],
    ),
    "Chinese: in quotation marks": (
        "700名官兵被授予“和平荣誉勋章”。",
        [("和平荣誉勋章", "官兵", 700)],
    ),
    "Chinese: named after somebody": (
        "57名维和人员被追授达格·哈马舍尔德勋章。",
        [("达格·哈马舍尔德勋章", "维和人员", 57)],
    ),
    "a parade alone": ("The medal parade took place on the square.", []),
    "not given": ("The 298 Chinese peacekeepers were not awarded the UN medal.", []),
    "planned once": ("The 298 Chinese peacekeepers were to be awarded the UN medal on May 28.", []),
    "Chinese: put off": ("700名官兵被授予和平荣誉勋章的仪式推迟。", []),
    "no one gives": ("The medal hangs on the wall.", []),
}


@pytest.mark.parametrize("name", CASES)
def test_medals(name: str) -> None:
    text, wanted = CASES[name]
    got = [one for one in found(text, "medal") if isinstance(one, Medal)]
    assert [(one.medal, one.who, one.count) for one in got] == wanted
