"""One service a data folder: a lock that the system lets go of when its holder dies, with the holder's pid in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.disk import in_words
from storage.errors import AlreadyRunning, ArchiveUnusable

LOCK = Path("locks") / "run.lock"
PID = Path("locks") / "run.pid"


@contextmanager
def only_instance(data: Path) -> Iterator[None]:
    """Hold the lock of the service for this data folder. Raises AlreadyRunning naming the pid that holds it."""
    lock = FileLock(data / LOCK, mode=0o600)
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
        try:
            (data / PID).write_text(f"{os.getpid()}\n", encoding="ascii")
        except OSError as error:
            raise _refused(error, data) from error
        yield
        (data / PID).unlink(missing_ok=True)
    finally:
        lock.release()


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
