"""What we know: records, gazetteer, the archive (SQLite) and the page store (WARC)."""
