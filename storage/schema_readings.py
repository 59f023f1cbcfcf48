"""What drift and silence are judged by. Part of the migrations of storage.schema."""

from __future__ import annotations

# The view says in SQL what storage.silence says (a test holds the two together); the newest run stands for now.
READINGS = """
ALTER TABLE captures ADD COLUMN reading TEXT;

CREATE INDEX pages_seen ON pages (source, first_seen_at, state) WHERE kind = 'article';

DROP VIEW silent_sources;

CREATE VIEW silent_sources AS
WITH
newest_run (at) AS (SELECT max(started_at) FROM runs),
gave (source, day) AS (SELECT DISTINCT source, substr(first_seen_at, 1, 10) FROM pages WHERE kind = 'article'),
pauses (source, days, age) AS (
  SELECT source, julianday(day) - julianday(lag(day) OVER (PARTITION BY source ORDER BY day)),
    row_number() OVER (PARTITION BY source ORDER BY day DESC)
  FROM gave
),
ranked (source, days, place, known) AS (
  SELECT source, days, row_number() OVER (PARTITION BY source ORDER BY days DESC),
    count(*) OVER (PARTITION BY source)
  FROM pauses WHERE days IS NOT NULL AND age <= 30
),
told AS (
  SELECT sources.slug, sources.name,
    (SELECT max(started_at) FROM runs WHERE runs.source = slug) AS last_run_at,
    (SELECT max(ended_at) FROM runs WHERE runs.source = slug AND outcome IN ('collected', 'nothing-new'))
      AS last_success_at,
    (SELECT max(coalesce(published_at, first_seen_at)) FROM articles WHERE articles.source = slug) AS last_article_at,
    (SELECT max(first_seen_at) FROM pages WHERE pages.source = slug AND kind = 'article') AS last_new_at,
    coalesce(
      (SELECT max(first_seen_at) FROM pages WHERE pages.source = slug AND kind = 'article'),
      (SELECT min(started_at) FROM runs WHERE runs.source = slug)
    ) AS quiet_since,
    CASE WHEN per_week_least > 0 THEN max(7, 14 / per_week_least)
      WHEN per_week_least IS NULL THEN
        (SELECT max(7, 2 * days) FROM ranked WHERE ranked.source = slug AND place = 2 AND known >= 5)
    END AS patience_days,
    (SELECT outcome FROM runs WHERE runs.source = slug ORDER BY id DESC LIMIT 1) AS last_outcome,
    (SELECT reason FROM runs WHERE runs.source = slug ORDER BY id DESC LIMIT 1) AS last_reason
  FROM sources WHERE enabled = 1
)
SELECT slug, name, last_run_at, last_success_at, last_article_at, last_outcome, last_reason, last_new_at,
  julianday((SELECT at FROM newest_run)) - julianday(quiet_since) > patience_days IS TRUE AS silent
FROM told
WHERE last_success_at IS NULL
  OR last_success_at < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at, '-7 days') FROM newest_run)
  OR last_outcome NOT IN ('collected', 'nothing-new')
  OR silent;
"""
