"""Take-downs and returns: the table of m007 of storage.schema; never edited after a release."""

from __future__ import annotations

WITHDRAWALS = """
CREATE TABLE withdrawals (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  kind TEXT NOT NULL
    CHECK (kind IN ('404', '410', 'soft-404', 'home', 'login', 'challenge', 'elsewhere')),
  since TEXT NOT NULL,
  noticed_at TEXT NOT NULL,
  returned_at TEXT,
  reason TEXT,
  UNIQUE (article_id, since, kind)
) STRICT;
"""
