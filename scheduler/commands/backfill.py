"""``bluewatch backfill``: the past of one outlet, out of its own lists and, where switched on, out of web archives."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from scheduler.commands.backfill_told import tell_jobs, tell_plan, tell_report, tell_status
from scheduler.commands.options import (
    Settings,
    config_option,
    data_option,
    json_option,
    now_option,
    open_settings,
    say,
)
from storage.errors import UsageError

if TYPE_CHECKING:
    from crawler.backfill.places import Wanted
    from crawler.source import Source
    from storage.database import Row

OWN_WAYS, ARCHIVES = ("listings", "sitemaps"), ("wayback", "commoncrawl")


class Day(click.ParamType[date]):
    """A day, ``2016-01-01``."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read ISO 8601."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day such as 2016-01-01", param, ctx)


@click.command("backfill")
@click.argument("slug", required=False)
@click.option("--since", type=Day(), metavar="DAY", help="First day wanted; else that of the back-fill under way.")
@click.option(
    "--until", type=Day(), metavar="DAY",
    help="Last day wanted; else the day before the outlet's first crawl, or before this week.",
)  # fmt: skip
@click.option(
    "--from", "ways", metavar="WAYS",
    help="Where to look, with commas: listings, sitemaps, wayback, commoncrawl; else the first two and the archives "
    "that [backfill] switches on.",
)  # fmt: skip
@click.option(
    "--prefer", type=click.Choice(["live", "archived"]), default="live", show_default=True,
    help="What is asked for first where a page has an archived copy.",
)  # fmt: skip
@click.option("--budget", type=click.IntRange(min=1), metavar="N", help="Make at most N requests in this run.")
@click.option("--find", "find_only", is_flag=True, help="Only find addresses; ask for no article yet.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked, and how long it takes; ask for nothing.")
@click.option("--status", "status", is_flag=True, help="Show the months with what was found, had and missed.")
@data_option
@config_option
@now_option
@json_option("one object: source, reason, ended, requests, counts; with --status: months, too")
def command(
    slug: str | None,
    *,
    since: date | None,
    until: date | None,
    ways: str | None,
    prefer: str,
    budget: int | None,
    find_only: bool,
    dry_run: bool,
    status: bool,
    data: Path | None,
    config: Path | None,
    now: datetime | None,
    as_json: bool,
) -> int:
    """Fetch what an outlet published before it was followed, back to a day; run it again to go on.

    Walks its lists and sitemaps, and asks web archives that are switched on in [backfill]; then asks the outlet for
    each article, and an archive for what the outlet has no more. robots.txt, gap and budget are kept; a crawl goes
    first. All state is in the archive: stopped or killed at any moment, the same command goes on, and asks for nothing
    twice. What comes is back-filled: in search and export, and in no digest. Ends with 1 where something could not be
    read.

    \b
    Example:
      bluewatch backfill gazette --since 2016-01-01 --find
      bluewatch backfill gazette
      bluewatch backfill gazette --status
    """
    settings = open_settings(config, data, now)
    if slug is None:
        if not status:
            raise UsageError("name an outlet; `bluewatch backfill --status` shows the back-fills there are")
        with settings.archive(read_only=True) as archive:
            tell_jobs(archive, as_json=as_json)
        return 0
    source = _source(settings, slug)
    if status:
        with settings.archive(read_only=True) as archive:
            tell_status(archive, source, settings.config, as_json=as_json)
        return 0
    settings.check_clock()
    wanted = _wanted(settings, source, since, until, ways, prefer, budget, find_only=find_only)
    if dry_run:
        tell_plan(settings, source, wanted, as_json=as_json)
        return 0
    return _run(settings, source, wanted, as_json=as_json)


