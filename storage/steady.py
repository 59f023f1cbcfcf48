"""Outlets of which nothing reads worse: judged once after what was read last, so that nobody judges thousands again.

Triggers (storage.schema_rhythms) take a source out as soon as a reading of its pages changes. That nothing fell stays
true on later days; where something did, it is judged anew each time it is told.
"""

from __future__ import annotations

from datetime import datetime

from storage.database import Database
from storage.drift import drifts
from storage.source_rows import SourceRows


def steady_sources(db: Database) -> frozenset[str]:
    """The sources that were judged so."""
    return frozenset(row["source"] for row in db.rows("SELECT source FROM steady"))


def note_steady(db: Database, source: str, now: datetime) -> None:
    """Judge a source whose pages were read since it was judged last."""
    if db.value("SELECT 1 FROM steady WHERE source = ?", (source,)) is not None:
        return
    if not drifts(source, SourceRows(db).readings_now(source, now), now.date()):
        with db.write():
            db.execute("INSERT OR IGNORE INTO steady (source) VALUES (?)", (source,))
