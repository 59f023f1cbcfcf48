"""ISO weeks, Monday to Sunday in UTC (ISO 8601, section 5.5: week 1 holds the year's first Thursday)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from storage.errors import UsageError

_FORM = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week; ``str(week)`` is ``2026-W47``. Weeks sort by time."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read ``2026-W47``. Raises UsageError for another form or a week that its year does not have."""
        found = _FORM.fullmatch(text.strip().upper())
        if found is None or not text.isascii():
            raise UsageError(f"{text!r} is not a week: write it as 2026-W47 (ISO year, W, two digits)")
        year, number = int(found[1]), int(found[2])
        try:
            date.fromisocalendar(year, number, 1)
            date.fromisocalendar(year, number, 7)
        except ValueError as error:
            raise UsageError(f"{text!r} is not a week: {year:04} has no week {number}") from error
        return cls(year, number)

    @classmethod
    def of(cls, moment: datetime) -> Week:
        """The week that an aware instant falls in, in UTC."""
        if moment.tzinfo is None:
            raise ValueError(f"a time without a zone has no week: {moment!r}")
        year, number, _ = moment.astimezone(UTC).isocalendar()
        return cls(year, number)

    @property
    def first_day(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def days(self) -> tuple[date, ...]:
        """Monday to Sunday."""
        return tuple(self.first_day + timedelta(days=n) for n in range(7))

    @property
    def start(self) -> datetime:
        """Monday 00:00 UTC, the first instant of the week."""
        return datetime.combine(self.first_day, time(), UTC)

    @property
    def end(self) -> datetime:
        """The next Monday 00:00 UTC, the first instant that is not in the week any more."""
        return self.start + timedelta(days=7)

    @property
    def next(self) -> Week:
        """The week after this one."""
        return Week.of(self.start + timedelta(days=7))

    @property
    def previous(self) -> Week:
        """The week before this one."""
        return Week.of(self.start - timedelta(days=7))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"


def weeks_between(first: Week, until: Week) -> list[Week]:
    """The weeks from first up to, and without, until; oldest first."""
    found = []
    week = first
    while week < until:
        found.append(week)
        week = week.next
    return found
