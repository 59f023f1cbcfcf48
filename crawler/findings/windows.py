"""Slow expressions asked only where they can match: round words that every match holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence


def near(
    pattern: re.Pattern[str], text: str, anchors: Sequence[str], *, before: int, after: int, margin: int = 16
) -> Iterator[re.Match[str]]:
    """The matches of a pattern in order. Every match must hold one of the anchors (lower case).

    It may begin at most ``before`` signs ahead of its first anchor and end ``after`` less ``margin`` signs behind it;
    one that ends closer to the edge is left to an anchor further on, as the edge may have cut it.
    """
    lower = text.lower()
    reach = 0
    for place in sorted({place for word in anchors for place in _places(lower, word)}):
        if place < reach:
            continue
        stop = min(place + after, len(text))
        for match in pattern.finditer(text, max(reach, place - before), stop):
            if match.end() > stop - margin and stop < len(text):
                break
            reach = match.end()
            yield match
        reach = max(reach, place + 1)


def _places(lower: str, word: str) -> Iterator[int]:
    place = lower.find(word)
    while place >= 0:
        yield place
        place = lower.find(word, place + 1)
