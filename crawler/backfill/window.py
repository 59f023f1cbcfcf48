"""The days that are wanted, and the day that an address is of. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from storage.backfill_forms import OldAddress
from storage.records import Link

# A page is seldom copied on the day it is published: copies are looked for so long after the last day wanted.
COPIED_LATER = timedelta(days=90)
_END = r"(?!\d)"
_YEAR, _MONTH, _DAY = r"((?:19|20)\d{2})", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
# Days in folders; ``2025-09/24`` and ``2021/0512`` are of Chinese papers.
_FOLDERS = (
    re.compile(rf"(?<!\d){_YEAR}/{_MONTH}/{_DAY}{_END}"),
    re.compile(rf"(?<!\d){_YEAR}(?:-?{_MONTH}/|/{_MONTH}-){_DAY}{_END}"),
    re.compile(rf"(?<!\d){_YEAR}/{_MONTH}{_DAY}{_END}"),
    re.compile(rf"(?<!\d){_YEAR}/(\d{{1,2}})/(\d{{1,2}})(?=[/_\-.]|$)"),
)
_MONTHS = re.compile(rf"(?<!\d){_YEAR}/{_MONTH}(?![\w\-])")
# A year, month or day in one part of a path.
_DATES = re.compile(rf"(?<!\d){_YEAR}(?:([\-_.]?){_MONTH}(?:(?:\2|-){_DAY})?)?{_END}")
_WORDS = re.compile(r"[^\W\d_]+")
# A part of a path with no other words is of a list: its numbers are no part of a headline.
_OF_LISTS = re.compile(
    r"archives?|articles?|aspx?|content|gz|index|jsp|list|map|monthly|news|pages?|php|posts?|pt|s?html?|site|sitemaps?|"
    r"sm|story|stories|txt|urls?|wp|xml|yearly",
    re.IGNORECASE,
)


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
    for pattern in _FOLDERS:
        found = pattern.search(path)
        if found is not None and (day := _date(*(int(part) for part in found.groups() if part))) is not None:
            return day, day
    named = [span for part in path.split("/") if (span := _of_part(part, years=False)) is not None]
    if named:
        return min(named, key=lambda span: span[1] - span[0])
    if (found := _MONTHS.search(path)) is not None:
        return _month(int(found[1]), int(found[2]))
    return next((span for part in path.split("/") if years and (span := _of_part(part, years=True))), None)


def _of_part(part: str, *, years: bool) -> tuple[date, date] | None:
    """The days of one part of a path: from the first to the last date in it."""
    spans = [span for found in _DATES.finditer(part) if (span := _of_match(found, part, years=years)) is not None]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def _of_match(found: re.Match[str], part: str, *, years: bool) -> tuple[date, date] | None:
    year = int(found[1])
    if found[4]:
        day = _date(year, int(found[3]), int(found[4]))
        return None if day is None else (day, day)
    if not found[3]:
        return (date(year, 1, 1), date(year, 12, 31)) if years else None
    # Among other words two numbers are those of a headline, ``agenda-2030-12-goals``; six digits may be any number.
    of_list = all(map(_OF_LISTS.fullmatch, _WORDS.findall(part))) if found[2] else found[0] == part
    return _month(year, int(found[3])) if of_list else None


def wanted(link: Link, window: Window, key: str | None) -> OldAddress | None:
    """The address of a link of a listing or sitemap; None where it is surely not of the days wanted.

    What a sitemap calls changed was published by then: too old a change leaves it out, one of the days wanted keeps it
    whatever its address says, a young one says nothing.
    """
    listed, changed, span = _listed(link), _moment(link.changed), span_of(link.url)
    day: date | None = None
    by: str | None = None
    if listed is not None and (window.holds(listed) or not _of_headline(link)):
        day, by = listed, "listed"
    elif span is not None and window.meets(span):
        day, by = max(span[0], window.since), "address"
    elif changed is not None and (span is None or window.holds(changed)):
        day, by = min(changed, window.until), "changed"
    elif span is not None:
        return None
    found = OldAddress(url=link.url, key=key, title=link.title, day=day, day_by=by)
    return found if day is None or window.holds(day) else None


def child_wanted(url: str, changed: str | None, window: Window) -> bool:
    """Whether a sitemap of an index may hold something of the days wanted, by its last change and by its address."""
    day, span = _moment(changed), span_of(url, years=True)
    if day is not None and day < window.since:
        return False
    return span is None or window.meets(span) or (day is not None and window.holds(day))


def day_of(link: Link) -> date | None:
    """The day that a link is of, as its listing or its address says; what a headline speaks of is none."""
    listed = None if _of_headline(link) else _listed(link)
    if listed is not None:
        return listed
    span = span_of(link.url)
    return None if span is None else span[1]


def _listed(link: Link) -> date | None:
    return None if link.published_at is None else link.published_at.astimezone(UTC).date()


def _of_headline(link: Link) -> bool:
    """Whether the day of a link was read out of its headline: a date printed by itself is no part of a title."""
    return link.published_raw is not None and link.published_raw in (link.title or "")


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
    return datetime.fromisoformat(text).date() if text else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)
