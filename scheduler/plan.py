"""What is due, decided from rows: batches of sources, digest weeks, and when to look again. Pure.

The archive is asked, never a timer's memory: after a kill, a suspend or a changed clock the same rows give the same
plan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.recheck import grace_of
from reports.week import Week, weeks_between
from scheduler.batches import batch_size, by_waiting, make_batches, start_at
from scheduler.delivery.due import PostFacts, post_due
from scheduler.schedule import Weekly
from storage.health import PastRun, SourcePast
from storage.records import Outcome

# Articles due again are gathered for an hour, so that one re-check does not cost a process of its own.
GATHER = timedelta(hours=1)
# What a run left undone (its budget of pages was spent) is taken up soon, a source that failed later and later.
REST = timedelta(minutes=5)
# No rest is longer than a day (Retry-After is capped), and no listing is put off further than its interval or a day
# (max-age is capped): a later time in the archive was written under a wrong clock.
SLACK = timedelta(hours=1)
HORIZON = timedelta(days=1) + SLACK
# Re-checks are a month apart at most; the crawl itself asks for a page that is put off two months and more.
PAGES_HORIZON = timedelta(days=60)
FREEZE_AT_LATEST = timedelta(hours=24)
AGAIN = timedelta(minutes=1)
# A clock that shows a time before this program was written is wrong; one that leapt years ahead most likely too.
EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)
LONGEST_SLEEP = timedelta(days=3 * 365)
# One that fell back, as to its maker's date, is told by the archive's runs: by so much, as pages' dates are no longer
# believed then (crawler.dates.FUTURE_SLACK, which is slow to load).
BEHIND, DAYS_OF_PROOF = timedelta(days=2), 3


@dataclass(frozen=True, kw_only=True)
class PlannedSource:
    """An enabled source as far as the plan goes. listings: canonical addresses; hosts: all that it may ask."""

    slug: str
    hosts: frozenset[str]
    listings: tuple[str, ...]
    listing_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A child process for a source that ended badly: when it began, and the how-manieth in a row it was."""

    at: datetime
    failures: int


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """The schedule's words as values."""

    interval: timedelta
    weekly: Weekly
    zone: ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The rows a plan is made of. untried: sources without an ended run since the newest week ended.

    busy: sources at work in a child now. attempts, digest_attempt, post_attempt: children that ended badly.
    editions: the weeks of which every profile has its edition. post: what is to be delivered, None for nothing ever.
    seldom: the next look may be a day away (`run --once` from cron), and what falls due shortly is not left to it.
    """

    sources: Sequence[PlannedSource]
    pasts: Mapping[str, SourcePast] = field(default_factory=dict)
    paused: Mapping[str, datetime] = field(default_factory=dict)
    first_run_at: datetime | None = None
    editions: frozenset[str] = frozenset()
    untried: Collection[str] = ()
    busy: Collection[str] = ()
    attempts: Mapping[str, Attempt] = field(default_factory=dict)
    digest_attempt: Attempt | None = None
    post: PostFacts | None = None
    post_attempt: Attempt | None = None
    seldom: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to do now. batches: slugs to crawl, one process each. weeks: digests to write, oldest first.

    due_at: when each source that is not at work is due. crawl_at: when the next crawl is to begin, None where all are
    at work. digest_at: when the next digest is, None before a first run. deliver_at: when something is to be delivered,
    None where nothing waits.
    """

    batches: tuple[tuple[str, ...], ...]
    weeks: tuple[str, ...]
    due_at: Mapping[str, datetime]
    digest_at: datetime | None
    crawl_at: datetime | None = None
    deliver_at: datetime | None = None

    def ahead(self, now: datetime) -> dict[str, datetime]:
        """The times to come, by a name each: what a timer is set for. Of all sources the next one's does."""
        times = {"crawl": self.crawl_at, "digest": self.digest_at, "deliver": self.deliver_at}
        return {name: at for name, at in times.items() if at is not None and at > now}


def make_plan(facts: Facts, rhythm: Rhythm, now: datetime) -> Plan:
    """Decide what is due at ``now``."""
    busy_hosts = {host for source in facts.sources if source.slug in facts.busy for host in source.hosts}
    due_at: dict[str, datetime] = {}
    for source in facts.sources:
        if source.slug not in facts.busy:
            past, attempt = facts.pasts.get(source.slug, SourcePast()), facts.attempts.get(source.slug)
            at = source_due(source, past, rhythm, now, paused=facts.paused, attempt=attempt)
            due_at[source.slug] = at - _grace(past, at) if facts.seldom else at
    free = [source for source in facts.sources if source.slug in due_at and not source.hosts & busy_hosts]
    crawl_at = start_at([due_at[source.slug] for source in free], rhythm.interval, now)
    due: dict[str, datetime] = {}
    if crawl_at is not None and crawl_at <= now:
        due = {source.slug: due_at[source.slug] for source in free if due_at[source.slug] <= now}
        crawl_at = start_at([due_at[one.slug] for one in free if one.slug not in due], rhythm.interval, now)
    weeks, digest_at = digests_due(facts, rhythm, now)
    return Plan(
        batches=make_batches(by_waiting(due, free), batch_size(len(due)), alone=facts.attempts),
        crawl_at=crawl_at,
        weeks=weeks,
        due_at=due_at,
        digest_at=digest_at,
        deliver_at=deliver_due(facts, rhythm, now),
    )


def deliver_due(facts: Facts, rhythm: Rhythm, now: datetime) -> datetime | None:
    """When something is to be delivered; a child that ended badly rests first."""
    at = None if facts.post is None else post_due(facts.post, now)
    rest = _rest_after_attempt(facts.post_attempt, rhythm, now)
    return at if at is None or rest is None else max(at, rest)