def _source(settings: Settings, slug: str) -> Source:
    catalogue = settings.catalogue
    if slug not in catalogue:
        raise settings.no_outlet(slug)
    source = catalogue[slug]
    if not source.enabled:
        why = source.disabled_because or "enabled = false"
        raise UsageError(f"{slug} is switched off: {why}; set enabled = true in your own source file")
    return source


def _wanted(  # noqa: PLR0917  the options of the command
    settings: Settings, source: Source, since: date | None, until: date | None, ways: str | None, prefer: str,
    budget: int | None, *, find_only: bool,
) -> Wanted:  # fmt: skip
    from crawler.backfill.places import Wanted
    from crawler.backfill.window import Window

    open_job, first_run = _known(settings, source.slug)
    today = settings.now().astimezone(UTC).date()
    if since is None and open_job is None:
        raise UsageError("say how far back: --since 2016-01-01")
    if since is None and open_job is not None:
        since = date.fromisoformat(open_job["since"])
        until = until or date.fromisoformat(open_job["until"])
    elif until is None and open_job is not None and since == date.fromisoformat(open_job["since"]):
        until = date.fromisoformat(open_job["until"])
    assert since is not None  # noqa: S101  settled above
    last = until or (first_run or today - timedelta(days=today.weekday())) - timedelta(days=1)
    if last < since:
        raise UsageError(f"nothing lies between {since} and {last}; --until gives another last day")
    if last > today:
        raise UsageError(f"--until {last} is still to come")
    return Wanted(
        window=Window(since, last),
        ways=_ways(settings, ways, open_job),
        prefer=cast("Literal['live', 'archived']", prefer),
        budget=budget,
        per_day=settings.config.backfill.requests_per_day,
        find_only=find_only,
    )


def _known(settings: Settings, slug: str) -> tuple[Row | None, date | None]:
    """The back-fill under way, and the day of the outlet's first crawl."""
    from storage.backfill import BackfillStore
    from storage.times import from_text_or_none

    if not (settings.data / "archive.db").is_file():
        return None, None
    with settings.archive(read_only=True) as archive:
        first = from_text_or_none(archive.db.value("SELECT min(started_at) FROM runs WHERE source = ?", (slug,)))
        return BackfillStore(archive.db).newest(slug, unended=True), None if first is None else first.date()


def _ways(settings: Settings, given: str | None, open_job: Row | None) -> tuple[str, ...]:
    """The ways in their order. An archive that is not switched on is refused, not asked in silence."""
    import json

    on = settings.config.backfill.archives
    if given is None:
        before = json.loads(open_job["ways"]) if open_job is not None else [*OWN_WAYS, *on]
        return tuple(way for way in (*OWN_WAYS, *ARCHIVES) if way in before and (way in OWN_WAYS or way in on))
    named = [way.strip() for way in given.split(",") if way.strip()]
    odd = [way for way in named if way not in (*OWN_WAYS, *ARCHIVES)]
    if odd or not named:
        raise UsageError(f"--from: found {given!r}; allowed: listings, sitemaps, wayback, commoncrawl, with commas")
    for way in named:
        if way in ARCHIVES and way not in on:
            raise UsageError(f"--from {way}: that archive is not switched on; set {way} = true under [backfill]")
    return tuple(way for way in (*OWN_WAYS, *ARCHIVES) if way in named)


def _run(settings: Settings, source: Source, wanted: Wanted, *, as_json: bool) -> int:
    from crawler.backfill.run import Task, backfill

    task = Task(
        source=source, options=settings.config.crawl_options(mode="all"), wanted=wanted,
        places=settings.config.backfill.places(), relevance_files=settings.relevance_files,
    )  # fmt: skip
    report = backfill(settings.data, task, now=settings.now, say=say)
    with settings.archive(read_only=True) as archive:
        troubled = tell_report(archive, report, as_json=as_json)
    if report.signum is not None:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        # A name look-up that hangs would hold the interpreter's own end beyond the time a supervisor gives.
        os._exit(128 + report.signum)
    return 1 if troubled else 0
