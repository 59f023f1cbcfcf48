"""Numbers that share a noun: 6,247, 5,919 and 5,866 troops; 4,320 short and 118 long patrols. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from crawler.findings.figures_counted import PEOPLE, WITH_NOUN, Counted, counted
from crawler.findings.numbers import Number
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

IN_A_ROW = "figure: number of a row"
_ROW_LINK = lazy(r"\s*,\s+|\s*,?\s+(?P<ends>and)\s+")
_LONGEST_ROW = 12
_RESPECTIVELY = lazy(r"[^.;,\d]{0,60},?\s+respectively\b")
# 4,320 short and 118 long patrols: words that tell kinds of one thing apart.
_KIND = (
    r"(?:short|long|day|night|daytime|foot|mounted|vehicle|mobile|motori[sz]ed|static|air|ground|road|river|male|female|national"
    r"|international|local|foreign|military|civilian|joint|independent|routine|major|minor|light|heavy|large|small|urban|rural)"
)
_PARALLEL = lazy(rf"\s+{_KIND}(?:,|\s+and)\s+(?:some\s+|about\s+)?", re.IGNORECASE)
_OTHER_KIND = lazy(rf"\s+{_KIND}\s")


def shared(passage: Passage, number: Number, *, english: bool) -> tuple[Number, Counted] | None:
    """The number whose noun a bare one shares, and what it counts by it; a mere row is of people alone."""
    row = _in_a_row(passage, number)
    last = row or _in_parallel(passage, number)
    what = counted(passage, last, english=english) if last is not None else None
    if last is None or what is None or what.rule != WITH_NOUN or (row is not None and what.family != PEOPLE):
        return None
    return last, replace(what, start=number.start, end=number.end, rule=IN_A_ROW)


def _in_a_row(passage: Passage, number: Number) -> Number | None:
    """The last of a row whose noun all share: 6,247, 5,919 and 5,866 troops. None for a number that opens none."""
    if number.kind not in ("digits", "words"):
        return None
    index = bisect_right(passage.numbers, number.start, key=lambda one: one.start)
    before = passage.numbers[index - 2] if index > 1 else None
    long = before is not None and _ROW_LINK.fullmatch(passage.text, before.end, number.start) is not None
    last = number
    for following in passage.numbers[index : index + _LONGEST_ROW]:
        link = _ROW_LINK.fullmatch(passage.text, last.end, following.start)
        if link is None or following.kind not in ("digits", "words"):
            return None
        last = following
        if link["ends"]:
            return last if long or _RESPECTIVELY.match(passage.text, last.end) else None
        long = True
    return None


def _in_parallel(passage: Passage, number: Number) -> Number | None:
    """The next number, whose noun a kind of thing shares: 4,320 short and 118 long patrols."""
    index = bisect_right(passage.numbers, number.start, key=lambda one: one.start)
    following = passage.numbers[index] if index < len(passage.numbers) else None
    if following is None or not _PARALLEL.fullmatch(passage.text, number.end, following.start):
        return None
    return following if _OTHER_KIND.match(passage.text, following.end) else None
