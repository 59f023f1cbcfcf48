"""What a back-fill has found and asked for: the tables of m017 of storage.schema; never edited after a release."""

from __future__ import annotations

BACKFILL = """
CREATE TABLE backfills (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  ways TEXT NOT NULL,
  prefer TEXT NOT NULL CHECK (prefer IN ('live', 'archived')),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  reason TEXT,
  requests INTEGER NOT NULL DEFAULT 0,
  day TEXT,
  day_requests INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source, since, until)
) STRICT;
CREATE TABLE backfill_steps (
  id INTEGER PRIMARY KEY,
  backfill INTEGER NOT NULL REFERENCES backfills (id),
  way TEXT NOT NULL CHECK (way IN ('listings', 'sitemaps', 'wayback', 'commoncrawl')),
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  entry TEXT NOT NULL,
  depth INTEGER NOT NULL DEFAULT 0,
  barren INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
  reason TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at TEXT,
  asked_at TEXT,
  links INTEGER,
  found INTEGER,
  oldest TEXT,
  links_digest TEXT,
  UNIQUE (backfill, url)
) STRICT;
CREATE INDEX backfill_steps_waiting ON backfill_steps (backfill, state, way, id);
CREATE TABLE backfill_addresses (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  url TEXT NOT NULL UNIQUE,
  key TEXT,
  way TEXT NOT NULL,
  found_at TEXT NOT NULL,
  day TEXT,
  day_by TEXT CHECK (day_by IN ('listed', 'address', 'changed', 'captured', 'printed')),
  title TEXT,
  copies TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'copy', 'taken', 'copied', 'known', 'gone', 'failed', 'refused')),
  asked TEXT NOT NULL DEFAULT '',
  reason TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at TEXT,
  page_id INTEGER REFERENCES pages (id)
) STRICT;
CREATE INDEX backfill_addresses_state ON backfill_addresses (source, state, day DESC, id);
CREATE INDEX backfill_addresses_key ON backfill_addresses (source, key);
CREATE INDEX backfill_addresses_page ON backfill_addresses (page_id);
CREATE TABLE copies (
  capture_id INTEGER PRIMARY KEY REFERENCES captures (id),
  archive TEXT NOT NULL,
  address TEXT NOT NULL,
  asked_at TEXT
) STRICT;
"""

# A back-fill takes each page of which nothing was kept out of the frontier; every row that may name it is looked for.
FORGOTTEN = "CREATE INDEX appearances_page ON appearances (page_id);"
