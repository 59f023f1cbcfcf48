"""The page store: every kept answer in WARC files, one a day, written and synchronised before its row is committed.

Records are WARC/1.1, one gzip member each (ISO 28500:2017, annex D), readable by any WARC tool. storage.page_files
appends them.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from storage import warc
from storage.backfill_pages import UNSETTLED
from storage.database import Database, Row
from storage.disk import size_of
from storage.errors import NotFound
from storage.page_files import PAGES_FOLDER, PRUNED_FOLDER, PageFiles
from storage.records import Answer
from storage.tallies import Tallies
from storage.times import from_text, to_text

__all__ = ["NEVER_HAD", "PAGES_FOLDER", "PRUNED_FOLDER", "Kept", "PageStore", "Size", "is_pruned", "was_never_had"]

# In the place of pages/ in the name of a capture's file: what a merge took over without its record.
NEVER_HAD = f"{PRUNED_FOLDER}/never-had"
_OF_A_MONTH = re.compile(rf"{PRUNED_FOLDER}/\d{{4}}-\d{{2}}/")
_BY_PRUNE = "was removed by `bluewatch prune`"

SECONDS_A_YEAR = 365.25 * 86400
IMPORTED_STATUS = 200
# Of so many records written or read last, what they answer and their number are at hand.
_REMEMBERED = 200
_PLACE = "SELECT id, warc, offset, length, digest, fetched_at FROM captures WHERE id = ?"
_NEWEST = "SELECT id, digest, status, warc FROM captures"
# The first and the last by the index of those whose record is in the page store.
_SIZE = """
SELECT
  (SELECT min(fetched_at) FROM captures INDEXED BY captures_kept_at
    WHERE warc >= 'pages/' AND warc < 'pages0') AS first_at,
  (SELECT max(fetched_at) FROM captures INDEXED BY captures_kept_at
    WHERE warc >= 'pages/' AND warc < 'pages0') AS last_at,
  (SELECT coalesce(sum(committed), 0) FROM warc_files) AS bytes
