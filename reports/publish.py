"""Editions made, recorded and written as files.

The archive decides what exists: an edition is recorded first, in one transaction, and its files are a function of the
recorded rows, written again wherever they are absent. So a kill at any moment leads to the same digest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from reports import render
from reports.digest import build, lines_of
from reports.week import Week, weeks_between
from storage.database import Database
from storage.errors import AlreadyRunning, ArchiveUnusable, NotFound, UsageError
from storage.weekly import Weekly

FOLDER = "digests"
LONGEST_WAIT = timedelta(hours=24)
LOCK_SECONDS = 120
SUFFIXES = ("html", "md", "json")


class Archive(Protocol):
    """What a digest needs of storage.archive.Archive."""

    @property
    def db(self) -> Database: ...  # noqa: D102

    @property
    def weekly(self) -> Weekly: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Written:
    """One digest on disk. number: None for a provisional one. new: the edition was recorded by this call."""

    week: Week
    paths: tuple[Path, ...]
    number: int | None
    provisional: bool
    counts: Mapping[str, int]
    new: bool


def first_week(archive: Archive) -> Week | None:
    """The week of the archive's first run, or None before any."""
    began = archive.weekly.first_run_at()
    return None if began is None else Week.of(began)


def waiting_for(archive: Archive, week: Week, *, now: datetime) -> list[str] | None:
    """The sources not tried since a week's end, which it waits for; empty: it can be closed; None: it still runs."""
    if now < week.end:
        return None
    return [] if now >= week.end + LONGEST_WAIT else archive.weekly.untried(week.end)


def missing_weeks(archive: Archive, now: datetime) -> list[Week]:
    """The weeks that can be closed and have no edition, from the archive's first week on, oldest first.

    It ends before the first week that must still wait, so that no week is closed before an older one.
    """
    first = first_week(archive)
    if first is None:
        return []
    there = {row["week"] for row in archive.weekly.editions()}
    found: list[Week] = []
    for week in weeks_between(first, Week.of(now)):
        if str(week) in there:
            continue
        if waiting_for(archive, week, now=now) != []:
            break
        found.append(week)
    return found


def write_digest(
    archive: Archive, week: Week, folder: Path, *, now: datetime, preview: bool = False, rebuild: bool = False
) -> Written:
    """Write the digest of a week into folder: its edition where it is closed, else a provisional one.

    A week without an edition is closed only when no older week is open; older ones that can be closed come first.
    preview: never close the week. rebuild: write the files again although they are there. Raises NotFound for a week
    before the archive began, UsageError for one that has not begun, ArchiveUnusable for an edition that was altered.
    """
    first = first_week(archive)
    if first is None:
        raise NotFound("the archive holds no run yet, so there is no week to report; `bluewatch crawl` makes the first")
    if week < first:
        raise NotFound(f"{week} is before the archive began: its first week is {first}")
    if now < week.start:
        raise UsageError(f"{week} has not begun; the running week is {Week.of(now)}")
    with _locked(folder):
        if archive.weekly.edition(str(week)) is None and not preview:
            for due in missing_weeks(archive, now):
                if due < week:
                    _record(archive, due, first=first, now=now)
                    _write_edition(archive, due, folder, again=False)
        new = week in missing_weeks(archive, now) and not preview
        if new:
            _record(archive, week, first=first, now=now)
        if archive.weekly.edition(str(week)) is None:
            written = _write_provisional(archive, week, folder, first=first, now=now)
        else:
            written = _write_edition(archive, week, folder, again=rebuild, new=new)
        _write_index(archive, folder)
    return written


def write_missing(archive: Archive, folder: Path, *, now: datetime, rebuild: bool = False) -> list[Written]:
    """Close every week that can be closed, oldest first, and put back files of older editions that are gone.

    Returns what was new or, with rebuild, every edition.
    """
    first = first_week(archive)
    if first is None:
        return []
    written = []
    with _locked(folder):
        due = set(missing_weeks(archive, now))
        for week in sorted(due | {Week.parse(row["week"]) for row in archive.weekly.editions()}):
            if week in due:
                _record(archive, week, first=first, now=now)
            elif not rebuild and all((folder / f"{week}.{suffix}").exists() for suffix in SUFFIXES):
                continue
            done = _write_edition(archive, week, folder, again=rebuild, new=week in due)
            if done.new or rebuild:
                written.append(done)
        if due or rebuild or archive.weekly.editions():
            _write_index(archive, folder)
    return written


