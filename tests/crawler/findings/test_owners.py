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


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("UNMISS has 17,000 peacekeepers.", "personnel deployed||unmiss|current"),
        ("Some 80 soldiers serve in UNFICYP.", "personnel deployed||unficyp|current"),
        ("Ghana has 870 peacekeepers in UNIFIL.", "personnel deployed|gha|unifil|current"),
        ("Ghana sends troops to Lebanon. It has 870 peacekeepers there.", "personnel deployed|gha||current"),
        ("A total of 63 peacekeepers of MINUSCA received medals.", None),
        ("Twelve peacekeepers of UNFICYP cleaned the beach.", None),
        ("Nine peacekeepers of one company of MINUSCA will be sent home.", None),
        ("Two peacekeeping engineer platoons were formed for UNISFA.", None),
        ("The Nepali police unit of UNISFA trained the police.\n\nThe team noted 451 recruits before dusk.", None),
        ("The Nepali police unit of UNISFA trained the police.\n\nIts clerks tallied 977 patients before dusk.", None),
    ],
)
def test_some_of_a_mission_or_a_country_are_no_point_of_its_series(body: str, key: str | None) -> None:
    assert only(Figure, body).series_key == key


def test_a_host_sends_nobody_to_itself() -> None:
    body = "联合国南苏丹特派团在马拉卡勒举行授勋仪式，向北境第一支维和防暴队的156名队员授予联合国和平勋章。"
    titled = an_item(body, title="北境赴南苏丹维和警队获联合国和平勋章")
    assert not found(titled, "rotation")
    [medal] = found(titled, "rotation", home="NOR")
    assert isinstance(medal, Rotation)
    assert (medal.country, medal.mission) == ("NOR", "UNMISS")


def test_out_of_a_base_is_no_way_home() -> None:
    assert not found("MINUSCA has withdrawn the whole Gabonese company of 112 from the base.", "rotation")


def test_what_is_to_come_in_a_month_gone_by_comes_next_year() -> None:
    body = "Norway has formed two engineer platoons for UNISFA. The 74 Norwegian soldiers will leave in March."
    assert [one.date for one in found(body) if isinstance(one, Rotation) and one.step == "left"] == ["2025-03"]


def test_people_worked_with_are_no_strength() -> None:
    body = (
        "The Danish engineer platoon is in Bentiu for UNMISS. The Danish platoon worked by night with 300 people from "
        "the camp.\n\nNext week the platoon goes home."
    )
    assert [one.strength for one in found(body) if isinstance(one, Rotation)] == [None]
