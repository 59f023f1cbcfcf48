"""Counts behind or under a label: fact sheets, lists without verbs, tables of two columns."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import an_item, found

Told = tuple[float | None, str, str | None]


def told(body: str) -> list[Told]:
    figures = (one for one in found(an_item(body, title="UNMISS fact sheet"), "figure") if isinstance(one, Figure))
    return [(one.value, one.nature, one.as_of) for one in figures]


ISSUED = "2024-05-30"
CASES: dict[str, list[Told]] = {
    "• Uniformed personnel: 15,327 (as of 31 March 2024)\n\n• Troops: 13,221": [
        (15_327, "current", "2024-03-31"),
        (13_221, "current", ISSUED),
    ],
    "Strength as of 31 March 2024:\n\nTroops – 13,221\n\nPolice (formed units) – 1,170\n\nExperts on mission – 250": [
        (13_221, "current", "2024-03-31"),
        (1_170, "current", "2024-03-31"),
        (250, "current", "2024-03-31"),
    ],
    "Authorized strength\n\n• Troops: 17,000\n\n• Police: 2,101": [
        (17_000, "authorised", ISSUED),
        (2_101, "authorised", ISSUED),
    ],
    "Authorized strength: 17,000\n\nCurrent strength: 13,221": [
        (17_000, "authorised", ISSUED),
        (13_221, "current", ISSUED),
    ],
    "Troops: 13,221; Police: 1,471; Contributing countries: 62": [
        (13_221, "current", ISSUED),
        (1_471, "current", ISSUED),
        (62, "current", ISSUED),
    ],
    "Component\n\nPersonnel\n\nTroops\n\n13,221\n\nPolice\n\n1,471": [
        (13_221, "current", ISSUED),
        (1_471, "current", ISSUED),
    ],
    # No count: years, names of firms, sentences, telephone numbers, victims.
    "Troops\n\n2019\n\n2020": [],
    "Farmers Insurance Group\n\n19,516,458": [],
    "Telephone: 211 922\n\nRoom: 312": [],
    "Fatalities: 137": [],
    "Resolution on the missions: 2719": [],
    "Mandate: 12 months": [],
}


@pytest.mark.parametrize("body", CASES)
def test_a_number_behind_its_label_counts(body: str) -> None:
    assert told(body) == CASES[body]


def test_the_question_says_what_a_bare_number_of_the_answer_counts() -> None:
    asked = "Q: How many peacekeepers do you have?\n\nA: Just over 1,100 today. Before the war it was 1,040."
    assert [value for value, _, _ in told(asked)] == [1_100, 1_040]
    assert told("Q: How many years did you serve?\n\nA: Some 12.") == []
    assert told("How many children have they?\n\nThey have a son called Ronnie, 14, and no other.") == []
    assert told("Q: What is the cost?\n\nA: Just over 1,100 today.") == []
