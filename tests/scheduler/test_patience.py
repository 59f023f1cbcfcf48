"""A service that is started where the machine is in no state for it waits, says why, and goes on by itself."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from scheduler.patience import passing
from storage.errors import AlreadyRunning, ArchiveUnusable, ConfigurationError
from tests.scheduler.test_service import folder, outlet, service, until
from tests.torture.test_machine import small_disk

__all__ = ["folder", "outlet", "small_disk"]


def because(error: BaseException, cause: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


FULL = OSError(errno.ENOSPC, "No space left on device")
PASSING = {
    "no room": FULL,
    "no room for the lock": because(ArchiveUnusable("cannot be locked"), FULL),
    "locked": because(ArchiveUnusable("locked"), sqlite3.OperationalError("database is locked")),
    "a read-only disk": because(ArchiveUnusable("read-only"), OSError(errno.EROFS, "Read-only file system")),
}
STAYING = {
    "damaged": because(ArchiveUnusable("damaged"), sqlite3.DatabaseError("database disk image is malformed")),
    "too new": ArchiveUnusable("was written by a newer Bluewatch"),
    "another service": because(AlreadyRunning("runs"), TimeoutError()),
    "a wrong file": because(ConfigurationError("no TOML"), FULL),
}


@pytest.mark.parametrize("name", [*PASSING, *STAYING])
def test_what_may_pass_is_told_from_what_stays(name: str) -> None:
    assert passing({**PASSING, **STAYING}[name]) is (name in PASSING)


def test_a_service_waits_for_the_disk_of_its_data(folder: Path) -> None:
    (folder / "data").symlink_to(folder / "disk")
    with service(folder) as process:
        said = until(process, "tried again")
        assert "a link to a disk that is not mounted" in said
        (folder / "disk").mkdir()
        until(process, "started: process")
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 143


def test_a_service_that_waits_ends_when_it_is_told_to(folder: Path) -> None:
    (folder / "data").symlink_to(folder / "disk")
    with service(folder) as process:
        until(process, "tried again")
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 143


@pytest.mark.parametrize("machine", ["full", "for reading only"])
def test_a_service_that_starts_on_a_disk_that_takes_nothing_goes_on_once_it_does(
    folder: Path, small_disk: Path, machine: str
) -> None:
    (folder / "data").symlink_to(small_disk)
    filler = small_disk / "filler"
    if machine == "full":
        free = os.statvfs(small_disk)
        filler.write_bytes(bytes(free.f_bavail * free.f_bsize))
    else:
        _remount(small_disk, "ro")
    with service(folder) as process:
        said = until(process, "tried again")
        assert ("No space left" if machine == "full" else "reading only") in said
        _remount(small_disk, "rw")
        filler.unlink(missing_ok=True)
        until(process, "started: process")


def _remount(disk: Path, how: str) -> None:
    subprocess.run([shutil.which("mount") or "mount", "-o", f"remount,{how}", str(disk)], check=True)
