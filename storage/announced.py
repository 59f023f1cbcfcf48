"""What a listing announced in the weeks before. Reads only."""

from __future__ import annotations

from datetime import timedelta

from storage.database import Database, Row
from storage.times import from_text, to_text

LATELY = timedelta(days=60)


def announced_lately(db: Database, source: str, listing: str, before: str) -> list[Row]:
    """Pages that a listing brought in the weeks before a stored moment: url, title, listed_as_published, state."""
    return db.rows(
        "SELECT url, title, listed_as_published, state FROM pages INDEXED BY pages_seen WHERE source = ?"
        " AND kind = 'article' AND first_seen_at >= ? AND first_seen_at < ? AND listing = ? ORDER BY id",
        (source, to_text(from_text(before) - LATELY), before, listing),
    )
