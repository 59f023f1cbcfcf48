"""The stored counts of the archive: how many articles, pages and captures of what kind. Triggers keep them."""

from __future__ import annotations

from storage.database import Database

# What each count says, and the rows that it must agree with.
_OF_ROWS = {
    "articles": "SELECT source, label AS value, count(*) AS number FROM articles GROUP BY 1, 2",
    "pages": "SELECT source, state AS value, count(*) AS number FROM pages WHERE kind = 'article' GROUP BY 1, 2",
    "captures": (
        "SELECT '' AS source, substr(warc, 1, instr(warc, '/') - 1) AS value, count(*) AS number FROM captures"
        " GROUP BY 1, 2"
    ),
}
_ITEMS = """
SELECT DISTINCT n.mission, substr(coalesce(a.published_at, a.first_seen_at), 1, 10) AS day, a.id AS article_id
FROM mission_mentions n JOIN articles a ON a.id = n.article_id AND a.revision = n.revision
WHERE n.counted = 1 AND a.label = 'peacekeeping'
"""


class Tallies:
    """Reads the table tallies; nothing is written."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def by_source(self, counted: str) -> dict[str, dict[str, int]]:
        """Source to value to number. counted: ``articles`` (value: label) or ``pages`` (of articles; value: state)."""
        found: dict[str, dict[str, int]] = {}
        for row in self._db.each(
            "SELECT source, value, number FROM tallies WHERE counted = ? AND number > 0 ORDER BY source, value",
            (counted,),
        ):
            found.setdefault(row["source"], {})[row["value"]] = row["number"]
        return found

    def captures(self, folder: str) -> int:
        """How many captures have their record in a folder: ``pages`` or ``pruned``."""
        found = self._db.value(
            "SELECT number FROM tallies WHERE counted = 'captures' AND source = '' AND value = ?", (folder,)
        )
        return int(found or 0)

    def wrong(self) -> list[str]:
        """What the counts say that the rows do not, in words; for `bluewatch check`."""
        said = []
        for counted, query in _OF_ROWS.items():
            told = {
                (row["source"], row["value"]): row["number"]
                for row in self._db.each(
                    "SELECT source, value, number FROM tallies WHERE counted = ? AND number <> 0", (counted,)
                )
            }
            there = {(row["source"], row["value"]): row["number"] for row in self._db.each(query)}
            for key in sorted(told.keys() | there.keys()):
                if told.get(key, 0) != there.get(key, 0):
                    name = " ".join(part for part in (counted, *key) if part)
                    said.append(f"tallies: {name}: {told.get(key, 0)} counted, {there.get(key, 0)} there")
        for first, other, what in (
            ("mission_items", f"({_ITEMS})", "too many"),
            (f"({_ITEMS})", "mission_items", "missing"),
        ):
            number = self._db.value(
                "SELECT count(*) FROM (SELECT mission, day, article_id FROM"  # noqa: S608 - names of ours
                f" {first} EXCEPT SELECT mission, day, article_id FROM {other})"
            )
            if number:
                said.append(f"mission_items: {number} {what}")
        return said
