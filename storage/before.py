"""A copy of the archive before its schema is changed: an update can be taken back."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from storage.backup import copy_database, sync
from storage.database import Database
from storage.disk import free_bytes, sync_folder
from storage.errors import ArchiveUnusable
from storage.schema import migrations

FOLDER = "backups"
KEPT = 2
# What migrations and their log take besides, at the least.
SPARE_BYTES = 64 << 20


def copy_before(data: Path, db: Database) -> Path | None:
    """Copy an archive of an older schema to ``backups/before-<migration>.db``; None for one that is just begun.

    Older such copies but the newest are removed. Raises ArchiveUnusable where there is no room: nothing is changed.
    """
    with db.troubles():
        done = {migration.name for migration in migrations.applied(db.utils)}
    pending = [migration.name for migration in migrations._migrations if migration.name not in done]
    if not done or not pending:
        return None
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-{pending[0]}.db"
    draft = folder / f".{target.name}.part"
    _room(db, folder)
    _sweep(folder)
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        copy_database(db, draft)
        sync(draft)
        draft.replace(target)
    finally:
        with suppress(OSError):
            _sweep(folder)
    sync_folder(folder)
    sync_folder(data)
    for old in sorted(folder.glob("before-*.db"))[:-KEPT]:
        old.unlink()
    return target


def _sweep(folder: Path) -> None:
    """Remove drafts, and what SQLite kept beside them and could not remove."""
    for path in folder.glob(".before-*.part*"):
        path.unlink(missing_ok=True)


def _room(db: Database, folder: Path) -> None:
    size = int(db.value("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"))
    free = free_bytes(folder)
    if free is not None and free < size + SPARE_BYTES:
        raise ArchiveUnusable(
            f"{db.path}: is of an older schema, and the disk has no room for a copy before it is changed: "
            f"{(size + SPARE_BYTES) >> 20:,} MiB are needed, {free >> 20:,} are free; make room and try again"
        )
