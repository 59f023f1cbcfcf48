"""Events: kind and day; and what is none. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Event
from tests.crawler.findings.texts import found

# The text, and (kind, date) of what is found.
CASES = {
    "a meeting held": ("The Center held an online exchange meeting on April 29.", [("meeting", "2024-04-29")]),
    "a body founded": (
        "The Group of Friends of the Blue Line was established in New York on April 27 of 2021.",
        [("founding", "2021-04-27")],
    ),
    "two anniversaries of a year": (
        "This year marks the 50th anniversary of the mission, coinciding with the 100th anniversary of the Party.",
        [("anniversary", "2024"), ("anniversary", "2024")],
    ),
    "a plan without a day": ("China will host a series of commemorative activities.", [("plan", None)]),
    "the session tells the year": (
        "He quoted the important speech delivered at the summit of the 75th session of the UN General Assembly.",
        [("speech", "2020")],
    ),
    "an ambush": ("Gunmen ambushed a supply convoy on Tuesday.", [("attack", "2024-05-28")]),
    "under fire": ("A helicopter of the mission came under fire this morning.", [("attack", "2024-05-30")]),
    "an attack by its own day": (
        "The Secretary-General condemns the ambush of a MINUSCA patrol on 20 May, in which a peacekeeper was killed.",
        [("attack", "2024-05-20")],
    ),
    "an attack named by its day": (
        "A peacekeeper hurt in Sunday's attack on a MONUSCO base has died, the mission said on Tuesday.",
        [("attack", "2024-05-26")],
    ),
    "a mine": ("A convoy of UNMISS struck a mine on Monday.", [("attack", "2024-05-27")]),
    "what is to come is no day of what is past": (
        "The battalion handed over to the Kazakh company last week and will be home on 3 June.",
        [("handover", "2024-05")],
    ),
    "Chinese: a mine": ("车队4日在杜安扎附近触雷。", [("attack", "2024-05-04")]),
    "a vote": (
        "The Security Council today decided to extend the mandate of UNMISS for one year.",
        [("vote", "2024-05-30")],
    ),
    "a ceremony": ("A ceremony was held in the camp on May 5.", [("ceremony", "2024-05-05")]),
    "command handed over": (
        "General Bo Lind on Monday handed over command of the force to Ada Quarm.",
        [("handover", "2024-05-27")],
    ),
    "press conference": ("The ministry held a press conference on May 30.", [("press conference", "2024-05-30")]),
    "Chinese: an attack": ("车队4日下午遭武装人员伏击。", [("attack", "2024-05-04")]),
    "Chinese: a vote": ("联合国安理会30日以13票赞成通过决议。", [("vote", "2024-05-30")]),
    "Chinese: a ceremony": ("5月8日，维和警队组建仪式在中心举行。", [("ceremony", "2024-05-08")]),
    "the day of a dateline is not the event's": (
        "BANGUI, May 16 (Wire) -- Gunmen ambushed a supply convoy on Tuesday evening, the mission said.",
        [("attack", "2024-05-28")],
    ),
}
NONE = {
    "a meeting nobody held": "Meetings take time.",
    "hypothetical": "Rebels could attack the base.",
    "attacks in general": "Attacks against peacekeepers may be war crimes.",
    "words as weapons": "They attacked each other’s policies.",
    "condemned on a day": "The Council condemned the attack on UNIFIL on Tuesday.",
    "an illness": "He died of a heart attack on Friday.",
    "a company's launch": "It will launch a new feature.",
    "founded long ago, by a pronoun": "It was founded in 1937.",
    "Chinese: the state's founding": "她家老房子是新中国成立初分的。",
}


@pytest.mark.parametrize("name", CASES)
def test_events(name: str) -> None:
    text, wanted = CASES[name]
    got = [one for one in found(text, "event") if isinstance(one, Event)]
    assert [(one.kind, one.date) for one in got if one.kind == wanted[0][0]] == wanted


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_event(name: str) -> None:
    assert found(NONE[name], "event") == []
