"""The UN's table of fatalities beside the dead that the archive's texts tell of, by class of personnel. Pure.

The table counts a mission's own people: military, police, military observers, civilian staff. A text's "peacekeepers"
may be any of the uniformed. Civilians whom a text names are nobody's personnel and are not among the rows; dead of
whom no text says what they were are compared by themselves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from reports.claims import Claim, claims_of, number_words
from reports.reconcile_parts import (
    AGREES,
    ALL_COUNTRIES,
    ALL_MISSIONS,
    DIFFERS,
    ONLY_HERE,
    Difference,
    allows,
    by_month,
    grouped,
    matching,
    months_of,
    only_theirs,
    ordered,
    same_mission,
)
from reports.un_tables import Entry, Table

UNIFORMED, UNSAID = "uniformed", "unsaid"
# What counts police and observers in.
_ALL_UNIFORMED = re.compile(r"peace-?keep|blue (?:helmet|beret)|uniformed|personnel|维和|維和", re.I)
# Of whose dead a text can speak apart from the other uniformed people; "military" is said of all peacekeepers.
_APART = {"police": re.compile(r"polic|fpu|formed", re.I), "military observer": re.compile("observer|expert", re.I)}
_STAFF = re.compile(r"civil|staff(?! officer)|volunteer|unv|contractor|other", re.I)
_NOT_SAID = "the texts do not say whether they were peacekeepers"
_Cell = tuple[str | None, str | None, str]


def fatalities(table: Table, rows: Iterable[Mapping[str, Any]]) -> tuple[Difference, ...]:
    """Dead by mission, country and month, and totals. rows: storage.series_rows.deaths, series by series."""
    entries = [entry for entry in table.entries if entry.day and entry.people]
    span = months_of(table)
    found: list[Difference] = []
    incidents: dict[_Cell, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for _, group in groupby(rows, key=lambda row: row["series"]):
        series = list(group)
        what, country, mission = series[0]["what"], series[0]["who"], series[0]["place"]
        for kind, same in _by_class(series).items():
            if series[0]["nature"] == "cumulative":
                found += _totals(entries, span, claims_of(same), kind, what=what, mission=mission, country=country)
            elif span and span[0] <= (day := what.rsplit(" ", 1)[-1]) < span[1] and (told := claims_of(same)):
                incidents[mission, country, day[:7]][kind].append(told[-1])
    reported, met = by_month(entries), set[int]()
    for cell, classes in incidents.items():
        there = matching(reported, cell[2], cell[0], cell[1])
        for one in _months_dead(cell, there, classes):
            met.update(one.lines)
            found.append(one)
    for key, same_cell in grouped(entry for entry in entries if entry.line not in met):
        found.append(only_theirs("dead", key, same_cell, len(same_cell)))
    return ordered(found)


def _by_class(series: Iterable[Mapping[str, Any]]) -> Mapping[str, list[Mapping[str, Any]]]:
    """The rows of one series, which is one incident or total, by whose dead they tell of.

    Where any text says, those that do not are the same dead; and police are among the peacekeepers.
    """
    classes: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in series:
        personnel = row.get("personnel")
        if personnel != "civilian":
            classes[personnel if personnel in _APART else UNIFORMED if personnel else UNSAID].append(row)
    if len(classes) > 1:
        classes.pop(UNSAID, None)
    if any(_ALL_UNIFORMED.search(row["words"]) for row in classes.get(UNIFORMED, ())):
        return {UNIFORMED: classes[UNIFORMED]}
    return classes


def _of_class(kind: str, entries: Iterable[Entry]) -> list[Entry]:
    """The rows of the table that a class can mean; all of them where no text says."""
    if kind == UNSAID:
        return list(entries)
    apart = _APART.get(kind)
    return [one for one in entries if (apart.search(one.kind or "") if apart else not _STAFF.search(one.kind or ""))]


def _months_dead(cell: _Cell, there: Sequence[Entry], classes: Mapping[str, list[Claim]]) -> list[Difference]:
    """A month's dead: the last word on each incident of ours against the rows of the table.

    Police and observers are told apart only where nobody speaks of other uniformed people: those may mean them too.
    """
    said = {kind: claims for kind, claims in classes.items() if kind != UNSAID}
    if UNIFORMED in said:
        said = {UNIFORMED: [claim for claims in said.values() for claim in claims]}
    found, taken = [], set[int]()
    for kind, claims in said.items():
        found.append(_summed(cell, kind, there, claims))
        taken.update(found[-1].lines)
    if UNSAID in classes:
        left = [entry for entry in there if entry.line not in taken]
        found.append(_summed(cell, UNSAID, left, classes[UNSAID]))
    return found


def _summed(cell: _Cell, kind: str, there: Sequence[Entry], claims: Sequence[Claim]) -> Difference:
    low, high = (sum(claim.statement.possible[n] for claim in claims) for n in (0, 1))
    total = sum(claim.statement.value for claim in claims)
    mission, country, month = cell
    rows, agrees = _fitting(kind, there, low, high)
    return Difference(
        what=_told_as(kind, "dead"),
        mission=mission or ALL_MISSIONS,
        country=country or ALL_COUNTRIES,
        month=month,
        theirs=number_words(len(rows)) if rows else None,
        lines=tuple(entry.line for entry in rows),
        ours=tuple(claims),
        state=ONLY_HERE if not rows else AGREES if agrees else DIFFERS,
        note=None if agrees else _noted(kind, rows, total, low, high),
    )


def _fitting(kind: str, there: Sequence[Entry], low: float, high: float) -> tuple[list[Entry], bool]:
    """The rows that are compared, and whether their number is one of ours. A text may count the staff as well."""
    own = _of_class(kind, there)
    for rows in (own, list(there)) if kind == UNIFORMED else (own,):
        if rows and low <= len(rows) <= high:
            return rows, True
    return own, False


def _noted(kind: str, rows: Sequence[Entry], total: float, low: float, high: float) -> str | None:
    """How far the numbers are apart, or which kind of personnel alone gives ours."""
    kinds = sorted({entry.kind for entry in rows if entry.kind})
    alone = [one for one in kinds if low <= sum(entry.kind == one for entry in rows) <= high]
    apart = f"agrees with {alone[0]} alone" if len(kinds) > 1 and alone else f"{total - len(rows):+,.0f}"
    notes = [*([apart] if rows else []), *([_NOT_SAID] if kind == UNSAID else [])]
    return "; ".join(notes) or None


def _totals(
    entries: Sequence[Entry], span: tuple[str, str] | None, claims: Iterable[Claim], kind: str, *, what: str,
    mission: str | None, country: str | None,
) -> list[Difference]:  # fmt: skip
    """Running totals: all dead of the table up to the claim's day; days the table does not reach are left out."""
    found = []
    for claim in claims:
        if not claim.whole_day or span is None or not span[0] <= str(claim.day) < span[1]:
            continue
        there = [
            entry
            for entry in entries
            if str(entry.day) <= str(claim.day)
            and same_mission(entry, mission)
            and (country is None or entry.country == country)
        ]
        rows, agrees = _of_class(kind, there), False
        for some in (rows, there) if kind == UNIFORMED else (rows,):
            if allows(claim.statement, len(some)):
                rows, agrees = some, True
                break
        note = f"{claim.statement.value - len(rows):+,.0f}; the table begins {span[0]}"
        found.append(
            Difference(what=_told_as(kind, f"{what}, total"), mission=mission or ALL_MISSIONS,
                       country=country or ALL_COUNTRIES, month=str(claim.day)[:7], theirs=number_words(len(rows)),
                       lines=tuple(entry.line for entry in rows), ours=(claim,),
                       state=AGREES if agrees else DIFFERS,
                       note=None if agrees else f"{note}; {_NOT_SAID}" if kind == UNSAID else note)
        )  # fmt: skip
    return found


def _told_as(kind: str, what: str) -> str:
    return f"{what}, {kind}" if kind in _APART else what
