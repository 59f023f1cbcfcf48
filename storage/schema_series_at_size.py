"""Series and contingents without their words: the indexes and the view of m023 of storage.schema.

Never edited after a release. A finding's row holds words, and an article's row its text: what only counts claims, tells
their days or looks for the newest steps reads neither, but the indexes that hold all of it.
"""

from __future__ import annotations

from storage.schema_series import CASUALTY_KEY, CLAIMS, OWNED_CASUALTY, OWNED_FIGURE

# As the first lines of an article's row in the view claims.
_ARTICLE = """coalesce('t' || articles.text_id, articles.uid) AS text,
  coalesce(articles.outlet, articles.source) AS outlet"""
_PUBLISHED = "substr(articles.published_at, 1, 10)"
# The claims of the view ``claims``, with less of each: series, who, place, nature, value, day, text, outlet.
# A number of no series is not in the index: of all numbers that is every second one.
COUNTED_CLAIMS = f"""
SELECT figures.series_key AS series, figures.who, figures.place, figures.nature, figures.value,
  coalesce(figures.as_of, {_PUBLISHED}) AS day, {_ARTICLE}
FROM figures CROSS JOIN articles INDEXED BY articles_narrow
  ON articles.id = figures.article_id AND articles.revision = figures.revision
WHERE figures.counted = 1 AND {OWNED_FIGURE}
UNION ALL
SELECT {CASUALTY_KEY} AS series, casualties.nationality AS who, casualties.mission AS place,
  CASE WHEN casualties.nature = 'cumulative' THEN 'cumulative' ELSE 'current' END AS nature, casualties.value,
  CASE WHEN casualties.nature = 'cumulative' THEN coalesce(casualties.as_of, {_PUBLISHED}) ELSE {_PUBLISHED} END AS day,
  {_ARTICLE}
FROM casualties CROSS JOIN articles INDEXED BY articles_narrow
  ON articles.id = casualties.article_id AND articles.revision = casualties.revision
WHERE casualties.counted = 1 AND {OWNED_CASUALTY}
"""  # noqa: S608  names of ours
# Who asks for all claims reads every number's row: in the order of the index, each would be looked up on its own.
_CLAIMS = CLAIMS.replace(OWNED_FIGURE, f"+{OWNED_FIGURE}")

SERIES_AT_SIZE = f"""
DROP INDEX figures_series_key;
CREATE INDEX figures_series_key ON figures (
  series_key, as_of, article_id, revision, counted, value, who, place, nature
) WHERE series_key IS NOT NULL;

DROP INDEX rotations_mission;
CREATE INDEX rotations_mission ON rotations (mission, destination, article_id, revision, counted);

DROP VIEW series;

DROP VIEW claims;

{_CLAIMS}
CREATE VIEW series AS
SELECT series, substr(series, 1, instr(series, '|') - 1) AS what, min(who) AS who, min(place) AS place,
  min(nature) AS nature, count(*) AS claims, count(DISTINCT text) AS texts, count(DISTINCT outlet) AS outlets,
  min(day) AS first_day, max(day) AS last_day, min(value) AS lowest, max(value) AS highest
FROM ({COUNTED_CLAIMS}) GROUP BY series;
"""  # noqa: S608  names of ours
