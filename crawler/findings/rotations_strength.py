"""How many people a contingent has, and how many of them did what is told, in English. Pure.

A share (half, 40 per cent) is no head count, and the number of whom a share is told ("half of the 400 soldiers") is not
that of those who left.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from crawler.findings.numbers import Number
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.rotations_contingent import LEAST_PEOPLE, MOST_PEOPLE
from crawler.findings.sentences import Span

_STRENGTH_AFTER = lazy(
    r"(?:[-\s](?:strong|member|man|person|troop|soldier|women|woman)\b|\s+(?:strong\b|in number|in all|in total"
    r"|(?:officers?|soldiers?|troops|peacekeepers?|personnel|members?|engineers?|medics?|men|women|policemen"
    r"|police|uniformed|ranks|female|male|people|staff)\b))",
    re.IGNORECASE,
)
_STRENGTH_BEFORE = lazy(
    r"(?:also|numbered|numbers|numbering|comprising|consisting of|made up of|composed of|comprises|totall?ing"
    r"|with|of|all|,|strength of|including|the last|another|about|some)\s+(?:about\s+|some\s+|all\s+|a total of\s+)?$",
    re.IGNORECASE,
)
_OTHER_CLAUSE = lazy(r"[.;]|\b(?:to|left|and|from|by|which (?!numbers|numbered))\b")
_GOES_ON = lazy(r"\s+\w")
# "A platoon with 30 people": so near stands the number of its own.
MOST_BESIDE = 12
_ONLY = lazy(r"\s+(?:of|numbering)\s+(?:(?:about|some|around)\s+)?")
_PER_CENT = lazy(r"\s*(?:%|％|-?per\s?cent\b)", re.IGNORECASE)
# "Half of the 400", "the majority of its 850", "49 of the 120", "a group of the 3,000": a part of them.
_PART_OF = lazy(
    r"(?<!\w)(?:half|quarters?|thirds?|fifths?|tenths?|part|portion|share|most|majority|minority|many|some|several|few"
    r"|fewer|number|none|any|one|rest|remainder|bulk|dozens?|scores|hundreds|more|fraction|per\s?cent|[%％]|\d"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred)\s*(?:of|from|among|out\s+of)\s+(?:the|its|their|his|our|those|these|\w+['’]s?)\s+(?:[\w-]+\s+){0,2}$"
    r"|(?:^|[.;,]\s+|\bbut\s+|\band\s+)(?:of|out\s+of|from\s+among)\s+(?:the|its|their|those|these)\s+(?:[\w-]+\s+){0,2}$"
    r"|\bhalf\s+(?:the|its|their)\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_GROUP_OF = lazy(
    r"\b(?:groups?|batch|echelon|party|elements|members)\s+of\s+(?:the|its|their)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
_ALL_OF = lazy(r"\ball\s+(?:of\s+)?(?:the|its|their)\s+$", re.IGNORECASE)
_OF_THE = lazy(r"\s+(?:more\s+)?(?:of|from\s+among)\s+(?:the|its|their|his|our|those|these)\b", re.IGNORECASE)
# A number right before a verb is the verb's subject: "only 400 arrived", "of whom 200 have left".
_OWN_AFTER = lazy(
    r"(?:\s+(?:more|others?|(?:of\s+)?(?:them|whom|these|those)|so\s+far|in\s+all))*"
    r"(?:\s+(?:have|had|has|were|was|are|is|actually|finally|already|also|then|later|only|[a-z]+ly))*\s+",
    re.IGNORECASE,
)
_OWN_BEFORE = lazy(
    r"(?:^|[,;(]|\b(?:and|but|while|whereas|though|although|yet|of\s+wh(?:om|ich)|of\s+them|which|whose|only|just|about"
    r"|around|some|nearly|almost|another|further|other|remaining|first|last|the|than|least|to|all))\s*$",
    re.IGNORECASE,
)
_SHARE_SUBJECT = lazy(
    r"\b(?:half|most|many|some|several|few|none|part|the\s+(?:rest|others?|remainder|majority))"
    r"(?:\s+of\s+(?:them|whom|these|those))?",
    re.IGNORECASE,
)
_LONGEST_OWN = 60


class Strength(NamedTuple):
    """A head count (None where none is told), where its words end, and whether only a part of the unit is meant."""

    people: float | None
    end: int
    partial: bool = False


def is_share(passage: Passage, number: Number) -> bool:
    """True for a part of a whole and for an amount without a number."""
    return number.kind in ("part", "vague") or _PER_CENT.match(passage.text, number.end) is not None


def is_of_a_share(text: str, start: int, place: int) -> bool:
    """True where only a part is meant of what stands at a place. start: where the sentence begins."""
    before = text[max(start, place - 60) : place]
    return bool(_PART_OF.search(before)) and not _ALL_OF.search(before)


def part_of_people(passage: Passage, start: int, group: Span) -> tuple[bool, bool]:
    """Whether counted people are a part of a whole, and whether their number is that of the whole or a mere share."""
    first = next((one for one in passage.numbers if group[0] <= one.start and one.end <= group[1]), None)
    if first is None:
        return False, False
    share = is_share(passage, first) or is_of_a_share(passage.text, start, first.start)
    return share or bool(_OF_THE.match(passage.text, first.end)), share


def number_at(passage: Passage, end: int) -> tuple[float, int] | None:
    """The head count that ends at a place, with where it begins."""
    for number in passage.numbers:
        if number.end == end and _is_head_count(passage, number):
            return number.value, number.start
    return None


def strength_of(passage: Passage, start: int, mark: Mark, end: int, begin: int) -> Strength:
    """A head count inside the phrase of a unit, or right after it (from begin)."""
    text = passage.text
    opening = passage.sentence(mark.start)[0]
    if is_of_a_share(text, opening, mark.start):
        return Strength(None, mark.end, partial=True)
    for number in passage.numbers:
        if number.end <= start:
            continue
        if number.start >= min(end, begin + 60):
            break
        if not _is_head_count(passage, number):
            continue
        after = _STRENGTH_AFTER.match(text, number.end)
        if number.start < mark.start and after:
            part = is_of_a_share(text, opening, number.start) or bool(
                _GROUP_OF.search(text[max(opening, start - 40) : number.start])
            )
            return Strength(None if part else number.value, mark.end, part)
        if number.start >= begin and not _OTHER_CLAUSE.search(text, begin, number.start):
            before = _STRENGTH_BEFORE.search(text, begin, number.start)
            only = _ONLY.fullmatch(text, begin, number.start) or not _GOES_ON.match(text, number.end)
            # It worked with 300 people from the camp: those need be no soldiers.
            anybody = after is not None and after.group().endswith("people") and number.start - begin > MOST_BESIDE
            if before and (after or only) and not anybody:
                return Strength(number.value, after.end() if after else number.end)
    return Strength(None, mark.end)


def own_count(passage: Passage, start: int, verb: int) -> Strength | None:
    """The number that is a verb's own subject, between a contingent and the verb; people: None for a share."""
    text = passage.text
    low = max(start, verb - _LONGEST_OWN)
    for number in passage.numbers[bisect_left(passage.numbers, low, key=lambda one: one.start) :]:
        if number.start >= verb:
            break
        if not _is_day(passage, number) and _is_subject(text, start, (number.start, number.end), verb):
            people = number.value if _is_head_count(passage, number) else None
            return Strength(people, number.end, partial=True)
    for share in _SHARE_SUBJECT.finditer(text, low, verb):
        if _is_subject(text, start, share.span(), verb):
            return Strength(None, share.end(), partial=True)
    return None


def _is_subject(text: str, start: int, words: Span, verb: int) -> bool:
    return bool(_OWN_AFTER.fullmatch(text, words[1], verb) and _OWN_BEFORE.search(text[start : words[0]]))


def _is_head_count(passage: Passage, number: Number) -> bool:
    return (
        LEAST_PEOPLE <= number.value <= MOST_PEOPLE and not is_share(passage, number) and not _is_day(passage, number)
    )


def _is_day(passage: Passage, number: Number) -> bool:
    return any(day.start < number.end and number.start < day.end for day in passage.days)
