"""Cells of the UN's published tables: counts, days, missions and countries, with what was odd about them. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

_WHOLE = re.compile(r"\d+(?:[.,]0+)?")
_GROUPED = re.compile(r"(?P<whole>\d{1,3}(?:[.,' \u00a0\u202f\u2019]\d{3})+)(?:[.,]0{1,2})?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: .*)?")
_BRACKET = re.compile(r"\s*\([^)]*\)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_MILLISECONDS = 31_536_000_000
UNDETERMINED = "ZZ"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value read from a cell; odd: what had to be settled to read it; None where it could not be read."""

    value: Any
    odd: str | None = None


def count(cell: Any) -> Cell:
    """A number of people: whole. A decimal comma and grouped thousands are read, and said to be so."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return Cell(None)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return Cell(None, f"found {cell!r}, no number")
    if isinstance(cell, int | float):
        return (
            Cell(int(cell))
            if cell >= 0 and float(cell).is_integer()
            else Cell(None, f"found {cell!r}, no whole number")
        )
    text = cell.strip()
    if _WHOLE.fullmatch(text):
        number = int(re.split(r"[.,]", text)[0])
        return Cell(number, f"decimal comma in {text!r}, read as {number}" if "," in text else None)
    if found := _GROUPED.fullmatch(text):
        number = int(re.sub(r"\D", "", found["whole"]))
        return Cell(number, f"grouped digits in {text!r}, read as {number}")
    return Cell(None, f"found {text!r}, no whole number")


def day(cell: Any, *, month_first: bool | None = None) -> Cell:
    """A day, ISO 8601, or a month: from ISO, milliseconds since 1970, or slashes.

    month_first: of slashed days; None: the cell alone decides, and says so where it cannot.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        # Not "greater than": of NaN that would be false.
        if not abs(cell) <= 300 * _YEAR_MILLISECONDS:
            return Cell(None, f"found {cell!r}, no day")
        return Cell((_EPOCH + timedelta(milliseconds=cell)).date().isoformat())
    text = str(cell or "").strip()
    if re.fullmatch(r"-?\d{9,}", text):
        return day(int(text))
    try:
        return _written_day(text, month_first)
    except ValueError:
        return Cell(None, f"found {text!r}, no day")


def _written_day(text: str, month_first: bool | None) -> Cell:  # noqa: FBT001  as in day()
    if found := _MONTH.fullmatch(text):
        return Cell(date(int(found[1]), int(found[2]), 1).isoformat()[:7])
    if found := _ISO.fullmatch(text):
        return Cell(date(int(found[1]), int(found[2]), int(found[3])).isoformat())
    if found := _SLASHED.fullmatch(text):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        leads = two > 12 if month_first is None else month_first
        unsure = month_first is None and one <= 12 and two <= 12 and one != two
        odd = f"day and month of {text!r} may be swapped" if unsure else None
        return Cell(date(year, one if leads else two, two if leads else one).isoformat(), odd)
    return Cell(None, f"found {text!r}, no day" if text else None)


def month_leads(cells: Iterable[Any]) -> bool | None:
    """Whether a column of slashed days puts the month first; None where no cell tells, or some say this, some that."""
    told = set()
    for cell in cells:
        if isinstance(cell, str) and (found := _SLASHED.fullmatch(cell.strip())):
            one, two = int(found[1]), int(found[2])
            told |= {False} if one > 12 >= two else {True} if two > 12 >= one else set()
    return told.pop() if len(told) == 1 else None


@dataclass(slots=True)
class Names:
    """What the tables' names stand for. missions: rows of the archive's table; countries: name to ISO 3166 alpha-3."""

    missions: Iterable[Mapping[str, Any]]
    countries: Mapping[str, str]
    _acronyms: dict[str, str] = field(init=False)
    _aliases: dict[str, set[str]] = field(init=False)
    _countries: dict[str, str] = field(init=False)

    _codes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.missions = tuple(self.missions)
        self._acronyms = {_plain(row["acronym"]): row["acronym"] for row in self.missions}
        self._aliases = defaultdict(set)
        for row in self.missions:
            for name in (row["name"], *(row["aliases"] or "").split(";")):
                if name:
                    self._aliases[_plain(name)].add(row["acronym"])
        self._countries = {_plain(name): iso3 for name, iso3 in self.countries.items()}
        self._codes = frozenset(self._countries.values())

    def mission(self, cell: Any) -> Cell:
        """The acronym in the gazetteer; odd where there is none, or where a name stands for several."""
        text = str(cell or "").strip()
        if exact := self._acronyms.get(_plain(text)):
            return Cell(exact)
        several = sorted(self._aliases.get(_plain(text), ()))
        if len(several) == 1:
            return Cell(several[0])
        if several:
            return Cell(None, f"mission {text!r} may be {' or '.join(several)}")
        return Cell(None, f"mission {text!r} is not in the gazetteer" if text else "no mission given")

    def country(self, cell: Any, code: Any = None) -> Cell:
        """ISO 3166 alpha-3, by the row's own code where it has one; odd where the name is not known."""
        text, given = str(cell or "").strip(), str(code or "").strip().upper()
        if len(given) == 3 and given.isalpha():
            return Cell(given)
        if text.startswith(UNDETERMINED):
            return Cell(UNDETERMINED)
        found = self._countries.get(_plain(text)) or self._countries.get(_plain(_BRACKET.sub("", text)))
        if found is None and text.isupper() and text in self._codes:
            found = text
        return Cell(found) if found else Cell(None, f"country {text!r} is not known" if text else "no country given")


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").casefold().replace("&", "and").split())
