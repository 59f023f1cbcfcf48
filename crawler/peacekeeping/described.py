"""Operations told by their body and place: "the UN mission in Congo", "UN troops in northern Mali". Pure.

A head (body and noun) counts only with a country behind it where that body has or had an operation. It is the operation
that ran on the day of the text, where there was one; else a strong entry, if one ended there not long before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from crawler.peacekeeping.described_heads import Head, Heads
from crawler.peacekeeping.document import Document
from crawler.peacekeeping.entries import Compiled, is_exact, name_variants
from crawler.peacekeeping.hosts import Hosts, Meant, Names
from crawler.peacekeeping.lexicon import Lexicon
from crawler.peacekeeping.matching import Matching, Occurrence, Told
from crawler.peacekeeping.terms import Terms
from storage.missions import Mission

TERM = "operation of a body in a host country"
# How far behind its head a country may stand: "in the north-east of the".
_REACH = 48
# So much of a sentence is looked at.
_SENTENCE = 300
_STOP = re.compile(r"[.!?](?=[\s\"'”’»)])|[。！？；\n]")
_CAPITALS = re.compile(r"[A-ZА-ЯЁІ]{2,}")
# Before a mission of several bodies.
_JOINT = ("joint ", "common ", "commune ", "conjunta ")
# Not "1,900", nor "1900 soldiers".
_YEAR = re.compile(
    r"(?<![\d.,])(1[89]\d\d|20\d\d)(?![\d,.]\d|\d)(?! \w*(?:soldier|troop|people|police|men|person|member))"
)


class _Host(NamedTuple):
    start: int
    end: int
    place: str


class _Span(NamedTuple):
    """A head with the country it goes with. close: that stands where only this operation can be meant.

    plain: its words are those of any operation.
    """

    start: int
    end: int
    place: str
    armed: bool
    close: bool = True
    plain: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """What is read. day: of the text; hosts: the countries named, in order.

    others: words found to tell of no operation, where they end and whether they are plain, by where they begin.
    """

    document: Document
    matching: Matching
    day: date | None
    hosts: Sequence[_Host]
    others: dict[int, tuple[int, bool]] = field(default_factory=dict)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence about a span, as far as _SENTENCE signs of it."""
        plain, low = self.document.plain, max(0, start - _SENTENCE)
        stops = [found.end() for found in _STOP.finditer(plain, low, start)]
        behind = _STOP.search(plain, end, end + _SENTENCE)
        return (stops[-1] if stops else low), (behind.start() if behind else min(len(plain), end + _SENTENCE))

    def has(self, words: Sequence[int], span: tuple[int, int]) -> bool:
        """Whether one of some words begins in a span."""
        return any(span[0] <= start < span[1] for start, _ in self.matching.places(words))

    def told_in_its_years(self, meant: Meant, span: tuple[int, int]) -> bool:
        """False where a year is told in which none had begun: history, of another operation."""
        return all(meant.since <= year for year in _years(self.document.plain, span))


@lru_cache(maxsize=8)
def _years(plain: str, span: tuple[int, int]) -> frozenset[int]:
    """The years told in a paragraph, which may hold very many heads."""
    return frozenset(int(found[1]) for found in _YEAR.finditer(plain, *span))


