"""Copies out of web archives: kept under the time at which they were made, then read, oldest first, as by a replay."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from crawler.backfill.archive_steps import MOST_IN_A_ROW, MOST_TRIES, MOST_TRIES_OF_NONE, WebArchives
from crawler.backfill.pages import PastIntake, instant
from crawler.backfill.places import parse_day
from crawler.backfill.window import Window
from crawler.failures import Failed, FailureKind
from crawler.read_back import ReadBack
from crawler.settled import Settled
from crawler.source import Source
from crawler.urls import host_of
from crawler.worker import Workers
from storage.archive import Archive
from storage.backfill import BackfillStore
from storage.backfill_pages import BackfillPages
from storage.database import Row
from storage.records import Answer
from storage.times import to_text

COPY_AGAIN = timedelta(hours=6)


class Copies:
    """Fetches copies of the addresses of one source."""

    def __init__(
        self, archive: Archive, source: Source, web: WebArchives, window: Window,
        *, closed: Callable[[str], Awaitable[str | None]],
    ) -> None:  # fmt: skip
        """closed: why the outlet's robots.txt closes an address."""
        self._archive, self._source, self._web, self._window, self._closed = archive, source, web, window, closed
        self._store = BackfillStore(archive.db)
        self._in_a_row: Counter[str] = Counter()
        self._answered: set[str] = set()
        self._pages = BackfillPages(archive.db)

    async def ask(self, address: Row, now: datetime, left_alone: Mapping[str, str]) -> tuple[str, str] | None:
        """Ask for one copy of an address; the archive that is to be left alone with the reason, or None.

        left_alone: archives that are not asked in this run.
        """
        copy = untried(address, left_alone)
        if copy is None:
            other = untried(address, {})
            if other is not None:
                reason = left_alone[other["archive"]]
                self._store.update(address["id"], next_at=now + COPY_AGAIN, reason=reason)
            else:
                self._without(address)
            return None
        # What the outlet closes to us is not had by another door.
        if "live" not in address["asked"].split(", ") and (why := await self._closed(address["url"])) is not None:
            self._store.update(address["id"], state="refused", reason=why)
            return None
        came = await self._web.copy(copy)
        asked = f"{address['asked']}, {mark(copy)}".removeprefix(", ")
        if isinstance(came, Failed):
            return self._failed({**address, "asked": asked}, copy["archive"], came, now)
        self._in_a_row[copy["archive"]] = 0
        self._answered.add(copy["archive"])
        self._keep(address, came, copy, asked, now)
        return None

    def _failed(self, address: Row, name: str, failed: Failed, now: datetime) -> tuple[str, str] | None:
        """A failure that may pass is tried again later, and its archive left alone where all fails; others are final.

        address: with the copy among those that were asked for.
        """
        rests, refused = failed.kind is FailureKind.PAUSED, failed.kind is FailureKind.REFUSED
        passes = refused or failed.kind is FailureKind.SPENT or failed.kind.tried_again
        self._in_a_row[name] = self._in_a_row[name] + 1 if passes else 0
        if not passes and not rests:
            self._answered.add(name)
        tries, reason = address["tries"] + 1, f"{name}: {failed.reason}"
        if rests or (passes and tries < (MOST_TRIES if name in self._answered else MOST_TRIES_OF_NONE)):
            self._store.update(address["id"], next_at=now + COPY_AGAIN, reason=reason, tries=tries)
            return (name, failed.reason) if rests or self._in_a_row[name] >= MOST_IN_A_ROW else None
        self._store.update(address["id"], asked=address["asked"], reason=reason)
        if untried(address, {}) is None:
            if passes and not refused and "live" in address["asked"].split(", "):
                self._store.update(address["id"], state="failed", next_at=None)
            else:
                self._without(address)
        return None

    def _without(self, address: Row) -> None:
        """No copy is left: the live page is asked for, unless it was, and there is none."""
        live = "live" in address["asked"].split(", ")
        self._store.update(address["id"], state="gone" if live else "waiting", next_at=None)

    def _keep(self, address: Row, answer: Answer, copy: Mapping[str, Any], asked: str, now: datetime) -> None:
        """The bytes and their row, unread, in one transaction; those that the page gave at that time are known."""
        day = parse_day(address["day"]) if address["day"] else self._window.since
        archive = self._archive
        with archive.db.write():
            known = archive.frontier.page_at(address["url"])
            page = archive.frontier.add_page(
                address["url"], host=host_of(address["url"]), source=self._source.slug, kind="article",
                now=min(instant(day), answer.fetched_at),
            )  # fmt: skip
            if known is None:
                archive.frontier.update(page["id"], next_at=None)
            same = archive.db.value(
                "SELECT 1 FROM captures WHERE page_id = ? AND digest = ? AND fetched_at = ?",
                (page["id"], sha256(answer.body).hexdigest(), to_text(answer.fetched_at)),
            )
            if same is None:
                kept = archive.captures.append(answer, page_id=page["id"])
                self._pages.note_copy(kept.capture_id, copy["archive"], answer.requested_url or "", now)
            self._store.update(
                address["id"], state="copied", asked=asked, reason=f"a copy of {copy['archive']}", next_at=None,
                page_id=page["id"],
            )  # fmt: skip


def mark(copy: Mapping[str, Any]) -> str:
    """How a copy is named among those that were asked for."""
    return f"{copy['archive']} {copy['at']}"


def untried(address: Row, left_alone: Mapping[str, str]) -> dict[str, Any] | None:
    """The first copy of an address that was not asked for yet, of an archive that is not to be left alone."""
    asked = set(address["asked"].split(", "))
    copies = [dict(one) for one in json.loads(address["copies"])]
    return next((one for one in copies if mark(one) not in asked and one["archive"] not in left_alone), None)


def read_copies(
    archive: Archive, workers: Workers, source: Source, window: Window, *, now: Callable[[], datetime]
) -> Iterator[Settled | None]:
    """Read the copies that were kept and not read; one that holds no article lets another copy be asked for."""
    store, pages = BackfillStore(archive.db), BackfillPages(archive.db)
    intake = PastIntake(archive, window.until)
    back = ReadBack(archive, workers, {source.slug: source}, now=now, intakes=lambda _: intake, together=1)
    for row, settled in back.run(pages.unread_copies(source.slug)):
        address = archive.db.row(
            "SELECT * FROM backfill_addresses WHERE page_id = ? AND state = 'copied'", (row["page_id"],)
        )
        with archive.db.write():
            day = pages.printed_day(row["page_id"])
            if address is not None:
                _after(store, address, settled, day)
            pages.of_the_past(row["page_id"], instant(parse_day(day) if day else window.since))
            if address is not None and "live" in address["asked"].split(", "):
                # The outlet had no such page any more: to ask again would tell of a withdrawal that is not of now.
                archive.frontier.update(row["page_id"], next_at=None)
        yield settled


def _after(store: BackfillStore, address: Row, settled: Settled | None, day: str | None) -> None:
    if settled is not None and settled.state == "rejected":
        again = untried(address, {}) is not None or "live" not in address["asked"].split(", ")
        state = "copy" if again else "gone"
        store.update(address["id"], state=state, reason=f"copy: {settled.reason}")
    elif day is not None:
        store.update(address["id"], day=day, day_by="printed")
