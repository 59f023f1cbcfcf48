"""The UN's published tables beside what the archive's texts say: differences, with both sources. Pure.

By mission, country and month. A number of ours agrees where its words allow the UN's number ("about 2,200" and 2,267).
Neither side corrects the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reports.claims import Claim, Statement, claims_of, number_words
from reports.un_tables import CONTRIBUTIONS, FATALITIES, Entry, Table

AGREES, DIFFERS, ONLY_UN, ONLY_HERE = "agrees", "differs", "only in the table", "only here"
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
_ALL_MISSIONS, _ALL_COUNTRIES = "all missions", "all countries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One number on both sides. theirs: None where the table has none; lines: of the table; ours: the claims."""

    what: str
    mission: str
    country: str
    month: str
    theirs: str | None
    lines: tuple[int, ...]
    ours: tuple[Claim, ...]
    state: str
    note: str | None = None


def months_of(table: Table) -> tuple[str, str] | None:
    """The first month of the table, and the day after its last month: ``2023-11``, ``2023-11-32``."""
    months = sorted({entry.day[:7] for entry in table.entries if entry.day})
    return (months[0], f"{months[-1]}-32") if months else None


def contributions(table: Table, rows: Claims) -> tuple[Difference, ...]:
    """Uniformed people by mission, country and month. rows: storage.series_rows.strengths, series by series."""
    entries = [entry for entry in table.entries if entry.day]
    found: list[Difference] = []
    met: set[tuple[str, str, str]] = set()
    reported = _by_month(entries)
    for _, group in groupby(rows, key=lambda row: row["series"]):
        series = list(group)
        what, country, mission = series[0]["what"], series[0]["who"], series[0]["place"]
        by_month: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims_of(series):
            if claim.day and claim.day[:7] in reported:
                by_month[claim.day[:7]].append(claim)
        for month, claims in by_month.items():
            there = _matching(reported, month, mission, country)
            met |= {(entry.mission, str(entry.country), month) for entry in there}
            found += [
                _compared(claim, there, what=what, mission=mission, country=country, month=month) for claim in claims
            ]
    for key, same in _grouped(entries):
        if key not in met:
            found.append(_only_theirs("people", key, same, sum(entry.people for entry in same)))
    return _ordered(found)


def fatalities(table: Table, rows: Claims) -> tuple[Difference, ...]:
    """Dead by mission, country and month, and totals. rows: storage.series_rows.deaths, series by series."""
    entries = [entry for entry in table.entries if entry.day and entry.people]
    span = months_of(table)
    found: list[Difference] = []
    met: set[tuple[str, str, str]] = set()
    incidents: dict[tuple[str | None, str | None, str], list[Claim]] = defaultdict(list)
    for _, group in groupby(rows, key=lambda row: row["series"]):
        series = list(group)
        what, country, mission = series[0]["what"], series[0]["who"], series[0]["place"]
        if series[0]["nature"] == "cumulative":
            found += _totals(entries, span, claims_of(series), what=what, mission=mission, country=country)
        elif span and span[0] <= (day := what.rsplit(" ", 1)[-1]) < span[1] and (told := claims_of(series)):
            incidents[mission, country, day[:7]].append(told[-1])
    reported = _by_month(entries)
    for (mission, country, month), claims in incidents.items():
        there = _matching(reported, month, mission, country)
        met |= {(entry.mission, str(entry.country), month) for entry in there}
        found.append(_summed(mission, country, month, there, claims))
    for key, same in _grouped(entries):
        if key not in met:
            found.append(_only_theirs("dead", key, same, len(same)))
    return _ordered(found)


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


def _same_mission(entry: Entry, place: str | None) -> bool:
    return place is None or _plain(entry.mission) == _plain(place)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


_Months = Mapping[str, Sequence[Entry]]


def _by_month(entries: Iterable[Entry]) -> _Months:
    months: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        months[(entry.day or "")[:7]].append(entry)
    return months


def _matching(months: _Months, month: str, mission: str | None, country: str | None) -> list[Entry]:
    return [
        entry
        for entry in months.get(month, ())
        if _same_mission(entry, mission) and (country is None or entry.country == country)
    ]


