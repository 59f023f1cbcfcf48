"""Exercises by name: "Common Destiny-2021", Exercise Shanti Doot, “共同命运—2025”演习. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from crawler.findings.days_told import told
from crawler.findings.passage import Mark, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from crawler.findings.stretches import stretch
from storage.findings import Exercise, Finding

HAPPENING, NOUN = "happening", "exercise/noun"
_QUOTED = lazy(r"[\"“‘「『](?P<name>[^\"”’」』\n]{2,48})[\"”’」』]")
_CAPITALS = lazy(r"\b(?P<name>[A-Z][\w]+(?:[ -][A-Z][\w]+){0,4}(?:\s*[-–— ]\s*(?:20\d\d|[IVX]{1,5}|\d{1,2}))?)")
_DATED = lazy(r"\b(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,3}\s?[-–—]?\s?20\d\d)\b")
_AFTER_WORD = lazy(r"\s+(?:(?:named|called|dubbed|codenamed|code-named)\s+)?")
_PLACE = lazy(r"\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)")
_CHINESE_PLACE = lazy(
    r"在(?P<place>[^，。；举进行开拉]{2,16}?)(?=举行|舉行|开幕|進行|进行|拉开|展开|举办|落幕|，|。|$)"
)
MOST_BETWEEN = 50


def find(text: Text, before: Sequence[Finding]) -> Iterator[Exercise]:  # noqa: ARG001 - every rule has this form
    """One finding for each name, at its first mention in each field."""
    for passage in text.passages:
        marks = (mark for mark in passage.of(HAPPENING) if mark.value == NOUN)
        names: set[str] = set()
        for sentence, group in groupby(marks, key=lambda mark: stretch(passage, mark.start)):
            for name in _names(passage, sentence, list(group)):
                if name.group("name") not in names:
                    names.add(name.group("name"))
                    yield _exercise(passage, sentence, name)


def _names(passage: Passage, sentence: Span, marks: Sequence[Mark]) -> Iterator[re.Match[str]]:
    text = passage.text
    for quoted in _QUOTED.finditer(text, *sentence):
        near = any(
            0 <= mark.start - quoted.end() <= MOST_BETWEEN or 0 <= quoted.start() - mark.end <= 24 for mark in marks
        )
        if (
            near
            and (quoted["name"][0].isupper() or not quoted["name"][0].isascii())
            and not quoted["name"].rstrip().endswith((",", ".", "，", "。"))
        ):
            yield quoted
            return
    for mark in marks:
        word = _AFTER_WORD.match(text, mark.end, sentence[1])
        if (
            text[mark.start : mark.end] == "Exercise"
            and word
            and (name := _CAPITALS.match(text, word.end(), sentence[1]))
        ):
            yield name
            return
        for dated in _DATED.finditer(
            text, max(sentence[0], mark.start - MOST_BETWEEN), min(sentence[1], mark.end + MOST_BETWEEN)
        ):
            if not _is_a_day(passage, dated):
                yield dated
                return


def _is_a_day(passage: Passage, found: re.Match[str]) -> bool:
    return any(day.start < found.end() and found.start() < day.end - 4 for day in passage.days)


def _exercise(passage: Passage, sentence: Span, name: re.Match[str]) -> Exercise:
    text = passage.text
    pattern = _CHINESE_PLACE if passage.chinese else _PLACE
    place = pattern.search(text, name.end(), sentence[1])
    days = [day for day in told(passage, *sentence) if not name.start() <= day.start < name.end()]
    day = min(days, key=lambda one: abs(one.start - name.start()), default=None)
    named = place["place"] if place else None
    if named and any(one.start <= place.start("place") < one.end for one in passage.days):  # type: ignore[union-attr]
        named = None
    return Exercise(
        field=passage.field, position=passage.position, parts=((name.start(), name.end()),), rule="exercise: by name",
        name=name["name"], place=named, date=day.iso if day else None,
    )  # fmt: skip
