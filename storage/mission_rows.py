"""How much there is beyond what a mission's page shows, and how far its weeks reach. Reads only."""

from __future__ import annotations

from collections.abc import Sequence

from storage.article_rows import as_json
from storage.browse import MISSION_TABLES
from storage.database import Database


class MissionRows:
    """Counts for the page of one mission."""

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

    def last_day(self) -> str | None:
        """The last day on which this archive got something: of a run, or of an article; None of an empty one."""
        found = self._db.value(
            "SELECT max(coalesce((SELECT max(started_at) FROM runs), ''),"
            " coalesce((SELECT max(first_seen_at) FROM articles), ''))"
        )
        return str(found)[:10] or None
