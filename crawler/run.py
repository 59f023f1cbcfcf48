"""A crawl: all given sources in one Scrapy process, each with its own run, lock and report."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from crawler.admission import admitted
from crawler.browser.program import missing
from crawler.browser.renderer import Renderer
from crawler.desk import CrawlOptions, Desk, RelevanceFiles, RunReport
from crawler.guard import permits
from crawler.intake import Intake
from crawler.precedence import host_lock, patiently
from crawler.reactor import StoppedBySignal, run_errand
from crawler.source import Source
from crawler.source_run import SourceRun
from crawler.spider import NewsSpider
from crawler.together import Together
from crawler.turns import HostTurns, steady
from crawler.visit import Visitor
from crawler.worker import WorkerLimits, Workers
from storage.archive import Archive
from storage.records import Outcome
from storage.steady import note_steady

__all__ = ["CrawlOptions", "RelevanceFiles", "RunReport", "StoppedBySignal", "crawl"]

WORKERS = 2


class HostLocks:
    """One crawl a host at a time, across processes. A lock dies with its process, so none is ever stale."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._locks: dict[str, FileLock] = {}
        self._users: Counter[str] = Counter()

    def take(self, source: Source) -> str | None:
        """Lock every host of a source; the host that another process crawls, or None where all were free."""
        taken: list[str] = []
        for host in sorted(set(source.hosts)):
            if self._users[host] == 0:
                lock = host_lock(self._data, host)
                try:
                    lock.acquire()
                except Timeout:
                    self.give_back(taken)
                    return host
                self._locks[host] = lock
            self._users[host] += 1
            taken.append(host)
        return None

    def give_back(self, hosts: Sequence[str]) -> None:
        """Free hosts that no other source of this process still uses."""
        for host in set(hosts):
            self._users[host] -= 1
            if self._users[host] == 0:
                self._locks.pop(host).release()


def crawl(
    data: Path,
    sources: Sequence[Source],
    relevance_files: RelevanceFiles,
    options: CrawlOptions,
    *,
    now: Callable[[], datetime],
    on_progress: Callable[[str], None] | None = None,
) -> list[RunReport]:
    """Crawl the sources into the archive of a data folder; once in a process. One report a source, in their order.

    Raises ArchiveUnusable where the archive cannot be used or written (disk full), StoppedBySignal with the reports so
    far on SIGINT or SIGTERM. What a site does never raises: it is an outcome.
    """
    say = on_progress or (lambda _: None)
    with Archive.open(data, create=True) as archive:
        archive.ledger.register_sources(sources, now())
        if placed := archive.texts.place_waiting():
            say(f"{placed} articles of an older version were placed among texts and stories")
        limits = worker_limits(sources, relevance_files, options)
        with Workers(limits, most=WORKERS) as workers:
            run = Crawl(archive, sources, options, workers, now=now, say=say)
            try:
                signum = run_errand(
                    run.errand,
                    turns=run.turns,
                    permitted=run.permitted,
                    any_name=run.any_name,
                    contact=options.contact,
                    timeout_seconds=options.timeout_seconds,
                    max_bytes=options.max_bytes,
                    hosts=run.host_count,
                    on_stop=workers.stop,
                )
            except BaseExceptionGroup as group:
                raise _first(group) from group
    if signum is not None:
        raise StoppedBySignal(signum, run.ended())
    return run.ended()


def longest_gaps(sources: Sequence[Source], default: float) -> dict[str, float]:
    """Host to the longest gap that a source on it wants: two sources of one host do not hurry each other."""
    gaps: dict[str, float] = {}
    for source in sources:
        for host in source.hosts:
            own = default if source.gap_seconds is None else source.gap_seconds
            gaps[host] = max(gaps.get(host, 0.0), own)
    return gaps


def worker_limits(sources: Sequence[Source], relevance_files: RelevanceFiles, options: CrawlOptions) -> WorkerLimits:
    """What the parsing workers of a crawl are told."""
    return WorkerLimits(
        terms=relevance_files.terms,
        accept=relevance_files.accept,
        review=relevance_files.review,
        seconds=options.parse_seconds,
        memory=options.parse_bytes,
        sources={source.slug: source for source in sources},
    )


