"""The service's own backups: where they lie, when the next is due, and what became of the last."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.config import Config
from storage.backup import newest
from storage.disk import free_bytes
from storage.times import from_text, to_text

if TYPE_CHECKING:
    from storage.archive import Archive

FOLDER = "backups"
# A row of the table meta: the last try, its words, and how many failed in a row.
NOTE = "backup"
EVERY = timedelta(days=1)
FIRST_REST, LONGEST_REST = timedelta(minutes=15), timedelta(hours=6)
# A copy must not take the room that the crawls need.
ROOM_LEFT_BYTES = 256 * 1024 * 1024
LONGEST_WORDS = 400


@dataclass(frozen=True, kw_only=True)
class BackupPast:
    """What is known of the backups. newest: the newest copy that is there. tried_at: the service's last try.

    failures: how many tries failed in a row; words: why the last one did.
    """

    folder: Path
    wanted: bool
    newest: datetime | None = None
    tried_at: datetime | None = None
    failures: int = 0
    words: str = ""


def backup_folder(config: Config, data: Path) -> Path:
    """Where the service's backups lie: [backup] folder, beside the configuration, or backups in the data folder."""
    if config.backup.folder is None:
        return data / FOLDER
    beside = config.path.parent if config.path else Path.cwd()
    return (beside / Path(config.backup.folder).expanduser()).absolute()


def backup_past(archive: Archive, config: Config, data: Path, now: datetime) -> BackupPast:
    """What the folder and the archive's own note say."""
    folder = backup_folder(config, data)
    noted = json.loads(archive.ledger.meta_get(NOTE) or "{}")
    tried = noted.get("at")
    return BackupPast(
        folder=folder,
        wanted=config.backup.daily > 0,
        newest=newest(folder, now),
        tried_at=from_text(tried) if tried else None,
        failures=int(noted.get("failures", 0)),
        words=str(noted.get("words", "")),
    )


def backup_due(past: BackupPast, first_run_at: datetime | None, now: datetime) -> datetime | None:
    """When the next one is: a day after the last, or after the archive's first run; later after a failed try."""
    if not past.wanted or first_run_at is None:
        return None
    due = min(past.newest or first_run_at, now) + EVERY
    if past.tried_at is not None and past.tried_at <= now:
        # After a good one too, in case its file was taken away at once.
        due = max(due, past.tried_at + min(LONGEST_REST, FIRST_REST * int(2 ** min(max(past.failures - 1, 0), 10))))
    return due


def note_try(archive: Archive, at: datetime, failures: int, words: str) -> None:
    """Write down what became of a try."""
    noted = {"at": to_text(at), "failures": failures, "words": words[:LONGEST_WORDS]}
    archive.ledger.meta_set(NOTE, json.dumps(noted))


def no_room(archive: Archive, folder: Path) -> str | None:
    """Why the copy would not fit on its disk, in words; None where it does, or nobody can tell."""
    free = free_bytes(folder)
    needed = archive.health.size_bytes() + ROOM_LEFT_BYTES
    if free is None or free >= needed:
        return None
    mib = 1024 * 1024
    return f"{folder}: {free // mib:,} MiB are free, and a copy needs {needed // mib:,} MiB"


def backup_arguments(config: Config, folder: Path) -> list[str]:
    """What follows ``bluewatch backup`` on the command line."""
    return [str(folder), "--keep", str(config.backup.daily), "--weekly", str(config.backup.weekly)]
