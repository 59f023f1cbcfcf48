"""Counts behind or under a label, as fact sheets and tables list them: Troops: 15,327 (as of 31 July 2024). Pure."""

from __future__ import annotations

import re

from crawler.findings.figures_counted import NONE, PEOPLE, PLURAL_NOUN, UNIT, Counted, parts_of
from crawler.findings.figures_words import NAMED_BY
from crawler.findings.numbers import Number
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

LABELLED = "figure: label + number"
ASKED = "figure: number asked for"
# A label opens its line, or the line's next entry, and holds no number and no sentence; a bracket may close it.
_LABEL = (
    r"\s*(?:[-–—•*·▪■►]\s*|\d{1,2}[.)]\s+|\([a-z]\)\s*)?"
    r"(?P<label>(?!(?:the|an?|this|these|it|they|we|in|on|at|of|from|among|with|there)\s)"
    r"[^\W\d_][^\s\d:;•|.?!]*(?:[ \xa0][^\s\d:;•|.?!]+){0,5}?)"
    r"(?:\s*\([^()\n]{1,40}\))?"
)
_SIGN = r"\s*(?:[:=|]|\s[–—-]|\.{3,}|…)\s*(?:about|some|around|over|nearly|more\s+than|up\s+to|approximately|~)?\s*"
_BEFORE = lazy(rf"(?:\A|(?<=[\n;•|])){_LABEL}{_SIGN}\Z", re.IGNORECASE)
_LINE = lazy(rf"{_LABEL}\s*:?\s*", re.IGNORECASE)
ROW = lazy(rf"{_LABEL}{_SIGN}\d", re.IGNORECASE)
_BEHIND = lazy(r"\+?\s*(?:\Z|[\n(;,.|•])|\s+(?:from|in|of|including|since|across|as\s+(?:of|at)|plus|and|on|with)\b")
# Strength and ceiling are of people.
_STRENGTH = lazy(r"\b(?:strength|ceiling|head\s?count|deployment)\b", re.IGNORECASE)
# Farmers Insurance Group, though farmers are counted.
_NAME_GOES_ON = lazy(r"\s+[A-Z]")
_HOW_MANY = lazy(r"\bhow\s+many\s+(?P<noun>(?:[\w’'-]+\s+){0,4}[\w’'-]+)[^.?!\n]*\?\s*\Z", re.IGNORECASE)
_ENDS_AN_ANSWER = lazy(
    r"\s*(?:\Z|[\n.;,])|\s+(?:now|today|at\s+present|currently|a\s+(?:day|week|month|year)|in\s+all|so\s+far|on\s+the\s+ground)\b",
    re.IGNORECASE,
)
_LONGEST_QUESTION, _LONGEST_ANSWER = 240, 160
_YEAR = lazy(r"(?:19|20)\d\d")
_REACH, _LEAST = 110, 2


def asked(passage: Passage, number: Number) -> Counted | None:
    """What the question before an answer asks the number of: How many peacekeepers are there? Just over 1,100 today."""
    text = passage.text
    if number.kind != "digits" or number.value < _LEAST or not _ENDS_AN_ANSWER.match(text, number.end):
        return None
    # A son called Ronnie, 4.
    if text.endswith(", ", 0, number.start):
        return None
    end = text.rfind("\n", max(0, number.start - _LONGEST_ANSWER), number.start)
    question = _HOW_MANY.search(text, max(0, end - _LONGEST_QUESTION), end) if end > 0 else None
    if question is None:
        return None
    mark = next(passage.within(*question.span("noun"), UNIT), None)
    if mark is None or parts_of(mark)[0] == NONE or any(passage.within(*question.span(), "harm")):
        return None
    return Counted(number.start, number.end, *parts_of(mark), ASKED, 0.8)


def labelled(passage: Passage, number: Number) -> Counted | None:
    """What the label of a bare number says that it counts; None where it has none that names what can be counted."""
    text = passage.text
    if number.kind != "digits" or number.value < _LEAST or not _BEHIND.match(text, number.end):
        return None
    label = _label(text, number)
    if label is None or any(passage.within(*label, "harm")) or text[slice(*label)].lower().split()[0] in NAMED_BY:
        return None
    above = "\n" in text[label[1] : number.start]
    for mark in passage.within(*label, UNIT):
        family, unit, concept = parts_of(mark)
        if _names_many(text, mark, label[1]) and (family == PEOPLE or (family != NONE and not above)):
            return Counted(label[0], number.end, family, unit, concept, LABELLED, 0.9)
    if _STRENGTH.search(text, *label):
        return Counted(label[0], number.end, PEOPLE, "persons", "personnel", LABELLED, 0.8)
    return None


def _names_many(text: str, mark: Mark, last: int) -> bool:
    """True for a noun in the plural (experts on mission: it may stand first) that no name goes on from."""
    words = (mark.end, text.find(" ", mark.start, mark.end))
    many = any(PLURAL_NOUN.search(text, mark.start, end) for end in words if end > 0)
    return many and _NAME_GOES_ON.match(text, mark.end, last) is None


def _label(text: str, number: Number) -> Span | None:
    """Where the label stands: before a sign on the number's line, or alone on the line above the number's own."""
    low = max(0, number.start - _REACH)
    line = max(text.rfind("\n", low, number.start) + 1, low)
    if text[line : number.start].strip():
        found = _BEFORE.search(text[line : number.start])
        return None if found is None else (line + found.start("label"), line + found.end("label"))
    if text[number.end : number.end + 1] not in ("", "\n") or _YEAR.fullmatch(text, number.start, number.end):
        return None
    end = max(line - 1, 0)
    while end > 0 and text[end - 1].isspace():
        end -= 1
    low = max(0, end - _REACH)
    found = _LINE.fullmatch(text, max(text.rfind("\n", low, end) + 1, low), end)
    return None if found is None else found.span("label")
