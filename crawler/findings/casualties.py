"""Casualties: the dead, hurt, missing, captured and ill, with whose they were, where, when and of what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from crawler.findings.casualties_groups import HARM, PERSONS, Hit, is_share
from crawler.findings.casualties_languages import Rules, rules
from crawler.findings.casualties_named import once
from crawler.findings.casualties_past import not_ahead
from crawler.findings.casualties_ways import ASSERTED
from crawler.findings.days import WRITTEN, Day
from crawler.findings.days_told import told
from crawler.findings.passage import Mark, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from crawler.findings.stretches import stretch
from storage.findings import Casualty, Finding, MissionMention
from storage.times import DAY_SIGNS, MONTH_SIGNS, YEAR_SIGNS

CURRENT, CUMULATIVE = "current", "cumulative"
# So many in no incident named are a total over time.
MANY = 50
_WEAK = frozenset({"since", "先后", "共有", "截至"})
# 36 military, 16 police and nine civilians: no military civilians.
_ALONE = frozenset(("military", "police"))
BEGINS_REACH = 72
# 57名殉职维和人员: who they are stands behind the word of harm.
_PEOPLE_CHINESE = lazy(r".*[人員员者兵民警察士官长長]")
_JOINS_CHINESE = lazy(r"(?:[和及与與已均都也]|以及)+$")
_PLACE_OR_TIME = lazy(r"[自在于於因遭被从從当當]")
_CLAUSE = lazy(r"[;；:：]")
_AMONG_OTHERS = lazy(
    r"(?:,|\s[–—-]|\bas)\s+(?:the|his|her|its|their)\s+(?:\w+['’]s?\s+|\w+-)?(?:first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th)|latest|only|most\s+\w+|worst|deadliest|bloodiest|heaviest|biggest"
    r"|largest|highest)\b[^,;.]*"
    r"|，?(?:系|是|为|成为|成為|這是|这是)?(?:今年)?第[\d一二三四五六七八九十]{1,4}(?:名|位|个|個)[^，；。]*",
    re.IGNORECASE,
)


def find(text: Text, before: Sequence[Finding]) -> Iterator[Casualty]:
    """One finding for each number of victims told. Only sentences with a word of harm are read."""
    yield from once(list(_told(text, before)))


def _told(text: Text, before: Sequence[Finding]) -> Iterator[tuple[Hit, Casualty]]:
    missions = {one.mission for one in before if isinstance(one, MissionMention)}
    for passage in text.passages:
        of = rules(passage, text.names)
        dated = None
        for span, group in groupby(of.harms(passage), key=lambda mark: stretch(passage, mark.start)):
            dated = dated or of.dated(passage, text.around)
            hits = [
                hit
                for hit in of.find(dated, span, list(group))
                if hit.group.value > 0 and not is_share(dated, hit.group)
            ]
            if hits:
                named = _missions_in(passage, span, before)
                around = _missions_in(passage, _paragraph(passage.text, span), before)
                told = _Sentence(text, dated, of, span, hits, named, around, missions)
                yield from zip(hits, told.casualties(), strict=True)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with its hits; named, around: the missions in it and its paragraph; missions: all; past: see _past."""

    text: Text
    passage: Passage
    rules: Rules
    span: Span
    hits: Sequence[Hit]
    named: set[str]
    around: set[str]
    missions: set[str]
    past: dict[int, Day | None] = field(default_factory=dict)

    def casualties(self) -> Iterator[Casualty]:
        """The findings, in order: a hit may share the nature of the one before."""
        causes = self.rules.causes(self.passage, self.span)
        before: list[tuple[Hit, str]] = []
        for hit in self.hits:
            nature, period = self._nature(hit, before)
            before.append((hit, nature))
            yield self._casualty(hit, causes, nature, period)

    def _casualty(self, hit: Hit, causes: Sequence[Mark], nature: str, period: str | None) -> Casualty:
        day = self._day(hit)
        mission, confidence = self._mission(hit, nature)
        as_of, basis = self._as_of(nature, day)
        group = hit.group
        # Only what is asserted may be counted.
        told = self.rules.veracity(self.passage, self.span, hit)
        return Casualty(
            field=self.passage.field,
            position=self.passage.position,
            parts=hit.parts,
            rule=hit.rule if told == ASSERTED else f"{hit.rule}; {told}",
            confidence=confidence,
            counted=told == ASSERTED,
            value=group.value,
            qualifier=group.qualifier,
            bound=group.bound,
            kind=hit.kind,
            who=_who(self.passage, hit),
            nationality=group.nationality or (hit.whole.group.nationality if hit.whole and group.partial else None),
            personnel=group.personnel,
            mission=mission,
            cause=_cause(hit, causes, self.hits),
            nature=nature,
            period=period,
            date=day.iso if day is not None and nature == CURRENT else None,
            as_of=as_of,
            as_of_basis=basis,
        )

    def _mission(self, hit: Hit, nature: str) -> tuple[str | None, float]:
        """The mission of the sentence; for its own people in an incident that of the paragraph or text, less sure."""
        if len(self.named) == 1:
            return next(iter(self.named)), 1.0
        own = nature == CURRENT and hit.group.personnel in ("military", "police")
        if not self.named and own:
            for named in (self.missions, self.around):
                if len(named) == 1:
                    return next(iter(named)), 0.8
        return None, 1.0

    def _scope(self, hit: Hit) -> Span:
        """Where words on the time of a hit may stand: a part has its own words, else its clause of the sentence."""
        last = hit.parts[-1][1]
        if hit.part:
            return hit.group.start, last
        if hit.within is not None:
            return hit.within
        start, end = self.span
        for clause in _CLAUSE.finditer(self.passage.text, *self.span):
            if clause.end() <= hit.parts[0][0]:
                start = clause.end()
            elif clause.start() >= last:
                end = clause.start()
                break
        return start, end

    def _asides(self, hit: Hit) -> list[Span]:
        """What counts an event among others, whose time is not its own: died, the fifth to die this year."""
        start, end = self._scope(hit)
        text, low, high = self.passage.text, hit.parts[0][0], hit.parts[-1][1]
        return [
            found.span()
            for first, last in ((start, low), (high, end))
            for found in _AMONG_OTHERS.finditer(text, first, last)
        ]

    def _nature(self, hit: Hit, before: Sequence[tuple[Hit, str]]) -> tuple[str, str | None]:
        """Nature and period. Cumulative: totals over time. A full day, or an incident and no word of time: current."""
        scope, asides = self._scope(hit), self._asides(hit)
        periods = self.rules.since.finditer(self.passage.text, *scope)
        period = next((one for one in periods if not any(low <= one.start() < high for low, high in asides)), None)
        past = self._past(hit)
        if past is not None:
            # One incident where its year is known; else told as what other totals are: of a time, not of these days.
            time = self.passage.text[past.start : past.end]
            return (CURRENT, None) if past.iso and not hit.total else (CUMULATIVE, time)
        day = self._day(hit)
        known = len(day.iso) if day is not None and day.iso else 0
        words = period.group() if period else None
        if hit.part and not known and period is None and hit.whole is not None:
            whole = hit.whole.group.start
            return next((nature for other, nature in before if other.group.start == whole), CURRENT), None
        begins = period is not None and day is not None and self._begins(hit, period, day)
        if period is not None and (begins or not (known == DAY_SIGNS and period.group().lower() in _WEAK)):
            return CUMULATIVE, words
        if known >= MONTH_SIGNS or (known and hit.group.value == 1):
            return (CUMULATIVE, words) if hit.total and known < DAY_SIGNS else (CURRENT, None)
        incident = self.rules.incident.search(self.passage.text, *scope) is not None
        if hit.total or (not incident and (known or hit.group.value >= MANY)):
            return CUMULATIVE, self.passage.text[day.start : day.end] if day else words
        # Thirty have died: so far. One has died: he did.
        lasting = hit.perfect and hit.kind in ("death", "injury") and hit.group.value > 1
        follows = hit.within is None and bool(before) and before[-1][1] == CUMULATIVE and not before[-1][0].part
        return (CUMULATIVE if not incident and (lasting or follows) else CURRENT), None

    def _begins(self, hit: Hit, period: re.Match[str], day: Day) -> bool:
        """True for the day that a total began with: 20 have been injured since fighting broke out on 8 October."""
        between = self.passage.text[period.end() : day.start]
        return hit.parts[-1][1] <= period.start() and day.start >= period.end() and not set(between) & {",", ";"}

    def _day(self, hit: Hit) -> Day | None:
        """The day of the words, inside their clause, that no part of the number has for itself; never ahead."""
        past = self._past(hit)
        if past is not None:
            return past if past.iso else None
        others = [other.parts[0] for other in self.hits if other.part and other is not hit] + self._asides(hit)
        days = [
            day
            for day in told(self.passage, *self._scope(hit))
            if not any(low <= day.start < high for low, high in others)
        ]
        day = self.rules.own_day(self.passage, hit, days)
        return day and not_ahead(day, self._published, self.text.around.published_basis)

    def _past(self, hit: Hit) -> Day | None:
        """Asked several times of one hit, so kept by where its people stand."""
        place = hit.group.start
        if place not in self.past:
            self.past[place] = self.rules.past(self.passage, self.span, hit, self._published)
        return self.past[place]

    @property
    def _published(self) -> date | None:
        return self.text.around.published

    def _as_of(self, nature: str, day: Day | None) -> tuple[str | None, str | None]:
        """The day of an incident, a year that is written; a total stands as of publication, else of the event."""
        if day is not None and nature == CURRENT:
            return day.iso, "event date"
        if day is not None and day.iso is not None and len(day.iso) == YEAR_SIGNS and day.basis == WRITTEN:
            start = max(0, self.span[0], day.start - BEGINS_REACH)
            if self.rules.begins.search(self.passage.text, start, day.start) is None:
                return day.iso, "written"
        published = self.text.around.published
        if published is not None:
            return published.isoformat(), self.text.around.published_basis
        days = (day.iso for one in self.text.passages for day in one.days if day.iso and len(day.iso) == DAY_SIGNS)
        event = next(days, None)
        return event, None if event is None else "event date"