def source_due(
    source: PlannedSource,
    past: SourcePast,
    rhythm: Rhythm,
    now: datetime,
    *,
    paused: Mapping[str, datetime] | None = None,
    attempt: Attempt | None = None,
) -> datetime:
    """When a source is due: its first listing or gathered article, but not before its rest is over."""
    horizon = max(HORIZON, rhythm.interval + SLACK)
    times = [_believed(past.listings.get(listing), now, horizon) for listing in source.listings]
    if past.pages_next_at is not None:
        times.append(_pages_due(past, now))
    due = min(times, default=now)
    if _clock_was_ahead(past.runs, now):
        due = min(due, now)  # what was put off then is put off too far
    for rest in (_rest_after_run(past.runs, rhythm, now), _rest_after_attempt(attempt, rhythm, now)):
        due = max(due, rest or due)
    hosts, resting = source.listing_hosts or source.hosts, paused or {}
    if hosts and all(host in resting for host in hosts):
        due = max(due, min(_believed(resting[host], now) for host in hosts))
    return due


def digests_due(facts: Facts, rhythm: Rhythm, now: datetime) -> tuple[tuple[str, ...], datetime | None]:
    """The weeks whose digest is due now, oldest first, and when the next one is due.

    A week is due at the schedule's first instant after its end, once every source was tried since, at the latest 24 h
    after its end: only then can its edition be frozen.
    """
    if facts.first_run_at is None:
        return (), None
    current = Week.of(now)
    rest = _rest_after_attempt(facts.digest_attempt, rhythm, now) or now
    due: list[Week] = []
    later = [rhythm.weekly.first_from(current.end, rhythm.zone)]
    for week in weeks_between(Week.of(facts.first_run_at), current):
        if str(week) in facts.editions:
            continue
        at = max(rhythm.weekly.first_from(week.end, rhythm.zone), rest)
        if facts.untried and week.next == current and now < week.end + FREEZE_AT_LATEST:
            at = max(at, min(now + AGAIN, week.end + FREEZE_AT_LATEST))
        if at <= now:
            due.append(week)
        else:
            later.append(at)
    return tuple(map(str, due)), now if due else min(later)


def clock_doubt(now: datetime, newest_run_at: datetime | None, days_after: int = 0) -> str | None:
    """Why the machine's clock cannot be right, or None. Nothing is crawled or frozen under such a clock.

    days_after: on how many days runs began more than BEHIND after now. A clock that was ahead once made those of one.
    """
    if now < EARLIEST:
        return f"the clock shows {now:%Y-%m-%d}, before this program was written"
    if newest_run_at is not None and now - newest_run_at > LONGEST_SLEEP:
        return (
            f"the clock shows {now:%Y-%m-%d}, years after the newest run of this archive ({newest_run_at:%Y-%m-%d}); "
            "if it is right, one `bluewatch crawl` by hand says so"
        )
    if newest_run_at is not None and days_after >= DAYS_OF_PROOF:
        return (
            f"the clock shows {now:%Y-%m-%d}, before runs of this archive on several days (the newest of "
            f"{newest_run_at:%Y-%m-%d}); if it is right, one `bluewatch crawl` by hand says so"
        )
    return None


def _grace(past: SourcePast, at: datetime) -> timedelta:
    """What a run under way allows its listings; none of a rest."""
    newest = past.runs[0] if past.runs else None
    return grace_of(at - newest.started_at) if newest is not None and newest.ok else timedelta(0)


def _believed(moment: datetime | None, now: datetime, horizon: timedelta = HORIZON) -> datetime:
    """The stored time; now where there is none, or one that only a wrong clock can have written."""
    return now if moment is None or moment > now + horizon else moment


def _clock_was_ahead(runs: Sequence[PastRun], now: datetime) -> bool:
    """True where the newest run that read anything began in the future: the clock was set back since."""
    for run in runs:
        if run.started_at > now + SLACK:
            return True
        if run.ok or run.outcome == Outcome.PARTIAL:
            return False
    return False


def _pages_due(past: SourcePast, now: datetime) -> datetime:
    at = _believed(past.pages_next_at, now, PAGES_HORIZON)
    newest = past.runs[0] if past.runs else None
    if newest is None or newest.outcome in (None, Outcome.INTERRUPTED, Outcome.CRASHED):
        return at  # what a run was kept from asking was gathered before it
    last = newest.ended_at or newest.started_at
    return at if last > now else max(at, last + (REST if past.waiting else GATHER))


def _rest_after_run(runs: Sequence[PastRun], rhythm: Rhythm, now: datetime) -> datetime | None:
    """Until when a source rests after its newest runs: longer with each that did not go well.

    A first interruption costs nothing: it was us, and what it left undone is due.
    """
    failures = 0
    for run in runs:
        if run.ok or run.outcome == Outcome.PARTIAL:
            break
        failures += 1
    if failures == 1 and runs[0].outcome == Outcome.INTERRUPTED:
        return None
    newest = runs[0].ended_at or runs[0].started_at if runs else None
    return None if newest is None or newest > now else newest + _rest(failures, rhythm)


def _rest_after_attempt(attempt: Attempt | None, rhythm: Rhythm, now: datetime) -> datetime | None:
    if attempt is None or attempt.at > now:
        return None
    return attempt.at + _rest(attempt.failures, rhythm)


def _rest(failures: int, rhythm: Rhythm) -> timedelta:
    return min(rhythm.interval, REST * int(2 ** max(0, min(failures, 20) - 1)))
