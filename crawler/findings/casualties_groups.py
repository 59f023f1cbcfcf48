"""Numbers of people and what befell them, as the rules of casualties hand them on. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.findings.numbers import Number
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

HARM = "harm"
DEATH, INJURY = "death", "injury"
PERSONS, PEOPLE, COUNTRY = "persons", "people", "country"
QUALIFIERS = (
    ("more than", "above", r"more than|over|upwards of|in excess of|well over|exceeding"),
    ("at least", "lower", r"at least|no fewer than|no less than|not less than|a minimum of"),
    ("nearly", "below", r"nearly|almost|close to|just under|fewer than|less than"),
    ("up to", "upper", r"up to|as many as|at most|a maximum of"),
    ("about", "around", r"about|around|some|approximately|roughly|an estimated|estimated"),
    ("exact", None, r"a total of|the other|the remaining|the last|another|a further|an additional|exactly|all"),
)
_BEFORE = lazy(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<q{index}>{words})" for index, (_, _, words) in enumerate(QUALIFIERS))
    + r")\s+[\"“]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Some people at their place. number: where the number stands; noun: the span of the words for who they are.

    firm: named by a word for people; else a bare number, which only its neighbours can make people. shared: the span
    of the noun that it has in common with people next to it; of: those of whom it is some; name: of one soldier.
    """

    start: int
    end: int
    value: float
    qualifier: str
    bound: str | None
    firm: bool
    noun: tuple[int, int] | None = None
    personnel: str | None = None
    nationality: str | None = None
    partial: bool = False
    shared: Span | None = None
    of: Group | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """People and what befell them. parts: the words it rests on; perfect: told by "have died", without a day.

    harm: where the word of harm stands; None for parts of a number, which have none of their own. within: where words
    on its time may stand, if not in its whole clause.
    """

    group: Group
    kind: str
    rule: str
    parts: tuple[Span, ...]
    perfect: bool = False
    total: bool = False
    part: bool = False
    whole: Hit | None = None
    harm: Span | None = None
    within: Span | None = None


def numbers_in(passage: Passage, start: int, end: int) -> Sequence[Number]:
    """The numbers that begin in a stretch, in order; a table may hold thousands besides."""
    index = bisect_left(passage.numbers, start, key=lambda number: number.start)
    return passage.numbers[index : bisect_left(passage.numbers, end, lo=index, key=lambda number: number.start)]


def qualified(text: str, start: int, number: Number) -> tuple[str, str | None, int]:
    """Qualifier, bound, and where the words begin."""
    if number.kind == "vague":
        return "dozens", None, number.start
    if number.value_to is not None:
        return "at least", "lower", number.start
    before = _BEFORE.search(text, max(start, number.start - 24), number.start)
    if before is None:
        return "exact", None, number.start
    index = int((before.lastgroup or "q5")[1:])
    return QUALIFIERS[index][0], QUALIFIERS[index][1], before.start()


# Half of the 30 soldiers: how many is not told.
_SHARE_OF = lazy(
    r"(?:\b(?:half|thirds?|quarters?|fifths?|most|some|many|few|several|majority|part|per\s?cent)|%)\s+of\s+"
    r"(?:the|its|their|his|her|those|these)\s+\Z",
    re.IGNORECASE,
)
_SHARE_REACH = 32


def is_share(passage: Passage, group: Group) -> bool:
    """True for a part of people that is told by no number of its own: half of the 30 soldiers, most of the 30."""
    inside = numbers_in(passage, group.start, group.end)
    if any(number.kind == "part" and number.value == group.value for number in inside):
        return True
    return _SHARE_OF.search(passage.text, max(0, group.start - _SHARE_REACH), group.start) is not None


# Somebody's age: Arun Rao, 24, had been killed.
_NAME_BEFORE = lazy(r"[A-Z][\w’'-]+,\s+(?:aged\s+)?\Z")
_AGED = lazy(r"\b(?:aged|age\s+of)\s+(?:just\s+|only\s+)?\Z", re.IGNORECASE)
_NAME_REACH, _YOUNGEST, _OLDEST = 40, 15, 99


def _is_age(text: str, number: Number) -> bool:
    if _AGED.search(text, max(0, number.start - _NAME_REACH), number.start):
        return True
    if not _YOUNGEST <= number.value <= _OLDEST or text[number.end : number.end + 1] != ",":
        return False
    return _NAME_BEFORE.search(text, max(0, number.start - _NAME_REACH), number.start) is not None


# Children of somebody who is told of, or an age: a father of two was killed, a girl of six.
_PARENT = lazy(
    r"\b(?:grand)?(?:mother|father|parents?|mum|mom|dad)\s+(?:of|to)\s+\Z"
    r"|\b(?:girl|boy|child|baby|infant|toddler|teenager|youth|son|daughter|man|woman)\s+of\s+(?:only\s+|just\s+)?\Z",
    re.IGNORECASE,
)


def is_no_count(passage: Passage, number: Number) -> bool:
    """Days, ages, somebody's children, designations, shares, and what has a hyphen on either side."""
    text = passage.text
    if _is_age(text, number) or _PARENT.search(text, max(0, number.start - _NAME_REACH), number.start):
        return True
    if any(day.start < number.end and number.start < day.end for day in passage.days):
        return True
    if number.value != int(number.value) or text[max(0, number.start - 3) : number.start].lower() == "no ":
        return True
    after = text[number.end : number.end + 2]
    before = text[max(0, number.start - 1) : number.start]
    if after[:1] in ("%", "％", "/", ":") or before in ("-", "/", "$", "€", "£", "#", ":"):
        return True
    if after[:1] == "-" and after[1:].isalnum() and not text.startswith("-plus", number.end):
        return True
    return after.lower() in ("th", "st", "nd", "rd") or text[max(0, number.start - 4) : number.start].lower().endswith(
        "no. "
    )
