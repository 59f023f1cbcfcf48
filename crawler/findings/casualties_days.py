"""Which day of its clause is that of a harm: of the dead, not of the rite that honours them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.findings.casualties_groups import Hit
from crawler.findings.days import Day
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

# A verb of its own, or another deed, between the words of harm and a day: that day is not the harm's.
_OTHER_DEED = lazy(r"[,;:]|\b(?:was|were|is|are|been|has|have|had|will|said|and|but|after|before)\b")
# What is done about the dead and hurt on a day of its own: buried on Monday, a tribute on Monday to two who died.
_RITE = lazy(
    r"\b(?:tributes?|honou?r(?:s|ed|ing)?|mourn(?:s|ed|ing)?|bur(?:y|ies|ied|ial)|laid\s+to\s+rest|condolences|farewell"
    r"|(?:funeral|memorial|ceremony|prayers?|bodies|remains|coffins)\s+(?:of|for|to|in)|decorat(?:es?|ed|ing)|medals?"
    r"|silence|wreaths?|visit(?:s|ed|ing)|nam(?:es|ed|ing)|identif(?:ies|ied)|remember(?:s|ed|ing)?|pray(?:s|ed|ing))\b",
    re.IGNORECASE,
)
_DONE = lazy(
    r"[^,;.]{0,60}?\b(?:was|were|are|is|will\s+be|(?:have|has|had)\s+been)\s+(?:\w+\s+){0,2}?"
    r"(?:buried|honou?red|mourned|laid|flown|decorated|remembered|identified|named|repatriated|received)\b",
    re.IGNORECASE,
)
# Died of wounds suffered in an attack on Sunday: that day is of the wounds.
_OF_THE_WOUNDS = lazy(
    r"\b(?:of|from|to)\s+(?:[\w-]+\s+){0,2}?(?:wounds|injuries|burns)\s+(?:\w+\s+){0,2}?(?:suffered|sustained|received|incurred|when|in|from|during)\b",
    re.IGNORECASE,
)
# The three soldiers who were killed in Lebanon arrived on Saturday: the day is of the verb behind the relative clause.
_WHO = lazy(r"\b(?:who|that)\b", re.IGNORECASE)
_WHAT_THEN = lazy(
    r"\b(?:arriv|return|land|receiv|reach|repatriat)\w*|\b(?:came|left|flew|went|was|were|is|are|has|have|had|will|would)\b"
)
# The bodies of three soldiers killed in Mali arrived on Saturday: it is the bodies that arrived.
_BODIES = lazy(r"\b(?:bodies|body|remains|coffins?|caskets?)\s+of\s+(?:[\w’'-]+\s+){0,2}?\Z", re.IGNORECASE)
_BODIES_REACH = 40
# Those who were buried on a day died on another.
_BURIED = "buried"
MOST_BETWEEN = 60


def _is_of_another_verb(text: str, hit: Hit, day: Day) -> bool:
    """Whether a day behind the words of harm tells when the wounds were had, or what was done about the dead."""
    last = hit.parts[-1][1]
    if day.start < last:
        return False
    if _OF_THE_WOUNDS.search(text, hit.parts[0][0], day.start):
        return True
    who = hit.harm is not None and (
        _WHO.search(text, hit.group.end, hit.harm[0])
        or _BODIES.search(text, max(0, hit.group.start - _BODIES_REACH), hit.group.start)
    )
    return bool(who) and _WHAT_THEN.search(text, last, day.start) is not None


def own_day(passage: Passage, hit: Hit, days: Sequence[Day]) -> Day | None:
    """Of the days in a hit's clause the one straight behind its words, else the nearest that is not a rite's.

    hit: an English or Chinese one. days: those of the clause that no part of a number has for itself.
    """
    text, first, last = passage.text, hit.parts[0][0], hit.parts[-1][1]
    if hit.harm is not None and text[slice(*hit.harm)].lower() == _BURIED:
        return None
    if not passage.chinese:
        days = [day for day in days if not _is_of_another_verb(text, hit, day)]
        for day in days:
            between = text[last : day.start]
            if last <= day.start <= last + MOST_BETWEEN and not _OTHER_DEED.search(between):
                return day
        done = _DONE.match(text, last)
        days = [
            day
            for day in days
            if not (
                _RITE.search(text, day.end, hit.group.start) if day.end <= first else done and done.end() <= day.start
            )
        ]
    return min(days, key=lambda day: max(first - day.end, day.start - last, 0), default=None)
