"""Places the articles of a file among the texts of an archive of its own; near_duplicates.py runs it as a process.

    placing.py FILE STORED

Reads lines of JSON as near_duplicates.py writes them; prints one line of JSON: seconds of CPU of each placing, the text
of each article, marks, the archive's and the peak resident size in MB. Imports no more than a crawl needs for it.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.peers.peak import peak_mb
from storage.archive import Archive
from storage.database import Database
from storage.text_marks import packed
from storage.uids import mint

BATCH = 200
# Of an article that is only there by its marks: how many it has, and how many are of one day.
MARKS, KEYS, AN_ARTICLE_DAY = 40, 15, 67


def main() -> None:
    """Place and print."""
    print(json.dumps(placed(Path(sys.argv[1]), stored=int(sys.argv[2]))))


def placed(texts: Path, *, stored: int = 0) -> dict[str, object]:
    """Seconds of CPU of each article, its text, marks, sizes."""
    times = []
    with (
        tempfile.TemporaryDirectory() as scratch,
        texts.open(encoding="utf-8") as lines,
        Archive.open(Path(scratch), create=True) as archive,
    ):
        _fill(archive.db, stored)
        while batch := [json.loads(line) for line in itertools.islice(lines, BATCH)]:
            with archive.db.write():
                for one in batch:
                    _store(archive.db, one, stored)
                    began = time.process_time()
                    archive.texts.place(stored + one["id"] + 1)
                    times.append(time.process_time() - began)
        found = [
            row["text_id"]
            for row in archive.db.each("SELECT text_id FROM articles WHERE id > ? ORDER BY id", (stored,))
        ]
        marks = archive.db.value("SELECT count(*) FROM text_marks")
        size = archive.db.path.stat().st_size / 2**20
    return {"times": times, "texts": found, "marks": marks, "archive_mb": size, "peak_mb": peak_mb()}


def _fill(db: Database, stored: int) -> None:
    """Put in so many earlier articles by their marks alone, drawn at random: they make the tables as large as they are.

    A real one has as many marks, and shares few with what is published years later.
    """
    random_ = random.Random(7)  # noqa: S311 - marks, not secrets
    last = date(2025, 12, 1).toordinal()
    for start in range(1, stored + 1, BATCH):
        numbers = range(start, min(start + BATCH, stored + 1))
        days = {one: last - (stored - one) // AN_ARTICLE_DAY for one in numbers}
        marks = {one: [random_.getrandbits(48) for _ in range(MARKS)] for one in numbers}
        keys = {one: [random_.getrandbits(48) for _ in range(KEYS)] for one in numbers}
        with db.write():
            db.execute_many(
                "INSERT INTO articles (id, uid, source, type, body, blocks, captions, shape, label, score, revision,"
                " origin, first_seen_at, updated_at, evidence, text_id, story_id) VALUES (?1, 'old-' || ?1, 'old',"
                " 'news', '', '[]', '[]', '[]', 'peacekeeping', 12, 1, 'crawl', ?2, ?2, '{}', ?1, ?1)",
                [(one, f"{date.fromordinal(days[one])}T00:00:00Z") for one in numbers],
            )
            db.execute_many(
                "INSERT INTO text_prints VALUES (?, '', 'old', ?, 0, 0, 0, ?, '{}')",
                [(one, days[one], packed(marks[one])) for one in numbers],
            )
            db.execute_many(
                "INSERT OR IGNORE INTO text_marks VALUES (?, ?, ?)",
                [(mark, days[one], one) for one in numbers for mark in marks[one]],
            )
            db.execute_many(
                "INSERT OR IGNORE INTO story_index VALUES (?, ?, ?)",
                [(mark, days[one], one) for one in numbers for mark in keys[one]],
            )


def _store(db: Database, one: dict[str, Any], stored: int) -> None:
    db.execute(
        "INSERT INTO articles (id, uid, url, source, title, published_at, language, type, body, blocks, captions,"
        " shape, label, score, revision, origin, first_seen_at, updated_at, evidence)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'news', ?8,"
        " '[]', '[]', '[]', 'peacekeeping', 12, 1, 'crawl', ?6, ?6, '{}')",
        (
            stored + one["id"] + 1, mint(one["source"], one["url"], signs=16), one["url"], one["source"], one["title"],
            one["published_at"], one["language"], one["body"],
        ),
    )  # fmt: skip


if __name__ == "__main__":
    main()
