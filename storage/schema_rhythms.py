"""How often each source is worth a look, and which read as ever: m019 of storage.schema; not edited after a release."""

from __future__ import annotations

# The newest run of a source is asked for every minute, of thousands of sources: by number, not among all its runs.
RHYTHMS = """
CREATE TABLE rhythms (
  source TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  since TEXT NOT NULL,
  root REAL NOT NULL,
  rates TEXT NOT NULL,
  young REAL NOT NULL,
  later REAL NOT NULL
) STRICT;
CREATE INDEX runs_newest ON runs (source, id);

CREATE TABLE steady (source TEXT PRIMARY KEY) STRICT;
CREATE TRIGGER steady_read AFTER UPDATE OF reading ON captures WHEN NEW.reading IS NOT OLD.reading
BEGIN DELETE FROM steady WHERE source = (SELECT source FROM pages WHERE id = NEW.page_id); END;
CREATE TRIGGER steady_taken AFTER INSERT ON captures WHEN NEW.reading IS NOT NULL
BEGIN DELETE FROM steady WHERE source = (SELECT source FROM pages WHERE id = NEW.page_id); END;
CREATE TRIGGER steady_settled AFTER UPDATE OF state ON pages WHEN NEW.kind = 'article' AND NEW.state IS NOT OLD.state
BEGIN DELETE FROM steady WHERE source = NEW.source; END;
"""
