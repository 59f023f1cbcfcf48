"""Counts in a list, told apart: 875 in Lebanon, 650 in South Sudan and ten in Bangui are three items. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from crawler.findings.figures_numbers import names_something
from crawler.findings.figures_setting import Setting, Span
from crawler.findings.numbers import Number
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

_PARTS_ITEMS = lazy(
    r":\s|[,;，；、]\s?(?!\d)|\s(?:and|or|but|while|et|y|e|dan|и|та)\s|[及和与]|(?<=\D),\s?(?=\d)|(?<=\d),\s(?=\d)"
)
_TIME = lazy(r"[\s-]+(?:more\s+)?(?:years?|months?|weeks?|days?|hours?|minutes?)\b", re.IGNORECASE)
# Of the 10,000 peacekeepers of UNIFIL, 1,200 are Indonesian: the whole lends its name to its parts.
_WHOLE = lazy(r"\s*(?:of|among|out\s+of)\s+(?:the|its|their|all)\b", re.IGNORECASE)
# A name belongs to a number that stands so near before it, in code points.
_NEAR = 40
_ARTICLE = lazy(r"\b(?:an?|one|another)\s+\Z", re.IGNORECASE)


def item_of(at: Setting) -> Span:
    """The part of a list that a count stands in: between the commas and conjunctions round its number."""
    last = at.span[1]
    starts, ends = at.passage.once(_parts)
    behind = bisect_left(starts, at.words[1])
    end = starts[behind] if behind < len(starts) and ends[behind] <= last else last
    return _opening(at, at.number[0]), end


def is_bracketed(at: Setting) -> bool:
    """True for a number alone in brackets, which belongs to the name right before it: UNIFIL in Lebanon (205)."""
    return at.text[at.number[1] : at.number[1] + 1] in (")", "）") and at.what.start < at.number[0]


def is_taken(at: Setting, place: int, item: Span) -> bool:
    """True for a name before a count that belongs to another item, where a number or an article stands before it."""
    if place >= item[0]:
        return False
    first = _opening(at, place)
    if _WHOLE.match(at.text, first):
        return False
    near = any(place - number.end <= _NEAR for number in counting(at.passage, first, place))
    return near or _ARTICLE.search(at.text, max(first, place - _NEAR), place) is not None


def counting(passage: Passage, start: int, end: int) -> Iterator[Number]:
    """The numbers of a span that may count something."""
    for index in range(bisect_left(passage.numbers, start, key=lambda number: number.start), len(passage.numbers)):
        number = passage.numbers[index]
        if number.end > end:
            return
        if not names_something(passage, number) and not _TIME.match(passage.text, number.end):
            yield number


def _opening(at: Setting, place: int) -> int:
    """Where the item begins that a place of a count's sentence stands in."""
    starts, ends = at.passage.once(_parts)
    before = bisect_right(ends, place) - 1
    return ends[before] if before >= 0 and starts[before] >= at.span[0] else at.span[0]


def _parts(passage: Passage) -> tuple[list[int], list[int]]:
    """Where the commas and conjunctions between items begin, and where they end."""
    spans = [found.span() for found in _PARTS_ITEMS.finditer(passage.text)]
    apart = [span for span in spans if not _is_inside(passage, span)]
    return [start for start, _ in apart], [end for _, end in apart]


def _is_inside(passage: Passage, span: Span) -> bool:
    """True for a comma or conjunction within a name: Bosnia and Herzegovina."""
    near = passage.within(max(0, span[0] - 90), span[1] + 90, "country", "people", "mission", "unit")
    return any(mark.start < span[0] and span[1] < mark.end for mark in near)
