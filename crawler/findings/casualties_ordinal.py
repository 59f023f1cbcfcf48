"""Tolls that a count of one by one tells: the fifth peacekeeper to die this year, 我国第9名牺牲的维和警察. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.findings.casualties_groups import COUNTRY, DEATH, INJURY, PEOPLE, PERSONS, Group, Hit
from crawler.findings.numbers import chinese_value
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

RULE = "casualty: one by one"
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TEENS = (
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
_WORDS = {word: number for number, word in enumerate((*_ONES, *_TEENS), 1)}
_WORDS |= {f"{word}ieth": 10 * number for number, word in enumerate(_TENS, 2)}
_WORDS |= {
    f"{ten}y-{word}": 10 * tens + number
    for tens, ten in enumerate(_TENS, 2)
    for number, word in enumerate(_ONES[:9], 1)
}
_ENGLISH = lazy(
    # A third soldier is one more; a third of the soldiers is a share.
    r"(?<!\ba )(?<!\ban )(?<![\w-])(?P<nth>[a-z-]*(?:th|first|second|third)|\d{1,4}(?:st|nd|rd|th))\s+"
    r"(?P<who>(?:(?!(?:of|to|in|on|at|and|or|by|with)\b)[\w’'.-]+\s+){0,5}?)"
    r"(?P<what>(?:to\s+(?:have\s+)?|(?:who|that)\s+(?:has\s+|had\s+|was\s+|been\s+)*)?"
    r"(?:(?P<dead>die[ds]?|(?:be(?:en)?\s+)?killed|perish(?:ed)?|los(?:t|e|ing)\s+(?:his|her|their)\s+li(?:fe|ves)|to\s+fall)"
    r"|(?P<hurt>(?:be(?:en)?\s+)?(?:wounded|injured)))\b"
    r"|(?P<death>(?:death|fatality)\b(?!\s+toll)(?:\s+(?:of|among|in|for)\s+(?:an?\s+|the\s+|its\s+)?)?))",
    re.IGNORECASE,
)
_CHINESE = lazy(
    r"第(?P<nth>\d{1,4}|[一二三四五六七八九十百]{1,5})[名位个個](?P<who>[^，。；、第]{0,24}?)"
    r"(?P<what>牺牲|犧牲|殉职|殉職|遇难|遇難|丧生|喪生|阵亡|陣亡|身亡|死亡|献出(?:宝贵)?生命)"
)
# A count of one incident is told by its toll; one of a year, a country or a mission stands here alone.
_OVER_TIME = lazy(
    r"[^,;.]{0,60}?\b(?:this\s+year|last\s+year|since|so\s+far|to\s+date|of\s+the\s+year|in\s+(?:19|20)\d\d"
    r"|in\s+(?:(?:the|its|a|as|less|under|just|over|than|past|last|many|\w+)\s+){1,3}(?:days|weeks?|months?|years?|history))\b",
    re.IGNORECASE,
)
_CHINESE_OVER_TIME = lazy(r"今年|以来|以來|至今|我国|我國|我军|我軍|中国|中國")
_REACH = 40
_OUR_REACH = 16


def tolls(passage: Passage, sentence: Span) -> Iterator[Hit]:
    """The tolls of a sentence that an ordinal tells; the first of many tells none."""
    pattern = _CHINESE if passage.chinese else _ENGLISH
    for told in pattern.finditer(passage.text, *sentence):
        value = _value(told["nth"], chinese=passage.chinese)
        people = _people(passage, told)
        if value is None or value < 2 or people is None or not _is_over_time(passage, sentence, told):
            continue
        personnel = next((mark.value for mark in reversed(people) if mark.kind == PERSONS), None)
        nations = {mark.value for mark in people if mark.kind != PERSONS}
        group = Group(
            told.start("nth"),
            told.end("what"),
            float(value),
            "exact",
            None,
            firm=True,
            noun=told.span("who") if told["who"].strip() else None,
            personnel=None if personnel == "other" else personnel,
            nationality=nations.pop() if len(nations) == 1 else None,
        )
        kind = INJURY if told.groupdict().get("hurt") else DEATH
        yield Hit(group, kind, RULE, ((told.start(), told.end()),), total=True)


def outside(marks: Sequence[Mark], told: Sequence[Hit]) -> Sequence[Mark]:
    """The words of harm of a sentence that are no part of its counts one by one."""
    spans = [hit.parts[0] for hit in told]
    return [mark for mark in marks if not any(first <= mark.start < last for first, last in spans)]


def _value(word: str, *, chinese: bool) -> float | None:
    if word[0].isdigit():
        return float(word if word.isdigit() else word[:-2])
    return chinese_value(word) if chinese else _WORDS.get(word.lower())


def _is_over_time(passage: Passage, sentence: Span, told: re.Match[str]) -> bool:
    if passage.chinese:
        return (
            _CHINESE_OVER_TIME.search(passage.text, max(sentence[0], told.start() - _OUR_REACH), told.end()) is not None
        )
    return _OVER_TIME.match(passage.text, told.end(), sentence[1]) is not None


def _people(passage: Passage, told: re.Match[str]) -> list[Mark] | None:
    """The words for whom it counts; None where it counts nobody: the fifth attack that killed."""
    if passage.chinese:
        return list(passage.within(max(0, told.start() - _OUR_REACH), told.end(), COUNTRY))
    if told["death"]:
        behind = list(passage.within(told.end(), told.end() + _REACH, PERSONS, PEOPLE, COUNTRY))
        near = behind[:1] if behind and behind[0].start == told.end() else []
        return [*passage.within(*told.span("who"), PERSONS, PEOPLE, COUNTRY), *near]
    people = list(passage.within(*told.span("who"), PERSONS, PEOPLE, COUNTRY))
    last = people[-1] if people else None
    return people if last is not None and not passage.text[last.end : told.end("who")].strip() else None
