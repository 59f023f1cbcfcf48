"""Uses of the word that are in dispute: patterns of words near one another, and quotation marks in the title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.peacekeeping.document import Document, View
from crawler.peacekeeping.entries import is_exact
from crawler.peacekeeping.lexicon import Lexicon, Places
from crawler.peacekeeping.matching import Matching, within
from crawler.peacekeeping.terms import Contested

QUOTED = "quotation marks in the title"
_OPEN = "[\"“”„«'‘「『]"
_CLOSE = "[\"“”«»'’」』]"


@dataclass(frozen=True, slots=True)
class _Pattern:
    id: str
    any: tuple[int, ...]
    with_: tuple[int, ...]
    also: tuple[int, ...]
    unless: tuple[int, ...]
    within: int
    missions: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One contested use, at its place in the joined text. mission: the operation it speaks of, where that is told."""

    rule: str
    start: int
    end: int
    mission: str | None = None


class Disputes:
    """Finds contested uses."""

    def __init__(self, rules: Contested, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._patterns = tuple(
            _Pattern(
                id=pattern.id,
                any=lexicon.numbers(pattern.any),
                with_=lexicon.numbers(pattern.with_),
                also=lexicon.numbers(pattern.also),
                unless=lexicon.numbers(pattern.unless),
                within=pattern.within,
                missions=tuple((name, lexicon.numbers(words)) for name, words in pattern.missions.items()),
            )
            for pattern in rules.patterns
        )
        self._exact = {
            lexicon.number(word): lexicon.folded(word)
            for pattern in rules.patterns
            for word in (
                *pattern.any,
                *pattern.with_,
                *pattern.also,
                *pattern.unless,
                *(w for ws in pattern.missions.values() for w in ws),
            )
            if is_exact(word, "auto")
        }
        self._quoted = lexicon.numbers(rules.quoted) if rules.quotes else ()
        self._dispute = lexicon.numbers(rules.dispute)

    def find(self, document: Document, matching: Matching, view: View) -> list[Dispute]:
        """The contested uses in the title and the view, in the order of the text."""
        found = [dispute for pattern in self._patterns for dispute in self._of(pattern, document, matching, view)]
        found += self._quotes(document, matching)
        return sorted(found, key=lambda dispute: dispute.start)

    def _places(self, numbers: tuple[int, ...], document: Document, matching: Matching) -> Places:
        here = [number for number in numbers if number in matching]
        if not here:
            return []
        return sorted(
            (start, end)
            for number in here
            for start, end in matching.places((number,))
            if number not in self._exact or document.plain[start:end] == self._exact[number]
        )

    def _of(self, pattern: _Pattern, document: Document, matching: Matching, view: View) -> list[Dispute]:
        anchors = self._places(pattern.any, document, matching)
        if not anchors:
            return []
        near: list[Places] = []
        for numbers in filter(None, (pattern.with_, pattern.also)):
            places = self._places(numbers, document, matching)
            if not places:
                return []
            near.append(places)
        barred = self._places(pattern.unless, document, matching)
        where = [(name, self._places(numbers, document, matching)) for name, numbers in pattern.missions]
        always = next((name for name, numbers in pattern.missions if not numbers), None)
        return [
            Dispute(pattern.id, start, end, _nearest(where, start, pattern.within) or always)
            for start, end in anchors
            if document.inside(start, view)
            and all(within(places, start, end, pattern.within) for places in near)
            and not within(barred, start, end, pattern.within)
        ]

    def _quotes(self, document: Document, matching: Matching) -> list[Dispute]:
        """Quoted words of the title; a joke about the family has them too, so a dispute must be spoken of."""
        found = []
        for start, end in matching.places(self._quoted):
            if end > document.title_end:
                break
            before = document.plain[max(0, start - 1) : start]
            after = document.plain[end : end + 1]
            if re.match(_OPEN, before) and re.match(_CLOSE, after):
                found.append(Dispute(QUOTED, start, end))
        return found if not self._dispute or matching.places(self._dispute) else []


def _nearest(where: Sequence[tuple[str, Places]], start: int, reach: int) -> str | None:
    """The operation whose words stand nearest to a place."""
    near = [
        (abs(place[0] - start), name)
        for name, places in where
        for place in _beside(places, start)
        if abs(place[0] - start) <= reach
    ]
    return min(near)[1] if near else None


def _beside(places: Places, start: int) -> Places:
    """The last place before and the first after."""
    index = bisect_left(places, (start, 0))
    return places[max(0, index - 1) : index + 1]
