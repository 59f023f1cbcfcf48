"""The WARC files of the page store: one a day, appended to under the archive's write lock.

They are synchronised once a transaction, before it is committed, and so before any row tells of what they hold.

A torn record past the last committed one, left by a process that was killed, is cut away at the next append. Whole
records there may be all that is left of pages that a newer archive.db knew: they stay, and the day goes on in a further
file.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from storage import warc
from storage.archive import lock_file
from storage.blockers import blockers
from storage.database import Database
from storage.disk import in_words, make_folders, sync_folder, write_all
from storage.errors import ArchiveUnusable
from storage.pages_lock import PagesLock

PAGES_FOLDER = "pages"
# What `prune` puts in its place in the rows of captures whose record it removed.
PRUNED_FOLDER = "pruned"


class Tails:
    """The files that a transaction appends to, with their ends; their lock is held until it ends."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock: PagesLock | None = None
        self._of: dict[str, _Tail] = {}

    def begin(self, lock: PagesLock) -> None:
        """Take the lock of the pages with the first record. Raises TimeoutError where another program holds it."""
        if self._lock is None:
            lock.__enter__()
            self._lock = lock

    def of(self, stem: str) -> _Tail | None:
        """The file of a day, if this transaction has begun to append to it."""
        return self._of.get(stem)

    def add(self, stem: str, tail: _Tail) -> None:
        """From here on the day's records go to this file."""
        self._of[stem] = tail

    def finish(self) -> None:
        """Synchronise the files and note how far they are committed with this transaction."""
        for tail in self._of.values():
            try:
                os.fsync(tail.handle)
                for folder in tail.new_in:
                    sync_folder(folder)
            except OSError as error:
                raise _unwritten(tail.path, tail.data, error) from error
            self._db.execute(
                "INSERT INTO warc_files (warc, committed) VALUES (?, ?)"
                " ON CONFLICT (warc) DO UPDATE SET committed = excluded.committed",
                (tail.name, tail.end),
            )

    def forget(self) -> None:
        """Close the files and give the lock back."""
        tails, self._of = self._of, {}
        for tail in tails.values():
            with contextlib.suppress(OSError):
                os.close(tail.handle)
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.__exit__()


@dataclass(slots=True)
class _Tail:
    """An open file of the page store. end: where the next record goes; new_in: folders that got new entries."""

    name: str
    path: Path
    data: Path
    handle: int
    end: int
    new_in: tuple[Path, ...]


class PageFiles:
    """The files under ``pages/`` and the table warc_files, which knows their committed ends."""

    def __init__(self, db: Database, data: Path) -> None:
        self._db = db
        self._data = data
        self._lock = PagesLock(data)
        # The stretch of each file that this process itself wrote without a break: (begin, end).
        self._ours: dict[str, tuple[int, int]] = {}

    def append(self, record: bytes, at: datetime) -> tuple[str, int]:
        """Append to the day's file inside write(): file and place of the record.

        The archive's own write lock makes this the only append. The lock of the pages is for programs that know
        nothing of the archive; it is taken second, always, so no two processes can wait for each other.
        """
        stem = _stem(at.astimezone(UTC).date())
        tails = self._db.late(Tails)
        try:
            tails.begin(self._lock)
            tail = tails.of(stem)
            if tail is None:
                tail = self._tail(stem, at)
                tails.add(stem, tail)
            offset = tail.end
            write_all(tail.handle, record, offset)
        except TimeoutError as error:
            who = " and ".join(blockers(lock_file(self._data, "pages"))) or "another program"
            raise ArchiveUnusable(
                f"{self._data / stem}: {who} holds the lock of the pages; end it and try again"
            ) from error
        except OSError as error:
            raise _unwritten(self._data / stem, self._data, error) from error
        tail.end = offset + len(record)
        begun, ended = self._ours.get(tail.name, (offset, offset))
        self._ours[tail.name] = (begun if ended == offset else offset, tail.end)
        return tail.name, offset

    def damaged(self, name: str, what: str) -> ArchiveUnusable:
        """What is said of a file that lost what was committed."""
        return ArchiveUnusable(
            f"{self._data / name}: {what}; run `bluewatch check`, and put your copy of pages/ in its place"
        )

    def _file_of(self, stem: str) -> tuple[str, int]:
        """The file of a day to append to, and its committed end.

        It is the last one known, or the first after it without foreign whole records.
        """
        known = self._db.row(
            "SELECT warc FROM warc_files WHERE warc >= ?1 AND warc < ?1 || '~'"
            " ORDER BY length(warc) DESC, warc DESC LIMIT 1",
            (stem,),
        )
        number = _number_of(known["warc"]) if known else self._after_pruned(stem)
        while True:
            name = _numbered(stem, number)
            committed = int(self._db.value("SELECT committed FROM warc_files WHERE warc = ?", (name,)) or 0)
            if not self._keeps_others(name, committed):
                return name, committed
            number += 1

    def _after_pruned(self, stem: str) -> int:
        """The first number of a day's files that no pruned one had: a name with a place in it means one record ever."""
        gone = f"{PRUNED_FOLDER}{stem.removeprefix(PAGES_FOLDER)}"
        rows = self._db.rows("SELECT DISTINCT warc FROM captures WHERE warc >= ? AND warc < ?", (gone, f"{gone}~"))
        return max((_number_of(row["warc"]) for row in rows), default=0) + 1

    def _keeps_others(self, name: str, committed: int) -> bool:
        """Cut away a torn record past the committed end; True where whole ones are there, which stay."""
        path = self._data / name
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            return False
        if size <= committed:
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

    def _tail(self, stem: str, at: datetime) -> _Tail:
        """Open the file of a day to append to; a new one begins with a record of its own."""
        name, committed = self._file_of(stem)
        path = self._data / name
        new_folders = () if committed else make_folders(path.parent, self._data)
        handle = self._opened(path)
        try:
            if os.fstat(handle).st_size < committed:
                raise self.damaged(name, f"it is shorter than the {committed} bytes that were committed")
            head = b"" if committed else warc.warcinfo_record(path.name, at.astimezone(UTC))
            write_all(handle, head, committed)
        except BaseException:
            os.close(handle)
            raise
        begun, ended = self._ours.get(name, (committed, committed))
        self._ours[name] = (begun if ended == committed else committed, committed + len(head))
        new_in = () if committed else (*new_folders, path.parent)
        return _Tail(name, path, self._data, handle, committed + len(head), new_in)

    def _opened(self, path: Path) -> int:
        flags = os.O_RDWR | os.O_CREAT
        try:
            return os.open(path, flags, 0o600)
        except FileNotFoundError:
            # The folder is gone with what was committed, which is told by the length of the new file.
            make_folders(path.parent, self._data)
            return os.open(path, flags, 0o600)


@lru_cache(maxsize=64)
def _stem(day: date) -> str:
    return f"{PAGES_FOLDER}/{day:%Y-%m}/bluewatch-{day:%Y%m%d}"


def _unwritten(path: Path, data: Path, error: OSError) -> ArchiveUnusable:
    return ArchiveUnusable(f"{path}: cannot be written: {in_words(error, data)}")


def _numbered(stem: str, number: int) -> str:
    return f"{stem}.warc.gz" if number == 1 else f"{stem}-{number}.warc.gz"


def _number_of(name: str) -> int:
    found = re.search(r"-(\d{1,4})\.warc\.gz$", name)
    return int(found[1]) if found else 1
