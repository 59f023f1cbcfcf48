"""The rows behind alerts: what came in, what an alert has found and told. Every query is bounded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.times import to_text
from storage.withdrawals import GONE

MOST_ITEMS = 5000
MOST_WAITING = 2000

_ITEM = """
SELECT a.id, a.uid, a.text_id, a.title, coalesce(a.outlet, s.name, a.source) AS outlet, a.source, a.url, a.language,
  a.published_at, a.first_seen_at, a.dateline, substr(a.body, 1, 600) AS opening, a.revision
FROM articles a LEFT JOIN sources s ON s.slug = a.source
"""
# Between the clock of a crawl and the end of its transaction something may pass: the last day is looked at again.
_NEW = (
    _ITEM + "WHERE a.label = 'peacekeeping' AND a.origin = 'crawl' AND a.updated_at >= :since"
    " AND a.first_seen_at >= :began ORDER BY a.first_seen_at, a.id LIMIT :most"
)
_GONE = (  # names of ours
    _ITEM.replace("SELECT a.id", "SELECT w.since, w.reason, w.kind, a.id")  # noqa: S608
    + "JOIN withdrawals w ON w.article_id = a.id WHERE a.label = 'peacekeeping' AND w.noticed_at >= :began"
    " AND w.noticed_at >= :since AND w.returned_at IS NULL AND w.kind IN (SELECT value FROM json_each(:gone))"
    " ORDER BY w.noticed_at, a.id LIMIT :most"
)
_CASUALTIES = """
SELECT c.uid, c.article_id, c.field, c.position, c.start, c."end", c.kind, c.value, c.nationality, c.mission,
  c.personnel, c.date, c.confidence
FROM casualties c JOIN articles a ON a.id = c.article_id AND a.revision = c.revision
WHERE c.counted = 1 AND coalesce(c.nature, '') <> 'cumulative'
  AND c.article_id IN (SELECT value FROM json_each(:articles))
ORDER BY c.article_id, c.field = 'body', c.position, c.start
"""


class AlertRows:
    """The tables alerts, alert_hits and alert_messages, and the items that they ask for."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def known(self) -> dict[str, Row]:
        """The alerts by name: asks, began_at, looked_at."""
        return {row["name"]: row for row in self._db.rows("SELECT * FROM alerts")}

    def looked(self, name: str, at: datetime) -> None:
        """Note that an alert has looked at all that was there at that moment."""
        self._db.execute("UPDATE alerts SET looked_at = ? WHERE name = ?", (to_text(at), name))

    def newest_change(self) -> str | None:
        """When a run ended last: since then nothing new came in."""
        found = self._db.value("SELECT max(ended_at) FROM (SELECT ended_at FROM runs ORDER BY id DESC LIMIT 500)")
        return None if found is None else str(found)

    def new_items(self, began: str, since: datetime) -> list[Row]:
        """Items first seen since ``began`` and stored, or changed, since ``since``."""
        return self._db.rows(_NEW, {"began": began, "since": to_text(since), "most": MOST_ITEMS})

    def gone(self, began: str, since: datetime) -> list[Row]:
        """Items whose withdrawal was noticed since both, with since, kind and reason."""
        bounds = {"began": began, "since": to_text(since), "gone": as_json(GONE), "most": MOST_ITEMS}
        return self._db.rows(_GONE, bounds)

    def casualties(self, articles: Collection[int]) -> list[Row]:
        """The casualties of one event that these articles tell now; totals over years are not among them."""
        return self._db.rows(_CASUALTIES, {"articles": as_json(sorted(articles))})

    def series_of(self, articles: Collection[int]) -> list[str]:
        """The keys of the series that these articles speak of."""
        rows = self._db.rows(
            "SELECT DISTINCT series FROM claims WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY series",
            (as_json(sorted(articles)),),
        )
        return [row["series"] for row in rows]

    def told_of(self, alert: str, uid: str, text_id: int | None, fact: str, *, anywhere: bool) -> bool:
        """True where an alert knows this fact of the article or of another with the same text; or of any at all."""
        where = {"alert": alert, "uid": uid, "text": text_id, "fact": fact, "anywhere": anywhere}
        return bool(
            self._db.value(
                "SELECT EXISTS (SELECT 1 FROM alert_hits WHERE alert = :alert AND uid = :uid AND fact = :fact)"
                " OR EXISTS (SELECT 1 FROM articles x JOIN alert_hits h ON h.alert = :alert AND h.uid = x.uid"
                " AND h.fact = :fact WHERE x.text_id = :text)"
                " OR :anywhere AND EXISTS (SELECT 1 FROM alert_hits WHERE alert = :alert AND fact = :fact)",
                where,
            )
        )

    def add_hit(self, alert: str, uid: str, fact: str, told: Mapping[str, Any], at: datetime) -> None:
        """Note one fact found; it waits for a message."""
        self._db.execute(
            "INSERT INTO alert_hits (alert, uid, fact, at, told) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (alert, uid, fact, to_text(at), as_json(dict(told))),
        )

    def waiting(self, alert: str) -> list[Row]:
        """The hits that no message has told yet, oldest first."""
        return self._db.rows(
            "SELECT * FROM alert_hits WHERE alert = ? AND message_id IS NULL ORDER BY id LIMIT ?", (alert, MOST_WAITING)
        )

    def sent_since(self, alert: str, since: datetime) -> list[str]:
        """When an alert's messages since then were made, oldest first."""
        rows = self._db.rows(
            "SELECT at FROM alert_messages WHERE alert = ? AND at > ? ORDER BY at", (alert, to_text(since))
        )
        return [row["at"] for row in rows]

    def add_message(self, alert: str, rows: Mapping[str, Any], hits: Sequence[int], at: datetime) -> int:
        """Note a message, and that it tells these hits."""
        message = self._db.execute(
            "INSERT INTO alert_messages (alert, at, rows) VALUES (?, ?, ?)", (alert, to_text(at), as_json(dict(rows)))
        )
        self._db.execute(
            "UPDATE alert_hits SET message_id = ? WHERE id IN (SELECT value FROM json_each(?))",
            (message, as_json(list(hits))),
        )
        return message

    def message(self, number: int) -> Row | None:
        """One message: alert, at, rows (JSON)."""
        return self._db.row("SELECT * FROM alert_messages WHERE id = ?", (number,))
