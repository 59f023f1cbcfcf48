"""What happened in a week to articles that are known: revised, taken down, back again, judged anew."""

from __future__ import annotations

from typing import Any

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.decisions import NEWEST, NEWEST_AT_END, NEWEST_AT_START
from storage.withdrawals import GONE

LINE = (
    """
SELECT a.id, a.uid, a.url, a.source, a.title, a.outlet, a.dateline, a.dateline_place, a.published_at,
  a.published_local, a.language, a.type, a.label, a.score, a.operation_kind, a.revision, a.origin, a.first_seen_at,
  a.withdrawn_at, a.story_id, a.text_id, a.published_raw, substr(a.body, 1, 600) AS opening,
  s.name AS source_name, s.kind AS source_kind,
  coalesce(a.published_at, a.first_seen_at) AS dated_at,
  d.matches, d.rules, d.reason
FROM articles a
LEFT JOIN sources s ON s.slug = a.source
LEFT JOIN decisions d ON d.id = """
    + f"{NEWEST}\n"
)


class WeekChanges:
    """Reads over revisions, withdrawals and decisions."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def rows(self, bounds: dict[str, Any]) -> dict[str, Any]:
        """Revisions, take-downs, returns and changed decisions of a week, with the lines of their articles."""
        revisions = self._db.rows(
            "SELECT r.article_id, r.number, r.seen_at, r.changes FROM revisions r"
            " JOIN articles a ON a.id = r.article_id"
            " WHERE r.number > 1 AND r.seen_at >= :start AND r.seen_at < :end ORDER BY r.seen_at, a.uid, r.number",
            bounds,
        )
        withdrawn = self._db.rows(
            # By when it was known: what was missing on Sunday and is sure on Monday belongs to no frozen week.
            "SELECT w.article_id, max(w.noticed_at) AS noticed_at FROM withdrawals w"
            " JOIN articles a ON a.id = w.article_id"
            " WHERE w.noticed_at >= :start AND w.noticed_at < :end AND w.kind IN (SELECT value FROM json_each(:gone))"
            " AND (w.returned_at IS NULL OR w.returned_at >= :end) GROUP BY w.article_id ORDER BY noticed_at, a.uid",
            bounds | {"gone": as_json(GONE)},
        )
        returned = self._db.rows(
            "SELECT w.article_id, max(w.returned_at) AS returned_at FROM withdrawals w"
            " JOIN articles a ON a.id = w.article_id WHERE w.returned_at >= :start AND w.returned_at < :end"
            " AND w.noticed_at < :start AND w.kind IN (SELECT value FROM json_each(:gone))"
            " GROUP BY w.article_id ORDER BY returned_at, a.uid",
            bounds | {"gone": as_json(GONE)},
        )
        relabelled = self._db.rows(
            "SELECT d.article_id, d.at, d.label, p.label AS label_before FROM decisions d JOIN articles a"  # noqa: S608  constants
            f" ON a.id = d.article_id JOIN decisions p ON p.id = {NEWEST_AT_START}"
            f" WHERE d.at >= :start AND d.block IS NULL AND d.id = {NEWEST_AT_END}"
            " AND d.label <> p.label AND EXISTS (SELECT 1 FROM edition_lines l WHERE l.uid = a.uid)"
            " ORDER BY d.at, a.uid",
            bounds,
        )
        ids = sorted({row["article_id"] for row in (*revisions, *withdrawn, *returned, *relabelled)})
        changed: dict[int, Row] = {}
        printed: dict[str, Row] = {}
        for article_id in ids:
            line = self._db.row(LINE + "WHERE a.id = ?", (article_id,))
            if line is None:
                continue
            changed[article_id] = line
            place = self._db.row(
                "SELECT e.week, e.number, l.section FROM edition_lines l JOIN editions e ON e.id = l.edition"
                " WHERE l.uid = ? AND l.section <> 'changed' AND e.profile = ? ORDER BY e.number DESC LIMIT 1",
                (line["uid"], bounds["profile"]),
            )
            if place is not None:
                printed[line["uid"]] = place
        return {
            "revisions": revisions,
            "withdrawn": withdrawn,
            "returned": returned,
            "relabelled": relabelled,
            "changed": changed,
            "printed": printed,
        }
