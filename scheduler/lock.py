"""One service a data folder: a lock that the system lets go of when its holder dies, with the holder's pid in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.disk import in_words
from storage.errors import AlreadyRunning, ArchiveUnusable

LOCK = Path("locks") / "run.lock"
PID = Path("locks") / "run.pid"


@contextmanager
def only_instance(data: Path) -> Iterator[Callable[[], None]]:
    """Hold the lock of the service for this data folder; the value is to be called now and then, see _Held.keep().

    Raises AlreadyRunning naming the pid that holds it.
    """
    held = _Held(data)
    try:
        yield held.keep
        if _pid_in(data) == os.getpid():
            (data / PID).unlink(missing_ok=True)
    finally:
        held.end()


class _Held:
    """The lock with the pid beside it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock, self._file = self._taken()

    def keep(self) -> None:
        """Take the lock again where its file was removed: no lock is ever stale, but people clear them away.

        Raises AlreadyRunning where another service has begun meanwhile: this one is to do nothing while that runs.
        """
        if _identity(self._data / LOCK) != self._file:
            lock, file = self._taken()
            self._lock.release()
            self._lock, self._file = lock, file

    def end(self) -> None:
        """Give it back."""
        self._lock.release()

    def _taken(self) -> tuple[FileLock, tuple[int, int] | None]:
        data, lock = self._data, FileLock(self._data / LOCK, mode=0o600)
        try:
            (data / LOCK).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.acquire(timeout=0.5)  # `status` holds it for an instant
        except Timeout as error:
            holder = _pid_in(data)
            raise AlreadyRunning(
                f"a service is already running on {data}{f' (process {holder})' if holder else ''}; "
                "`bluewatch status` shows what it does"
            ) from error
        except OSError as error:
            raise _refused(error, data) from error
        try:
            (data / PID).write_text(f"{os.getpid()}\n", encoding="ascii")
        except OSError as error:
            lock.release()
            raise _refused(error, data) from error
        return lock, _identity(data / LOCK)


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and number of a file; None where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _refused(error: OSError, data: Path) -> ArchiveUnusable:
    return ArchiveUnusable(f"{error.filename or data}: cannot be locked: {in_words(error, data)}")


def running_pid(data: Path) -> int | None:
    """The pid of the service on this data folder; 0 where one runs and its pid is not known; None for none."""
    if not (data / LOCK).is_file():
        return None
    lock = FileLock(data / LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _pid_in(data) or 0
    except OSError:
        return None
    lock.release()
    return None


def _pid_in(data: Path) -> int | None:
    try:
        return int((data / PID).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
