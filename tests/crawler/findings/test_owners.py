"""Whose the counted are: a host is where they are, a dateline where the text was written; totals stand as of today."""

from __future__ import annotations

from typing import Any

import pytest

from storage.findings import Casualty, CountryMention, Figure, Rotation
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


@pytest.mark.parametrize(
    ("body", "place", "key"),
    [
        ("Israel has 5,000 troops in southern Lebanon, UNIFIL said.", "Lebanon", None),
        ("MONUSCO said that 4,000 Rwandan soldiers support the rebels.", None, None),
        ("UNFICYP said that Turkey has 35,000 troops on the island.", None, None),
        ("Hezbollah has 30,000 fighters near UNIFIL's bases.", None, None),
        ("Uganda has 1,200 troops in the east outside MONUSCO.", None, None),
        ("According to UNMISS, the army has 3,000 soldiers in the town.", None, None),
        ("UNMISS said that four million people have been displaced.", None, None),
        ("UNMISS hosts 31,000 displaced people at its base.", "UNMISS", "displaced||unmiss|current"),
        ("UNIFIL, the UN force, has 10,000 peacekeepers.", "UNIFIL", "personnel deployed||unifil|current"),
        ("Some 80 soldiers serve with the UN force UNFICYP.", "UNFICYP", "personnel deployed||unficyp|current"),
        ("Ghana has 870 soldiers in UNIFIL, UNIFIL said.", "UNIFIL", "personnel deployed|gha|unifil|current"),
        ("UNIFIL said it has 10,300 troops.", "UNIFIL", "personnel deployed||unifil|current"),
        ("The 10,300-strong UNIFIL patrols the line.", "UNIFIL", "personnel deployed||unifil|current"),
        ("联黎部队表示，以色列在黎巴嫩南部有5000名士兵。", "黎巴嫩", None),
        ("加纳在联黎部队有870名官兵。", "UNIFIL", "personnel deployed|gha|unifil|current"),
        ("The mission in Mali is made up of 1,250 soldiers.", "Mali", "personnel deployed||mali|current"),
        ("The army has 5,000 soldiers in Mali.", "Mali", None),
        ("In MINUSCA, Rwanda has 2,100 peacekeepers.", "MINUSCA", "personnel deployed|rwa|minusca|current"),
    ],
)
def test_a_mission_places_only_whom_it_holds(body: str, place: str | None, key: str | None) -> None:
    one = only(Figure, body)
    assert (one.place, one.series_key) == (place, key)


@pytest.mark.parametrize(
    "body",
    [
        "Some 40 Ghanaian peacekeepers of UNIFIL gave blood.",
        "Sixty Ghanaian peacekeepers of UNIFIL planted trees.",
        "UNIFIL's 30 Ghanaian women peacekeepers marked the day.",
        "A team of 45 Ghanaian engineers of UNIFIL repaired the road.",
        "Ghana has 30 officers at UNIFIL headquarters.",
        "Ghana's 850 former UNIFIL soldiers met in Accra.",
        "A museum shows 850 helmets of Ghanaian UNIFIL soldiers.",
        "About 30 of the 150 Ghanaian soldiers in UNIFIL built a school.",
        "UNIFIL has trained 120 Ghanaian soldiers.",
        "Unos 40 cascos azules de FPNUL donaron sangre.",
    ],
)
def test_a_small_group_that_does_something_is_no_point_of_a_series(body: str) -> None:
    figures = [one for one in found(an_item(body)) if isinstance(one, Figure)]
    assert [one.series_key for one in figures if one.series_key] == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "Of UNIFIL's 10,000 peacekeepers, 1,200 are Indonesian, 900 are Indian and 870 are Ghanaian.",
            [(10_000, None, "UNIFIL"), (1_200, "IDN", "UNIFIL"), (900, "IND", "UNIFIL"), (870, "GHA", "UNIFIL")],
        ),
        (
            "Units serve with UNMISS in South Sudan (462), MINUSCA in the Central African Republic (281) and UNIFIL in "
            "Lebanon (205).",
            [(462, None, "UNMISS"), (281, None, "MINUSCA"), (205, None, "UNIFIL")],
        ),
        (
            "Ghana has 875 peacekeepers in Lebanon, 650 in South Sudan and 120 in Mali.",
            [(875, "GHA", "Lebanon"), (650, "GHA", "South Sudan"), (120, "GHA", "Mali")],
        ),
        (
            "Ghana contributes 875 troops to UNIFIL, 650 to UNMISS and 10 to MINUSCA.",
            [(875, "GHA", "UNIFIL"), (650, "GHA", "UNMISS"), (10, "GHA", "MINUSCA")],
        ),
        (
            "UNMISS has 14,000 peacekeepers from 62 countries, including 2,600 from Rwanda and 2,300 from India.",
            [(14_000, None, "UNMISS"), (62, None, "UNMISS"), (2_600, "RWA", "UNMISS"), (2_300, "IND", "UNMISS")],
        ),
        (
            "Uganda has 4,500 soldiers, Ethiopia 2,500 and Kenya 1,410.",
            [(4_500, "UGA", None), (2_500, "ETH", None), (1_410, "KEN", None)],
        ),
        ("Denmark will withdraw its 105 troops from Mali.", [(105, "DNK", "Mali")]),
        ("Sri Lanka withdrew 49 of its 120 soldiers from Mali.", [(49, "LKA", None), (120, "LKA", None)]),
        ("The rest were a Kenyan peacekeeper and two UN staff.", [(2, None, None)]),
        ("Two Chinese restaurants near the base serve 200 peacekeepers.", [(2, None, None), (200, None, None)]),
        ("The observers speak Greek or Turkish, and two of them both.", [(2, None, None)]),
        (
            "Ethiopia has 4,000 troops in Somalia, 2,500 of them in ATMIS.",
            [(4_000, "ETH", "Somalia"), (2_500, "ETH", "ATMIS")],
        ),
        ("Spanish is spoken by 300 peacekeepers.", [(300, None, None)]),
        ("Jordan sent 80 police officers and Benin 2,000 soldiers.", [(80, "JOR", None), (2_000, "BEN", None)]),
        ("Togo, together with Ghana, has 1,500 peacekeepers.", [(1_500, None, None)]),
        ("The 395-strong Malawian battalion has 40 trucks.", [(395, "MWI", None), (40, "MWI", None)]),
        (
            "India has 1,200 soldiers and 30 police officers in UNMISS.",
            [(1_200, "IND", "UNMISS"), (30, "IND", "UNMISS")],
        ),
        ("240 police officers from Rwanda came, 172 of them women.", [(240, "RWA", None), (172, "RWA", None)]),
        ("南非有14名、马拉维3名维和士兵。", [(14, "ZAF", None), (3, "MWI", None)]),
    ],
)
def test_in_a_list_each_number_is_of_its_own_name(
    body: str, wanted: list[tuple[float, str | None, str | None]]
) -> None:
    figures = [one for one in found(an_item(body)) if isinstance(one, Figure)]
    assert [(one.value, one.who, one.place) for one in figures] == wanted


