"""What persons said, and what came by no crawl: the tables of m006 of storage.schema; never edited after a release."""

from __future__ import annotations

VERDICTS = """
CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  verdict TEXT NOT NULL
    CHECK (verdict IN ('peacekeeping', 'borderline', 'contested', 'other', 'right', 'wrong')),
  note TEXT,
  UNIQUE (uid, by, at, verdict)
) STRICT;
CREATE INDEX verdicts_uid ON verdicts (uid, at);
CREATE TABLE replayed (
  capture_id INTEGER PRIMARY KEY REFERENCES captures (id)
) STRICT;
"""
