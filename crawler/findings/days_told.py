"""The days that a stretch of text tells, for the rules that date what they find. Pure."""

from __future__ import annotations

from crawler.findings.days import Day
from crawler.findings.passage import BODY, Passage
from crawler.findings.patterns import lazy

# The day of a dateline (BANGUI, Nov. 16 (Xinhua) --) is when the text was sent, not when things happened.
_DATELINE = lazy(
    r"[^\w\n]{0,3}(?:\([^()\n]{1,40}\)\s*)?(?:--|—|–|―|:|-\s|\.?\s*/[A-Z ]{2,20}/|电|電|讯|訊"
    r"|[（(][^）)]{1,24}[）)]\s*(?:电|電|讯))"
)
REACH = 90


def told(passage: Passage, start: int, end: int) -> list[Day]:
    """The settled days that lie in a stretch, in order, without the dateline's."""
    return [
        day
        for day in passage.days
        if start <= day.start
        and day.end <= end
        and day.iso
        and not (passage.field == BODY and _is_dateline(passage, day))
    ]


def _is_dateline(passage: Passage, day: Day) -> bool:
    return (
        day.end < REACH
        and bool(_DATELINE.match(passage.text, day.end))
        and "." not in passage.text[: day.start].replace("U.N.", "")
    )


def nearest(passage: Passage, start: int, end: int, place: int) -> Day | None:
    """The day of a stretch that stands nearest to a place."""
    return min(told(passage, start, end), key=lambda day: abs(day.start - place), default=None)
