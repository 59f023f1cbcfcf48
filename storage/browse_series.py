"""Which series there are, for a list: from the views ``claims`` and ``series``, within what a page may take."""

from __future__ import annotations

from collections.abc import Sequence

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.schema_series import CASUALTY_KEY
from storage.schema_series_at_size import COUNTED_CLAIMS

# A list of series is made of what so many of the newest items say.
NEWEST_SAYING = 2000
# Where words choose the series: of each so many claims are counted, of all together so many.
MOST_CLAIMS, MOST_READ = 100, 20_000
_COUNTED = "count(*) AS claims, count(DISTINCT text) AS texts"
_SAID = f"""
SELECT series, {_COUNTED} FROM claims WHERE {{}}
GROUP BY series ORDER BY texts DESC, claims DESC, series LIMIT :limit
"""  # noqa: S608  ours
# By their indexes alone; which of these numbers count, the view tells of each key.
_KEYS = f"""
SELECT series, sum(told) AS told FROM (
  SELECT series_key AS series, count(*) AS told FROM figures INDEXED BY figures_series_key
    WHERE series_key IS NOT NULL AND instr(series_key, :words) > 0 GROUP BY series_key
  UNION ALL
  SELECT {CASUALTY_KEY} AS series, count(*) AS told FROM casualties INDEXED BY casualties_series
    WHERE instr({CASUALTY_KEY}, :words) > 0 GROUP BY {CASUALTY_KEY}
) GROUP BY series HAVING sum(told) >= :told ORDER BY told DESC, series LIMIT :limit
"""  # noqa: S608  ours
_OF_KEY = f"SELECT {_COUNTED} FROM (SELECT text FROM ({COUNTED_CLAIMS}) WHERE series = :series LIMIT :most)"  # noqa: S608  ours


def said(db: Database, articles: Sequence[int], words: str, limit: int) -> list[Row]:
    """The series that these articles speak of and whose key holds the words: series, claims and texts in these."""
    where = "article_id IN (SELECT value FROM json_each(:articles)) AND instr(series, :words) > 0"
    return db.rows(_SAID.format(where), {"articles": as_json(list(articles)), "words": words, "limit": limit})


def said_lately(db: Database, limit: int) -> list[Row]:
    """The series that the newest items speak of: series, claims and texts in these, more: False."""
    where = (
        "article_id IN (SELECT id FROM articles WHERE label = 'peacekeeping'"
        " ORDER BY coalesce(published_at, first_seen_at) DESC LIMIT :saying)"
    )
    rows = db.rows(_SAID.format(where), {"saying": NEWEST_SAYING, "limit": limit})
    return [{**row, "more": False} for row in rows]


def holding(db: Database, words: str, limit: int, told: int) -> tuple[list[Row], bool]:
    """The series whose key holds the words and which so many numbers have, and whether there may be others.

    Each row: series, and what count_of tells. A key that no claim counts for is in no series.
    """
    keys = db.rows(_KEYS, {"words": words, "told": told, "limit": limit + 1})
    found: list[Row] = []
    read = 0
    for number, row in enumerate(keys):
        if number == limit or read > MOST_READ:
            return _sorted(found), True
        counted = count_of(db, row["series"])
        if counted["claims"]:
            read += counted["claims"]
            found.append({"series": row["series"], **counted})
    return _sorted(found), False


def count_of(db: Database, series: str) -> Row:
    """How often a series is told: claims and texts up to MOST_CLAIMS claims, and more: whether there are others.

    A full count of what many articles say over and over would read them all.
    """
    found = db.row(_OF_KEY, {"series": series, "most": MOST_CLAIMS + 1}) or {"claims": 0, "texts": 0}
    if found["claims"] <= MOST_CLAIMS:
        return {**found, "more": False}
    return {"claims": MOST_CLAIMS, "texts": min(found["texts"], MOST_CLAIMS), "more": True}


def claims_in(db: Database, article: int) -> frozenset[str]:
    """The uids of the findings of an article that are claims of a series."""
    return frozenset(row["uid"] for row in db.rows("SELECT uid FROM claims WHERE article_id = ?", (article,)))


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row["texts"], -row["claims"], row["series"]))
