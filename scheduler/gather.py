"""The rows and declarations a plan is made of, fetched from the archive and the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reports.files import FOLDER, folder_of, incomplete
from reports.week import Week
from scheduler.config import Config
from scheduler.delivery.due import PostFacts
from scheduler.plan import BEHIND, DAYS_OF_PROOF, Facts, PlannedSource, Rhythm, clock_doubt
from storage.outbox import Outbox
from storage.profiles import DEFAULT_NAME
from storage.records import CoverageState, Outcome

if TYPE_CHECKING:
    from crawler.source import Source
    from scheduler.commands.options import Settings
    from storage.archive import Archive

# Days of which the ledger says "never ran" after a machine was off; a longer gap is told by its last days.
LONGEST_GAP_DAYS = 400
# Sources whose rows are one transaction: each costs the disk's time, and crawls wait meanwhile.
LAID_AT_ONCE = 250


def planned_sources(settings: Settings) -> tuple[PlannedSource, ...]:
    """The enabled sources of the catalogue, in its order."""
    return tuple(planned(source) for source in settings.catalogue.values() if source.enabled)


def planned(source: Source) -> PlannedSource:
    """A source as far as the plan goes."""
    from crawler.urls import host_of  # noqa: PLC0415

    listing_hosts = frozenset(host_of(listing.url) for listing in source.listings)
    return PlannedSource(
        slug=source.slug,
        hosts=frozenset(source.hosts) | listing_hosts,
        listings=tuple(listing.url for listing in source.listings),
        listing_hosts=listing_hosts,
    )


def rhythm_of(config: Config) -> Rhythm:
    """The schedule's words as values."""
    schedule = config.schedule
    return Rhythm(interval=schedule.interval, weekly=schedule.weekly, zone=schedule.zone_info)


def facts_now(archive: Archive, sources: Sequence[PlannedSource], now: datetime, config: Config) -> Facts:
    """What the archive says at this moment; children and failed attempts are the service's to add."""
    slugs = [source.slug for source in sources]
    week_began = Week.of(now).start
    return Facts(
        sources=sources,
        pasts=archive.health.pasts(slugs),
        paused={paused.host: paused.until for paused in archive.health.paused_hosts(now)},
        first_run_at=archive.weekly.first_run_at(),
        editions=complete_weeks(archive, config, now),
        untried=archive.weekly.untried(week_began),
        post=post_facts(archive, config, now),
    )


def complete_weeks(archive: Archive, config: Config, now: datetime) -> frozenset[str]:
    """The recorded weeks of which every file is there."""
    return recorded_weeks(archive, config, now, folder=archive.data / FOLDER)


def recorded_weeks(archive: Archive, config: Config, now: datetime, *, folder: Path | None = None) -> frozenset[str]:
    """The weeks of which each profile that had begun by then has its edition; folder: with all its files in there."""
    weeks = archive.health.edition_weeks(DEFAULT_NAME)
    if folder is not None:
        weeks -= incomplete(folder, weeks)
    outbox = Outbox(archive.db)
    for row in config.profiles:
        first = str(Week.of(outbox.profile_began(row.name) or now))
        own = archive.health.edition_weeks(row.name)
        if folder is not None:
            own -= incomplete(folder_of(folder, row.profile), own)
        weeks = frozenset(week for week in weeks if week < first or week in own)
    return weeks


def post_facts(archive: Archive, config: Config, now: datetime) -> PostFacts | None:
    """What the archive says of deliveries; None where the configuration has no targets."""
    if not config.deliver:
        return None
    from scheduler.delivery.begin import pairs_of, pending, unqueued  # noqa: PLC0415 - alerts load the reports

    behind, looked_at, room_at = pending(archive, config.alerts, now)
    return PostFacts(
        rows=Outbox(archive.db).open(),
        recipients=pairs_of(config),
        unqueued=next(unqueued(archive, config), None) is not None,
        behind=behind,
        looked_at=looked_at,
        room_at=room_at,
    )


def days_after(archive: Archive, now: datetime) -> int:
    """On how many days runs began well after now, as far as clock_doubt() asks; none where the newest run did not."""
    newest = archive.health.newest_run_at()
    ahead = newest is not None and newest > now + BEHIND
    return archive.health.days_run_after(now + BEHIND, DAYS_OF_PROOF) if ahead else 0


def clock_doubt_of(archive: Archive, now: datetime) -> str | None:
    """Why the machine's clock cannot be right, by what this archive knows."""
    return clock_doubt(now, archive.health.newest_run_at(), days_after(archive, now))


def lay_down_days(archive: Archive, sources: Sequence[PlannedSource], now: datetime) -> None:
    """Lay down today's rows of the ledger, and those of the days that nobody was there for, before anything runs."""
    today = now.astimezone(UTC).date()
    begun = archive.health.sources_of_day(today.isoformat())
    without = [source for source in sources if source.slug not in begun]
    if not without:
        return
    newest = archive.health.newest_coverage_days()
    for some in (without[n : n + LAID_AT_ONCE] for n in range(0, len(without), LAID_AT_ONCE)):
        with archive.db.write():
            for source in some:
                for day in _days_without(newest.get(source.slug), today):
                    archive.ledger.lay_down(source.slug, source.listings, day.isoformat())


def _days_without(last: str | None, today: date) -> Iterator[date]:
    """The days up to today that may lack rows; last: the newest with a row."""
    if last is not None and last >= today.isoformat():
        return
    day = today if last is None else max(date.fromisoformat(last), today - timedelta(days=LONGEST_GAP_DAYS))
    while day <= today:
        yield day
        day += timedelta(days=1)


def close_open_runs(  # noqa: PLR0917
    archive: Archive,
    before: Mapping[str, int],
    sources: Sequence[PlannedSource],
    now: datetime,
    outcome: Outcome,
    reason: str,
) -> None:
    """Close the runs that a child began and did not live to end, and say in the ledger why the day is empty.

    before: the sources it was given, with the newest run of each when it began.
    """
    opened = {row["source"]: row["id"] for row in archive.health.open_runs(before) if row["id"] > before[row["source"]]}
    day = now.astimezone(UTC).date().isoformat()
    for source in sources:
        if source.slug not in before:
            continue
        run = opened.get(source.slug)
        if run is not None:
            archive.ledger.end_run(run, now, outcome, reason)
        for listing in source.listings:
            state = CoverageState.NEVER_RAN if run is None else CoverageState.FAILED
            archive.ledger.cover(source.slug, listing, day, state, run, reason)
