"""Units and codes in English: the 10th Chinese infantry battalion to South Sudan (Juba), RWAFPU-3. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.rotations_contingent import (
    CODE,
    CONTINGENT,
    COUNTRY,
    MISSION,
    PEOPLE,
    STEP,
    Contingent,
)
from crawler.findings.rotations_strength import number_at, strength_of

_ORDINAL_WORDS_TEXT = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
)
_ORDINAL_WORDS = tuple(_ORDINAL_WORDS_TEXT.split())
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS, 1)} | {
    f"twenty-{word}": 20 + number for number, word in enumerate(_ORDINAL_WORDS[:9], 1)
} | {"thirtieth": 30}  # fmt: skip
_ORDINAL = lazy(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
    rf"|(?P<roman>[IVXL]{{1,7}}))\b(?!\s+(?:time|day|year|month|week|anniversary|to\b))",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_ECHELON = lazy(
    rf"\b(?:(?P<digits>\d)(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINAL_WORDS[:9])}))\s+(?:echelon|group|batch"
    rf"|chalk|flight|wave|tranche|of\s+\w+\s+(?:chalks|flights|echelons|groups))\b",
    re.IGNORECASE,
)
_NO_HEAD = lazy(
    r"[,;:()\"“”—–]|\b(?:and|or|to|by|from|with|in|at|on|for|that|who|which|was|were|has|have|had|is|are|said"
    r"|after|when|while|than|as|between|under|into|its|their|his)\b|(?:^|\s)of\b",
    re.IGNORECASE,
)
_CODE_NUMBER = lazy(
    r"[\s-]*(?:(?:rotation\s+)?(?P<digits>\d{1,3})|(?P<roman>[IVXL]+)(?:[-/](?P<letter>[A-Z]))?)\b"
    r"|[-\s]?(?P<glued>\d{1,3})$"
)
_ROTATION_NUMBER = lazy(r"(?:-\d+)?,?\s*\(?rotation\s+(?P<digits>\d{1,3})\b", re.IGNORECASE)
PLACE = (
    r"(?P<place>(?:the\s+)?[A-Z][\w'’-]+(?:\s+(?:of|the|and|of the|[A-Z][\w'’-]+))*(?<!\sthe)(?<!\sand)(?<!\sof)"
    r"(?:\s*\((?:[A-Z][^()]{1,30})\))?)"
)
_TO = lazy(
    rf"(?:\s*,)?\s+(?:(?:sent|deployed|dispatched|going|bound|headed)\s+)?(?:to|for"
    rf"|in)\s+(?:(?:the\s+)?mission\s+in\s+)?{PLACE}"
)
_SO_MANY = lazy(r"\s+(?:(?:about|some|nearly|over|another|more\s+than)\s+)?\d", re.IGNORECASE)
_DETERMINER = lazy(r"\b(?:the|an?|its|their|this|our|another)\s", re.IGNORECASE)
MOST_ECHELONS = 5
_ANAPHOR = lazy(
    r"\b(?:the|this|its|their|our|whole)\s+(?:whole\s+|entire\s+|outgoing\s+|incoming\s+|new\s+)?$", re.IGNORECASE
)
_NUMBERED = lazy(r"\s+[Nn]o\.\s*(\d{1,2})\b")
_ANY_TRADE = frozenset(
    {
        "company",
        "team",
        "unit",
        "force",
        "squad",
        "rotation",
        "batch",
        "squadron",
        "engineers",
        "medical team",
        "police team",
        "police force",
    }
)
_FORCES = lazy(r"\b(?:peace-?keeping|army|military|infantry|UN|police|engineer\w*|medical)\b", re.IGNORECASE)
_GLUED = lazy(r"(\d{1,3})$")
_FROM = lazy(r"\s+(?:from|of)\s+(?:the\s+)?")
# 172 of them serving in a police unit, 68 as officers: a head count of the unit.
_SHARE_IN = lazy(
    r"(?P<of>(?:\s+of\s+(?:them|whom))?(?:\s+(?:serving|deployed|organised))?\s+(?:in|as)\s+)(?:(?:an?"
    r"|the)\s+)?(?:[\w-]+\s+){0,2}$"
)
_OF_ITS_KIND = lazy(rf",?\s+the\s+(?P<word>{'|'.join(_ORDINAL_WORDS)}|\d+(?:th|st|nd|rd))\s+(?:of its kind|such|to)\b")
_NOT_THE_UNIT = lazy(
    r"['’]s\b|\s+(?:commanders?|headquarters|base|camp|site|compound|spokes\w+|members?|leaders?|chief|personnel"
    r"|officers?|system|life)\b(?!\s+(?:left|arrived))",
    re.IGNORECASE,
)
_PLURAL = lazy(r"(?:contingents|battalions|units|companies|forces|teams)$", re.IGNORECASE)


def units(passage: Passage, start: int, end: int) -> Iterator[Contingent]:
    """The contingents named by a kind of unit."""
    text = passage.text
    for mark in passage.within(start, end, CONTINGENT):
        if _NOT_THE_UNIT.match(text, mark.end):
            continue
        low = max(start, mark.start - 110)
        if stop := _last(_NO_HEAD, text[low : mark.start]):
            low += stop.end()
        # Saw off 225 engineers: the verb is none of their words.
        low = max(
            [low, *(step.end for step in passage.within(low, mark.start, STEP) if _SO_MANY.match(text, step.end))]
        )
        share = _SHARE_IN.search(text, max(start, low - 30), mark.start)
        if article := _last(_DETERMINER, text[low : mark.start]):
            low += article.start()
        head = text[low : mark.start]
        if head.startswith("-"):
            continue
        country = country_of(passage, low, mark.end, end)
        ordinal = _ordinal(head)
        echelon = echelon_of(text[max(start, mark.start - 130) : mark.start])
        if echelon is not None and _ECHELON.search(head):
            ordinal = None
        noun = text[mark.start : mark.end].rsplit(maxsplit=1)[-1].lower()
        if noun == "batch" and ordinal is not None and ordinal <= MOST_ECHELONS:
            # The first batch of 200 police is a part of a contingent, the 18th batch is a contingent.
            ordinal, echelon = None, ordinal
        placed = _TO.match(text, mark.end, end)
        told = strength_of(passage, low, mark, end, placed.end() if placed else mark.end)
        strength, begins = told.people, low
        if share and strength is None and not told.partial and (number := number_at(passage, share.start("of"))):
            strength, begins = number
        firm = (
            ordinal is not None
            or echelon is not None
            or (country is not None and not _PLURAL.search(text[mark.start : mark.end]))
            or strength is not None
        )
        if not firm and not _ANAPHOR.search(head):
            continue
        words = text[begins : mark.start]
        one = Contingent(
            start=mark.start - len(words.lstrip()),
            end=mark.end,
            ordinal=ordinal,
            country=country,
            unit=mark.value or None,
            noun=noun,
            echelon=echelon,
            strength=strength,
            firm=firm,
            partial=told.partial,
            loose=firm and _is_loose(text, low, mark, ordinal, strength),
        )
        one = with_place(passage, end, one)
        if ordinal is None and (numbered := _NUMBERED.match(text, mark.end)):
            one = replace(one, ordinal=int(numbered.group(1)), end=max(one.end, numbered.end()), firm=True)
        if ordinal is None and (kind := _OF_ITS_KIND.match(text, one.end)):
            one = replace(one, ordinal=_ORDINALS.get(kind["word"].lower()) or int(kind["word"][:-2]), end=kind.end())
        yield replace(one, end=max(one.end, told.end))


def _is_loose(text: str, low: int, mark: Mark, ordinal: int | None, strength: float | None) -> bool:
    """A company or a team may be of any trade; words for forces, an ordinal or a head count make it a contingent."""
    word = text[mark.start : mark.end].lower()
    return word in _ANY_TRADE and ordinal is None and strength is None and not _FORCES.search(text, low, mark.start)


def coded(passage: Passage, start: int, end: int) -> Iterator[Contingent]:
    """RWAFPU-3, GHANBATT 67, Garuda Contingent XXIII-B."""
    text = passage.text
    for mark in passage.within(start, end, CODE):
        country, _, unit = mark.value.partition("|")
        ordinal, last = None, mark.end
        if number := _ROTATION_NUMBER.match(text, mark.end):
            ordinal, last = int(number["digits"]), number.end()
        elif digits := _GLUED.search(text, mark.start, mark.end):
            ordinal = int(digits.group(1))
        elif (number := _CODE_NUMBER.match(text, mark.end)) and (number["digits"] or number["roman"]):
            ordinal, last = int(number["digits"]) if number["digits"] else None, number.end()
        yield with_place(
            passage,
            end,
            Contingent(start=mark.start, end=last, ordinal=ordinal, country=country, unit=unit or None, firm=True),
        )


def with_place(passage: Passage, end: int, one: Contingent) -> Contingent:
    """With where it goes, written after it: "to South Sudan (Juba)"; and its mission."""
    mission = next((mark.value for mark in passage.within(one.end, min(end, one.end + 90), MISSION)), None)
    to = _TO.match(passage.text, one.end, end)
    if to is None or to["place"] == mission:
        return replace(one, mission=mission)
    return replace(one, end=to.end(), destination=to["place"], mission=mission)


def country_of(passage: Passage, start: int, last: int, end: int) -> str | None:
    """Of an adjective or name inside the phrase, or "from X" after it."""
    inside = [mark.value for mark in passage.within(start, last, PEOPLE, COUNTRY)]
    if inside:
        return inside[0]
    for mark in passage.within(last, min(end, last + 40), COUNTRY, PEOPLE):
        return mark.value if _FROM.fullmatch(passage.text, last, mark.start) else None
    return None


def _ordinal(head: str) -> int | None:
    found = _last(_ORDINAL, head)
    return _value(found) if found else None


def _value(found: re.Match[str]) -> int | None:
    if found["digits"]:
        return int(found["digits"])
    if found["word"]:
        return _ORDINALS[found["word"].lower()]
    numeral = found["roman"]
    if numeral is None or not numeral.isupper() or len(numeral) < 2:
        return None
    values = [_ROMAN[sign] for sign in numeral]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def echelon_of(before: str) -> int | None:
    """The number of an echelon, group or chalk, from the words before a contingent; the last of them counts."""
    found = _last(_ECHELON, before)
    if found is None:
        return None
    return int(found["digits"]) if found["digits"] else _ORDINALS[found["word"].lower()]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one counts
        pass
    return found
