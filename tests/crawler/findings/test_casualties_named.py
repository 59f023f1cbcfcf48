"""Soldiers who are told of by rank and name: who they were, whose they were, and that each counts once."""

from __future__ import annotations

from typing import Any

import pytest

from storage.findings import Casualty
from tests.crawler.findings.texts import an_item, found

SUNDAY, TUESDAY = "2024-05-26", "2024-05-28"
# A text: its casualties as (value, kind, personnel, nationality, date).
TOLD: dict[str, list[tuple[float, str, str, str | None, str | None]]] = {
    "Sergeant First Class Ivar Stenmo, 38, of the 8th peacekeeping engineer contingent died on Tuesday near Wau.": [
        (1, "death", "military", None, TUESDAY)
    ],
    "Sgt Ivar Stenmo of the 17th Engineer Regiment was killed on Sunday.": [(1, "death", "military", None, SUNDAY)],
    "Lance Naik Ramesh Dahl, who served with UNMISS, was killed on Sunday.": [(1, "death", "military", None, SUNDAY)],
    "Corporal Otieno, a Kenyan officer with the mission in Haiti, was fatally wounded on Sunday.": [
        (1, "death", "military", "KEN", SUNDAY)
    ],
    "A 29-year-old Indonesian peacekeeper, Chief Private Farid Rahman, was killed on Sunday.": [
        (1, "death", "military", "IDN", SUNDAY)
    ],
    # What he is behind a comma is no second soldier.
    "Sergeant Ivar Stenmo, a medic, and Private Jonas Berg were killed on Sunday.": [
        (1, "death", "military", None, SUNDAY)
    ] * 2,
    "Sergeant Ivar Stenmo, a medic, was killed and Corporal Berg, a driver, was wounded on Sunday.": [
        (1, "death", "military", None, SUNDAY), (1, "injury", "military", None, SUNDAY)
    ],
    "Sergeant Ivar Stenmo, a driver and two civilians were killed on Sunday.": [
        (1, "death", "military", None, SUNDAY), (1, "death", "civilian", None, SUNDAY),
        (2, "death", "civilian", None, SUNDAY),
    ],
    "Captain Anna Dall of Uruguay lost her life on Sunday.": [(1, "death", "military", "URY", SUNDAY)],
    "Constable Lucy Wanja, 31, succumbed to malaria on Sunday.": [(1, "death", "police", None, SUNDAY)],
    "Police Sergeant Maria Lopez of Uruguay, mother of two, lost her life on Sunday.": [
        (1, "death", "police", "URY", SUNDAY)
    ],
    "Killed in Sunday's attack were Major Ali Haddad, Captain Omar Said and Private Musa Bello.": [
        (1, "death", "military", None, SUNDAY)
    ] * 3,
    "Two of its soldiers, Sergeant A. Silva and Corporal B. Costa, were killed on Sunday.": [
        (2, "death", "military", None, SUNDAY)
    ],
    "Captain Anna Dall, 34, was among the dead on Sunday.": [(1, "death", "military", None, SUNDAY)],
    # Each once, and not beside a number that counts them.
    "Two soldiers were killed on Tuesday. They were Sergeant Stenmo and Private Berg. Sergeant Stenmo died at once.": [
        (2, "death", "military", None, TUESDAY)
    ],
    "A peacekeeper was killed. Sergeant Ivar Stenmo, 38, died on Tuesday near Wau.": [
        (1, "death", "military", None, TUESDAY)
    ],
    # Totals over time, civilians and the dead of other years are other people.
    "Sergeant Stenmo died on Tuesday. More than 4,400 peacekeepers have died in service since 1948.": [
        (1, "death", "military", None, TUESDAY), (4400, "death", "military", None, None)
    ],
    "Sergeant Stenmo was killed on Tuesday. In May 2019 five peacekeepers were killed in Darfur.": [
        (1, "death", "military", None, TUESDAY), (5, "death", "military", None, "2019-05")
    ],
    "Sergeant Stenmo was killed on Tuesday. On Tuesday two civilians were killed.": [
        (1, "death", "military", None, TUESDAY), (2, "death", "civilian", None, TUESDAY)
    ],
    "中国赴马里维和部队战士申某在袭击中牺牲。": [(1, "death", "military", "CHN", None)],
    "中国维和警察李磊、杨树朋周日在执行任务时遇袭牺牲。": [(1, "death", "police", "CHN", SUNDAY)] * 2,
    "29岁的维和战士申某某在加奥营区执勤时遭汽车炸弹袭击，壮烈牺牲。": [(1, "death", "military", None, None)],
    "2名战士申某、杨某牺牲。": [(2, "death", "military", None, None)],
    "一名法国籍维和士兵、上士弗洛里安周日遇袭身亡。": [(1, "death", "military", "FRA", SUNDAY)],
    "战士申某的父亲去年去世。": [],
    "司令李某向牺牲的维和士兵致哀。": [],
    # Who is remembered, or has left the service, is no casualty.
    "Captain Anna Dall, who died in Rwanda in 1994, was honoured on Sunday.": [],
    "Brigadier General Jan Kowal, the mission's former chief of staff, died on Tuesday aged 81.": [],
    "Retired Colonel Jan Kowal was killed in a car crash on Tuesday.": [],
}  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_a_named_soldier(text: str) -> None:
    assert [_said(one) for one in found(text, "casualty")] == TOLD[text]


def test_a_headline_has_the_day_that_the_text_tells_of_its_one_soldier() -> None:
    article = an_item(
        "Sergeant Ivar Stenmo, 38, died on Tuesday in an accident near Wau.", title="Peacekeeper dies in accident"
    )
    assert [(one.field, *_said(one)) for one in found(article, "casualty")] == [
        ("title", 1, "death", "military", None, TUESDAY)
    ]


def _said(one: Any) -> tuple[float, str, str | None, str | None, str | None]:
    assert isinstance(one, Casualty)
    return one.value, one.kind, one.personnel, one.nationality, one.date
