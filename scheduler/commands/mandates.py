"""``bluewatch mandates``: which fall due, and which are past without a renewal here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
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
    visible,
)
from storage.plural import count

if TYPE_CHECKING:
    from reports.mandates import Mandate

# Resolutions cited in so many days say what was decided; in an article without a known end, all are asked for.
CITED_DAYS = 400
SHOWN = 3


@click.command(name="mandates")
@click.option(
    "--days", type=click.IntRange(1, 3650), default=60, show_default=True, help="Due is what ends within so many days."
)
@click.option("--all", "everything", is_flag=True, help="Also later ones, and running missions without a known end.")
@json_option("an object a mission, with the resolutions cited beside it")
@data_option
@config_option
@now_option
def command(
    *, days: int, everything: bool, as_json: bool, data: Path | None, config: Path | None, now: datetime | None
) -> None:
    """Show which mandates end soon, and which ended without a renewal in this archive.

    The ends come from the gazetteer (`missions`, with their source), and from sentences that cite a resolution and name
    a later end. What is past and not renewed here is unknown since then: the renewal may be what we have not read.

    \b
    Example:
      bluewatch mandates
      bluewatch mandates --days 120 --json
    """
    from reports.mandates import cited_in, listed, mandate

    settings = open_settings(config, data, now)
    today = settings.now().date()
    since = (today - timedelta(days=CITED_DAYS)).isoformat()
    with settings.archive(read_only=True) as archive:
        found = [
            mandate(
                mission,
                cited_in(mission, archive.series.resolutions(mission["acronym"], since)),
                today=today,
                days=days,
            )
            for mission in archive.series.missions()
            if mission["kind"] != "standby-force"
        ]
    shown = listed(found, everything=everything)
    for one in shown:
        if as_json:
            echo_json(_form(one))
        else:
            click.echo(visible("\n".join(_told(one))))
    if not shown:
        say(f"no mandate is known to end within {days} days; `bluewatch mandates --all` lists the others")


def _told(one: Mandate) -> Iterator[str]:
    if one.until is None or one.days is None:
        yield f"{one.mission:12} {one.state}"
    else:
        when = f"in {count(one.days, 'day')}" if one.days >= 0 else one.state
        yield f"{one.mission:12} {one.until}  {when}  ({one.source})"
    if one.known:
        yield f"{'':12} the gazetteer knows of {one.known} only"
    # Those that name an end say most; "recalling resolution 1325" says nothing of a mandate.
    telling = [cited for cited in one.cited if cited.until] or [cited for cited in one.cited if cited.adopted]
    for cited in telling[-SHOWN:]:
        adopted = f", adopted {cited.adopted}" if cited.adopted else ""
        where = f"{cited.uid} in {cited.article} · {cited.outlet} · {cited.said_at[:10]}"
        yield f"{'':12} resolution {cited.number}{adopted} · {where}{f' · {cited.url}' if cited.url else ''}"
        yield f"{'':12}   {cited.sentence}"


def _form(one: Mandate) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(one, name) for name in one.__dataclass_fields__ if name != "cited"}
    told["cited"] = [{name: getattr(each, name) for name in each.__dataclass_fields__} for each in one.cited]
    return told
