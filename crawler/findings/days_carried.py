"""The day that a count takes over from a sentence before it: as at 1 October it had ...; as at the same date. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left

from crawler.findings.days import Day
from crawler.findings.figures_setting import Setting
from crawler.findings.passage import TITLE, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from storage.times import DAY_SIGNS

_AS_OF = r"as\s+(?:of|at)|at\s+the\s+(?:end|start|beginning|close)\s+of"
# The words before the day for which a stock is told, in any place and where they open a sentence.
AS_OF = lazy(rf"\b(?:{_AS_OF}|by)\s+(?:the\s+)?(?:end\s+of\s+)?\Z|(?:截至|截止|截止到|截至到)\Z", re.IGNORECASE)
_OPENS = lazy(
    rf"(?:\d{{1,3}}\.\s+)?(?:(?:{_AS_OF})\s+(?:the\s+end\s+of\s+)?|(?P<on>on)\s+|截至|截止到?)(?:the\s+)?\Z",
    re.IGNORECASE,
)
_STANDS = lazy(
    r"\b(?:comprised|consisted|numbered|stood\s+at|had\s+(?:a\s+)?(?:total\s+)?strength)\b",
    re.IGNORECASE,
)
_SAME_DAY = lazy(
    r"\b(?:as\s+(?:of|at)|on|at|by)\s+(?:the\s+same|that)\s+(?:date|day|time)\b|截至同[日期]|同一[天日期]|同日|同期",
    re.IGNORECASE,
)
# How far back, in code points, the same date may have been told.
_FAR = 2000


def carried(at: Setting) -> Day | None:
    """The day of the last sentence of the paragraph that tells what was there as of a day; else of the same date.

    None where the count's own sentence names a day.
    """
    text, passage = at.text, at.passage
    first, far = at.span[0], max(0, at.span[0] - _FAR)
    if _days(passage, at.span):
        return None
    if _SAME_DAY.search(text, first, at.words[0]):
        told = [day for day in _days(passage, (far, first)) if len(day.iso or "") == DAY_SIGNS]
        return told[-1] if told and _opens(passage, told[-1]) else None
    before = _days(passage, (max(far, text.rfind("\n", far, first) + 1), first))
    return before[-1] if before and _opens(passage, before[-1]) else None


def of_title(text: Text) -> Day | None:
    """The day as of which a title tells its numbers: Uniformed personnel (as of 30 September 2023)."""
    titles = (one for one in text.passages if one.field == TITLE)
    return next((day for one in titles for day in one.days if day.iso and AS_OF.search(one.text, 0, day.start)), None)


def _days(passage: Passage, span: Span) -> list[Day]:
    """The settled days that begin in a span, in order."""
    starts = bisect_left(passage.days, span[0], key=lambda day: day.start)
    ends = bisect_left(passage.days, span[1], key=lambda day: day.start)
    return [day for day in passage.days[starts:ends] if day.iso is not None]


def _opens(passage: Passage, day: Day) -> bool:
    """True for a day at the head of a sentence that tells what was there on it."""
    first, last = passage.sentence(day.start)
    found = _OPENS.fullmatch(passage.text, first, day.start)
    return found is not None and (found["on"] is None or _STANDS.search(passage.text, day.end, last) is not None)