class Described:
    """The [described] of one terms file and gazetteer."""

    def __init__(self, terms: Terms, missions: Sequence[Mission], names: Names, lexicon: Lexicon) -> None:
        """Names: of countries by ISO3 code, beside those of the terms file."""
        self._hosts = Hosts(missions, terms.described)
        self._heads = Heads(terms, self._hosts, names, lexicon)
        self._about, self._elsewhere = (
            lexicon.numbers(terms.described.about),
            lexicon.numbers(terms.described.elsewhere),
        )
        self._agencies = lexicon.numbers(terms.described.agencies)
        self._past = lexicon.numbers(terms.described.past)
        self._weight = terms.described.weight
        self._weights = {kind: terms.missions.weight(kind) for kind in terms.described.kinds}
        self._places = {
            weight: Compiled("strong", TERM, weight, tuple(self._heads.forms.values()))
            for weight in {min(self._weight, weight) for weight in self._weights.values()}
        }
        self._missions = {
            mission.acronym: Compiled(
                "mission", mission.acronym, terms.missions.weight(mission.kind), (), operation_kind=mission.kind
            )
            for mission in missions
        }
        self._acronyms = {
            mission.acronym: lexicon.numbers(
                (mission.acronym, *(alias for alias in mission.aliases if is_exact(alias, "auto")))
            )
            for mission in missions
        }
        self._names = {
            number: mission.acronym
            for mission in missions
            for number in lexicon.numbers(name_variants(mission.plain_name))
        }

    @property
    def entries(self) -> tuple[Compiled, ...]:
        """What the byte scan looks for: every head as a form that needs a country, or a noun, on the page."""
        return tuple(self._places.values())[:1] if self._heads.forms else ()

    def find(self, document: Document, matching: Matching) -> Told:
        """Where the text tells of an operation so; of two that overlap the one that is meant for sure, or the first."""
        heads = matching.of(self._heads.by_number)
        if not heads:
            return Told()
        hosts = sorted(self._named(document, matching), key=lambda host: (host.start, -host.end))
        text = _Text(document, matching, document.day, hosts)
        found = [
            made
            for number in heads
            for place in matching.places((number,))
            if (made := self._settle(number, place, text))
        ]
        apart: list[tuple[Occurrence, bool]] = []
        for one, plain in sorted(found, key=lambda it: (it[0].entry.kind != "mission", it[0].start, -it[0].end)):
            # Those taken lie apart in order, so that only the two beside it can overlap.
            place = bisect_left(apart, one.start, key=lambda other: other[0].start)
            beside = apart[max(0, place - 1) : place + 1]
            if not any(one.start < other.end and other.start < one.end for other, _ in beside):
                apart.insert(place, (one, plain))
        return Told(
            tuple(one for one, _ in apart),
            frozenset() if text.day is None else self._hosts.not_running(text.day),
            frozenset(one.start for one, plain in apart if plain),
            tuple((start, end) for start, (end, plain) in text.others.items() if plain),
        )

    def _named(self, document: Document, matching: Matching) -> Iterator[_Host]:
        """The countries named, written as names."""
        plain = document.plain
        for number in matching.of(self._heads.places):
            place, exact = self._heads.places[number]
            for start, end in matching.places((number,)):
                if not plain[start].islower() and exact in (None, plain[start:end]):
                    yield _Host(start, end, place)

    def _settle(self, number: int, place: tuple[int, int], text: _Text) -> tuple[Occurrence, bool] | None:
        """The operation told by a head, and whether its words are plain."""
        # "UN mission" is German too: what makes it another's in one language does so in all.
        told = [(head, self._span(head, *place, text)) for head in self._heads.by_number[number]]
        if place[0] in text.others:
            return None
        for head, span in told:
            if span is None:
                continue
            meant = self._hosts.meant(head.body, span.place, text.day or self._hosts.newest, armed=span.armed)
            if meant is None or not text.told_in_its_years(meant, text.sentence(span.start, span.end)):
                continue
            weight = max(self._weights[mission.kind] for mission in meant.missions)
            entry = self._places[min(self._weight, weight)]
            if span.close and text.day is not None and self._is_it(head.body, meant, span, text):
                entry = self._missions[meant.missions[0].acronym]
            return Occurrence(entry, self._heads.forms[number], span.start, span.end), span.plain
        return None

    def _is_it(self, body: str, meant: Meant, span: _Span, text: _Text) -> bool:
        """Whether the one operation that ran on the day is meant, and no older one."""
        if not meant.running:
            return False
        sentence, acronym = text.sentence(span.start, span.end), meant.missions[0].acronym
        if not text.has(self._acronyms[acronym], sentence) and any(
            text.has(self._acronyms[other], sentence) for other in self._hosts.there(body, span.place)
        ):
            return False
        if self._is_named_otherwise(acronym, span, text):
            return False
        if meant.older and text.has(self._past, sentence):
            return False
        return text.told_in_its_years(meant, text.document.paragraph(span.start))

    def _is_named_otherwise(self, acronym: str, span: _Span, text: _Text) -> bool:
        """Whether the words are, or begin, the name of another, in small letters too: "UN support mission in Haiti"."""
        named = {
            self._names[number]
            for number in text.matching.of(self._names)
            for start, end in text.matching.places((number,))
            if start < span.end and span.start < end and not (span.plain and span.start <= start and end <= span.end)
        }
        return bool(named) and acronym not in named

    def _span(self, head: Head, start: int, end: int, text: _Text) -> _Span | None:
        """A head with its country; None where it has none."""
        plain, lower = text.document.plain, text.document.lower
        grammar = self._heads.grammars[head.language]
        if head.place is not None:
            return self._with_noun(head, head.place, (start, end), text)
        written = plain[start : start + len(head.written)] if grammar.body_first else plain[start:end]
        if not all(capitals in written for capitals in _CAPITALS.findall(head.written)):
            return None
        for host in text.hosts:
            if end < host.start <= end + _REACH and grammar.join.fullmatch(lower, end, host.start):
                if self._is_other(head, (start, host.end), text):
                    text.others[start] = host.end, head.plain
                    return None
                return _Span(start, host.end, host.place, armed=head.armed, close=not head.vague, plain=head.plain)
        return self._apart(head, start, end, text)

    def _with_noun(self, head: Head, place: str, span: tuple[int, int], text: _Text) -> _Span | None:
        """A body and its country with the noun behind them, unless a task makes it a mission of another kind."""
        lower, grammar = text.document.lower, self._heads.grammars[head.language]
        noun = grammar.noun.match(lower, span[1])
        if noun is None:
            return None
        armed = noun["armed"] is not None
        if not armed and grammar.other.match(lower, noun.end()):
            text.others[span[0]] = noun.end(), True
            return None
        return _Span(span[0], noun.end(), place, armed=armed, plain=noun[0] in grammar.plain)

    def _is_other(self, head: Head, span: tuple[int, int], text: _Text) -> bool:
        """Whether what stands behind the country makes it another place, or the mission one of another kind."""
        lower, grammar = text.document.lower, self._heads.grammars[head.language]
        if lower.startswith(("'s ", "' "), span[1]):
            found = grammar.within.match(lower, span[1])
            return found is None or (found["armed"] is not None and not head.armed)
        if head.armed and not head.vague:
            return False
        if grammar.other.match(lower, span[1]):
            return True
        return lower.endswith(_JOINT, 0, span[0]) and text.has(self._agencies, text.sentence(*span))

    def _apart(self, head: Head, start: int, end: int, text: _Text) -> _Span | None:
        """A head whose country stands elsewhere in the sentence: "left for Congo, to join the UN mission there"."""
        first, last = text.sentence(start, end)
        here = [host for host in text.hosts if first <= host.start and host.end <= last]
        here = [host for host in here if head.body in self._hosts.bodies(host.place)]
        before = [host for host in here if host.end <= start]
        if before and (there := self._heads.grammars[head.language].there.match(text.document.lower, end)):
            return _Span(start, there.end(), before[-1].place, armed=head.armed, close=False)
        if not here or head.vague or not (head.loose or self._about_troops(start, (first, last), text)):
            return None
        nearest = min(here, key=lambda host: (abs(host.start - start), -host.end))
        return _Span(start, end, nearest.place, armed=True, close=False)

    def _about_troops(self, start: int, sentence: tuple[int, int], text: _Text) -> bool:
        """Whether a sentence on a mission is on one with troops; "Lebanon's UN mission" is an embassy."""
        if text.document.lower.endswith(("'s ", "s' "), 0, start):
            return False
        return text.has(self._about, sentence) and not text.has(self._elsewhere, sentence)
