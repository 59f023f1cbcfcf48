"""The real decisions over a simulated clock: when a source has its turn, what is asked then, when it is due again.

Nothing is decided here. ``scheduler.plan.source_due`` says when a source runs, ``crawler.recheck`` and
``crawler.rhythm`` say what is due in the run and when again; this keeps the rows that an archive would.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from benchmarks.sim.worlds import START, Item, Outlet
from crawler.recheck import Habits, article_again, habits_of, listing_again, listing_due, page_due
from crawler.rhythm import LEAST_HISTORY, WINDOW, Pace, Seen, estimate, looks_of, root_of
from scheduler.plan import PlannedSource, Rhythm, source_due
from scheduler.schedule import parse_weekly
from storage.health import PastRun, SourcePast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# From a source's time to its first request: the service's tick and the start of a process; then the gap.
STARTING, GAP = timedelta(seconds=30), timedelta(seconds=5)
RESTS_AFTER = timedelta(days=180)
ARTICLES_OF_HABIT = 300


class Policy(Protocol):
    """When listings and pages are due again."""

    @property
    def interval(self) -> timedelta:
        """The schedule's interval."""

    def listing(self, slug: str, now: datetime, pace: Pace | None) -> datetime:
        """When a listing that was just read is due again."""

    def page(self, published: datetime, now: datetime, habits: Habits | None) -> datetime | None:
        """When the page of an article is due again."""


@dataclass(frozen=True)
class Fixed:
    """Every listing at one interval, every page at another: what the rules are measured against."""

    interval: timedelta
    pages: timedelta

    def listing(self, slug: str, now: datetime, pace: Pace | None) -> datetime:  # noqa: ARG002
        """After the interval."""
        return listing_again(now, self.interval, None)

    def page(self, published: datetime, now: datetime, habits: Habits | None) -> datetime | None:  # noqa: ARG002
        """After the interval, for half a year."""
        return now + self.pages if now - published < RESTS_AFTER else None


@dataclass(frozen=True)
class Rules:
    """The product's rules. by_news: False: ``[schedule] by = "interval"``."""

    interval: timedelta
    by_news: bool

    def listing(self, slug: str, now: datetime, pace: Pace | None) -> datetime:
        """By the pace of the source, or the interval."""
        return listing_again(now, self.interval, None, slug, pace if self.by_news else None)

    def page(self, published: datetime, now: datetime, habits: Habits | None) -> datetime | None:
        """By the age, and the habits of the source."""
        return article_again(published, now, habits if self.by_news else None)


@dataclass(slots=True)
class Kept:
    """One article that is kept. checks: when its page was asked for, the first time among them."""

    item: Item
    checks: list[datetime] = field(default_factory=list)


@dataclass(slots=True)
class Counted:
    """What one source cost and gave."""

    listings: int = 0
    pages: int = 0
    new: int = 0
    runs: int = 0
    waited: list[float] = field(default_factory=list)


