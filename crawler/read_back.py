"""Captures that stand in the page store unread, read in the order in which they were taken: replay and rebuild.

Those that are read at nearly the same time share a transaction, so whatever ends the work, the next call goes on behind
the last one settled.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from time import monotonic

from crawler.extraction.page import Page
from crawler.intake import Intake
from crawler.lost_pages import UNREADABLE, let_go
from crawler.parts import Part
from crawler.reading import Reading
from crawler.recheck import article_again
from crawler.reparse import page_again
from crawler.settled import Settled
from crawler.source import Source
from crawler.stored_whole import whole_reading
from crawler.urls import host_of
from crawler.worker import Workers
from storage.archive import Archive
from storage.database import Row
from storage.records import Answer
from storage.times import from_text, from_text_or_none

# What a page says of itself now; an older capture of it changes none of this.
PAGE_COLUMNS = (
    "state", "reason", "label", "score", "title", "tries", "next_at", "gone_since", "checked_at", "etag",
    "last_modified",
)  # fmt: skip
# So many share a transaction, and none waits longer for the next one than some seconds: a commit costs a third of
# what storing an article does.
TOGETHER, MOST_SECONDS = 8, 2.0
# A capture, its answer and what was read of it.
_Read = tuple[Row, Answer, Reading]


class ReadBack:
    """Settles captures of pages and imported files. seen: capture to the time its article was first stored.

    together: so many share a transaction; 1 where something of their own is to be done about each.
    """

    def __init__(
        self, archive: Archive, workers: Workers, sources: Mapping[str, Source], *, now: Callable[[], datetime],
        intakes: Callable[[Row], Intake], seen: Mapping[int, datetime] | None = None, together: int = TOGETHER,
    ) -> None:  # fmt: skip
        self._archive, self._workers, self._sources, self._now = archive, workers, sources, now
        self._intakes, self._seen, self._most = intakes, seen or {}, together
        self._begun: set[int] = set()

    def run(self, rows: Sequence[Row]) -> Iterator[tuple[Row, Settled | None]]:
        """Settle these captures (id, page_id, fetched_at, source), in this order; None: settled with another page.

        Those whose record is not to be had come last, as rejected.
        """
        waiting: deque[tuple[Row, Answer]] = deque()
        lost: deque[tuple[Row, Exception]] = deque()

        def pages() -> Iterator[tuple[Page, str | None]]:
            for row in rows:
                try:
                    answer = self._archive.captures.read(row["id"])
                except UNREADABLE as error:
                    lost.append((row, error))
                    continue
                waiting.append((row, answer))
                yield page_again(row, answer), self._slug(row)

        batch: list[_Read] = []
        begun = monotonic()
        for reading in self._workers.read_pages(pages()):
            one = (*waiting.popleft(), reading)
            if self._reads_more(one):
                yield from self._together(batch)
                yield from self._together([one])
                batch = []
                continue
            begun = begun if batch else monotonic()
            batch.append(one)
            if len(batch) >= self._most or monotonic() - begun > MOST_SECONDS:
                yield from self._together(batch)
                batch = []
        yield from self._together(batch)
        for row, error in lost:
            yield row, let_go(self._archive, row, error, self._now())

    def _reads_more(self, one: _Read) -> bool:
        """Whether further pages may have to be read, for which no other program that writes is to wait."""
        row, _, reading = one
        return row["source"] in self._sources and bool(reading.first is not None or reading.wanted)

    def _together(self, batch: Sequence[_Read]) -> list[tuple[Row, Settled | None]]:
        if len(batch) < 2:
            return [(one[0], self._take(*one)) for one in batch]
        with self._archive.db.write():
            return [(one[0], self._take(*one)) for one in batch]

    def _take(self, row: Row, answer: Answer, reading: Reading) -> Settled | None:
        if row["id"] in self._begun or self._is_settled(row["id"]):
            return None
        self._begun.add(row["id"])
        source = self._sources.get(row["source"] or "")
        parts: list[Part] = []
        if source is not None and row["page_id"] is not None:
            if reading.first is not None and self._begins_elsewhere(reading.first, row, source):
                return None
            if reading.wanted:
                reading, parts = whole_reading(
                    self._archive, source, row, reading, lambda pages: self._read(row, answer, pages), unread=True
                )
        if source is not None and row["page_id"] is None and reading.article is not None:
            reading = replace(reading, article=replace(reading.article, source=source.slug))
        at = self._seen.get(row["id"]) or from_text(row["fetched_at"])
        with self._archive.db.write():
            held = self._held(row)
            settled = self._intakes(row).settle(row["id"], row["page_id"], reading, source=source, now=at, parts=parts)
            self._after(row, answer, held)
            if source is not None and answer.requested_url is not None:
                self._join(answer.requested_url, row, source, at)
        return settled

    def _read(self, row: Row, answer: Answer, further: Sequence[Page]) -> Reading:
        return self._workers.read_page(replace(page_again(row, answer), further=tuple(further)), self._slug(row))

    def _slug(self, row: Row) -> str | None:
        return row["source"] if row["source"] in self._sources else None

    def _begins_elsewhere(self, first: str, row: Row, source: Source) -> bool:
        """Settle the first page of a text of which this is a later one; True where that took this one as well."""
        try:
            page = self._archive.frontier.page_at(source.canonical(first))
        except ValueError:
            return False
        capture = None if page is None else self._archive.frontier.capture_of(page["id"])
        if page is None or capture is None or page["id"] == row["page_id"] or capture["id"] in self._begun:
            return False
        try:
            answer = self._archive.captures.read(capture["id"])
        except UNREADABLE:
            return False
        other = {**capture, "source": row["source"]}
        self._take(other, answer, self._read(other, answer, ()))
        return self._is_settled(row["id"])

    def _is_settled(self, capture_id: int) -> bool:
        found = self._archive.db.value("SELECT settled_at FROM captures WHERE id = ?", (capture_id,))
        return found is not None

    def _held(self, row: Row) -> tuple[Row, str | None] | None:
        """The page as it is, where it already gave a later capture, and since when its article is withdrawn."""
        if row["page_id"] is None:
            return None
        later = self._archive.db.value(
            "SELECT 1 FROM captures WHERE page_id = ? AND fetched_at > ? AND settled_at IS NOT NULL LIMIT 1",
            (row["page_id"], row["fetched_at"]),
        )
        page = self._archive.frontier.page(row["page_id"])
        if later is None or page is None:
            return None
        gone = self._archive.db.value("SELECT withdrawn_at FROM articles WHERE id = ?", (page["article_id"],))
        return page, gone

    def _after(self, row: Row, answer: Answer, held: tuple[Row, str | None] | None) -> None:
        """Leave the page as its newest capture left it, to be asked for again by the age of its article by now."""
        page = None if row["page_id"] is None else self._archive.frontier.page(row["page_id"])
        if page is None:
            return
        if held is not None and held[0]["state"] not in ("new", "fetched"):
            before, gone = held
            self._archive.frontier.update(page["id"], **{name: before[name] for name in PAGE_COLUMNS})
            if gone is not None:
                self._archive.articles.mark_withdrawn(page["article_id"], from_text(gone))
            return
        columns: dict[str, object] = {
            "etag": answer.header("ETag"),
            "last_modified": answer.header("Last-Modified"),
            "checked_at": row["fetched_at"],
        }
        if page["next_at"] is not None and page["state"] != "fetched":
            columns["next_at"] = self._again(page)
        self._archive.frontier.update(page["id"], **columns)

    def _join(self, requested: str, row: Row, source: Source, at: datetime) -> None:
        """The address that was asked for leads to the one that answered; only the latter is asked for again."""
        page = self._archive.frontier.page(row["page_id"])
        try:
            address = source.canonical(requested)
        except ValueError:
            return
        if page is None or address == page["url"] or not source.owns(address):
            return
        asked = self._archive.frontier.add_page(
            address, host=host_of(address), source=source.slug, kind="article", now=at
        )
        if asked["state"] in ("new", page["state"]):
            self._intakes(row).joined(asked, page, at)

    def _again(self, page: Row) -> datetime | None:
        published = self._archive.db.value("SELECT published_at FROM articles WHERE id = ?", (page["article_id"],))
        seen = from_text(page["first_seen_at"])
        return article_again(min(seen, from_text_or_none(published) or seen), self._now())
