"""All rules in their order over one article: Article and Decision in, Findings out. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from crawler.date_words import plain_digits
from crawler.findings import (
    casualties,
    commitments,
    countries,
    events,
    exercises,
    figures,
    medals,
    missions,
    organisations,
    people,
    quotations,
    rankings,
    resolutions,
    rotations,
    visits,
)
from crawler.findings.circumstances import Circumstances, circumstances
from crawler.findings.days import days
from crawler.findings.numbers import numbers
from crawler.findings.passage import BODY, CAPTION, TITLE, Mark, Passage, Text
from crawler.findings.people_names import Names
from crawler.findings.romance import Tongue
from crawler.findings.sentences import sentences
from crawler.findings.words import Field, Word, Words, by_place
from crawler.peacekeeping.judgement import Judgement
from crawler.peacekeeping.lexicon import Lexicon
from storage.findings import Finding
from storage.missions import Mission
from storage.records import Article, Label

Rule = Callable[[Text, Sequence[Finding]], Iterable[Finding]]
# A rule sees what the rules before it found: what is a casualty or a resolution's number is no figure.
RULES: tuple[Rule, ...] = (
    missions.find,
    countries.find,
    resolutions.find,
    people.find,
    organisations.find,
    casualties.find,
    rotations.find,
    rankings.find,
    figures.find,
    medals.find,
    exercises.find,
    visits.find,
    events.find,
    commitments.find,
    quotations.find,
)
# Raised by hand when a rule changes what it finds; part of the version that every finding carries.
RULES_VERSION = "9"
_WORD = attrgetter(*(field.name for field in fields(Word)))
_MISSION = attrgetter(*(field.name for field in fields(Mission)))


class Finder:
    """The rules with their gazetteer, compiled once."""

    def __init__(
        self,
        words: Sequence[Word],
        gazetteer: Sequence[Mission],
        *,
        lexicon: Lexicon,
        names: Names | None = None,
        tongues: Mapping[str, Tongue] | None = None,
        rules: Sequence[Rule] = RULES,
    ) -> None:
        self._words = Words(words, lexicon)
        self._operations = missions.operations(gazetteer)
        self._rules = tuple(rules)
        self._names = names or Names()
        self._tongues = tongues or {}
        # The repr of the records themselves would take ten times as long.
        spoken = [(code, tongue.source) for code, tongue in self._tongues.items()]
        known = repr(([*map(_WORD, words)], [*map(_MISSION, gazetteer)], self._names.listed(), spoken))
        self.version = f"{RULES_VERSION}+{hashlib.sha256(known.encode()).hexdigest()[:12]}"

    def find(self, article: Article, judgement: Judgement, *, home: str | None = None) -> tuple[Finding, ...]:
        """All findings by field and place. home: ISO3 of the outlet's country. None for a page labelled other."""
        if judgement.decision.label is Label.OTHER:
            return ()
        text = self._text(article, judgement, circumstances(article, home=home))
        found: list[Finding] = []
        for rule in self._rules:
            found += rule(text, tuple(found))
        return tuple(_in_order(_counted(found, judgement)))

    def _text(self, article: Article, judgement: Judgement, around: Circumstances) -> Text:
        marks = self._words.marks(judgement.document)
        further = (*_missions(judgement), *_described(judgement))
        for place, mark in further:
            marks.setdefault(place, []).append(mark)
        for place in {place for place, _ in further}:
            marks[place].sort(key=by_place)
        fields: list[tuple[str, int | None, str]] = [(TITLE, None, article.title or ""), (BODY, None, article.body)]
        fields += [(CAPTION, position, caption) for position, caption in enumerate(article.captions, 1)]
        chinese = (around.language or "").startswith("zh")
        tongue = self._tongues.get((around.language or "")[:2])
        return Text(
            passages=tuple(
                Passage(
                    field=field,
                    text=text,
                    position=position,
                    opening=_opening(article, text) if field == BODY else 0,
                    chinese=chinese,
                    tongue=tongue,
                    sentences=spans,
                    marks=tuple(marks.get((field, position), ())),
                    numbers=numbers(plain, around.language),
                    days=days(plain, around, chinese=chinese, spans=spans),
                )
                for field, position, text in fields
                if text
                for plain, spans in ((plain_digits(text), sentences(text)),)
            ),
            around=around,
            operations=self._operations,
            names=self._names,
        )


def _opening(article: Article, body: str) -> int:
    return len(article.dateline) if article.dateline and body.startswith(article.dateline) else 0


def _missions(judgement: Judgement) -> Iterator[tuple[Field, Mark]]:
    """The missions that the relevance rules found; of several names on the same words the longest."""
    reach = -1
    named = [one for one in judgement.occurrences if one.entry.kind == missions.MISSION]
    for one in sorted(named, key=lambda one: (one.start, -one.end)):
        if one.start < reach:
            continue
        reach = one.end
        field, start, end, index = judgement.document.original(one.start, one.end)
        yield (field, None if index is None else index + 1), Mark(start, end, missions.MISSION, one.entry.term)


def _described(judgement: Judgement) -> Iterator[tuple[Field, Mark]]:
    """The contested uses that speak of an operation."""
    for dispute in judgement.disputes:
        field, start, end, index = judgement.document.original(dispute.start, dispute.end)
        position = None if index is None else index + 1
        yield (field, position), Mark(start, end, missions.DESCRIBED, dispute.mission or "")


def _counted(found: Iterable[Finding], judgement: Judgement) -> Iterator[Finding]:
    """Only what stands in an accepted item, and in a transcript in an accepted answer, may be counted."""
    accepted = judgement.decision.label is Label.PEACEKEEPING
    spans = judgement.spans() if accepted else ()
    for one in found:
        counted = (
            one.counted and accepted and (one.field != BODY or any(start <= one.start < end for start, end in spans))
        )
        yield one if counted == one.counted else replace(one, counted=counted)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    order = {TITLE: 0, BODY: 1, CAPTION: 2}
    return sorted(found, key=lambda one: (order[one.field], one.position or 0, one.start, one.end, one.TYPE))
