"""The counts of one passage: numbers that count something, in order, each in its setting. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.findings.casualties_clauses import OWNS
from crawler.findings.figures_counted import (
    ANY_PLURAL,
    MEASURE,
    MONEY,
    NONE,
    PEOPLE,
    PLACE,
    SHARE,
    Counted,
    counted,
)
from crawler.findings.figures_counted_chinese import counted_chinese
from crawler.findings.figures_ellipsis import BODY_OF, THOSE_WHO, elliptical
from crawler.findings.figures_harm import is_casualty, is_no_fact
from crawler.findings.figures_labels import asked, labelled
from crawler.findings.figures_numbers import names_something
from crawler.findings.figures_qualifiers import AT_LEAST, UP_TO, qualified
from crawler.findings.figures_rows import shared
from crawler.findings.figures_setting import Setting, Span, clipped
from crawler.findings.numbers import Number
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from storage.findings import Casualty, Finding, ResolutionMention

# Lengths and areas are geography unless work or stock is measured.
_WORK = lazy(
    r"\b(?:repair\w*|built|build\w*|rebuil\w*|clear\w*|levell?\w*|demin\w*|patroll?\w*|cover\w*|travell?\w*|"
    r"mend\w*|pav\w*|finish\w*|complet\w*|heighten\w*|construct\w*|maintain\w*|upgrad\w*|"
    r"rehabilit\w*|open\w*|search\w*|sweep\w*|swept|drove|driven|transport\w*|carr\w+|deliver\w*|flew|flown|dug|"
    r"laid|restor\w*|reopen\w*|of (?:\w+ )?(?:roads?|track|ground|land|"
    r"cargo|fuel|food|supplies|aid|ammunition|minefields?|rations|water|rice)|répar\w+|constru\w+|percorr\w+|"
    r"recorri\w+|отремонт\w+|перевез\w+|груза|вантаж\w+|logistik|налітал\w*)\b"
    r"|修|建|清除|扫除|排除|巡逻|行程|开设|开辟|疏通|平整|打通|运送|运输|输送|携带|器材|药品|搜排|搜索|"
    r"铺设|面积|物资|弹药|救援|给养",
    re.IGNORECASE,
)
_DIRECTION = lazy(
    r"\s*(?:[- ](?:long|wide|deep|high|tall)\b|(?:to\s+the\s+)?(?:south|north|east|west)\w*\b|away\b|off\b|"
    r"outside\b|inside\b|from\b|of\s+(?:here|the\s+(?:capital|border|town|city))|along\b|above\b|below\b|at\b|to\b|"
    r"drive\b|border\b|"
    r"au\s+(?:nord|sud)|à\s+l|al\s+(?:norte|sur|este|oeste)|a\s+(?:norte|sul)|к\s+(?:северу|"
    r"югу)|на\s+(?:північ|схід))|(?:以)?[东南西北外长高宽]|处|远",
    re.IGNORECASE,
)
_LENGTHS = frozenset(("kilometers", "meters", "miles"))
# Where people come from and serve: a number after these goes on with the people.
_ASIDES = frozenset(("countries", "operations", "mission areas"))
_OF_PEOPLE = lazy(r"\s+(?:from\s+[A-Z]|(?:are|were)\s+(?:from\s+)?[A-Z])")
# Persons are peacekeepers where they are said to serve, or are a contribution.
_SERVE_AFTER = lazy(
    r"\s+(?:(?:are|is|were)\s+(?:now\s+|currently\s+)?(?:deployed|serving|stationed)|serv(?:e|ing)\s+(?:with|in|under|at)|"
    r"deployed\s+(?:with|in|to|at))\b",
    re.IGNORECASE,
)
_PERSONS = lazy(r"\b(?:persons?|people|[A-Z][a-z]+s)\Z")
_SENT = lazy(r"\bcontribut|\bpeacekeep|\btroops?\b", re.IGNORECASE)
_SERVE_FAR = 140
# One is a count only beside another count, this near.
_BESIDE = lazy(r"\s*(?:,|\band\b|、|和|与|و|ও)*\s*")
_NEAR = 8
# What may stand between a number and the casualty that it is listed with: its noun, no verb, and the link.
_LISTED_WITH = lazy(
    r"(?:\s+(?!(?:\w{3,}ed|are|is|was|were|has|have|had|will|left|flew|went|came|serves?|protects?|but)\b)"
    r"[^\W\d_][\w’'-]*){0,3}\s*(?:,\s*(?:and\s+)?|\b(?:and|et|y|e|и|dan)\s+|[、和与及])(?:at\s+least\s+)?",
    re.IGNORECASE,
)
_LISTED_REACH = 60
# Has sent 9,000 soldiers and lost 34 of them: two verbs, two lists.
_VERB_FIRST = lazy(r"(?:lost|loses?|losing|suffer\w*|mourn\w*|buried|killed|wounded|injured)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A number that counts, in its setting. value: without the sign of a change; value_to: of a range."""

    value: float
    value_to: float | None
    at: Setting


