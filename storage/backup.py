"""Copies of archive.db that are whole: taken while the archive is in use, looked over, then put in their place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.database import Database
from storage.disk import in_words, sync_folder
from storage.engine import sqlite3
from storage.errors import ArchiveUnusable, UsageError
from storage.new_file import name_new
from storage.troubles import BUSY, CORRUPT, NOT_A_DATABASE, code_of, trouble_of

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.check import Fault

_OURS = re.compile(r"bluewatch-\d{8}T\d{6}Z\.db")


def back_up(
    archive: Archive, target: Path, *, on_progress: Callable[[str], None] = lambda _: None
) -> tuple[int, list[Fault]]:
    """Copy the database into a new file, readable by its owner only: its size in bytes, and what is wrong with it.

    on_progress: told what is begun, as each step takes minutes where the archive is large. The copy is as the archive
    was at one moment; writers do not wait for it. A copy with a fault is removed.
    Raises UsageError where the file exists, ArchiveUnusable where it cannot be written.
    """
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target}: exists already; a backup overwrites nothing")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            on_progress(f"copying {archive.db.path.stat().st_size / 1e6:,.0f} MB")
            copy_database(archive.db, draft)
            on_progress("checking the copy")
            faults = looked_over(draft, archive.data)
            if not faults:
                sync(draft)
                name_new(draft, target)
                sync_folder(target.parent)
        finally:
            for end in ("", "-wal", "-shm", "-journal"):
                Path(f"{draft}{end}").unlink(missing_ok=True)
    except FileExistsError as error:
        raise UsageError(f"{target}: exists already; a backup overwrites nothing") from error
    except OSError as error:
        raise ArchiveUnusable(f"{target}: cannot be written: {in_words(error, target.parent)}") from error
    return (0 if faults else target.stat().st_size), faults


def looked_over(copy: Path, data: Path) -> list[Fault]:
    """What `check` finds in a database file apart from the page store, which is not in it."""
    from storage.archive import Archive  # noqa: PLC0415 - the archive imports this floor lazily too
    from storage.check import faults_of  # noqa: PLC0415 - `status` asks for names of backups alone

    db = Database(copy, read_only=True)
    try:
        return faults_of(Archive(data, db), pages=False)
    finally:
        db.close()


def dated_name(now: datetime) -> str:
    """The name of a backup in a folder of backups."""
    return f"bluewatch-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"


def rotate(folder: Path, keep: int, weekly: int = 0, *, now: datetime | None = None) -> list[Path]:
    """Remove dated backups of a folder but for those of the newest days and weeks; those removed. Other files stay.

    keep: the newest ones, however many a day. weekly: besides, the newest of so many ISO weeks before. One that is
    dated after ``now`` was taken under a wrong clock: it stays, and takes no other's place.
    """
    ours = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path.is_file())
    if now is not None:
        ours = [path for path in ours if path.name <= dated_name(now)]
    older = ours[: max(len(ours) - keep, 0)]
    newest_of: dict[tuple[int, int], Path] = {}
    for path in older:
        year, week, _ = _day_of(path.name).isocalendar()
        newest_of[year, week] = path
    stay = set(sorted(newest_of.values())[max(len(newest_of) - weekly, 0) :])
    gone = [path for path in older if path not in stay]
    for path in gone:
        path.unlink()
    return gone


def clear_drafts(folder: Path) -> None:
    """Remove what backups into this folder left behind that were killed; only where no other one is being taken."""
    for path in folder.glob(".bluewatch-*.db.*.part*"):
        path.unlink(missing_ok=True)


def newest(folder: Path, now: datetime | None = None) -> datetime | None:
    """When the newest dated backup of a folder was taken; now: one that is dated later does not count."""
    try:
        names = sorted(path.name for path in folder.iterdir() if _OURS.fullmatch(path.name))
    except OSError:
        return None
    names = [name for name in names if now is None or name <= dated_name(now)]
    return _day_of(names[-1]) if names else None


def _day_of(name: str) -> datetime:
    return datetime.strptime(name[10:-3], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def copy_database(db: Database, draft: Path) -> None:
    """Copy a database into an empty file that is there, as one file without a log. Raises ArchiveUnusable."""
    try:
        with closing(sqlite3.connect(str(draft))) as connection:
            # In one step: with several, each write in between would begin the copy anew.
            db.utils.conn.backup(connection)
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        code = code_of(error)
        words = trouble_of(code, db.path if code in (BUSY, CORRUPT, NOT_A_DATABASE) else draft)
        raise ArchiveUnusable(f"{db.path}, copied to {draft.parent}: {words or error} ({error})") from error


def sync(path: Path) -> None:
    """Make a file's bytes durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
