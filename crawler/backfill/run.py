"""One run of a back-fill: on from where the last one stood, until nothing is left, a budget is spent or a site rests.

Two lanes side by side: the outlet (its lists, sitemaps and pages) and the web archives (their indexes and copies); each
host has its gap, across processes. All state is in the archive, so a run that was killed is simply run again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from filelock import Timeout

from crawler.backfill import archive_steps, outlet_steps
from crawler.backfill.copies import Copies, read_copies
from crawler.backfill.deep import DeepSource, deepened
from crawler.backfill.outlet_steps import OutletSteps
from crawler.backfill.pages import LivePages, PastIntake
from crawler.backfill.places import Places, Wanted
from crawler.backfill.progress import Progress
from crawler.backfill.spending import Spending
from crawler.browser.program import missing
from crawler.browser.renderer import Renderer
from crawler.desk import CrawlOptions, Desk, RelevanceFiles
from crawler.guard import permits
from crawler.one_request import Asker
from crawler.precedence import between_crawls, job_lock
from crawler.reactor import run_errand
from crawler.run import WORKERS, HostLocks, worker_limits
from crawler.source import Source
from crawler.spider import NewsSpider
from crawler.turns import HostTurns, steady
from crawler.visit import Visitor
from crawler.worker import Workers
from storage.archive import Archive
from storage.backfill import BackfillStore
from storage.backfill_counts import counts
from storage.backfill_forms import Step
from storage.backfill_pages import BackfillPages
from storage.database import Row
from storage.errors import AlreadyRunning, UsageError

IDLE = 0.1
REPORT_EVERY = 25
OVER, OVER_OF_LISTS = "nothing is left to ask for", "lists and indexes are read"


@dataclass(slots=True, kw_only=True)
class BackfillReport:
    """How a run ended. ended: nothing is left. signum: of the signal that ended it. read: copies by what they gave."""

    source: str
    job: int
    reason: str
    ended: bool
    requests: int = 0
    signum: int | None = None
    counts: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done, and the means that do not change with the run."""

    source: Source
    options: CrawlOptions
    wanted: Wanted
    places: Places = field(default_factory=Places)
    relevance_files: RelevanceFiles = field(default_factory=RelevanceFiles)


def first_steps(source: DeepSource, wanted: Wanted, places: Places) -> list[Step]:
    """Where the ways of a back-fill begin."""
    return [
        *outlet_steps.first_steps(source, wanted.outlet),
        *archive_steps.first_steps(source, wanted.archives, wanted.window, places),
    ]


def backfill(data: Path, task: Task, *, now: Callable[[], datetime], say: Callable[[str], None]) -> BackfillReport:
    """Go on with the back-fill of a source; once in a process. Raises AlreadyRunning, UsageError, ArchiveUnusable."""
    source, wanted = task.source, task.wanted
    if source.fetch == "browser" and (lacking := missing(task.options.browser)) is not None:
        raise UsageError(f"{source.slug}: {lacking}")
    deep = deepened(source, wanted.window.since, wanted.window.until)
    with Archive.open(data, create=True) as archive:
        lock = job_lock(data, source.slug)
        try:
            lock.acquire()
        except Timeout as error:
            raise AlreadyRunning(f"{data}: another back-fill of {source.slug} is running; wait for its end") from error
        try:
            with Workers(worker_limits([deep], task.relevance_files, task.options), most=WORKERS) as workers:
                return Run(archive, deep, task, workers, now=now, say=say).go()
        finally:
            lock.release()


