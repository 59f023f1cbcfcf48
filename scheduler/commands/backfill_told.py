"""What ``bluewatch backfill`` prints: the plan, the end of a run, the months with their gaps, all back-fills."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import Settings, echo_json, visible
from storage.backfill import BackfillStore
from storage.backfill_counts import STATES, counts, failures, months, page_bytes, steps
from storage.errors import NotFound
from storage.plural import count

if TYPE_CHECKING:
    from crawler.backfill.places import Wanted
    from crawler.backfill.run import BackfillReport
    from crawler.source import Source
    from scheduler.config import Config
    from storage.archive import Archive
    from storage.database import Row

MOST_FAILURES = 5
# Before there are stored pages to tell: 1,106 saved pages of many outlets take 37 kB each, packed; and their rows.
USUAL_BYTES = 40_000
SHOWN = {
    "taken": "from the outlet", "copied": "from archives", "waiting": "wait for the outlet",
    "copy": "wait for an archive", "known": "known", "gone": "gone", "failed": "failed", "refused": "refused",
}  # fmt: skip


def tell_plan(settings: Settings, source: Source, wanted: Wanted, *, as_json: bool) -> None:
    """Say what a run would begin with, how long it takes by the gap, and what it may store."""
    from crawler.backfill.deep import deepened
    from crawler.backfill.run import first_steps

    window, places = wanted.window, settings.config.backfill.places()
    first = first_steps(deepened(source, window.since, window.until), wanted, places)
    form: dict[str, Any] = {
        "source": source.slug, "since": str(window.since), "until": str(window.until), "ways": list(wanted.ways),
        "first": [{"way": one.way, "url": one.url} for one in first], "gap_seconds": _gap(settings.config, source),
        "archive_gap_seconds": places.gap, "requests_per_day": wanted.per_day,
    }  # fmt: skip
    if (settings.data / "archive.db").is_file():
        with settings.archive(read_only=True) as archive:
            form["left"] = left(archive, source, settings.config)
    if as_json:
        echo_json(form)
        return
    click.echo(f"{source.slug}: {window.since} to {window.until}, by {', '.join(wanted.ways)}")
    for one in first[:20]:
        click.echo(visible(f"  {one.way:<12}{one.url}"))
    if len(first) > 20:
        click.echo(f"  and {len(first) - 20:,} more lists")
    gap = form["gap_seconds"]
    click.echo(f"one request in {gap:g} s at the outlet: {_a_day(gap, wanted.per_day):,} a day")
    if "left" in form:
        click.echo(_left_line(form["left"]))
    click.echo("nothing was asked")


def tell_report(archive: Archive, report: BackfillReport, *, as_json: bool) -> bool:
    """Print how a run ended; True where some list or index could not be read."""
    failed = failures(archive.db, report.job, MOST_FAILURES)
    if as_json:
        echo_json({**asdict(report), "failures": failed})
        return bool(failed)
    click.echo(f"{report.source}: {count(report.requests, 'request')}; {visible(report.reason)}")
    click.echo(
        "  " + (", ".join(f"{report.counts[name]:,} {SHOWN[name]}" for name in SHOWN if name in report.counts) or "-")
    )
    for row in failed:
        click.echo(visible(f"  could not be read: {row['url']}: {row['reason']}"))
    if not report.ended:
        click.echo(f"  run `bluewatch backfill {report.source}` again to go on")
    return bool(failed)


def tell_jobs(archive: Archive, *, as_json: bool) -> None:
    """Print a line a back-fill."""
    for row in BackfillStore(archive.db).jobs():
        if as_json:
            echo_json({**row, "ways": json.loads(row["ways"])})
        else:
            click.echo(visible(f"{row['source']}: {_job_line(row)}"))


def tell_status(archive: Archive, source: Source, config: Config, *, as_json: bool) -> None:
    """Print the newest back-fill of an outlet: its ways, its months with their gaps, and what is left."""
    job = BackfillStore(archive.db).newest(source.slug)
    if job is None:
        raise NotFound(
            f"there is no back-fill of {source.slug}; `bluewatch backfill {source.slug} --since DAY` begins one"
        )
    found = months(archive.db, source.slug, date.fromisoformat(job["since"]), date.fromisoformat(job["until"]))
    remaining = left(archive, source, config)
    if as_json:
        echo_json(
            {
                **job, "ways": steps(archive.db, job["id"]), "counts": counts(archive.db, source.slug),
                "left": remaining, "months": [month.form() for month in found],
                "failures": failures(archive.db, job["id"], MOST_FAILURES),
            }
        )  # fmt: skip
        return
    click.echo(visible(f"{source.slug}: {_job_line(job)}"))
    for way in steps(archive.db, job["id"]):
        oldest = f", back to {way['oldest']}" if way["oldest"] else ""
        open_ones = f", {way['waiting']:,} to ask" if way["waiting"] else ""
        bad = f", {way['failed']:,} not readable" if way["failed"] else ""
        click.echo(f"  {way['way']:<12}{way['done']:,} read{open_ones}{bad}, {way['found']:,} addresses{oldest}")
    click.echo(_left_line(remaining))
    click.echo()
    names = [name for name in STATES if any(month.states.get(name) for month in found)]
    click.echo("month      found" + "".join(f"{name:>9}" for name in names) + "  articles   items")
    for month in found:
        cells = "".join(f"{month.states.get(name, 0):>9,}" for name in names)
        note = "  nothing found" if month.gap else ""
        click.echo(f"{month.month or 'no day':<10}{month.found:>6,}{cells}{month.articles:>10,}{month.items:>8,}{note}")
    for row in failures(archive.db, job["id"], MOST_FAILURES):
        click.echo(visible(f"could not be read: {row['url']}: {row['reason']}"))


def left(archive: Archive, source: Source, config: Config) -> dict[str, Any]:
    """What waits, how long it takes by gap and budget, and the room that it will take."""
    found, gap = counts(archive.db, source.slug), _gap(config, source)
    outlet, archived = found.get("waiting", 0), found.get("copy", 0)
    seconds = max(outlet * gap, archived * config.backfill.gap_seconds)
    days = (outlet + archived) / config.backfill.requests_per_day
    each = page_bytes(archive.db, source.slug) or USUAL_BYTES
    return {
        "outlet": outlet, "archives": archived, "seconds": seconds, "days_by_budget": round(days, 1),
        "megabytes": round((outlet + archived) * each / 1e6, 1),
    }  # fmt: skip


def _left_line(remaining: dict[str, Any]) -> str:
    from crawler.backfill.progress import spoken

    pages = remaining["outlet"] + remaining["archives"]
    if not pages:
        return "no page waits"
    budget = remaining["days_by_budget"]
    days = f", {budget:g} days by the budget" if budget > 1 else ""
    return (
        f"{pages:,} pages wait: {spoken(remaining['seconds'])} by the gap{days}, about {remaining['megabytes']:,.0f} MB"
    )


def _job_line(job: Row) -> str:
    state = f"ended {job['ended_at']}" if job["ended_at"] else "under way"
    ways = ", ".join(json.loads(job["ways"]))
    return f"{job['since']} to {job['until']} by {ways}; {state}, {job['requests']:,} requests; {job['reason'] or '-'}"


def _gap(config: Config, source: Source) -> float:
    return source.gap_seconds if source.gap_seconds is not None else config.crawl.gap_seconds


def _a_day(gap: float, per_day: int) -> int:
    return per_day if gap <= 0 else min(per_day, int(86400 / gap))
