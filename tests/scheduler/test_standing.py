"""Everything that may be wrong beside the outlets: each is told with its reason and a next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.standing import MIB, Standing, notices
from scheduler.upkeep import BackupPast, backup_due, backup_folder
from storage.backup import dated_name, rotate

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FOLDER = Path("/srv/watch/backups")
WELL = Standing(
    now=NOW, pid=7, first_run_at=NOW - 30 * DAY, newest_run_at=NOW - HOUR, free_bytes=10_000 * MIB, sqlite="3.53.4",
    growth_a_day=20.0 * MIB, backup=BackupPast(folder=FOLDER, wanted=True, newest=NOW - HOUR),
)  # fmt: skip
OFF = replace(WELL, running=False, pid=None)


def backup(**more: object) -> Standing:
    return replace(WELL, backup=replace(WELL.backup or BackupPast(folder=FOLDER, wanted=True), **more))  # type: ignore[arg-type]


CASES: dict[str, tuple[Standing, str, str, str, str]] = {
    "archive gone": (replace(WELL, pages_without_archive=True), "archive", "red", "archive.db is gone", "rebuild"),
    "a disk that is not mounted": (
        replace(WELL, unreached="/srv/watch/pages"), "data", "red", "/srv/watch/pages is no folder", "mount the disk",
    ),
    "no right to write": (
        replace(WELL, closed="Permission denied"), "data", "red", "may not write there", "the service's user",
    ),
    "a lost file of pages": (
        replace(WELL, lost_pages=["pages/a.warc.gz"]), "pages", "amber", "a.warc.gz is gone", "`bluewatch check`",
    ),
    "lost pages": (
        replace(WELL, lost_pages=["a", "b", "c"]), "pages", "amber", "a and 2 more files", "put your copy",
    ),
    "a disk for reading only": (
        replace(WELL, read_only=True, free_bytes=0), "disk", "red", "for reading only", "the service goes on by itself",
    ),
    "clock in 1970": (replace(WELL, now=NOW.replace(year=1970)), "clock", "red", "before this program", "timedatectl"),
    "clock years ahead": (replace(WELL, now=NOW + 3653 * DAY), "clock", "red", "years after the newest", "timedatectl"),
    "a run in the future": (
        replace(WELL, newest_run_at=NOW + DAY), "clock", "amber", "in the future", "the next run ends this",
    ),
    "installed, not running": (
        replace(OFF, installed=True), "service", "red", "does not run", "systemctl --user restart",
    ),
    "nobody crawls": (
        replace(OFF, newest_run_at=NOW - 2 * DAY), "service", "amber", "since 2026-11-16", "bluewatch service install",
    ),
    "files ahead of the service": (
        replace(WELL, behind=True), "configuration", "amber", "former ones", "`kill -HUP 7`",
    ),
    "a mistake in a source file": (
        replace(WELL, mistakes=["a.toml: 1 mistake\n  no TOML", "b.toml: 1 mistake\n  name: missing"]),
        "configuration", "amber", "a.toml: 1 mistake: no TOML (and 1 more)", "by the former files",
    ),
    "the same where no service runs": (
        replace(OFF, newest_run_at=NOW, mistakes=["a.toml: 1 mistake\n  no TOML"]),
        "configuration", "red", "a.toml: 1 mistake: no TOML", "nothing is crawled until then",
    ),
    "no outlet": (replace(WELL, outlets=0), "outlets", "amber", "no outlet", "`bluewatch sources list`"),
    "disk full": (replace(WELL, free_bytes=100 * MIB), "disk", "red", "100 MiB are free", "make room"),
    "disk scarce": (replace(WELL, free_bytes=900 * MIB), "disk", "amber", "enough for about 45 days", "prune"),
    "disk filled in a month": (
        replace(WELL, free_bytes=5000 * MIB, growth_a_day=500.0 * MIB), "disk", "amber", "10 days", "make room",
    ),
    "disk scarce, growth unknown": (
        replace(WELL, free_bytes=900 * MIB, growth_a_day=None), "disk", "amber", "900 MiB are free", "make room",
    ),
    "no backup yet": (backup(newest=None), "backup", "amber", "there is none yet", "bluewatch backup /srv/watch"),
    "backup old": (backup(newest=NOW - 3 * DAY), "backup", "amber", "of 2026-11-15 09:00 UTC", "one a day"),
    "backup failed": (backup(failures=1, words="disk full"), "backup", "amber", "failed: disk full", "by itself"),
    "backup fails for days": (
        backup(failures=9, newest=NOW - 4 * DAY, words="no room"), "backup", "red", "9 times in a row", "tried again",
    ),
    "archive unsound": (
        backup(failures=1, words="the archive itself is not sound"), "backup", "amber", "not sound", "bluewatch check",
    ),
    "rebuild stopped": (
        replace(WELL, is_being_rebuilt=True), "archive", "red", "nothing is crawled", "`bluewatch rebuild`",
    ),
    "digest missing": (
        replace(WELL, late=("2026-W45", "2026-W46"), late_since=NOW - 9 * DAY),
        "digest", "red", "2026-W45 and 1 more is due", "`bluewatch digest`",
    ),
    "old engine": (
        replace(WELL, sqlite="3.40.1", sqlite_safe=False), "sqlite", "amber", "here 3.40.1", "pysqlite3",
    ),
    "open to others": (
        replace(WELL, open_to_others="/srv/watch"), "privacy", "amber", "read by others", "`chmod 700 /srv/watch`",
    ),
}  # fmt: skip
QUIET: dict[str, Standing] = {
    "well": WELL,
    "by hand or cron": OFF,
    "a digest that waits for its crawl": replace(WELL, late=("2026-W46",), late_since=NOW - 5 * HOUR),
    "no backups wanted": backup(wanted=False, newest=None),
    "a young archive": replace(backup(newest=None), first_run_at=NOW - HOUR),
    "no run yet": Standing(now=NOW),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_well_is_told_with_its_next_step(name: str) -> None:
    standing, subject, colour, reason, step = CASES[name]
    found = next(one for one in notices(standing) if one.subject == subject)
    assert found.colour == colour
    assert reason in found.reason
    assert step in found.next_step


@pytest.mark.parametrize("name", QUIET)
def test_what_is_well_is_not_told(name: str) -> None:
    assert notices(QUIET[name]) == []


def test_the_worst_comes_first() -> None:
    both = replace(WELL, sqlite_safe=False, free_bytes=0)
    assert [one.colour for one in notices(both)] == ["red", "amber"]


DUE: dict[str, tuple[BackupPast, datetime | None, datetime | None]] = {
    "nothing to copy": (BackupPast(folder=FOLDER, wanted=True), None, None),
    "not wanted": (BackupPast(folder=FOLDER, wanted=False), NOW - 9 * DAY, None),
    "the first": (BackupPast(folder=FOLDER, wanted=True), NOW - HOUR, NOW + 23 * HOUR),
    "a day after the last": (BackupPast(folder=FOLDER, wanted=True, newest=NOW - 2 * HOUR), NOW, NOW + 22 * HOUR),
    "overdue": (BackupPast(folder=FOLDER, wanted=True, newest=NOW - 9 * DAY), NOW, NOW - 8 * DAY),
    "the clock was ahead": (BackupPast(folder=FOLDER, wanted=True), NOW + 9 * DAY, NOW + DAY),
    "failed once": (
        BackupPast(folder=FOLDER, wanted=True, tried_at=NOW, failures=1), NOW - 9 * DAY, NOW + timedelta(minutes=15),
    ),
    "fails on": (BackupPast(folder=FOLDER, wanted=True, tried_at=NOW, failures=50), NOW - 9 * DAY, NOW + 6 * HOUR),
    "its file was taken away": (
        BackupPast(folder=FOLDER, wanted=True, tried_at=NOW), NOW - 9 * DAY, NOW + timedelta(minutes=15),
    ),
    "tried under a clock that was ahead": (
        BackupPast(folder=FOLDER, wanted=True, tried_at=NOW + DAY, failures=3), NOW - 9 * DAY, NOW - 8 * DAY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DUE)
def test_when_a_backup_is_due(name: str) -> None:
    past, first_run_at, due = DUE[name]
    assert backup_due(past, first_run_at, NOW) == due


def test_the_newest_days_and_the_newest_of_each_week_stay(tmp_path: Path) -> None:
    """A year of daily copies, each rotated when it is taken; a copy of a clock that was ahead takes nobody's place."""
    wrong = tmp_path / dated_name(NOW + 3653 * DAY)
    wrong.touch()
    (tmp_path / "mine.db").touch()
    for day in range(365):
        now = NOW + day * DAY
        (tmp_path / dated_name(now)).touch()
        rotate(tmp_path, 3, 4, now=now)
    last = NOW + 364 * DAY  # a Wednesday
    sundays = [last - timedelta(days=3 + 7 * n) for n in range(4)]
    wanted = {dated_name(last - n * DAY) for n in range(3)} | {dated_name(day) for day in sundays}
    assert {path.name for path in tmp_path.iterdir()} == wanted | {wrong.name, "mine.db"}


def test_where_backups_lie(tmp_path: Path) -> None:
    from scheduler.config import Config, parse_config

    assert backup_folder(Config(), tmp_path) == tmp_path / "backups"
    config = parse_config('[backup]\nfolder = "../disk"\n', tmp_path / "bluewatch.toml")
    assert backup_folder(config, tmp_path / "data") == (tmp_path / ".." / "disk").absolute()
