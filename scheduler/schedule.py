"""The words of [schedule]: ``every 6 hours`` and ``monday 06:00``, and the instants they stand for.

Weekdays are named, never numbered: cron counts from Sunday, APScheduler from Monday. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEK = timedelta(days=7)
UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": WEEK,
}
SHORTEST, LONGEST = timedelta(minutes=1), WEEK

_EVERY = re.compile(r"every(?:\s+(\d{1,6}))?\s+(minute|hour|day|week)s?")
_WEEKLY = re.compile(r"(\w+)\s+(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Weekly:
    """A weekday (0 is Monday) and a time of day, in the zone given when an instant is asked for."""

    weekday: int
    hour: int
    minute: int

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {self.hour:02}:{self.minute:02}"

    def first_from(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first such instant at or after ``moment``, in UTC.

        A local time that a clock change skips is taken as the zone had stood still; one that comes twice is the first.
        """
        day = moment.astimezone(zone).date() - timedelta(days=1)
        day += timedelta(days=(self.weekday - day.weekday()) % 7)
        while (instant := self._on(day, zone)) < moment:
            day += WEEK
        return instant

    def _on(self, day: date, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, time(self.hour, self.minute), tzinfo=zone).astimezone(UTC)


def parse_every(words: str) -> timedelta:
    """Read ``every 6 hours``, ``every 30 minutes``, ``every day``. Raises ValueError that says what is allowed."""
    found = _EVERY.fullmatch(" ".join(words.lower().split()))
    if found is None:
        raise ValueError('allowed is "every N minutes", "every N hours" or "every N days", such as "every 6 hours"')
    every = int(found[1] or 1) * UNITS[found[2]]
    if not SHORTEST <= every <= LONGEST:
        raise ValueError('allowed is from "every 1 minute" to "every 7 days"')
    return every


def parse_weekly(words: str) -> Weekly:
    """Read ``monday 06:00`` (or ``mon 6:00``). Raises ValueError that says what is allowed."""
    allowed = 'allowed is a weekday\'s name and a time from 00:00 to 23:59, such as "monday 06:00"'
    found = _WEEKLY.fullmatch(" ".join(words.lower().split()))
    if found is None:
        raise ValueError(allowed)
    name, hour, minute = found[1], int(found[2]), int(found[3])
    if name.isdigit():
        raise ValueError(f"weekdays are named, not numbered (calendars differ in where they begin to count); {allowed}")
    matches = [number for number, weekday in enumerate(WEEKDAYS) if len(name) >= 3 and weekday.startswith(name)]
    if len(matches) != 1 or hour > 23 or minute > 59:
        raise ValueError(allowed)
    return Weekly(matches[0], hour, minute)