class Run:
    """One run. reason: why it ended before its end, None where it came there."""

    def __init__(
        self, archive: Archive, source: DeepSource, task: Task, workers: Workers,
        *, now: Callable[[], datetime], say: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._archive, self._source, self._workers, self._now, self._say = archive, source, workers, now, say
        self._options, self._wanted, self._places = task.options, task.wanted, task.places
        self._store = BackfillStore(archive.db)
        self._clock = steady(now)
        self._locks = HostLocks(archive.data)
        self._left_alone: dict[str, str] = {}
        self._done = 0
        self._read: Counter[str] = Counter()
        self._idle: set[str] = set()
        self._over_lanes: set[str] = set()
        self.reason: str | None = None
        self._job = self._begin()
        self._progress = Progress(archive.db, source, self._job, self._options.gap_seconds, self._places.gap)
        self._spending = Spending(
            self._store, self._job, most=self._wanted.budget, per_day=self._wanted.per_day, now=now
        )

    def _begin(self) -> int:
        window, wanted = self._wanted.window, self._wanted
        self._archive.ledger.register_sources([self._source], self._now())
        return self._store.open(
            self._source.slug, since=window.since, until=window.until, ways=wanted.ways, prefer=wanted.prefer,
            first=first_steps(self._source, wanted, self._places), now=self._now(),
        )  # fmt: skip

    def go(self) -> BackfillReport:
        """Read what was left unread, ask for what is wanted, read the copies that came."""
        self._read_copies()
        source, options, store = self._source, self._options, self._store
        signum = run_errand(
            self.errand,
            turns=HostTurns(self._archive.frontier, self._clock),
            permitted=permits(() if source.packaged else source.all_hosts) | self._places.permitted(),
            any_name=frozenset(source.hosts if source.tls == "accept-name" else ()),
            contact=options.contact,
            timeout_seconds=options.timeout_seconds,
            max_bytes=options.max_bytes,
            hosts=len(source.hosts) + 3,
            on_stop=self._workers.stop,
        )
        self._spending.save()
        if signum is None:
            self._read_copies()
        left = store.left(self._job, source.slug, self._wanted.ways, find_only=self._wanted.find_only)
        ended = signum is None and not left and self.reason is None
        over = "stopped by a signal" if signum else left or (OVER_OF_LISTS if self._wanted.find_only else OVER)
        reason = self.reason or over
        store.end(self._job, reason, self._now(), ended=ended and not self._wanted.find_only)
        return BackfillReport(
            source=source.slug, job=self._job, reason=reason, ended=ended, requests=self._spending.requests,
            signum=signum, counts=counts(self._archive.db, source.slug), read=dict(self._read),
        )  # fmt: skip

    def _read_copies(self) -> None:
        window = self._wanted.window
        for settled in read_copies(self._archive, self._workers, self._source, window, now=self._now):
            self._read["part of another page" if settled is None else settled.change or settled.state] += 1

    async def errand(self, spider: NewsSpider) -> None:
        """Run both lanes to their ends."""
        options, frontier, spending = self._options, self._archive.frontier, self._spending
        spending.through = spider.deliver
        renderer = Renderer.of(options, say=self._say)
        visitor = Visitor(
            spending.deliver, frontier, self._clock, gap=options.gap_seconds, max_bytes=options.max_bytes,
            show=renderer.show, insist=True,
        )  # fmt: skip
        desk = Desk(
            archive=self._archive, visitor=visitor, workers=self._workers,
            intake=PastIntake(self._archive, self._wanted.window.until), options=options, now=self._now, say=self._say,
        )  # fmt: skip
        asker = Asker(spending.deliver, frontier, self._clock, max_bytes=options.max_bytes, insist=True)
        web = archive_steps.WebArchives(
            asker, self._source, self._store, self._wanted.window, self._places, most_bytes=options.max_bytes
        )
        if self._wanted.prefer == "archived":
            self._store.prefer_copies(self._source.slug)
        async with renderer, asyncio.TaskGroup() as group:
            group.create_task(self._outlet(desk))
            group.create_task(self._archives(web, lambda url: visitor.closed(url, self._source)))

    async def _outlet(self, desk: Desk) -> None:
        """The outlet's own lane: lists and sitemaps first, then one address after the other, newest first."""
        pages = LivePages(desk, self._source, self._store, self._wanted.window)
        asked = None if self._wanted.find_only else pages
        steps = OutletSteps(desk, self._source, self._store, self._wanted.window, pages=asked)
        try:
            while not self._over():
                step = self._store.next_step(self._job, self._wanted.outlet, self._now())
                row = None if step is not None or self._wanted.find_only else self._next("waiting")
                if step is None and row is None:
                    if self._both_idle("outlet"):
                        return
                    await asyncio.sleep(IDLE)
                    continue
                self._idle.discard("outlet")
                if row is not None and self._known(row):
                    continue
                async with between_crawls(self._archive.data, self._source.slug, self._take, self._give_back):
                    away = await (steps.take(step) if step is not None else pages.ask(row or {}))
                self._tell()
                if away is not None:
                    self.reason = self.reason or away
                    return
                await self._gap()
        finally:
            self._over_lanes.add("outlet")

    def _both_idle(self, lane: str) -> bool:
        """Whether nothing is left in either lane: what one has no more of, the other may still find or give up."""
        self._idle.add(lane)
        other = "archives" if lane == "outlet" else "outlet"
        if other in self._over_lanes:
            return True
        if other not in self._idle:
            return False
        ways = self._wanted.outlet if other == "outlet" else self._asked_archives()
        if self._store.next_step(self._job, ways, self._now()) is not None:
            return False
        return self._wanted.find_only or self._next("waiting" if other == "outlet" else "copy") is None

    def _asked_archives(self) -> tuple[str, ...]:
        return tuple(way for way in self._wanted.archives if way not in self._left_alone)

    async def _archives(self, web: archive_steps.WebArchives, closed: Callable[[str], Awaitable[str | None]]) -> None:
        """The web archives' lane: their indexes first, then copies of what the outlet has no more."""
        if not self._wanted.archives:
            self._over_lanes.add("archives")
            return
        copies = Copies(self._archive, self._source, web, self._wanted.window, closed=closed)
        while not self._over():
            step = self._store.next_step(self._job, self._asked_archives(), self._now())
            row = None if step is not None or self._wanted.find_only else self._next("copy")
            if step is not None or row is not None:
                self._idle.discard("archives")
            if step is not None:
                away = await web.take(step, self._now())
                if away is not None:
                    self._left_alone[step["way"]] = away
                if self._wanted.prefer == "archived":
                    self._store.prefer_copies(self._source.slug)
            elif row is not None and not self._known(row):
                others = {
                    way: f"{way} is not asked" for way in ("wayback", "commoncrawl") if way not in self._wanted.archives
                }
                refused = await copies.ask(row, self._now(), {**others, **self._left_alone})
                if refused is not None:
                    self._left_alone[refused[0]] = refused[1]
            elif row is None and self._both_idle("archives"):
                break
            elif row is None:
                await asyncio.sleep(IDLE)
                continue
            self._tell()
        self._over_lanes.add("archives")
        if self._left_alone:
            self.reason = self.reason or "; ".join(f"{way}: {why}" for way, why in sorted(self._left_alone.items()))

    def _next(self, state: str) -> Row | None:
        return self._store.next_address(self._source.slug, state, self._now())

    def _known(self, row: Row) -> bool:
        """Whether the article of an address is here since; then nothing is asked."""
        reason = BackfillPages(self._archive.db).had(row)
        if reason is not None:
            self._store.update(row["id"], state="known", reason=reason)
        return reason is not None

    def _over(self) -> bool:
        spent = self._spending.spent()
        if spent is not None:
            self.reason = spent
        return spent is not None

    def _take(self) -> str | None:
        return self._locks.take(self._source)

    def _give_back(self) -> None:
        self._locks.give_back(sorted(set(self._source.hosts)))

    async def _gap(self) -> None:
        """The gap lies outside the lock, where a crawl may begin."""
        gap = self._source.gap_seconds if self._source.gap_seconds is not None else self._options.gap_seconds
        await asyncio.sleep(gap)

    def _tell(self) -> None:
        self._spending.save()
        self._done += 1
        if self._done % REPORT_EVERY == 0:
            self._say(self._progress.line(self._spending.requests))