class Crawl:
    """The errand of one crawl: every source in a task of its own over the shared desk."""

    def __init__(
        self,
        archive: Archive,
        sources: Sequence[Source],
        options: CrawlOptions,
        workers: Workers,
        *,
        now: Callable[[], datetime],
        say: Callable[[str], None],
    ) -> None:
        self._archive, self._sources, self._options, self._workers = archive, sources, options, workers
        self._now, self._say = now, say
        self._clock = steady(now)
        self._locks = HostLocks(archive.data)
        self._reports: dict[str, RunReport] = {}
        self._together = Together(archive.db)
        self.turns = HostTurns(archive.frontier, self._clock, self._together)
        self.permitted = permits(host for source in sources if not source.packaged for host in source.all_hosts)
        self.any_name = frozenset(host for one in sources if one.tls == "accept-name" for host in one.hosts)
        self.host_count = len({host for source in sources for host in source.hosts})

    async def errand(self, spider: NewsSpider) -> None:
        """Run every source to its report."""
        options = self._options
        renderer = Renderer.of(options, say=self._say)
        visitor = Visitor(
            spider.deliver,
            self._archive.frontier,
            self._clock,
            gap=options.gap_seconds,
            max_bytes=options.max_bytes,
            show=renderer.show,
            insist=options.mode != "due",
            gaps=longest_gaps(self._sources, options.gap_seconds),
        )
        desk = Desk(
            archive=self._archive,
            visitor=visitor,
            workers=self._workers,
            intake=Intake(self._archive, origin="crawl"),
            options=options,
            now=self._now,
            say=self._say,
            writes=self._together,
        )
        async with renderer, asyncio.TaskGroup() as group:
            async for source in admitted(self._sources, lambda: self._workers.waiting):
                group.create_task(_one(desk, source, self._locks, self._reports))

    def ended(self) -> list[RunReport]:
        """One report a source, in their order; a source that a signal cut short is interrupted."""
        cut = "stopped by a signal before its end"
        return [
            self._reports.get(source.slug) or RunReport(source=source.slug, outcome=Outcome.INTERRUPTED, reason=cut)
            for source in self._sources
        ]


async def _one(desk: Desk, source: Source, locks: HostLocks, reports: dict[str, RunReport]) -> None:
    """One source with its locks. A source that we cannot read as it wants to be read says so."""
    unable = _unable(source, desk.options)
    busy = None if unable else await patiently(desk.archive.data, source.slug, lambda: locks.take(source))
    if unable or busy:
        outcome = Outcome.REFUSED if unable else Outcome.BUSY
        reason = unable or f"another process is crawling {busy}"
        reports[source.slug] = _unstarted(desk, source, outcome, reason)
        return
    try:
        with contextlib.ExitStack() as stack:
            stack.callback(locks.give_back, sorted(set(source.hosts)))
            stack.enter_context(desk.together.member())
            reports[source.slug] = await SourceRun(desk, source).go()
            note_steady(desk.archive.db, source.slug, desk.now())
    except asyncio.CancelledError:
        reports[source.slug] = RunReport(source=source.slug, outcome=Outcome.INTERRUPTED, reason=desk.cut)
        raise
    except Exception as error:  # the group ends all others with it, and what they say of that is why
        desk.cut = f"the whole crawl ended: {error}"
        raise


def _unable(source: Source, options: CrawlOptions) -> str | None:
    if source.fetch == "browser" and (lacking := missing(options.browser)) is not None:
        return lacking
    return None


def _unstarted(desk: Desk, source: Source, outcome: Outcome, reason: str) -> RunReport:
    desk.say(f"{source.slug}: {outcome}: {reason}")
    if outcome is not Outcome.BUSY:
        # A busy source has an open run of the other process, which start_run would close.
        run_id = desk.archive.ledger.start_run(source.slug, desk.now())
        desk.archive.ledger.end_run(run_id, desk.now(), outcome, reason, {})
    return RunReport(source=source.slug, outcome=outcome, reason=reason)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first real error inside nested groups: what a person is to be told."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
