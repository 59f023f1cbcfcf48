"""The ways of the web archives: the queries of their indexes, and the copies that they hand over."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.archived_page import interpret
from crawler.backfill import commoncrawl, wayback
from crawler.backfill.places import Places, archived_hosts
from crawler.backfill.window import Window, copied
from crawler.failures import Failed, FailureKind
from crawler.one_request import REDIRECTS, Asker
from crawler.source import Source
from crawler.web_archive import records
from storage.backfill import BackfillStore
from storage.backfill_forms import OldAddress, Step, StepDone
from storage.database import Row
from storage.records import Answer

MOST_TRIES = 3
# Of an archive that has answered nothing else in the run: the trouble is its own, and may last some days.
MOST_TRIES_OF_NONE = 12
# So many failures in a row are not about one page of an index, or one copy.
MOST_IN_A_ROW = 3
# An archive that refuses is asked again no sooner.
REFUSED_AGAIN = timedelta(hours=6)
MOST_REDIRECTS = 3
# A head in front of a record, over what its index says of its length.
SPARE_BYTES = 64 * 1024


def first_steps(source: Source, ways: Sequence[str], window: Window, places: Places) -> Iterator[Step]:
    """Where the ways of the archives begin."""
    if wayback.NAME in ways:
        for host in archived_hosts(source):
            url = wayback.query(places.wayback, host, window.since, window.copied_until, rows=places.rows)
            yield Step(way=wayback.NAME, kind="cdx", url=url, entry=host)
    if commoncrawl.NAME in ways:
        url = f"{places.commoncrawl_index}/collinfo.json"
        yield Step(way=commoncrawl.NAME, kind="collections", url=url, entry="collinfo.json")


class WebArchives:
    """Asks the web archives on behalf of one source. What they forbid, and their rests, end their way for the run."""

    def __init__(
        self, asker: Asker, source: Source, store: BackfillStore, window: Window, places: Places, *, most_bytes: int
    ) -> None:
        self._asker, self._source, self._store = asker, source, store
        self._window, self._places, self._most_bytes = window, places, most_bytes
        self._in_a_row: Counter[str] = Counter()
        self._answered: set[str] = set()

    async def take(self, step: Row, now: datetime) -> str | None:
        """Ask for one step and note what it gave; the reason why this archive is to be left alone, or None."""
        came = await self._asker.patiently(step["url"], {}, self._places.gap, requested=step["url"])
        if isinstance(came, Failed):
            return self._failed(step, came, now)
        try:
            if came.status != 200:
                raise wayback.NotAnIndexError(f"the index leads elsewhere, or says nothing ({came.status})")
            done = self._read(step, came)
        except (wayback.NotAnIndexError, commoncrawl.NotAnIndexError) as error:
            failed = Failed(kind=FailureKind.BROKEN, reason=str(error), url=step["url"])
            return self._failed(step, failed, now)
        self._done(step, done, now)
        return None

    def _done(self, step: Row, done: StepDone, now: datetime) -> None:
        self._in_a_row[step["way"]] = 0
        self._answered.add(step["way"])
        self._store.step_done(step, self._source.slug, done, now)

    def _read(self, step: Row, came: Answer) -> StepDone:
        if step["kind"] == "cdx":
            return self._rows(step, came.body)
        if step["kind"] == "collections":
            return StepDone(further=list(self._crawls(came.body)))
        if step["kind"] == "pages":
            return StepDone(further=list(self._pages(step, commoncrawl.read_pages(came.body))))
        places = commoncrawl.read_places(came.body)
        found = [
            self._address(
                one.url, one.at, commoncrawl.NAME, {"file": one.file, "offset": one.offset, "length": one.length}
            )
            for one in places
        ]
        return StepDone(links=len(places), addresses=[one for one in found if one is not None])

    def _rows(self, step: Row, body: bytes) -> StepDone:
        rows = wayback.read_rows(body)
        found = [self._address(one.url, one.at, wayback.NAME, {}) for one in rows.copies]
        further = []
        if rows.key is not None:
            url = wayback.query(
                self._places.wayback, step["entry"], self._window.since, self._window.copied_until, key=rows.key,
                rows=self._places.rows,
            )  # fmt: skip
            further = [Step(way=step["way"], kind="cdx", url=url, entry=step["entry"], depth=step["depth"] + 1)]
        return StepDone(links=len(rows.copies), further=further, addresses=[one for one in found if one is not None])

    def _crawls(self, body: bytes) -> Iterator[Step]:
        until = self._window.copied_until
        for name, first, last in commoncrawl.read_crawls(body):
            if last >= self._window.since and first <= until:
                for host in archived_hosts(self._source):
                    url = commoncrawl.query(self._places.commoncrawl_index, name, host, None)
                    yield Step(way=commoncrawl.NAME, kind="pages", url=url, entry=f"{name} {host}")

    def _pages(self, step: Row, count: int) -> Iterator[Step]:
        name, _, host = step["entry"].partition(" ")
        for page in range(count):
            url = commoncrawl.query(self._places.commoncrawl_index, name, host, page)
            yield Step(way=commoncrawl.NAME, kind="index", url=url, entry=step["entry"], depth=page)

    def _address(self, url: str, at: datetime, archive: str, place: Mapping[str, Any]) -> OldAddress | None:
        """A copy as an old address of the source, under today's form; None where it is no article of these days."""
        try:
            address = self._source.canonical(url)
        except ValueError:
            return None
        if not self._source.owns(url) or not self._source.is_article(address):
            return None
        address = self._source.first_part(address)
        copy = {"archive": archive, "at": wayback.stamp(at), "url": url, **place}
        return copied(address, at, self._window, self._source.key_of(address), copy)

    def _failed(self, step: Row, failed: Failed, now: datetime) -> str | None:
        """Note what a step gave instead of rows; the reason why its archive is to be left alone, or None."""
        way = step["way"]
        if failed.kind is FailureKind.PAUSED:
            return failed.reason
        if way == commoncrawl.NAME and step["kind"] != "collections" and (why := commoncrawl.nothing(failed)):
            self._done(step, StepDone(reason=why), now)
            return None
        self._in_a_row[way] += 1
        tries = MOST_TRIES if way in self._answered else MOST_TRIES_OF_NONE
        again = None if step["tries"] + 1 >= tries else now + REFUSED_AGAIN
        self._store.step_failed(step, failed.reason, now, again=again)
        # Where it has answered before, it may be that this one host is closed there.
        refuses = way not in self._answered and failed.kind is FailureKind.REFUSED and failed.status != 400
        return failed.reason if refuses or self._in_a_row[way] >= MOST_IN_A_ROW else None

    async def copy(self, copy: Mapping[str, Any]) -> Answer | Failed:
        """What the outlet answered then, with the time of then; requested_url says where it came from."""
        if copy["archive"] == wayback.NAME:
            return await self._from_wayback(copy)
        return await self._from_common_crawl(copy)

    async def _from_wayback(self, copy: Mapping[str, Any]) -> Answer | Failed:
        url = asked = wayback.copy_address(self._places.wayback, copy["url"], copy["at"])
        for _ in range(MOST_REDIRECTS + 1):
            came = await self._asker.patiently(url, {}, self._places.gap, requested=url)
            if isinstance(came, Failed):
                return came
            if came.status not in REDIRECTS:
                answer = wayback.answer_of(came, asked, self._most_bytes)
                return answer or Failed(kind=FailureKind.NOT_FOUND, reason="the archive gave no copy", url=asked)
            following = wayback.next_copy(self._places.wayback, came.header("Location"))
            if following is None:
                break
            url = following
        return Failed(kind=FailureKind.REDIRECT, reason="the copy leads elsewhere", url=asked)

    async def _from_common_crawl(self, copy: Mapping[str, Any]) -> Answer | Failed:
        url, length = f"{self._places.commoncrawl_data}/{copy['file']}", int(copy["length"])
        headers = {"Range": commoncrawl.range_of(int(copy["offset"]), length), "Accept-Encoding": "identity"}
        asked = f"{url}#bytes={copy['offset']}-{int(copy['offset']) + length - 1}"
        came = await self._asker.ask(
            url, headers, self._places.gap, requested=url, limit=length + SPARE_BYTES, how={"part": True}
        )
        if isinstance(came, Failed):
            return came
        if came.status != 206:
            return Failed(kind=FailureKind.NOT_FOUND, reason="the archive gave no part of its file", url=asked)
        return self._record(came.body, copy["url"], asked)

    def _record(self, member: bytes, url: str, asked: str) -> Answer | Failed:
        """The page of one WARC record, by the same reader as a replay's."""
        with tempfile.TemporaryDirectory(prefix="bluewatch-") as folder:
            path = Path(folder) / "record.warc.gz"
            path.write_bytes(member)
            every = list(interpret(records(path, most_bytes=self._most_bytes), most_bytes=self._most_bytes, now=None))
        for found in every:
            if found.what == "page" and found.answer is not None and wayback.plain(found.answer.url) == url:
                then = found.answer
                return Answer(
                    url=url, status=then.status, headers=then.headers, body=then.body, fetched_at=then.fetched_at,
                    requested_url=asked,
                )  # fmt: skip
        why = next((found.why for found in every if found.why), "no page's record is at this place")
        return Failed(kind=FailureKind.NOT_FOUND, reason=f"the archive's record: {why}", url=asked)
