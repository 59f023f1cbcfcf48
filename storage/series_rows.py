"""The rows behind series, rotations, mandates and reconcile. Reads only; every query is bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from storage.database import Database, Row

# More claims of one statistic than any reader follows; the newest stay.
MOST_CLAIMS = 20_000
MOST_ROWS = 200_000
# Round the words, so much of their field is read to find their sentence.
_AROUND = 600

# revised_from: what the article said of it in an earlier state, and says no more.
_REVISED_FROM = """
(SELECT was.value FROM figures was JOIN articles a ON a.id = was.article_id
  WHERE was.article_id = claims.article_id AND was.revision < a.revision AND was.series_key = claims.series
    AND was.counted = 1 AND NOT EXISTS (SELECT 1 FROM figures still WHERE still.article_id = was.article_id
      AND still.revision = a.revision AND still.series_key = was.series_key AND still.value = was.value)
  ORDER BY was.revision DESC, was.start LIMIT 1)
"""
_OF_KEY = (
    f"SELECT claims.*, {_REVISED_FROM} AS revised_from FROM claims WHERE series = :series"  # noqa: S608  names of ours
    " ORDER BY said_at DESC, uid LIMIT :most"
)
# The newest by their own day are found by the index on figures; said_at would ask every article that tells the number.
_NEWEST_OF_KEY = """
SELECT * FROM claims WHERE +series = :series AND uid IN (
  SELECT uid FROM figures INDEXED BY figures_series_key WHERE series_key = :series ORDER BY as_of DESC LIMIT :most
) ORDER BY said_at DESC, uid LIMIT :most
"""
_OFTEN = "SELECT count(*) FROM (SELECT 1 FROM figures WHERE series_key = :series LIMIT :most + 1)"
_COUNTS = (
    "SELECT * FROM series WHERE texts >= :texts AND (:words IS NULL OR instr(series, :words) > 0)"
    " ORDER BY last_day IS NULL, last_day DESC, series LIMIT :most"
)
_STRENGTHS = """
SELECT * FROM claims WHERE nature = 'current' AND what LIKE '% deployed' AND day >= :first AND day < :after
ORDER BY series, said_at, uid LIMIT :most
"""
_DEATHS = """
SELECT claims.*, (SELECT personnel FROM casualties WHERE casualties.uid = claims.uid) AS personnel
FROM claims WHERE what LIKE 'death%' AND what NOT LIKE 'death of civilians%' ORDER BY series, said_at, uid LIMIT :most
"""
_FIELD = """
SELECT CASE :field WHEN 'title' THEN title WHEN 'body' THEN body ELSE captions END AS text
FROM articles WHERE id = :article
"""
_ROTATIONS = """
SELECT r.uid, r.ordinal, r.country, r.unit, r.destination, r.mission, r.step, r.echelon, r.strength, r.date,
  r.date_basis, r.words, a.uid AS article_uid, coalesce(a.outlet, a.source) AS outlet, a.url,
  coalesce('t' || a.text_id, a.uid) AS text, coalesce(a.published_at, a.first_seen_at) AS said_at
FROM rotations r JOIN articles a ON a.id = r.article_id AND a.revision = r.revision
WHERE r.counted = 1
ORDER BY said_at, r.uid LIMIT :most
"""
# A mission's own resolution is named in an article that names the mission: the index on the mission leads.
_RESOLUTIONS = """
SELECT r.uid, r.number, r.adopted, r.body AS council, r.vote, r.words, r.field, r.position, r.start, r."end",
  r.article_id, a.uid AS article_uid, coalesce(a.outlet, a.source) AS outlet, a.url,
  coalesce('t' || a.text_id, a.uid) AS text, coalesce(a.published_at, a.first_seen_at) AS said_at,
  (SELECT count(DISTINCT n.mission) FROM mission_mentions n
    WHERE n.article_id = m.article_id AND n.revision = m.revision) AS missions
FROM (SELECT DISTINCT article_id, revision FROM mission_mentions WHERE mission = :mission AND counted = 1) m
CROSS JOIN articles a INDEXED BY articles_narrow ON a.id = m.article_id AND a.revision = m.revision
CROSS JOIN resolution_mentions r ON r.article_id = m.article_id AND r.revision = m.revision
WHERE r.counted = 1 AND coalesce(a.published_at, a.first_seen_at) >= :since
ORDER BY said_at, r.uid LIMIT :most
"""


# Of a mission that is named so often, its newest articles are found sooner by a walk back through all of them.
_OFTEN_NAMED = 20_000
_NAMED = "SELECT count(*) FROM (SELECT 1 FROM mission_mentions WHERE mission = :mission LIMIT :often)"
_LED_BY_TIME = _RESOLUTIONS.replace(
    """FROM (SELECT DISTINCT article_id, revision FROM mission_mentions WHERE mission = :mission AND counted = 1) m
