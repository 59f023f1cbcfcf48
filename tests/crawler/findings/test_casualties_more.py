"""People without a number of their own, and those to whom two things happened. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Casualty
from tests.crawler.findings.texts import an_item, found

Told = list[tuple[str, float]]


def told(text: str, **more: str) -> Told:
    """Kind and number of all casualties that count, in order."""
    return [
        (one.kind, one.value)
        for one in found(an_item(text, **more), "casualty")
        if isinstance(one, Casualty) and one.counted
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Four peacekeepers were reported missing but were later found unharmed.", []),
        ("Four peacekeepers went missing on Monday. They were found alive on Tuesday.", []),
        ("Four peacekeepers went missing on Monday. One was found alive on Tuesday.", [("missing", 4)]),
        ("Four peacekeepers went missing; their bodies were found later.", [("missing", 4)]),
        ("Four peacekeepers are missing, and search teams hope that they are found alive.", [("missing", 4)]),
    ],
)
def test_those_found_unharmed_are_no_victims(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eleven of the 14 soldiers wounded in the ambush in Mali were evacuated.", [("injury", 14)]),
        ("Eleven of the 14 soldiers who were wounded have returned to duty.", [("injury", 14)]),
        ("Two of the nine peacekeepers killed in the attack were from Chad.", [("death", 9)]),
        ("Eleven of the 14 soldiers were wounded.", [("injury", 11)]),
        ("Eleven of the 14 soldiers wounded", [("injury", 11)]),
    ],
)
def test_a_participle_tells_of_all_those_of_whom_some_are_spoken_of(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A peacekeeper who was wounded in an ambush near Bor on Monday died of his injuries.",
            [("injury", 1), ("death", 1)],
        ),
        (
            "One of the five peacekeepers wounded in Monday's ambush succumbed.",
            [("death", 1), ("injury", 5)],
        ),
        ("Two peacekeepers were wounded on Monday and later died in hospital.", [("injury", 2), ("death", 2)]),
        ("A peacekeeper was injured in the crash and the driver died.", [("injury", 1)]),
        ("A soldier wounded by a gunman who died in the clash was flown to Goma.", [("injury", 1), ("death", 1)]),
        ("A peacekeeper who was wounded on Monday may die.", [("injury", 1)]),
    ],
)
def test_who_was_wounded_and_died(text: str, expected: Told) -> None:
    assert told(text) == expected


def test_the_wound_and_the_death_each_have_their_day() -> None:
    text = "A peacekeeper who was wounded in an ambush near Bor on Monday died of his injuries on Thursday."
    days = {one.kind: one.date for one in found(text, "casualty") if isinstance(one, Casualty)}
    assert days == {"injury": "2024-05-27", "death": "2024-05-30"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two peacekeepers were killed and a third wounded.", [("death", 2), ("injury", 1)]),
        ("Two peacekeepers were killed and another is still missing.", [("death", 2), ("missing", 1)]),
        ("The camp was hit, and another wounded his comrade.", []),
    ],
)
def test_another_is_one_more(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sepoy Ivo Rand of the Indian Army embraced martyrdom in Congo.", [("death", 1)]),
        ("The army said that Sergeant Ivo Rand, 24, had been killed on Monday.", [("death", 1)]),
        ("Sergeant Ivo Rand and Corporal Abo Lind were killed in an ambush.", [("death", 1), ("death", 1)]),
        ("Sergeant Ivo Rand was killed in Bor. Sergeant Rand died on the spot.", [("death", 1)]),
        (
            "Two peacekeepers were killed. Sergeant Ivo Rand and Corporal Abo Lind died in an ambush.",
            [("death", 2)],
        ),
        ("The medal is named after Captain Ivo Rand, who died saving others.", []),
        ("Captain Ivo Rand said three soldiers were killed.", [("death", 3)]),
    ],
)
def test_a_soldier_who_is_named_is_one_unless_a_number_counts_him(text: str, expected: Told) -> None:
    assert told(text) == expected


def test_a_soldier_named_in_a_title() -> None:
    assert told("The mission is MONUSCO.", title="Sepoy Ivo Rand killed in Congo") == [("death", 1)]


def test_an_age_counts_nobody() -> None:
    assert told("Ivo Rand, 24, died on Monday in Bor.") == []


@pytest.mark.parametrize(
    ("text", "nationality"),
    [
        ("Three members of the Nepalese battalion were killed.", "NPL"),
        ("Two soldiers of the Irish contingent were killed.", "IRL"),
        ("Two Nepalese were killed.", "NPL"),
    ],
)
def test_members_of_a_contingent_are_people(text: str, nationality: str) -> None:
    (one,) = found(text, "casualty")
    assert isinstance(one, Casualty)
    assert (one.kind, one.nationality) == ("death", nationality)


def test_the_month_of_may_is_no_perhaps() -> None:
    assert told("Two soldiers hurt in the shelling of 3 May died on 5 May.") == [("injury", 2), ("death", 2)]
    assert told("Two soldiers may have died.") == []


def test_those_missed_and_found_in_chinese() -> None:
    assert told("4名维和人员一度失踪，后被安全找到。") == []
    assert told("4名维和人员失踪，1人获救。") == [("missing", 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The peacekeeper, aged 24, died.", []),
        ("Nine soldiers were missing but eight have been found alive.", [("missing", 9)]),
        ("Four of the seven abducted observers have been freed.", [("captured", 7)]),
        ("One of three wounded peacekeepers died overnight in Goma.", [("injury", 3)]),
        ("A critically injured Moroccan peacekeeper died of his wounds on Friday.", [("death", 1)]),
        ("A soldier was killed and two others, one of them seriously, wounded.", [("death", 1), ("injury", 2)]),
        ("The General Assembly was hurt by the vote.", []),
    ],
)
def test_what_is_near_a_word_of_harm_need_not_be_its_victims(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Five soldiers died when a helicopter crashed, and three on board survived.", [("death", 5)]),
        (
            "Nine soldiers were killed: seven of them served with SAMIDRC and two with MONUSCO.",
            [("death", 9), ("death", 7), ("death", 2)],
        ),
        ("Nine soldiers were killed: seven of them served with SAMIDRC and three with MONUSCO.", [("death", 9)]),
        ("Four peacekeepers were treated for smoke inhalation.", [("injury", 4)]),
        ("Civilians: 393 UN Volunteers\nFatalities since July 2011: 129\nBudget: $2 million", [("death", 129)]),
        ("Strength: 1,200 troops\nCasualties: 3 dead, 7 wounded\nBudget: $4 million", [("death", 3), ("injury", 7)]),
        ("Volunteers of the mission 393\nFatalities\n129", []),
    ],
)
def test_numbers_beside_the_victims_and_rows_of_a_sheet(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A peacekeeper died of malaria, the fifth to die this year.",
        "One soldier died in a fall, the unit's second loss in total.",
        "A soldier was killed, the 12th since January.",
        "The attack, the third since January, killed a soldier.",
        "One peacekeeper was killed in the attack, the deadliest this year.",
    ],
)
def test_one_who_is_counted_among_others_is_no_total(text: str) -> None:
    assert [(one.value, one.nature) for one in found(text, "casualty") if isinstance(one, Casualty)] == [(1, "current")]


def test_a_headline_of_capitals_names_nobody() -> None:
    assert told("The mission is MONUSCO.", title="Major Flood Hurt Trade in Congo") == []
