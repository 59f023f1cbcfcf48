"""The tables of the findings: one a type, with shared columns and its own; a migration of storage.schema.

Spans count code points in ``field`` (of caption number ``position``) of that revision of the article.
"""

from __future__ import annotations

# Own columns of each table, in the order of storage.findings.
OWN_COLUMNS = {
    "figures": (
        "value REAL NOT NULL, value_to REAL, qualifier TEXT NOT NULL, bound TEXT, unit TEXT, what TEXT, who TEXT,"
        " place TEXT, nature TEXT, direction TEXT, period TEXT, as_of TEXT, as_of_basis TEXT, series_key TEXT,"
        " part_of TEXT"
    ),
    "casualties": (
        "value REAL NOT NULL, qualifier TEXT NOT NULL, bound TEXT, kind TEXT NOT NULL, who TEXT, nationality TEXT,"
        " personnel TEXT, mission TEXT, cause TEXT, nature TEXT, period TEXT, date TEXT, as_of TEXT, as_of_basis TEXT"
    ),
    "mission_mentions": "mission TEXT NOT NULL",
    "country_mentions": "iso3 TEXT NOT NULL, role TEXT NOT NULL, name TEXT",
    "resolution_mentions": "number INTEGER NOT NULL, adopted TEXT, body TEXT, vote TEXT, subject TEXT",
    "people": "name TEXT NOT NULL, post TEXT, body TEXT, post_basis TEXT",
    "organisations": "name TEXT NOT NULL, parent TEXT",
    "rotations": (
        "ordinal INTEGER, country TEXT, unit TEXT, destination TEXT, mission TEXT, step TEXT NOT NULL,"
        " echelon INTEGER, strength REAL, date TEXT, date_basis TEXT"
    ),
    "medals": "medal TEXT NOT NULL, who TEXT, count REAL, mission TEXT, date TEXT",
    "exercises": "name TEXT NOT NULL, place TEXT, date TEXT",
    "visits": "kind TEXT NOT NULL, who TEXT, what TEXT, place TEXT, date TEXT, date_basis TEXT",
    "events": "kind TEXT NOT NULL, name TEXT, place TEXT, date TEXT, date_basis TEXT",
    "commitments": "who TEXT, what TEXT NOT NULL",
    "rankings": "who TEXT, rank INTEGER NOT NULL, of TEXT, scope TEXT",
    "quotations": "speaker TEXT, speaker_basis TEXT",
}
# What the saved questions and the series ask for.
_INDEXED = {
    "figures": ("series_key", "as_of"),
    "casualties": ("date",),
    "mission_mentions": ("mission",),
    "country_mentions": ("iso3",),
    "resolution_mentions": ("number",),
    "people": ("name",),
    "rotations": ("country", "mission"),
}

_TABLE = """
CREATE TABLE {table} (
  uid TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  revision INTEGER NOT NULL,
  field TEXT NOT NULL CHECK (field IN ('title', 'body', 'caption')),
  position INTEGER,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  parts TEXT NOT NULL,
  words TEXT NOT NULL,
  {own},
  rule TEXT NOT NULL,
  rules TEXT NOT NULL,
  confidence REAL NOT NULL,
  counted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {table}_article ON {table} (article_id, revision);
CREATE VIEW current_{table} AS
SELECT {table}.*, articles.uid AS article_uid, articles.source, articles.outlet, articles.published_at, articles.label
FROM {table} JOIN articles ON articles.id = {table}.article_id AND articles.revision = {table}.revision;
"""

# One row a revision: an unchanged page is known by it without a look into fifteen tables.
_SETS = """
CREATE TABLE finding_sets (
  article_id INTEGER NOT NULL REFERENCES articles (id),
  revision INTEGER NOT NULL,
  rules TEXT NOT NULL,
  digest TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (article_id, revision)
) STRICT, WITHOUT ROWID;
"""


def finding_tables() -> str:
    """All statements, in order."""
    statements = [_SETS]
    for table, own in OWN_COLUMNS.items():
        statements.append(_TABLE.format(table=table, own=own))
        statements += [f"CREATE INDEX {table}_{column} ON {table} ({column});\n" for column in _INDEXED.get(table, ())]
    return "".join(statements)
