"""The service's children: what each is at, for how long it may be, and what its end means.

Nothing that matters is remembered here but that a child ended badly, and so rests before its next try; the archive
knows the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler import clock
from scheduler.config import TAKEN_VARIABLE
from scheduler.gather import close_open_runs, complete_weeks
from scheduler.jobs import Child, command_line, end_all
from scheduler.plan import Attempt, PlannedSource
from scheduler.upkeep import backup_arguments, backup_folder, backup_past, no_room, note_try
from scheduler.work import Limits, Work, again, last_words
from storage.records import Outcome
from storage.times import to_text

if TYPE_CHECKING:
    from scheduler.commands.options import Settings
    from storage.archive import Archive
    from storage.health import PastRun

DELIVER, BACKUP = "deliver", "backup"
MOST_NAMED = 12

log = logging.getLogger("bluewatch.service")


class Children:
    """Started by the service's one thread, judged by it when they ended. settings: those that are in force.

    ``on_end`` is called from another thread for each that ended. line: makes the argument list of a command.
    """

    def __init__(
        self,
        settings: Settings,
        limits: Limits,
        on_end: Callable[[Child], None],
        line: Callable[..., list[str]] = command_line,
    ) -> None:
        self.settings = settings
        self.taken: Path | None = None
        self.attempts: dict[str, Attempt] = {}
        self.digest_attempt: Attempt | None = None
        self.post_attempt: Attempt | None = None
        self.failed = False
        self.given_up = 0
        self._limits = limits
        self._on_end = on_end
        self._line = line
        self._work: dict[Child, Work] = {}

    def __len__(self) -> int:
        return len(self._work)

    @property
    def names(self) -> list[str]:
        """What they are at."""
        return [child.name for child in self._work]

    @property
    def slugs(self) -> set[str]:
        """The sources that are being crawled."""
        return {slug for work in self._work.values() for slug in work.sources}

    def has(self, kind: str) -> bool:
        """True where one is at work on that: ``digest``, ``deliver`` or ``backup``."""
        return any(
            bool(work.weeks) if kind == "digest" else work.post if kind == DELIVER else work.backup
            for work in self._work.values()
        )

    @property
    def room(self) -> bool:
        """True where one more crawl may begin: one that is quiet for long, or nearly done, keeps no other waiting."""
        crawls = [work for work in self._work.values() if work.given]
        moment = clock.monotonic()
        lively = [work for work in crawls if not work.nearly_done and moment - work.seen_at < self._limits.quiet]
        return len(lively) < self._limits.children and len(crawls) < 2 * self._limits.children

    def crawl(
        self, slugs: tuple[str, ...], sources: Iterable[PlannedSource], newest: Mapping[str, int], now: datetime
    ) -> None:
        """Let one child crawl these sources. newest: the number of each source's newest run."""
        wanted = dict.fromkeys(slugs, frozenset[str]())
        wanted |= {source.slug: source.hosts for source in sources if source.slug in wanted}
        work = Work(began=now, sources=wanted, given=len(wanted), seen_at=clock.monotonic())
        work.before = {slug: newest.get(slug, 0) for slug in slugs}
        name = " ".join(slugs) if len(slugs) <= MOST_NAMED else f"{len(slugs)} sources, {slugs[0]} to {slugs[-1]}"
        self._start(f"crawl {name}", ["crawl", *slugs], self._limits.deadline, work)

    def release(self, newest: Mapping[str, PastRun]) -> None:
        """Let go of the sources whose runs have ended, though their child goes on. newest: of each source its run."""
        for work in self._work.values():
            for slug in work.release(newest):
                self.attempts.pop(slug, None)

    def digest(self, weeks: tuple[str, ...], now: datetime) -> None:
        """Let one child write the digests of these weeks, the oldest first."""
        name = f"digest {weeks[0]}" + (f" to {weeks[-1]}" if len(weeks) > 1 else "")
        self._start(name, ["digest"], self._limits.digest_deadline, Work(began=now, weeks=weeks))

    def deliver(self, now: datetime) -> None:
        """Let one child send what is due."""
        self._start(DELIVER, ["deliver"], self._limits.deliver_deadline, Work(began=now, post=True))

    def backup(self, archive: Archive, now: datetime) -> None:
        """Let one child copy the archive; where there is no room for the copy, note that instead."""
        config = self.settings.config
        folder = backup_folder(config, self.settings.data)
        if words := no_room(archive, folder):
            self._note_backup(archive, now, words)
            return
        arguments = ["backup", *backup_arguments(config, folder)]
        self._start(BACKUP, arguments, self._limits.backup_deadline, Work(began=now, backup=True))

    def watch(self, archive: Archive) -> None:
        """Give up children beyond their deadline, and crawls that show no sign of life, or do not end when done."""
        moment = clock.monotonic()
        for child, work in self._work.items():
            if moment > child.deadline:
                self._give_up(child, f"not done after {moment - child.started:.0f} s")
            if not work.given:
                continue
            seen = archive.health.last_request_at(work.hosts)
            if seen != work.seen:
                work.seen, work.seen_at = seen, moment
            elif moment - work.seen_at > self._limits.stall:
                self._give_up(child, f"no request for {moment - work.seen_at:.0f} s, it hangs")

    def settle(self, child: Child, sources: Iterable[PlannedSource], *, stopped: bool) -> None:
        """Judge an ended child: what it left open is closed, what went badly rests before the next try."""
        work = self._work.pop(child)
        well = child.code in (0, 1) and child.given_up is None
        words = child.given_up or ("well" if child.code == 0 else f"exit code {child.code}")
        (log.info if well else log.error)("%s: ended, %s", child.name, words)
        self.failed |= child.code != 0
        reason = child.given_up or ("the service was stopped" if stopped else last_words(child))
        with self.settings.archive() as archive:
            if not well:
                outcome = Outcome.INTERRUPTED if stopped else Outcome.CRASHED
                close_open_runs(archive, work.before, tuple(sources), self.settings.now(), outcome, reason)
            if work.weeks:
                done = complete_weeks(archive, self.settings.config, work.began).issuperset(work.weeks)
                self.digest_attempt = None if well and done else again(self.digest_attempt, work.began)
            if work.post:
                self.post_attempt = None if well else again(self.post_attempt, work.began)
            if work.backup and not stopped:
                self._note_backup(archive, work.began, "" if child.code == 0 else reason)
            for slug in work.sources:
                self._settle_source(archive, slug, work, well=well)

    def end(self, at_once: Callable[[], bool]) -> None:
        """End them all: within some seconds, or at once where that turns true."""
        if self._work:
            log.info("stopping: %d children are asked to end", len(self._work))
        end_all(self._work, at_once=at_once)

    def _settle_source(self, archive: Archive, slug: str, work: Work, *, well: bool) -> None:
        newest = archive.health.runs_of(slug, 1)
        if well and newest and newest[0].id > work.before[slug]:
            self.attempts.pop(slug, None)
        else:
            self.attempts[slug] = again(self.attempts.get(slug), work.began)

    def _note_backup(self, archive: Archive, at: datetime, words: str) -> None:
        past = backup_past(archive, self.settings.config, self.settings.data, at)
        if words:
            log.error("the backup failed: %s", words)
        note_try(archive, at, past.failures + 1 if words else 0, words)

    def _give_up(self, child: Child, reason: str) -> None:
        if child.given_up is None and not child.ended:
            self.given_up += 1
            child.give_up(reason)

    def _start(self, name: str, arguments: Collection[str], deadline: float, work: Work) -> None:
        command, *rest = arguments
        if self.settings.demo:
            rest += ["--now", to_text(self.settings.now())]
        line = self._line(command, *rest, data=self.settings.data, config=self.settings.config.path)
        environment = {} if self.taken is None else {TAKEN_VARIABLE: str(self.taken)}
        child = Child(name, line, deadline, self._on_end, environment)
        self._work[child] = work
        log.info("%s: started as process %d", name, child.pid)
