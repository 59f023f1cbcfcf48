"""Each host's turns: one request at a time, and the gap between two held across processes and restarts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from crawler.failures import FailureKind, Undelivered
from crawler.politeness import LONGEST_WAIT_IN_RUN, NO_ROBOTS, rest_left
from crawler.together import Together
from storage.times import to_text


class HostBook(Protocol):
    """Where the state of hosts is kept: the archive's frontier, or a book in memory for a single look."""

    def reserve(self, host: str, now: datetime, gap: float, waited: float = 0.0) -> float:
        """Stamp and return 0.0, or return the seconds still to wait."""

    def stamp(self, host: str, now: datetime) -> None:
        """Note a request."""

    def host(self, host: str) -> dict[str, Any] | None:
        """What is known of a host."""

    def save_robots(
        self, host: str, *, text: str | None, state: str, at: datetime, crawl_delay: float | None, reason: str | None
    ) -> None:
        """Keep a host's rules."""

    def pause(self, host: str, until: datetime, reason: str) -> None:
        """Let a host rest."""

    def paused_until(self, host: str) -> tuple[datetime, str] | None:
        """Until when a host rests, and why."""


def steady(now: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock for gaps: never behind the given one, and it moves on where that one is set back or stands still."""
    began, mark = now(), time.monotonic()
    return lambda: max(now(), began + timedelta(seconds=time.monotonic() - mark))


class HostTurns:
    """Gives turns host by host. The gap counts from the start of a request, and in one process from its end too.

    In one process a host and its twin with ``www.`` share their turns: nearly always they are one server, and the one
    sends whoever asks on to the other.
    """

    def __init__(self, book: HostBook, clock: Callable[[], datetime], together: Together | None = None) -> None:
        """Turns by a book. together: how its notes are written, where that is an archive's."""
        self._book, self._clock, self._together = book, clock, together
        self._locks: dict[str, asyncio.Lock] = {}
        self._ended: dict[str, float] = {}

    async def wait(self, host: str, gap: float) -> None:
        """Return when the host's next request may go out; the turn is noted by then and ends with done().

        Raises Undelivered where the host asked for a long rest while others were waiting for their turn.
        """
        lock = self._locks.setdefault(_server(host), asyncio.Lock())
        await lock.acquire()
        try:
            # Counted from the end as well: the server must not see two arrivals closer than the gap because the first
            # one took long to connect.
            await asyncio.sleep(max(0.0, gap - (time.monotonic() - self._ended.get(_server(host), float("-inf")))))
            waited = 0.0
            while (more := self._rest(host) or await self._reserved(host, gap, waited)) > 0:
                await asyncio.sleep(more)
                waited += more
        except BaseException:
            lock.release()
            raise

    async def _reserved(self, host: str, gap: float, waited: float) -> float:
        if self._together is None:
            return self._book.reserve(host, self._clock(), gap, waited)
        return await self._together.write(lambda: self._book.reserve(host, self._clock(), gap, waited))

    def _rest(self, host: str) -> float:
        """Seconds of a short rest that the host was granted and that is not over; a long one ends the request."""
        rest = self._book.paused_until(host)
        if rest is None or (left := rest_left(rest[0], self._clock())) <= 0 or rest[1].startswith(NO_ROBOTS):
            return 0.0  # without its robots.txt a site is asked for nothing but that
        until, reason = rest
        if left > LONGEST_WAIT_IN_RUN:
            raise Undelivered(FailureKind.PAUSED, f"waits until {to_text(until)}: {reason}", until)
        return left

    def done(self, host: str) -> None:
        """Note that the host's request has ended."""
        self._ended[_server(host)] = time.monotonic()
        self._locks[_server(host)].release()
        now = self._clock()
        if self._together is None:
            self._book.stamp(host, now)
        else:
            # The turn itself is noted by then, so a kill before this costs other processes nothing but a shorter gap.
            self._together.soon(lambda: self._book.stamp(host, now))


def _server(host: str) -> str:
    return host.removeprefix("www.")