"""


class Place(NamedTuple):
    """What a row says of its record. All of it: a number whose transaction was undone is given again."""

    id: int
    warc: str
    offset: int
    length: int
    digest: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture in the store; new is False where the page said the same, byte for byte, last time.

    place: what a new one's row says of its record.
    """

    capture_id: int
    new: bool
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How large the page store is. bytes_a_year: at the pace so far; None before it is two days old."""

    captures: int
    bytes: int
    first_at: str | None
    last_at: str | None
    bytes_a_year: float | None


class PageStore:
    """The table captures and the WARC files under ``pages/``."""

    def __init__(self, db: Database, data: Path) -> None:
        self._db = db
        self._data = data
        self._files = PageFiles(db, data)
        # The row of a capture as this process wrote or read it, to (address, number of the record).
        self._fresh: OrderedDict[Place, tuple[str, str]] = OrderedDict()
        # Uids that metadata records give to captures, while the page store is read back.
        self.named: dict[int, str] = {}

    def keep(self, answer: Answer, *, page_id: int | None) -> Kept:
        """Store an answer; the one that the page gave last time, with the same status and bytes, is not stored again.

        Raises ArchiveUnusable: disk full, no permission, or a WARC file that lost what was committed.
        """
        digest = sha256(answer.body).hexdigest()
        with self._db.write():
            newest = self._newest(page_id, digest)
            same = newest is not None and (newest["digest"], newest["status"]) == (digest, answer.status)
            # Where the bytes were pruned, those of today are kept anew.
            if newest is not None and same and not is_pruned(newest["warc"]):
                return Kept(newest["id"], new=False)
            return self.append(answer, page_id=page_id, digest=digest)

    def append(self, answer: Answer, *, page_id: int | None, digest: str | None = None) -> Kept:
        """Store an answer whatever the page gave before or after it; inside the caller's write().

        digest: the SHA-256 of its body, where it is at hand.
        """
        record_id = warc.new_record_id()
        kept = self.append_record(
            warc.response_record(answer, record_id),
            page_id=page_id,
            at=answer.fetched_at,
            status=answer.status,
            digest=digest or sha256(answer.body).hexdigest(),
            charset=warc.charset_of(answer.header("Content-Type")),
        )
        assert kept.place is not None  # noqa: S101 - it is new
        self._remember(kept.place, answer.url, record_id)
        return kept

    def keep_file(self, name: str, content: bytes, *, content_type: str, at: datetime) -> Kept:
        """Store an imported file under ``urn:sha256:<hex>``; the same bytes a second time are not stored again."""
        digest = sha256(content).hexdigest()
        with self._db.write():
            known = self._newest(None, digest)
            if known is not None and not is_pruned(known["warc"]):
                return Kept(known["id"], new=False)
            return self.append_record(
                warc.resource_record(f"urn:sha256:{digest}", content, content_type=content_type, name=name, at=at),
                page_id=None, at=at, status=IMPORTED_STATUS, digest=digest, charset=warc.charset_of(content_type),
            )  # fmt: skip

    def read(self, capture_id: int) -> Answer:
        """Read an answer back from its WARC record, headers as received.

        Raises NotFound for no such capture, ArchiveUnusable where the record is gone or its bytes are not those kept.
        """
        row = self._row(capture_id)
        try:
            answer, record_id = warc.read_record(self._record(row))
        except warc.BrokenRecordError as error:
            raise self._files.damaged(row["warc"], str(error)) from error
        if sha256(answer.body).hexdigest() != row["digest"]:
            raise self._files.damaged(row["warc"], f"the record at {row['offset']} holds other bytes than were kept")
        self._remember(Place(*(row[name] for name in Place._fields)), answer.url, record_id)
        return answer

    def address(self, capture_id: int) -> str:
        """The address that a capture is an answer of. Raises as read() does."""
        return self._opening(self._row(capture_id))[0]

    def came_from_outlet(self, page_id: int) -> bool:
        """Whether an answer of a page came from elsewhere than a web archive's copy."""
        query = "SELECT 1 FROM captures WHERE page_id = ? AND id NOT IN (SELECT capture_id FROM copies) LIMIT 1"
        return self._db.value(query, (page_id,)) is not None

    def _remember(self, place: Place, url: str, record_id: str) -> None:
        self._fresh[place] = (url, record_id)
        while len(self._fresh) > _REMEMBERED:
            self._fresh.popitem(last=False)

    def _opening(self, row: Row) -> tuple[str, str]:
        """Address and number of the record of a capture."""
        known = self._fresh.get(Place(*(row[name] for name in Place._fields)))
        if known is not None:
            return known
        try:
            answer, record_id = warc.read_record(self._record(row))
        except warc.BrokenRecordError as error:
            raise self._files.damaged(row["warc"], str(error)) from error
        return answer.url, record_id

    def record(self, capture_id: int) -> bytes:
        """The record itself as it lies in its file: one gzip member. Raises as read() does, but for its bytes."""
        return self._record(self._row(capture_id))

    def name_article(self, capture_id: int, *, uid: str, source: str, origin: str, at: datetime) -> None:
        """Write the uid of a newly stored article beside its capture, so that a rebuilt archive keeps it."""
        if self.named.get(capture_id) == uid:
            return
        url, record_id = self._opening(self._row(capture_id))
        fields = {"uid": uid, "source": source, "origin": origin}
        with self._db.write():
            self._files.append(warc.metadata_record(url, fields, refers_to=record_id, at=at), at)

    def unsettled(self, source: str | None = None) -> list[Row]:
        """Captures whose parse was never stored, oldest first, with url and source; none that a back-fill will read."""
        return self._db.rows(UNSETTLED, {"source": source})

    def settle(self, capture_id: int, at: datetime, reading: str | None = None) -> None:
        """Note that what a capture says is stored (the first such time stays), and its reading in short."""
        query = "UPDATE captures SET settled_at = coalesce(settled_at, ?), reading = coalesce(?, reading) WHERE id = ?"
        with self._db.write():
            self._db.execute(query, (to_text(at), reading, capture_id))

    def size(self) -> Size:
        """Count captures and bytes, and what a year at this pace would take."""
        row = self._db.row(_SIZE)
        assert row is not None  # noqa: S101 - it always has a row
        row["captures"] = Tallies(self._db).captures(PAGES_FOLDER)
        pace = None
        if row["captures"]:
            seconds = (from_text(row["last_at"]) - from_text(row["first_at"])).total_seconds()
            pace = row["bytes"] / seconds * SECONDS_A_YEAR if seconds >= 2 * 86400 else None
        return Size(row["captures"], row["bytes"], row["first_at"], row["last_at"], pace)

    def lost(self) -> list[str]:
        """The files that are gone, or shorter than what was committed to them, oldest first; looks at sizes alone."""
        rows = self._db.rows("SELECT warc, committed FROM warc_files ORDER BY warc")
        return [row["warc"] for row in rows if size_of(self._data / row["warc"]) < row["committed"]]

    def _newest(self, page_id: int | None, digest: str) -> Row | None:
        """The newest capture of a page; of no page (imported files), the one with these bytes."""
        if page_id is None:
            return self._db.row(f"{_NEWEST} WHERE digest = ? AND page_id IS NULL ORDER BY id DESC LIMIT 1", (digest,))
        return self._db.row(f"{_NEWEST} WHERE page_id = ? ORDER BY id DESC LIMIT 1", (page_id,))

    def append_record(
        self, record: bytes, *, page_id: int | None, at: datetime, status: int, digest: str, charset: str | None
    ) -> Kept:
        """Store a record, one gzip member, as the capture of a page; inside the caller's write()."""
        name, offset = self._files.append(record, at)
        fetched = to_text(at)
        capture_id = self._db.execute(
            "INSERT INTO captures (page_id, fetched_at, status, digest, charset, warc, offset, length)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (page_id, fetched, status, digest, charset, name, offset, len(record)),
        )
        return Kept(capture_id, new=True, place=Place(capture_id, name, offset, len(record), digest, fetched))

    def put_record(self, capture_id: int, record: bytes, *, at: datetime) -> None:
        """Store the record of a capture that came without it; inside the caller's write()."""
        name, offset = self._files.append(record, at)
        self._db.execute(
            "UPDATE captures SET warc = ?, offset = ?, length = ? WHERE id = ?", (name, offset, len(record), capture_id)
        )

    def _record(self, row: Row) -> bytes:
        if is_pruned(row["warc"]):
            why = "did not come with the archive that it was merged from" if was_never_had(row["warc"]) else _BY_PRUNE
            raise NotFound(f"the raw page of capture {row['id']} ({row['fetched_at']}) {why}")
        path = self._data / str(row["warc"])
        try:
            with path.open("rb") as file:
                file.seek(row["offset"])
                return file.read(int(row["length"]))
        except OSError as error:
            raise self._files.damaged(row["warc"], f"it cannot be read: {error.strerror}") from error

    def _row(self, capture_id: int) -> Row:
        row = self._db.row(_PLACE, (capture_id,))
        if row is None:
            raise NotFound(f"there is no capture {capture_id} in this archive")
        return row


def is_pruned(warc_name: str) -> bool:
    """Whether the record of a capture was removed or never had, by the name of its file."""
    return warc_name.startswith(f"{PRUNED_FOLDER}/")


def was_never_had(warc_name: str) -> bool:
    """Whether a merge took over a capture without its record; what prune removed keeps the month in its file's name."""
    return is_pruned(warc_name) and _OF_A_MONTH.match(warc_name) is None
