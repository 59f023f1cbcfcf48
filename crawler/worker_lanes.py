"""Whose page is parsed next: what takes long holds all workers but one at most, so that no other source waits for it.

A piece of parsing has a turn of a second or two of its worker's own time. Beyond it, it may go on while no other does
so already; else its worker is ended, and it begins again when that place is free. A source with such a page goes there
at once from then on. What is large holds all workers but one at most, too, as it takes most of a worker's memory. What
waits is taken in order: of sources that had little of the workers' time, then small things.
"""

from __future__ import annotations

import asyncio
import heapq
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from crawler.given_back import LARGE, give_back_memory

Read = TypeVar("Read")
TURN_SECONDS = 1.5
# So many quick pages in a row clear the name of a source that was slow.
QUICK_IN_A_ROW = 3
# Seconds used and bytes: what differs by less is taken in the order in which it came.
USED_STEP = 0.5
SIZE_STEP = 64 * 1024
# Bytes of a page or a list; one of more is large.
MOST_SMALL = 8 * LARGE


class TurnOver(Exception):
    """The parsing took longer than its turn while another one did so already."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How long a piece of parsing may hold its worker. goes_on: asked once after that, from the worker's thread."""

    seconds: float
    goes_on: Callable[[], bool]


@dataclass(slots=True)
class _Hold:
    """One piece of parsing. long: it holds the place for what takes long, from its start or since its turn was over.

    large: it holds the place for what is large.
    """

    long: bool
    large: bool
    over: bool = False
    began: float = 0.0


@dataclass(order=True, slots=True)
class _Waiting:
    rank: tuple[int, int, int]
    hold: _Hold = field(compare=False)
    seat: asyncio.Future[None] = field(compare=False)


class Lanes:
    """The seats at the workers of one crawl. seats: how many; all but one, and one at least, may be held for long.

    The same number may be held by what is large.
    """

    def __init__(self, threads: Executor, seats: int, *, turn_seconds: float = TURN_SECONDS) -> None:
        self._threads, self._seconds = threads, turn_seconds
        self._free = seats
        self._free_for_long = self._free_for_large = max(1, seats - 1)
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._order = 0
        self._used: dict[str, float] = {}
        self._slow: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        """How many pieces of parsing have no seat yet."""
        return len(self._waiting)

    async def run(self, slug: str, size: int, read: Callable[[Turn], Read]) -> Read:
        """Do one piece of parsing (size in bytes) for a source in a thread, when it is its turn."""
        while True:
            hold = _Hold(long=self._slow[slug] > 0, large=size > MOST_SMALL)
            await self._seated(slug, size, hold)
            try:
                return await self._seat_held(slug, hold, read)
            except TurnOver:
                self._slow[slug] = QUICK_IN_A_ROW
            finally:
                if hold.large:
                    give_back_memory()

    async def _seat_held(self, slug: str, hold: _Hold, read: Callable[[Turn], Read]) -> Read:
        loop = asyncio.get_running_loop()
        hold.began = time.monotonic()
        running = loop.run_in_executor(self._threads, read, Turn(self._seconds, lambda: self._goes_on(hold)))
        # Whoever is cancelled does not wait; the seat is free when the thread has ended.
        running.add_done_callback(lambda done: self._leave(slug, hold, done))
        return await asyncio.shield(running)

    async def _seated(self, slug: str, size: int, hold: _Hold) -> None:
        """Wait until there is a seat."""
        seat: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._order += 1
        rank = (int(self._used.get(slug, 0.0) / USED_STEP), size // SIZE_STEP, self._order)
        heapq.heappush(self._waiting, _Waiting(rank, hold, seat))
        self._seat_next()
        try:
            await seat
        except asyncio.CancelledError:
            if seat.done() and not seat.cancelled():
                self._give_back(hold)
            raise

    def _seat_next(self) -> None:
        """Give free seats to who waits, best first; who wants a place for long or large things may be passed over."""
        passed: list[_Waiting] = []
        while self._waiting and self._free > 0:
            first = heapq.heappop(self._waiting)
            if first.seat.done():
                continue
            if not self._take(first.hold):
                passed.append(first)
                continue
            first.seat.set_result(None)
        for one in passed:
            heapq.heappush(self._waiting, one)

    def _take(self, hold: _Hold) -> bool:
        with self._lock:
            if (hold.long and self._free_for_long == 0) or (hold.large and self._free_for_large == 0):
                return False
            self._free -= 1
            self._free_for_long -= hold.long
            self._free_for_large -= hold.large
            return True

    def _goes_on(self, hold: _Hold) -> bool:
        """Asked when a turn is over: True where the place for what takes long was free, and is held now."""
        with self._lock:
            hold.over = True
            if hold.long:
                return True
            if self._free_for_long == 0:
                return False
            self._free_for_long -= 1
            hold.long = True
            return True

    def _leave(self, slug: str, hold: _Hold, done: asyncio.Future[Any]) -> None:
        if not done.cancelled():
            done.exception()  # asked for here, as nobody else does where the run was stopped
        self._used[slug] = self._used.get(slug, 0.0) + time.monotonic() - hold.began
        self._slow[slug] = QUICK_IN_A_ROW if hold.over else max(0, self._slow[slug] - 1)
        self._give_back(hold)

    def _give_back(self, hold: _Hold) -> None:
        with self._lock:
            self._free += 1
            self._free_for_long += hold.long
            self._free_for_large += hold.large
        self._seat_next()
