"""Peace operations as the gazetteer lists them: missions.csv into Mission records. Pure: takes the text of the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from storage.errors import ConfigurationError

COLUMNS = (
    "acronym",
    "name",
    "organisation",
    "location",
    "country_iso3",
    "start",
    "end",
    "kind",
    "aliases",
    "verified",
    "note",
)
KINDS = frozenset(
    {
        "un-pko",
        "un-au-hybrid",
        "un-spm",
        "un-support",
        "un-hq",
        "au",
        "regional",
        "standby-force",
        "counter-insurgency",
        "eu-civ",
        "eu-mil",
        "eu-naval",
        "nato",
        "nato-combat",
        "nato-training",
        "osce",
        "cis",
        "contested",
        "multinational",
    }
)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")
_BRACKET = re.compile(r"\s*\([^)]*\)")
_ISO3 = re.compile(r"[A-Z]{3}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """One operation. start and end: ISO 8601, of the precision known; end None: running or planned.

    aliases: other spellings and languages, remarks in brackets removed. verified: what the row rests on (un-list,
    fatalities, un-meta, page, code, no). false_friend: the acronym is known to mean other things as well.
    """

    acronym: str
    name: str
    organisations: tuple[str, ...]
    locations: tuple[str, ...]
    countries: tuple[str, ...]
    start: str | None
    end: str | None
    kind: str
    aliases: tuple[str, ...]
    verified: tuple[str, ...]
    note: str | None

    @property
    def false_friend(self) -> bool:
        """True where the note warns that the acronym means other things as well."""
        return "FALSE FRIEND" in (self.note or "")

    @property
    def plain_name(self) -> str:
        """The name without remarks in brackets, which tell operations apart and are not part of the name."""
        return _BRACKET.sub("", self.name).strip()


def _parts(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def _mistakes(row: dict[str, str]) -> Iterator[str]:
    if not row["acronym"].strip() or not row["name"].strip():
        yield "acronym and name: found nothing, allowed: words"
    if row["kind"] not in KINDS:
        yield f"kind: found {row['kind']!r}, allowed: {', '.join(sorted(KINDS))}"
    for key in ("start", "end"):
        if row[key] and not _DATE.match(row[key]):
            yield f"{key}: found {row[key]!r}, allowed: YYYY, YYYY-MM or YYYY-MM-DD"
    for code in _parts(row["country_iso3"], ";"):
        if not _ISO3.match(code):
            yield f"country_iso3: found {code!r}, allowed: three capital letters, parted by semicolons"


def _mission(row: dict[str, str]) -> Mission:
    return Mission(
        acronym=row["acronym"].strip(),
        name=row["name"].strip(),
        organisations=_parts(row["organisation"], ";"),
        locations=_parts(row["location"], "/"),
        countries=_parts(row["country_iso3"], ";"),
        start=row["start"] or None,
        end=row["end"] or None,
        kind=row["kind"],
        aliases=tuple(_BRACKET.sub("", alias) for alias in _parts(row["aliases"], ";")),
        verified=_parts(row["verified"], "+"),
        note=row["note"] or None,
    )


def parse_missions(text: str, *, file: str = "missions.csv") -> tuple[Mission, ...]:
    """Read the gazetteer in the order of the file.

    Raises ConfigurationError that lists every mistake with its line, key, what was found and what is allowed.
    """
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ConfigurationError(f"{file}: line 1: found columns {reader.fieldnames}, allowed: {', '.join(COLUMNS)}")
    mistakes: list[str] = []
    missions: list[Mission] = []
    seen: set[str] = set()
    for row in reader:
        if None in row or None in row.values():
            mistakes.append(f"line {reader.line_num}: found another number of cells, allowed: {len(COLUMNS)}")
            continue
        wrong = list(_mistakes(row))
        if row["acronym"] in seen:
            wrong.append(f"acronym: found {row['acronym']!r} twice, allowed: once")
        seen.add(row["acronym"])
        mistakes += [f"line {reader.line_num}: {mistake}" for mistake in wrong]
        if not wrong:
            missions.append(_mission(row))
    if mistakes:
        raise ConfigurationError("\n".join(f"{file}: {mistake}" for mistake in mistakes))
    return tuple(missions)
