"""What a back-fill changes in pages and captures, so that neither crawl nor rhythm of an outlet is disturbed."""

from __future__ import annotations

import json
from datetime import datetime

from storage.backfill import BackfillStore
from storage.database import Database, Row
from storage.times import to_text

# What a killed run of the crawl left unread; what a back-fill kept is read when that goes on.
UNSETTLED = (
    "SELECT captures.*, pages.url, pages.source, pages.kind FROM captures LEFT JOIN pages ON pages.id = page_id"
    " WHERE settled_at IS NULL AND (:source IS NULL OR pages.source = :source)"
    " AND captures.id NOT IN (SELECT capture_id FROM copies) AND NOT EXISTS (SELECT 1 FROM backfill_addresses AS old"
    " WHERE old.page_id = captures.page_id AND old.state = 'waiting') ORDER BY captures.id"
)


class BackfillPages:
    """Writes to pages and copies for back-fills; every call that writes is inside the caller's write()."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def printed_day(self, page_id: int) -> str | None:
        """The day of publication that the newest reading of a page gives."""
        reading = self._db.value(
            "SELECT reading FROM captures WHERE page_id = ? AND reading IS NOT NULL ORDER BY id DESC", (page_id,)
        )
        found = None if reading is None else json.loads(reading).get("published")
        return None if found is None else str(found)

    def of_the_past(self, page_id: int, day: datetime) -> None:
        """Let a page count as announced on its own day: silence and drift are judged by when pages were announced."""
        self._db.execute(
            "UPDATE pages SET first_seen_at = min(first_seen_at, ?1),"
            " next_at = CASE WHEN article_id IS NULL THEN NULL ELSE next_at END WHERE id = ?2",
            (to_text(day), page_id),
        )

    def had(self, address: Row) -> str | None:
        """How the article of an address came since: by another one, or by a crawl to which a listing announced it."""
        key = address["key"]
        if key is not None and BackfillStore(self._db).article_of(address["source"], key) is not None:
            return "the same article as at another address"
        crawled = "SELECT 1 FROM pages WHERE url = ? AND listing IS NOT NULL AND state IN ('kept', 'other')"
        if not address["asked"] and self._db.value(crawled, (address["url"],)) is not None:
            return "a crawl had it since"
        return None

    def forget(self, address_id: int, page_id: int) -> None:
        """Take a page of which nothing was kept out of the frontier; another is not due by itself."""
        self._db.execute(
            "UPDATE pages SET next_at = NULL WHERE id = ? AND article_id IS NULL AND EXISTS"
            " (SELECT 1 FROM backfill_addresses WHERE page_id = pages.id)",
            (page_id,),
        )
        bare = (
            "article_id IS NULL AND NOT EXISTS (SELECT 1 FROM captures WHERE page_id = pages.id)"
            " AND (SELECT count(*) FROM backfill_addresses WHERE page_id = pages.id) = 1"
        )
        if self._db.value(f"SELECT 1 FROM pages WHERE id = ? AND {bare}", (page_id,)) is not None:  # noqa: S608  ours
            self._db.execute("UPDATE backfill_addresses SET page_id = NULL WHERE id = ?", (address_id,))
            self._db.execute("DELETE FROM pages WHERE id = ?", (page_id,))

    def note_copy(self, capture_id: int, archive: str, address: str, asked_at: datetime | None) -> None:
        """Note that a capture's bytes came from a web archive; inside the caller's write()."""
        self._db.execute(
            "INSERT OR IGNORE INTO copies (capture_id, archive, address, asked_at) VALUES (?, ?, ?, ?)",
            (capture_id, archive, address, None if asked_at is None else to_text(asked_at)),
        )

    def unread_copies(self, source: str) -> list[Row]:
        """Copies that were kept and not read yet, oldest first."""
        return self._db.rows(
            "SELECT captures.*, pages.source AS source FROM captures JOIN copies ON capture_id = captures.id"
            " JOIN pages ON pages.id = page_id WHERE settled_at IS NULL AND pages.source = ?"
            " ORDER BY fetched_at, captures.id",
            (source,),
        )
