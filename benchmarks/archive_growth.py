"""Make an archive of benchmarks/archive_at_size.py so many times as large, by copies of its rows that lie further back.

Copy k of a block is k times the block's days older, with numbers, uids and addresses of its own; words and findings are
those of the block, so that common things stay as common as they are. SQLite copies the rows itself, which takes a tenth
of the time of drawing them anew.
"""

# ruff: noqa: S608 - names of ours
from __future__ import annotations

from dataclasses import dataclass

from storage.archive import Archive
from storage.database import Database
from storage.schema_findings import OWN_COLUMNS
from storage.search_index import TABLE, Indexed, slot_of

_TABLES = (
    "runs", "coverage", "articles", "revisions", "withdrawals", "pages", "captures", "decisions", "article_captures",
    "texts", "stories", "appearances", "finding_sets", *OWN_COLUMNS,
)  # fmt: skip
_ARTICLES = {"article_id", "text_id", "story_id", "first_article_id", "merged_into"}
_PAGES = {"page_id", "capture_id"}
_TIMES = {
    "published_at", "first_seen_at", "updated_at", "withdrawn_at", "seen_at", "at", "checked_at", "fetched_at",
    "settled_at", "since", "noticed_at", "started_at", "ended_at",
}  # fmt: skip
_DAYS = {"as_of", "date", "day"}
_NUMBERED = {"articles": "articles", "texts": "articles", "stories": "articles", "pages": "pages", "captures": "pages"}
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class _Block:
    """What the first copy of the rows spans."""

    articles: int
    pages: int
    runs: int
    days: int


def grow(archive: Archive, times: int) -> None:
    """Add copies until there are ``times`` as many articles."""
    db = archive.db
    block = _Block(
        articles=int(db.value("SELECT max(id) FROM articles")),
        pages=int(db.value("SELECT max(id) FROM pages")),
        runs=int(db.value("SELECT max(id) FROM runs")),
        days=int(db.value("SELECT count(DISTINCT day) FROM coverage")),
    )
    # A trigger looks for the mentions of each article whose mention is added.
    indexes = db.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE '%UNIQUE%'"
        " AND tbl_name != 'mission_mentions'"
    )
    db.value("PRAGMA foreign_keys = OFF")
    with db.write():
        for index in indexes:
            db.execute(f"DROP INDEX {index['name']}")
    _space(db)
    for copy in range(1, times):
        with db.write():
            for table in _TABLES:
                _copy(db, table, copy, block)
        _index(db, copy, block)
    with db.write():
        _last_run(db)
    for index in indexes:
        with db.write():
            db.execute(index["sql"])


def _last_run(db: Database) -> None:
    """The newest run once more, with the last number: numbers rise with time in an archive that a service filled."""
    columns = ", ".join(row["name"] for row in db.rows("PRAGMA table_info(runs)") if row["name"] != "id")
    db.execute(f"INSERT INTO runs ({columns}) SELECT {columns} FROM runs ORDER BY started_at DESC LIMIT 1")


def _copy(db: Database, table: str, copy: int, block: _Block) -> None:
    columns = [row["name"] for row in db.rows(f"PRAGMA table_info({table})")]
    limits = {"articles": block.articles, "pages": block.pages, "runs": block.runs}
    own = _NUMBERED.get(table, table if table == "runs" else None)
    if own:
        where = f"id <= {limits[own]}"
    elif "article_id" in columns and table != "decisions":
        where = f"article_id <= {block.articles}"
    else:
        where = f"capture_id <= {block.pages}" if table == "decisions" else f"run_id <= {block.runs}"
    values = ", ".join(_value(table, column, copy, block) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    db.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where}")


def _value(table: str, column: str, copy: int, block: _Block) -> str:  # noqa: PLR0911 - one line a kind of column
    if column == "id":
        own = _NUMBERED.get(table, table)
        step = {"articles": block.articles, "pages": block.pages, "runs": block.runs}.get(own)
        return f"id + {copy * step}" if step else "NULL"
    if column in _ARTICLES:
        return f"{column} + {copy * block.articles}"
    if column in _PAGES:
        return f"{column} + {copy * block.pages}"
    if column == "run_id":
        return f"run_id + {copy * block.runs}"
    if column == "offset":
        return f"offset + {copy * block.pages * 900}"
    if column in ("uid", "url"):
        return f"{column} || '-{copy}'"
    if column in _TIMES:
        return f"strftime('%Y-%m-%dT%H:%M:%SZ', \"{column}\", '-{copy * block.days} days')"
    return f"date(\"{column}\", '-{copy * block.days} days')" if column in _DAYS else f'"{column}"'


def _space(db: Database) -> None:
    """What the index takes of every article of the block, made once."""
    with db.write():
        db.execute("CREATE TEMP TABLE spaced (id INTEGER PRIMARY KEY, title TEXT, body TEXT, names TEXT)")
        for row in db.each("SELECT * FROM articles"):
            one = Indexed.of(row)
            db.execute("INSERT INTO spaced VALUES (?, ?, ?, ?)", (row["id"], one.title, one.body, one.names))


def _index(db: Database, copy: int, block: _Block) -> None:
    first = copy * block.articles
    for start in range(0, block.articles, _BATCH):
        with db.write():
            db.execute(
                f"INSERT INTO {TABLE} (rowid, title, body, names)"
                f" SELECT {slot_of('n')} AS slot, s.title, s.body, s.names FROM spaced AS s"
                " CROSS JOIN articles AS n ON n.id = s.id + ? WHERE s.id > ? AND s.id <= ? ORDER BY slot",
                (first, start, start + _BATCH),
            )
