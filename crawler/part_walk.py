"""The way from an article's first page over its further ones: each asked for, kept, and read with those before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from crawler.desk import Desk, Tally
from crawler.extraction.page import Page
from crawler.failures import Failed, FailureKind
from crawler.lost_pages import UNREADABLE
from crawler.parts import Part, page_of, part_address, stored_part
from crawler.reading import Reading
from crawler.recheck import gone_again
from crawler.source import Source
from crawler.urls import host_of
from crawler.visited import validators, visited
from storage.database import Row
from storage.records import Answer
from storage.times import from_text, from_text_or_none

# All pages of one article together, in bytes: they are held and parsed at once.
MOST_BYTES = 32 * 1024 * 1024
# The parser gave up: on the pages before that one it did not.
PARSER_FAULTS = frozenset({"crashed", "too-slow", "too-large"})


class PartWalk:
    """Reads articles of one source in one run, whole. give_up: stores that a page could not be had."""

    def __init__(
        self,
        desk: Desk,
        source: Source,
        tally: Tally,
        *,
        give_up: Callable[[Row, Failed], None],
        on_part: Callable[[], None],
    ) -> None:
        self._desk, self._source, self._tally = desk, source, tally
        self._give_up, self._on_part = give_up, on_part

    async def whole(self, page: Row, capture_id: int, answer: Answer) -> tuple[Reading, list[Part]]:
        """The reading of an article's first page with its further ones, and how each of those was had.

        Parts that belong to this very capture are taken from the page store, others are asked for; if the page was
        kept anew since, nothing is. One that cannot be had is left out, and the reading says so.
        """
        frontier = self._desk.archive.frontier
        later = frontier.next_capture(page["id"], capture_id)
        since = (capture_id, answer.fetched_at)
        parts: dict[str, Part] = {}
        pages: list[Page] = []
        reading = await self._read(answer, pages)
        while wanted := [address for address in reading.wanted if address not in parts]:
            # Only when the second page has shown that it is one of this article are the others asked for.
            for address in wanted if reading.parts else wanted[:1]:
                if later is None:
                    part, further = await self._part(address, page, since)
                else:
                    part, further = self._kept_before(address, later)
                parts[address] = part or Part(address=address, page_id=0)
                if further is not None:
                    pages.append(further)
            if len(answer.body) + sum(len(one.body) for one in pages) > MOST_BYTES:
                self._tally.troubles[f"an article's pages have more than {MOST_BYTES} bytes together"] += 1
                break
            more = await self._read(answer, pages)
            if more.rejection is not None and more.rejection.kind in PARSER_FAULTS:
                self._tally.troubles[f"a further page: {more.rejection.kind}: {more.rejection.message}"] += 1
                break
            reading = more
        return reading, [part for part in parts.values() if part.page_id]

    async def _read(self, answer: Answer, pages: list[Page]) -> Reading:
        return await self._desk.workers.page(page_of(answer, further=tuple(pages)), self._source.slug)

    def _kept_before(self, address: str, before: int) -> tuple[Part | None, Page | None]:
        try:
            return stored_part(self._desk.archive, address, self._source, before) or (None, None)
        except UNREADABLE as error:
            self._tally.troubles[f"a further page: {error}"] += 1
            return None, None

    async def _part(self, address: str, first: Row, since: tuple[int, datetime]) -> tuple[Part | None, Page | None]:
        """One further page, as kept or asked for anew; no Part for an address that can be none."""
        row = self._row(address, first)
        if row is None:
            return None, None
        kept = self._desk.archive.frontier.capture_of(row["id"])
        part = Part(address=address, page_id=row["id"], capture_id=kept["id"] if kept else None)
        # An article of its own by its listing: what it says decides whether it is one.
        own = row["kind"] == "article" and row["state"] in ("kept", "other")
        if kept is not None and (own or self._is_fresh(row, kept, since)):
            return part, self._stored(part)
        if self._rests(row):
            return replace(part, failed=True), self._stored(part)
        self._on_part()
        self._tally.counts["parts"] += 1
        result = await visited(self._desk, self._source, row["url"], validators(row) if kept else {})
        result = self._judged(result, row)
        if isinstance(result, Failed):
            self._fail(row, result)
            return replace(part, failed=True), self._stored(part)
        if result.status == 304:
            self._desk.archive.frontier.update(row["id"], checked_at=self._desk.now())
            return part, self._stored(part)
        keeping = await self._desk.together.write(partial(self._desk.intake.keep, result, row["id"]))
        return replace(part, capture_id=keeping.capture_id), page_of(result, url=address)

    def _row(self, address: str, first: Row) -> Row | None:
        try:
            url = part_address(address, self._source)
        except ValueError:
            return None
        if not self._source.owns(url) or url == first["url"]:
            return None
        row = self._desk.archive.frontier.add_page(
            url,
            host=host_of(url),
            source=self._source.slug,
            kind="other",
            now=self._desk.now(),
            listing=first["url"],
        )
        return row if row["kind"] != "listing" and row["source"] == self._source.slug else None

    def _is_fresh(self, row: Row, kept: Row, since: tuple[int, datetime]) -> bool:
        """Whether a kept part goes with the first page's capture: kept or checked after it, or not read with any."""
        capture_id, fetched_at = since
        checked = from_text_or_none(row["checked_at"])
        confirmed = checked is not None and fetched_at < checked <= self._desk.now()
        return kept["settled_at"] is None or kept["id"] > capture_id or confirmed

    def _rests(self, row: Row) -> bool:
        """Whether a part that could not be had is to be left alone for now."""
        return row["kind"] == "other" and row["next_at"] is not None and from_text(row["next_at"]) > self._desk.now()

    def _stored(self, part: Part) -> Page | None:
        if part.capture_id is None:
            return None
        return page_of(self._desk.archive.captures.read(part.capture_id), url=part.address)

    def _judged(self, result: Answer | Failed, row: Row) -> Answer | Failed:
        """An answer from another address is no part: sites lead to the home page or to the first part from there."""
        if isinstance(result, Failed) or result.status == 304 or result.url == row["url"]:
            return result
        if part_address(result.url, self._source) == row["url"]:
            return result
        said = f"a further page leads to {result.url}"
        return Failed(kind=FailureKind.NOT_FOUND, reason=said, url=row["url"], status=404)

    def _fail(self, row: Row, failed: Failed) -> None:
        if failed.kind is FailureKind.PAUSED or (failed.robots and failed.kind is FailureKind.UNREACHABLE):
            self._tally.stopped = failed.reason
        if failed.kind not in (FailureKind.NOT_FOUND, FailureKind.GONE):
            self._give_up(row, failed)
            return
        now, tries = self._desk.now(), row["tries"] + 1
        again = None if failed.kind is FailureKind.GONE else gone_again(tries, now, kept=False, age_from=now)
        self._desk.archive.frontier.update(
            row["id"],
            state="gone",
            reason=failed.reason,
            tries=tries,
            checked_at=now,
            gone_since=row["gone_since"] or now,
            next_at=again,
        )
        # No fault of the run: sites go on printing links to pages that are no more. The evidence names what is missing.
        self._tally.counts["gone"] += 1