def _grouped(entries: Iterable[Entry]) -> list[tuple[tuple[str, str, str], list[Entry]]]:
    groups: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.mission, str(entry.country), (entry.day or "")[:7]].append(entry)
    return list(groups.items())


def _compared(
    claim: Claim, there: Sequence[Entry], *, what: str, mission: str | None, country: str | None, month: str
) -> Difference:
    kind = what.split(" ", maxsplit=1)[0]
    fits = _OF_KIND.get(kind)
    people = sum(entry.people for entry in there if fits is None or fits((entry.kind or "").casefold()))
    if kind == "women":
        people = sum(entry.women for entry in there)
    state, note = AGREES if _allows(claim.statement, people) else DIFFERS, None
    if not there:
        state = ONLY_HERE
    elif state == DIFFERS:
        kinds = sorted({str(entry.kind) for entry in there if entry.kind})
        part = {one: sum(entry.people for entry in there if entry.kind == one) for one in kinds}
        fitting = [one for one, number in part.items() if _allows(claim.statement, number)]
        note = f"agrees with {fitting[0]} alone" if len(kinds) > 1 and fitting else None
        note = note or f"{claim.statement.value - people:+,.0f}"
    return Difference(
        what=what,
        mission=mission or _ALL_MISSIONS,
        country=country or _ALL_COUNTRIES,
        month=month,
        theirs=number_words(people) if there else None,
        lines=tuple(entry.line for entry in there),
        ours=(claim,),
        state=state,
        note=note,
    )


def _allows(statement: Statement, number: float) -> bool:
    low, high = statement.meant if statement.qualifier == "about" else statement.possible
    return low <= number <= high


def _totals(
    entries: Sequence[Entry], span: tuple[str, str] | None, claims: Iterable[Claim], *, what: str,
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
            and _same_mission(entry, mission)
            and (country is None or entry.country == country)
        ]
        agrees = _allows(claim.statement, len(there))
        note = f"{claim.statement.value - len(there):+,.0f}; the table begins {span[0]}"
        found.append(
            Difference(what=f"{what}, total", mission=mission or _ALL_MISSIONS, country=country or _ALL_COUNTRIES,
                       month=str(claim.day)[:7], theirs=number_words(len(there)),
                       lines=tuple(entry.line for entry in there), ours=(claim,),
                       state=AGREES if agrees else DIFFERS,
                       note=None if agrees else note)
        )  # fmt: skip
    return found


def _summed(
    mission: str | None, country: str | None, month: str, there: Sequence[Entry], claims: Sequence[Claim]
) -> Difference:
    """A month's dead: the last word on each incident of ours against the rows of the table."""
    low, high = (sum(claim.statement.possible[n] for claim in claims) for n in (0, 1))
    agrees = low <= len(there) <= high
    total = sum(claim.statement.value for claim in claims)
    return Difference(
        what="dead",
        mission=mission or _ALL_MISSIONS,
        country=country or _ALL_COUNTRIES,
        month=month,
        theirs=number_words(len(there)) if there else None,
        lines=tuple(entry.line for entry in there),
        ours=tuple(claims),
        state=ONLY_HERE if not there else AGREES if agrees else DIFFERS,
        note=None if agrees or not there else f"{total - len(there):+,.0f}",
    )


def _only_theirs(what: str, key: tuple[str, str, str], same: Sequence[Entry], number: int) -> Difference:
    return Difference(
        what=what, mission=key[0], country=key[1], month=key[2], theirs=number_words(number),
        lines=tuple(entry.line for entry in same), ours=(), state=ONLY_UN,
        note=None if same[0].known else "a name that is not known here",
    )  # fmt: skip


def _dates(entry: Entry, what: str, theirs: str, known: str) -> Difference:
    return Difference(
        what=what, mission=entry.mission, country="", month=(entry.day or "")[:7], theirs=theirs, lines=(entry.line,),
        ours=(), state=DIFFERS, note=f"the gazetteer says {known}",
    )  # fmt: skip


def _ordered(found: Iterable[Difference]) -> tuple[Difference, ...]:
    order = (DIFFERS, ONLY_HERE, AGREES, ONLY_UN)
    return tuple(
        sorted(
            found, key=lambda one: (order.index(one.state), one.month, one.mission, one.country, one.what, one.lines)
        )
    )
