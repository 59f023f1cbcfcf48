"""The first tables and views of the archive, laid down by m001 of storage.schema; never edited after a release."""

from __future__ import annotations

FIRST_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE sources (
  slug TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  home TEXT,
  country TEXT,
  kind TEXT,
  languages TEXT,
  timezone TEXT,
  per_week_least REAL,
  per_week_most REAL,
  enabled INTEGER NOT NULL DEFAULT 1,
  disabled_because TEXT,
  first_used_at TEXT NOT NULL
) STRICT;

CREATE TABLE hosts (
  host TEXT PRIMARY KEY,
  last_request_at TEXT,
  paused_until TEXT,
  reason TEXT,
  crawl_delay REAL,
  robots TEXT,
  robots_state TEXT,
  robots_at TEXT
) STRICT;

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  url TEXT UNIQUE,
  source TEXT NOT NULL,
  key TEXT,
  title TEXT,
  outlet TEXT,
  editor TEXT,
  byline TEXT,
  dateline TEXT,
  dateline_place TEXT,
  dateline_date TEXT,
  published_at TEXT,
  published_raw TEXT,
  published_local TEXT,
  language TEXT,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  blocks TEXT NOT NULL,
  captions TEXT NOT NULL,
  trailer TEXT,
  shape TEXT NOT NULL,
  label TEXT NOT NULL CHECK (label IN ('peacekeeping', 'borderline', 'contested', 'other')),
  score REAL NOT NULL,
  operation_kind TEXT,
  text_id INTEGER,
  story_id INTEGER,
  revision INTEGER NOT NULL,
  inferred TEXT NOT NULL DEFAULT '{}',
  origin TEXT NOT NULL CHECK (origin IN ('crawl', 'import', 'replay', 'back-fill')),
  first_seen_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  withdrawn_at TEXT,
  evidence TEXT NOT NULL
) STRICT;
CREATE INDEX articles_published ON articles (published_at);
CREATE INDEX articles_first_seen ON articles (first_seen_at);
CREATE INDEX articles_source_key ON articles (source, key);

CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  source TEXT NOT NULL REFERENCES sources (slug),
  kind TEXT NOT NULL CHECK (kind IN ('listing', 'article', 'other')),
  article_id INTEGER REFERENCES articles (id),
  listing TEXT,
  first_seen_at TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  checked_at TEXT,
  next_at TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL,
  reason TEXT,
  label TEXT,
  score REAL,
  title TEXT,
  listed_as_published TEXT,
  links_digest TEXT,
  walk_started_at TEXT,
  gone_since TEXT
) STRICT;
CREATE INDEX pages_due ON pages (source, kind, next_at);
CREATE INDEX pages_article ON pages (article_id);
CREATE INDEX pages_state ON pages (state);

CREATE TABLE captures (
  id INTEGER PRIMARY KEY,
  page_id INTEGER REFERENCES pages (id),
  fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL,
  digest TEXT NOT NULL,
  charset TEXT,
  warc TEXT NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  settled_at TEXT
) STRICT;
CREATE INDEX captures_page ON captures (page_id);
CREATE INDEX captures_unsettled ON captures (id) WHERE settled_at IS NULL;
CREATE INDEX captures_digest ON captures (digest) WHERE page_id IS NULL;
CREATE UNIQUE INDEX captures_place ON captures (warc, offset);

CREATE TABLE warc_files (warc TEXT PRIMARY KEY, committed INTEGER NOT NULL) STRICT;

CREATE TABLE article_captures (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL DEFAULT 1,
  capture_id INTEGER NOT NULL REFERENCES captures (id),
  PRIMARY KEY (article_id, revision, position)
) STRICT;
CREATE INDEX article_captures_capture ON article_captures (capture_id);

CREATE TABLE revisions (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  number INTEGER NOT NULL,
  seen_at TEXT NOT NULL,
  changes TEXT NOT NULL,
  title TEXT,
  outlet TEXT,
  editor TEXT,
  byline TEXT,
  dateline TEXT,
  dateline_place TEXT,
  dateline_date TEXT,
  published_at TEXT,
  published_raw TEXT,
  published_local TEXT,
  language TEXT,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  blocks TEXT NOT NULL,
  captions TEXT NOT NULL,
  trailer TEXT,
  related TEXT NOT NULL,
  shape TEXT NOT NULL,
  inferred TEXT NOT NULL DEFAULT '{}',
  evidence TEXT NOT NULL,
  PRIMARY KEY (article_id, number)
) STRICT;
CREATE INDEX revisions_seen ON revisions (seen_at);

