"""The lock of the pages, for programs that know nothing of the archive: an exclusive flock of ``locks/pages.lock``.

It is the lock that filelock takes, without its bookkeeping, which took longer than the writing: it is taken and given
back for every record.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import Any, Self

from storage.archive import lock_file
from storage.troubles import BUSY_SECONDS

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_LOOKS_A_SECOND = 20


class PagesLock:
    """Held inside a with block; its file stays open in between. Raises TimeoutError where another program holds it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._path: Path | None = None
        self._handle = -1
        self._other: Any = None

    def __enter__(self) -> Self:
        if fcntl is None:
            self._take_as_others_do()
            return self
        until = time.monotonic() + BUSY_SECONDS
        while not self._taken():
            if time.monotonic() >= until:
                raise TimeoutError(f"{self._path} is held")
            time.sleep(1 / _LOOKS_A_SECOND)
        return self

    def __exit__(self, *_: object) -> None:
        if fcntl is None:
            self._other.release()
        else:
            fcntl.flock(self._handle, fcntl.LOCK_UN)

    def __del__(self) -> None:
        self._close()

    def _taken(self) -> bool:
        """Lock the file that is at the path; one that was removed meanwhile locks nobody out."""
        if self._handle < 0:
            self._path = self._path or lock_file(self._data, "pages")
            self._handle = self._opened(self._path)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if self._stands():
            return True
        self._close()
        return False

    def _opened(self, path: Path) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        try:
            return os.open(path, flags, 0o600)
        except FileNotFoundError:
            return os.open(lock_file(self._data, "pages"), flags, 0o600)

    def _stands(self) -> bool:
        try:
            there, mine = os.stat(str(self._path)), os.fstat(self._handle)
        except FileNotFoundError:
            return False
        return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)

    def _close(self) -> None:
        if self._handle >= 0:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = -1

    def _take_as_others_do(self) -> None:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - where there is no flock

        self._other = FileLock(lock_file(self._data, "pages"), timeout=BUSY_SECONDS, mode=0o600)
        try:
            self._other.acquire()
        except Timeout as error:
            raise TimeoutError(str(error)) from error
