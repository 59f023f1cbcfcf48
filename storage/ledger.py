"""What was done and when: runs, coverage day by day, the sources used, missions, and the archive's own notes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.records import CoverageState, Outcome
from storage.times import to_text

SOURCE_COLUMNS = (
    "slug", "name", "home", "country", "kind", "languages", "timezone", "per_week_least", "per_week_most", "enabled",
    "disabled_because",
)  # fmt: skip
MISSION_COLUMNS = (
    "acronym", "name", "organisation", "location", "country_iso3", "start", "end", "kind", "aliases", "verified",
    "note", "mandate_until", "mandate_source",
)  # fmt: skip
# A listing may be read several times a day: the day keeps the best that was reached. A day once missed can be healed.
_RANK = {
    CoverageState.NEVER_RAN: 0,
    CoverageState.FAILED: 1,
    CoverageState.HEALED: 2,
    CoverageState.REACHED_EMPTY: 3,
    CoverageState.COLLECTED: 4,
}
# A walk back makes good so many days at most: what is longer ago nobody waits for.
HEALED_DAYS = 400
LEFT_OPEN = "found without an end when the next run began: it was killed"


class Ledger:
    """The tables runs, coverage, sources, missions and meta."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def register_sources(self, sources: Iterable[Any], at: datetime) -> None:
        """Write down the sources of a run: mappings or objects with the columns' names, per_week as a pair.

        The day of first use stays; all else is as declared now.
        """
        with self._db.write():
            for source in sources:
                row = {name: _source_value(source, name) for name in SOURCE_COLUMNS}
                assigned = ", ".join(f"{name} = excluded.{name}" for name in SOURCE_COLUMNS[1:])
                self._db.execute(
                    f"INSERT INTO sources ({', '.join(SOURCE_COLUMNS)}, first_used_at)"  # noqa: S608 - our own names
                    f" VALUES ({', '.join(f':{name}' for name in SOURCE_COLUMNS)}, :at)"
                    f" ON CONFLICT (slug) DO UPDATE SET {assigned}",
                    {**row, "at": to_text(at)},
                )

    def start_run(self, source: str, at: datetime) -> int:
        """Open a run; one of this source that was left open (killed) is closed as interrupted."""
        with self._db.write():
            self._db.execute(
                "UPDATE runs SET ended_at = ?, outcome = ?, reason = ? WHERE source = ? AND ended_at IS NULL",
                (to_text(at), str(Outcome.INTERRUPTED), LEFT_OPEN, source),
            )
            return self._db.execute("INSERT INTO runs (source, started_at) VALUES (?, ?)", (source, to_text(at)))

    def end_run(
        self, run_id: int, at: datetime, outcome: Outcome, reason: str | None = None,
        counts: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        """Close a run with its outcome; counts: what was fetched, stored, refused and so on."""
        with self._db.write():
            self._db.execute(
                "UPDATE runs SET ended_at = ?, outcome = ?, reason = ?, counts = ? WHERE id = ?",
                (to_text(at), str(outcome), reason, as_json(dict(counts or {})), run_id),
            )

    def lay_down(self, source: str, listings: Iterable[str], day: date | str) -> None:
        """Write never-ran for each listing and day that has no row yet: a run that never happens leaves a trace."""
        with self._db.write():
            self._db.execute_many(
                "INSERT OR IGNORE INTO coverage (source, listing, day, state) VALUES (?, ?, ?, ?)",
                [(source, listing, _day(day), str(CoverageState.NEVER_RAN)) for listing in listings],
            )

    def cover(  # noqa: PLR0917 - the columns of a row, in their order
        self, source: str, listing: str, day: date | str, state: CoverageState, run_id: int | None,
        reason: str | None = None,
    ) -> None:  # fmt: skip
        """Note what was reached of a listing on a day; a lesser state never takes the place of a better one."""
        key = (source, listing, _day(day))
        with self._db.write():
            known = self._db.value("SELECT state FROM coverage WHERE source = ? AND listing = ? AND day = ?", key)
            if known is not None and _RANK[CoverageState(known)] > _RANK[state]:
                return
            self._db.execute(
                "INSERT INTO coverage (source, listing, day, state, run_id, reason) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (source, listing, day) DO UPDATE"
                " SET state = excluded.state, run_id = excluded.run_id,"
                # What was missed on a day that was read stays told, whatever is read later that day.
                " reason = CASE WHEN coverage.state IN ('collected', 'reached-empty')"
                "  THEN coalesce(excluded.reason, coverage.reason) ELSE excluded.reason END",
                (*key, str(state), run_id, reason),
            )

    def reason_of(self, source: str, listing: str, day: date | str) -> str | None:
        """What is told of a listing on a day beside its state."""
        found = self._db.value(
            "SELECT reason FROM coverage WHERE source = ? AND listing = ? AND day = ?", (source, listing, _day(day))
        )
        return None if found is None else str(found)

    def last_read(self, source: str, listing: str) -> str | None:
        """The newest day (ISO) on which a listing was read."""
        found = self._db.value(
            "SELECT max(day) FROM coverage WHERE source = ? AND listing = ?"
            " AND state IN ('collected', 'reached-empty')",
            (source, listing),
        )
        return None if found is None else str(found)

    def heal(self, source: str, listing: str, *, before: date, run_id: int) -> None:
        """A walk reached known ground: the days before it that were missed, or have no row at all, are made good."""
        states = {
            row["day"]: CoverageState(row["state"])
            for row in self._db.rows(
                "SELECT day, state FROM coverage WHERE source = ? AND listing = ? AND day >= ? AND day < ?",
                (source, listing, _day(before - timedelta(days=HEALED_DAYS)), _day(before)),
            )
        }
        if not states:
            return
        first = date.fromisoformat(min(states))
        with self._db.write():
            for days in range((before - first).days):
                day = first + timedelta(days=days)
                if _RANK[states.get(_day(day), CoverageState.NEVER_RAN)] < _RANK[CoverageState.HEALED]:
                    self.cover(source, listing, day, CoverageState.HEALED, run_id)

    def coverage(self, since: date | str, until: date | str) -> list[Row]:
        """Coverage of the days since to until, both included, by source, listing and day."""
        return self._db.rows(
            "SELECT * FROM coverage WHERE day BETWEEN ? AND ? ORDER BY source, listing, day", (_day(since), _day(until))
        )

    def first_days(self) -> dict[tuple[str, str], str]:
        """Source and listing to the first day (ISO) that has a row."""
        rows = self._db.rows("SELECT source, listing, min(day) AS day FROM coverage GROUP BY source, listing")
        return {(row["source"], row["listing"]): row["day"] for row in rows}

    def meta_get(self, key: str) -> str | None:
        """One of the archive's own notes."""
        found = self._db.value("SELECT value FROM meta WHERE key = ?", (key,))
        return None if found is None else str(found)

    def meta_set(self, key: str, value: str) -> None:
        """Write one of the archive's own notes."""
        with self._db.write():
            self._db.execute(
                "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    def fill_missions(self, missions: Iterable[Any]) -> None:
        """Write the packaged missions, mappings or records; a mandate date that a row does not give stays."""
        names = ", ".join(f'"{name}"' for name in MISSION_COLUMNS)
        assigned = ", ".join(
            f'"{name}" = coalesce(excluded."{name}", "{name}")'
            if name.startswith("mandate")
            else f'"{name}" = excluded."{name}"'
            for name in MISSION_COLUMNS[1:]
        )
        rows = [{name: _column(mission, name) for name in MISSION_COLUMNS} for mission in missions]
        with self._db.write():
            self._db.execute_many(
                f"INSERT INTO missions ({names}) VALUES ({', '.join(f':{name}' for name in MISSION_COLUMNS)})"  # noqa: S608
                f" ON CONFLICT (acronym) DO UPDATE SET {assigned}",
                rows,
            )


def _source_value(source: Any, name: str) -> Any:
    if name in ("per_week_least", "per_week_most"):
        pair = _given(source, "per_week")
        return _given(source, name) if pair is None else pair[name == "per_week_most"]
    if name == "enabled":
        enabled = _given(source, name)
        return 1 if enabled is None else int(bool(enabled))
    return _column(source, name)


def _column(record: Any, name: str) -> Any:
    """One value as its column holds it: lists as JSON, dates as ISO text, nothing as NULL."""
    value = _given(record, name)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return as_json(list(value))
    if value is not None and not isinstance(value, (str, int, float)):
        return str(value)
    return None if value == "" else value


def _given(record: Any, name: str) -> Any:
    if isinstance(record, Mapping):
        return record.get(name)
    if dataclasses.is_dataclass(record) or hasattr(record, name):
        return getattr(record, name, None)
    return None


def _day(day: date | str) -> str:
    return day if isinstance(day, str) else f"{day:%Y-%m-%d}"
