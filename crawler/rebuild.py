"""A lost archive.db made again from the page store alone: every capture laid down where it lies, then read in order.

What the records do not hold cannot come back: runs, coverage, editions, verdicts, withdrawals, listings not kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import sha256

from crawler.addresses import IMPORT_SOURCE, is_unfollowed
from crawler.archived_page import Found, interpret
from crawler.backfill.wayback import archive_of
from crawler.catalogue import Catalogue
from crawler.intake import Intake
from crawler.read_back import ReadBack
from crawler.replay import NO_OUTLET
from crawler.settled import Settled
from crawler.source import Source
from crawler.urls import canonical, host_of
from crawler.web_archive import records
from crawler.worker import Workers
from storage import warc
from storage.archive import Archive
from storage.backfill_pages import BackfillPages
from storage.captures import PAGES_FOLDER
from storage.database import Row
from storage.records import Answer
from storage.times import to_text

ORIGINS = ("crawl", "import", "replay", "back-fill")
_NUMBERED = re.compile(r"(.*/bluewatch-\d{8})(?:-(\d+))?\.warc\.gz$")


class Rebuild:
    """One rebuild of an archive that knows nothing of its page store, or of one that was begun."""

    def __init__(
        self, archive: Archive, workers: Workers, catalogue: Catalogue, *, now: Callable[[], datetime], most_bytes: int
    ) -> None:
        self._archive, self._workers, self._catalogue = archive, workers, catalogue
        self._now, self._most_bytes = now, most_bytes
        self._by_record: dict[str, int] = {}
        self._origins: dict[int, str] = {}
        self._slugs: dict[int, str] = {}
        self._seen: dict[int, datetime] = {}
        self.captures = 0
        self.troubles: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()

    def files(self) -> list[str]:
        """The WARC files of the page store by day, named as in captures.warc."""
        found = (self._archive.data / PAGES_FOLDER).rglob("*.warc.gz")
        return sorted((path.relative_to(self._archive.data).as_posix() for path in found), key=_place)

    def lay_down(self, names: Iterable[str]) -> Iterator[str]:
        """Note every capture of these files, unread; each file is one transaction."""
        for name in names:
            self._by_record.clear()
            with self._archive.db.write():
                self._file(name)
            yield name

    def unread(self) -> list[Row]:
        """The captures to read, in the order in which they were taken."""
        return [
            {**row, "source": self._slugs.get(row["id"], row["source"])}
            for row in self._archive.db.rows(
                "SELECT captures.*, pages.source AS source FROM captures LEFT JOIN pages ON pages.id = page_id"
                " WHERE settled_at IS NULL AND (pages.kind = 'article' OR page_id IS NULL)"
                " ORDER BY fetched_at, captures.id"
            )
        ]

    def unfollowed(self, rows: Iterable[Row]) -> dict[str, int]:
        """How many of these captures are of outlets without a source file here, by their slugs."""
        return dict(Counter(row["source"] for row in rows if is_unfollowed(row["source"], self._catalogue)))

    def read(self, rows: list[Row]) -> Iterator[Settled | None]:
        """Read and judge these captures, then settle what belongs to no article."""
        # A rebuild that was begun without their source files knows them by their slugs alone.
        slugs = sorted({row["source"] for row in rows} & self._catalogue.keys())
        self._archive.ledger.register_sources([self._catalogue[slug] for slug in slugs], self._now())
        intakes = {origin: Intake(self._archive, origin=origin) for origin in ORIGINS}

        def intake_of(row: Row) -> Intake:
            usual = "import" if row["page_id"] is None else "crawl"
            return intakes[self._origins.get(row["id"], usual)]

        back = ReadBack(
            self._archive, self._workers, self._catalogue, now=self._now, intakes=intake_of, seen=self._seen
        )
        for _, settled in back.run(rows):
            self.taken["part of another page" if settled is None else settled.change or settled.state] += 1
            if settled is not None and settled.lost:
                self.troubles[str(settled.reason)] += 1
            yield settled
        with self._archive.db.write():
            self._archive.db.execute(
                "UPDATE captures SET settled_at = fetched_at WHERE settled_at IS NULL AND page_id IN"
                " (SELECT id FROM pages WHERE kind != 'article')"
            )

    def _file(self, name: str) -> None:
        path, end = self._archive.data / name, 0
        every = records(path, most_bytes=self._most_bytes)
        for found in interpret(every, most_bytes=self._most_bytes, now=None):
            if found.what == "refused":
                self.troubles[f"{name} at byte {found.offset}: {found.why}"] += 1
                continue
            end = max(end, found.offset + found.length)
            if found.what == "name":
                self._name(found)
            elif found.answer is not None and found.what in ("page", "file"):
                capture_id = self._capture(name, found, found.answer)
                if capture_id is not None and found.record_id:
                    self._by_record[found.record_id] = capture_id
        self._archive.db.execute(
            "INSERT INTO warc_files (warc, committed) VALUES (?, ?)"
            " ON CONFLICT (warc) DO UPDATE SET committed = max(committed, excluded.committed)",
            (name, end),
        )

    def _capture(self, name: str, found: Found, answer: Answer) -> int | None:
        page_id = None if found.what == "file" else self._page(answer)
        db = self._archive.db
        db.execute(
            "INSERT INTO captures (page_id, fetched_at, status, digest, charset, warc, offset, length)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (warc, offset) DO NOTHING",
            (
                page_id, to_text(answer.fetched_at), answer.status, sha256(answer.body).hexdigest(),
                warc.charset_of(answer.header("Content-Type")), name, found.offset, found.length,
            ),
        )  # fmt: skip
        self.captures += 1
        capture = db.value("SELECT id FROM captures WHERE warc = ? AND offset = ?", (name, found.offset))
        if capture is not None and (archive := archive_of(answer)) is not None:
            self._origins.setdefault(int(capture), "back-fill")
            BackfillPages(db).note_copy(int(capture), archive, answer.requested_url or "", None)
        return None if capture is None else int(capture)

    def _page(self, answer: Answer) -> int | None:
        """The page that gave an answer; an address of no followed outlet has one as well."""
        source = self._catalogue.for_url(answer.url)
        try:
            address = source.canonical(answer.url) if source else canonical(answer.url)
            host = host_of(address)
        except ValueError:
            return None
        self._register(source)
        kind = "article" if source is None else _kind(source, address, answer)
        row = self._archive.frontier.add_page(
            address, host=host, source=source.slug if source else IMPORT_SOURCE, kind=kind, now=answer.fetched_at
        )
        if row["state"] == "new":
            self._archive.frontier.update(
                row["id"], state="fetched", next_at=None if source is None else row["next_at"]
            )
        return int(row["id"])

    def _name(self, found: Found) -> None:
        capture_id = self._by_record.get(found.refers_to[0] or "")
        if capture_id is None or found.named is None:
            return
        self._archive.captures.named[capture_id] = found.named["uid"]
        if found.at is not None:
            self._seen[capture_id] = found.at
        if found.named.get("origin") in ORIGINS:
            self._origins[capture_id] = found.named["origin"]
        if self._origins.get(capture_id) == "replay":
            self._archive.db.execute("INSERT OR IGNORE INTO replayed (capture_id) VALUES (?)", (capture_id,))
        slug = found.named.get("source", IMPORT_SOURCE)
        if slug in self._catalogue:
            self._slugs[capture_id] = slug
        elif slug != IMPORT_SOURCE:
            self._outlet_of_then(slug, capture_id)

    def _outlet_of_then(self, slug: str, capture_id: int) -> None:
        """An outlet without a source file by now keeps its slug, and is not asked."""
        if self._archive.db.value("SELECT 1 FROM sources WHERE slug = ?", (slug,)) is None:
            gone = {"slug": slug, "name": slug, "enabled": False, "disabled_because": "it has no source file any more"}
            self._archive.ledger.register_sources([gone], self._now())
        self._archive.db.execute(
            "UPDATE pages SET source = ? WHERE id = (SELECT page_id FROM captures WHERE id = ?)", (slug, capture_id)
        )

    def _register(self, source: Source | None) -> None:
        slug = source.slug if source else IMPORT_SOURCE
        if self._archive.db.value("SELECT 1 FROM sources WHERE slug = ?", (slug,)) is None:
            self._archive.ledger.register_sources([source or NO_OUTLET], self._now())


def _kind(source: Source, address: str, answer: Answer) -> str:
    """Listing, article or other (a further page of an article, mostly), by what the source file says."""
    listings = set()
    for listing in source.listings:
        try:
            listings.add(source.canonical(listing.url))
        except ValueError:
            continue
    kind = (answer.header("Content-Type") or "").lower()
    if address in listings or (not source.is_article(address) and ("xml" in kind and "xhtml" not in kind)):
        return "listing"
    return "article" if source.is_article(address) else "other"


def _place(name: str) -> tuple[str, int]:
    found = _NUMBERED.fullmatch(name)
    return (name, 0) if found is None else (found[1], int(found[2] or 1))
