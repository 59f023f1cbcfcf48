"""What search and the saved questions are quick by: the table and indexes of m011 of storage.schema.

Never edited after a release.
"""

from __future__ import annotations

# Rows of the full-text index stand in the order of time (storage.search_index tells their numbers), so that the newest
# hits of a word that a million articles hold are read without reading the others.
# The two wide indexes hold all that a filter asks of an article: its row, with the text in it, is read for hits only.
SEARCH = """
DROP TABLE articles_fts;

CREATE VIRTUAL TABLE articles_words USING fts5 (
  title, body, names, content = '', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE INDEX articles_newest ON articles (
  coalesce(published_at, first_seen_at), id, label, source, language, type, outlet, revision, text_id, withdrawn_at,
  published_at, first_seen_at
);
CREATE INDEX articles_narrow ON articles (
  id, label, source, language, type, outlet, revision, text_id, withdrawn_at, published_at, first_seen_at
);
CREATE INDEX articles_label ON articles (label, coalesce(published_at, first_seen_at));
CREATE INDEX articles_outlet ON articles (outlet, source);
CREATE INDEX articles_withdrawn ON articles (withdrawn_at) WHERE withdrawn_at IS NOT NULL;

DROP INDEX mission_mentions_mission;
CREATE INDEX mission_mentions_mission ON mission_mentions (mission, article_id, revision);
DROP INDEX country_mentions_iso3;
CREATE INDEX country_mentions_iso3 ON country_mentions (iso3, article_id, revision);
DROP INDEX resolution_mentions_number;
CREATE INDEX resolution_mentions_number ON resolution_mentions (number, article_id, revision);
CREATE INDEX figures_value ON figures (value, article_id, revision);
DROP INDEX figures_series_key;
CREATE INDEX figures_series_key ON figures (series_key, as_of);
DROP INDEX country_mentions_article;
CREATE INDEX country_mentions_article ON country_mentions (article_id, revision, iso3);
DROP INDEX mission_mentions_article;
CREATE INDEX mission_mentions_article ON mission_mentions (article_id, revision, mission, counted);

CREATE INDEX articles_source_newest ON articles (source, coalesce(published_at, first_seen_at));
CREATE INDEX runs_started ON runs (started_at);

CREATE INDEX runs_success ON runs (source, ended_at) WHERE outcome IN ('collected', 'nothing-new');

CREATE VIEW newest_moment AS
SELECT coalesce(
  (SELECT max(started_at) FROM runs), (SELECT max(coalesce(published_at, first_seen_at)) FROM articles)
) AS at;

-- As of m002 (storage.silence says it in Python), but the days on which a source gave something new are stepped through
-- from the newest back, thirty-one of them, and not gathered from all its pages.
DROP VIEW silent_sources;

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
    (SELECT max(ended_at) FROM runs WHERE runs.source = slug AND outcome IN ('collected', 'nothing-new'))
      AS last_success_at,
    (SELECT coalesce(published_at, first_seen_at) FROM articles WHERE articles.source = slug
       ORDER BY coalesce(published_at, first_seen_at) DESC LIMIT 1) AS last_article_at,
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
