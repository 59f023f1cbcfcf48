"""What ties words that may be a name or a metaphor to an operation: a body, a place, armed people near them. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.peacekeeping.document import Document, View
from crawler.peacekeeping.entries import is_exact
from crawler.peacekeeping.lexicon import Lexicon, Places
from crawler.peacekeeping.matching import Matching, Occurrence
from crawler.peacekeeping.terms import Terms
from crawler.peacekeeping.tie_rules import TieKind, TieRules
from storage.missions import Mission

# Names of countries by what a kind asks for: "hosts" or "nations".
Known = Mapping[str, Sequence[str]]
_STOP = re.compile(r"[.!?;:,\n。！？；：，、]")
# The end of a paragraph is that of its last sentence: a paragraph of one sentence has neighbours too.
_SENTENCE_ENDS = re.compile(r"[.!?](?=[ \"'”’»)])(?![\"'”’») ]*\n)|[。！？；](?![”’」』 ]*\n)|\n")
_PARAGRAPH_END = re.compile(r"[.!?。！？；\"'”’»」』)]\n")


@dataclass(frozen=True, slots=True)
class Tied:
    """What ties a text. by: the kinds of words that do, with their places; none: it is not tied.

    loose: nothing in the text could be a tie, but for words that are in every other text.
    """

    by: tuple[tuple[str, tuple[int, int]], ...] = ()
    loose: bool = False

    def __bool__(self) -> bool:
        return bool(self.by)


def hosts(terms: Terms, missions: Sequence[Mission]) -> tuple[str, ...]:
    """Places and countries of the operations whose kind and country [ties] lets count."""
    rules = terms.ties
    found: dict[str, None] = {}
    for mission in missions:
        countries = [code for code in mission.countries if code not in rules.elsewhere]
        if mission.kind in rules.host_kinds and countries:
            found |= {name: None for code in countries for name in terms.missions.countries.get(code, ())}
            if len(countries) == len(mission.countries):
                found |= {part.strip(): None for place in mission.locations for part in place.split(",")}
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Kind:
    id: str
    numbers: Mapping[int, int]
    points: int
    near: int | None
    weak: bool


class Ties:
    """The [ties] of one terms file. Without any, every text counts as tied."""

    def __init__(self, rules: TieRules, known: Known, lexicon: Lexicon) -> None:
        self._rules = rules
        self.points = rules.points
        self._exact: dict[int, str] = {}
        self._alone = self._numbers(rules.alone, lexicon, exact=False)
        self._kinds = tuple(self._kind(kind, known, lexicon) for kind in rules.kinds)
        self._most = max((kind.points for kind in self._kinds), default=0)

    def _kind(self, kind: TieKind, known: Known, lexicon: Lexicon) -> _Kind:
        words = (*kind.words, *(word for name in kind.also for word in known.get(name, ())))
        return _Kind(
            kind.id, self._numbers(words, lexicon, exact=kind.case == "exact"), kind.points, kind.near, kind.weak
        )

    def _numbers(self, words: Sequence[str], lexicon: Lexicon, *, exact: bool) -> Mapping[int, int]:
        """The numbers of words, each to its rank among them."""
        self._exact |= {lexicon.number(word): lexicon.folded(word) for word in words if exact or is_exact(word, "auto")}
        return {number: rank for rank, number in enumerate(lexicon.numbers(words))}

    def hold(self, evidence: Sequence[Occurrence], document: Document, matching: Matching, view: View) -> Tied:
        """What ties the evidence: words that do alone, or words of enough kinds in its sentence or about it."""
        spans = sorted({(o.start, o.end) for o in evidence})
        if not self._kinds and not self._alone:
            return Tied(tuple(("untied", span) for span in spans[:1]))
        alone = self._places(self._alone, document, matching, view)
        if alone:
            return Tied((("peacekeepers of a body", alone[0]),))
        told = [(kind, self._told(kind, spans, document, matching, view)) for kind in self._kinds]
        loose = not any(places for kind, places in told if not kind.weak)
        return Tied(self._close(told, spans, document), loose)

    def _close(
        self, told: Sequence[tuple[_Kind, Places]], spans: Places, document: Document
    ) -> tuple[tuple[str, tuple[int, int]], ...]:
        """The first word of each kind about the evidence, the most telling kind first; none where they are too few.

        A sentence of another paragraph does not tie alone, as it may be on anything.
        """
        sentences = _Sentences(document.plain)
        lines = [(kind, {sentences.of(start): (start, end) for start, end in places}) for kind, places in told]
        for line in sorted({sentences.of(start) for start, _ in spans}):
            alone = [(self._rules.in_sentence, (one,)) for one in sentences.beside(line)]
            for needed, reach in (*alone, (self._rules.around, (line, line - 1, line + 1))):
                by = list(_nearest(lines, reach))
                points = [kind.points for kind, _ in by]
                if sum(points) >= needed and self._most in points:
                    return tuple((kind.id, place) for kind, place in sorted(by, key=lambda one: -one[0].points))
        return ()

    def _told(self, kind: _Kind, spans: Places, document: Document, matching: Matching, view: View) -> Places:
        places = _outside(self._places(kind.numbers, document, matching, view), spans)
        if kind.near is None:
            return places
        return [(start, end) for start, end in places if _beside(spans, start, end, kind.near, document.plain)]

    def _places(self, numbers: Mapping[int, int], document: Document, matching: Matching, view: View) -> Places:
        return [
            (start, end)
            for number in sorted(matching.of(numbers), key=numbers.__getitem__)
            for start, end in matching.places((number,))
            if document.inside(start, view)
            and (number not in self._exact or document.plain[start:end] == self._exact[number])
        ]


def _nearest(
    lines: Sequence[tuple[_Kind, Mapping[int, tuple[int, int]]]], reach: Sequence[int]
) -> Iterator[tuple[_Kind, tuple[int, int]]]:
    for kind, places in lines:
        found = next((places[line] for line in reach if line in places), None)
        if found is not None:
            yield kind, found


def _beside(spans: Places, start: int, end: int, near: int, plain: str) -> bool:
    """True where the evidence stands within so many signs, in the same sentence and clause."""
    for first, last in spans:
        gap = (end, first) if end <= first else (last, start)
        if 0 <= gap[1] - gap[0] <= near and not _STOP.search(plain, *gap):
            return True
    return False


class _Sentences:
    """The sentences of a text by number."""

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in _SENTENCE_ENDS.finditer(text)]
        self._closed = {number for number, end in enumerate(self._ends) if _PARAGRAPH_END.match(text, end - 1)}

    def of(self, place: int) -> int:
        return bisect_right(self._ends, place)

    def beside(self, line: int) -> Iterator[int]:
        """A sentence and its neighbours in the same paragraph; a headline has no end, and goes with the first."""
        yield line
        if line - 1 not in self._closed:
            yield line - 1
        if line not in self._closed:
            yield line + 1


def _outside(places: Places, spans: Places) -> Places:
    """The places that lie outside the evidence: a word of the term itself ties it to nothing."""
    starts = [start for start, _ in spans]
    return [
        (start, end)
        for start, end in places
        if not (index := bisect_right(starts, start)) or spans[index - 1][1] <= start
    ]