@pytest.mark.parametrize(
    ("body", "language", "place", "key"),
    [
        ("Israël a 5 000 soldats au Liban, a déclaré la FINUL.", "fr", "Liban", None),
        ("Le Ghana a 870 soldats au sein de la FINUL.", "fr", "UNIFIL", "personnel deployed|gha|unifil|current"),
        ("La MINUSCA compte 2 500 soldats rwandais.", "fr", "MINUSCA", "personnel deployed|rwa|minusca|current"),
        ("Según la FPNUL, Israel tiene 5.000 soldados en el Líbano.", "es", "Líbano", None),
        ("Uruguay aporta 1.100 cascos azules a la MONUSCO.", "es", "MONUSCO", "personnel deployed|ury|monusco|current"),
        ("Portugal tem 215 militares na MINUSCA.", "pt", "MINUSCA", "personnel deployed|prt|minusca|current"),
        ("В МИНУСКА служат 14 000 миротворцев.", "ru", "MINUSCA", "personnel deployed||minusca|current"),
    ],
)
def test_other_languages_place_whom_a_mission_holds(
    body: str, language: str, place: str | None, key: str | None
) -> None:
    one = only(Figure, body, language=language)
    assert (one.place, one.series_key) == (place, key)


def test_persons_after_countries_are_persons() -> None:
    body = "UNMISS has 14,000 peacekeepers from 62 countries, including 2,600 from Rwanda."
    keys = [one.series_key for one in found(an_item(body)) if isinstance(one, Figure)]
    assert keys[-1] == "personnel deployed|rwa|unmiss|current"


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


def test_numbers_told_respectively_are_of_the_countries_before_them() -> None:
    body = "尼泊尔派出6247人，居首位，孟加拉国和卢旺达分列第二、第三位，人数为5899人和5893人。"
    owners = [(one.value, one.who) for one in found(body, "figure") if isinstance(one, Figure)]
    assert owners == [(6_247, "NPL"), (5_899, "BGD"), (5_893, "RWA")]


def test_who_is_ranked_in_chinese_gives() -> None:
    roles = [one for one in found("尼泊尔居首位；印度排名第四。", "country") if isinstance(one, CountryMention)]
    assert [(one.iso3, one.role) for one in roles] == [("NPL", "contributor"), ("IND", "contributor")]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("Nepal topped the list of troop and police contributors.", "contributor"),
        ("Israel and the troop contributors met.", "other"),
    ],
)
def test_who_heads_the_list_of_contributors_is_one(body: str, role: str) -> None:
    assert only(CountryMention, body).role == role


@pytest.mark.parametrize(
    "text",
    [
        "Indian peacekeepers of UNMISS evacuated 560 villagers from Bor.",
        "A Bangladeshi team with MINUSCA treated 560 patients on Wednesday.",
        "中国维和医疗分队接诊560名村民。",
    ],
)
def test_those_whom_a_contingent_helps_are_not_its_own(text: str) -> None:
    assert [one.who for one in found(text, "figure") if isinstance(one, Figure)] == [None]
