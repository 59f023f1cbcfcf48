"""Take-downs, hidden pages and returns of articles, each an event; writing is inside the caller's write()."""

from __future__ import annotations

from datetime import datetime

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.times import to_text

# A page that is gone withdraws its article; one that only hides it says nothing of the article.
GONE = ("404", "410", "soft-404", "home")
HIDDEN = ("login", "challenge", "elsewhere")


class Withdrawals:
    """The table withdrawals."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, article_id: int, kind: str, *, since: datetime, at: datetime, reason: str | None) -> None:
        """Begin an event; while the article is withdrawn, or hidden in the same way, it is the same event still."""
        row = {
            "article_id": article_id, "kind": kind, "since": to_text(since), "noticed_at": to_text(at),
            "reason": reason, "same": as_json(GONE if kind in GONE else (kind,)),
        }  # fmt: skip
        self._db.execute(
            "INSERT INTO withdrawals (article_id, kind, since, noticed_at, reason)"
            " SELECT :article_id, :kind, :since, :noticed_at, :reason WHERE NOT EXISTS (SELECT 1 FROM withdrawals"
            " WHERE article_id = :article_id AND returned_at IS NULL"
            " AND kind IN (SELECT value FROM json_each(:same)))"
            " ON CONFLICT (article_id, since, kind) DO UPDATE SET returned_at = NULL",
            row,
        )

    def reopen(self, article_id: int, since: datetime) -> None:
        """Take back the return of what was withdrawn since then: an older capture only seemed to be one."""
        self._db.execute(
            "UPDATE withdrawals SET returned_at = NULL WHERE article_id = ? AND since = ?"
            " AND kind IN ('404', '410', 'soft-404', 'home')",
            (article_id, to_text(since)),
        )

    def end(self, article_id: int, at: datetime, *, past: bool = False) -> None:
        """The article is on its page again. past: as of a time that may lie before events that are known."""
        self._db.execute(
            "UPDATE withdrawals SET returned_at = ?2 WHERE article_id = ?1 AND returned_at IS NULL"
            " AND (since <= ?2 OR NOT ?3)",
            (article_id, to_text(at), past),
        )

    def of(self, article_id: int) -> list[Row]:
        """The events of an article, oldest first."""
        return self._db.rows("SELECT * FROM withdrawals WHERE article_id = ? ORDER BY since, id", (article_id,))


def told(event: Row) -> str:
    """One event in a line: ``withdrawn since 2026-11-21T09:00:00Z: gone (410)``."""
    word = "withdrawn" if event["kind"] in GONE else "hidden"
    when = f"since {event['since']}" if event["returned_at"] is None else f"{event['since']} to {event['returned_at']}"
    return f"{word} {when}: {event['reason'] or event['kind']}"


def join_withdrawals(into: Database, other: Database, *, theirs: int, uid: str) -> None:
    """Take over the events of an article of another archive; what either saw return has returned."""
    article_id = into.value("SELECT id FROM articles WHERE uid = ?", (uid,))
    if article_id is None:
        return
    for row in other.rows("SELECT * FROM withdrawals WHERE article_id = ? ORDER BY since, id", (theirs,)):
        into.execute(
            "INSERT INTO withdrawals (article_id, kind, since, noticed_at, returned_at, reason)"
            " VALUES (:ours, :kind, :since, :noticed_at, :returned_at, :reason)"
            " ON CONFLICT (article_id, since, kind) DO UPDATE SET noticed_at = min(noticed_at, excluded.noticed_at),"
            " returned_at = coalesce(min(returned_at, excluded.returned_at), returned_at, excluded.returned_at)",
            {**row, "ours": article_id},
        )
    # Whose later visit found the page there did not always know that it had been away.
    into.execute(
        "UPDATE withdrawals SET returned_at = (SELECT max(checked_at) FROM pages WHERE article_id = ?1)"
        " WHERE article_id = ?1 AND returned_at IS NULL AND kind IN ('404', '410', 'soft-404', 'home')"
        " AND (SELECT withdrawn_at FROM articles WHERE id = ?1) IS NULL",
        (article_id,),
    )
