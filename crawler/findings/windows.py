"""Slow expressions asked only where they can match: round words that every match holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence


def near(
    pattern: re.Pattern[str],
    text: str,
    anchors: Sequence[str],
    *,
    before: int,
    after: int,
    margin: int = 16,
    there: re.Pattern[str] | None = None,
    opening: re.Pattern[str] | None = None,
) -> Iterator[re.Match[str]]:
    """The matches of a pattern in order. Every match must hold one of the anchors (lower case).

    It may begin at most ``before`` signs ahead of its first anchor and end ``after`` less ``margin`` signs behind it;
    one that ends closer to the edge is left to an anchor further on, as the edge may have cut it. there: what else must
    match, in lower case, where an anchor begins; opening: what a match can only begin with.
    """
    lower = text.lower()
    reach = 0
    for place in places(lower, anchors):
        if place < reach or (there is not None and there.match(lower, place) is None):
            continue
        stop = min(place + after, len(text))
        first = max(reach, place - before)
        found = pattern.finditer(text, first, stop)
        for match in (
            found if opening is None else _opened(pattern, text, opening.finditer(text, first, place + 1), stop)
        ):
            if match.end() > stop - margin and stop < len(text):
                break
            reach = match.end()
            yield match
        reach = max(reach, place + 1)


def _opened(
    pattern: re.Pattern[str], text: str, openings: Iterator[re.Match[str]], stop: int
) -> Iterator[re.Match[str]]:
    """The matches that begin with one of the openings, in order."""
    reach = 0
    for found in openings:
        if found.start() >= reach and (match := pattern.match(text, found.start(), stop)) is not None:
            reach = match.end()
            yield match


def beginning(pattern: re.Pattern[str], text: str, words: Sequence[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern in order, where every match begins with one of the words."""
    reach = 0
    for place in places(text, words):
        if place >= reach and (match := pattern.match(text, place)) is not None:
            reach = match.end()
            yield match


def places(text: str, words: Sequence[str]) -> list[int]:
    """Where any of several words stands, in order."""
    found: set[int] = set()
    for word in words:
        place = text.find(word)
        while place >= 0:
            found.add(place)
            place = text.find(word, place + 1)
    return sorted(found)
