"""Until when missions have a mandate, and what that rests on: mandates.csv beside missions.csv. Pure: takes its text.

A day in it is the last one known when the table was made, not the last one there is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from storage.errors import ConfigurationError

COLUMNS = ("acronym", "mandate_until", "mandate_source")


@dataclass(frozen=True, slots=True)
class Mandate:
    """One mission's mandate. until: its last day, ISO 8601; source: what that rests on."""

    acronym: str
    until: str
    source: str


def parse_mandates(text: str, *, known: Collection[str], file: str = "mandates.csv") -> dict[str, Mandate]:
    """Read the table, by acronym. known: the acronyms of the gazetteer.

    Raises ConfigurationError that lists every mistake with its line, key, what was found and what is allowed.
    """
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ConfigurationError(f"{file}: line 1: found columns {reader.fieldnames}, allowed: {', '.join(COLUMNS)}")
    mistakes: list[str] = []
    mandates: dict[str, Mandate] = {}
    for row in reader:
        line = f"{file}: line {reader.line_num}"
        if None in row or None in row.values():
            mistakes.append(f"{line}: found another number of cells, allowed: {len(COLUMNS)}")
            continue
        if row["acronym"] not in known:
            mistakes.append(f"{line}: acronym: found {row['acronym']!r}, allowed: one of missions.csv")
        if row["acronym"] in mandates:
            mistakes.append(f"{line}: acronym: found {row['acronym']!r} twice, allowed: once")
        try:
            date.fromisoformat(row["mandate_until"])
        except ValueError:
            mistakes.append(f"{line}: mandate_until: found {row['mandate_until']!r}, allowed: YYYY-MM-DD")
        if not row["mandate_source"].strip():
            mistakes.append(f"{line}: mandate_source: found nothing, allowed: words")
        mandates[row["acronym"]] = Mandate(row["acronym"], row["mandate_until"], row["mandate_source"].strip())
    if mistakes:
        raise ConfigurationError("\n".join(mistakes))
    return mandates
