"""Texts of another world: so many words of games, shares or families that the term is a name or a joke. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.peacekeeping.document import Document, View
from crawler.peacekeeping.entries import is_exact
from crawler.peacekeeping.lexicon import Lexicon, Places
from crawler.peacekeeping.matching import Matching
from crawler.peacekeeping.scoring import Scored, match_of
from crawler.peacekeeping.terms import Subject
from storage.records import Match


@dataclass(frozen=True, slots=True)
class _World:
    id: str
    words: tuple[tuple[int, str], ...]
    unless: tuple[int, ...]
    at_least: int


class Subjects:
    """The [[subject]] tables of a terms file."""

    def __init__(self, subjects: Sequence[Subject], lexicon: Lexicon) -> None:
        listed = [word for subject in subjects for word in (*subject.words, *subject.unless)]
        self._exact = {lexicon.number(word): lexicon.folded(word) for word in listed if is_exact(word, "auto")}
        self._worlds = tuple(
            _World(
                subject.id,
                tuple((lexicon.number(word), word) for word in subject.words),
                lexicon.numbers(subject.unless),
                subject.at_least,
            )
            for subject in subjects
        )

    def of(self, scored: Scored, document: Document, matching: Matching, view: View) -> tuple[str, list[Match]] | None:
        """The other world's name and its words; None where the text names an operation or a body of the UN."""
        if scored.settling:
            return None
        for world in self._worlds:
            here = {number: word for number, word in world.words if number in matching}
            if len(here) < world.at_least:
                continue
            found = {
                word: places
                for number, word in here.items()
                if (places := self._places(number, document, matching, view))
            }
            if len(found) < world.at_least or any(self._places(n, document, matching, view) for n in world.unless):
                continue
            return world.id, [_match(world.id, word, places[0], document, view) for word, places in found.items()]
        return None

    def _places(self, number: int, document: Document, matching: Matching, view: View) -> Places:
        exact = self._exact.get(number)
        return [
            (start, end)
            for start, end in matching.places((number,))
            if document.inside(start, view) and (exact is None or document.plain[start:end] == exact)
        ]


def _match(world: str, word: str, place: tuple[int, int], document: Document, view: View) -> Match:
    start, end = place
    where = document.place(start, view)
    return match_of(
        document, "negative", word, start, end, weight=0.0, place=where, points=0.0, note=f"word of {world}"
    )
