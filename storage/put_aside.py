"""Pages that gave no article because something stood before them: put aside, and asked for again when it may be gone.

A log-in, a consent page, a closed site is a state of the outlet, not of a page. So what was refused in such a time is
not lost with it: it is asked for again, a few times and less and less often, once other pages of the outlet are read,
or while a listing still announces it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.times import to_text

# Beyond its first tries a page has so many more when others are read, fewer of them while it is only announced.
MORE_TRIES, WHILE_ANNOUNCED = 3, 1
# What was first seen before is old news; so many of the newest are asked for again at once.
OLDEST = timedelta(days=60)
MOST_AT_ONCE = 60
# Nothing is asked of a page that robots.txt closes, so its tries do not count.
_ASIDE = (
    "kind = 'article' AND article_id IS NULL AND (state = 'refused' OR state = 'rejected' AND (reason LIKE 'leads to %'"
    " OR reason LIKE 'login:%' OR reason LIKE 'challenge:%' OR reason LIKE 'soft-404:%' OR reason LIKE 'elsewhere:%'))"
)
_FIRST_TRIES = "(CASE WHEN state = 'refused' THEN 7 WHEN reason LIKE 'soft-404:%' THEN 2 ELSE 3 END)"
# Days since the last try, and how many they are at least: half a day after the first tries, then twice as many.
_RESTED = "julianday(:now) - julianday(checked_at)"
_REST = f"0.5 * (1 << max(0, min(8, tries - {_FIRST_TRIES})))"
# As long as it was tried before; so what robots.txt closes is looked at ever less often.
_AS_LONG_AGAIN = "(julianday(checked_at) - julianday(first_seen_at))"
_WHILE_CLOSED = f"max(0.5, {_AS_LONG_AGAIN} / 4)"


class PutAside:
    """Those pages in the table pages; all writing is inside a transaction of its own."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def outlet_reads(self, source: str, now: datetime) -> int:
        """A page of the outlet was read: what was put aside before is due; how many."""
        return self._due(
            "source = :source AND first_seen_at >= :since"
            f" AND tries < {_FIRST_TRIES} + {MORE_TRIES}"
            f" AND {_RESTED} >= CASE WHEN reason LIKE 'robots.txt%' THEN {_WHILE_CLOSED} ELSE {_REST} END",
            now,
            source=source,
        )

    def announced(self, urls: Iterable[str], now: datetime) -> int:
        """A listing still names these: of those put aside, the ones that rested as long as they were tried are due."""
        return self._due(
            f"url IN (SELECT value FROM json_each(:urls)) AND first_seen_at >= :since"  # noqa: S608  words of ours
            f" AND tries < {_FIRST_TRIES} + {WHILE_ANNOUNCED} AND {_RESTED} >= max(2, {_AS_LONG_AGAIN})",
            now,
            urls=as_json(list(urls)),
        )

    def of(self, source: str, before: datetime) -> list[Row]:
        """All of a source that were last tried before then, whatever their tries: for one who asks by hand."""
        return self._db.rows(
            f"SELECT * FROM pages WHERE source = ? AND {_ASIDE} AND checked_at < ? ORDER BY checked_at, id",  # noqa: S608
            (source, to_text(before)),
        )

    def _due(self, condition: str, now: datetime, **values: str) -> int:
        """Make due what nothing has made due so far."""
        with self._db.write():
            return self._db.changed_by(
                "UPDATE pages SET next_at = :now WHERE id IN (SELECT id FROM pages WHERE"  # noqa: S608  words of ours
                f" {condition} AND {_ASIDE} AND next_at IS NULL ORDER BY first_seen_at DESC LIMIT {MOST_AT_ONCE})",
                {"now": to_text(now), "since": to_text(now - OLDEST), **values},
            )