CROSS JOIN articles a INDEXED BY articles_narrow ON a.id = m.article_id AND a.revision = m.revision
CROSS JOIN resolution_mentions r ON r.article_id = m.article_id AND r.revision = m.revision
WHERE""",
    """FROM (SELECT id AS article_id, revision FROM articles INDEXED BY articles_newest
  WHERE coalesce(published_at, first_seen_at) >= :since) m
CROSS JOIN resolution_mentions r ON r.article_id = m.article_id AND r.revision = m.revision
CROSS JOIN articles a INDEXED BY articles_narrow ON a.id = m.article_id
WHERE EXISTS (SELECT 1 FROM mission_mentions o WHERE o.article_id = m.article_id AND o.revision = m.revision
  AND o.mission = :mission AND o.counted = 1) AND""",
)


class SeriesRows:
    """Reads over findings; nothing is written."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keys(self, *, words: str | None = None, least_texts: int = 1, most: int = MOST_ROWS) -> list[Row]:
        """Rows of the view ``series``, the newest day first. words: a part of the key, in small letters."""
        return self._db.rows(_COUNTS, {"texts": least_texts, "words": words, "most": most})

    def claims(self, series: str, *, most: int = MOST_CLAIMS) -> list[Row]:
        """The claims of one series, the newest first where there are more than ``most``."""
        return self._db.rows(_OF_KEY, {"series": series, "most": most})

    def newest_claims(self, series: str, *, most: int) -> list[Row]:
        """Of a series that is told more often, so many claims of its newest days; else all of them, newest first."""
        wanted = {"series": series, "most": most}
        if int(self._db.value(_OFTEN, wanted)) <= most:
            return self.claims(series, most=most)
        return self._db.rows(_NEWEST_OF_KEY, wanted) or self.claims(series, most=most)

    def claims_with_sentences(self, series: str, *, most: int = MOST_CLAIMS) -> list[Row]:
        """The same, each with ``around``: its field's text near the words, and ``at``: where they begin in it."""
        rows = self.claims(series, most=most)
        for row in rows:
            row["around"], row["at"] = self.around(row)
        return rows

    def around(self, row: Row) -> tuple[str, int]:
        """The text near a finding's words, and where in it they begin. row: article_id, field, position, start, end."""
        text = self._db.value(_FIELD, {"field": row["field"], "article": row["article_id"]}) or ""
        if row["field"] == "caption":
            captions = json.loads(text or "[]")
            text = captions[row["position"] - 1] if 0 < (row["position"] or 0) <= len(captions) else ""
        first = max(0, row["start"] - _AROUND)
        return text[first : row["end"] + _AROUND], row["start"] - first

    def all_claims(self, *, words: str | None = None, least_texts: int = 1) -> Iterator[Row]:
        """The claims of every series of so many texts whose key holds the words, series by series, the newest first."""
        for series in self.keys(words=words, least_texts=least_texts):
            yield from self.claims(series["series"])

    def strengths(self, first: str, after: str) -> list[Row]:
        """Claims of how many people are deployed, of days from ``first`` to before ``after``, series by series."""
        return self._db.rows(_STRENGTHS, {"first": first, "after": after, "most": MOST_ROWS})

    def deaths(self) -> list[Row]:
        """Claims of dead, civilians left out, of incidents and in all, series by series; personnel: whose they are."""
        return self._db.rows(_DEATHS, {"most": MOST_ROWS})

    def missions(self) -> list[Row]:
        """The gazetteer, with the mandates it knows."""
        return self._db.rows(
            'SELECT acronym, name, organisation, country_iso3, start, "end", kind, aliases, mandate_until,'
            " mandate_source FROM missions ORDER BY acronym"
        )

    def rotations(self) -> list[Row]:
        """The steps of contingents, the earliest said first; all, since one names the mission of another's place."""
        return self._db.rows(_ROTATIONS, {"most": MOST_ROWS})

    def resolutions(self, mission: str, since: str) -> list[dict[str, Any]]:
        """Resolutions cited beside a mission in articles said since then, each with the text around."""
        often = self._db.value(_NAMED, {"mission": mission, "often": _OFTEN_NAMED}) == _OFTEN_NAMED
        query = _LED_BY_TIME if often else _RESOLUTIONS
        rows = self._db.rows(query, {"mission": mission, "since": since, "most": MOST_CLAIMS})
        for row in rows:
            row["around"], row["at"] = self.around(row)
        return rows
