"""The dead, hurt, missing, abducted and ill as French, Spanish and Portuguese tell them. Invented texts."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crawler.extraction.text import article_from_text
from crawler.findings.casualties_languages import rules
from crawler.findings.passage import BODY, Passage
from crawler.findings.people_names import Names
from crawler.findings.romance import tongues
from crawler.tables import packaged
from storage.findings import CASUALTY_LANGUAGES, Casualty, Figure
from tests.crawler.findings.texts import an_item, found, words

Told = list[tuple[str, float, str | None]]
DEATH, INJURY, MISSING, CAPTURED, ILLNESS = "death", "injury", "missing", "captured", "illness"
GOLD = Path(__file__).parents[2] / "gold" / "romance-briefs.toml"


def casualties(text: str, language: str, **more: object) -> list[Casualty]:
    """All casualties of a text, counted or not, in order."""
    return [one for one in found(an_item(text, language=language, **more), "casualty") if isinstance(one, Casualty)]


def told(text: str, language: str) -> Told:
    """Kind, number and nationality of those that count."""
    return [(one.kind, one.value, one.nationality) for one in casualties(text, language) if one.counted]


SUBJECTS: dict[str, dict[str, Told]] = {
    "fr": {
        "Deux Casques bleus burundais de la MINUSCA ont été tués.": [(DEATH, 2, "BDI")],
        "Un Casque bleu tué et trois blessés.": [(DEATH, 1, None), (INJURY, 3, None)],
        "Deux soldats qui patrouillaient près de Bria ont été enlevés.": [(CAPTURED, 2, None)],
        "Trois observateurs de l'ONU et un interprète libanais ont été blessés.": [
            (INJURY, 3, None),
            (INJURY, 1, "LBN"),
        ],
        "Deux employés municipaux ont péri.": [(DEATH, 2, None)],
        "Un soldat est mort et quatorze autres ont été blessés.": [(DEATH, 1, None), (INJURY, 14, None)],
        "Un soldat français, grièvement blessé samedi, est décédé lundi.": [(INJURY, 1, "FRA"), (DEATH, 1, "FRA")],
        "Un officier a été mortellement blessé.": [(DEATH, 1, None)],
        "Deux Casques bleus sont toujours portés disparus.": [(MISSING, 2, None)],
    },
    "es": {
        "Un casco azul salvadoreño murió y otros dos resultaron heridos.": [(DEATH, 1, "SLV"), (INJURY, 2, None)],
        "Un muerto y dos heridos deja el ataque.": [(DEATH, 1, None), (INJURY, 2, None)],
        "Murieron tres policías y desaparecieron dos civiles.": [(DEATH, 3, None), (MISSING, 2, None)],
        "Seis soldados fueron secuestrados el sábado.": [(CAPTURED, 6, None)],
        "No menos de 40 personas, en su mayoría civiles, perdieron la vida.": [(DEATH, 40, None)],
        "Desde la firma han sido asesinados 416 excombatientes.": [(DEATH, 416, None)],
        "Cinco soldados sufrieron heridas leves.": [(INJURY, 5, None)],
    },
    "pt": {
        "Um militar português da MINUSCA ficou ferido e dois civis morreram.": [(INJURY, 1, "PRT"), (DEATH, 2, None)],
        "Morreram ainda cinco pastores.": [(DEATH, 5, None)],
        "O helicóptero despenhou-se e morreram dois militares.": [(DEATH, 2, None)],
        "Foram mortos dois capacetes azuis.": [(DEATH, 2, None)],
        "Dois polícias sofreram ferimentos e um intérprete perdeu a vida.": [(INJURY, 2, None), (DEATH, 1, None)],
        "Um militar morreu e outro ficou ferido.": [(DEATH, 1, None), (INJURY, 1, None)],
        "Outras 14 pessoas estão doentes.": [(ILLNESS, 14, None)],
    },
}
OBJECTS: dict[str, dict[str, Told]] = {
    "fr": {
        "L'explosion a tué deux soldats et en a blessé trois.": [(DEATH, 2, None), (INJURY, 3, None)],
        "L'attaque a blessé 12 civils et tué un enfant de 4 ans.": [(INJURY, 12, None), (DEATH, 1, None)],
        "L'embuscade a coûté la vie à trois soldats tchadiens.": [(DEATH, 3, "TCD")],
        "La mission déplore la perte de deux Casques bleus rwandais.": [(DEATH, 2, "RWA")],
        "La MINUSCA a perdu 150 soldats depuis 2014.": [(DEATH, 150, None)],
        "L'attaque a fait sept morts et une dizaine de blessés.": [(DEATH, 7, None), (INJURY, 10, None)],
        "Après la mort d'un Casque bleu marocain, le drapeau a été mis en berne.": [(DEATH, 1, "MAR")],
    },
    "es": {
        "El ejército mató a 18 rebeldes y capturó a otros cuatro.": [(DEATH, 18, None), (CAPTURED, 4, None)],
        "Mataron a machetazos a 14 personas.": [(DEATH, 14, None)],
        "El ataque costó la vida a dos cascos azules e hirió a otros cinco.": [(DEATH, 2, None), (INJURY, 5, None)],
        "Condenó el asesinato de dos cascos azules bangladesíes.": [(DEATH, 2, "BGD")],
    },
    "pt": {
        "Uma explosão matou quatro soldados chadianos e feriu outros 16.": [(DEATH, 4, "TCD"), (INJURY, 16, None)],
        "A emboscada custou a vida a um capacete azul marroquino.": [(DEATH, 1, "MAR")],
        "Raptaram quatro crianças.": [(CAPTURED, 4, None)],
    },
}
PARTS: dict[str, dict[str, Told]] = {
    "fr": {
        "Sept morts, dont deux Burundais et un Rwandais.": [(DEATH, 7, None), (DEATH, 2, "BDI"), (DEATH, 1, "RWA")],
        "Au moins 36 personnes, dont quatre Casques bleus, ont été tuées.": [(DEATH, 36, None), (DEATH, 4, None)],
        "Le bataillon compte 850 hommes, dont 12 ont été blessés.": [(INJURY, 12, None)],
        "Huit personnes, six militaires pakistanais, un Russe et un Serbe, ont péri.": [
            *[(DEATH, 8, None), (DEATH, 6, "PAK"), (DEATH, 1, "RUS"), (DEATH, 1, "SRB")],
        ],
        "Cinq gendarmes ont été blessés, dont un grièvement.": [(INJURY, 5, None), (INJURY, 1, None)],
        "Au moins 32 Casques bleus – 28 militaires et quatre policiers – ont été tués.": [
            *[(DEATH, 32, None), (DEATH, 28, None), (DEATH, 4, None)],
        ],
        "L'un des morts est un soldat ougandais.": [(DEATH, 1, "UGA")],
    },
    "es": {
        "Hubo 14 heridos, siete de ellos de gravedad.": [(INJURY, 14, None), (INJURY, 7, None)],
        "Entre los muertos hay dos cascos azules y un civil.": [(DEATH, 2, None), (DEATH, 1, None)],
        "Perecieron siete cascos azules: cuatro malauíes y tres tanzanos.": [
            *[(DEATH, 7, None), (DEATH, 4, "MWI"), (DEATH, 3, "TZA")],
        ],
    },
    "pt": {
        "Fez nove mortos, seis dos quais militares.": [(DEATH, 9, None), (DEATH, 6, None)],
        "Onze ficaram feridos, três com gravidade.": [(INJURY, 11, None), (INJURY, 3, None)],
        "Deixou três feridos, um deles em estado crítico.": [(INJURY, 3, None), (INJURY, 1, None)],
    },
}
NOBODY = {
    "fr": (
        "Vingt armes ont disparu et 300 têtes de bétail ont été enlevées.",
        "Deux drones ont été abattus et 12 mines enlevées.",
        "Sept hommes ont été condamnés à mort.",
        "Deux Casques bleus ont échappé à la mort.",
        "Aucun des 30 soldats présents n'a été blessé.",
        "Le bataillon, fort de 750 hommes, est tombé sous le commandement de la MINUSCA.",
        "Le 32e Casque bleu tué cette année est un Égyptien.",
        "Nous avons perdu dix ans de travail.",
    ),
    "es": (
        "Ningún casco azul resultó herido y no hubo muertos.",
        "El ejército abatió dos drones y halló 12 minas.",
        "El soldado murió a los 24 años.",
        "Cascos azules rescataron a 30 civiles.",
    ),
    "pt": (
        "Não há registo de feridos entre os 180 militares.",
        "Homens armados mataram 200 vacas.",
        "Foram retiradas 45 minas e abatidas 30 árvores.",
        "Nenhum dos 180 militares ficou ferido.",
    ),
}
UNSAID = {
    "fr": (
        "La MONUSCO dément que deux Casques bleus aient été tués à Sake.",
        "Deux Casques bleus auraient été tués mardi.",
        "Des centaines de personnes ont fui ; 200 civils pourraient être tués.",
        "Les rebelles affirment avoir tué 20 Casques bleus.",
        "Le film raconte une patrouille : quatre Casques bleus y meurent.",
        "Trois soldats fictivement blessés ont été évacués.",
        "Deux Casques bleus ont été tués, selon une source non confirmée.",
        "La presse annonce la mort de deux Casques bleus, ce que dément la MONUSCO.",
        "Deux soldats ont été tués, selon le M23.",
    ),
    "es": (
        "Si matan a diez cascos azules, la misión responderá.",
        "Habrían muerto al menos 12 rebeldes.",
        "El ataque pudo haber matado a 12 soldados.",
        "No se descarta que haya 12 muertos.",
        "Se temía que hubieran muerto 12 soldados.",
        "La misión desmintió que dos soldados hubieran fallecido.",
        "En el simulacro, cuatro soldados heridos son evacuados.",
    ),
    "pt": (
        "Dois capacetes azuis teriam sido mortos em Sake.",
        "Se forem mortos dez soldados, a missão responde.",
        "Segundo o M23, 20 soldados foram mortos.",
        "O governo desmentiu a morte de cinco soldados.",
        "No exercício, cinco militares feridos, fictícios, são evacuados.",
    ),
}


def _each(table: dict[str, dict[str, Told]]) -> list[tuple[str, str, Told]]:
    return [(language, text, expected) for language, rows in table.items() for text, expected in rows.items()]


@pytest.mark.parametrize(("language", "text", "expected"), [*_each(SUBJECTS), *_each(OBJECTS), *_each(PARTS)])
def test_who_came_to_harm(language: str, text: str, expected: Told) -> None:
    assert told(text, language) == expected


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in NOBODY.items() for text in texts])
def test_what_is_no_casualty(language: str, text: str) -> None:
    assert casualties(text, language) == []


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in UNSAID.items() for text in texts])
def test_what_is_denied_doubted_imagined_or_played_does_not_count(language: str, text: str) -> None:
    got = casualties(text, language)
    assert got
    assert not any(one.counted for one in got)
    assert found(an_item(text, language=language), "figure") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Au moins 15 civils ont été tués.", "at least"),
        ("fr", "Plus de 300 Casques bleus ont perdu la vie.", "more than"),
        ("fr", "Une vingtaine de personnes ont été tuées.", "about"),
        ("es", "Unos 20 civiles murieron.", "about"),
        ("es", "Una veintena de personas murieron.", "about"),
        ("es", "Casi 40 personas murieron.", "nearly"),
        ("pt", "Pelo menos 12 pessoas morreram.", "at least"),
        ("pt", "Até 12 pessoas morreram.", "up to"),
    ],
)
def test_how_surely_a_number_is_told(language: str, text: str, expected: str) -> None:
    [one] = casualties(text, language)
    assert one.qualifier == expected


@pytest.mark.parametrize(
    ("language", "text", "nature", "day"),
    [
        ("fr", "Deux Casques bleus ont été tués lundi dans une attaque.", "current", "2024-05-27"),
        ("fr", "Deux Casques bleus ont été tués samedi, a annoncé dimanche la mission.", "current", "2024-05-25"),
        ("fr", "Le 14 février, deux soldats ont été tués par un obus.", "current", "2024-02-14"),
        ("fr", "Le général a rendu visite mardi aux deux Casques bleus blessés à Obo.", "current", None),
        ("fr", "Il condamne l'attaque du 4 mai dans laquelle deux soldats sont morts.", "current", "2024-05-04"),
        ("pt", "Timor lembrou ontem os três soldados mortos em setembro de 2000.", "current", "2000-09"),
        ("fr", "Depuis 2013, plus de 300 Casques bleus ont perdu la vie.", "cumulative", None),
        ("fr", "L'an dernier, 61 Casques bleus sont morts.", "cumulative", None),
        ("fr", "Deux soldats tués par une mine ont été inhumés lundi à Dakar.", "current", None),
        ("fr", "Il y a 10 ans, 14 soldats étaient tués à Semuliki.", "current", "2014"),
        ("es", "Nueve soldados murieron el 8 de noviembre de 1960.", "current", "1960-11-08"),
        ("es", "Murieron tres policías el lunes.", "current", "2024-05-27"),
        ("es", "En Santo Domingo murieron tres policías.", "current", None),
        ("es", "El número de muertos por el ataque subió a 25.", "cumulative", None),
        ("pt", "Três soldados foram mortos na quarta-feira passada num ataque.", "current", "2024-05-29"),
        ("pt", "Cinco soldados foram mortos ontem.", "current", "2024-05-29"),
        ("pt", "Subiu para 25 o número de mortos.", "cumulative", None),
    ],
)
def test_when_it_befell_them(language: str, text: str, nature: str, day: str | None) -> None:
    [one] = casualties(text, language)
    assert (one.nature, one.date) == (nature, day)


@pytest.mark.parametrize(
    ("language", "text", "personnel", "cause", "mission"),
    [
        ("fr", "Un Casque bleu de la FINUL est mort dans un accident de la route.", "military", "accident", "UNIFIL"),
        ("fr", "Un militaire de la FINUL s'est donné la mort.", "military", "self-inflicted", "UNIFIL"),
        ("es", "Tres policías murieron a tiros.", "police", "malicious act", None),
        ("pt", "Morreram dois funcionários da UNMISS vítimas de malária.", "civilian", "illness", "UNMISS"),
    ],
)
def test_who_they_were_and_what_killed_them(
    language: str, text: str, personnel: str, cause: str, mission: str | None
) -> None:
    [one] = casualties(text, language)
    assert (one.personnel, one.cause, one.mission) == (personnel, cause, mission)


def test_a_casualty_rests_on_its_words_and_is_no_figure_besides() -> None:
    article = an_item("Mardi, deux Casques bleus ont été tués et 200 soldats sont arrivés.", language="fr")
    [one] = found(article, "casualty")
    assert words(article, one) == ["deux Casques bleus ont été tués"]
    assert [one.value for one in found(article, "figure") if isinstance(one, Figure)] == [200]


def test_people_of_a_place_are_no_nationals_of_it() -> None:
    [one] = casualties("Tres cascos azules en Malí murieron.", "es")
    assert one.nationality is None


def test_nothing_counts_in_an_item_of_the_gold_that_tells_of_nobody() -> None:
    for item in tomllib.loads(GOLD.read_text(encoding="utf-8"))["item"]:
        if not item.get("fact"):
            article = article_from_text(item["text"])
            got = casualties(article.body, item["language"], title=article.title)
            assert not [one for one in got if one.counted], item["id"]


def test_every_language_of_the_table_is_one_that_a_digest_names() -> None:
    table = packaged("crawler.findings", "romance.toml")
    assert set(table) <= set(CASUALTY_LANGUAGES)
    keys = [set(row) for row in table.values()]
    assert all(one == keys[0] for one in keys)


def test_every_pattern_of_every_language_compiles() -> None:
    for tongue in tongues(packaged("crawler.findings", "romance.toml")).values():
        for pattern in tongue.words.values():
            pattern.search("")


def test_another_language_is_another_table() -> None:
    """A table with other words reads other words: no word of a language stands in the code."""
    french = packaged("crawler.findings", "romance.toml")["fr"]
    [tongue] = tongues({"xx": {**french, "harm": {"death": {"done": ["zorgé / zorgés"]}}}}).values()
    passage = Passage(field=BODY, text="Deux soldats ont été zorgés.", tongue=tongue)
    assert [passage.text[one.start : one.end] for one in rules(passage, Names()).harms(passage)] == ["zorgés"]
