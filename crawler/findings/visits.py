"""Visits, inspections and receptions; the kind is composed of what was visited and what was done there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.findings.days import Day
from crawler.findings.days_told import told
from crawler.findings.passage import Mark, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from crawler.findings.stretches import stretch
from storage.findings import Finding, Person, Visit

VISIT, VISITOR = "visit", "visitor"
_NAME_BEFORE = lazy(r"\b[A-Z][\w'’-]+\s+(?:[a-z]{2,3}\s+)?[A-Z][\w'’-]+")
_WHAT = lazy(
    r"\s+(?P<what>(?:[^,.;:\n]|\.(?=\S)){2,110}?)(?=\s+(?:and\s+(?:delivered|gave|made|met|held|inspected|was|is"
    r"|said)|on\s+(?:[A-Z]\w*|\d+)|in\s+(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)|last|this|yesterday|today|where|to\s+(?:mark|attend|inspect|see|meet|review|observe"
    r"|convey|boost)|as\s+part|during|during|after|before|at the)\b|[,.;:\n]|$)"
)
_EXHIBITION = lazy(r"exhibition|exhibit|展览|展", re.IGNORECASE)
_SPEECH = lazy(
    r"\b(?:deliver\w*|gave|made|giv\w+)\s+(?P<rest>(?:an?|the|his|her)\s+(?:[\w-]+\s+){0,2}(?:speech|address"
    r"|remarks))|发表(?:了)?(?:重要)?讲话|致辞",
    re.IGNORECASE,
)
_CHINESE_WHAT = lazy(r"(?:了)?(?P<what>[^，。；：、]{2,30})")
_PLACE = lazy(r"\bin\s+(?:the\s+)?(?P<place>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)")
_UNREAL = lazy(
    r"\b(?:will|would|could|may|might|should|to|can|often|regularly|never|not|who have|has never|please)\s+$",
    re.IGNORECASE,
)
_PATIENTS = lazy(r"^\s*(?:by|more than \d|\d[\d,]* (?:times|households|families|houses|homes|patients))")
# He met President X and visited Y; accompanied by X he visited Y: X visits nothing.
_OBJECT = lazy(
    r"\b(?:me(?:e?ts?|eting)|with|by|receiv\w+|welcom\w+|thank\w*|greet\w*|joined|saw|from|briefed)\s+(?:with\s+)?(?:the\s+)?"
    r"(?:[\w’'.-]+\s+){0,2}\Z",
    re.IGNORECASE,
)
_OBJECT_REACH = 60
_WHO = lazy(r",?\s+who\b")
MOST_BEFORE = 260


def find(text: Text, before: Sequence[Finding]) -> Iterator[Visit]:
    """One finding a verb of visiting that somebody named or of rank stands before."""
    for passage in text.passages:
        people = [
            one
            for one in before
            if isinstance(one, Person) and (one.field, one.position) == (passage.field, passage.position)
        ]
        done: set[Span] = set()
        for mark in passage.of(VISIT):
            sentence = stretch(passage, mark.start)
            if sentence in done:
                continue
            made = _visit(passage, sentence, mark, people)
            if made is not None:
                done.add(sentence)
                yield made


def _visit(passage: Passage, sentence: Span, mark: Mark, people: Sequence[Person]) -> Visit | None:
    text = passage.text
    low = max(sentence[0], mark.start - MOST_BEFORE)
    if _UNREAL.search(text, max(low, mark.start - 16), mark.start) or _PATIENTS.match(text[mark.end : mark.end + 30]):
        return None
    visitor = _visitor(passage, low, mark, people)
    if visitor is None:
        return None
    who, visitor_at = visitor
    what = (_CHINESE_WHAT if passage.chinese else _WHAT).match(text, mark.end, sentence[1])
    if what is None:
        return None
    words = what["what"].strip()
    day = _day(passage, sentence, mark)
    parts = [(mark.start, what.end("what"))]
    kind = mark.value
    if _EXHIBITION.search(words) and kind == VISIT:
        kind = "exhibition visit"
    speech = _SPEECH.search(text, mark.end, sentence[1])
    if speech:
        kind += " and speech"
        parts.append(speech.span())
    if day is not None and all(day.end <= start or day.start >= end for start, end in parts):
        parts.append((day.start, day.end))
    place = _PLACE.search(words) if not passage.chinese else None
    return Visit(
        field=passage.field, position=passage.position, parts=tuple(sorted(parts)), rule=f"visit: {mark.value}",
        confidence=1.0 if visitor_at else 0.8, kind=kind, who=who, what=words, place=place["place"] if place else None,
        date=day.iso if day else None, date_basis=day.basis if day else None,
    )  # fmt: skip


def _visitor(passage: Passage, low: int, mark: Mark, people: Sequence[Person]) -> tuple[str | None, bool] | None:
    """Who visits: a person found before the verb, else somebody of rank; None where there is neither."""
    near = [one for one in people if low <= one.start < mark.start]
    named = [one for one in near if not _is_object(passage.text, low, one)]
    if named:
        return named[-1].name, True
    ranks = [
        rank
        for rank in passage.within(low, mark.start, VISITOR)
        if not any(one.start <= rank.start < one.end for one in near)
    ]
    if not ranks:
        return None
    rank = ranks[-1]
    if passage.chinese:
        return passage.text[max(low, rank.start - 12) : rank.end].split("，")[-1].split("日")[-1], False
    name = _NAME_BEFORE.search(passage.text, rank.start, mark.start)
    return passage.text[rank.start : name.end() if name else rank.end], False


def _is_object(text: str, low: int, one: Person) -> bool:
    """Whether somebody is met or comes along, and is not who does the next thing."""
    met = _OBJECT.search(text, max(low, one.start - _OBJECT_REACH), one.start)
    return met is not None and _WHO.match(text, one.end) is None


def _day(passage: Passage, sentence: Span, mark: Mark) -> Day | None:
    days = told(passage, *sentence)
    return min(days, key=lambda day: abs(day.start - mark.start), default=None)
