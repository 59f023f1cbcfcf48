"""What the comparisons with the UN's tables have in common: a number on both sides, and the rows of a cell. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.claims import Claim, Statement, number_words
from reports.un_tables import Entry, Table

AGREES, DIFFERS, ONLY_UN, ONLY_HERE = "agrees", "differs", "only in the table", "only here"
ALL_MISSIONS, ALL_COUNTRIES = "all missions", "all countries"


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


def same_mission(entry: Entry, place: str | None) -> bool:
    """Whether a row is of the mission that a claim names; of any where it names none."""
    return place is None or _plain(entry.mission) == _plain(place)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


Months = Mapping[str, Sequence[Entry]]


def by_month(entries: Iterable[Entry]) -> Months:
    """Rows by month, ``2026-10``."""
    months: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        months[(entry.day or "")[:7]].append(entry)
    return months


def matching(months: Months, month: str, mission: str | None, country: str | None) -> list[Entry]:
    """The rows of a month that a claim of this mission and country speaks of; None: of all."""
    return [
        entry
        for entry in months.get(month, ())
        if same_mission(entry, mission) and (country is None or entry.country == country)
    ]


def grouped(entries: Iterable[Entry]) -> list[tuple[tuple[str, str, str], list[Entry]]]:
    """Rows by mission, country and month."""
    groups: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.mission, str(entry.country), (entry.day or "")[:7]].append(entry)
    return list(groups.items())


def allows(statement: Statement, number: float) -> bool:
    """Whether the words of a number allow another one: "about 2,200" and 2,267."""
    low, high = statement.meant if statement.qualifier == "about" else statement.possible
    return low <= number <= high


def only_theirs(what: str, key: tuple[str, str, str], same: Sequence[Entry], number: int) -> Difference:
    """What the table alone has of one mission, country and month."""
    return Difference(
        what=what, mission=key[0], country=key[1], month=key[2], theirs=number_words(number),
        lines=tuple(entry.line for entry in same), ours=(), state=ONLY_UN,
        note=None if same[0].known else "a name that is not known here",
    )  # fmt: skip


def ordered(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """What differs first, what only the table has last."""
    order = (DIFFERS, ONLY_HERE, AGREES, ONLY_UN)
    return tuple(
        sorted(
            found, key=lambda one: (order.index(one.state), one.month, one.mission, one.country, one.what, one.lines)
        )
    )
