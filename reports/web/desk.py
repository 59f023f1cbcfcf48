"""The archive as the pages read it: one read-only connection a thread, a snapshot and a time limit a page.

The archive is written while it is read. WAL gives every page one state of it, without waiting.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from storage.archive import ARCHIVE_FILE, Archive
from storage.database import EngineError
from storage.errors import ArchiveUnusable
from storage.opened import enter, leave

THREADS = 3
SECONDS = 10.0
# So many steps of SQLite's machine between two looks at the clock: some tenths of a millisecond.
_STEPS = 20_000
_INTERRUPTED = 9
T = TypeVar("T")


class TooSlow(Exception):
    """A page's questions took longer than a page may."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Which file it was, and which schema it had, when a connection was opened."""

    device: int
    inode: int


class Desk:
    """Hands the archive to one page at a time in each of a few threads. now: the clock, aware and in UTC."""

    def __init__(self, data: Path, *, now: Callable[[], datetime], seconds: float = SECONDS) -> None:
        self.data = data
        self.now = now
        self._path = data / ARCHIVE_FILE
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="page")
        self._own = threading.local()
        with Archive.open(data, read_only=True):
            self._known = self._look()  # what is wrong is said before anybody is told an address
            enter(self._path)  # Datasette's own connections are not counted

    def trouble(self) -> str | None:
        """Why the archive cannot be read now, with what to do; None where it can."""
        try:
            known = self._look()
        except ArchiveUnusable as error:
            return str(error)
        if known != self._known:
            return f"{self._path}: another file was put in its place; end `bluewatch serve` and start it anew"
        return None

    async def ask(self, question: Callable[[Archive], T]) -> T:
        """Answer a question in one of the threads. Raises ArchiveUnusable, TooSlow and what the question raises."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, question)

    def close(self) -> None:
        """End the threads; their connections go with them."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        leave(self._path)

    def _answer(self, question: Callable[[Archive], T]) -> T:
        archive = self._archive()
        connection = archive.db.utils.conn
        until = time.monotonic() + self._seconds
        connection.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
        try:
            connection.execute("BEGIN")
            return question(archive)
        except EngineError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == _INTERRUPTED or str(error) == "interrupted":
                raise TooSlow(f"the archive took more than {self._seconds:g} s to answer") from error
            raise
        finally:
            connection.set_progress_handler(None, 0)
            connection.rollback()

    def _archive(self) -> Archive:
        there: tuple[int, Archive] | None = getattr(self._own, "archive", None)
        if there is not None:
            version, archive = there
            if archive.db.value("PRAGMA schema_version") == version:
                return archive
            # Another command brought the schema up to date: what the file is now is judged anew.
            del self._own.archive
            archive.close()
        archive = Archive.open(self.data, read_only=True)
        self._own.archive = (archive.db.value("PRAGMA schema_version"), archive)
        return archive

    def _look(self) -> _Known:
        try:
            there = self._path.stat()
        except FileNotFoundError as error:
            raise ArchiveUnusable(
                f"{self._path}: is not there; `bluewatch crawl` or `bluewatch demo` makes an archive, a backup brings "
                "one back, --data names another folder"
            ) from error
        except OSError as error:
            raise ArchiveUnusable(f"{self._path}: cannot be read: {error.strerror}") from error
        return _Known(there.st_dev, there.st_ino)