class Taken:
    """The numbers that other rules have read: of casualties and of resolutions."""

    def __init__(self, passage: Passage, before: Sequence[Finding]) -> None:
        spans = [
            (start, end, one)
            for one in before
            if isinstance(one, Casualty | ResolutionMention)
            and one.field == passage.field
            and one.position == passage.position
            for start, end in one.parts
        ]
        self._spans = sorted(spans, key=lambda span: span[:2])
        # What another verb owns is known by English words only.
        self._lists = passage.tongue is None
        self._longest = max((end - start for start, end, _ in spans), default=0)

    def by(self, number: Number) -> Finding | None:
        """What a number was read as, if anything."""
        for place in range(bisect_left(self._spans, number.start + 1, key=lambda span: span[0]) - 1, -1, -1):
            start, end, one = self._spans[place]
            if start + self._longest < number.end:
                return None
            if number.end <= end and (not isinstance(one, Casualty) or one.value == number.value):
                return one
        return None

    def with_casualties(self, text: str, number: Number) -> bool:
        """True for a number in one list with victims: three cooks and two soldiers were killed."""
        near = self._spans[bisect_left(self._spans, number.end, key=lambda span: span[0]) :] if self._lists else []
        for start, _, one in near:
            if start > number.end + _LISTED_REACH:
                return False
            if _VERB_FIRST.match(text, start):
                continue
            if isinstance(one, Casualty) and _LISTED_WITH.fullmatch(text, number.end, start):
                return OWNS.search(text, max(0, number.start - 24), number.start) is None
        return False


def counts(passage: Passage, before: Sequence[Finding], *, english: bool) -> Iterator[Count]:
    """Every count by place; a range is its lower end (at least) and its upper end (up to)."""
    reader = _Reader(passage, Taken(passage, before), english=english)
    found = [one for number in passage.numbers if (one := reader.read(number)) is not None]
    for one in sorted((*found, *_ones(reader.ones, found)), key=lambda one: one.at.words):
        if one.value_to is None:
            yield one
            continue
        yield replace(one, at=replace(one.at, qualifier=AT_LEAST))
        yield Count(one.value_to, None, replace(one.at, qualifier=UP_TO))


