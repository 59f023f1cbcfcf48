"""The page store: every kept answer in WARC files, one a day, written and synchronised before its row is committed.

Records are WARC/1.1, one gzip member each (ISO 28500:2017, annex D), readable by any WARC tool. A torn record past the
last committed one, left by a process that was killed, is cut away at the next append. Whole records there may be all
that is left of pages that a newer archive.db knew: they stay, and the day goes on in a further file.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from storage import warc
from storage.archive import lock_file
from storage.backfill_pages import UNSETTLED
from storage.blockers import blockers
from storage.database import Database, Row
from storage.disk import in_words, make_folders, sync_folder, write_all
from storage.errors import ArchiveUnusable, NotFound
from storage.records import Answer
from storage.times import from_text, to_text
from storage.troubles import BUSY_SECONDS

PAGES_FOLDER = "pages"
# What `prune` puts in its place in the rows of captures whose record it removed.
PRUNED_FOLDER = "pruned"
SECONDS_A_YEAR = 365.25 * 86400
IMPORTED_STATUS = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture in the store; new is False where the page said the same, byte for byte, last time."""

    capture_id: int
    new: bool


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
        # The stretch of each file that this process itself wrote without a break: (begin, end).
        self._ours: dict[str, tuple[int, int]] = {}
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
            return self.append(answer, page_id=page_id)

    def append(self, answer: Answer, *, page_id: int | None) -> Kept:
        """Store an answer whatever the page gave before or after it; inside the caller's write()."""
        return self.append_record(
            warc.response_record(answer),
            page_id=page_id,
            at=answer.fetched_at,
            status=answer.status,
            digest=sha256(answer.body).hexdigest(),
            charset=warc.charset_of(answer.header("Content-Type")),
        )

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
            answer, _ = warc.read_record(self._record(row))
        except warc.BrokenRecordError as error:
            raise self._damaged(row["warc"], str(error)) from error
        if sha256(answer.body).hexdigest() != row["digest"]:
            raise self._damaged(row["warc"], f"the record at {row['offset']} holds other bytes than were kept")
        return answer

    def record(self, capture_id: int) -> bytes:
        """The record itself as it lies in its file: one gzip member. Raises as read() does, but for its bytes."""
        return self._record(self._row(capture_id))

    def name_article(self, capture_id: int, *, uid: str, source: str, origin: str, at: datetime) -> None:
        """Write the uid of a newly stored article beside its capture, so that a rebuilt archive keeps it."""
        if self.named.get(capture_id) == uid:
            return
        row = self._row(capture_id)
        try:
            answer, record_id = warc.read_record(self._record(row))
        except warc.BrokenRecordError as error:
            raise self._damaged(row["warc"], str(error)) from error
        fields = {"uid": uid, "source": source, "origin": origin}
        with self._db.write():
            self._append(warc.metadata_record(answer.url, fields, refers_to=record_id, at=at), at)

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
        row = self._db.row(
            "SELECT count(*) AS captures, min(fetched_at) AS first_at, max(fetched_at) AS last_at,"
            " (SELECT coalesce(sum(committed), 0) FROM warc_files) AS bytes FROM captures"
            " WHERE warc LIKE 'pages/%'"
        )
        assert row is not None  # noqa: S101 - an aggregate always has a row
        pace = None
        if row["captures"]:
            seconds = (from_text(row["last_at"]) - from_text(row["first_at"])).total_seconds()
            pace = row["bytes"] / seconds * SECONDS_A_YEAR if seconds >= 2 * 86400 else None
        return Size(row["captures"], row["bytes"], row["first_at"], row["last_at"], pace)

    def _newest(self, page_id: int | None, digest: str) -> Row | None:
        """The newest capture of a page; of no page (imported files), the one with these bytes."""
        if page_id is None:
            return self._db.row(
                "SELECT * FROM captures WHERE digest = ? AND page_id IS NULL ORDER BY id DESC", (digest,)
            )
        return self._db.row("SELECT * FROM captures WHERE page_id = ? ORDER BY id DESC LIMIT 1", (page_id,))

    def append_record(
        self, record: bytes, *, page_id: int | None, at: datetime, status: int, digest: str, charset: str | None
    ) -> Kept:
        """Store a record, one gzip member, as the capture of a page; inside the caller's write()."""
        name, offset = self._append(record, at)
        capture_id = self._db.execute(
            "INSERT INTO captures (page_id, fetched_at, status, digest, charset, warc, offset, length)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (page_id, to_text(at), status, digest, charset, name, offset, len(record)),
        )
        return Kept(capture_id, new=True)

    def _append(self, record: bytes, at: datetime) -> tuple[str, int]:
        """Append to the day's file inside write(): the archive's own write lock makes this the only append.

        The lock of the pages is for programs that know nothing of the archive; it is taken second, always, so no two
        processes can wait for each other.
        """
        day = at.astimezone(UTC)
        stem = f"{PAGES_FOLDER}/{day:%Y-%m}/bluewatch-{day:%Y%m%d}"
        try:
            with FileLock(lock_file(self._data, "pages"), timeout=BUSY_SECONDS, mode=0o600):
                name = self._file_of(stem)
                offset, end = self._write(name, record, day)
        except Timeout as error:
            who = " and ".join(blockers(lock_file(self._data, "pages"))) or "another program"
            raise ArchiveUnusable(
                f"{self._data / stem}: {who} holds the lock of the pages; end it and try again"
            ) from error
        except OSError as error:
            reason = in_words(error, self._data)
            raise ArchiveUnusable(f"{self._data / stem}: cannot be written: {reason}") from error
        self._db.execute(
            "INSERT INTO warc_files (warc, committed) VALUES (?, ?)"
            " ON CONFLICT (warc) DO UPDATE SET committed = excluded.committed",
            (name, end),
        )
        return name, offset

    def _file_of(self, stem: str) -> str:
        """The file of a day to append to: the last one known, or the first after it without foreign whole records."""
        known = self._db.rows(
            "SELECT warc FROM warc_files WHERE warc LIKE ? || '%' ORDER BY length(warc) DESC, warc DESC LIMIT 1",
            (stem,),
        )
        number = _number_of(known[0]["warc"]) if known else self._after_pruned(stem)
        while self._keeps_others(name := _numbered(stem, number)):
            number += 1
        return name

    def _after_pruned(self, stem: str) -> int:
        """The first number of a day's files that no pruned one had: a name with a place in it means one record ever."""
        gone = f"{PRUNED_FOLDER}{stem.removeprefix(PAGES_FOLDER)}"
        rows = self._db.rows("SELECT DISTINCT warc FROM captures WHERE warc >= ? AND warc < ?", (gone, f"{gone}~"))
        return max((_number_of(row["warc"]) for row in rows), default=0) + 1

    def _keeps_others(self, name: str) -> bool:
        """Cut away a torn record past the committed end; True where whole ones are there, which stay."""
        path, committed = self._data / name, self._committed(name)
        if not path.exists() or path.stat().st_size <= committed:
            return False
        with path.open("r+b") as file:
            end = warc.end_of_records(file, committed)
            if path.stat().st_size > end:
                file.truncate(end)
                os.fsync(file.fileno())
        begun, ended = self._ours.get(name, (end, 0))
        if begun <= committed and ended == end:
            # This very process wrote them in a transaction that was rolled back: nothing ever referred to them.
            os.truncate(path, committed)
            return False
        return end > committed

    def _committed(self, name: str) -> int:
        return int(self._db.value("SELECT committed FROM warc_files WHERE warc = ?", (name,)) or 0)

    def _write(self, name: str, record: bytes, day: datetime) -> tuple[int, int]:
        path, committed = self._data / name, self._committed(name)
        new_folders = make_folders(path.parent, self._data)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size < committed:
                raise self._damaged(name, f"it is shorter than the {committed} bytes that were committed")
            head = b"" if committed else warc.warcinfo_record(path.name, day)
            write_all(handle, head + record, committed)
            os.fsync(handle)
        finally:
            os.close(handle)
        for folder in (*new_folders, *(() if committed else (path.parent,))):
            sync_folder(folder)
        offset = committed + len(head)
        end = offset + len(record)
        begun, ended = self._ours.get(name, (committed, committed))
        self._ours[name] = (begun if ended == committed else committed, end)
        return offset, end

    def _record(self, row: Row) -> bytes:
        if is_pruned(row["warc"]):
            raise NotFound(
                f"the raw page of capture {row['id']} ({row['fetched_at']}) was removed by `bluewatch prune`"
            )
        path = self._data / str(row["warc"])
        try:
            with path.open("rb") as file:
                file.seek(row["offset"])
                return file.read(int(row["length"]))
        except OSError as error:
            raise self._damaged(row["warc"], f"it cannot be read: {error.strerror}") from error

    def _row(self, capture_id: int) -> Row:
        row = self._db.row("SELECT * FROM captures WHERE id = ?", (capture_id,))
        if row is None:
            raise NotFound(f"there is no capture {capture_id} in this archive")
        return row

    def _damaged(self, name: str, what: str) -> ArchiveUnusable:
        return ArchiveUnusable(
            f"{self._data / name}: {what}; run `bluewatch check`, and put your copy of pages/ in its place"
        )


def is_pruned(warc_name: str) -> bool:
    """Whether the record of a capture was removed, by the name of its file."""
    return warc_name.startswith(f"{PRUNED_FOLDER}/")


def _numbered(stem: str, number: int) -> str:
    return f"{stem}.warc.gz" if number == 1 else f"{stem}-{number}.warc.gz"


def _number_of(name: str) -> int:
    found = re.search(r"-(\d{1,4})\.warc\.gz$", name)
    return int(found[1]) if found else 1
