"""How far the reading of web archives is: the table of m018 of storage.schema; never edited after a release."""

from __future__ import annotations

REPLAY = """
CREATE TABLE replay_files (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  head TEXT NOT NULL,
  how TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  ended_at TEXT,
  place INTEGER NOT NULL DEFAULT 0,
  passed INTEGER NOT NULL DEFAULT 0,
  asked TEXT NOT NULL DEFAULT '[]',
  waiting TEXT NOT NULL DEFAULT '[]',
  records INTEGER NOT NULL DEFAULT 0,
  scanned INTEGER NOT NULL DEFAULT 0,
  left_out INTEGER NOT NULL DEFAULT 0,
  slow INTEGER NOT NULL DEFAULT 0,
  kept INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  UNIQUE (size, head, how)
) STRICT;
"""
