"""The service: a steady tick says when to look, the plan says what is due, children do the work.

One thread decides (this one); timers, signals and ended children only post a message to it. Nothing that matters is
remembered here: a service that is killed is replaced by one that reads the same archive.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from crawler.recheck import grace_of
from scheduler import clock
from scheduler.children import BACKUP, DELIVER, Children
from scheduler.delivery.begin import begin
from scheduler.delivery.due import GATHER
from scheduler.gather import clock_doubt_of, facts_now, lay_down_days, planned_sources, rhythm_of
from scheduler.jobs import command_line
from scheduler.notify import Notices
from scheduler.plan import Plan, make_plan
from scheduler.pulse import Pulse
from scheduler.signals import heard
from scheduler.taken import Taken
from scheduler.timers import Timers
from scheduler.upkeep import EVERY, backup_due, backup_past
from scheduler.work import Limits, is_database_error
from storage.disk import in_words
from storage.errors import ArchiveNewer, BluewatchError

if TYPE_CHECKING:
    from scheduler.commands.options import Settings
    from storage.archive import Archive

INTERRUPTED, TERMINATED = 130, 143
# Of sysexits.h, EX_TEMPFAIL: what a service manager tries again.
OUTDATED = 75
TICK, ENDED, STOP, RELOAD = "tick", "ended", "stop", "reload"

log = logging.getLogger("bluewatch.service")


class Service:
    """Runs until it is told to stop, or with ``once`` until nothing is due that it has not tried.

    reload: reads the configuration again; changed: is told of the settings that came into force. line: see Children.
    stops: the stopping signals that have come already. keep_alone: raises where another service has our place.
    """

    def __init__(
        self,
        settings: Settings,
        reload: Callable[[], Settings],
        *,
        once: bool = False,
        limits: Limits | None = None,
        changed: Callable[[Settings], None] = lambda _: None,
        line: Callable[..., list[str]] = command_line,
        stops: list[int] | None = None,
        keep_alone: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._reload = reload
        self._changed = changed
        self._keep_alone = keep_alone
        self._once = once
        self._limits = limits or Limits()
        self._post: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._children = Children(settings, self._limits, lambda ended: self._post.put((ENDED, ended)), line)
        self._sources = planned_sources(settings)
        self._taken: Taken | None = None
        self._delivered = self._backed_up = False
        self._tried: set[str] = set()
        self._complaint: str | None = None
        self._outdated = self._ready = False
        self._stop_signals: list[int] = [] if stops is None else stops
        self._timers, self._notices = Timers(partial(self._post.put, (TICK, None))), Notices()
        self.pulse = Pulse(tick_seconds=self._limits.tick)

    def run(self) -> int:
        """Work until stopped; the exit code: 0, with ``once`` 1 where some source failed, 130 or 143 for a signal.

        OUTDATED where the archive has become that of a later program: this one could do nothing more, for ever.
        """
        with self._settings.archive(create=True):
            pass  # an archive that cannot be used is told at once, not at every tick
        self._take_over(self._settings)
        put = self._post.put
        stop, reload, tick = (partial(put, (kind, None)) for kind in (STOP, RELOAD, TICK))
        with heard(self._stop_signals, stop=stop, reload=reload, wake=tick):
            tick()
            schedule = self._settings.config.schedule
            log.info(
                "started: process %d, data %s, %d sources, crawl %s, digest %s %s",
                os.getpid(), self._settings.data, len(self._sources), schedule.crawl, schedule.digest, schedule.zone,
            )  # fmt: skip
            if not self._once:
                self._timers.start()
            try:
                while not self._stop_signals and self._handle(self._messages()):
                    pass
            finally:
                self._end()
        if self._stop_signals:
            return INTERRUPTED if self._stop_signals[0] == signal.SIGINT else TERMINATED
        if self._outdated:
            return OUTDATED
        return 1 if self._children.failed else 0

    def _messages(self) -> list[tuple[str, Any]]:
        """Wait for a message, and take all that have come: many timers may fire at once, and one look serves them.

        Where none comes for a tick, that is one: this wait is of the monotonic clock, so that the tick goes on whatever
        is done to the machine's clock, which the timers follow.
        """
        tick = self._limits.tick
        if self._notices.watchdog_seconds is not None:
            tick = min(tick, self._notices.watchdog_seconds / 3)
        try:
            messages = [self._post.get(timeout=tick)]
        except Empty:
            return [(TICK, None)]
        with suppress(Empty):
            while True:
                messages.append(self._post.get_nowait())
        return messages

    def _handle(self, messages: list[tuple[str, Any]]) -> bool:
        """Act on the messages, and on the plan; False when it is time to end."""
        if self._stop_signals or any(kind == STOP for kind, _ in messages):
            for kind, value in messages:
                if kind == ENDED:
                    self._settle(value)
            return False
        for kind, value in messages:
            if kind == RELOAD:
                self._read_again()
            if kind == ENDED:
                self._settle(value)
        self._guarded(self._look)
        self._tell()
        return not (self._outdated or (self._once and not len(self._children)))

    def _settle(self, child: Any) -> None:
        self._guarded(partial(self._children.settle, child, self._sources, stopped=bool(self._stop_signals)))

    def _guarded(self, act: Callable[[], None]) -> None:
        """Do it; what the machine or the archive refuses is logged once, and tried again at the next tick."""
        try:
            act()
        except Exception as error:
            if not isinstance(error, BluewatchError | OSError) and not is_database_error(error):
                raise
            self._complain(in_words(error, self._settings.data) if isinstance(error, OSError) else str(error))
            self._children.failed = True
            self._outdated = isinstance(error, ArchiveNewer)

    def _complain(self, words: str) -> None:
        if words != self._complaint:
            log.error("%s", words)
        self._complaint = words

    def _look(self) -> None:
        """Read the archive, start what is due, give up what hangs, and set the timers for what comes next."""
        now = self._settings.now()
        # Made at the start only: where it is gone since, as when its disk is not there, none is begun in its place.
        with self._settings.archive() as archive:
            self._children.watch(archive)
            self._keep_alone()
            if self._taken is not None and self._taken.lost:
                self._renew()
            if doubt := clock_doubt_of(archive, now):
                self._complain(f"nothing is started: {doubt}")
                self._children.failed = True
                return
            lay_down_days(archive, self._sources, now)
            begin(archive, self._settings.config, now)
            facts = facts_now(archive, self._sources, now, self._settings.config)
            self._backup(archive, facts.first_run_at, now)
        children, newest = self._children, {slug: past.runs[0] for slug, past in facts.pasts.items() if past.runs}
        children.release(newest)
        facts = replace(
            facts, busy=children.slugs, attempts=children.attempts, digest_attempt=children.digest_attempt,
            post_attempt=children.post_attempt, seldom=self._once,
        )  # fmt: skip
        plan = make_plan(facts, rhythm_of(self._settings.config), now)
        for batch in plan.batches:
            if not children.room:
                break
            self._crawl(batch, now, {slug: run.id for slug, run in newest.items()})
        self._digest(plan, facts.untried, now)
        self._deliver(plan, now)
        self._timers.set(plan.ahead(now), now)
        self._complaint = None

    def _crawl(self, batch: tuple[str, ...], now: datetime, newest: dict[str, int]) -> None:
        slugs = tuple(slug for slug in batch if slug not in self._tried)
        if not slugs:
            return
        if self._once:
            self._tried.update(slugs)
        self._children.crawl(slugs, self._sources, newest, now)

    def _digest(self, plan: Plan, untried: Collection[str], now: datetime) -> None:
        """Let the weeks that are due be written, by one child, the oldest first; with ``once`` after all crawls.

        After a sleep the first crawl still brings items of the weeks that were missed: it is waited for.
        """
        weeks = tuple(week for week in plan.weeks if week not in self._tried)
        if not weeks or self._children.has("digest") or (self._once and len(self._children)):
            return
        if not self._children.slugs.isdisjoint(untried):
            return
        if self._once:
            self._tried.update(weeks)
        self._children.digest(weeks, now)

    def _deliver(self, plan: Plan, now: datetime) -> None:
        """Let one child send what is due; with ``once`` at the very end, once."""
        until = now + GATHER if self._once else now
        if plan.deliver_at is None or plan.deliver_at > until or self._children.has(DELIVER):
            return
        if self._once and (len(self._children) or self._delivered):
            return
        self._delivered = True
        self._children.deliver(now)

    def _backup(self, archive: Archive, first_run_at: datetime | None, now: datetime) -> None:
        """Let one child copy the archive where a day is over since the last copy."""
        past = backup_past(archive, self._settings.config, self._settings.data, now)
        due = backup_due(past, first_run_at, now)
        soon = now + grace_of(EVERY) if self._once else now
        if due is None or due > soon or self._children.has(BACKUP) or (self._once and self._backed_up):
            return
        self._backed_up = True
        self._children.backup(archive, now)

    def _tell(self) -> None:
        """Say that the tick works: to the service manager, and to whoever asks the metrics."""
        words = self._complaint or "; ".join(self._children.names) or "waiting for what is due next"
        self.pulse.beat(
            at=clock.monotonic(), complaint=self._complaint, children=len(self._children),
            given_up=self._children.given_up,
        )  # fmt: skip
        self._notices.status(words)
        if not self._ready:
            self._ready = True
            self._notices.ready()
        self._notices.alive()

    def _read_again(self) -> None:
        self._notices.reloading()
        try:
            self._renew()
        except BluewatchError as error:
            log.error("the configuration was not taken over, the former one stays: %s", error)
        else:
            self._children.attempts.clear()
            log.info("configuration read again: %d sources", len(self._sources))
        self._notices.ready()

    def _renew(self) -> None:
        """Read the files of the configuration again. Raises BluewatchError; then all stays as it was."""
        settings = self._reload()
        sources = planned_sources(settings)
        self._take_over(settings)
        self._changed(self._settings)
        self._sources = sources

    def _take_over(self, settings: Settings) -> None:
        """Let these settings be in force, for the children too, by copies of their files."""
        settings.check_rules()
        if self._taken is None:
            self._taken = Taken(settings.data)
        self._settings = settings.with_config(self._taken.over(settings.config))
        self._children.settings, self._children.taken = self._settings, self._taken.folder

    def _end(self) -> None:
        """End timers and children within ten seconds; a second signal ends the children at once."""
        if not self._outdated:  # whose place is taken at once, in this very process
            self._notices.stopping()
        self._timers.stop()
        self._children.end(at_once=lambda: len(self._stop_signals) > 1)
        while len(self._children):
            try:
                kind, value = self._post.get(timeout=0.5)
            except Empty:
                break
            if kind == ENDED:
                self._settle(value)
        if self._taken is not None:
            self._taken.end()
        log.info("stopped")
