"""Whose the counted are: a host is where they are, a dateline where the text was written; totals stand as of today."""

from __future__ import annotations

from typing import Any

import pytest

from storage.findings import Casualty, Figure, Rotation
from tests.crawler.findings.texts import an_item, found

BANGUI = "BANGUI, Central African Republic, May 29 (AWP) -- "
PUBLICATION_DAY = "2024-05-30"


def only(kind: type[Any], body: str, **more: Any) -> Any:
    """The first finding of a type."""
    return next(one for one in found(an_item(body, **more)) if isinstance(one, kind))


@pytest.mark.parametrize(
    ("body", "more", "owner"),
    [
        (f"{BANGUI}There are 63 peacekeepers of MINUSCA in the town.", {"dateline": BANGUI}, None),
        ("In the Central African Republic, 63 peacekeepers guard the road.", {}, None),
        ("The Central African Republic hosts 14,000 peacekeepers of MINUSCA.", {}, None),
        ("South Sudan has 17,000 peacekeepers of UNMISS on its soil.", {}, None),
        ("Mali asked 13,000 UN peacekeepers to leave.", {}, None),
        (f"{BANGUI}Rwanda has 63 peacekeepers in the town.", {"dateline": BANGUI}, "RWA"),
        ("There are 63 peacekeepers from Gabon in MINUSCA.", {}, "GAB"),
        ("The 63 Congolese soldiers of MINUSCA came by road.", {}, "COD"),
    ],
    ids=["dateline", "in the host", "host first", "host has them", "host asks", "giver", "from", "adjective of a host"],
)
def test_a_host_owns_no_figure(body: str, more: dict[str, Any], owner: str | None) -> None:
    assert only(Figure, body, **more).who == owner


@pytest.mark.parametrize(
    ("body", "more", "nationality"),
    [
        (f"{BANGUI}Two peacekeepers of MINUSCA were killed.", {"dateline": BANGUI}, None),
        ("Lebanon said that a peacekeeper of UNIFIL was killed.", {}, None),
        ("Three peacekeepers were killed in Mali when a mine exploded.", {}, None),
        ("Two Tanzanian peacekeepers were killed in the Central African Republic.", {}, "TZA"),
        ("Two Congolese soldiers were killed beside peacekeepers of MONUSCO.", {}, "COD"),
    ],
    ids=["dateline", "host speaks", "in the host", "adjective", "adjective of a host"],
)
def test_a_host_is_no_nationality(body: str, more: dict[str, Any], nationality: str | None) -> None:
    assert only(Casualty, body, **more).nationality == nationality


def test_a_dateline_names_no_country_of_a_rotation() -> None:
    dateline = "JUBA, South Sudan, May 29 -- "
    body = f"{dateline}The 10th infantry battalion of UNMISS arrived on Tuesday."
    assert not found(an_item(body, dateline=dateline), "rotation")


@pytest.mark.parametrize(
    "body",
    [
        "The first members of China's 10th infantry battalion to South Sudan left on Tuesday. UNISFA thanked UNMISS.",
        "中国第10批赴南苏丹（朱巴）维和步兵营首批队员28日启程。联阿安全部队（UNISFA）和UNMISS表示欢迎。",
    ],
    ids=["English", "Chinese"],
)
def test_a_battalion_to_south_sudan_is_of_the_mission_with_its_seat_there(body: str) -> None:
    assert only(Rotation, body).mission == "UNMISS"


@pytest.mark.parametrize(
    "body",
    [
        "More than 4,300 peacekeepers have died since 1948.",
        "More than 4,300 peacekeepers have lost their lives since the first mission in 1948.",
        "Since the first UN mission was set up in 1948, 4,300 peacekeepers have died.",
        "The memorial honours the 4,300 peacekeepers killed from 29 May 1948 on.",
        "自1948年首次维和行动以来，已有4300多名维和人员牺牲。",
    ],
)
def test_a_total_since_a_year_stands_as_of_publication(body: str) -> None:
    total = only(Casualty, body)
    assert (total.value, total.nature, total.as_of) == (4300, "cumulative", PUBLICATION_DAY)
    assert "1948" in (total.period or "")


def test_a_total_of_a_year_stands_as_of_that_year() -> None:
    assert only(Casualty, "A total of 130 peacekeepers were killed in 2017.").as_of == "2017"
