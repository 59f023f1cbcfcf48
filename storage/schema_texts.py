"""The tables of texts and stories, laid down by m004 of storage.schema; never edited after a release.

Every article has a text and a story of its own number from the start; joining one leaves ``merged_into`` behind, so a
number that somebody noted still leads on.
"""

from __future__ import annotations

_CARRIERS = """
CREATE VIEW {one}_carriers AS
SELECT articles.{one}_id, articles.uid, articles.source, articles.outlet, articles.language, articles.title,
  coalesce(articles.published_at, articles.first_seen_at) AS at,
  CASE WHEN articles.published_at IS NULL THEN 'first seen' ELSE 'published' END AS basis,
  first.uid AS first_uid, first.source AS first_source,
  articles.id = first.id AS is_first,
  round((julianday(coalesce(articles.published_at, articles.first_seen_at))
    - julianday(coalesce(first.published_at, first.first_seen_at))) * 24, 2) AS lag_hours,
  {more} articles.label, articles.withdrawn_at
FROM articles JOIN {many} ON {many}.id = articles.{one}_id JOIN articles AS first ON first.id = {many}.first_article_id
{join};
"""

_TABLES = """
CREATE TABLE texts (
  id INTEGER PRIMARY KEY REFERENCES articles (id),
  merged_into INTEGER REFERENCES articles (id),
  first_article_id INTEGER NOT NULL REFERENCES articles (id)
) STRICT;

CREATE TABLE appearances (
  id INTEGER PRIMARY KEY,
  text_id INTEGER NOT NULL REFERENCES articles (id),
  article_id INTEGER NOT NULL REFERENCES articles (id),
  page_id INTEGER REFERENCES pages (id),
  first_seen_at TEXT NOT NULL,
  shared REAL,
  relation TEXT NOT NULL CHECK (relation IN ('same', 'cut', 'extended', 'translation')),
  new_headline INTEGER NOT NULL,
  cut TEXT NOT NULL,
  added TEXT NOT NULL
) STRICT;
CREATE INDEX appearances_text ON appearances (text_id);
CREATE INDEX appearances_article ON appearances (article_id);

CREATE TABLE stories (
  id INTEGER PRIMARY KEY REFERENCES articles (id),
  merged_into INTEGER REFERENCES articles (id),
  first_article_id INTEGER NOT NULL REFERENCES articles (id),
  why TEXT NOT NULL
) STRICT;

CREATE TABLE text_prints (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id),
  digest TEXT NOT NULL,
  source TEXT NOT NULL,
  day INTEGER NOT NULL,
  headline INTEGER NOT NULL,
  opening INTEGER NOT NULL,
  second INTEGER NOT NULL,
  marks BLOB NOT NULL,
  account TEXT NOT NULL
) STRICT;

CREATE TABLE text_index (
  mark INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (mark, article_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE common_sentences (
  mark INTEGER PRIMARY KEY,
  source TEXT NOT NULL
) STRICT;

CREATE TABLE text_pairs (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  other_id INTEGER NOT NULL REFERENCES articles (id),
  shared REAL NOT NULL,
  back REAL NOT NULL,
  bond TEXT NOT NULL CHECK (bond IN ('', 'same', 'part')),
  lead INTEGER NOT NULL,
  PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE story_index (
  mark INTEGER NOT NULL,
  day INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (mark, day, article_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE story_pairs (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  other_id INTEGER NOT NULL REFERENCES articles (id),
  score REAL NOT NULL,
  translation INTEGER NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX articles_text ON articles (text_id);
CREATE INDEX articles_story ON articles (story_id);
"""

_ONCE = """
CREATE VIEW items_once AS
SELECT items.* FROM items
WHERE text_id IS NULL OR NOT EXISTS (
  SELECT 1 FROM items AS other WHERE other.text_id = items.text_id
    AND (coalesce(other.published_at, other.first_seen_at), other.uid)
      < (coalesce(items.published_at, items.first_seen_at), items.uid)
);

CREATE VIEW not_carried AS
SELECT stories.id AS story_id, sources.slug AS source, sources.name
FROM stories JOIN sources ON sources.enabled = 1
WHERE stories.merged_into IS NULL
  AND NOT EXISTS (SELECT 1 FROM articles WHERE story_id = stories.id AND source = sources.slug);
"""

TEXT_CARRIERS = _CARRIERS.format(
    one="text",
    many="texts",
    more="own.shared, own.relation, own.new_headline, own.cut, own.added,",
    join="LEFT JOIN appearances AS own ON own.id = (SELECT min(id) FROM appearances"
    " WHERE article_id = articles.id AND text_id = articles.text_id)",
)
_STORY_CARRIERS = _CARRIERS.format(one="story", many="stories", more="articles.text_id,", join="")

TEXT_TABLES = "".join((_TABLES, TEXT_CARRIERS, _STORY_CARRIERS, _ONCE))
