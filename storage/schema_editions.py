"""What each edition printed as a fact, and the counts of its head: m009; never edited after a release."""

from __future__ import annotations

EDITION_FACTS = """
CREATE TABLE edition_facts (
  edition INTEGER NOT NULL REFERENCES editions (id),
  uid TEXT NOT NULL,
  article_uid TEXT NOT NULL,
  type TEXT NOT NULL,
  revision INTEGER NOT NULL,
  rules TEXT,
  said TEXT NOT NULL,
  printed TEXT NOT NULL,
  PRIMARY KEY (edition, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX edition_facts_article ON edition_facts (article_uid);
CREATE INDEX people_body ON people (body);

ALTER TABLE editions ADD COLUMN counts TEXT;
UPDATE editions SET counts = json_extract(rows, '$.counts');
"""
