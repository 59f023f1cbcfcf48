"""All rules in their order over one article: Article and Decision in, Findings out. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from crawler.findings.circumstances import Circumstances, circumstances
from crawler.findings.days import days
from crawler.findings.numbers import numbers
from crawler.findings.passage import BODY, CAPTION, TITLE, Passage, Text
from crawler.findings.sentences import sentences
from crawler.findings.words import Word, Words
from crawler.peacekeeping.document import Document
from crawler.peacekeeping.judgement import Judgement
from storage.findings import Finding
from storage.records import Article, Label

Rule = Callable[[Text, Sequence[Finding]], Iterable[Finding]]
# A rule sees what the rules before it found: what is a casualty or a resolution's number is no figure.
RULES: tuple[Rule, ...] = ()
# Raised by hand when a rule changes what it finds; part of the version that every finding carries.
RULES_VERSION = "1"


class Finder:
    """The rules with their gazetteer, compiled once."""

    def __init__(self, words: Sequence[Word], *, rules: Sequence[Rule] = RULES) -> None:
        self._words = Words(words)
        self._rules = tuple(rules)
        self.version = f"{RULES_VERSION}+{hashlib.sha256(repr(tuple(words)).encode()).hexdigest()[:12]}"

    def find(self, article: Article, judgement: Judgement, *, home: str | None = None) -> tuple[Finding, ...]:
        """All findings by field and place. home: ISO3 of the outlet's country. None for a page labelled other."""
        if judgement.decision.label is Label.OTHER:
            return ()
        text = self._text(article, judgement.document, circumstances(article, home=home))
        found: list[Finding] = []
        for rule in self._rules:
            found += rule(text, tuple(found))
        return tuple(_in_order(_counted(found, judgement)))

    def _text(self, article: Article, document: Document, around: Circumstances) -> Text:
        marks = self._words.marks(document)
        fields: list[tuple[str, int | None, str]] = [(TITLE, None, article.title or ""), (BODY, None, article.body)]
        fields += [(CAPTION, position, caption) for position, caption in enumerate(article.captions, 1)]
        chinese = (around.language or "").startswith("zh")
        return Text(
            passages=tuple(
                Passage(
                    field=field,
                    text=text,
                    position=position,
                    chinese=chinese,
                    sentences=sentences(text),
                    marks=tuple(sorted(marks.get((field, position), ()), key=lambda mark: (mark.start, -mark.end))),
                    numbers=numbers(text, around.language),
                    days=days(text, around, chinese=chinese),
                )
                for field, position, text in fields
                if text
            ),
            around=around,
        )


def _counted(found: Iterable[Finding], judgement: Judgement) -> Iterator[Finding]:
    """Only what stands in an accepted item, and in a transcript in an accepted answer, may be counted."""
    accepted = judgement.decision.label is Label.PEACEKEEPING
    for one in found:
        counted = one.counted and accepted and (one.field != BODY or judgement.accepts(one.start))
        yield one if counted == one.counted else replace(one, counted=counted)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    order = {TITLE: 0, BODY: 1, CAPTION: 2}
    return sorted(found, key=lambda one: (order[one.field], one.position or 0, one.start, one.end, one.TYPE))
