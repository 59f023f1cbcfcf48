"""Whether a count is a fact of today: not wished, needed, refused, imagined or long past. Pure.

The governing clause decides: "asked for 2,000 troops" is no strength, "asked for help and has 2,000" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.findings.figures_counted import GROUP, PEOPLE, THING
from crawler.findings.figures_cues import Cues
from crawler.findings.figures_modality_words import (
    AFTER,
    CHINESE,
    CHINESE_AFTER,
    CHINESE_IF,
    CONDITION,
    FROM_TO,
    GONE_AFTER,
    HAVE_OF_A_MODAL,
    IF_AFTER,
    IF_SENTENCE,
    ITS_OWN,
    NEED,
    NEGATION,
    NO_MORE,
    OTHERS,
    OTHERS_AFTER,
    PAST,
    PAST_AFTER,
    PRESENT,
    RESET,
    TO,
    WHOLE,
)
from crawler.findings.patterns import lazy

# As in figures_natures, which asks here.
AUTHORISED, PLANNED = "authorised", "planned"
# Up to 1,400 soldiers may be deployed: the ceiling of a mandate.
MAY_BE = lazy(r"\s+may\s+be\s+(?:deployed|sent|employed|used|stationed|fielded)\b", re.IGNORECASE)
_FAR, _OTHERS_FAR = 110, 70
_CLAUSE_ENDS = "，。；：、！？"


def is_unreal(cues: Cues, nature: str) -> bool:
    """True for a count that is wished, needed, refused or depends on an if. nature: as the words of time tell it."""
    at = cues.at
    if at.what.family not in (PEOPLE, GROUP, THING):
        return False
    if nature == AUTHORISED and MAY_BE.match(at.text, at.words[1], at.span[1]):
        return False
    head = at.text[max(cues.first, at.words[0] - _FAR) : at.words[0]]
    if ITS_OWN.search(head) or WHOLE.search(head):
        return False
    if at.passage.chinese:
        return _is_unreal_in_chinese(cues)
    return _is_governed(cues, head, nature) or _depends(cues, head, nature)


def _is_governed(cues: Cues, head: str, nature: str) -> bool:
    """A word of need, refusal or possibility in the clause before a count, or a verdict right behind it."""
    at = cues.at
    end, last = at.words[1], at.span[1]
    words = [NEGATION]
    # What may be deployed by leave of the Council is a ceiling.
    words += [CONDITION] if nature != AUTHORISED else []
    words += [NEED] if at.what.concept not in ("people", "displaced") else []
    return bool(
        any(_governs(head, pattern) for pattern in words)
        or AFTER.match(at.text, end, last)
        or OTHERS_AFTER.match(at.text, end, last)
        or _other_governs(head)
    )


def _depends(cues: Cues, head: str, nature: str) -> bool:
    """If the Council agrees, Ghana will send 500; a plan that holds only if."""
    at = cues.at
    planned = nature == PLANNED and IF_AFTER.match(at.text, at.words[1], at.span[1])
    depends = IF_SENTENCE.match(at.text, at.span[0]) or planned
    return bool(depends) and PRESENT.search(head) is None


def _governs(head: str, pattern: re.Pattern[str]) -> bool:
    """True where the last such word before a count has no other clause between."""
    last = _last(pattern.finditer(head))
    return last is not None and not RESET.search(HAVE_OF_A_MODAL.sub(" ", head[last.end() :]))


def _other_governs(head: str) -> bool:
    last = _last(OTHERS.finditer(head))
    return (
        last is not None
        and len(head) - last.end() <= _OTHERS_FAR
        and not set(head[last.end() :]) & {",", ";", ":", "،"}
    )


def _last(found: Iterator[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for last in found:  # noqa: B007 - the last one
        pass
    return last


def _is_unreal_in_chinese(cues: Cues) -> bool:
    at = cues.at
    start = at.words[0]
    clause = max(at.text.rfind(sign, at.span[0], start) + 1 for sign in _CLAUSE_ENDS)
    return bool(
        CHINESE_IF.search(at.text, at.span[0], start)
        or CHINESE.search(at.text, max(clause, at.span[0]), start)
        or CHINESE_AFTER.match(at.text, at.words[1], at.span[1])
    )


def is_gone(cues: Cues) -> bool:
    """True for a count that is told to hold no more: once had, formerly, used to have."""
    at = cues.at
    people = at.what.family in (PEOPLE, GROUP)
    return _is_told_past(cues, NO_MORE) or (people and GONE_AFTER.match(at.text, at.words[1], at.span[1]) is not None)


def is_of_another_time(cues: Cues) -> bool:
    """True for a count of a time gone by, which holds for the day written beside it and for none else."""
    at = cues.at
    start, end = at.words
    head = at.text[max(cues.first, start - _FAR) : start]
    if _is_told_past(cues, PAST) or is_replaced(cues):
        return True
    return PAST_AFTER.match(at.text, end, at.span[1]) is not None and PRESENT.search(head) is None


def is_replaced(cues: Cues) -> bool:
    """True for the first of two counts, which the second takes the place of: a ceiling cut from 3,250 to 2,900."""
    at = cues.at
    head = at.text[max(cues.first, at.words[0] - _FAR) : at.words[0]]
    return FROM_TO.search(head) is not None and TO.match(at.text, at.words[1], at.span[1]) is not None


def _is_told_past(cues: Cues, pattern: re.Pattern[str]) -> bool:
    at = cues.at
    if at.what.family not in (PEOPLE, GROUP, THING):
        return False
    head = at.text[max(cues.first, at.words[0] - _FAR) : at.words[0]]
    if at.passage.chinese:
        head = head[max(head.rfind(sign) + 1 for sign in "。；") :]
    last = _last(pattern.finditer(head))
    return last is not None and not PRESENT.search(head, last.end())
