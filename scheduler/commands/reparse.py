"""``bluewatch reparse``: the stored pages through today's rules and parsers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    say,
    unknown_outlets,
    visible,
)
from scheduler.commands.spreading import cluster_at, dask_option, jobs_option, reading_workers
from scheduler.commands.working import alone, with_bar
from storage.errors import NotFound
from storage.plural import count

if TYPE_CHECKING:
    from crawler.differing import Difference

SHOWN_SIGNS = 60


@click.command("reparse")
@click.argument("slug", required=False)
@click.option("--dry-run", is_flag=True, help="Only show what would read differently.")
@click.option("--anyway", is_flag=True, help="Also pages of outlets that have no source file here.")
@jobs_option
@dask_option
@json_option("an object a capture: capture_id, url, uid, label, reason, fields")
@data_option
@config_option
def command(
    *, slug: str | None, dry_run: bool, anyway: bool, jobs: int | None, dask: str | None, as_json: bool,
    data: Path | None, config: Path | None,
) -> int:  # fmt: skip
    """Read the stored pages again with the rules and parsers of now, of all outlets or of SLUG.

    Shows every capture that reads differently, field by field. The publisher changed nothing, so uids, revisions,
    times and editions stay; a page that was passed over and is an item by now becomes an article. A run that was
    stopped is run again, and goes on where it was unless code, rules or sources changed. A page whose bytes are damaged
    is told (exit code 1), and the others are read. Pages of an outlet that has no source file here stay as they were
    read by it. With --dask nothing but pages goes to the workers (docs/cluster.md).

    \b
    Example:
      bluewatch reparse --dry-run
      bluewatch reparse un-news --json
      bluewatch reparse --jobs 1
      bluewatch reparse --dask tcp://10.0.0.1:8786
    """
    from crawler.reparse import Reparse
    from scheduler.spread.order import order_for

    settings = open_settings(config, data)
    if slug is not None and slug not in settings.catalogue:
        raise NotFound(f"there is no source {slug}; `bluewatch sources list` names them")
    with (
        settings.archive() as archive,
        alone(settings, "reparse", "another reparse"),
        cluster_at(dask, jobs) as cluster,
        reading_workers(settings, jobs, cluster) as workers,
    ):
        work = Reparse(
            archive, workers, dict(settings.catalogue),
            dry_run=dry_run, anyway=anyway, stamp=order_for(settings).key, say=say,
        )  # fmt: skip
        after = work.begun(slug)
        if after:
            say(f"goes on behind capture {after}, where a run by the same rules was stopped")
        if left := work.left(slug, after=after):
            say(f"{unknown_outlets(left)} not read again; name the configuration that follows them (--config FILE)")
        for difference in with_bar(work.run(slug, after=after), "reading again", work.count(slug, after=after)):
            if difference is not None:
                _tell(difference, as_json=as_json)
    tally = work.tally
    told = "would read differently" if dry_run else "read differently and stored so"
    say(f"{count(tally.captures, 'capture')}, {tally.differing} {told}, {tally.relabelled} with another label")
    if tally.given_up:
        say(f"the parser gave up on {tally.given_up} of them; what is stored of those stays as it is")
    if tally.damaged:
        say(f"{tally.damaged} more could not be read: their bytes in the page store are damaged")
    return 1 if tally.damaged else 0


def _tell(difference: Difference, *, as_json: bool) -> None:
    if as_json:
        echo_json(asdict(difference))
        return
    before, after = difference.label
    label = after if before == after else f"{before or 'unread'} -> {after}"
    click.echo(visible(f"{difference.uid or '-':10}  {label}  {difference.url or ''}".rstrip()))
    for name, (old, new) in difference.fields.items():
        click.echo(visible(f"  {name}: {_short(old)} -> {_short(new)}"))


def _short(value: str | None) -> str:
    if value is None:
        return "nothing"
    text = " ".join(value.split())
    return f'"{text}"' if len(text) <= SHOWN_SIGNS else f'"{text[:SHOWN_SIGNS]}..." ({len(value)} signs)'
