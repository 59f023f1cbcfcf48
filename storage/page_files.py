"""The WARC files of the page store: one a day, appended to under the archive's write lock and synchronised.

A torn record past the last committed one, left by a process that was killed, is cut away at the next append. Whole
records there may be all that is left of pages that a newer archive.db knew: they stay, and the day goes on in a further
file.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
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


class PageFiles:
    """The files under ``pages/`` and the table warc_files, which knows their committed ends."""

    def __init__(self, db: Database, data: Path) -> None:
        self._db = db
        self._data = data
        self._lock = PagesLock(data)
        # The stretch of each file that this process itself wrote without a break: (begin, end).
        self._ours: dict[str, tuple[int, int]] = {}

    def append(self, record: bytes, at: datetime) -> tuple[str, int]:
        """Append to the day's file inside write(), synchronised: file and place of the record.

        The archive's own write lock makes this the only append. The lock of the pages is for programs that know
        nothing of the archive; it is taken second, always, so no two processes can wait for each other.
        """
        day = at.astimezone(UTC)
        stem = f"{PAGES_FOLDER}/{day:%Y-%m}/bluewatch-{day:%Y%m%d}"
        try:
            with self._lock:
                name, committed = self._file_of(stem)
                offset, end = self._write(name, committed, record, day)
        except TimeoutError as error:
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

    def _write(self, name: str, committed: int, record: bytes, day: datetime) -> tuple[int, int]:
        path = self._data / name
        new_folders = () if committed else make_folders(path.parent, self._data)
        handle = self._opened(path)
        try:
            if os.fstat(handle).st_size < committed:
                raise self.damaged(name, f"it is shorter than the {committed} bytes that were committed")
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

    def _opened(self, path: Path) -> int:
        flags = os.O_RDWR | os.O_CREAT
        try:
            return os.open(path, flags, 0o600)
        except FileNotFoundError:
            # The folder is gone with what was committed, which is told by the length of the new file.
            make_folders(path.parent, self._data)
            return os.open(path, flags, 0o600)


def _numbered(stem: str, number: int) -> str:
    return f"{stem}.warc.gz" if number == 1 else f"{stem}-{number}.warc.gz"


def _number_of(name: str) -> int:
    found = re.search(r"-(\d{1,4})\.warc\.gz$", name)
    return int(found[1]) if found else 1
