"""Sums and their parts, the wounded who died, and people joined by "and" far from their verb. Invented texts."""

from __future__ import annotations

import pytest

from storage.findings import CASUALTY_LANGUAGES, Casualty
from tests.crawler.findings.texts import an_item, found

Told = list[tuple[str, float, str | None]]


def told(text: str, language: str | None = None) -> Told:
    """Kind, number and nationality of all casualties that count, in order."""
    return [
        (one.kind, one.value, one.nationality)
        for one in found(an_item(text, **({"language": language} if language else {})), "casualty")
        if isinstance(one, Casualty) and one.counted
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "冲突已造成至少17名维和人员死亡，其中13人来自南非，3人来自马拉维，1人来自乌拉圭。",
            [("death", 17, None), ("death", 13, "ZAF"), ("death", 3, "MWI"), ("death", 1, "URY")],
        ),
        (
            "示威已造成15人死亡，包括3名维和人员和12名示威者。",
            [("death", 15, None), ("death", 3, None), ("death", 12, None)],
        ),
        (
            "袭击造成10人死亡，其中包括2名加纳士兵，另有200名维和人员赶赴现场。",
            [("death", 10, None), ("death", 2, "GHA")],
        ),
        ("袭击造成10人死亡，其中3人受伤后不治身亡。", [("death", 10, None), ("death", 3, None)]),
    ],
)
def test_parts_of_a_chinese_sum_are_no_strengths(text: str, expected: Told) -> None:
    assert told(text) == expected
    assert all(one.value == 200 for one in found(an_item(text), "figure"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两名受伤维和人员死亡。", [("death", 2, None)]),
        ("1名受伤的维和人员不治身亡。", [("death", 1, None)]),
        ("3名士兵受伤后死亡。", [("death", 3, None)]),
        ("3人受伤，1人死亡。", [("injury", 3, None), ("death", 1, None)]),
    ],
)
def test_the_wounded_who_died_are_dead(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我维和步兵营5日组织应急演练。“营区遭炮击，2名战友受伤！”警报响起。", []),
        ("“营区遭炮击，2名战友受伤！”5日，我维和步兵营组织应急演练。", []),
        ("“有5名伤员，其中2人重伤！”5日，一场伤员救治演练正在维和步兵营展开。", []),
        ("维和步兵营5日遭袭。2名战友受伤。", [("injury", 2, None)]),
    ],
)
def test_a_drill_goes_on_in_the_next_sentence(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Five Indian soldiers serving with the UN mission in South Sudan and two civilian staff were killed.",
            [("death", 5, "IND"), ("death", 2, None)],
        ),
        (
            "Two UN staff members and a contractor were killed on Sunday.",
            [("death", 2, None), ("death", 1, None)],
        ),
        ("Nine people, four of them Indian soldiers, were injured.", [("injury", 9, None), ("injury", 4, "IND")]),
        ("Nine others, four of them Indian soldiers, were hurt.", [("injury", 9, None), ("injury", 4, "IND")]),
        ("India sent 900 soldiers serving with UNMISS and two civilians were killed.", [("death", 2, None)]),
        (
            "A French soldier serving with the U.N. peacekeeping force in Lebanon was killed "
            "and three of his comrades were seriously injured.",
            [("death", 1, "FRA"), ("injury", 3, None)],
        ),
        (
            "The army says two of its peacekeepers, not three as reported in some media, sustained injuries.",
            [("injury", 2, None)],
        ),
        ("Some 150 peacekeepers serving in Abyei watched as two civilians were killed.", [("death", 2, None)]),
    ],
)
def test_people_far_from_their_verb(text: str, expected: Told) -> None:
    assert told(text) == expected


def test_a_toll_may_stand_far_behind_its_word() -> None:
    text = (
        "The death toll from an accident involving peacekeepers from Nepal in the Central African Republic rose to six."
    )
    assert told(text) == [("death", 6, None)]