class _Reader:
    """Reads the numbers of a passage in order and remembers what was counted, and where people came to harm."""

    def __init__(self, passage: Passage, taken: Taken, *, english: bool) -> None:
        self.ones: list[Count] = []
        self._passage = passage
        self._taken = taken
        self._english = english
        self._previous: Counted | None = None
        self._previous_span: Span = (0, 0)
        self._people: Counted | None = None
        self._harmed: Span | None = None

    def read(self, number: Number) -> Count | None:
        """The count that a number is; None where it is none."""
        span = self._passage.sentence(number.start)
        taken = self._taken.by(number)
        if isinstance(taken, Casualty):
            self._harmed = span
        if taken is not None or number.value <= 0 or names_something(self._passage, number):
            return None
        if span[0] > self._previous_span[1] + 3:
            self._previous = self._people = None
        what, bare = self._what(number, span)
        if what is None or (bare and self._harmed == span and what.rule != THOSE_WHO):
            return None
        return self._count(number, what, span)

    def _count(self, number: Number, what: Counted, span: Span) -> Count | None:
        said = qualified(self._passage, number, span[0])
        words = min(said.start, what.start), max(said.end, what.end)
        may_be_people = what.family == PEOPLE or what.rule == ANY_PLURAL
        listed = may_be_people and self._taken.with_casualties(self._passage.text, number)
        near = clipped(span, *words)
        harmed = what.family == PEOPLE and is_casualty(self._passage, near, words)
        if listed or harmed or (may_be_people and is_no_fact(self._passage, near, words)):
            self._harmed = span
            return None
        at = Setting(self._passage, clipped(span, *words), words, (number.start, number.end), what, said.qualifier)
        one = Count(number.value, number.value_to, at)
        if what.concept == "people" and _serve(at):
            at = replace(at, what=replace(what, concept="personnel"))
            what, one = at.what, replace(one, at=at)
        if what.family == MEASURE and not _measures_work(at):
            return None
        if number.value == 1 and (what.family not in (SHARE, MEASURE, MONEY) or number.kind == "chinese"):
            self.ones.append(one)
            return None
        self._harmed = None if what.family == PEOPLE else self._harmed
        if not what.open and (what.family != SHARE or self._previous is None):
            self._previous, self._previous_span = what, span
            self._people = what if what.family == PEOPLE else self._people
        return one

    def _what(self, number: Number, span: Span) -> tuple[Counted | None, bool]:
        """What a number counts, and whether it has no noun of its own."""
        if self._passage.chinese:
            return counted_chinese(self._passage, number), False
        what = counted(self._passage, number, english=self._english)
        row = shared(self._passage, number, english=self._english) if what is None else None
        if row is not None and self._taken.by(row[0]) is None:
            return row[1], True
        what = what or labelled(self._passage, number) or asked(self._passage, number)
        if what is None or what.rule == ANY_PLURAL:
            bare = elliptical(self._passage, number, self._gone_on(number), span[0])
            # A company of 90 leaves: after a body of people the next word is a verb.
            if what is None or (bare is not None and bare.rule == BODY_OF):
                return bare, True
        if not what.open:
            return (None if what.family == NONE else what), False
        like = self._previous
        if like is None:
            return replace(what, unit="persons", concept="personnel"), True
        return replace(what, family=like.family, unit=like.unit, concept=like.concept), True

    def _gone_on(self, number: Number) -> Counted | None:
        """What a bare number goes on counting: 14,000 from 62 countries, including 2,600 from Rwanda, are people."""
        like = self._previous
        if like is None or like.family != PLACE:
            return like
        of_people = _OF_PEOPLE.match(self._passage.text, number.end)
        if self._people is None:
            return None if of_people and like.concept in _ASIDES else like
        return self._people if of_people or like.concept in _ASIDES else like


def _serve(at: Setting) -> bool:
    """True for persons who are deployed or contributed: 4,300 Pakistanis are deployed, a contributor with 6,119."""
    start, end = at.words
    if _SERVE_AFTER.match(at.text, end, at.span[1]):
        return True
    first, last = max(at.span[0], start - _SERVE_FAR), min(at.span[1], end + _SERVE_FAR)
    return _PERSONS.search(at.text, at.number[1], end) is not None and _SENT.search(at.text, first, last) is not None


def _measures_work(at: Setting) -> bool:
    start, end = at.words
    if at.what.unit in _LENGTHS and _DIRECTION.match(at.text, end):
        return False
    return bool(_WORK.search(at.text, max(at.span[0], start - 90), min(at.span[1], end + 40)))


def _ones(ones: Sequence[Count], found: Sequence[Count]) -> Iterator[Count]:
    """One gun beside 31 rifles is counted; one soldier alone is but a soldier."""
    for one in ones:
        start, end = one.at.words
        place = bisect_left(found, start, key=lambda other: other.at.words[0])
        for other in found[max(0, place - 1) : place + 1]:
            first, last = other.at.words
            between = (last, start) if last <= start else (end, first)
            if 0 <= between[1] - between[0] <= _NEAR and _BESIDE.fullmatch(one.at.text, *between):
                yield one
                break
