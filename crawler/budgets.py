"""How much of one source a run may ask for: in all, for each pattern of addresses, and in vain. Pure.

A page is asked for in vain where it gives no article that is kept: nothing, what another address gave, or another
subject. A few dozen such pages of a pattern that never gave one, and the rest of it waits: so much a trap may cost, be
it a calendar, sessions, facets or made-up texts. A pattern that gave articles before has more room.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from crawler.patterns import Patterns, pattern_of

__all__ = ["Budget", "fairly", "pattern_of"]

Row = dict[str, Any]
Some = TypeVar("Some")
LINKS_PER_LISTING = 2000
CHILDREN_PER_SITEMAP = 50
# So many pages in vain of a pattern that never gave an article, of one that did, and of all that never did together.
IN_VAIN, IN_VAIN_PROVEN, IN_VAIN_IN_ALL = 40.0, 90.0, 80.0
# Each article that is kept makes room for so many more.
ROOM_OF_ONE = 10.0
# What newspapers that are read for their articles are full of: other subjects, each with a day of its own.
OTHER_SUBJECT = 0.45
# Different values of one pattern that are told apart, for each.
_MOST_VALUES = 10_000


@dataclass(slots=True)
class _Pattern:
    """What is known of one pattern in this run. left: the numbers of pages that are not asked for."""

    proven: bool = False
    vain: float = 0.0
    kept: int = 0
    dated: int = 0
    over: bool = False
    left: list[int] = field(default_factory=list)

    @property
    def room(self) -> float:
        return IN_VAIN_PROVEN if self.proven else min(IN_VAIN_PROVEN, IN_VAIN + ROOM_OF_ONE * self.kept)


class Budget:
    """Chooses the pages of one source in one run; reason says which limits were met, by name."""

    def __init__(self, pages: int, per_pattern: int) -> None:
        self._pages = pages
        self._per_pattern = per_pattern
        self._over: Counter[str] = Counter()
        self._left = pages
        self._patterns: dict[str, _Pattern] = {}
        self._of: Callable[[str], str] = pattern_of

    def choose(self, rows: Callable[[], Iterable[Row]], kept: Iterable[str] = ()) -> list[Row]:
        """The pages to ask for, of each pattern in turn: a flood of one pattern crowds out no other.

        rows: gives id and url, the oldest knowledge first; asked twice, as it may be long, and only what can be taken
        is held. kept: addresses of this source that gave articles before.
        """
        known = Patterns(row["url"] for row in rows())
        self._of = known.of
        for url in kept:
            self._patterns.setdefault(known.of(url), _Pattern()).proven = True
        waiting: dict[str, _Queue] = {}
        for order, row in enumerate(rows()):
            name = known.of(row["url"])
            pattern = self._patterns.setdefault(name, _Pattern())
            queue = waiting.setdefault(name, _Queue(min(self._per_pattern, self._pages)))
            out = queue.put(row, order, known.values(row["url"]))
            if out is not None:
                pattern.left.append(out.get("id", 0))
        for name, queue in waiting.items():
            if queue.pushed_out:
                self._over[f"{self._per_pattern} pages of {name}"] += queue.pushed_out
        queues = [deque(queue.rows()) for queue in waiting.values()]
        taken = fairly(queues, self._pages)
        self._left = self._pages - len(taken)
        if over := sum(map(len, queues)):
            self._over[f"{self._pages} pages a run"] += over
        return taken

    def take_part(self) -> None:
        """Count a further page of an article: an article that was begun is finished, and another waits instead."""
        self._left -= 1

    def put_off(self, row: Row) -> bool:
        """True where a chosen page has to wait: its pattern was asked in vain, or parts of others took its place."""
        pattern = self._patterns.setdefault(self._of(row["url"]), _Pattern())
        in_vain = sum(one.vain for one in self._patterns.values() if not one.proven and not one.kept)
        alone = pattern.vain >= pattern.room
        if alone or (in_vain >= IN_VAIN_IN_ALL and not pattern.proven and not pattern.kept):
            pattern.over = True
            pattern.left.append(row.get("id", 0))
            return True
        if self._left >= 0:
            return False
        self._left += 1
        self._over[f"{self._pages} pages a run"] += 1
        return True

    def gave(self, row: Row, *, kept: bool = False, dated: bool = False, failed: bool = False) -> None:
        """Note what a page gave. kept: an article that is kept; dated: one with its own day about another subject.

        failed: nothing yet, so that nothing is known of it.
        """
        pattern = self._patterns.setdefault(self._of(row["url"]), _Pattern())
        pattern.kept += kept
        pattern.dated += dated or failed
        pattern.vain += 0.0 if kept else OTHER_SUBJECT if dated and pattern.proven else 1.0

    def in_vain(self) -> list[tuple[list[int], bool]]:
        """The pages left of each pattern that was asked in vain, and whether its pages were articles at all."""
        return [
            (one.left, one.proven or 2 * (one.kept + one.dated) >= one.vain)
            for one in self._patterns.values()
            if one.over
        ]

    @property
    def reason(self) -> str | None:
        """The limits that were met, with how many pages wait behind each."""
        over = Counter(self._over)
        for name, one in self._patterns.items():
            if one.over:
                asked = f"{round(one.vain)} " if one.vain >= 1 else ""
                over[f"{asked}pages of {name} in vain"] += len(one.left)
        if not over:
            return None
        said = "; ".join(f"{limit} ({count} left)" for limit, count in over.most_common(3))
        return f"over budget: {said}"


class _Queue:
    """The pages of one pattern that may be asked for: first those with something in their address not seen before.

    So a thousand addresses of four articles give one of each first, whatever else differs in them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[int, int, Row]] = []
        self._seen: set[tuple[int, str]] = set()
        self.pushed_out = 0

    def put(self, row: Row, order: int, values: list[tuple[int, str]]) -> Row | None:
        """Add a page; the one that has no place any more."""
        fresh = [value for value in values if value not in self._seen]
        if len(self._seen) < _MOST_VALUES:
            self._seen.update(fresh)
        entry = (len(fresh), -order, row)
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, entry)
            return None
        self.pushed_out += 1
        return heapq.heappushpop(self._heap, entry)[2]

    def rows(self) -> Iterable[Row]:
        """Those that were kept; in the order they came where all of them are likely to be asked for."""
        some_wait = len(self._heap) > IN_VAIN
        return [row for _, _, row in sorted(self._heap, key=lambda one: (-one[0] if some_wait else 0, -one[1]))]


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
