"""Whether an outlet's pages are gone one by one or all at once: what answers 404 to everything took down nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database, Row
from storage.times import to_text

# So many others that vanished at nearly the same time make a single absence doubtful, where no more are read.
MOST_TOGETHER = 2
TOGETHER = timedelta(hours=36)
# So long after, what is still gone while the outlet's listing is read is believed to be.
BELIEVED = timedelta(days=14)
# No older article is asked for again by itself.
_ASKED = timedelta(days=200)
# So much of two texts of one outlet and one day, under the same headline, is one that has moved and was mended.
MOVED_SHARE = 0.5


class Outages:
    """Reads the tables pages, articles and text_pairs; nothing is written."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def doubtful(self, page: Row, since: datetime, now: datetime) -> bool:
        """Whether the absence of a page since then says nothing of its article: the whole outlet was away.

        No listing of it can be read and no page of it was read since then, or most of its pages vanished together.
        """
        listed = self._listed(page["source"])
        read = self._read(page, since, now)
        if listed is False and not read:
            return True
        if listed is not False and now - since >= BELIEVED:
            return False
        together = self._together(page, since)
        return together >= min(MOST_TOGETHER, 1 + read) and together + 1 > read

    def moved_to(self, article_id: int) -> str | None:
        """Where the text of an article lives on at its own outlet; None where nothing near to it does."""
        row = self._db.row(_COPIES, {"id": article_id, "share": MOVED_SHARE})
        return None if row is None else str(row["url"])

    def _listed(self, source: str) -> bool | None:
        """Whether any listing was read when it was last asked for; None where none ever was."""
        rows = self._db.rows(
            "SELECT state FROM pages WHERE source = ? AND kind = 'listing' AND listing IS NULL AND state != 'new'",
            (source,),
        )
        return any(row["state"] == "ok" for row in rows) if rows else None

    def _read(self, page: Row, since: datetime, now: datetime) -> int:
        """How many other articles of the source were read since then."""
        found = self._db.value(
            "SELECT count(DISTINCT coalesce(article_id, -id)) FROM pages INDEXED BY pages_seen WHERE source = ?1"
            " AND kind = 'article' AND first_seen_at >= ?2 AND state IN ('kept', 'other') AND tries = 0"
            " AND checked_at > ?3 AND (state = 'other' OR reason IS NULL) AND article_id IS NOT ?4",
            (page["source"], to_text(now - _ASKED), to_text(since), page["article_id"]),
        )
        return int(found)

    def _together(self, page: Row, since: datetime) -> int:
        """How many other articles of the source vanished at nearly the same time."""
        found = self._db.value(
            "SELECT count(DISTINCT article_id) FROM pages WHERE source = ?1 AND kind = 'article' AND state = 'gone'"
            " AND article_id IS NOT NULL AND article_id IS NOT ?2 AND gone_since BETWEEN ?3 AND ?4",
            (page["source"], page["article_id"], to_text(since - TOGETHER), to_text(since + TOGETHER)),
        )
        return int(found)


_COPIES = """
SELECT other.url
FROM articles AS own JOIN articles AS other ON other.source = own.source AND other.id != own.id
WHERE own.id = :id AND other.withdrawn_at IS NULL AND other.url IS NOT NULL
  AND other.title = own.title AND other.first_seen_at > own.first_seen_at
  AND (other.published_at IS NULL OR own.published_at IS NULL
    OR substr(other.published_at, 1, 10) = substr(own.published_at, 1, 10))
  AND other.id IN (
    SELECT id FROM articles WHERE text_id = own.text_id
    UNION SELECT other_id FROM text_pairs WHERE article_id = :id AND min(shared, back) >= :share
    UNION SELECT article_id FROM text_pairs WHERE other_id = :id AND min(shared, back) >= :share)
  AND EXISTS (SELECT 1 FROM pages WHERE article_id = other.id AND kind = 'article' AND state = 'kept')
ORDER BY other.id LIMIT 1
"""