CREATE TABLE related (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  url TEXT,
  PRIMARY KEY (article_id, position)
) STRICT;

CREATE TABLE decisions (
  id INTEGER PRIMARY KEY,
  capture_id INTEGER NOT NULL REFERENCES captures (id),
  article_id INTEGER REFERENCES articles (id),
  revision INTEGER,
  block INTEGER,
  at TEXT NOT NULL,
  rules TEXT NOT NULL,
  label TEXT NOT NULL,
  score REAL NOT NULL,
  operation_kind TEXT,
  reason TEXT,
  matches TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_capture ON decisions (capture_id);
CREATE INDEX decisions_article ON decisions (article_id, revision);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  outcome TEXT,
  reason TEXT,
  counts TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX runs_source ON runs (source, started_at);

CREATE TABLE coverage (
  source TEXT NOT NULL,
  listing TEXT NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('never-ran', 'collected', 'reached-empty', 'failed', 'healed')),
  run_id INTEGER REFERENCES runs (id),
  reason TEXT,
  PRIMARY KEY (source, listing, day)
) STRICT;
CREATE INDEX coverage_day ON coverage (day);

CREATE TABLE editions (
  id INTEGER PRIMARY KEY,
  profile TEXT NOT NULL,
  week TEXT NOT NULL,
  number INTEGER NOT NULL,
  version TEXT NOT NULL,
  rules TEXT NOT NULL,
  hash TEXT NOT NULL,
  rows TEXT NOT NULL,
  written_at TEXT NOT NULL,
  UNIQUE (profile, week),
  UNIQUE (profile, number)
) STRICT;

CREATE TABLE edition_lines (
  edition INTEGER NOT NULL REFERENCES editions (id),
  section TEXT NOT NULL,
  uid TEXT NOT NULL,
  PRIMARY KEY (edition, section, uid)
) STRICT;
CREATE INDEX edition_lines_uid ON edition_lines (uid);

CREATE TABLE missions (
  acronym TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  organisation TEXT,
  location TEXT,
  country_iso3 TEXT,
  start TEXT,
  "end" TEXT,
  kind TEXT NOT NULL,
  aliases TEXT,
  verified TEXT,
  note TEXT,
  mandate_until TEXT,
  mandate_source TEXT
) STRICT;

CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, body, names, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
"""

# The newest run stands for now: a view that asked the machine's clock would empty an archive that is read years later.
FIRST_VIEWS = """
CREATE VIEW items AS SELECT * FROM articles WHERE label = 'peacekeeping';

CREATE VIEW this_week AS
SELECT * FROM items
WHERE coalesce(published_at, first_seen_at) >= (
  SELECT strftime('%Y-%m-%dT00:00:00Z', max(started_at), 'weekday 0', '-6 days') FROM runs
);

CREATE VIEW silent_sources AS
SELECT sources.slug, sources.name,
  max(runs.started_at) AS last_run_at,
  max(CASE WHEN runs.outcome IN ('collected', 'nothing-new') THEN runs.ended_at END) AS last_success_at,
  (SELECT max(coalesce(articles.published_at, articles.first_seen_at)) FROM articles
     WHERE articles.source = sources.slug) AS last_article_at,
  (SELECT newest.outcome FROM runs AS newest WHERE newest.source = sources.slug
     ORDER BY newest.id DESC LIMIT 1) AS last_outcome,
  (SELECT newest.reason FROM runs AS newest WHERE newest.source = sources.slug
     ORDER BY newest.id DESC LIMIT 1) AS last_reason
FROM sources LEFT JOIN runs ON runs.source = sources.slug
WHERE sources.enabled = 1
GROUP BY sources.slug
HAVING last_success_at IS NULL
  OR last_success_at < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(started_at), '-7 days') FROM runs)
  OR last_outcome NOT IN ('collected', 'nothing-new');
"""
