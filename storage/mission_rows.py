"""A mission's contingents, how much there is beyond what its page shows, and how far its weeks reach. Reads only."""

from __future__ import annotations

from collections.abc import Sequence

from storage.article_rows import as_json
from storage.browse import MISSION_TABLES
from storage.database import Database, Row

# The newest steps are chosen by indexes: neither the words of the others nor their articles' texts are read.
_NEWEST_STEPS = """
SELECT r.uid, coalesce(a.published_at, a.first_seen_at) AS said_at
FROM rotations r INDEXED BY rotations_mission
CROSS JOIN articles a INDEXED BY articles_narrow ON a.id = r.article_id AND a.revision = r.revision
WHERE r.counted = 1 AND (r.mission = :mission OR (r.mission IS NULL AND r.destination IN
  (SELECT destination FROM rotations WHERE mission = :mission)))
ORDER BY said_at DESC, r.uid LIMIT :limit
"""


class MissionRows:
    """What the page of one mission asks for."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def count(self, table: str, mission: str, articles: Sequence[int]) -> int:
        """How many findings Browse.findings_of_mission has in these articles; table: a key of MISSION_TABLES."""
        found = self._db.value(
            f"SELECT count(*) FROM json_each(:articles) n CROSS JOIN articles a ON a.id = n.value CROSS JOIN {table} f"  # noqa: S608  ours
            " ON f.article_id = a.id AND f.revision = a.revision"
            f" WHERE f.counted = 1 AND ({MISSION_TABLES[table]})",
            {"mission": mission, "articles": as_json(list(articles))},
        )
        return int(found)

    def languages(self, articles: Sequence[int]) -> list[Row]:
        """The language of each of these articles."""
        return self._db.rows(
            "SELECT a.language FROM json_each(:articles) n CROSS JOIN articles a ON a.id = n.value",
            {"articles": as_json(list(articles))},
        )

    def last_day(self) -> str | None:
        """The last day on which this archive got something: of a run, or of an article; None of an empty one."""
        found = self._db.value(
            "SELECT max(coalesce((SELECT max(started_at) FROM runs), ''),"
            " coalesce((SELECT max(first_seen_at) FROM articles), ''))"
        )
        return str(found)[:10] or None

    def rotations_of(self, mission: str, limit: int) -> list[Row]:
        """Rows as SeriesRows.rotations gives them, the newest of one mission and of the places it is reached by."""
        return self._db.rows(
            "SELECT r.uid, r.ordinal, r.country, r.unit, r.destination, r.mission, r.step, r.echelon, r.strength,"  # noqa: S608  ours
            " r.date, r.date_basis, r.words, a.uid AS article_uid, coalesce(a.outlet, a.source) AS outlet, a.url,"
            " coalesce('t' || a.text_id, a.uid) AS text, newest.said_at"
            f" FROM ({_NEWEST_STEPS}) AS newest CROSS JOIN rotations r ON r.uid = newest.uid"
            " CROSS JOIN articles a INDEXED BY articles_narrow ON a.id = r.article_id"
            " ORDER BY newest.said_at DESC, r.uid",
            {"mission": mission, "limit": limit},
        )
