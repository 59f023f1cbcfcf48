"""Silence and the present moment: the views of m022 of storage.schema; never edited after a release."""

from __future__ import annotations

# As of m011, but it knows the rule for a source without a known rhythm, and a run that asked no listing says nothing
# of the source: neither that it was read, nor how its listings stand.
# A date ahead of its own first sight is a mistake of a page, and no present.
SILENCE = """
DROP VIEW silent_sources;

DROP VIEW newest_moment;

CREATE VIEW newest_moment AS
SELECT coalesce(
  (SELECT max(started_at) FROM runs),
  (SELECT coalesce(published_at, first_seen_at) FROM articles INDEXED BY articles_newest
     WHERE coalesce(published_at, first_seen_at) > '' AND coalesce(published_at, first_seen_at) <= first_seen_at
     ORDER BY coalesce(published_at, first_seen_at) DESC LIMIT 1),
  (SELECT max(first_seen_at) FROM articles)
) AS at;

CREATE VIEW silent_sources AS
WITH RECURSIVE
newest_run (at) AS (SELECT max(started_at) FROM runs),
gave (source, day, age) AS (
  SELECT slug, (SELECT substr(max(first_seen_at), 1, 10) FROM pages WHERE source = slug AND kind = 'article'), 1
  FROM sources WHERE enabled = 1
  UNION ALL
  SELECT gave.source,
    (SELECT substr(max(first_seen_at), 1, 10) FROM pages
       WHERE pages.source = gave.source AND kind = 'article' AND first_seen_at < gave.day),
    gave.age + 1
  FROM gave WHERE gave.day IS NOT NULL AND gave.age <= 30
),
pauses (source, days, age) AS (
  SELECT source, julianday(day) - julianday(lag(day) OVER (PARTITION BY source ORDER BY day)), age
  FROM gave WHERE day IS NOT NULL
),
ranked (source, days, place, known) AS (
  SELECT source, days, row_number() OVER (PARTITION BY source ORDER BY days DESC),
    count(*) OVER (PARTITION BY source)
  FROM pauses WHERE days IS NOT NULL AND age <= 30
),
told AS (
  SELECT sources.slug, sources.name,
    (SELECT max(started_at) FROM runs WHERE runs.source = slug) AS last_run_at,
    (SELECT max(ended_at) FROM runs INDEXED BY runs_success WHERE runs.source = slug
       AND outcome IN ('collected', 'nothing-new') AND coalesce(counts, '') LIKE '%"listings":%') AS last_success_at,
    (SELECT coalesce(published_at, first_seen_at) FROM articles WHERE articles.source = slug
       ORDER BY coalesce(published_at, first_seen_at) DESC LIMIT 1) AS last_article_at,
    (SELECT max(first_seen_at) FROM pages WHERE pages.source = slug AND kind = 'article') AS last_new_at,
    coalesce(
      (SELECT max(first_seen_at) FROM pages WHERE pages.source = slug AND kind = 'article'),
      (SELECT min(started_at) FROM runs WHERE runs.source = slug)
    ) AS quiet_since,
    CASE WHEN per_week_least > 0 THEN max(7, 14 / per_week_least)
      WHEN per_week_least IS NULL THEN coalesce(
        (SELECT max(7, 2 * days) FROM ranked WHERE ranked.source = slug AND place = 2 AND known >= 5),
        CASE WHEN EXISTS (SELECT 1 FROM pages WHERE pages.source = slug AND kind = 'article') THEN 28 ELSE 7 END
      )
    END AS patience_days,
    (SELECT id FROM runs INDEXED BY runs_newest WHERE runs.source = slug AND outcome IS NOT NULL
       AND (coalesce(counts, '') LIKE '%"listings":%'
         OR outcome NOT IN ('collected', 'nothing-new', 'listing-failed', 'refused'))
       ORDER BY id DESC LIMIT 1) AS last_run
  FROM sources WHERE enabled = 1
)
SELECT slug, name, last_run_at, last_success_at, last_article_at, runs.outcome AS last_outcome,
  runs.reason AS last_reason, last_new_at,
  julianday((SELECT at FROM newest_run)) - julianday(quiet_since) > patience_days IS TRUE AS silent
FROM told LEFT JOIN runs ON runs.id = last_run
WHERE last_success_at IS NULL
  OR last_success_at < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at, '-7 days') FROM newest_run)
  OR last_outcome NOT IN ('collected', 'nothing-new')
  OR silent;
"""
