"""How many requests a run of a back-fill may still make, counted where they go out and kept in the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from storage.backfill import BackfillStore

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.one_request import Deliver


class Spending:
    """Counts requests of one run. most: of this run, None for no bound of its own; per_day: of a day in UTC."""

    def __init__(
        self, store: BackfillStore, job: int, *, most: int | None, per_day: int, now: Callable[[], datetime]
    ) -> None:
        self._store, self._job, self._now = store, job, now
        self._most, self._per_day = most, per_day
        self._unsaved = 0
        self.requests = 0
        self.through: Deliver | None = None

    async def deliver(self, url: str, headers: Mapping[str, str], how: Mapping[str, Any]) -> Response:
        """Bring one answer, and count it whatever becomes of it."""
        self.requests += 1
        self._unsaved += 1
        if self.through is None:
            raise RuntimeError("nothing brings an answer yet")
        return await self.through(url, headers, how)

    def save(self) -> None:
        """Write down what was spent."""
        if self._unsaved:
            self._store.spend(self._job, self._unsaved, self._now())
            self._unsaved = 0

    def spent(self) -> str | None:
        """Why no further request may be made now."""
        self.save()
        if self._most is not None and self.requests >= self._most:
            return f"the budget of this run is spent: {self._most:,} requests"
        if self._store.spent_on(self._job, self._now()) >= self._per_day:
            return f"the budget of the day is spent: {self._per_day:,} requests"
        return None
