"""What two articles share, and whether that ties them as one text.

A tie is a property of two articles and of the sentences that are common at an outlet, never of what was compared
before. So the same articles give the same texts in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from storage.fingerprint import Shares, Wording, paragraphs_not_in, words

# Copies of a report follow within days, of a feature within weeks; what comes every month or year comes later.
SPAN_DAYS = 21
# A sentence that so many unlike articles of one outlet hold belongs to the outlet, not to the text.
COMMON_FROM = 5
# Shared parts of both sides: edited, cut or extended within bounds. Of one side alone: part of a longer text.
TOGETHER, ONE, OTHER, HALF = 1.05, 0.55, 0.25, 0.45
PART_ONE, PART_OTHER, MOST = 0.85, 0.08, 0.7
LEAST_KEPT, KIN = 0.2, 0.5
# Fewer own words than these say too little alone: then the headlines must agree too.
FEW_WORDS, PART_WORDS = 24, 40
ALIKE = 0.9
# Two articles of one outlet whose openings differ share its stock paragraphs, not a text.
UNLED = 0.85
HEADLINES_ALIKE = 0.6
# The same form filled with other numbers (daily reports, medal parades) is another text.
FORM_DAYS, FORM_NUMBERS, FORM_LEAST = 2, 0.5, 2
FORM_ALIKE = 0.8
SAME = 0.9


class Bond(StrEnum):
    """How a pair is tied. part: the one stands in the other, which may be a round-up of several texts."""

    NONE = ""
    SAME = "same"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What of an article beside its wording decides a tie.

    at: when it was published or first seen, as it is stored; day: the number of that day.
    """

    source: str
    title: str | None
    at: str
    day: int
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles that share wording.

    of_a: the part of a's own words that stands in b. lead: the opening of the longer one stands in the shorter.
    """

    a: int
    b: int
    of_a: float
    of_b: float
    bond: Bond
    lead: bool


def compared(
    ids: tuple[int, int], found: Shares, facts: tuple[Facts, Facts], *, whole: Shares | None = None
) -> Pair | None:
    """Judge two articles; None where they share too little to be kept. whole: their shares with common sentences."""
    (a, b), (facts_a, facts_b) = ids, facts
    lead = (found.lead_a or found.own_a < found.own_b) and (found.lead_b or found.own_b < found.own_a)
    late = abs(facts_a.day - facts_b.day) > SPAN_DAYS
    bond = _reprint(found, facts_a, facts_b) if late else _bond(found, facts_a, facts_b)
    if bond is Bond.NONE and not late and whole is not None and min(found.own_a, found.own_b) < FEW_WORDS:
        bond = _whole_bond(whole, facts_a, facts_b)
        if bond is not Bond.NONE:
            found = whole
    if bond is Bond.NONE and (late or max(found.of_a, found.of_b) < LEAST_KEPT or not found.own_a or not found.own_b):
        return None
    return Pair(a=a, b=b, of_a=round(found.of_a, 4), of_b=round(found.of_b, 4), bond=bond, lead=lead)


def _bond(found: Shares, a: Facts, b: Facts) -> Bond:
    low, high = sorted((found.of_a, found.of_b))
    fewest = min(found.own_a, found.own_b)
    if _other_numbers(a, b, low):
        return Bond.NONE
    if a.source == b.source and low < UNLED and not (found.lead_a or found.lead_b):
        return Bond.NONE
    if fewest < FEW_WORDS and not (low >= ALIKE and headlines_alike(a.title, b.title)):
        return Bond.NONE
    if low >= OTHER and high >= ONE and low + high >= TOGETHER:
        longer, shorter = (a, b) if found.own_a > found.own_b else (b, a)
        # Twice as long and later, it may be made of two.
        made = high >= PART_ONE and low < MOST and longer.at > shorter.at
        return Bond.SAME if low >= HALF and not made else Bond.PART
    if high >= PART_ONE and low >= PART_OTHER and fewest >= PART_WORDS:
        return Bond.PART
    return Bond.NONE


def _reprint(found: Shares, a: Facts, b: Facts) -> Bond:
    """The same own words with the same numbers again after a long time; a changed word makes it another text."""
    same = found.of_a == found.of_b == 1.0 and found.own_a == found.own_b and a.numbers == b.numbers
    telling = min(found.own_a, found.own_b) >= FEW_WORDS or headlines_alike(a.title, b.title)
    return Bond.SAME if same and telling else Bond.NONE


def _whole_bond(whole: Shares, a: Facts, b: Facts) -> Bond:
    """Texts that hold little but what their outlet prints everywhere, as an article at many addresses does."""
    low = min(whole.of_a, whole.of_b)
    alike = low >= ALIKE and headlines_alike(a.title, b.title) and not _other_numbers(a, b, low)
    return Bond.SAME if alike else Bond.NONE


def _other_numbers(a: Facts, b: Facts, low: float) -> bool:
    """The one is the other's form filled anew.

    Of what another outlet prints at once, only other numbers throughout, and more than one of them on one day; of what
    one outlet prints on another day, any other number of both.
    """
    fewest, both = min(len(a.numbers), len(b.numbers)), len(a.numbers & b.numbers)
    if low == 1.0 or not fewest or (fewest < FORM_LEAST and low < FORM_ALIKE):
        return False
    if a.source != b.source and abs(a.day - b.day) < FORM_DAYS:
        return not both and (fewest >= FORM_LEAST or a.day != b.day)
    if a.source == b.source and a.day != b.day and low >= FORM_ALIKE:
        return both < fewest
    return both < FORM_NUMBERS * fewest


def headlines_alike(a: str | None, b: str | None) -> bool:
    """True where most words of the shorter headline stand in the other; two missing ones are alike."""
    if not a or not b:
        return not a and not b
    first, second = set(words(a)), set(words(b))
    return len(first & second) >= HEADLINES_ALIKE * max(1, min(len(first), len(second)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How an article carries the text of the first one. shared: part of the shorter one's words that both have.

    cut: numbers of the first one's paragraphs that are missing; added: numbers of its own that the first one lacks.
    """

    shared: float
    relation: str
    cut: tuple[int, ...] = ()
    added: tuple[int, ...] = ()


def carried(first: Wording, other: Wording, found: Shares, common: Collection[int] = ()) -> Carried:
    """Compare an article with the first of its text; found: shares(first, other, common)."""
    lost = paragraphs_not_in(first, other, common)
    more = paragraphs_not_in(other, first, common)
    relation = "same"
    if bool(lost) != bool(more):
        relation = "cut" if lost else "extended"
    elif lost or min(found.own_a, found.own_b) < SAME * max(found.own_a, found.own_b):
        relation = "cut" if found.own_b < found.own_a else "extended"
    return Carried(shared=round(max(found.of_a, found.of_b), 4), relation=relation, cut=lost, added=more)


def opening_of(text: Wording) -> tuple[int, int]:
    """The hashes of the first two sentences of some length: with its headline, what an article is known by."""
    first, second, *_ = (*(one.mark for one in text.marked[:2]), 0, 0)
    return first, second