@pytest.mark.parametrize(
    "text",
    [
        "UN chief mourns 18 peacekeepers.",
        "This brings to three the number of officers of the Multinational Security Support mission killed since June.",
        "士兵丧生，使死亡总数升至13人，其中10人属于南共体部队。",
        "巡逻时有维和人员受伤，另外两人情况稳定。",
        "Two sources close to the mission said the camp was shelled.",
        "Six witnesses told reporters that shots were fired.",
    ],
)
def test_the_mourned_and_those_who_tell_are_no_figures(text: str) -> None:
    assert found(an_item(text), "figure") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At least 13 soldiers, including nine South Africans, three Malawians and a Uruguayan, have been killed.",
            [("death", 13, None), ("death", 9, "ZAF"), ("death", 3, "MWI"), ("death", 1, "URY")],
        ),
        (
            "Seven peacekeepers, among them four Indians and two Nepalis, were injured in the raid.",
            [("injury", 7, None), ("injury", 4, "IND"), ("injury", 2, "NPL")],
        ),
        ("Ghana has 870 soldiers, including 100 women and 30 medics, and two were injured.", [("injury", 2, None)]),
    ],
)
def test_the_sum_before_a_row_of_its_parts_is_told(text: str, expected: Told) -> None:
    assert told(text) == expected


def test_the_badly_hurt_of_a_chinese_sum_are_some_of_it() -> None:
    text = "袭击造成3名孟加拉国维和士兵死亡、8人受伤，其中3人伤势严重。"
    hurt = [one for one in found(an_item(text), "casualty") if isinstance(one, Casualty) and one.kind == "injury"]
    assert [one.value for one in hurt] == [8, 3]
    assert hurt[1].rule == "casualty: Chinese, part of a number"


def test_the_dead_are_read_in_the_languages_that_a_digest_names() -> None:
    told_of = {
        "en": "Two peacekeepers were killed on Monday.",
        "zh": "两名维和人员在袭击中死亡。",
        "fr": "Deux Casques bleus ont été tués lundi.",
        "es": "Dos cascos azules murieron el lunes.",
        "pt": "Dois capacetes azuis morreram na segunda-feira.",
        "ar": "قُتل اثنان من حفظة السلام يوم الاثنين.",
    }
    assert {code for code, text in told_of.items() if told(text, code)} == set(CASUALTY_LANGUAGES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The UN lost 58 people in 2023, including 41 military, 6 police and 11 civilians.",
            [("death", 58, None), ("death", 41, None), ("death", 6, None), ("death", 11, None)],
        ),
        (
            "Ten people were killed, including two peacekeepers, and five soldiers were injured.",
            [("death", 10, None), ("death", 2, None), ("injury", 5, None)],
        ),
        (
            "Four peacekeepers from Chad were killed, and three from Togo were wounded.",
            [("death", 4, "TCD"), ("injury", 3, "TGO")],
        ),
    ],
)
def test_each_part_belongs_to_its_own_number(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six peacekeepers, all from Bangladesh, died in the strike.", [("death", 6, "BGD")]),
        ("Two soldiers died in Mali on Monday, both from Pakistan.", [("death", 2, "PAK")]),
        ("Three peacekeepers – all of them Nepalese – were hurt.", [("injury", 3, "NPL")]),
        ("Two soldiers were killed and police arrested five men, all from Chad.", [("death", 2, None)]),
        ("Burundi on Saturday buried the two soldiers who were killed in an ambush.", [("death", 2, "BDI")]),
    ],
)
def test_where_all_of_them_were_from(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("联黎部队说，3名维和人员被以军坦克炮火击伤。", "维和人员"),
        ("5名维和士兵感染疟疾。", "维和士兵"),
        ("受伤的3名士兵已被送往医院。", "士兵"),
        ("遇难者包括3名维和人员和12名示威者。", "维和人员"),
        ("57名殉职维和人员受到缅怀。", "维和人员"),
    ],
)
def test_who_they_are_in_chinese(text: str, who: str) -> None:
    first = found(an_item(text), "casualty")[0]
    assert isinstance(first, Casualty)
    assert (first.who, first.personnel) == (who, "military")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China has sent more than 2,700 police officers to missions, of whom eight have lost their lives.", 8),
        ("China has sent 2,700 officers, eight of whom have lost their lives.", 8),
        ("China has sent 2,700 officers to missions, including eight killed in Haiti.", 8),
        ("Ghana sent 870 soldiers, among whom two died.", 2),
    ],
)
def test_those_who_were_sent_are_not_the_dead_among_them(text: str, expected: int) -> None:
    assert [value for _, value, _ in told(text)] == [expected]
