"""The gazetteer of the rules: names of countries, peoples, bodies, posts, units ... found in one pass. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.findings.passage import Mark
from crawler.peacekeeping.document import Document
from crawler.peacekeeping.lexicon import Lexicon

Field = tuple[str, int | None]


@dataclass(slots=True)  # frozen, a start would take twice as long to make them all
class Word:
    """One spelling. capital: it counts only with a capital first letter (Chad, not chad); a ``*`` is any ending.

    An acronym (US, DRC) counts in capitals only.
    """

    spelling: str
    kind: str
    value: str
    capital: bool = False
    exact: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.exact = self.spelling.isupper() and self.spelling.isascii()


class Words:
    """Finds the words of a gazetteer in a document that was folded for the relevance rules."""

    def __init__(self, words: Iterable[Word], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._by_number: dict[int, list[Word]] = defaultdict(list)
        for word in words:
            known = self._by_number[self._lexicon.number(word.spelling)]
            if not known or all((word.kind, word.value) != (other.kind, other.value) for other in known):
                known.append(word)

    def marks(self, document: Document) -> dict[Field, list[Mark]]:
        """The marks of each field, by field name and caption number (from 1). A name inside a longer one is none."""
        found: dict[Field, list[Mark]] = {}
        plain, original = document.plain, document.original
        for number, places in self._lexicon.scan(document.lower).items():
            words = self._by_number[number]
            for start, end in places:
                here: list[Mark] | None = None
                for word in words:
                    if (word.capital and not plain[start].isupper()) or (word.exact and not plain[start:end].isupper()):
                        continue
                    if here is None:
                        field, first, last, index = original(start, end)
                        here = found.setdefault((field, None if index is None else index + 1), [])
                    here.append(Mark(first, last, word.kind, word.value))
        return {field: _without_nested(marks) for field, marks in found.items()}


def by_place(mark: Mark) -> tuple[int, int]:
    """The order of marks: by start, the longest first where several begin."""
    return mark.start, -mark.end


def _without_nested(marks: list[Mark]) -> list[Mark]:
    """Drop what lies inside a longer mark of its kind: Sudan in South Sudan, Guinea in Guinea-Bissau."""
    kept: list[Mark] = []
    reach: dict[str, Mark] = {}
    for mark in sorted(marks, key=by_place):
        start, end, kind, _ = mark
        longest = reach.get(kind)
        if longest is None or end > longest.end:
            reach[kind] = mark
        elif start != longest.start or end != longest.end:
            continue
        kept.append(mark)
    return kept
