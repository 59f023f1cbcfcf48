"""Writes of several sources that are ready at nearly the same time, in one transaction: one commit, one fsync a file.

Whoever writes waits until it is committed, so what is acknowledged is stored. A kill before loses what nobody was told
is stored: an answer that is not kept is asked for again by the next run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.database import Database
from storage.errors import ArchiveUnusable

Result = TypeVar("Result")
# So many writes make a transaction at most: readers and other writers wait for its end.
MOST = 32
# A write waits so long for each other source that takes part, and so long in all: less than a site's shortest gap.
SECONDS_EACH, MOST_SECONDS = 0.01, 0.2
# An archive that is locked or full is so for all.
ARCHIVE_FAILS = 2


@dataclass(slots=True, eq=False)
class _Write:
    """One write that waits. done: set when it is committed; None where nobody waits for it."""

    work: Callable[[], Any]
    done: asyncio.Future[Any] | None = None
    error: Exception | None = None
    result: Any = None


class Together:
    """The writes of one process on its event loop. A write must be one that can be done anew after it was undone."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[_Write] = []
        self._members = 0
        self._timer: asyncio.TimerHandle | None = None
        self._failed: Exception | None = None

    @contextmanager
    def member(self) -> Iterator[None]:
        """A source takes part: others wait for its writes a little."""
        self._members += 1
        try:
            yield
        finally:
            self._members -= 1
            if self._members == 0:
                self.flush()
        self._complain()

    async def write(self, work: Callable[[], Result]) -> Result:
        """Do it in a transaction with others, and return what it gave once that is committed. Raises what it raised.

        Who is cancelled meanwhile leaves nothing undone: it is committed first.
        """
        self._complain()
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        one = _Write(work, done)
        self._add(one)
        try:
            return await done
        except asyncio.CancelledError:
            if one in self._waiting:
                self.flush()
            raise

    def soon(self, work: Callable[[], object]) -> None:
        """Do it with the next transaction; a kill may lose it. Who writes next is told where it failed."""
        self._add(_Write(work))

    def flush(self) -> None:
        """Commit what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = self._waiting, []
        if waiting and not self._did(waiting) and len(waiting) > 1:
            self._one_by_one(waiting)
        for one in waiting:
            if one.done is None:
                self._failed = one.error or self._failed
            elif not one.done.done():
                if one.error is None:
                    one.done.set_result(one.result)
                else:
                    one.done.set_exception(one.error)

    def _add(self, one: _Write) -> None:
        self._waiting.append(one)
        awaited = sum(other.done is not None for other in self._waiting)
        if awaited >= max(1, self._members) or len(self._waiting) >= MOST:
            self.flush()
        elif self._timer is None:
            seconds = min(MOST_SECONDS, SECONDS_EACH * self._members)
            self._timer = asyncio.get_running_loop().call_later(seconds, self.flush)

    def _did(self, waiting: Sequence[_Write]) -> bool:
        """Do these in one transaction; False, and nothing is written, where one fails."""
        try:
            with self._db.write():
                for one in waiting:
                    one.result = one.work()
        except Exception as error:  # told to whose write it was: a group is done again one by one
            for one in waiting:
                one.error = error
            return False
        for one in waiting:
            one.error = None
        return True

    def _one_by_one(self, waiting: Sequence[_Write]) -> None:
        """After one took the others' writes back with it; where the archive itself fails twice, no more are tried."""
        failures = 0
        for one in waiting:
            if failures < ARCHIVE_FAILS and not self._did([one]) and isinstance(one.error, ArchiveUnusable):
                failures += 1

    def _complain(self) -> None:
        """Raise what a write met that nobody waited for."""
        error, self._failed = self._failed, None
        if error is not None:
            raise error
