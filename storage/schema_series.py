"""The views of numbers over time: ``claims`` and ``series``. Part of the migrations of storage.schema."""

from __future__ import annotations

# A casualty's key has the form of a figure's: what|who|where|nature. A total is one series; an incident is one by its
# day, so that the toll of one attack never meets that of another. Written once: the index serves the view only where
# both say the very same.
CASUALTY_KEY = (
    "casualties.kind || CASE WHEN casualties.personnel = 'civilian' THEN ' of civilians' ELSE '' END"
    " || CASE WHEN casualties.nature = 'cumulative' THEN '' ELSE ' on ' || casualties.date END"
    " || '|' || lower(coalesce(casualties.nationality, ''))"
    " || '|' || lower(replace(coalesce(casualties.mission, ''), '-', ' '))"
    " || '|' || CASE WHEN casualties.nature = 'cumulative' THEN 'cumulative' ELSE 'current' END"
)

# A number of which nobody says whose it is or where belongs to no series: two such numbers are not one statistic. Nor
# are two shares of what the key does not name. A contingent's strength is told by rotations: it is not its country's.
OWNED_FIGURE = """series_key IS NOT NULL AND (who IS NOT NULL OR place IS NOT NULL)
  AND substr(series_key, 1, instr(series_key, '|') - 1) NOT IN ('share', 'percent')
  AND NOT EXISTS (
    SELECT 1 FROM rotations WHERE rotations.article_id = figures.article_id
      AND rotations.revision = figures.revision AND rotations.strength = figures.value
  )"""
OWNED_CASUALTY = "(nationality IS NOT NULL OR mission IS NOT NULL) AND (nature = 'cumulative' OR length(date) = 10)"

_ARTICLE = """
  articles.uid AS article_uid,
  coalesce('t' || articles.text_id, articles.uid) AS text,
  articles.source, coalesce(articles.outlet, articles.source) AS outlet, articles.url, articles.published_at,
  coalesce(articles.published_at, articles.first_seen_at) AS said_at,
  articles.published_at IS NULL AS undated,
  articles.withdrawn_at
"""

CLAIMS = f"""CREATE VIEW claims AS
SELECT
  figures.series_key AS series,
  substr(figures.series_key, 1, instr(figures.series_key, '|') - 1) AS what,
  figures.who, figures.place, figures.nature, figures.value, figures.value_to, figures.qualifier, figures.bound,
  figures.unit, coalesce(figures.as_of, substr(articles.published_at, 1, 10)) AS day,
  coalesce(figures.as_of_basis, CASE WHEN articles.published_at IS NULL THEN NULL ELSE 'publication' END) AS day_basis,
  figures.period, figures.words, figures.uid, figures.part_of, figures.article_id, figures.field, figures.position,
  figures.start, figures."end", figures.confidence,
  {_ARTICLE}
FROM figures JOIN articles ON articles.id = figures.article_id AND articles.revision = figures.revision
WHERE figures.counted = 1 AND {OWNED_FIGURE}
UNION ALL
SELECT
  {CASUALTY_KEY} AS series,
  substr({CASUALTY_KEY}, 1, instr({CASUALTY_KEY}, '|') - 1) AS what,
  casualties.nationality AS who, casualties.mission AS place,
  CASE WHEN casualties.nature = 'cumulative' THEN 'cumulative' ELSE 'current' END AS nature,
  casualties.value, NULL AS value_to, casualties.qualifier, casualties.bound, 'persons' AS unit,
  CASE WHEN casualties.nature = 'cumulative' THEN coalesce(casualties.as_of, substr(articles.published_at, 1, 10))
    ELSE substr(articles.published_at, 1, 10) END AS day,
  CASE WHEN casualties.nature = 'cumulative' AND casualties.as_of IS NOT NULL THEN casualties.as_of_basis
    WHEN articles.published_at IS NULL THEN NULL ELSE 'publication' END AS day_basis,
  casualties.period, casualties.words, casualties.uid, NULL AS part_of, casualties.article_id, casualties.field,
  casualties.position, casualties.start, casualties."end", casualties.confidence,
  {_ARTICLE}
FROM casualties JOIN articles ON articles.id = casualties.article_id AND articles.revision = casualties.revision
WHERE casualties.counted = 1 AND {OWNED_CASUALTY};
"""  # noqa: S608  names of ours

SERIES = f"""
CREATE INDEX casualties_series ON casualties ({CASUALTY_KEY.replace("casualties.", "")});

{CLAIMS}
CREATE VIEW series AS
SELECT series, min(what) AS what, min(who) AS who, min(place) AS place, min(nature) AS nature,
  count(*) AS claims, count(DISTINCT text) AS texts, count(DISTINCT outlet) AS outlets,
  min(day) AS first_day, max(day) AS last_day, min(value) AS lowest, max(value) AS highest
FROM claims GROUP BY series;
"""  # noqa: S608  names of ours
