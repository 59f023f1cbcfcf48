"""``bluewatch crawl``: fetch what is due, into the archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    Settings,
    config_option,
    data_option,
    echo_json,
    json_option,
    now_option,
    open_settings,
    say,
    visible,
)
from storage.errors import UsageError

if TYPE_CHECKING:
    from crawler.run import RunReport
    from crawler.source import Source

SHOWN = ("new", "revised", "unchanged", "other", "rejected", "failed", "refused", "gone")


@click.command("crawl")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--all", "everything", is_flag=True, help="Ask for every listing now, due or not.")
@click.option(
    "--recheck", is_flag=True, help="As --all, and ask again for every kept article and for what was refused."
)
@data_option
@config_option
@now_option
@json_option("an object an outlet: source, outcome, reason, counts")
def command(
    slugs: tuple[str, ...],
    *,
    everything: bool,
    recheck: bool,
    data: Path | None,
    config: Path | None,
    now: datetime | None,
    as_json: bool,
) -> int:
    """Fetch what is due from the outlets, or from the outlets named, into the archive.

    Ends with 1 where some outlet could not be read as far as it should be; the table says which and why.

    \b
    Example:
      bluewatch crawl
      bluewatch crawl un-news --all
    """
    settings = open_settings(config, data, now)
    mode = "recheck" if recheck else "all" if everything else "due"
    options = settings.config.crawl_options(mode=mode)
    sources = chosen(settings, slugs)
    settings.check_rules()
    settings.check_clock()
    return crawl_and_tell(settings, sources, options, as_json=as_json)


def chosen(settings: Settings, slugs: Sequence[str]) -> list[Source]:
    """The sources named, or all that are enabled. Raises NotFound for an unknown one, UsageError for a disabled one."""
    catalogue = settings.catalogue_of(slugs)
    unknown = [slug for slug in slugs if slug not in catalogue]
    if unknown:
        raise settings.no_outlet(*unknown)
    if not slugs:
        return [source for source in catalogue.values() if source.enabled]
    sources = [catalogue[slug] for slug in dict.fromkeys(slugs)]
    for source in sources:
        if not source.enabled:
            why = source.disabled_because or "enabled = false"
            raise UsageError(f"{source.slug} is switched off: {why}; set enabled = true in your own source file")
    return sources


def crawl_and_tell(settings: Settings, sources: list[Source], options: Any, *, as_json: bool) -> int:
    """Crawl, print the table, and give the exit code."""
    from crawler.run import StoppedBySignal, crawl

    if not sources:
        say("no outlet is switched on; `bluewatch sources list` shows them")
        return 0
    try:
        reports = crawl(settings.data, sources, settings.relevance_files, options, now=settings.now, on_progress=say)
    except StoppedBySignal as stopped:
        tell(stopped.reports, as_json=as_json)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        # A name look-up that hangs would hold the interpreter's own end beyond the time a supervisor gives.
        os._exit(128 + stopped.signum)
    tell(reports, as_json=as_json)
    return 0 if all(report.outcome.ok for report in reports) else 1


def tell(reports: Sequence[RunReport], *, as_json: bool) -> None:
    """Print one line a source: JSON objects, or a table for people."""
    if as_json:
        for report in reports:
            echo_json(asdict(report))
        return
    width = max((len(report.source) for report in reports), default=0)
    for report in reports:
        counts = ", ".join(f"{report.counts[name]} {name}" for name in SHOWN if report.counts.get(name))
        line = f"{report.source:<{width}}  {report.outcome:<14}  {counts or '-'}"
        click.echo(visible(line + (f"  ({report.reason})" if report.reason else "")))
