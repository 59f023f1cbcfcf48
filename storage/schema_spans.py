"""Texts within a span of days: what m008 of storage.schema lays down; never edited after a release.

Marks stand with the day of their article, so that only articles of nearby days are compared, and every holder of a mark
stands, so that the order of arrival does not matter. A wording that comes again much later is marked as a reprint.
"""

from __future__ import annotations

from storage.schema_texts import TEXT_CARRIERS

_TABLES = """
CREATE TABLE text_marks (
  mark INTEGER NOT NULL,
  day INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (mark, day, article_id)
) STRICT, WITHOUT ROWID;

INSERT INTO text_marks (mark, day, article_id)
SELECT text_index.mark, text_prints.day, text_index.article_id FROM text_index JOIN text_prints USING (article_id);

DROP TABLE text_index;

ALTER TABLE appearances ADD COLUMN reprint INTEGER NOT NULL DEFAULT 0;

DROP VIEW text_carriers;
"""

SPANS = _TABLES + TEXT_CARRIERS.replace("own.new_headline,", "own.new_headline, own.reprint,")
