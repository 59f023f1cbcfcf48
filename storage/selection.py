"""Articles for an export, oldest first, a batch at a time: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.exported import exported
from storage.search import Search
from storage.times import to_text

BATCH = 200
_BY_DAY = """
SELECT id FROM articles
WHERE label IN (SELECT value FROM json_each(:labels)) AND (:source IS NULL OR source = :source)
  AND coalesce(published_at, first_seen_at) >= :since AND coalesce(published_at, first_seen_at) < :until
ORDER BY coalesce(published_at, first_seen_at), id
"""
_FEW = "SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?))"
_NAMED = """
SELECT DISTINCT named.article_id AS id, named.{column} AS name
FROM articles CROSS JOIN {table} AS named
  ON named.article_id = articles.id AND named.revision = articles.revision
WHERE articles.id IN (SELECT value FROM json_each(?)) ORDER BY name
"""


class Selection:
    """Which articles: labels, days and a source, and a query of the search language beside them."""

    def __init__(
        self, db: Database, *, labels: Sequence[str], query: str | None = None, source: str | None = None,
        since: datetime | None = None, until: datetime | None = None,
    ) -> None:  # fmt: skip
        self._db = db
        self._labels = [str(label) for label in labels]
        self._query = query
        self._source = source
        self._since = "" if since is None else to_text(since)
        # Letters stand behind all digits, so that this is behind every time.
        self._until = "z" if until is None else to_text(until)

    def rows(self) -> Iterator[Row]:
        """The rows of the articles, oldest first by publication or else first sight.

        since is inclusive, until is not. Raises UsageError for a query that has no meaning.
        """
        for batch in self._batches():
            yield from batch

    def columns(self) -> Iterator[list[dict[str, object]]]:
        """The same as batches of the columns of storage.exported."""
        for batch in self._batches():
            missions = self._named(batch, "mission_mentions", "mission")
            countries = self._named(batch, "country_mentions", "iso3")
            yield [exported(row, missions.get(row["id"], ()), countries.get(row["id"], ())) for row in batch]

    def _batches(self) -> Iterator[list[Row]]:
        ids = self._ids()
        while few := list(islice(ids, BATCH)):
            found = {row["id"]: row for row in self._db.each(_FEW, (as_json(few),))}
            yield [row for one in few if (row := found.get(one)) is not None and self._fits(row)]

    def _ids(self) -> Iterator[int]:
        if self._query is None:
            bounds = {"labels": as_json(self._labels), "source": self._source}
            rows = self._db.each(_BY_DAY, {**bounds, "since": self._since, "until": self._until})
            return (row["id"] for row in rows)
        return reversed(Search(self._db).ids(self._query, labels=self._labels))

    def _fits(self, row: Row) -> bool:
        moment = row["published_at"] or row["first_seen_at"]
        return self._source in (None, row["source"]) and self._since <= moment < self._until

    def _named(self, batch: Sequence[Row], table: str, column: str) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        ids = as_json([row["id"] for row in batch])
        for row in self._db.each(_NAMED.format(table=table, column=column), (ids,)):
            found.setdefault(row["id"], []).append(row["name"])
        return found
