"""The UN's published tables as CSV or JSON: contributions, fatalities, operations. Pure: takes the text of the file.

Columns as the Peace and Security Data Hub has them (psdata.un.org): contributing_country, mission_acronym,
personnel_type, female_personnel, male_personnel, last_reporting_date; incident_date, mission_acronym,
type_of_casualty, casualty_nationality ...; mission_acronym, mission_isactive, start_date, end_date. A row is never
dropped in silence: what cannot be read, or stands for nothing we know, is named with its line.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.un_cells import Cell, Names, count, day, month_leads
from storage.errors import UsageError

CONTRIBUTIONS, FATALITIES, OPERATIONS = "contributions", "fatalities", "operations"
NEEDED = {
    CONTRIBUTIONS: (
        "contributing_country",
        "mission_acronym",
        "female_personnel",
        "male_personnel",
        "last_reporting_date",
    ),
    FATALITIES: ("incident_date", "mission_acronym", "casualty_nationality"),
    OPERATIONS: ("mission_acronym", "start_date", "end_date"),
}
_COUNTRY = {CONTRIBUTIONS: "contributing_country", FATALITIES: "casualty_nationality"}
_DAYS = {
    CONTRIBUTIONS: ("last_reporting_date",),
    FATALITIES: ("incident_date",),
    OPERATIONS: ("start_date", "end_date"),
}
_ODD_LINES = 5
# Under a name that no column can have: how many cells a line of CSV has more or less than the head.
_CELLS = "\0cells"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a table. mission, country: ours, else as printed (known: both are ours). day: as far as it is known.

    people: women and men of a contribution, 1 of a fatality; kind: type of personnel; ended, active: of an operation.
    """

    line: int
    mission: str
    country: str | None
    known: bool
    day: str | None
    kind: str | None = None
    women: int = 0
    people: int = 0
    ended: str | None = None
    active: bool | None = None
    name: str | None = None


@dataclass(slots=True)
class Table:
    """A table read. odd: (line, what) of all that had to be settled; unread: of the rows that could not be read."""

    kind: str
    entries: list[Entry] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)

    def remarks(self) -> list[str]:
        """What was odd, each kind of oddity once, with its number of rows and first lines."""
        lines: dict[str, list[int]] = defaultdict(list)
        for line, what in self.odd:
            lines[what].append(line)
        told = []
        for what, found in lines.items():
            first = ", ".join(map(str, found[:_ODD_LINES])) + (", ..." if len(found) > _ODD_LINES else "")
            told.append(f"{what} ({len(found)} row{'s' if len(found) > 1 else ''}: {first})")
        return told


def read_table(text: str, names: Names, *, file: str) -> Table:
    """Read CSV or JSON; a row of a CSV has the number of its first line, of a JSON that of its place in the list.

    Raises UsageError where the file is neither, or none of the three tables.
    """
    numbered = _rows(text.removeprefix("\ufeff"), file)
    rows = [row for _, row in numbered]
    columns = {name for row in rows[:50] for name in row}
    kind = next((kind for kind, needed in NEEDED.items() if columns >= set(needed)), None)
    if kind is None:
        there = ", ".join(sorted(columns - {_CELLS}))[:300] or "none"
        wanted = "; ".join(f"{kind}: {', '.join(needed)}" for kind, needed in NEEDED.items())
        raise UsageError(f"{file}: is none of the UN's tables; found columns: {there}; allowed: {wanted}")
    table = Table(kind)
    leads = {name: month_leads(row.get(name) for row in rows) for name in _DAYS[kind]}
    for line, row in numbered:
        _read(table, line, row, names, leads)
    return table


def _rows(text: str, file: str) -> list[tuple[int, Row]]:
    stripped = text.lstrip()
    if stripped[:1] in ("[", "{"):
        try:
            value = json.loads(stripped)
        except ValueError as error:
            raise UsageError(f"{file}: is no JSON: {error}") from error
        if isinstance(value, dict):
            value = next((part for part in value.values() if isinstance(part, list)), [value])
        if not all(isinstance(row, dict) for row in value):
            raise UsageError(f"{file}: found JSON that is no list of objects")
        return [(place, {_column(name): cell for name, cell in row.items()}) for place, row in enumerate(value, 1)]
    head = stripped.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((begins, cells))
            # A cell in quotes may hold line breaks, and empty lines are no rows.
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{file}: line {reader.line_num}: is no CSV: {error}") from error
    if not lines:
        raise UsageError(f"{file}: is empty")
    names = [_column(name) for name in lines[0][1]]
    return [
        (line, {**dict(zip(names, cells, strict=False)), _CELLS: len(cells) - len(names)}) for line, cells in lines[1:]
    ]


