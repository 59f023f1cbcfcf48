"""``bluewatch prune``: old raw pages removed, on request only, after saying what is lost."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, open_settings, say
from storage.errors import UsageError
from storage.plural import count

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
MIB = 1 << 20


@click.command()
@click.option(
    "--before", required=True, metavar="MONTH", help="Remove the raw pages of all months before it (2026-03)."
)
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--dry-run", is_flag=True, help="Only say what would be lost.")
@json_option("one object: months (month, files, bytes, captures, articles), removed, freed")
@data_option
@config_option
def command(*, before: str, yes: bool, dry_run: bool, as_json: bool, data: Path | None, config: Path | None) -> None:
    """Remove the raw pages of old months for good, after saying what is lost and asking.

    Nothing else ever removes them; a file that the archive does not know stays. Articles, their revisions, findings
    and decisions stay; what goes is the proof of them: the pages of those months can no longer be read by better rules
    (`reparse`), put into a `bundle`, or be part of an archive that is rebuilt. Copy the folder pages/ first.

    \b
    Example:
      bluewatch prune --before 2026-03 --dry-run
      bluewatch prune --before 2026-03
    """
    from storage.prune import months, prune, refuse_unread, unknown

    settings = open_settings(config, data)
    if not _MONTH.fullmatch(before):
        raise UsageError(f"--before: found {before!r}, allowed is a month such as 2026-03")
    if before > f"{settings.now():%Y-%m}":
        raise UsageError(f"--before: {before} lies ahead; the running month is still written to")
    with settings.archive(read_only=dry_run) as archive:
        chosen = [month for month in months(archive.db) if month.month < before]
        refuse_unread(archive.db, before)
        strange = unknown(archive.db, archive.data, before)
        for month in chosen if not as_json else ():
            click.echo(
                f"{month.month}  {month.bytes / MIB:,.1f} MiB in {count(month.files, 'file')}:"
                f" {count(month.captures, 'page')}, proof of {count(month.articles, 'article')}"
            )
        if not chosen:
            say(f"no raw pages are older than {before}")
        if strange:
            say(
                f"{len(strange)} files of these months are unknown to this archive, such as {strange[0]}: they stay;"
                " `bluewatch replay` takes their pages in"
            )
        sure = yes or (not dry_run and bool(chosen) and click.confirm("Remove them for good?", err=True))
        freed = 0
        if sure and not dry_run:
            freed = prune(archive.db, archive.data, before)
            say(f"{freed / MIB:,.1f} MiB removed")
    if as_json:
        echo_json({"months": [asdict(one) for one in chosen], "removed": bool(freed), "freed": freed})
