"""The rows that a source's rhythm is estimated from, and the estimates."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta

from storage.database import Database, Row
from storage.times import from_text, to_text

HOUR = timedelta(hours=1)
MOST_PAGES, MOST_ARTICLES = 20_000, 300

# When pages came to be known, and in which hour they say that they were published; a bare day says no hour.
_SEEN = """
SELECT first_seen_at AS at,
  CASE WHEN listed_as_published GLOB '????-??-??T??:??:??Z' AND substr(listed_as_published, 12) <> '00:00:00Z'
    THEN substr(listed_as_published, 1, 13) END AS hour,
  count(*) AS number
FROM (
  SELECT first_seen_at, listed_as_published FROM pages
  WHERE source = ? AND kind = 'article' AND first_seen_at BETWEEN ? AND ? ORDER BY first_seen_at DESC LIMIT ?
)
GROUP BY 1, 2 ORDER BY 1, 2
"""
_CHANGES = """
SELECT recent.id, recent.at, revisions.seen_at FROM (
  SELECT id, min(first_seen_at, coalesce(published_at, first_seen_at)) AS at FROM articles
  WHERE source = ? AND coalesce(published_at, first_seen_at) >= ? AND origin = 'crawl'
  ORDER BY coalesce(published_at, first_seen_at) DESC LIMIT ?
) AS recent LEFT JOIN revisions ON revisions.article_id = recent.id AND revisions.number > 1
ORDER BY recent.id, revisions.seen_at
"""


class Rhythms:
    """The table rhythms, and what it is made of."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def looks(self, source: str, since: datetime, now: datetime) -> list[datetime]:
        """When listings of a source were looked at since then, in runs that have ended.

        What a clock that was wrong has put into the future is nothing to go by, here and below.
        """
        rows = self._db.rows(
            "SELECT started_at FROM runs WHERE source = ? AND started_at BETWEEN ? AND ?"
            " AND counts LIKE '%\"listings\":%' ORDER BY started_at",
            (source, to_text(since), to_text(now)),
        )
        return [from_text(row["started_at"]) for row in rows]

    def seen(self, source: str, looks: list[datetime], now: datetime) -> Iterator[tuple[datetime, datetime, int]]:
        """How many addresses a source gave between which times: within an hour where it says so, else between looks.

        What the first of the looks found may be of any age, and does not count.
        """
        if not looks:
            return
        for row in self._db.each(_SEEN, (source, to_text(looks[0]), to_text(now), MOST_PAGES)):
            at = from_text(row["at"])
            place = bisect_left(looks, at) - 1
            # It was found by that look, or by one that has not ended, and came since the one before.
            before = looks[place - 1] if place > 0 else None
            if place == len(looks) - 1 and before is not None and at - looks[place] > HOUR:
                before = looks[place]
            if before is None:
                continue
            hour = None if row["hour"] is None else from_text(f"{row['hour']}:30:00Z")
            if hour is not None and before - HOUR < hour <= at + HOUR:
                yield hour, hour, row["number"]
            else:
                yield before, at, row["number"]

    def changes(self, source: str, since: datetime, now: datetime) -> list[tuple[timedelta, list[timedelta]]]:
        """Of the newest articles of a source: the age now, and the ages at which changes were seen."""
        found: dict[int, tuple[timedelta, list[timedelta]]] = {}
        for row in self._db.rows(_CHANGES, (source, to_text(since), MOST_ARTICLES)):
            began = from_text(row["at"])
            _, ages = found.setdefault(row["id"], (now - began, []))
            if row["seen_at"] is not None:
                ages.append(from_text(row["seen_at"]) - began)
        return list(found.values())

    def row(self, source: str) -> Row | None:
        """The estimate of a source; None where there is none."""
        return self._db.row("SELECT * FROM rhythms WHERE source = ?", (source,))

    def habits(self, source: str) -> tuple[float, float] | None:
        """How often its young and its older articles change, against what is usual."""
        row = self._db.row("SELECT young, later FROM rhythms WHERE source = ?", (source,))
        return None if row is None else (row["young"], row["later"])

    def rates(self) -> dict[str, list[float]]:
        """Source to its rates by hour of the week."""
        return {row["source"]: json.loads(row["rates"]) for row in self._db.each("SELECT source, rates FROM rhythms")}

    def roots(self) -> dict[str, float]:
        """Source to its share of the looks, of those that are followed."""
        rows = self._db.rows(
            "SELECT source, root FROM rhythms JOIN sources ON sources.slug = rhythms.source WHERE sources.enabled = 1"
        )
        return {row["source"]: row["root"] for row in rows}

    def save(  # noqa: PLR0917  the columns of a row, in their order
        self, source: str, at: datetime, since: datetime, root: float, rates: tuple[float, ...], young: float,
        later: float,
    ) -> None:  # fmt: skip
        """Store an estimate in the place of the former one."""
        with self._db.write():
            self._db.execute(
                "INSERT OR REPLACE INTO rhythms (source, at, since, root, rates, young, later)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (source, to_text(at), to_text(since), root, json.dumps([round(one, 5) for one in rates]), young, later),
            )

    def forget(self, source: str) -> None:
        """Drop the estimate of a source."""
        if self.row(source) is not None:
            with self._db.write():
                self._db.execute("DELETE FROM rhythms WHERE source = ?", (source,))
