"""Casualties: whose numbers are found, of what kind, and what is none. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Casualty
from tests.crawler.findings.texts import an_item, found, words

DEATH, INJURY, MISSING, CAPTURED = "death", "injury", "missing", "captured"
# The text, and (value, kind, nature) of what is found, in order.
CASES = {
    "a passive with a second number": (
        "Three Bangladeshi peacekeepers were killed and one seriously injured when a mine went off on Monday.",
        [(3, DEATH, "current"), (1, INJURY, "current")],
    ),
    "lives taken, others wounded": (
        "The blast took the lives of two Egyptian blue helmets, wounding three others.",
        [(2, DEATH, "current"), (3, INJURY, "current")],
    ),
    "a toll": ("By evening the death toll rose to 54.", [(54, DEATH, "cumulative")]),
    "lives laid down": ("158 Pakistani peacekeepers have laid down their lives.", [(158, DEATH, "cumulative")]),
    "a part before the verb": (
        "To date, 171 peacekeepers, including 24 officers, have laid down their lives.",
        [(171, DEATH, "cumulative"), (24, DEATH, "cumulative")],
    ),
    "parts without a verb": (
        "Seven were wounded, two of them critically.",
        [(7, INJURY, "current"), (2, INJURY, "current")],
    ),
    "parts by cause": (
        "Some 56 soldiers have died since 2007: 31 in combat, 12 from malaria and two in road crashes.",
        [(56, DEATH, "cumulative"), (31, DEATH, "cumulative"), (12, DEATH, "cumulative"), (2, DEATH, "cumulative")],
    ),
    "two kinds of people joined": (
        "Two soldiers and an interpreter lost their lives in a helicopter crash on 29 March.",
        [(2, DEATH, "current"), (1, DEATH, "current")],
    ),
    "one person by the article": ("The accident claimed the life of a Nepali soldier.", [(1, DEATH, "current")]),
    "the killing of one": ("The Council condemned the killing of a Tanzanian peacekeeper.", [(1, DEATH, "current")]),
    "one with words between": (
        "A Cameroonian interpreter travelling with the convoy is still missing.",
        [(1, MISSING, "current")],
    ),
    "captives": (
        "Gunmen seized four drivers; three remain in captivity.",
        [(4, CAPTURED, "current"), (3, CAPTURED, "current")],
    ),
    "among the dead": ("Among the dead were two peacekeepers.", [(2, DEATH, "current")]),
    "where somebody is from": (
        "A peacekeeper from Burundi was killed on Thursday.",
        [(1, DEATH, "current")],
    ),
    "a counted noun": ("The mission has suffered 311 fatalities since 2013.", [(311, DEATH, "cumulative")]),
    "a number that a later one counts": (
        "The attack brings to 14 the number of blue helmets killed this year.",
        [(14, DEATH, "cumulative")],
    ),
    "a year of its own": (
        "111 peacekeepers died in 2012, upwards of 3,100 since 1948.",
        [(111, DEATH, "cumulative"), (3100, DEATH, "cumulative")],
    ),
    "a number that the verb tells": (
        "The number of peacekeepers killed in Mali rose to 281.",
        [(281, DEATH, "cumulative")],
    ),
    "among a larger number": (
        "Six peacekeepers, five from Pakistan and one from Russia, were among eight people killed in a crash.",
        [(6, DEATH, "current"), (5, DEATH, "current"), (1, DEATH, "current"), (8, DEATH, "current")],
    ),
    "adjectives before people": ("It rescued two wounded peacekeepers.", [(2, INJURY, "current")]),
    "Chinese: two kinds of people joined": (
        "2名维和人员和1名当地司机死亡，另有七名维和人员受伤。",
        [(2, DEATH, "current"), (1, DEATH, "current"), (7, INJURY, "current")],
    ),
    "Chinese: terse": ("车队遇袭致3死7伤。", [(3, DEATH, "current"), (7, INJURY, "current")]),
    "Chinese: the verb before its people": ("57名殉职维和人员被追授勋章。", [(57, DEATH, "cumulative")]),
    "Chinese: a toll": ("死亡人数升至120人。", [(120, DEATH, "cumulative")]),
    "Chinese: the victims named": ("死者包括两名维和人员。", [(2, DEATH, "current")]),
    "Chinese: lives given": ("先后有17名官兵献出宝贵生命。", [(17, DEATH, "cumulative")]),
    "Chinese: missing and captured": (
        "3人失踪，5名士兵被扣押。",
        [(3, MISSING, "current"), (5, CAPTURED, "current")],
    ),
}
NONE = {
    "nobody": "No casualties were reported and nobody died.",
    "what could be": "A bomb could kill hundreds of people.",
    "beasts": "They killed 20 cows and 3 donkeys.",
    "a match": "He lost 3 games and 12 points.",
    "an arrest": "Police detained 14 people.",
    "no number": "He was killed in 2014, and the dead were honoured at a ceremony.",
    "another sentence's people": "About 150 soldiers searched the village where the leader was killed.",
    "the wrong number of the verb": "Two soldiers of the village was killed.",
    "not one": "It is luck that no one has been killed.",
    "a thing": "Three missing links and two fallen trees were found.",
    "Chinese: without casualties": "他们连夜转移四百余人，无一伤亡。",
    "Chinese: a way of speaking": "他们九死一生。",
}


@pytest.mark.parametrize("name", CASES)
def test_numbers_of_victims(name: str) -> None:
    text, wanted = CASES[name]
    got = [one for one in found(text, "casualty") if isinstance(one, Casualty)]
    assert [(one.value, one.kind, one.nature) for one in got] == wanted


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_casualty(name: str) -> None:
    assert found(NONE[name], "casualty") == []


def test_what_is_known_of_the_victims() -> None:
    text = "At least five Ghanaian policemen were shot dead by gunmen on 3 May while serving with UNMISS."
    (one,) = [one for one in found(text, "casualty") if isinstance(one, Casualty)]
    assert (one.qualifier, one.bound, one.who) == ("at least", "lower", "Ghanaian policemen")
    assert (one.nationality, one.personnel, one.mission) == ("GHA", "police", "UNMISS")
    assert (one.cause, one.date, one.as_of) == ("malicious act", "2024-05-03", "2024-05-03")
    assert words(text, one) == ["At least five Ghanaian policemen were shot dead"]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Two soldiers died in a road accident.", "accident"),
        ("Two soldiers died of malaria.", "illness"),
        ("A soldier died by his own hand.", "self-inflicted"),
        ("Two soldiers were killed in an ambush.", "malicious act"),
        ("Two soldiers died.", None),
    ],
)
def test_a_cause_is_told_only_where_it_is_written(text: str, cause: str | None) -> None:
    assert [one.cause for one in found(text, "casualty") if isinstance(one, Casualty)] == [cause]


def test_the_dead_of_others_have_no_nationality_of_ours() -> None:
    text = "Two Indian soldiers were killed and three others wounded."
    got = [one.nationality for one in found(text, "casualty") if isinstance(one, Casualty)]
    assert got == ["IND", None]


def test_a_total_stands_as_of_publication_and_an_incident_as_of_its_day() -> None:
    text = "More than 4,300 have died under the UN flag since 1948. Two peacekeepers were killed on May 3."
    got = [(one.as_of, one.as_of_basis) for one in found(text, "casualty") if isinstance(one, Casualty)]
    assert got == [("2024-05-30", "publication"), ("2024-05-03", "event date")]


def test_titles_drop_articles() -> None:
    article = an_item("The mission mourns.", title="UN peacekeeper killed, 5 injured in ambush")
    got = [(one.field, one.value, one.kind) for one in found(article, "casualty") if isinstance(one, Casualty)]
    assert got == [("title", 1, "death"), ("title", 5, "injury")]


def test_the_words_of_a_part_end_with_a_word() -> None:
    text = (
        "Gunmen killed at least 19 people, including 17 foreigners, in an assault that threatened to upset the fragile"
        " stability of a country seen as the lone success of the region."
    )
    part = found(text, "casualty")[1]
    (told,) = words(text, part)
    assert told.startswith("17 foreigners, in an assault")
    assert text[text.index(told) + len(told)] == " "


def test_an_aside_in_dashes_parts_no_people_from_their_verb() -> None:
    text = "In 2023, 61 peacekeepers - 36 military, 16 police and nine civilians - lost their lives."
    got = [one for one in found(text) if isinstance(one, Casualty)]
    assert [(one.value, one.who) for one in got] == [
        (61, "peacekeepers"),
        (36, "military"),
        (16, "police"),
        (9, "civilians"),
    ]
    assert found(text, "figure") == []


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("Since 1948 the UN has lost 4,430 peacekeepers, of whom 1,142 in malicious acts.", [None, "malicious act"]),
        (
            "This year 35 peacekeepers have died: 11 in malicious acts, nine in accidents and 15 of illness.",
            [None, "malicious act", "accident"],
        ),
    ],
)
def test_a_cause_of_some_is_not_that_of_all(text: str, causes: list[str | None]) -> None:
    assert [one.cause for one in found(text) if isinstance(one, Casualty)] == causes


def test_members_of_two_bodies_died() -> None:
    text = "A total of 160 members of the Bangladesh armed forces and police have laid down their lives."
    assert [one.value for one in found(text) if isinstance(one, Casualty)] == [160]


@pytest.mark.parametrize(
    "text", ["Zero peacekeepers were killed in the attack.", "The mission had zero fatalities in May."]
)
def test_nobody_is_no_toll(text: str) -> None:
    assert found(text, "casualty") == []


@pytest.mark.parametrize(
    "text",
    [
        "Half of the 30 soldiers were injured.",
        "Three peacekeepers were killed and a fourth critically injured.",
        "The blast killed a quarter of the patrol.",
    ],
)
def test_a_share_is_no_number_of_victims(text: str) -> None:
    assert not {50, 25, 30} & {one.value for one in found(text, "casualty") if isinstance(one, Casualty)}


def test_a_total_does_not_befall_the_day_that_it_began_with() -> None:
    (one,) = found("Some 20 peacekeepers have been injured since hostilities escalated on 8 October.", "casualty")
    assert isinstance(one, Casualty)
    assert (one.nature, one.date) == ("cumulative", None)
