"""Copies of archive.db that are whole: taken while the archive is in use, looked over, then put in their place."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.check import Fault, steps
from storage.database import Database
from storage.disk import sync_folder
from storage.engine import sqlite3
from storage.errors import ArchiveUnusable, UsageError

if TYPE_CHECKING:
    from storage.archive import Archive

_OURS = re.compile(r"bluewatch-\d{8}T\d{6}Z\.db")


def back_up(archive: Archive, target: Path) -> tuple[int, list[Fault]]:
    """Copy the database into a new file, readable by its owner only: its size in bytes, and what is wrong with it.

    The copy is as the archive was at one moment; writers do not wait for it. A copy with a fault is removed.
    Raises UsageError where the file exists, ArchiveUnusable where it cannot be written.
    """
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target}: exists already; a backup overwrites nothing")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _copy(archive, draft)
            faults = looked_over(draft, archive.data)
            if not faults:
                _sync(draft)
                # Not a rename: a file that came to be in the meantime stays.
                os.link(draft, target)
                sync_folder(target.parent)
        finally:
            for end in ("", "-wal", "-shm", "-journal"):
                Path(f"{draft}{end}").unlink(missing_ok=True)
    except FileExistsError as error:
        raise UsageError(f"{target}: exists already; a backup overwrites nothing") from error
    except OSError as error:
        raise ArchiveUnusable(f"{target}: cannot be written: {error.strerror}") from error
    return (0 if faults else target.stat().st_size), faults


def looked_over(copy: Path, data: Path) -> list[Fault]:
    """What `check` finds in a database file apart from the page store, which is not in it."""
    from storage.archive import Archive  # noqa: PLC0415 - the archive imports this floor lazily too

    db = Database(copy, read_only=True)
    try:
        return [fault for step in steps(Archive(data, db), pages=False) for fault in step.run() if fault is not None]
    finally:
        db.close()


def dated_name(now: datetime) -> str:
    """The name of a backup in a folder of backups."""
    return f"bluewatch-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"


def rotate(folder: Path, keep: int) -> list[Path]:
    """Remove the oldest dated backups of a folder but for the newest ones; those removed. Other files stay."""
    ours = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path.is_file())
    gone = ours[: max(len(ours) - keep, 0)]
    for path in gone:
        path.unlink()
    return gone


def newest(folder: Path) -> datetime | None:
    """When the newest dated backup of a folder was taken."""
    try:
        names = sorted(path.name for path in folder.iterdir() if _OURS.fullmatch(path.name))
    except OSError:
        return None
    return datetime.strptime(names[-1][10:-3], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if names else None


def _copy(archive: Archive, draft: Path) -> None:
    connection = sqlite3.connect(str(draft))
    try:
        with archive.db.troubles():
            # In one step: with several, each write in between would begin the copy anew.
            archive.db.utils.conn.backup(connection)
            connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
