"""Casualties: victims who share one noun or one verb, and counts that harm governs in any language. Invented texts."""

from __future__ import annotations

import pytest

from storage.findings import Casualty, Figure
from tests.crawler.findings.texts import an_item, found

THREE_NATIONS = [(14, "ZAF"), (3, "MWI"), (2, "TZA")]
NINETEEN = [(19, None), *THREE_NATIONS]
# The text, and (value, nationality) of the dead, in order.
SHARED = {
    "Fourteen South African, three Malawian and two Tanzanian soldiers of MONUSCO were killed.": THREE_NATIONS,
    "The attack killed 14 South African, three Malawian and two Tanzanian peacekeepers.": THREE_NATIONS,
    "South Africa lost 14 soldiers, Malawi three and Tanzania two.": THREE_NATIONS,
    "South Africa had 14 soldiers killed, Malawi three and Tanzania two.": THREE_NATIONS,
    "South Africa lost 14 soldiers; Malawi lost three, while Tanzania lost two.": THREE_NATIONS,
    "Fourteen soldiers from South Africa, three from Malawi and two from Tanzania were killed.": THREE_NATIONS,
    "Killed were 14 South Africans, three Malawians and two Tanzanians.": THREE_NATIONS,
    "Nineteen soldiers were killed: 14 South Africans, three Malawians and two Tanzanians.": NINETEEN,
    "Nineteen soldiers were killed: 14 from South Africa, three from Malawi and two from Tanzania.": NINETEEN,
    "Among the dead were 14 South African, three Malawian and two Tanzanian soldiers.": THREE_NATIONS,
    "Nine peacekeepers, two from Malawi and seven from South Africa, were killed.": [(9, None), (2, "MWI"), (7, "ZAF")],
    "Nine peacekeepers (seven South African and two Malawian) were killed.": [(9, None)],
    "Burundi has lost 15 soldiers and Uganda more than 50.": [(15, "BDI"), (50, "UGA")],
    "遇难者包括5名印度人、3名巴基斯坦人。": [(5, "IND"), (3, "PAK")],
    "南非14名、马拉维3名、坦桑尼亚2名士兵丧生。": THREE_NATIONS,
    "死者中包括南非14人、马拉维3人和坦桑尼亚2人。": THREE_NATIONS,
    "Five male and two female peacekeepers were killed.": [(5, None), (2, None)],
    "Three Indian and Pakistani soldiers were killed.": [(3, None)],
    "Two Ghanaian and an Indian peacekeeper were killed.": [(2, "GHA"), (1, "IND")],
    "UNMISS has 1,200 soldiers and two Indian soldiers were killed.": [(2, "IND")],
}
# In other languages: a text without a figure of people.
HARMED = {
    "es": (
        "Tres cascos azules uruguayos de la misión MONUSCO murieron y ocho resultaron heridos en un ataque.",
        "El ataque mató a dos soldados e hirió a cinco policías.",
        "La muerte de cuatro soldados fue confirmada.",
    ),
    "fr": (
        "Trois casques bleus tchadiens ont été tués et quatre autres blessés près de Kidal.",
        "Depuis 2014, plus de 170 casques bleus de la MINUSCA sont morts.",
        "Plus de 170 casques bleus de la MINUSCA, la mission de maintien de la paix des Nations Unies, sont morts.",
        "L'attaque a tué 12 soldats et blessé 30 civils.",
    ),
    "pt": ("Dois capacetes azuis morreram e três ficaram feridos.", "O ataque matou 12 soldados."),
    "ru": (
        "Трое миротворцев погибли, семеро ранены.",
        "Погибли 20 миротворцев.",
        "Гибель 12 миротворцев подтверждена.",
    ),
    "uk": ("Загинули 20 миротворців.",),
    "ar": ("قتل ثلاثة من قوات حفظ السلام وأصيب سبعة.", "أصيب 25 جنديا في انفجار."),
    "id": ("Dua belas prajurit tewas dalam serangan.", "Serangan itu menewaskan 12 prajurit."),
    "bn": ("১২০ জন শান্তিরক্ষী নিহত হয়েছেন।",),
    "ur": ("تین فوجی ہلاک ہو گئے۔",),
}


UNHARMED = {
    "es": (
        "Uruguay tiene 1.350 cascos azules en el Congo, donde murieron tres en un ataque.",
        "Llegaron 500 soldados a la zona donde murieron dos civiles.",
    ),
    "fr": ("Le Sénégal a 500 soldats au Mali, deux ont été tués.", "La MINUSCA compte 14 400 militaires."),
    "pt": ("Portugal tem 215 militares na República Centro-Africana.",),
    "ru": ("В миссии служат 13 900 миротворцев.",),
    "ar": ("يشارك 850 جنديا من غانا.",),
    "bn": ("লেবাননে ১২০ জন শান্তিরক্ষী আছেন।",),
    "ur": ("تین فوجی آئے۔",),
}


def test_the_people_of_another_verb_are_no_victims() -> None:
    text = "The mission has 500 Indian, 300 Pakistani and 200 Nepali soldiers, and two Indian soldiers were killed."
    assert [one.value for one in found(text, "casualty") if isinstance(one, Casualty)] == [2]


@pytest.mark.parametrize("text", SHARED)
def test_victims_who_share_a_word_are_each_found(text: str) -> None:
    got = [one for one in found(text, "casualty") if isinstance(one, Casualty)]
    assert [(one.value, one.nationality) for one in got] == SHARED[text]
    people = [one for one in found(text, "figure") if isinstance(one, Figure) and one.value != 1200]
    assert people == []


def test_who_they_are_is_told_with_the_noun_that_they_share() -> None:
    text = "Fourteen South African, three Malawian and two Tanzanian soldiers were killed."
    got = [one for one in found(text, "casualty") if isinstance(one, Casualty)]
    assert [(one.who, one.personnel) for one in got] == [
        ("South African soldiers", "military"),
        ("Malawian soldiers", "military"),
        ("Tanzanian soldiers", "military"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Three looters and two soldiers were killed.",
        "The dead soldiers came from South Africa (14), Malawi (3) and Tanzania (2).",
        "The coffins of 14 South African, three Malawian and two Tanzanian soldiers were flown home.",
    ],
)
def test_a_number_listed_with_victims_is_no_figure(text: str) -> None:
    assert found(text, "figure") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ghana sent 120 troops and two soldiers were wounded.",
        "About 120 soldiers arrived and two peacekeepers were killed.",
        "The mission has 120 officers, and two soldiers were killed.",
    ],
)
def test_a_number_of_another_verb_stays_a_figure(text: str) -> None:
    assert [one.value for one in found(text, "figure") if isinstance(one, Figure)] == [120]


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in HARMED.items() for text in texts])
def test_people_who_came_to_harm_are_no_figure_in_any_language(language: str, text: str) -> None:
    assert found(an_item(text, language=language), "figure") == []


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in UNHARMED.items() for text in texts])
def test_people_beside_the_harmed_stay_a_figure(language: str, text: str) -> None:
    assert found(an_item(text, language=language), "figure") != []
