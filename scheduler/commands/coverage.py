"""``bluewatch coverage``: the ledger, outlet by day, as a grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

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
from storage.errors import UsageError
from storage.new_file import whole_file

DAYS = 28
LONGEST = 3660
LONGEST_DRAWN = 366
MOST_DRAWN = 200
LONGEST_NAME = 60
# Worst first: of several listings on a day, the cell shows the worst that is known.
STATES = ("failed", "never-ran", "healed", "reached-empty", "collected")
SIGNS = {"failed": "x", "never-ran": "o", "healed": "h", "reached-empty": "-", "collected": "#"}
NO_RECORD = "."
COLOURS = {"failed": "red", "never-ran": "yellow", "healed": "cyan", "reached-empty": "green", "collected": "green"}
LEGEND = """\
# collected   - read, nothing new   h missed that day, made up later
x failed      o never ran           X, O: some of its listings were read
. no record of that day             blank: not followed yet, or still to come"""


@click.command()
@click.option("--since", metavar="DAY", help=f"The first day, such as 2026-11-01 (else {DAYS} days before the last).")
@click.option("--until", metavar="DAY", help="The last day (else today, UTC).")
@click.option("--source", metavar="SLUG", help="Only this outlet, listing by listing, with the reasons.")
@click.option(
    "--svg",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="FILE",
    help="Write the ledger as a picture too, those with gaps first.",
)
@json_option("one object: since, until, days (an object a listing and day)")
@data_option
@config_option
@now_option
def command(
    *,
    since: str | None,
    until: str | None,
    source: str | None,
    svg: Path | None,
    as_json: bool,
    data: Path | None,
    config: Path | None,
    now: datetime | None,
) -> None:
    """Show what was collected: a row an outlet, a column a day (UTC).

    \b
    Example:
      bluewatch coverage
      bluewatch coverage --since 2026-10-01 --source un-news
      bluewatch coverage --svg coverage.svg
    """
    settings = open_settings(config, data, now)
    today = settings.now().astimezone(UTC).date()
    last = _day(until, "--until") or today
    first = _day(since, "--since") or last - timedelta(days=DAYS - 1)
    if not 0 <= (last - first).days < LONGEST:
        raise UsageError(f"from {first} to {last} is no span of 1 to {LONGEST} days")
    with settings.archive(read_only=True) as archive:
        rows = archive.health.coverage(first.isoformat(), last.isoformat(), source)
        if source is not None and not rows and source not in settings.catalogue:
            raise settings.no_outlet(source)
        firsts = archive.ledger.first_days()
    what = "listing" if source is not None else "source"
    first_days = _first_days(rows, firsts, what=what)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if svg is not None and rows:
        if len(days) > LONGEST_DRAWN:
            raise UsageError(f"--svg: {len(days)} days are too many for a picture; {LONGEST_DRAWN} at most")
        _write(svg, picture(rows, days, first_days, what=what, today=today))
    if as_json:
        echo_json({"since": first.isoformat(), "until": last.isoformat(), "days": rows})
        return
    if not rows:
        begun = f"its rows begin on {min(firsts.values())}" if firsts else "`bluewatch crawl` makes the first rows"
        say(f"nothing is in the ledger from {first} to {last}; {begun}")
        return
    for line in grid(cells_of(rows, by_listing=source is not None), days, first_days, today=today):
        click.echo(line)
    click.echo(f"\n{LEGEND}")
    if source is not None:
        for row in rows:
            if row["reason"]:
                click.echo(visible(f"{row['day']} {row['state']} {row['listing']}: {row['reason']}"))


def _first_days(
    rows: Iterable[Mapping[str, Any]], firsts: Mapping[tuple[str, str], str], *, what: str
) -> dict[str, str]:  # fmt: skip
    """Row name to the first day (ISO) that any of its listings has a record of."""
    found: dict[str, str] = {}
    for row in rows:
        first = firsts.get((row["source"], row["listing"]), row["day"])
        found[row[what]] = min(first, found.get(row[what], first))
    return found


def picture(
    rows: Iterable[Mapping[str, Any]], days: Sequence[date], firsts: Mapping[str, str], *, what: str, today: date
) -> str:
    """The ledger as an SVG file, drawn as the digest draws it. firsts: row name to its first day."""
    from reports.charts_coverage import coverage, standalone
    from reports.health import cell_of

    told: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        told.setdefault(row[what], []).append(row)
    drawn = [
        {"name": name, "days": [cell_of(day, of, first=firsts[name], today=today) for day in days]}
        for name, of in told.items()
    ]
    return standalone(coverage(drawn, most=MOST_DRAWN, longest=LONGEST_NAME, what=what))


def _write(file: Path, text: str) -> None:
    try:
        with whole_file(file) as draft:
            draft.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}") from error
    say(f"wrote {file}")


def cells_of(rows: Iterable[Mapping[str, Any]], *, by_listing: bool) -> dict[str, dict[str, set[str]]]:
    """Row name (outlet, or outlet's listing) to day to the states that its listings ended in."""
    cells: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        name = row["listing"] if by_listing else row["source"]
        cells.setdefault(name, {}).setdefault(row["day"], set()).add(row["state"])
    return cells


def grid(
    cells: Mapping[str, Mapping[str, set[str]]], days: Sequence[date], firsts: Mapping[str, str], *, today: date
) -> Iterable[str]:
    """The lines of the grid: months and days above, a sign a day, and the share of days that were read.

    A day without a record counts as not read, from the row's first day (firsts, ISO) until yesterday.
    """
    names = {name: visible(name) for name in cells}
    width = min(60, max(map(len, names.values())))
    months = _months(days)
    yield f"{'':<{width}}  {months}"
    yield f"{'':<{width}}  {''.join(str(day.day // 10) if day.day >= 10 else ' ' for day in days)}"
    yield f"{'':<{width}}  {''.join(str(day.day % 10) for day in days)}"
    for name, by_day in cells.items():
        signs, read, told = [], 0, 0
        for day in days:
            states = by_day.get(day.isoformat(), set())
            due = bool(states) or (firsts[name] <= day.isoformat() and day < today)
            sign, colour, good = _cell(states) if states else (NO_RECORD if due else " ", None, False)
            signs.append(click.style(sign, fg=colour) if colour else sign)
            told += due
            read += good
        label = names[name] if len(names[name]) <= width else "…" + names[name][1 - width :]
        yield f"{label:<{width}}  {''.join(signs)}  {read} of {told} days"


def _cell(states: set[str]) -> tuple[str, str, bool]:
    """Sign, colour and whether the outlet was read: the worst state; a capital where others were better."""
    worst = next(state for state in STATES if state in states)
    if worst in ("failed", "never-ran") and states & {"collected", "reached-empty", "healed"}:
        return SIGNS[worst].upper(), "yellow", True
    if worst == "reached-empty" and "collected" in states:
        worst = "collected"
    return SIGNS[worst], COLOURS[worst], worst in ("collected", "reached-empty", "healed")


def _months(days: Sequence[date]) -> str:
    line = [" "] * (len(days) + 3)
    for n, day in enumerate(days):
        if n == 0 or day.day == 1:
            line[n : n + 3] = f"{day:%b}"
    return "".join(line).rstrip()


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option}: {text!r} is no day such as 2026-11-01") from error
