"""A backup put in the place of archive.db. What stood there is kept beside it; after a kill it can be done again."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from storage.archive import ARCHIVE_FILE, behind
from storage.backup import copy_database, sync
from storage.blockers import blockers
from storage.captures import PAGES_FOLDER
from storage.database import Database
from storage.disk import in_words, sync_folder
from storage.errors import AlreadyRunning, ArchiveUnusable, BluewatchError
from storage.troubles import RESTORE

# In the name of a backup, UTC.
_TIME = re.compile(r"\d{8}T\d{6}(?=Z)")
# In this order: a log that is left beside another database would be played into it.
_TOGETHER = ("-wal", "-shm", "-journal", "")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place. aside: the former files under their new names; articles and until: what it holds.

    unknown: bytes of raw pages that lie in pages/ and that it does not know.
    """

    copy: Path
    aside: Sequence[Path]
    articles: int
    until: str | None
    unknown: int


def candidates(folders: Sequence[Path]) -> list[Path]:
    """Every backup in these folders, the newest first: by the time in its name, else by its file's."""
    found = [path for folder in folders if folder.is_dir() for path in folder.glob("*.db") if path.is_file()]
    return sorted(set(found), key=_taken_at, reverse=True)


def _taken_at(copy: Path) -> float:
    """When a backup was taken, in seconds; a copy of the file is younger than what it holds."""
    named = _TIME.search(copy.name)
    if named is None:
        return copy.stat().st_mtime
    return datetime.strptime(named[0], "%Y%m%dT%H%M%S").replace(tzinfo=UTC).timestamp()


def fault_of(copy: Path) -> str | None:
    """What keeps a file from being put in place: no archive of ours, damaged, of a newer schema; None: nothing."""
    try:
        db = Database(copy, read_only=True)
    except BluewatchError as error:
        return _told(error)
    try:
        if db.value("SELECT count(*) FROM sqlite_master WHERE name = 'articles'") != 1:
            return f"{copy}: is no archive of Bluewatch"
        behind(db)
        said = db.value("PRAGMA integrity_check(1)")
        return None if said == "ok" else f"{copy}: is damaged ({said})"
    except BluewatchError as error:
        return _told(error)
    finally:
        db.close()


def _told(error: BluewatchError) -> str:
    """What is wrong with a copy; that a backup would mend it is no help to one who is restoring."""
    return str(error).replace(RESTORE, "name another copy")


def restore(data: Path, copy: Path, *, now: datetime) -> Restored:
    """Put a sound copy in the place of the archive; the copy itself stays where it is.

    Raises AlreadyRunning while another process has the archive open, ArchiveUnusable where it cannot be written.
    """
    path = data / ARCHIVE_FILE
    draft = data / f".{ARCHIVE_FILE}.restored.part"
    if fault := fault_of(copy):
        raise ArchiveUnusable(fault)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        db = Database(copy, read_only=True)
        try:
            copy_database(db, draft)
            articles = int(db.value("SELECT count(*) FROM articles"))
            until = db.value("SELECT max(fetched_at) FROM captures")
            unknown = _unknown(db, data)
        finally:
            db.close()
        sync(draft)
        if users := blockers(path):
            raise AlreadyRunning(f"{path}: is in use by {' and '.join(users)}; end it and try again")
        aside = _put_aside(path, now)
        draft.rename(path)
        sync_folder(data)
    except OSError as error:
        raise ArchiveUnusable(f"{path}: cannot be written: {in_words(error, data)}") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return Restored(copy, aside, articles, until, unknown)


def _unknown(db: Database, data: Path) -> int:
    known = {row["warc"]: row["committed"] for row in db.rows("SELECT warc, committed FROM warc_files")}
    files = (data / PAGES_FOLDER).glob("*/*.warc.gz")
    return sum(max(0, path.stat().st_size - known.get(str(path.relative_to(data)), 0)) for path in files)


def _put_aside(path: Path, now: datetime) -> list[Path]:
    """Rename what stands there to ``archive.db.aside-<time>`` and the like; nothing is deleted or overwritten."""
    if not any(Path(f"{path}{end}").exists() for end in _TOGETHER):
        return []
    moved = []
    place = _claimed(Path(f"{path}.aside-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
    for end in _TOGETHER:
        former, target = Path(f"{path}{end}"), Path(f"{place}{end}")
        if former.exists():
            former.rename(target)
            moved.append(target)
        elif not end:
            target.unlink()
    return moved


def _claimed(place: Path) -> Path:
    """A name that no other restore of the same second has: an empty file stands there until it is renamed over."""
    for number in count(1):
        target = place if number == 1 else Path(f"{place}-{number}")
        with suppress(FileExistsError):
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            return target
    raise AssertionError("count() has no end")
