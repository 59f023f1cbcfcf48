"""The service's timers: a scheduler in UTC whose jobs only post a message. A late or doubled firing does no harm.

It follows the machine's clock, so a timer may come late where that is set back, and the steady tick is not here but in
the service's own wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from scheduler import clock


class Timers:
    """One timer for each time that the plan gives."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._scheduler: Any = None

    def start(self) -> None:
        """Begin to heed the times that are set."""
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415  `--help` needs none

        self._scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.start()

    def set(self, ahead: Mapping[str, datetime], now: datetime) -> None:
        """Ring at these times of the clock that shows ``now``, by name; former ones that are not named are dropped."""
        if self._scheduler is None:
            return
        for job in self._scheduler.get_jobs():
            if job.id not in ahead:
                job.remove()
        for name, at in ahead.items():
            self._scheduler.add_job(
                self._ring,
                "date",
                run_date=clock.now() + (at - now),
                id=name,
                replace_existing=True,
                timezone=UTC,
            )

    def stop(self) -> None:
        """End all timers; what rings just now is not waited for."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
