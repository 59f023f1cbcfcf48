"""The UN's published tables beside what the archive's texts say: differences, with both sources. Pure.

By mission, country and month. A number of ours agrees where its words allow the UN's number ("about 2,200" and 2,267).
Neither side corrects the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from reports.claims import Claim, claims_of, number_words
from reports.reconcile_dead import fatalities
from reports.reconcile_parts import (
    AGREES,
    ALL_COUNTRIES,
    ALL_MISSIONS,
    DIFFERS,
    ONLY_HERE,
    ONLY_UN,
    Difference,
    allows,
    by_month,
    grouped,
    matching,
    months_of,
    only_theirs,
    ordered,
)
from reports.un_tables import CONTRIBUTIONS, FATALITIES, Entry, Table

__all__ = [
    "AGREES", "DIFFERS", "ONLY_HERE", "ONLY_UN", "Difference", "contributions", "differences", "fatalities",
    "months_of", "operations",
]  # fmt: skip

Claims = Sequence[Mapping[str, Any]]
# Which rows of the UN's table a count of ours can mean, by the first part of its key.
_POLICE = ("police", "fpu", "formed")
_EXPERTS = ("expert", "observer")
_OF_KIND: dict[str, Callable[[str], bool]] = {
    "police": lambda kind: any(word in kind for word in _POLICE),
    "military": lambda kind: not any(word in kind for word in _POLICE),
    "troops": lambda kind: "troop" in kind or "contingent" in kind,
    "observers": lambda kind: any(word in kind for word in _EXPERTS),
}


def contributions(table: Table, rows: Claims) -> tuple[Difference, ...]:
    """Uniformed people by mission, country and month. rows: storage.series_rows.strengths, series by series."""
    entries = [entry for entry in table.entries if entry.day]
    found: list[Difference] = []
    met: set[tuple[str, str, str]] = set()
    reported = by_month(entries)
    for _, group in groupby(rows, key=lambda row: row["series"]):
        series = list(group)
        what, country, mission = series[0]["what"], series[0]["who"], series[0]["place"]
        told: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims_of(series):
            if claim.day and claim.day[:7] in reported:
                told[claim.day[:7]].append(claim)
        for month, claims in told.items():
            there = matching(reported, month, mission, country)
            met |= {(entry.mission, str(entry.country), month) for entry in there}
            found += [
                _compared(claim, there, what=what, mission=mission, country=country, month=month) for claim in claims
            ]
    for key, same in grouped(entries):
        if key not in met:
            found.append(only_theirs("people", key, same, sum(entry.people for entry in same)))
    return ordered(found)


def operations(table: Table, missions: Iterable[Mapping[str, Any]]) -> tuple[Difference, ...]:
    """Starts, ends and whether an operation runs, beside the gazetteer's; UN operations that the table lacks."""
    ours = {row["acronym"]: row for row in missions}
    found = []
    for entry in table.entries:
        row = ours.get(entry.mission) if entry.known else None
        if row is None:
            continue
        told = [("start", entry.day, row["start"]), ("end", entry.ended, row["end"])]
        for what, theirs, known in told:
            if theirs and known and not (theirs.startswith(known) or known.startswith(theirs)):
                found.append(_dates(entry, what, theirs, known))
        if entry.active is not None and entry.active != (row["end"] is None):
            known = f"ended {row['end']}" if row["end"] else "running"
            found.append(_dates(entry, "state", "active" if entry.active else "not active", known))
    listed = {entry.mission for entry in table.entries}
    for acronym, row in ours.items():
        if row["kind"] == "un-pko" and acronym not in listed:
            known = f"{row['start'] or '?'} to {row['end'] or 'now'}"
            found.append(
                Difference(what="operation", mission=acronym, country="", month=(row["start"] or "")[:7], theirs=None,
                           lines=(), ours=(), state=ONLY_HERE, note=known)
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.mission, one.what)))


def differences(table: Table, *, strengths: Claims, deaths: Claims, missions: Claims) -> tuple[Difference, ...]:
    """The comparison that fits the table."""
    if table.kind == CONTRIBUTIONS:
        return contributions(table, strengths)
    return fatalities(table, deaths) if table.kind == FATALITIES else operations(table, missions)


def _compared(
    claim: Claim, there: Sequence[Entry], *, what: str, mission: str | None, country: str | None, month: str
) -> Difference:
    kind = what.split(" ", maxsplit=1)[0]
    fits = _OF_KIND.get(kind)
    people = sum(entry.people for entry in there if fits is None or fits((entry.kind or "").casefold()))
    if kind == "women":
        people = sum(entry.women for entry in there)
    state, note = AGREES if allows(claim.statement, people) else DIFFERS, None
    if not there:
        state = ONLY_HERE
    elif state == DIFFERS:
        kinds = sorted({str(entry.kind) for entry in there if entry.kind})
        part = {one: sum(entry.people for entry in there if entry.kind == one) for one in kinds}
        fitting = [one for one, number in part.items() if allows(claim.statement, number)]
        note = f"agrees with {fitting[0]} alone" if len(kinds) > 1 and fitting else None
        note = note or f"{claim.statement.value - people:+,.0f}"
    return Difference(
        what=what,
        mission=mission or ALL_MISSIONS,
        country=country or ALL_COUNTRIES,
        month=month,
        theirs=number_words(people) if there else None,
        lines=tuple(entry.line for entry in there),
        ours=(claim,),
        state=state,
        note=note,
    )


def _dates(entry: Entry, what: str, theirs: str, known: str) -> Difference:
    return Difference(
        what=what, mission=entry.mission, country="", month=(entry.day or "")[:7], theirs=theirs, lines=(entry.line,),
        ours=(), state=DIFFERS, note=f"the gazetteer says {known}",
    )  # fmt: skip
