"""Casualties of news in brief that no rule had seen: corrections, counts one by one, asides, singles in a row."""

from __future__ import annotations

import pytest

from storage.findings import Casualty
from tests.crawler.findings.texts import an_item, found

Told = list[tuple[float | None, str, str, str | None]]


def told(text: str, language: str | None = None) -> Told:
    item = an_item(text) if language is None else an_item(text, language=language)
    return [
        (one.value, one.kind, one.nature, one.nationality)
        for one in found(item, "casualty")
        if isinstance(one, Casualty) and one.counted
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three, not four as first reported, Congolese soldiers also died.", [(3, "death", "current", "COD")]),
        ("Three, not four as first reported, were killed.", [(3, "death", "current", None)]),
        ("He is the fifth peacekeeper to die in the country this year.", [(5, "death", "cumulative", None)]),
        ("It is the second death of a German in MINUSMA this year.", [(2, "death", "cumulative", "DEU")]),
        ("A similar accident claimed three lives in 2019.", [(3, "death", "current", None)]),
        (
            "Some 30 peacekeepers, 11 of them Italians and 19 Hungarians, were hurt on Monday.",
            [(30, "injury", "current", None), (11, "injury", "current", "ITA"), (19, "injury", "current", "HUN")],
        ),
        (
            "A Ghanaian and a Pakistani peacekeeper are among the dead.",
            [(1, "death", "current", "GHA"), (1, "death", "current", "PAK")],
        ),
        ("A captain and his driver were killed.", [(1, "death", "current", None), (1, "death", "current", None)]),
        (
            "A Burundian blue helmet shot last week in Bambari has succumbed to his wounds.",
            [(1, "death", "current", "BDI")],
        ),
        (
            "Deaths since April 1991: 20, of which 3 by malicious act and 10 by illness.",
            [(20, "death", "cumulative", None), (3, "death", "cumulative", None), (10, "death", "cumulative", None)],
        ),
        (
            "Seventeen people, nine of them soldiers back home and the rest their relatives, lost their lives.",
            [(17, "death", "current", None)],
        ),
        (
            "A Lebanese soldier and a girl of six were killed nearby.",
            [(1, "death", "current", "LBN"), (1, "death", "current", None)],
        ),
        (
            "Twenty Thai engineers fell ill on Friday; one remains in intensive care.",
            [(20, "illness", "current", "THA"), (1, "illness", "current", None)],
        ),
        ("Five crew of a helicopter died when it came down on Monday.", [(5, "death", "current", None)]),
        ("Eleven soldiers of the company were diagnosed with malaria.", [(11, "illness", "current", None)]),
        ("JUBA, May 20 - Twenty-eight peacekeepers tested positive.", [(28, "illness", "current", None)]),
        ("两名维和人员在中非共和国遇袭身亡。", [(2, "death", "current", None)]),
        ("两名来自乍得的维和人员在马里身亡。", [(2, "death", "current", "TCD")]),
        (
            "9名南非军人在交火中丧生，其中7人隶属南共体部队，2人来自联刚稳定团。马拉维军方说，该国也有3名士兵阵亡。",
            [
                (9, "death", "current", "ZAF"),
                (7, "death", "current", "ZAF"),
                (2, "death", "current", "ZAF"),
                (3, "death", "current", "MWI"),
            ],
        ),
        ("乌拉圭国防部通报1人死亡。", [(1, "death", "current", "URY")]),
        ("6名维和士兵在苏丹卡杜格利遭无人机袭击身亡。", [(6, "death", "current", None)]),
        ("今年以来在马里牺牲的维和人员达到11人。", [(11, "death", "cumulative", None)]),
        ("军方说，死亡的平民为2人，而非此前通报的1人。", [(2, "death", "current", None)]),
        ("同一路口的袭击曾夺去近600人的生命。", [(600, "death", "current", None)]),
        ("这是我国第9名在执行维和任务中牺牲的警察。", [(9, "death", "cumulative", "CHN")]),
    ],
)
def test_tolls_told_in_ways_of_news_in_brief(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Troops practised on Thursday. In the exercise, a roadside bomb had killed three soldiers.",
        "Peacekeepers saved 40 lives in the flood.",
        "It was the third attack that killed peacekeepers this year.",
        "Third peacekeeper dies after the attack.",
    ],
)
def test_what_is_played_saved_or_counted_of_one_attack_is_no_toll(text: str) -> None:
    assert told(text) == []


def test_the_injuries_of_an_attack_are_of_its_day() -> None:
    text = "Five sustained injuries when rebels ambushed their convoy on Sunday night."
    assert [one.date for one in found(text, "casualty") if isinstance(one, Casualty)] == ["2024-05-26"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "fr",
            "Trois de ses camarades en sont sortis blessés, dont un grièvement.",
            [(3, "injury", "current", None), (1, "injury", "current", None)],
        ),
        (
            "fr",
            "Trois compatriotes ont été hospitalisés, l'un d'eux dans un état critique.",
            [(3, "injury", "current", None), (1, "injury", "current", None)],
        ),
        ("fr", "Le bilan n'est pas de deux morts, contrairement à ce qui avait été annoncé.", []),
        ("fr", "Dix policiers égyptiens, venus sans armes, ont été blessés lundi.", [(10, "injury", "current", "EGY")]),
        ("fr", "Deux soldats turcs ont été tués lundi.", [(2, "death", "current", "TUR")]),
        ("es", "España ha perdido a catorce militares en la misión.", [(14, "death", "current", "ESP")]),
        ("es", "Un soldado se fracturó un brazo al caer de un vehículo.", [(1, "injury", "current", None)]),
        ("pt", "Os 102 integrantes da missão perderam a vida.", [(102, "death", "cumulative", None)]),
        ("pt", "Um uruguaio a serviço da ONU foi morto na sexta-feira.", [(1, "death", "current", "URY")]),
        ("pt", "Dois polícias centro-africanos morreram.", [(2, "death", "current", "CAF")]),
        ("pt", "Um major brasileiro morreu no domingo.", [(1, "death", "current", "BRA")]),
        ("pt", "Um militar, dado como desaparecido, regressou à base no dia seguinte.", []),
    ],
)
def test_tolls_in_romance_languages(language: str, text: str, expected: Told) -> None:
    assert told(text, language) == expected
