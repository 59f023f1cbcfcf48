"""What `status` and the metrics know of the whole: the machine, the service, the backups. Decides nothing."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reports.week import Week
from scheduler.gather import days_after, recorded_weeks
from scheduler.lock import running_pid
from scheduler.plan import Facts, Plan
from scheduler.standing import Standing
from scheduler.taken import is_behind
from scheduler.upkeep import backup_past
from storage.archive import ARCHIVE_FILE
from storage.database import sqlite_version
from storage.disk import closed, free_bytes, is_read_only, unreached

if TYPE_CHECKING:
    from scheduler.commands.options import Settings
    from storage.archive import Archive

SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
UNIT = "bluewatch.service"
PAGES = "pages"
YEAR_DAYS = 365.25


def standing_of(settings: Settings, archive: Archive, facts: Facts, plan: Plan, now: datetime) -> Standing:
    """How the whole stands."""
    pid = running_pid(settings.data)
    version = sqlite_version()
    pace = archive.captures.size().bytes_a_year
    # Where files alone are wanting, as those of a form that this version adds, no digest is late.
    recorded = recorded_weeks(archive, settings.config, now) if plan.weeks else frozenset()
    late = [week for week in plan.weeks if week not in recorded]
    return Standing(
        now=now,
        running=pid is not None,
        pid=pid,
        installed=installed(settings.data),
        behind=pid is not None and is_behind(settings.data, settings.config),
        interval=settings.config.schedule.interval,
        first_run_at=facts.first_run_at,
        newest_run_at=archive.health.newest_run_at(),
        days_after=days_after(archive, now),
        late=late,
        late_since=Week.parse(late[0]).end if late else None,
        free_bytes=free_bytes(settings.data),
        read_only=is_read_only(settings.data),
        unreached=_unreached(settings.data),
        closed=_closed(settings.data),
        lost_pages=archive.captures.lost(),
        growth_a_day=pace / YEAR_DAYS if pace else None,
        backup=backup_past(archive, settings.config, settings.data, now),
        is_being_rebuilt=archive.is_being_rebuilt,
        sqlite=version,
        sqlite_safe=is_safe(version),
        open_to_others=str(settings.data) if open_to_others(settings.data) else None,
        outlets=sum(source.enabled for source in settings.catalogue.values()),
    )


def standing_without_archive(settings: Settings, now: datetime) -> Standing:
    """The same where there is no archive (yet)."""
    pid = running_pid(settings.data)
    return Standing(
        now=now,
        running=pid is not None,
        pid=pid,
        installed=installed(settings.data),
        free_bytes=free_bytes(settings.data),
        read_only=is_read_only(settings.data),
        unreached=_unreached(settings.data),
        outlets=sum(source.enabled for source in settings.catalogue.values()),
        pages_without_archive=any((settings.data / PAGES).glob("*")),
    )


def _unreached(data: Path) -> str | None:
    """The first of the folders of the data that is none."""
    return next((str(place) for place in (data, data / PAGES) if unreached(place)), None)


def _closed(data: Path) -> str | None:
    """What of the data this user may not write, in words."""
    places = (data, data / PAGES, *(data / f"{ARCHIVE_FILE}{end}" for end in ("", "-wal")))
    return next((words for place in places if (words := closed(place, write=True)) is not None), None)


def is_safe(version: str) -> bool:
    """True for a SQLite without the WAL-reset race (fixed in 3.51.3, and in 3.50.7 and 3.44.6 of older lines)."""
    parts = tuple(int(part) for part in version.split(".")[:3])
    return parts >= SAFE_SQLITE[0] or any(parts[:2] == safe[:2] and parts >= safe for safe in SAFE_SQLITE)


def open_to_others(folder: Path) -> bool:
    """True where others may read a folder."""
    try:
        return os.name == "posix" and bool(folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except OSError:
        return False


def installed(data: Path) -> bool:
    """True where a unit of this user or of the system starts the service on this data folder."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    for place in (home / "systemd" / "user", Path("/etc/systemd/system"), Path("/etc/systemd/user")):
        try:
            text = (place / UNIT).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if str(data).replace("%", "%%") in text:
            return True
    return False
