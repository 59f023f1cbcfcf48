"""A count in its place: what the rules of nature, day, owner and place are given. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.findings.figures_counted import Counted
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from storage.findings import CountryMention, Finding

Span = tuple[int, int]
# A sentence is read no further than this, in code points, before and after a count.
BEFORE, AFTER = 600, 400
# How many countries are looked at for the one that a count may belong to.
MOST_COUNTRIES = 40
# M, which has 900; M, the largest contributor with 900.
_WHICH = lazy(
    r",\s+(?:(?:which|who|whose|where)\b|(?:the|its|one\s+of)\s(?:[^,;]|,(?=\d))*?\bwith\b)(?:[^,;]|,(?=\d))*\Z"
)
_COMMA = lazy(r",(?!\d)")
_WHICH_FAR = 120


@dataclass(frozen=True, slots=True)
class Setting:
    """A count. span: its sentence; words: from its qualifier to the end of its noun phrase; number: its digits."""

    passage: Passage
    span: Span
    words: Span
    number: Span
    what: Counted
    qualifier: str

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.passage.text


def clipped(span: Span, start: int, end: int) -> Span:
    """A sentence round a count, cut where it runs on without a stop."""
    return max(span[0], start - BEFORE), min(span[1], end + AFTER)


def is_aside(at: Setting, first: int, place: int) -> bool:
    """True for a count of a relative clause that a comma closes before a place: M, which has 900 men, expires."""
    closed = _COMMA.search(at.text, at.words[1], place) is not None
    return closed and _WHICH.search(at.text, max(first, at.words[0] - _WHICH_FAR), at.words[0]) is not None


def name_end(one: CountryMention) -> int:
    """Where the name of a country ends."""
    return one.start + len(one.name or "")


class Countries:
    """The countries found in one passage, with the role that each has there; adjectives are told from names."""

    def __init__(self, passage: Passage, before: Sequence[Finding]) -> None:
        self._mentions = [
            one
            for one in before
            if isinstance(one, CountryMention) and one.field == passage.field and one.position == passage.position
        ]
        self._starts = [one.start for one in self._mentions]
        self._adjectives = {(mark.start, mark.end) for mark in passage.of("people")}

    def named(self, start: int, end: int) -> Iterator[CountryMention]:
        """Those whose name lies in a span, in order; the words that give its role may reach further."""
        for one in self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if name_end(one) <= end:
                yield one

    def is_adjective(self, one: CountryMention) -> bool:
        """True for Congolese, False for Congo."""
        return (one.start, name_end(one)) in self._adjectives

    def last_before(self, place: int, role: str, floor: int = 0) -> CountryMention | None:
        """The last one before a place."""
        index = bisect_left(self._starts, place)
        for one in reversed(self._mentions[max(0, index - MOST_COUNTRIES) : index]):
            if one.role == role and one.start >= floor:
                return one
        return None
