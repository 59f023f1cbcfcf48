"""The service: APScheduler says when to look, the plan says what is due, children do the work.

One thread decides (this one); timers, signals and ended children only post a message to it. Nothing that matters is
remembered here: a service that is killed is replaced by one that reads the same archive.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING, Any

from scheduler import clock
from scheduler.delivery.begin import begin
from scheduler.delivery.due import GATHER
from scheduler.gather import close_open_runs, complete_weeks, facts_now, lay_down_days, planned_sources, rhythm_of
from scheduler.jobs import Child, command_line, end_all
from scheduler.plan import Attempt, Plan, clock_doubt, make_plan
from scheduler.timers import Timers
from scheduler.work import Limits, Work, again, is_database_error, last_words
from storage.errors import BluewatchError
from storage.records import Outcome
from storage.times import to_text

if TYPE_CHECKING:
    from scheduler.commands.options import Settings

INTERRUPTED, TERMINATED = 130, 143
TICK, ENDED, STOP, RELOAD = "tick", "ended", "stop", "reload"
DELIVER = "deliver"

log = logging.getLogger("bluewatch.service")


class Service:
    """Runs until it is told to stop, or with ``once`` until nothing is due that it has not tried."""

    def __init__(
        self, settings: Settings, reload: Callable[[], Settings], *, once: bool = False, limits: Limits | None = None
    ) -> None:
        self._settings = settings
        self._reload = reload
        self._once = once
        self._limits = limits or Limits()
        self._post: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._work: dict[Child, Work] = {}
        self._attempts: dict[str, Attempt] = {}
        self._digest_attempt: Attempt | None = None
        self._post_attempt: Attempt | None = None
        self._delivered = False
        self._tried: set[str] = set()
        self._sources = planned_sources(settings)
        self._complaint: str | None = None
        self._failed = False
        self._stop_signals: list[int] = []
        self._timers = Timers(partial(self._post.put, (TICK, None)))

    def run(self) -> int:
        """Work until stopped; the exit code: 0, with ``once`` 1 where some source failed, 130 or 143 for a signal."""
        with self._settings.archive(create=True):
            pass  # an archive that cannot be used is told at once, not at every tick
        with self._signals():
            self._post.put((TICK, None))
            log.info(
                "started: process %d, data %s, %d sources, crawl %s, digest %s %s",
                os.getpid(),
                self._settings.data,
                len(self._sources),
                self._settings.config.schedule.crawl,
                self._settings.config.schedule.digest,
                self._settings.config.schedule.zone,
            )
            if not self._once:
                self._timers.start(self._limits.tick)
            try:
                while self._handle(self._messages()):
                    pass
            finally:
                self._end()
        if self._stop_signals:
            return INTERRUPTED if self._stop_signals[0] == signal.SIGINT else TERMINATED
        return 1 if self._failed else 0

    def _messages(self) -> list[tuple[str, Any]]:
        """Wait for a message, and take all that have come: many timers may fire at once, and one look serves them."""
        messages = [self._post.get()]
        with suppress(Empty):
            while True:
                messages.append(self._post.get_nowait())
        return messages

    def _handle(self, messages: list[tuple[str, Any]]) -> bool:
        """Act on the messages, and on the plan; False when it is time to end."""
        for kind, value in messages:
            if kind == RELOAD:
                self._read_again()
            if kind == ENDED:
                self._guarded(partial(self._settle, value))
        if any(kind == STOP for kind, _ in messages):
            return False
        self._guarded(self._look)
        return not (self._once and not self._work)

    def _guarded(self, act: Callable[[], None]) -> None:
        """Do it; what the machine or the archive refuses is logged once, and tried again at the next tick."""
        try:
            act()
        except Exception as error:
            if not isinstance(error, BluewatchError | OSError) and not is_database_error(error):
                raise
            self._complain(str(error))
            self._failed = True

    def _complain(self, words: str) -> None:
        if words != self._complaint:
            log.error("%s", words)
        self._complaint = words

    def _look(self) -> None:
        """Read the archive, start what is due, give up what hangs, and set the timers for what comes next."""
        now = self._settings.now()
        with self._settings.archive(create=True) as archive:
            self._watch(archive)
            if doubt := clock_doubt(now, archive.health.newest_run_at()):
                self._complain(f"nothing is started: {doubt}")
                self._failed = True
                return
            lay_down_days(archive, self._sources, now)
            begin(archive, self._settings.config, now)
            facts = facts_now(archive, self._sources, now, self._settings.config)
        busy = [slug for work in self._work.values() for slug in work.slugs]
        facts = replace(
            facts, busy=busy, attempts=self._attempts, digest_attempt=self._digest_attempt,
            post_attempt=self._post_attempt,
        )  # fmt: skip
        plan = make_plan(facts, rhythm_of(self._settings.config), now)
        for batch in plan.batches:
            if sum(1 for work in self._work.values() if work.slugs) >= self._limits.children:
                break
            self._crawl(batch, now, {slug: past.runs[0].id for slug, past in facts.pasts.items() if past.runs})
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
        hosts = frozenset(host for source in self._sources if source.slug in slugs for host in source.hosts)
        work = Work(began=now, slugs=slugs, hosts=hosts, seen_at=clock.monotonic())
        work.before = {slug: newest.get(slug, 0) for slug in slugs}
        self._start(f"crawl {' '.join(slugs)}", ["crawl", *slugs], self._limits.deadline, work)

    def _digest(self, plan: Plan, untried: Collection[str], now: datetime) -> None:
        """Let the weeks that are due be written, by one child, the oldest first; with ``once`` after all crawls.

        After a sleep the first crawl still brings items of the weeks that were missed: it is waited for.
        """
        weeks = tuple(week for week in plan.weeks if week not in self._tried)
        if not weeks or any(work.weeks for work in self._work.values()) or (self._once and self._work):
            return
        if any(not set(work.slugs).isdisjoint(untried) for work in self._work.values()):
            return
        if self._once:
            self._tried.update(weeks)
        name = f"digest {weeks[0]}" + (f" to {weeks[-1]}" if len(weeks) > 1 else "")
        self._start(name, ["digest"], self._limits.digest_deadline, Work(began=now, weeks=weeks))

    def _deliver(self, plan: Plan, now: datetime) -> None:
        """Let one child send what is due; with ``once`` at the very end, once."""
        until = now + GATHER if self._once else now
        if plan.deliver_at is None or plan.deliver_at > until or any(work.post for work in self._work.values()):
            return
        if self._once and (self._work or self._delivered):
            return
        self._delivered = True
        self._start(DELIVER, ["deliver"], self._limits.deliver_deadline, Work(began=now, post=True))

    def _start(self, name: str, arguments: list[str], deadline: float, work: Work) -> None:
        command, *rest = arguments
        if self._settings.demo:
            rest += ["--now", to_text(self._settings.now())]
        line = command_line(command, *rest, data=self._settings.data, config=self._settings.config.path)
        child = Child(name, line, deadline, lambda ended: self._post.put((ENDED, ended)))
        self._work[child] = work
        log.info("%s: started as process %d", name, child.pid)

    def _watch(self, archive: Any) -> None:
        """Give up children beyond their deadline, and crawls that show no sign of life."""
        moment = clock.monotonic()
        for child, work in self._work.items():
            if moment > child.deadline:
                child.give_up(f"not done after {moment - child.started:.0f} s")
            if not work.slugs:
                continue
            seen = archive.health.last_request_at(work.hosts)
            if seen != work.seen:
                work.seen, work.seen_at = seen, moment
            elif moment - work.seen_at > self._limits.stall:
                child.give_up(f"no request for {moment - work.seen_at:.0f} s, it hangs")

    def _settle(self, child: Child) -> None:
        """Judge an ended child: what it left open is closed, what went badly rests before the next try."""
        work = self._work.pop(child)
        well = child.code in (0, 1) and child.given_up is None
        words = child.given_up or ("well" if child.code == 0 else f"exit code {child.code}")
        (log.info if well else log.error)("%s: ended, %s", child.name, words)
        self._failed |= child.code != 0
        with self._settings.archive(create=True) as archive:
            if not well:
                reason = child.given_up or ("the service was stopped" if self._stop_signals else last_words(child))
                outcome = Outcome.INTERRUPTED if self._stop_signals else Outcome.CRASHED
                close_open_runs(archive, work.before, self._sources, self._settings.now(), outcome, reason)
            if work.weeks:
                done = complete_weeks(archive, self._settings.config, work.began).issuperset(work.weeks)
                self._digest_attempt = None if well and done else again(self._digest_attempt, work.began)
            if work.post:
                self._post_attempt = None if well else again(self._post_attempt, work.began)
            for slug in work.slugs:
                newest = archive.health.runs_of(slug, 1)
                if well and newest and newest[0].id > work.before[slug]:
                    self._attempts.pop(slug, None)
                else:
                    self._attempts[slug] = again(self._attempts.get(slug), work.began)

    def _read_again(self) -> None:
        try:
            settings = self._reload()
            sources = planned_sources(settings)
        except BluewatchError as error:
            log.error("the configuration was not taken over, the former one stays: %s", error)
            return
        self._settings, self._sources = settings, sources
        self._attempts.clear()
        log.info("configuration read again: %d sources", len(sources))

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT stop, SIGHUP reads the configuration again. SimpleQueue.put may be called in a handler."""

        def stop(number: int, _frame: FrameType | None) -> None:
            self._stop_signals.append(number)
            self._post.put((STOP, None))

        def reload(_number: int, _frame: FrameType | None) -> None:
            self._post.put((RELOAD, None))

        handlers = {signal.SIGTERM: stop, signal.SIGINT: stop, signal.SIGHUP: reload}
        former = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    def _end(self) -> None:
        """End timers and children within ten seconds; a second signal ends the children at once."""
        self._timers.stop()
        if self._work:
            log.info("stopping: %d children are asked to end", len(self._work))
        end_all(self._work, at_once=lambda: len(self._stop_signals) > 1)
        while self._work:
            try:
                kind, value = self._post.get(timeout=0.5)
            except Empty:
                break
            if kind == ENDED:
                self._guarded(partial(self._settle, value))
        log.info("stopped")
