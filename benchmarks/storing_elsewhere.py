"""The rows that benchmarks/storing.py wrote, stored once more by sqlite-utils; and the clock of both."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.archive import Archive
from storage.engine import UtilsDatabase

BATCH = 100
# Tables of which a crawl writes rows for an article; the others hold sources, runs, hosts and notes.
NOT_OF_ARTICLES = {"sources", "runs", "coverage", "missions", "warc_files", "meta", "hosts", "meta_migrations"}
SEARCHED = ("title", "body", "captions", "outlet", "editor", "byline", "dateline_place")


class Clock:
    """Sums seconds of the processor and of the clock by what was done."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = defaultdict(float)
        self.wall: dict[str, float] = defaultdict(float)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Add what happens inside."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu[name] += time.process_time() - cpu
        self.wall[name] += time.perf_counter() - wall


def rows_of(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that belongs to articles."""
    tables = archive.db.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'articles_words%' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY rowid"
    )
    named = [row["name"] for row in tables if row["name"] not in NOT_OF_ARTICLES]
    found = {name: archive.db.rows(f'SELECT * FROM "{name}"') for name in named}  # noqa: S608 - names of ours
    return {name: rows for name, rows in found.items() if rows}


def schema_of(archive: Archive, names: Sequence[str]) -> str:
    """The statements that make these tables and their indexes."""
    rows = archive.db.rows(
        "SELECT sql, tbl_name FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY type DESC"
    )
    return ";\n".join(row["sql"] for row in rows if row["sql"] and row["tbl_name"] in names) + ";"


def theirs(path: Path, rows: dict[str, list[dict[str, Any]]], *, schema: str = "", wal: bool = False) -> Clock:
    """Store rows by sqlite-utils: of every table its share of each batch of 100 articles."""
    clock = Clock()
    db = UtilsDatabase(str(path))
    if wal:
        db.enable_wal()
    if schema:
        db.executescript(schema)
    else:
        for name, of in rows.items():
            db.table(name).insert(of[0], pk="id")
            db.table(name).delete(of[0]["id"])
    db.table("articles").enable_fts(SEARCHED, create_triggers=True)
    steps = -(-len(rows["articles"]) // BATCH)
    with clock.of("all"):
        for step in range(steps):
            for name, of in rows.items():
                first, last = len(of) * step // steps, len(of) * (step + 1) // steps
                db.table(name).insert_all(of[first:last], batch_size=BATCH)
    db.close()
    return clock
