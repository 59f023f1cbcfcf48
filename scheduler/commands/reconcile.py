"""``bluewatch reconcile``: the UN's published tables beside what the archive's texts say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.countries import iso3_by_name
from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    visible,
)
from storage.errors import UsageError

if TYPE_CHECKING:
    from reports.reconcile import Difference
    from reports.un_tables import Table

# The fatalities since 1948 are 1.5 MB as JSON.
LARGEST = 200_000_000
LINES_SHOWN = 4
# What people have of the same tables, by its first bytes.
_NO_TEXT = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a spreadsheet or an archive of files",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old Excel",
    b"\x1f\x8b": "packed with gzip",
    b"<": "a page of markup",
}


@click.command(name="reconcile")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--mission", metavar="ACRONYM", help="Only this mission.")
@click.option("--country", metavar="ISO3", help="Only this country.")
@click.option("--all", "everything", is_flag=True, help="Also what agrees, and what only the table has.")
@json_option("one object: table, rows, counts, differences, odd, unread")
@data_option
@config_option
def command(
    *, file: Path, mission: str | None, country: str | None, everything: bool, as_json: bool, data: Path | None,
    config: Path | None,
) -> None:  # fmt: skip
    """Compare FILE, a table that the UN has published, with the archive: by mission, country and month.

    FILE is the monthly table of contributions, the fatalities or the list of operations, CSV or JSON as the UN's Peace
    and Security Data Hub gives them. Both sources are shown; neither corrects the other. The dead are compared by class
    of personnel; civilians whom a text names are left out. Rows that cannot be read, decimal commas, swapped columns
    and unknown names are named.

    \b
    Example:
      bluewatch reconcile contributions-2026-10.csv
      bluewatch reconcile fatalities.json --mission MINUSCA --all
    """
    from reports.reconcile import AGREES, ONLY_UN, differences, months_of
    from reports.un_cells import Names
    from reports.un_tables import read_table
    from storage.known_names import KnownNames

    text = _text(file)
    with open_settings(config, data).archive(read_only=True) as archive:
        rows = archive.series
        missions = rows.missions()
        table = read_table(text, Names(missions, iso3_by_name()), file=str(file))
        names = KnownNames(archive.db)
        mission = names.mission(mission or "", also=(entry.mission for entry in table.entries))
        country = names.country(country or "", also=(entry.country for entry in table.entries))
        span = months_of(table)
        found = differences(
            table,
            strengths=rows.strengths(*span) if span else [],
            deaths=rows.deaths(),
            missions=missions,
        )
    wanted = [
        one
        for one in found
        if (not mission or one.mission.casefold() == mission.casefold())
        and (not country or one.country.casefold() == country.casefold())
    ]
    shown = [one for one in wanted if everything or one.state not in (AGREES, ONLY_UN)]
    counts = Counter(one.state for one in wanted)
    if as_json:
        echo_json(_form(table, shown, counts))
        return
    for line in _told(table, shown, counts):
        click.echo(visible(line))


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise UsageError(f"{file}: is larger than {LARGEST:,} bytes, which no published table is")
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    for start, kind in _NO_TEXT.items():
        if content.startswith(start):
            raise UsageError(f"{file}: is {kind}; give the table as CSV or JSON")
    try:
        # "Unicode text" of a spreadsheet is UTF-16.
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        # The tables come in UTF-8; a spreadsheet that was saved again may be in the old Western code page.
        return content.decode("cp1252", errors="replace")


def _told(table: Table, shown: list[Difference], counts: Counter[str]) -> Iterator[str]:
    yield f"{table.kind}: {len(table.entries):,} rows read, {len(table.unread):,} not readable"
    yield "; ".join(f"{number:,} {state}" for state, number in sorted(counts.items())) or "nothing to compare"
    for one in shown:
        yield ""
        where = " · ".join(part for part in (one.month, one.mission, one.country, one.what) if part)
        yield f"{where}: {one.state}{f' ({one.note})' if one.note else ''}"
        if one.theirs is not None:
            yield f"  table  {one.theirs}" + (f"  ({_lines(one.lines)})" if one.lines else "")
        for claim in one.ours:
            said = claim.first
            where = " · ".join(part for part in (f"{said.uid} in {said.article}", said.outlet, said.url) if part)
            yield f"  here   {claim.statement.words}  {claim.day} · {where}"
    unread = [f"row {line}: {why}" for line, why in table.unread]
    for head, remarks in (("odd", table.remarks()), ("not read", unread)):
        if remarks:
            yield ""
            yield head
            yield from (f"  {remark}" for remark in remarks)


def _lines(lines: tuple[int, ...]) -> str:
    first = ", ".join(str(line) for line in lines[:LINES_SHOWN])
    return f"row {first}" if len(lines) == 1 else f"rows {first}" + (", ..." if len(lines) > LINES_SHOWN else "")


def _form(table: Table, shown: list[Difference], counts: Counter[str]) -> dict[str, Any]:
    return {
        "table": table.kind,
        "rows": len(table.entries),
        "counts": dict(sorted(counts.items())),
        "differences": [
            {
                "what": one.what,
                "mission": one.mission,
                "country": one.country or None,
                "month": one.month,
                "state": one.state,
                "note": one.note,
                "table": None if one.theirs is None else {"value": one.theirs, "rows": list(one.lines)},
                "here": [
                    {
                        "value": claim.statement.value,
                        "value_to": claim.statement.value_to,
                        "qualifier": claim.statement.qualifier,
                        "day": claim.day,
                        "uid": claim.first.uid,
                        "article": claim.first.article,
                        "outlet": claim.first.outlet,
                        "url": claim.first.url,
                    }
                    for claim in one.ours
                ],
            }
            for one in shown
        ],
        "odd": table.remarks(),
        "unread": [{"row": line, "why": why} for line, why in table.unread],
    }
