"""Crawls of the invented year below the spider: the real runs over a real archive, the servers' answers by the script.

Time is an argument: a clock that only requests move on. Pages are read by the real readers in this process; a reading
is kept at hand, since reading is a function of the page alone, and several crawls of one year meet the same pages.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from scrapy.http import Response

from crawler.desk import CrawlOptions, Desk, RelevanceFiles, RunReport
from crawler.discovery.listing import read_listing
from crawler.discovery.listing_read import ListingRead
from crawler.extraction.page import Page
from crawler.findings.finder import Finder
from crawler.findings.rules import load_finder
from crawler.intake import Intake
from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import Reading, read_page
from crawler.run import worker_limits
from crawler.source import Source
from crawler.source_run import SourceRun
from crawler.visit import Visitor
from crawler.worker import Workers
from crawler.worker_frames import listing_from_form, listing_to_form, reading_from_form, reading_to_form
from storage.archive import Archive
from storage.times import from_text
from tests.crawler.test_kill_everywhere import Killer, killed_at
from tests.year.pieces import FIRST_DAY, Script
from tests.year.web import Web

GAP = timedelta(seconds=5)
MAX_BYTES = 10 * 1024 * 1024
LEAST_RUNS, MOST_RUNS = 4, 90


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Warped(asyncio.SelectorEventLoop):
    """An event loop that does not wait: where nothing else is to be done, its time moves on to the next turn."""

    _ahead = 0.0

    def time(self) -> float:
        """The loop's own time."""
        return super().time() + self._ahead

    def _run_once(self) -> None:
        waiting: list[Any] = self._scheduled  # type: ignore[attr-defined]
        if not self._ready and waiting:  # type: ignore[attr-defined]
            self._ahead += max(0.0, waiting[0]._when - self.time())
        super()._run_once()  # type: ignore[misc]


@cache
def _rules() -> tuple[Relevance, Finder]:
    relevance = load_relevance(None, accept=None, review=None)
    return relevance, load_finder(relevance)


class Readers(Workers):
    """The workers' work in this process, in the form in which it comes from one."""

    def __init__(self, sources: Mapping[str, Source], options: CrawlOptions, known: dict[str, str]) -> None:
        super().__init__(worker_limits(list(sources.values()), RelevanceFiles(), options))
        self._sources, self._known = sources, known
        self._relevance, self._finder = _rules()

    async def page(self, page: Page, slug: str | None) -> Reading:
        """Read one page."""
        key = sha256(repr((page, slug)).encode("utf-8", "surrogatepass")).hexdigest()
        if key not in self._known:
            reading = read_page(page, self._sources[slug or ""], self._relevance, self._finder)
            self._known[key] = json.dumps(reading_to_form(reading))
        return reading_from_form(json.loads(self._known[key]))

    async def listing(
        self, slug: str, position: int, *, url: str, body: bytes, content_type: str | None, now: datetime
    ) -> ListingRead:
        """Read one listing."""
        source = self._sources[slug]
        listing = source.listings[position]
        read = read_listing(listing, source, url=url, body=body, content_type=content_type, now=now)
        return listing_from_form(json.loads(json.dumps(listing_to_form(read))))


class Crawler:
    """Runs over one data folder. archive: the sources by their whole sitemaps (a back-fill)."""

    def __init__(self, data: Path, web: Web, *, archive: bool = False, readings: dict[str, str] | None = None) -> None:
        self.data, self.web = data, web
        most = 100_000 if archive else 500
        self.options = CrawlOptions(
            contact="desk@newsroom.example", gap_seconds=0, pages_per_run=most, per_pattern=most
        )
        self.sources = {one.slug: one.source(archive=archive) for one in web.script.outlets}
        self._readers = Readers(self.sources, self.options, {} if readings is None else readings)

    def run(self, at: datetime, *, killer: Killer | None = None) -> list[RunReport]:
        """One run of every source, begun at that time. killer: ends this process at one of the run's operations."""
        with Archive.open(self.data, create=True) as archive, _loop() as loop:
            # Nothing here outlives the test: waiting for the disk would take most of its time.
            archive.db.utils.conn.execute("PRAGMA synchronous = OFF")
            if killer is not None:
                archive.db.utils.conn.set_trace_callback(killer)
                os.pwrite = killer.before(os.pwrite, torn=True)
            archive.ledger.register_sources(list(self.sources.values()), at)
            return [loop.run_until_complete(self._one(archive, one, at)) for one in self.sources.values()]

    def killed_run(self, at: datetime, chance: Random) -> int:
        """A run in a child that is killed at an operation by chance, as SIGKILL kills; at which."""
        number = chance.randint(1, 4000)
        while not killed_at(number, lambda killer: self._run_killed(at, killer)):
            number = number // 2 or 1
        return number

    def _run_killed(self, at: datetime, killer: Killer) -> None:
        self.run(at, killer=killer)

    async def _one(self, archive: Archive, source: Source, at: datetime) -> RunReport:
        clock = Clock(at)

        async def deliver(url: str, headers: Mapping[str, str], _: Mapping[str, Any]) -> Response:
            clock.at += GAP
            said = self.web.answer(url, headers, clock.at)
            return Response(url, status=said.status, headers=said.headers, body=said.body)

        desk = Desk(
            archive=archive,
            visitor=Visitor(deliver, archive.frontier, clock, gap=0, max_bytes=MAX_BYTES),
            workers=self._readers,
            intake=Intake(archive, origin="crawl"),
            options=self.options,
            now=clock,
            say=lambda _: None,
        )
        return await SourceRun(desk, source).go()


@contextmanager
def _loop() -> Iterator[Warped]:
    loop = Warped()
    try:
        yield loop
    finally:
        loop.close()


def first_run(script: Script) -> datetime:
    """The time of the first day's run: in the evening, when the day's pages are printed."""
    return datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 17, tzinfo=UTC)


def daily(crawler: Crawler, *, kills: int = 0, seed: str = "kills") -> list[int]:
    """Crawl every day of the year. kills: so many of the days begin with a run that is killed, and begin again.

    Returns at which operations they were.
    """
    chance = Random(seed)  # noqa: S311 - a script, no secret
    script = crawler.web.script
    days = set(chance.sample(range(script.days), kills))
    killed = []
    for day in range(script.days):
        # The same minutes with and without kills: at what age a page is asked again hangs on them.
        at = first_run(script) + timedelta(days=day, minutes=Random(f"minute {day}").randint(0, 9))  # noqa: S311
        if day in days:
            killed.append(crawler.killed_run(at, chance))
        crawler.run(at + timedelta(minutes=1 if day in days else 0))
    return killed


def at_once(crawler: Crawler) -> None:
    """Crawl what is still there after the last day, in as many runs as it takes to ask for all of it.

    A pattern of addresses that gives nothing rests for a day, so there may be dozens.
    """
    script = crawler.web.script
    at = first_run(script) + timedelta(days=script.days - 1, minutes=30)
    waiting, number = True, 0
    while waiting or number < LEAST_RUNS:
        assert number < MOST_RUNS, "some addresses are never asked for"
        crawler.run(at)
        number += 1
        at += timedelta(minutes=30)
        with Archive.open(crawler.data) as archive:
            new = archive.db.rows("SELECT next_at FROM pages WHERE kind = 'article' AND state = 'new'")
        waiting = bool(new)
        at = max(at, *(from_text(row["next_at"]) for row in new if row["next_at"]), at)
