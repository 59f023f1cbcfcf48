"""Write an archive of any size, to measure queries on: articles with all that a crawl leaves beside them.

    python benchmarks/archive_at_size.py DIR [--articles 100000] [--seed 1]      (beyond 100,000: in hundred thousands)

Rows are written by SQL of our own, a thousand articles a transaction: storing one by one takes milliseconds an article,
most of it for evidence and raw pages that no query reads. The full-text index is filled with what storage.search_index
gives, the texts are benchmarks/zipf_words.py's. Left out: the page store, hosts, and the working tables of
deduplication. The same numbers give the same archive.
"""

# ruff: noqa: S311, S608 - chance for test data; names of ours
from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.archive_growth import grow
from benchmarks.facts_at_size import FACTS, Facts
from benchmarks.zipf_words import Writer
from storage.archive import ARCHIVE_FILE, Archive
from storage.search_index import TABLE, Indexed
from storage.times import to_text

BATCH = 1000
# Larger archives hold copies of so many articles, each lying further back (benchmarks/archive_growth.py).
BLOCK = 100_000
END = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
# A followed world of thirty outlets gives so much a day.
PER_DAY = 270
SOURCES = 30
Rows = dict[str, list[tuple[Any, ...]]]
_OTHER_PAGES = 1.5


def main() -> None:
    """Write it and say how long that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    drawn = min(options.articles, BLOCK)
    write(options.folder, drawn, seed=options.seed)
    with Archive.open(options.folder) as archive:
        if options.articles > drawn:
            grow(archive, options.articles // drawn)
        archive.db.value("PRAGMA wal_checkpoint(TRUNCATE)")
        articles = archive.db.value("SELECT max(id) FROM articles")
        size = (options.folder / ARCHIVE_FILE).stat().st_size
    print(f"{articles} articles, {size / 1e9:.2f} GB, {time.perf_counter() - began:.0f} s")


def write(folder: Path, articles: int, *, seed: int = 1) -> None:
    """Make an archive of rows that are all drawn."""
    made = _Made(articles, seed)
    with Archive.open(folder, create=True) as archive:
        db = archive.db
        db.value("PRAGMA cache_size = -400000")
        indexes = db.rows(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN (SELECT value FROM json_each(?))",
            (json.dumps([*FACTS, "decisions", "captures", "pages"]),),
        )
        with db.write():
            # They are made at the end, in one go; those on articles are kept, for the index of texts needs none.
            for index in indexes:
                db.execute(f"DROP INDEX {index['name']}")
            _insert(archive, made.around())
        for first in range(1, articles + 1, BATCH):
            with db.write():
                _insert(archive, made.batch(range(first, min(first + BATCH, articles + 1))))
        with db.write():
            for index in indexes:
                db.execute(index["sql"])
            db.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', 500)")


def _insert(archive: Archive, rows: Rows) -> None:
    for table, values in rows.items():
        into = f"{table} (rowid, title, body, names)" if table == TABLE else table
        marks = ", ".join("?" * len(values[0]))
        archive.db.execute_many(f"INSERT INTO {into} VALUES ({marks})", values)


READING = '{"type":"news","language":"en","paragraphs":3,"length":900,"body":"own","published":null,"found":["title"]}'


class _Made:
    """All rows, drawn from one seed."""

    def __init__(self, articles: int, seed: int) -> None:
        self._chance = random.Random(seed)
        self._writer = Writer(self._chance)
        self._facts = Facts(self._chance)
        self._articles = articles
        self._days = max(30, articles // PER_DAY)
        self._start = END - timedelta(days=self._days)
        self._weights = [1 / (rank + 2) for rank in range(SOURCES)]
        self._page = 0
        self._capture = 0
        self._recent: list[int] = []

    def around(self) -> Rows:
        """Sources, runs, coverage: what is there whatever the articles are."""
        start = to_text(self._start)
        rows: Rows = defaultdict(list)
        for number in range(SOURCES):
            slug = f"outlet-{number:02}"
            rows["sources"].append((slug, f"Outlet {number}", None, None, "wire", "en", "UTC", 1, 700, 1, None, start))
        run = 0
        for day in range(self._days):
            at = self._start + timedelta(days=day)
            for number in range(SOURCES):
                run += 1
                slug = f"outlet-{number:02}"
                fails = self._chance.random() < 0.004
                began = at + timedelta(hours=6, minutes=number)
                rows["runs"].append(
                    (
                        run, slug, to_text(began), to_text(began + timedelta(minutes=2)),
                        "listing-failed" if fails else "collected", "timeout" if fails else None, "{}",
                    )
                )  # fmt: skip
                state = "failed" if fails else "collected"
                listing = f"http://{slug}.example/feed"
                rows["coverage"].append((slug, listing, to_text(at)[:10], state, run, "timeout" if fails else None))
        return rows

    def batch(self, numbers: range) -> Rows:
        """The rows of these articles, by table."""
        rows: Rows = defaultdict(list)
        for number in numbers:
            self._one(rows, number)
        # The index takes rows quickly in their order only.
        rows[TABLE].sort()
        return rows

    def _one(self, rows: Rows, number: int) -> None:
        chance = self._chance
        seen = self._start + timedelta(seconds=number * self._days * 86400 / self._articles)
        # Most are read within hours; one in twenty is an older one, found when an outlet's past was walked back.
        lag = chance.expovariate(1 / 5) if chance.random() < 0.95 else chance.uniform(0, self._days * 24)
        published = None if chance.random() < 0.01 else max(seen - timedelta(hours=lag), self._start)
        source = f"outlet-{chance.choices(range(SOURCES), weights=self._weights)[0]:02}"
        language = chance.choices(("en", "zh", "fr"), weights=(60, 35, 5))[0]
        kind = ("peacekeeping", "borderline", "contested", "other")
        label = chance.choices(kind, weights=(88, 8, 3, 1))[0]
        title, paragraphs = self._writer.title(language), self._writer.paragraphs(language)
        text = self._text_id(number)
        content: dict[str, Any] = {
            "title": title, "outlet": f"Outlet {source[-2:]} News", "editor": "Ada Example", "byline": "Bo Example",
            "dateline": None, "dateline_place": None, "dateline_date": None,
            "published_at": published and to_text(published), "published_raw": published and published.isoformat(),
            "published_local": None, "language": language, "type": "news", "body": "\n\n".join(paragraphs),
            "blocks": _blocks(paragraphs), "captions": "[]", "trailer": None,
        }  # fmt: skip
        evidence = json.dumps({name: {"how": "json-ld", "state": "found"} for name in ("title", "body", "published")})
        at, uid, url = to_text(seen), f"a-{number:08}", f"http://{source}.example/{number}"
        withdrawn = to_text(seen + timedelta(days=9)) if chance.random() < 0.002 else None
        revised = chance.random() < 0.03
        revision = 2 if revised else 1
        rows["articles"].append(
            (
                number, uid, url, source, None, *content.values(), "[]", label, 12.0, "un-pko", text, text, revision,
                "{}", "crawl", at, at, withdrawn, evidence,
            )
        )  # fmt: skip
        for state in range(1, revision + 1):
            changes = [] if state == 1 else [{"field": "body", "old": "12 men", "new": "13 men", "kind": "figure"}]
            seen_then = to_text(seen + timedelta(hours=30 * (state - 1)))
            rows["revisions"].append(
                (number, state, seen_then, json.dumps(changes), *content.values(), "[]", "[]", "{}", evidence)
            )
        rows[TABLE].append(Indexed.of({**content, "first_seen_at": at}).values(number))
        if withdrawn:
            rows["withdrawals"].append((None, number, "404", withdrawn, withdrawn, None, "gone (404)"))
        self._pages(rows, (number, revision), (source, url), at, label)
        rows["texts"].append((number, None if text == number else text, text))
        if text == number:
            rows["stories"].append((number, None, number, "[]"))
        rows["appearances"].append(
            (None, text, number, self._page, at, 1.0, "same" if text == number else "cut", 0, "[]", "[]", 0)
        )
        self._facts.of(rows, (number, revision, content["body"]), at[:10], counted=label == "peacekeeping")

    def _text_id(self, number: int) -> int:
        """One article in eight carries a text of the last fifty."""
        if self._recent and self._chance.random() < 0.12:
            return self._chance.choice(self._recent)
        self._recent = [*self._recent[-49:], number]
        return number

    def _pages(self, rows: Rows, of: tuple[int, int], page: tuple[str, str], at: str, label: str) -> None:
        """The article's page (source, url), and one or two that were read and passed over."""
        source, url = page
        taken: int | None
        others = int(_OTHER_PAGES + self._chance.random())
        for other in range(others, -1, -1):
            self._page += 1
            self._capture += 1
            address = url if not other else f"{url}/other-{other}"
            taken = of[0] if not other else None
            state, said = ("other", "other") if other else ("kept", label)
            rows["pages"].append(
                (
                    self._page, address, f"{source}.example", source, "article", taken, f"http://{source}.example/",
                    at, None, None, at, None, 0, state, None, said, 3.0, "A title", at[:10], None, None, None,
                )
            )  # fmt: skip
            rows["captures"].append(
                (self._capture, self._page, at, 200, f"{self._capture:064x}", "utf-8", "pages/1.warc.gz",
                 self._capture * 900, 900, at, READING)
            )  # fmt: skip
            rows["decisions"].append(
                (None, self._capture, taken, of[1] if taken else None, None, at, "1", said, 3.0, "un-pko",
                 None if taken else "no term of weight", '[{"term":"peacekeepers","points":3}]')
            )  # fmt: skip
        for number in range(1, of[1] + 1):
            rows["article_captures"].append((of[0], number, 1, self._capture))


def _blocks(paragraphs: Sequence[str]) -> str:
    """The spans of the paragraphs in the body, as articles have them."""
    starts = accumulate((len(one) + 2 for one in paragraphs), initial=0)
    spans = zip(starts, paragraphs, strict=False)
    return json.dumps([{"kind": "paragraph", "start": at, "end": at + len(one)} for at, one in spans])


if __name__ == "__main__":
    main()
