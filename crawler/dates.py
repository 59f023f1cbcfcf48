"""Printed dates to instants: a table of known forms first, dateparser last; nothing is ever filled in from a clock.

A date that is impossible, in the far future or older than the web keeps its words, has no value, and says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.calendars import other_calendar
from crawler.date_forms import AFTER, BEFORE, COMPACT, EPOCH, FORMS, HAS_YEAR, HINT
from crawler.date_words import MONTHS, offset_of, order_of, plain_digits

__all__ = ["AMBIGUOUS", "MONTHS", "DateRead", "DateSpan", "find_date", "parse_date"]

EARLIEST_YEAR = 1990
FUTURE_SLACK = timedelta(days=2)
AMBIGUOUS = "day and month cannot be told apart"
DAY_ONLY = "day only, no time printed"


@dataclass(frozen=True)
class DateRead:
    """A printed date and what was made of it.

    value: aware UTC; local: ISO with the outlet's offset, or the day alone; precision: second, minute or day; basis:
    what zone, order or form rest on; reason: why there is no value.
    """

    value: datetime | None
    local: str | None
    raw: str
    precision: str | None = None
    basis: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class DateSpan:
    """A date found inside a line, with the span of its printed words."""

    read: DateRead
    start: int
    end: int


def parse_date(
    text: str, *, languages: Sequence[str] = (), zone: str | None = None, reference: datetime | None = None
) -> DateRead:
    """Read one printed date. reference: when the page was fetched; only a bound, never a value."""
    raw = text.strip()
    exact = _exact(raw, zone, reference)
    if exact is not None:
        return exact
    found = find_date(raw, languages=languages, zone=zone, reference=reference)
    if found is not None:
        return replace(found.read, raw=raw)
    return _by_library(raw, languages, zone, reference)


def find_date(
    text: str, *, languages: Sequence[str] = (), zone: str | None = None, reference: datetime | None = None
) -> DateSpan | None:
    """The first full date (day, month and year) printed in a line, with a time of day beside it where there is one."""
    if not HINT.search(text):
        return None
    plain = plain_digits(text)
    best = _first_form(plain) if HAS_YEAR.search(plain) else None
    other = other_calendar(plain) if best is None and not text.isascii() else None
    if best is not None:
        day, basis, reason = _day(best, languages, zone)
    elif other is not None:
        best, day, basis, reason = *other, None if other[1] else "no such day"
    else:
        return None
    start, end, clock, printed = best.start(), best.end(), None, None
    hit = best if "h" in best.re.groupindex else AFTER.match(plain, best.end())
    hit = hit or BEFORE.search(plain, 0, best.start())
    if hit:
        clock, printed = _clock(hit)
        if clock:
            start, end = min(start, hit.start()), max(end, hit.end())
    while end > start and text[end - 1].isspace():
        end -= 1
    raw = text[start:end]
    if day is None:
        return DateSpan(DateRead(None, None, raw, None, None, reason), start, end)
    return DateSpan(
        _settle(day, clock, printed=printed, raw=raw, basis=basis, zone=zone, reference=reference), start, end
    )


def _first_form(plain: str) -> re.Match[str] | None:
    """The first day in a line, of whatever form."""
    best: re.Match[str] | None = None
    for form in FORMS:
        match = form.search(plain)
        if match and (best is None or match.start() < best.start()):
            best = match
            if not best.start():
                break
    return best


def _day(
    match: re.Match[str], languages: Sequence[str], zone: str | None
) -> tuple[date | None, str | None, str | None]:
    """The calendar day of a match, what its order rests on, and why there is none."""
    parts = match.groupdict()
    basis = None
    year = int(parts.get("y") or 0)
    if not year:
        short = int(parts["yy"])
        year = 2000 + short if short < 70 else 1900 + short
    if parts.get("mon"):
        month, day = MONTHS[parts["mon"].lower()], int(parts["d"])
    elif parts.get("m"):
        month, day = int(parts["m"]), int(parts["d"])
    else:
        first, second = int(parts["a"]), int(parts["b"])
        order = order_of(first, second, parts["sep"], languages, zone)
        if order is None:
            return None, None, AMBIGUOUS
        basis = order
        day, month = (second, first) if order.startswith("month first") else (first, second)
    try:
        return date(year, month, day), basis, None
    except ValueError:
        return None, None, "no such day"


def _clock(match: re.Match[str]) -> tuple[time | None, str | None]:
    """Time of day and printed zone of a match."""
    parts = match.groupdict()
    hour = int(parts.get("h") or parts.get("h2") or 0)
    half = (parts.get("half") or parts.get("half2") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour, int(parts.get("min") or 0), int(parts.get("s") or 0)), parts.get("zone") or parts.get("zone2")
    except ValueError:
        return None, None


def _settle(
    day: date,
    clock: time | None,
    *,
    printed: str | None,
    raw: str,
    basis: str | None,
    zone: str | None,
    reference: datetime | None,
) -> DateRead:
    """Give a day and a time of day their zone, and refuse what cannot be; a day alone is 00:00 UTC of that day."""
    if clock is None:
        # An item without a time belongs to the day and week that is printed.
        moment = datetime.combine(day, time(), tzinfo=UTC)
        local, precision, zone_basis = day.isoformat(), "day", DAY_ONLY
    else:
        where, zone_basis = _zone(printed, zone)
        moment = datetime.combine(day, clock, tzinfo=where)
        local, precision = moment.isoformat(), "second" if clock.second else "minute"
    basis = "; ".join(part for part in (basis, zone_basis) if part)
    reason = _refused(moment, reference)
    value = None if reason else moment.astimezone(UTC)
    return DateRead(value, None if reason else local, raw, precision, basis, reason)


def _zone(printed: str | None, zone: str | None) -> tuple[timezone | ZoneInfo, str]:
    """The zone of a time of day and what it rests on."""
    offset = offset_of(printed)
    if offset is not None:
        return offset, "offset printed"
    if not zone:
        return UTC, "UTC assumed"
    try:
        return ZoneInfo(zone), f"outlet's zone assumed: {zone}"
    except (ZoneInfoNotFoundError, ValueError):
        return UTC, f"UTC assumed: unknown zone {zone}"


def _refused(moment: datetime, reference: datetime | None) -> str | None:
    if moment.year < EARLIEST_YEAR:
        return f"before {EARLIEST_YEAR}"
    if moment.year == MAXYEAR:  # which may be over in UTC
        return f"in {moment.year}"
    if reference is not None and moment > reference + FUTURE_SLACK:
        return "more than two days after the page was fetched"
    return None


def _exact(raw: str, zone: str | None, reference: datetime | None) -> DateRead | None:
    """ISO 8601 with offset, compact digits and seconds since 1970, where the whole string is one."""
    if EPOCH.match(raw):
        moment = datetime.fromtimestamp(int(raw[:10]), UTC)
        reason = _refused(moment, reference)
        return DateRead(
            None if reason else moment,
            None if reason else moment.isoformat(),
            raw,
            "second",
            "seconds since 1970",
            reason,
        )
    compact = COMPACT.match(raw)
    if not compact:
        return None
    year, month, day, hour, minute, second, printed = compact.groups()
    try:
        clock = time(int(hour), int(minute), int(second or 0)) if hour else None
        return _settle(
            date(int(year), int(month), int(day)),
            clock,
            printed=printed,
            raw=raw,
            basis=None,
            zone=zone,
            reference=reference,
        )
    except ValueError:
        return DateRead(None, None, raw, None, None, "no such day")


def _by_library(raw: str, languages: Sequence[str], zone: str | None, reference: datetime | None) -> DateRead:
    """Dateparser, for forms that the table lacks: only whole dates with a year, only in languages that are given."""
    if (
        not re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", plain_digits(raw))
        or not languages
        or len(raw) > 80
        or len(raw) < 8
    ):
        return DateRead(None, None, raw, reason="not a full date")
    import dateparser  # noqa: PLC0415 - slow to import, rarely needed

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        moment = dateparser.parse(raw, languages=[code for code in languages if len(code) == 2], settings=settings)
    except (ValueError, OverflowError, RecursionError):
        moment = None
    if moment is None:
        return DateRead(None, None, raw, reason="not a full date")
    clock = None if moment.time() == time() else moment.time().replace(microsecond=0)
    read = _settle(
        moment.date(), clock, printed=None, raw=raw, basis="library: dateparser", zone=zone, reference=reference
    )
    if moment.tzinfo is not None and read.value is not None:
        aware = moment.astimezone(UTC)
        return replace(read, value=aware, local=moment.isoformat(), basis="library: dateparser; offset printed")
    return read
