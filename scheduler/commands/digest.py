"""``bluewatch digest``: the weekly report."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    now_option,
    open_settings,
    say,
)

if TYPE_CHECKING:
    from reports.publish import Written
    from storage.archive import Archive


@click.command("digest")
@click.option("--week", metavar="WEEK", help="An ISO week such as 2026-W47; without it, all weeks that are due.")
@click.option("--rebuild", is_flag=True, help="Write the files again from the recorded edition.")
@click.option("--preview", is_flag=True, help="Show the week as it stands (the running one), closing nothing.")
@json_option("an object a digest: week, edition, provisional, new, counts, files")
@now_option
@data_option
@config_option
def command(
    *,
    week: str | None,
    rebuild: bool,
    preview: bool,
    as_json: bool,
    now: datetime | None,
    data: Path | None,
    config: Path | None,
) -> None:
    """Write the digest of each finished week that has none, oldest first.

    A week is closed when it is over and every source was tried since, at the latest a day after its end. Until then
    --week writes a provisional digest, without a number. The files are digests/WEEK.html, .md and .json in the data
    folder, and digests/index.html lists them.

    \b
    Example:
      bluewatch digest
      bluewatch digest --week 2026-W47
      bluewatch digest --preview
    """
    from reports.publish import FOLDER, write_digest, write_missing
    from reports.week import Week

    wanted = Week.parse(week) if week else None
    settings = open_settings(config, data, now)
    moment = settings.now()
    folder = settings.data / FOLDER
    with settings.archive() as archive:
        if wanted is None and not preview:
            written = write_missing(archive, folder, now=moment, rebuild=rebuild)
            if not written:
                _tell_why_nothing(archive, moment)
        else:
            chosen = wanted or Week.of(moment)
            written = [write_digest(archive, chosen, folder, now=moment, preview=preview, rebuild=rebuild)]
    for one in written:
        if as_json:
            echo_json(_form(one))
        else:
            _tell(one)


def _form(one: Written) -> dict[str, Any]:
    return {
        "week": str(one.week),
        "edition": one.number,
        "provisional": one.provisional,
        "new": one.new,
        "counts": dict(one.counts),
        "files": [str(path) for path in one.paths],
    }


def _tell(one: Written) -> None:
    name = "provisional digest" if one.provisional else f"edition {one.number}"
    items = f"{one.counts['kept']} item{'' if one.counts['kept'] == 1 else 's'}"
    healthy = f"sources {one.counts['sources_healthy']} healthy of {one.counts['sources_tried']} tried"
    say(f"{one.week}: {name}, {items}, {healthy}")
    for path in one.paths:
        click.echo(str(path))


def _tell_why_nothing(archive: Archive, moment: datetime) -> None:
    """Say why no digest was due, and what can be done."""
    from reports.publish import LONGEST_WAIT, first_week, waiting_for
    from reports.week import Week, weeks_between

    first = first_week(archive)
    if first is None:
        say("nothing to report: no crawl has run yet; `bluewatch crawl` makes the first")
        return
    there = {row["week"] for row in archive.weekly.editions()}
    for week in weeks_between(first, Week.of(moment)):
        if str(week) not in there:
            slugs = waiting_for(archive, week, now=moment) or []
            latest = week.end + LONGEST_WAIT
            say(
                f"{week} is over and waits for a crawl of {', '.join(slugs)},"
                f" at the latest until {latest:%d %b %H:%M} UTC; `bluewatch digest --week {week}` shows it as it stands"
            )
            return
    say(f"nothing is due: every finished week has its edition; `bluewatch digest --preview` shows {Week.of(moment)}")