class Following:
    """One outlet under one policy."""

    def __init__(self, outlet: Outlet, policy: Policy, *, counted_from: datetime) -> None:
        self.outlet, self.policy = outlet, policy
        self.counted = Counted()
        self.kept: list[Kept] = []
        self.rates: tuple[float, ...] | None = None
        self._from = counted_from
        self._moments = [item.at for item in outlet.items]
        self._next_item = 0
        self._listing_next = START
        self._looked: datetime | None = None
        self._first_look: datetime | None = None
        self._pages: list[tuple[datetime, int]] = []
        self._seen: list[Seen] = []
        self._habits: Habits | None = None
        self._ended: datetime | None = None
        self._source = PlannedSource(slug=outlet.slug, hosts=frozenset((outlet.slug,)), listings=(outlet.slug,))
        self._rhythm = Rhythm(interval=policy.interval, weekly=parse_weekly("monday 06:00"), zone=ZoneInfo("UTC"))
        self._due = START

    def until(self, end: datetime, looks: float) -> None:
        """Run until that time, whenever it is due. looks: the price of now, for all sources."""
        pace = None if self.rates is None else Pace(rates=self.rates, looks=looks)
        while self._due < end:
            self._run(self._due + STARTING, pace)

    def _run(self, now: datetime, pace: Pace | None) -> None:
        began = now
        if listing_due(self._listing_next, self._looked, now, self.policy.interval):
            now = self._read(now)
            self._listing_next = self.policy.listing(self.outlet.slug, now, pace)
        now = self._check(now)
        self.counted.runs += began >= self._from
        self._ended = now
        past = SourcePast(
            runs=(PastRun(id=1, started_at=began, ended_at=now, outcome="collected"),),
            listings={self.outlet.slug: self._listing_next},
            pages_next_at=self._pages[0][0] if self._pages else None,
        )
        self._due = max(source_due(self._source, past, self._rhythm, now), now)

    def _read(self, now: datetime) -> datetime:
        """Read the listing, and each item that is new on it."""
        looked, before = now, self._looked
        self.counted.listings += now >= self._from
        until = bisect_right(self._moments, now)
        for item in self.outlet.items[self._next_item : until]:
            now += GAP
            if item.at >= self._from:
                self.counted.waited.append((now - item.at).total_seconds())
            self.counted.new += now >= self._from
            if before is not None:
                self._seen.append(self._span(item, before, looked))
            if item.ours:
                self.kept.append(Kept(item, [now]))
                self._again(len(self.kept) - 1, now)
        self._next_item = until
        self._looked, self._first_look = looked, self._first_look or looked
        return now

    def _span(self, item: Item, before: datetime, now: datetime) -> Seen:
        """When the item came, as far as the archive knows."""
        if self.outlet.dated and item.at > before:
            hour = item.at.replace(minute=30, second=0, microsecond=0)
            return hour, hour, 1
        return before, now, 1

    def _check(self, now: datetime) -> datetime:
        """Ask for the pages that are due."""
        waiting = []
        began = now
        while self._pages and self._pages[0][0] <= began + HOUR:
            again, number = heapq.heappop(self._pages)
            if not page_due(again, self.kept[number].checks[-1], began):
                waiting.append((again, number))
                continue
            now += GAP
            self.counted.pages += now >= self._from
            self.kept[number].checks.append(now)
            self._again(number, now)
        for one in waiting:
            heapq.heappush(self._pages, one)
        return now

    def _again(self, number: int, now: datetime) -> None:
        again = self.policy.page(self.kept[number].item.at, now, self._habits)
        if again is not None:
            heapq.heappush(self._pages, (again, number))

    def learn(self, now: datetime, usual: float | None) -> None:
        """Estimate rhythm and habits anew, as the archive's rows would have it."""
        if self._first_look is None or now - self._first_look < LEAST_HISTORY:
            return
        since = max(now - WINDOW, self._first_look)
        self._seen = _grouped(self._seen, since)
        self.rates = estimate(self._seen, since=since, now=now, usual=usual)
        self._habits = habits_of(self._changes(now, since))

    def _changes(self, now: datetime, since: datetime) -> list[tuple[timedelta, list[timedelta]]]:
        found = []
        for kept in reversed(self.kept[-ARTICLES_OF_HABIT:]):
            at = kept.item.at
            if at < since:
                break
            found.append((now - at, [seen - at for _, seen in caught(kept) if seen is not None]))
        return found


def caught(kept: Kept) -> list[tuple[datetime, datetime | None]]:
    """Of each change of a page the time, and when it was seen; None where it never was, or the next came before."""
    found: list[tuple[datetime, datetime | None]] = []
    edits = kept.item.edits
    for n, at in enumerate(edits):
        place = bisect_right(kept.checks, at)
        seen = kept.checks[place] if 0 < place < len(kept.checks) else None
        missed = seen is not None and n + 1 < len(edits) and edits[n + 1] <= seen
        found.append((at, None if missed else seen))
    return found


def looks_at(following: Sequence[Following], interval: timedelta) -> tuple[float, float | None]:
    """The price of now: looks an hour that one item an hour is worth, and the usual rate; 0.0 and None before."""
    roots = [root_of(one.rates) for one in following if one.rates is not None]
    if not roots:
        return 0.0, None
    return looks_of(roots, interval), (sum(roots) / len(roots)) ** 3


def _grouped(seen: list[Seen], since: datetime) -> list[Seen]:
    counts: dict[tuple[datetime, datetime], int] = {}
    for earliest, latest, number in seen:
        if latest >= since:
            counts[earliest, latest] = counts.get((earliest, latest), 0) + number
    return [(earliest, latest, number) for (earliest, latest), number in counts.items()]