def _record(archive: Archive, week: Week, *, first: Week, now: datetime) -> None:
    """Read, build and record in one transaction: nothing comes between the rows and the lines."""
    with archive.db.write():
        if archive.weekly.edition(str(week)) is not None:
            return
        number = max((row["number"] for row in archive.weekly.editions()), default=0) + 1
        edition = _built(archive, week, first=first, number=number, now=now)
        text = render.json_text(edition)
        archive.weekly.record(
            week=str(week),
            number=number,
            version=edition["version"],
            rules=", ".join(edition["rules"]),
            digest=render.hash_of(text),
            text=text,
            lines=lines_of(edition),
            at=now,
        )


def _built(archive: Archive, week: Week, *, first: Week, number: int | None, now: datetime) -> dict[str, Any]:
    rows = archive.weekly.rows(week.start, week.end, first=first.start)
    return build(rows, week, first=first, number=number, version=_version(), now=now)


def _write_edition(archive: Archive, week: Week, folder: Path, *, again: bool, new: bool = False) -> Written:
    row = archive.weekly.edition(str(week))
    if row is None:
        raise NotFound(f"{week} has no edition")
    if render.hash_of(row["rows"]) != row["hash"]:
        raise ArchiveUnusable(f"edition {row['number']} ({week}) is not what was recorded; run `bluewatch check`")
    edition = json.loads(row["rows"])
    paths = {suffix: folder / f"{week}.{suffix}" for suffix in SUFFIXES}
    if again or not all(path.exists() for path in paths.values()):
        texts = {"html": render.html(edition), "md": render.markdown(edition), "json": row["rows"]}
        for suffix, path in paths.items():
            if again or not path.exists():
                write_whole(path, texts[suffix])
    for suffix in SUFFIXES:
        (folder / f"{week}.provisional.{suffix}").unlink(missing_ok=True)
    counts = edition["counts"]
    return Written(week, tuple(paths.values()), row["number"], provisional=False, counts=counts, new=new)


def _write_provisional(archive: Archive, week: Week, folder: Path, *, first: Week, now: datetime) -> Written:
    edition = _built(archive, week, first=first, number=None, now=now)
    texts = {"html": render.html(edition), "md": render.markdown(edition), "json": render.json_text(edition)}
    paths = []
    for suffix, text in texts.items():
        paths.append(folder / f"{week}.provisional.{suffix}")
        write_whole(paths[-1], text)
    return Written(week, tuple(paths), None, provisional=True, counts=edition["counts"], new=False)


def _write_index(archive: Archive, folder: Path) -> None:
    """List all editions, and the provisional files that lie beside them; written only where it says something new."""
    counts = archive.weekly.counts()
    editions = [
        {
            "week": row["week"],
            "number": row["number"],
            "counts": json.loads(counts[row["week"]]),
            "days": [day.isoformat() for day in Week.parse(row["week"]).days],
        }
        for row in reversed(archive.weekly.editions())
    ]
    provisional = sorted(path.name.split(".")[0] for path in folder.glob("????-W??.provisional.html"))
    text = render.index_html(editions, provisional)
    path = folder / "index.html"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_whole(path, text)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut; readable by its owner only."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ArchiveUnusable(f"{path}: cannot be written: {error.strerror}; make room and run it again") from error
    entry = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer of a digest folder at a time; a lock file left by a dead program holds nobody up."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=LOCK_SECONDS, mode=0o600)
        lock.acquire()
    except Timeout as error:
        raise AlreadyRunning(f"{folder}: another program is writing digests there; try again later") from error
    except OSError as error:
        raise ArchiveUnusable(f"{folder}: cannot be used: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def _version() -> str:
    """The installed version; a source tree that is not installed says so."""
    try:
        return installed_version("bluewatch")
    except PackageNotFoundError:
        return "from a source tree"
