"""Asks the outlet for one old address at a time, and settles what comes as a crawl does, but as of the past."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from crawler.backfill.places import parse_day
from crawler.backfill.window import Window
from crawler.desk import Desk
from crawler.failures import Failed, FailureKind
from crawler.intake import Intake
from crawler.parts import Part
from crawler.politeness import backoff
from crawler.reading import Reading
from crawler.settled import Settled
from crawler.source import Source
from crawler.source_run import SourceRun
from crawler.urls import host_of
from storage.archive import Archive
from storage.backfill import BackfillStore
from storage.backfill_pages import BackfillPages
from storage.database import Row

ORIGIN = "back-fill"
MOST_TRIES = 3
PARSED_AGAIN = timedelta(days=1)


class PastIntake(Intake):
    """Takes articles as back-filled; one that is younger than the days wanted is news, and is taken as crawled."""

    def __init__(self, archive: Archive, until: date) -> None:
        super().__init__(archive, origin=ORIGIN)
        self._until, self._news = until, Intake(archive, origin="crawl")

    def settle(
        self, capture_id: int, page_id: int | None, reading: Reading, *, source: Source | None, now: datetime,
        parts: Sequence[Part] = (),
    ) -> Settled:  # fmt: skip
        """As Intake.settle."""
        published = None if reading.article is None else reading.article.published_at
        if published is not None and published.astimezone(UTC).date() > self._until:
            return self._news.settle(capture_id, page_id, reading, source=source, now=now, parts=parts)
        return super().settle(capture_id, page_id, reading, source=source, now=now, parts=parts)


class LivePages(SourceRun):
    """The outlet's own pages of one back-fill. Of a run it has the way of one article; it lays down no run."""

    def __init__(self, desk: Desk, source: Source, store: BackfillStore, window: Window) -> None:
        super().__init__(desk, source)
        self._store, self._window = store, window
        self._pages = BackfillPages(desk.archive.db)

    async def ask(self, address: Row) -> str | None:
        """Ask for one address and note what became of it; the reason why the outlet is to be left alone, or None."""
        desk, now = self._desk, self._desk.now()
        row = self._row(address)
        capture = desk.archive.frontier.capture_of(row["id"])
        self._last = None
        if capture is not None and capture["settled_at"] is None:
            # Kept by a run that was killed: it is read without asking again.
            await self._settle(capture["id"], row, desk.archive.captures.read(capture["id"]))
            failed = None
        else:
            failed = await self._article(row)
        if failed is not None and self._rests(failed, address["url"]):
            self._let_go(address, row)
            return failed.reason
        with desk.archive.db.write():
            if failed is None:
                self._came(address, row)
            else:
                self._failed(address, row, failed, now)
        return None

    def _rests(self, failed: Failed, url: str) -> bool:
        """Whether the outlet is to be left alone; a host of before that is dead by now holds nobody up."""
        away = failed.kind is FailureKind.PAUSED or (failed.robots and failed.kind is FailureKind.UNREACHABLE)
        return away and not (self._source.is_old(url) and host_of(url) != host_of(self._source.home))

    def _row(self, address: Row) -> Row:
        """The page of an address, which the crawl leaves alone: it stands under a day of the past, never due."""
        desk = self._desk
        day = parse_day(address["day"]) if address["day"] else self._window.since
        with desk.archive.db.write():
            known = desk.archive.frontier.page_at(address["url"])
            row = desk.archive.frontier.add_page(
                address["url"], host=host_of(address["url"]), source=self._source.slug, kind="article",
                now=instant(day),
            )  # fmt: skip
            if known is None:
                desk.archive.frontier.update(row["id"], next_at=None)
            self._store.update(address["id"], page_id=row["id"])
        return desk.archive.frontier.page(row["id"]) or row

    def _came(self, address: Row, row: Row) -> None:
        """An answer was settled, or the address is gone, or led to what is no article."""
        page = self._desk.archive.frontier.page(row["id"]) or row
        if page["article_id"] is not None or page["state"] in ("kept", "other"):
            at = self._desk.archive.frontier.page_at((page["reason"] or "").removeprefix("leads to ")) or page
            day, by = self._pages.printed_day(at["id"]), "printed"
            columns = {"day": day, "day_by": by} if day else {}
            self._store.update(address["id"], state="taken", reason=None, asked="live", next_at=None, **columns)
            for one in {page["id"], at["id"]}:
                self._pages.of_the_past(one, instant(parse_day(day) if day else self._window.since))
        elif page["state"] == "fetched":
            # Our own parser failed: the page stays kept and unread, and is read again in a later run.
            self._wait(address, page["reason"], self._desk.now() + PARSED_AGAIN)
        elif page["kind"] == "other":
            self._store.update(address["id"], state="taken", reason="a further page of an article", asked="live")
        else:
            self._none(address, page, page["reason"] or "no article")

    def _none(self, address: Row, page: Row, reason: str) -> None:
        """The outlet has no such article any more: a copy of it is asked for where one is known."""
        copies = json.loads(address["copies"])
        state = "copy" if copies else "gone"
        self._store.update(address["id"], state=state, reason=f"live: {reason}", asked="live", next_at=None)
        self._let_go(address, page)

    def _failed(self, address: Row, row: Row, failed: Failed, now: datetime) -> None:
        tries = address["tries"] + 1
        if failed.kind is FailureKind.REDIRECT or failed.kind in (FailureKind.NOT_FOUND, FailureKind.GONE):
            self._none(address, row, failed.reason)
        elif failed.kind is FailureKind.REFUSED:
            # What robots.txt or the outlet refuses is not had by another door.
            self._store.update(address["id"], state="refused", reason=failed.reason, asked="live", tries=tries)
            self._let_go(address, row)
        elif self._source.is_old(address["url"]) or tries >= MOST_TRIES:
            copies = json.loads(address["copies"])
            state = "copy" if copies else "failed"
            self._store.update(address["id"], state=state, reason=f"live: {failed.reason}", asked="live", tries=tries)
            self._let_go(address, row)
        else:
            self._wait(address, failed.reason, now + backoff(tries))
            self._store.update(address["id"], tries=tries)
            self._let_go(address, row)

    def _wait(self, address: Row, reason: str | None, until: datetime) -> None:
        self._store.update(address["id"], state="waiting", reason=reason, next_at=until)

    def _let_go(self, address: Row, page: Row) -> None:
        """A page of which nothing was kept is unknown to the crawl again; one that was kept is not due by itself."""
        with self._desk.archive.db.write():
            self._pages.forget(address["id"], page["id"])


def instant(day: date) -> datetime:
    """The beginning of a day."""
    return datetime.combine(day, time(), UTC)
