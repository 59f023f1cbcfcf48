"""The days that are wanted, and the day that an address is of. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from storage.backfill import OldAddress
from storage.records import Link

# A page is seldom copied on the day it is published: copies are looked for so long after the last day wanted.
COPIED_LATER = timedelta(days=90)
_END = r"(?!\d)"
_YEAR, _MONTH, _DAY = r"((?:19|20)\d{2})", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_DAYS = re.compile(rf"(?<!\d){_YEAR}([/\-_.]?){_MONTH}\2{_DAY}{_END}")
_MIXED = re.compile(rf"(?<!\d){_YEAR}[\-/]?{_MONTH}[/\-]{_DAY}{_END}")
_JOINED = re.compile(rf"(?<!\d){_YEAR}/{_MONTH}{_DAY}{_END}")
_LOOSE = re.compile(rf"(?<!\d){_YEAR}/(\d{{1,2}})/(\d{{1,2}})(?=[/_\-.]|$)")
_MONTHS = re.compile(rf"(?<!\d){_YEAR}([/\-_.]?){_MONTH}{_END}")
_YEARS = re.compile(rf"(?<![\d]){_YEAR}{_END}")


@dataclass(frozen=True, slots=True)
class Window:
    """The days wanted, both ends included."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether a day is wanted."""
        return self.since <= day <= self.until

    def meets(self, span: tuple[date, date]) -> bool:
        """Whether some day of a span is wanted."""
        return span[0] <= self.until and span[1] >= self.since

    @property
    def copied_until(self) -> date:
        """The last day on which a copy of a page of these days is looked for."""
        return self.until + COPIED_LATER


def span_of(url: str, *, years: bool = False) -> tuple[date, date] | None:
    """The first and last day that an address may be of, by the date in its path; years: a year alone counts too."""
    path = urlsplit(url).path
    for pattern, places in ((_DAYS, (1, 3, 4)), (_MIXED, (1, 2, 3)), (_JOINED, (1, 2, 3)), (_LOOSE, (1, 2, 3))):
        found = pattern.search(path)
        if found is not None and (day := _date(*(int(found[place]) for place in places))) is not None:
            return day, day
    found = _MONTHS.search(path)
    # Six digits are a month only where the year and it are parted, or stand in a folder of their own.
    if found is not None and (found[2] or f"/{found[0]}/" in path + "/"):
        return _month(int(found[1]), int(found[3]))
    found = _YEARS.search(path) if years else None
    return None if found is None else (date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))


def wanted(link: Link, window: Window, key: str | None) -> OldAddress | None:
    """The address of a link of a listing or sitemap; None where it is surely not of the days wanted.

    What a sitemap calls changed was published by then: too old a change leaves it out, a young one says nothing.
    """
    changed = _moment(link.changed)
    if link.published_at is not None:
        day, by = link.published_at.astimezone(UTC).date(), "listed"
    elif (span := span_of(link.url)) is not None:
        if not window.meets(span):
            return None
        day, by = max(span[0], window.since), "address"
    elif changed is not None:
        if changed < window.since:
            return None
        return OldAddress(url=link.url, key=key, title=link.title, day=min(changed, window.until), day_by="changed")
    else:
        return OldAddress(url=link.url, key=key, title=link.title)
    return OldAddress(url=link.url, key=key, title=link.title, day=day, day_by=by) if window.holds(day) else None


def day_of(link: Link) -> date | None:
    """The day that a link is of, as its listing or its address says."""
    if link.published_at is not None:
        return link.published_at.astimezone(UTC).date()
    span = span_of(link.url)
    return None if span is None else span[1]


def copied(url: str, at: datetime, window: Window, key: str | None, copy: dict[str, object]) -> OldAddress | None:
    """The address of a page that a web archive copied at a time; None where it is surely not of the days wanted."""
    taken = at.astimezone(UTC).date()
    if taken < window.since:
        return None
    span = span_of(url)
    if span is None:
        return OldAddress(url=url, key=key, day=min(taken, window.until), day_by="captured", copy=copy)
    if not window.meets(span):
        return None
    return OldAddress(url=url, key=key, day=max(span[0], window.since), day_by="address", copy=copy)


def _moment(text: str | None) -> date | None:
    return None if text is None else datetime.fromisoformat(text).date()


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)