def _column(name: object) -> str:
    return re.sub(r"\W+", "_", str(name).strip().casefold()).strip("_")


def _read(table: Table, line: int, row: Row, names: Names, leads: Mapping[str, bool | None]) -> None:
    if extra := row.get(_CELLS):
        table.unread.append((line, f"has {abs(extra)} cells too {'many' if extra > 0 else 'few'}"))
        return
    mission_cell, country_cell = row.get("mission_acronym"), row.get(_COUNTRY.get(table.kind, ""))
    mission = names.mission(mission_cell)
    code = row.get("isocode3")
    country = names.country(country_cell, code) if table.kind in _COUNTRY else Cell(None)
    if table.kind in _COUNTRY and mission.value is None:
        swapped = names.mission(country_cell), names.country(mission_cell, code)
        if swapped[0].value is not None and swapped[1].value is not None:
            mission, country = swapped
            table.odd.append(
                (line, f"{_COUNTRY[table.kind]} and mission_acronym are swapped; read the right way round")
            )
            mission_cell, country_cell = country_cell, mission_cell
    days = [day(row.get(name), month_first=leads[name]) for name in _DAYS[table.kind]]
    counts = [count(row.get(name)) for name in ("female_personnel", "male_personnel")]
    if table.kind == CONTRIBUTIONS and (bad := _bad(counts)):
        table.unread.append((line, f"female_personnel, male_personnel: {bad}"))
        return
    if table.kind != OPERATIONS and days[0].value is None:
        table.unread.append((line, f"{_DAYS[table.kind][0]}: {days[0].odd or 'nothing given'}"))
        return
    odd = [
        mission,
        *([country] if table.kind in _COUNTRY else []),
        *days,
        *(counts if table.kind == CONTRIBUTIONS else []),
    ]
    table.odd += [(line, one.odd) for one in odd if one.odd]
    table.odd += [(line, what) for what in _odd_places(row)]
    table.entries.append(
        _entry(
            table.kind,
            line,
            row,
            mission=mission.value or str(mission_cell or "").strip(),
            country=country.value or (str(country_cell or "").strip() or None),
            known=mission.value is not None and (table.kind == OPERATIONS or country.value is not None),
            days=days,
            counts=counts,
        )
    )


def _entry(
    kind: str, line: int, row: Row, *, mission: str, country: str | None, known: bool, days: Sequence[Cell],
    counts: Sequence[Cell],
) -> Entry:  # fmt: skip
    women, men = (int(one.value or 0) for one in counts)
    fatal = "fatal" in str(row.get("type_of_casualty") or "fatality").casefold()
    return Entry(
        line=line,
        mission=mission,
        country=country,
        known=known,
        day=days[0].value,
        kind=str(row.get("personnel_type") or row.get("casualty_personnel_type") or "").strip() or None,
        women=women,
        people=women + men if kind == CONTRIBUTIONS else int(fatal),
        ended=days[1].value if kind == OPERATIONS else None,
        active=_flag(row.get("mission_isactive")),
        name=str(row.get("mission_name") or "").strip() or None,
    )


def _bad(counts: Sequence[Cell]) -> str | None:
    """Why a contribution cannot be counted: a cell is no number, or none is given."""
    wrong = next((one.odd for one in counts if one.value is None and one.odd), None)
    return wrong or ("nothing given" if all(one.value is None for one in counts) else None)


def _odd_places(row: Row) -> list[str]:
    """What is wrong with a pair of coordinates: a decimal comma, or a latitude that only a longitude can be."""
    found = []
    pair = [row.get("latitude"), row.get("longitude")]
    if any(isinstance(one, str) and "," in one for one in pair):
        found.append("decimal comma in latitude or longitude")
    try:
        latitude, longitude = (float(str(one).replace(",", ".")) for one in pair if one not in (None, ""))
    except ValueError:
        return found
    if abs(latitude) > 90 >= abs(longitude):
        found.append("latitude and longitude are swapped")
    return found


def _flag(cell: Any) -> bool | None:
    return {"true": True, "1": True, "yes": True, "y": True, "active": True, "false": False, "0": False, "no": False,
            "n": False, "closed": False, "inactive": False}.get(str(cell).strip().casefold())  # fmt: skip
