"""Take-downs and returns: the table of m007 of storage.schema, and m012; never edited after a release."""

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

# Articles that were withdrawn before there were events: theirs is made of what their rows say.
BEFORE_EVENTS = """
INSERT INTO withdrawals (article_id, kind, since, noticed_at, reason)
SELECT id, CASE WHEN EXISTS (SELECT 1 FROM pages WHERE article_id = articles.id AND reason LIKE 'gone (410)%') THEN
  '410' ELSE '404' END, withdrawn_at, withdrawn_at, (
    SELECT max(reason) FROM pages WHERE article_id = articles.id AND state = 'gone')
FROM articles WHERE withdrawn_at IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM withdrawals WHERE article_id = articles.id AND returned_at IS NULL
    AND kind IN ('404', '410', 'soft-404', 'home')
);
"""
