"""Stored counts, by which `status`, the metrics and the list of missions are quick; m020 of storage.schema.

Triggers keep them in the transaction that changes what is counted, whoever writes; `storage.tallies` compares them with
the rows. Never edited after a release.
"""

# ruff: noqa: S608 - names of ours
from __future__ import annotations

_ADD = (
    "INSERT INTO tallies (counted, source, value, number) VALUES ({values}, 1)"
    " ON CONFLICT (counted, source, value) DO UPDATE SET number = number + 1"
)
_TAKE = "UPDATE tallies SET number = number - 1 WHERE (counted, source, value) = ({values})"


def _counts(table: str, values: str, columns: str, where: str = "1") -> str:
    """The triggers that count the rows of a table. values, where: over ``row``; columns: those that they look at."""

    def over(row: str, text: str) -> str:
        return text.replace("row.", f"{row}.")

    new, old = _ADD.format(values=over("new", values)), _TAKE.format(values=over("old", values))
    of_new, of_old = over("new", where), over("old", where)
    changed = " OR ".join(f"new.{name} IS NOT old.{name}" for name in columns.split(", "))
    moved = f"{_TAKE.format(values=over('old', values))} AND {of_old}; "
    added = new.replace(f"VALUES ({over('new', values)}, 1)", f"SELECT {over('new', values)}, 1 WHERE {of_new}")
    return f"""
CREATE TRIGGER tally_{table}_new AFTER INSERT ON {table} WHEN {of_new} BEGIN {new}; END;
CREATE TRIGGER tally_{table}_gone AFTER DELETE ON {table} WHEN {of_old} BEGIN {old}; END;
CREATE TRIGGER tally_{table}_moved AFTER UPDATE OF {columns} ON {table} WHEN {changed} BEGIN {moved}{added}; END;
INSERT INTO tallies (counted, source, value, number)
SELECT {over(table, values)}, count(*) FROM {table} WHERE {over(table, where)} GROUP BY 1, 2, 3;
"""


# The row of a mission and an item that names it; an item is a current state labelled peacekeeping.
_ITEM = """SELECT DISTINCT n.mission, substr(coalesce(a.published_at, a.first_seen_at), 1, 10), a.id
 FROM articles a CROSS JOIN mission_mentions n ON n.article_id = a.id AND n.revision = a.revision
 WHERE n.counted = 1 AND a.label = 'peacekeeping'""".replace("\n", "")
_PUT = f"INSERT INTO mission_items (mission, day, article_id) {_ITEM}"


def _again(article: str) -> str:
    return (
        f"DELETE FROM mission_items WHERE article_id = {article}; {_PUT} AND a.id = {article} ON CONFLICT DO NOTHING; "
    )


_ITEM_LOOKS = ("label", "revision", "published_at", "first_seen_at")

TALLIES = f"""
CREATE TABLE tallies (
  counted TEXT NOT NULL,
  source TEXT NOT NULL,
  value TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (counted, source, value)
) STRICT, WITHOUT ROWID;
{_counts("articles", "'articles', row.source, row.label", "source, label")}
{_counts("pages", "'pages', row.source, row.state", "source, state, kind", "row.kind = 'article'")}
{_counts("captures", "'captures', '', substr(row.warc, 1, instr(row.warc, '/') - 1)", "warc")}
CREATE TABLE mission_items (
  mission TEXT NOT NULL,
  day TEXT NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (mission, day, article_id)
) STRICT, WITHOUT ROWID;
{_PUT};
CREATE INDEX mission_items_article ON mission_items (article_id);
CREATE TRIGGER mission_items_named AFTER INSERT ON mission_mentions WHEN new.counted = 1 BEGIN \
{_PUT} AND a.id = new.article_id AND n.mission = new.mission ON CONFLICT DO NOTHING; END;
CREATE TRIGGER mission_items_unnamed AFTER DELETE ON mission_mentions WHEN old.counted = 1 BEGIN \
{_again("old.article_id")}END;
CREATE TRIGGER mission_items_renamed AFTER UPDATE ON mission_mentions BEGIN \
{_again("old.article_id")}{_again("new.article_id")}END;
CREATE TRIGGER mission_items_read AFTER UPDATE OF {", ".join(_ITEM_LOOKS)} ON articles \
WHEN {" OR ".join(f"new.{name} IS NOT old.{name}" for name in _ITEM_LOOKS)} BEGIN {_again("new.id")}END;
CREATE TRIGGER mission_items_gone AFTER DELETE ON articles BEGIN \
DELETE FROM mission_items WHERE article_id = old.id; END;

CREATE INDEX captures_kept_at ON captures (fetched_at) WHERE warc >= 'pages/' AND warc < 'pages0';
CREATE INDEX pages_in_trouble ON pages (checked_at, next_at)
WHERE (state IN ('failed', 'refused', 'rejected') OR (state = 'gone' AND article_id IS NULL)
  OR (state IN ('kept', 'fetched') AND tries > 0 AND reason IS NOT NULL))
  AND NOT (kind = 'other' AND state IN ('rejected', 'gone'));
CREATE INDEX articles_unstable ON articles (updated_at) WHERE revision >= 24;
"""
