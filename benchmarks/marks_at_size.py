"""Archives of a given size to store into: benchmarks/archive_at_size.py's, with the marks by which copies are found.

A crawl looks up every new article among the marks of those around it and writes its own. Here they are drawn at random,
as many as real articles have, each on the day of its article, so that the tables are as large and as dense as they are.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from benchmarks.archive_at_size import write
from storage.archive import ARCHIVE_FILE, Archive
from storage.text_marks import packed

# What the marks of one article are on average (benchmarks/near_duplicates.py counts them).
MARKS, KEYS = 40, 15
_BATCH = 2000


def archive_of(folder: Path, articles: int) -> Path:
    """The data folder of an archive with so many articles, made in this folder where it is not there yet."""
    data = folder / f"archive-{articles}"
    done = folder / f"archive-{articles}.ready"
    if not done.exists():
        if not (data / ARCHIVE_FILE).exists():
            write(data, articles)
        with Archive.open(data) as archive:
            mark(archive)
        done.touch()
    return data


def mark(archive: Archive) -> None:
    """Draw the marks of every article that has none."""
    chance = random.Random(7)  # noqa: S311 - marks, not secrets
    db = archive.db
    last = db.value("SELECT max(id) FROM articles")
    for start in range(int(db.value("SELECT coalesce(max(article_id), 0) FROM text_prints")) + 1, last + 1, _BATCH):
        rows = db.rows(
            "SELECT id, source, first_seen_at FROM articles WHERE id BETWEEN ? AND ?", (start, start + _BATCH - 1)
        )
        days = {row["id"]: date.fromisoformat(row["first_seen_at"][:10]).toordinal() for row in rows}
        marks = {row["id"]: [chance.getrandbits(48) for _ in range(MARKS)] for row in rows}
        with db.write():
            db.execute_many(
                "INSERT INTO text_prints (article_id, digest, source, day, headline, opening, second, marks, account)"
                " VALUES (?, '', ?, ?, 0, 0, 0, ?, '{}')",
                [(row["id"], row["source"], days[row["id"]], packed(marks[row["id"]])) for row in rows],
            )
            db.execute_many(
                "INSERT OR IGNORE INTO text_marks VALUES (?, ?, ?)",
                [(one, days[number], number) for number, of in marks.items() for one in of],
            )
            db.execute_many(
                "INSERT OR IGNORE INTO story_index VALUES (?, ?, ?)",
                [(chance.getrandbits(48), day, number) for number, day in days.items() for _ in range(KEYS)],
            )
    db.value("PRAGMA wal_checkpoint(TRUNCATE)")
