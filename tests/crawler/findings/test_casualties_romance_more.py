"""What the first rules for French, Spanish and Portuguese casualties misread, by what was wrong. Invented texts."""

from __future__ import annotations

import pytest

from storage.findings import Casualty
from tests.crawler.findings.texts import an_item, found

Told = list[tuple[str, float, str]]


def told(text: str, language: str, **more: object) -> Told:
    """Kind, number and qualifier of the casualties that count, in order."""
    got = found(an_item(text, language=language, **more), "casualty")
    return [(one.kind, one.value, one.qualifier) for one in got if isinstance(one, Casualty) and one.counted]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "De 10 à 15 civils ont été tués.", [("death", 10, "at least")]),
        ("fr", "Entre 10 et 20 morts sont à déplorer.", [("death", 10, "at least")]),
        ("fr", "Le bilan passe de neuf à treize morts.", [("death", 13, "exact")]),
        ("es", "Murieron 12 y 20 resultaron heridos.", [("death", 12, "exact"), ("injury", 20, "exact")]),
        ("pt", "Entre 10 e 20 pessoas morreram.", [("death", 10, "at least")]),
    ],
)
def test_a_range_counts_as_its_lower_end(language: str, text: str, expected: Told) -> None:
    assert told(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Vingt soldats tués ou blessés, selon la MONUSCO."),
        ("fr", "2 327 personnes ont été tuées, blessées ou kidnappées."),
        ("es", "Veinte soldados muertos o heridos."),
        ("pt", "Vinte soldados mortos ou feridos."),
        ("fr", "La capture d'écran de deux soldats a circulé."),
        ("fr", "20 soldats chargés d'évacuer les blessés sont arrivés."),
        ("fr", "Deux soldats et des civils blessés ont été soignés."),
        ("fr", "La MONUSCO forme 40 policiers avec un blessé fictif."),
        ("es", "Un avión con 12 militares desapareció."),
    ],
)
def test_what_is_of_no_one_kind_or_of_others_is_none(language: str, text: str) -> None:
    assert told(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("fr", "Quatre Casques bleus (deux Camerounais et deux Burundais) ont été tués.", [4, 2, 2]),
        ("es", "Cinco agentes de la MINUSTAH, tres chilenos y dos ecuatorianos, resultaron heridos.", [5, 3, 2]),
        ("fr", "Il a déploré la mort, la veille, de deux Casques bleus égyptiens.", [2]),
        ("fr", "« Trois de nos soldats ont été tués », a dit le président.", [3]),
        ("fr", "Deux de ses Casques bleus sont morts.", [2]),
        ("fr", "Un membre d'équipage tué, un autre blessé.", [1, 1]),
        ("fr", "Deux Casques bleus chinois, Yang Shu, 33 ans, et Li Lei, 22 ans, ont été tués.", [2]),
        ("fr", "Un soldat de la paix malawite et un soldat uruguayen ont été tués.", [1, 1]),
        ("fr", "La mission compte 900 soldats et deux policiers ont été tués.", [2]),
        ("fr", "Les corps sans vie de 11 civils ont été découverts.", [11]),
        ("es", "Un total de 12 soldados perdió la vida.", [12]),
        ("fr", "L'attaque a fait 12 morts et mobilisé 40 soldats, dont deux femmes.", [12]),
        ("fr", "Il y a eu 36 morts – deux policiers sont arrivés – selon la mission.", [36]),
        ("fr", "Phase 3 : 12 morts.", [12]),
        ("es", "Un cabo segundo falleció y otros cuatro sufrieron heridas.", [1, 4]),
        ("pt", "Um militar perdeu a vida e 52 pessoas ficaram feridas.", [1, 52]),
    ],
)
def test_people_are_found_whatever_stands_between_them_and_their_verb(
    language: str, text: str, numbers: list[float]
) -> None:
    assert [number for _, number, _ in told(text, language)] == numbers


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "Casque bleu tué au Mali"), ("es", "Muere casco azul uruguayo"), ("pt", "Militar português morto")],
)
def test_a_headline_names_one_without_an_article(language: str, title: str) -> None:
    assert told("La MINUSCA.", language, title=title) == [("death", 1, "exact")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un an après la mort de deux Casques bleus, la base a rouvert."),
        ("es", "Un año después de la muerte de dos cascos azules, la ciudad los recuerda."),
        ("pt", "Um ano após a morte de dois capacetes azuis, a base reabriu."),
    ],
)
def test_the_dead_of_a_year_ago_are_of_that_year(language: str, text: str) -> None:
    [one] = found(an_item(text, language=language), "casualty")
    assert isinstance(one, Casualty)
    assert one.date == "2023"


def test_those_hurt_who_died_have_two_days() -> None:
    text = "Un soldat français, grièvement blessé samedi dans un accident, est décédé lundi."
    got = found(an_item(text, language="fr"), "casualty")
    days = [(one.kind, one.date) for one in got if isinstance(one, Casualty)]
    assert days == [("injury", "2024-05-25"), ("death", "2024-05-27")]


def test_some_of_them_have_a_nationality() -> None:
    got = found(an_item("Morreram 18 soldados, 12 deles sul-africanos.", language="pt"), "casualty")
    nations = [(one.value, one.nationality) for one in got if isinstance(one, Casualty)]
    assert nations == [(18, None), (12, "ZAF")]


def test_days_after_something_else_are_no_days_ago() -> None:
    [one] = found(an_item("Dix jours après l'attaque, deux soldats sont morts.", language="fr"), "casualty")
    assert isinstance(one, Casualty)
    assert one.date is None


def test_capital_letters_and_long_words_change_nothing() -> None:
    assert told("DEUX CASQUES BLEUS TUÉS ET TROIS BLESSÉS", "fr") == [("death", 2, "exact"), ("injury", 3, "exact")]
    assert told("Deux soldats de " + "x" * 3000 + " ont été tués.", "fr") == []


def test_the_hour_before_the_hurt_is_not_their_number() -> None:
    assert told("A las 12 los soldados heridos llegaron a la base.", "es") == []
    assert told("Suman 14 los cascos azules fallecidos.", "es") == [("death", 14, "exact")]
    assert told("Ascienden a 25 los muertos.", "es") == [("death", 25, "exact")]


def test_what_an_enemy_claims_behind_a_semicolon_is_another_toll() -> None:
    text = "Deux soldats ont été tués, selon un bilan officiel ; les rebelles affirment en avoir tué dix."
    assert told(text, "fr") == [("death", 2, "exact")]