def _paragraph(text: str, span: Span) -> Span:
    """The paragraph up to the end of a sentence."""
    return text.rfind("\n", 0, span[0]) + 1, span[1]


def _missions_in(passage: Passage, span: Span, before: Sequence[Finding]) -> set[str]:
    return {
        one.mission
        for one in before
        if isinstance(one, MissionMention)
        and (one.field, one.position) == (passage.field, passage.position)
        and span[0] <= one.start < span[1]
    }


def _cause(hit: Hit, causes: Sequence[Mark], hits: Sequence[Hit]) -> str | None:
    """Of the cause words of the sentence the nearest; for a part only its own, which are not those of its whole."""
    first, last = hit.parts[0][0], hit.parts[-1][1]
    if hit.part:
        causes = [mark for mark in causes if first <= mark.start < last]
    else:
        spans = [
            (one.parts[0][0], one.parts[-1][1])
            for one in hits
            if one.part and one.whole is not None and one.whole.group.start == hit.group.start
        ]
        of_parts = [mark for mark in causes if any(low <= mark.start < high for low, high in spans)]
        if len({mark.value for mark in of_parts}) > 1:
            return None
        causes = [mark for mark in causes if mark not in of_parts]
    if len({mark.value for mark in causes}) > 1:
        # What follows the words explains them rather than what went before.
        causes = [mark for mark in causes if mark.start >= first] or causes
    nearest = min(causes, key=lambda mark: max(first - mark.end, mark.start - last, 0), default=None)
    return nearest.value if nearest is not None else None


def _who(passage: Passage, hit: Hit) -> str | None:
    if hit.group.shared is not None:
        own = passage.text[slice(*hit.group.noun)] if hit.group.noun else ""
        shared = [passage.text[one.start : one.end] for one in passage.within(*hit.group.shared, PERSONS)]
        alone = own.strip().lower() in _ALONE and shared[-1:] == ["civilians"]
        return " ".join([*own.split(), *([] if alone else shared[-1:])]) or None
    if hit.group.noun is None:
        return None
    start, end = hit.group.noun
    words = passage.text[start:end]
    if passage.chinese:
        behind = _PEOPLE_CHINESE.match(passage.text, hit.parts[0][1], end)
        if behind is not None:
            words = behind.group()
        else:
            words = passage.text[start : min(end, max(start, _verb_start(passage, hit)))]
            words = words[: ended.start()] if (ended := _PLACE_OR_TIME.search(words)) else words
        words = _JOINS_CHINESE.sub("", words)
    return words.strip(" \t的") or None


def _verb_start(passage: Passage, hit: Hit) -> int:
    marks = passage.within(hit.group.end, hit.parts[0][1], HARM)
    return next((mark.start for mark in marks), hit.parts[0][1])
