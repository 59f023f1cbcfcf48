"""How much of one source a run may ask for: in all, and for each pattern of addresses. Pure."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

Row = dict[str, Any]
Some = TypeVar("Some")
LINKS_PER_LISTING = 2000
CHILDREN_PER_SITEMAP = 50
SITEMAP_DEPTH = 4

_HEX = re.compile(r"(?<![a-z])(?=[0-9a-f]*[0-9])[0-9a-f]{8,}(?![a-z])", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def pattern_of(url: str) -> str:
    """An address with its numbers and long hexadecimal words collapsed, so that a calendar is one pattern.

    ``/2026/11/03/a_17.htm?page=4`` is ``/N/N/N/a_N.htm?page``; values of a query do not count, repeated segments once.
    """
    parts = urlsplit(url)
    segments = [_DIGITS.sub("N", _HEX.sub("H", segment)) for segment in parts.path.split("/")]
    path = "/".join(s for i, s in enumerate(segments) if i == 0 or s != segments[i - 1] or s == "N")
    names = sorted({_DIGITS.sub("N", name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return parts.netloc + path + ("?" + "&".join(names) if names else "")


class Budget:
    """Chooses the pages of one source in one run; reason says which limits were met, by name."""

    def __init__(self, pages: int, per_pattern: int) -> None:
        self._pages = pages
        self._per_pattern = per_pattern
        self._over: Counter[str] = Counter()
        self._left = pages

    def choose(self, rows: Iterable[Row]) -> list[Row]:
        """The pages to ask for, of each pattern in turn: a flood of one pattern crowds out no other.

        rows: with url, the oldest knowledge first; it may be long, only what can be taken is held.
        """
        waiting: dict[str, deque[Row]] = {}
        left: Counter[str] = Counter()
        for row in rows:
            pattern = pattern_of(row["url"])
            queue = waiting.setdefault(pattern, deque())
            if len(queue) < min(self._per_pattern, self._pages):
                queue.append(row)
            else:
                left[pattern] += 1
        taken = fairly(waiting.values(), self._pages)
        self._left = self._pages - len(taken)
        for pattern, count in left.items():
            self._over[f"{self._per_pattern} pages of {pattern}"] += count
        if over := sum(map(len, waiting.values())):
            self._over[f"{self._pages} pages a run"] += over
        return taken

    def take_part(self) -> None:
        """Count a further page of an article: an article that was begun is finished, and another waits instead."""
        self._left -= 1

    def put_off(self) -> bool:
        """True where one of the chosen pages has to wait for the next run, as parts of others took its place."""
        if self._left >= 0:
            return False
        self._left += 1
        self._over[f"{self._pages} pages a run"] += 1
        return True

    @property
    def reason(self) -> str | None:
        """The limits that were met, with how many pages wait behind each."""
        if not self._over:
            return None
        said = "; ".join(f"{limit} ({count} left)" for limit, count in self._over.most_common(3))
        return f"over budget: {said}"


def fairly(queues: Iterable[deque[Some]], most: int) -> list[Some]:
    """Take from the head of each queue in turn, until most are taken or all are empty."""
    taken: list[Some] = []
    turns = deque(queue for queue in queues if queue)
    while turns and len(taken) < most:
        queue = turns.popleft()
        taken.append(queue.popleft())
        if queue:
            turns.append(queue)
    return taken
