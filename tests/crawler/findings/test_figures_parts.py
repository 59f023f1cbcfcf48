"""Some of a number: where they are is not where all are, and their number is not how many there are."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import found

WHOLE = "personnel deployed|{}||current"
# A text: its figures as (value, place, series key), in order.
TOLD = {
    "Nepal has 6,100 peacekeepers in the field, 620 of them women.": [
        (6100, None, WHOLE.format("npl")), (620, None, None)
    ],
    "Nepal has 6,100 peacekeepers, of whom 620 are women.": [(6100, None, WHOLE.format("npl")), (620, None, None)],
    "Nepal has 6,100 peacekeepers, 4,000 of them in South Sudan.": [
        (6100, None, WHOLE.format("npl")), (4000, "South Sudan", "personnel deployed|npl|south sudan|current")
    ],
    "China has 2,200 peacekeepers, including 1,050 in South Sudan.": [
        (2200, None, WHOLE.format("chn")), (1050, "South Sudan", "personnel deployed|chn|south sudan|current")
    ],
    "中国有2200名维和人员，其中1050名在南苏丹。": [
        (2200, None, WHOLE.format("chn")), (1050, "南苏丹", "personnel deployed|chn|南苏丹|current")
    ],
    "India has 5,300 peacekeepers, most of them in UNMISS.": [(5300, None, WHOLE.format("ind"))],
    "Italy has 1,100 soldiers, all of them in Lebanon.": [(1100, "Lebanon", "personnel deployed|ita|lebanon|current")],
    # What serves with a mission of a long name, and was decorated, is some of it.
    "Some 740 Rwandan peacekeepers serving with the United Nations Multidimensional Integrated Stabilization Mission in"
    " the Central African Republic (MINUSCA) were awarded UN medals.": [(740, "MINUSCA", None)],
    "Uganda, the largest contributor with 4,500 troops, will withdraw 500 of them.": [
        (4500, None, WHOLE.format("uga")), (500, None, None)
    ],
    "UNMISS now has 9,800 troops and 1,050 police, against 13,900 and 1,500 a year earlier.": [
        (9800, "UNMISS", "personnel deployed||unmiss|current"), (1050, "UNMISS", "police deployed||unmiss|current"),
        (1500, "UNMISS", None),
    ],
    "Kenya has 730 officers in Haiti. The force, which replaced the Multinational Security Support mission, has some"
    " 1,100 members.": [(730, "Haiti", "personnel deployed|ken|haiti|current"), (1100, None, None)],
    # The first of two is what was before.
    "The Council lowered the troop ceiling of UNISFA from 3,250 to 2,900.": [
        (3250, "UNISFA", None), (2900, "UNISFA", "personnel ceiling||unisfa|authorised")
    ],
    "The 3,000 troops, including 400 from Ghana, are based in Lebanon.": [
        (3000, "Lebanon", None), (400, "Lebanon", None)
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_some_of_them(text: str) -> None:
    told = [(one.value, one.place, one.series_key) for one in found(text, "figure") if isinstance(one, Figure)]
    assert told == TOLD[text]
