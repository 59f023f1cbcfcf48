"""``bluewatch rotations``: contingents in their order, and which is due next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reports.claims import number_words
from scheduler.commands import countries
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

if TYPE_CHECKING:
    from reports.rotations import Line, Step


@click.command(name="rotations")
@click.option("--mission", metavar="ACRONYM", help="Only at this mission.")
@click.option("--country", metavar="ISO3", help="Only this country's, such as CHN.")
@json_option("an object a line of contingents, with the words of every step")
@data_option
@config_option
@now_option
def command(
    *, mission: str | None, country: str | None, as_json: bool, data: Path | None, config: Path | None,
    now: datetime | None,
) -> None:  # fmt: skip
    """Show each country's contingents of one kind at one mission: dates, strength, and when the next is due.

    The next is expected by the rhythm of the numbered contingents that the archive has seen. A number between two seen
    ones is "skipped" where the rhythm left no time for it, else "not seen here". Where texts disagree, both are shown.

    \b
    Example:
      bluewatch rotations --country CHN
      bluewatch rotations --mission UNMISS --json
    """
    from reports.rotations import rotations
    from storage.known_names import KnownNames

    settings = open_settings(config, data, now)
    with settings.archive(read_only=True) as archive:
        rows, names = archive.series.rotations(), KnownNames(archive.db)
        mission = names.mission(mission or "", also=(row["destination"] for row in rows)) or None
        country = names.country(country or "", also=(row["country"] for row in rows)) or None
        lines = rotations(rows, today=settings.now().date(), mission=mission, country=country)
    for line in lines:
        if as_json:
            echo_json(_form(line))
        else:
            click.echo(visible("\n".join(_told(line))) + "\n")
    if not lines:
        say("no contingents found")


def _told(line: Line) -> Iterator[str]:
    yield f"{line.where} · {countries.told(line.country)} · {line.unit or 'unit not named'}"
    for one in line.contingents:
        strength = f", {number_words(one.strength)} strong" if one.strength else ""
        yield f"  {_ordinal(one.ordinal)}{strength}"
        for step in one.steps:
            yield f"    {step.date or 'no day':10}  {_step(step)}"
    if line.next_expected:
        late = "  overdue: nothing seen here" if line.overdue else ""
        pairs = "1 pair" if line.pairs == 1 else f"{line.pairs} pairs"
        due = f"{_ordinal(line.next_ordinal)} about {line.next_expected}"
        yield f"  next: {due}, every {line.rhythm} days ({pairs}){late}"
    for name, numbers in (("number skipped", line.skipped), ("not seen here", line.unseen)):
        if numbers:
            yield f"  {name}: {', '.join(_ordinal(number) for number in numbers)}"
    for clash in line.disagreements:
        told = " / ".join(f"{value} ({step.outlet}, {step.uid})" for value, step in clash.told)
        yield f"  texts disagree on {clash.what} of the {_ordinal(clash.ordinal)}: {told}"


def _ordinal(number: int | None) -> str:
    if number is None:
        return "without a number"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _step(step: Step) -> str:
    echelon = f", echelon {step.echelon}" if step.echelon else ""
    strength = f", {number_words(step.strength)}" if step.strength else ""
    return f"{step.told}{echelon}{strength} · {step.uid} in {step.article} · {step.outlet}"


def _form(line: Line) -> dict[str, Any]:
    def step(one: Step) -> dict[str, Any]:
        return {name: getattr(one, name) for name in one.__dataclass_fields__}

    return {
        "where": line.where,
        "country": line.country,
        "unit": line.unit,
        "contingents": [
            {
                "ordinal": one.ordinal,
                "strength": one.strength,
                "began": one.began[0] if one.began else None,
                "began_by": one.began[1] if one.began else None,
                "steps": [step(each) for each in one.steps],
            }
            for one in line.contingents
        ],
        "rhythm_days": line.rhythm,
        "rhythm_pairs": line.pairs,
        "next": {"ordinal": line.next_ordinal, "expected": line.next_expected, "overdue": line.overdue}
        if line.next_expected
        else None,
        "skipped": list(line.skipped),
        "not_seen": list(line.unseen),
        "disagreements": [
            {
                "what": one.what,
                "ordinal": one.ordinal,
                "told": [{"value": value, "uid": each.uid, "outlet": each.outlet} for value, each in one.told],
            }
            for one in line.disagreements
        ],
    }
