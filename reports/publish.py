"""Editions made, recorded and written as files.

The archive decides what exists: an edition is recorded first, in one transaction, and its files are a function of the
recorded rows, written again wherever they are absent. So a kill at any moment leads to the same digest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, Protocol

from reports import render
from reports.digest import build, lines_of, printed_uids
from reports.expected import load_expected
from reports.feed import MOST as MOST_IN_FEED
from reports.feed import atom
from reports.files import ALL_SUFFIXES, LISTS, has_pdf, suffixes
from reports.folder import locked, write_forms, write_if_new
from reports.limits import load_limits
from reports.week import Week, weeks_between
from storage.database import Database
from storage.errors import ArchiveUnusable, NotFound, UsageError
from storage.profiles import DEFAULT, Profile
from storage.times import to_text
from storage.weekly import Weekly

LONGEST_WAIT = timedelta(hours=24)


class Archive(Protocol):
    """What a digest needs of storage.archive.Archive."""

    @property
    def db(self) -> Database: ...  # noqa: D102

    @property
    def weekly(self) -> Weekly: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Written:
    """One digest on disk. number: None for a provisional one. new: the edition was recorded by this call.

    otherwise: the files of an edition that lay there in other bytes, as an earlier version prints it.
    """

    week: Week
    paths: tuple[Path, ...]
    number: int | None
    provisional: bool
    counts: Mapping[str, int]
    new: bool
    otherwise: tuple[Path, ...] = ()


def first_week(archive: Archive) -> Week | None:
    """The week of the archive's first run, or None before any."""
    began = archive.weekly.first_run_at()
    return None if began is None else Week.of(began)


def waiting_for(archive: Archive, week: Week, *, now: datetime) -> list[str] | None:
    """The sources not tried since a week's end, which it waits for; empty: it can be closed; None: it still runs."""
    if now < week.end:
        return None
    return [] if now >= week.end + LONGEST_WAIT else archive.weekly.untried(week.end)


def missing_weeks(
    archive: Archive, now: datetime, *, profile: Profile = DEFAULT, since: Week | None = None
) -> list[Week]:
    """The weeks that can be closed and have no edition, from the archive's first week on, oldest first.

    It ends before the first week that must still wait, so that no week is closed before an older one. since: the first
    week of a profile that was saved later.
    """
    first = first_week(archive)
    if first is None:
        return []
    there = {row["week"] for row in archive.weekly.editions(profile.name)}
    found: list[Week] = []
    for week in weeks_between(max(first, since or first), Week.of(now)):
        if str(week) in there:
            continue
        if waiting_for(archive, week, now=now) != []:
            break
        found.append(week)
    return found


def write_digest(
    archive: Archive, week: Week, folder: Path, *, now: datetime, preview: bool = False, rebuild: bool = False,
    profile: Profile = DEFAULT, base: str | None = None, since: Week | None = None,
) -> Written:  # fmt: skip
    """Write the digest of a week into folder: its edition where it is closed, else a provisional one.

    A week without an edition is closed only when no older week is open; older ones that can be closed come first.
    preview: never close the week. rebuild: write the files again although they are there. profile: its editions are
    its own; give each a folder of its own (folder_of). base: where `bluewatch serve` stands; kept with a new edition.
    Raises NotFound for a week before the archive began, UsageError for one that has not begun, ArchiveUnusable for an
    edition that was altered.
    """
    first = first_week(archive)
    if first is None:
        raise NotFound("the archive holds no run yet, so there is no week to report; `bluewatch crawl` makes the first")
    if week < first:
        raise NotFound(f"{week} is before the archive began: its first week is {first}")
    if now < week.start:
        raise UsageError(f"{week} has not begun; the running week is {Week.of(now)}")
    with locked(folder):
        if archive.weekly.edition(str(week), profile.name) is None and not preview:
            for due in missing_weeks(archive, now, profile=profile, since=since):
                if due < week:
                    _record(archive, due, profile, first=first, now=now, base=base)
                    _write_edition(archive, due, folder, profile, again=False)
        new = week in missing_weeks(archive, now, profile=profile, since=since) and not preview
        if new:
            _record(archive, week, profile, first=first, now=now, base=base)
        if archive.weekly.edition(str(week), profile.name) is None:
            written = _write_provisional(archive, week, folder, profile, first=first, now=now, base=base)
        else:
            written = _write_edition(archive, week, folder, profile, again=rebuild, new=new)
        _write_lists(archive, folder, profile)
    return written


def write_missing(
    archive: Archive, folder: Path, *, now: datetime, rebuild: bool = False, profile: Profile = DEFAULT,
    base: str | None = None, since: Week | None = None,
) -> list[Written]:  # fmt: skip
    """Close every week that can be closed, oldest first, and put back files of older editions that are gone.

    Returns what was new or, with rebuild, every edition. profile, base and since: as in write_digest, missing_weeks.
    """
    first = first_week(archive)
    if first is None:
        return []
    written = []
    with locked(folder):
        due = missing_weeks(archive, now, profile=profile, since=since)
        recorded = archive.weekly.editions(profile.name)
        there = {path.name for path in folder.iterdir()}
        wanting = [
            row["week"]
            for row in recorded
            if rebuild or any(f"{row['week']}.{suffix}" not in there for suffix in suffixes())
        ]
        for week in sorted({*due, *map(Week.parse, wanting)}):
            if week in due:
                _record(archive, week, profile, first=first, now=now, base=base)
            done = _write_edition(archive, week, folder, profile, again=rebuild, new=week in due)
            if done.new or rebuild:
                written.append(done)
        if due or rebuild or (recorded and not there.issuperset(LISTS)):
            _write_lists(archive, folder, profile)
    return written


def _record(archive: Archive, week: Week, profile: Profile, *, first: Week, now: datetime, base: str | None) -> None:
    """Read and build from one state of the archive, then record: a crawl never waits for the building.

    What is written in between belongs to a later edition, as it happened after ``now``.
    """
    while True:
        with archive.db.snapshot():
            if archive.weekly.edition(str(week), profile.name) is not None:
                return
            number = archive.weekly.next_number(profile.name)
            edition = _built(archive, week, profile, first=first, number=number, now=now, base=base)
            facts = _facts(archive, edition)
        text = render.json_text(edition)
        with archive.db.write():
            if archive.weekly.next_number(profile.name) != number:
                continue  # another process recorded an edition: this one stands on an older state
            archive.weekly.record(
                week=str(week),
                number=number,
                version=edition["version"],
                rules=", ".join(edition["rules"]),
                digest=render.hash_of(text),
                text=text,
                lines=lines_of(edition),
                facts=facts,
                at=now,
                profile=profile.name,
            )
            return


def _built(
    archive: Archive, week: Week, profile: Profile, *, first: Week, number: int | None, now: datetime, base: str | None
) -> dict[str, Any]:
    watched = load_expected()
    like = sorted({word for one in watched for word in one.like})
    rows = archive.weekly.rows(week.start, week.end, first=first.start, profile=profile, like=like)
    return build(
        rows, week, first=first, number=number, version=_version(), now=now, profile=profile, base=base,
        limits=load_limits(), watched=watched,
    )  # fmt: skip


def _facts(archive: Archive, edition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What edition_facts keeps: the findings printed, and the corrections told, so that each is told once."""
    told = {"type": "correction", "revision": 0, "rules": None}
    corrections = [
        {
            "uid": one["uid"],
            "article_uid": one["article"],
            "said": one["state"],
            "printed": one["printed"] or "",
            **told,
        }
        for one in edition["retold"]
    ]
    return [*corrections, *archive.weekly.facts(printed_uids(edition))]


def _write_edition(
    archive: Archive, week: Week, folder: Path, profile: Profile, *, again: bool, new: bool = False
) -> Written:
    row = archive.weekly.edition(str(week), profile.name)
    if row is None:
        raise NotFound(f"{week} has no edition")
    if render.hash_of(row["rows"]) != row["hash"]:
        raise ArchiveUnusable(f"edition {row['number']} ({week}) is not what was recorded; run `bluewatch check`")
    edition = json.loads(row["rows"])
    lay = {path: path.read_bytes() for path in folder.glob(f"{week}.*")} if again else {}
    paths = write_forms(edition, row["rows"], folder, str(week), again=again)
    otherwise = tuple(path for path in paths if path in lay and path.read_bytes() != lay[path])
    for suffix in ALL_SUFFIXES:
        (folder / f"{week}.provisional.{suffix}").unlink(missing_ok=True)
    counts = edition["counts"]
    return Written(week, paths, row["number"], provisional=False, counts=counts, new=new, otherwise=otherwise)


def _write_provisional(
    archive: Archive, week: Week, folder: Path, profile: Profile, *, first: Week, now: datetime, base: str | None
) -> Written:
    with archive.db.snapshot():
        edition = _built(archive, week, profile, first=first, number=None, now=now, base=base)
    paths = write_forms(edition, render.json_text(edition), folder, f"{week}.provisional", again=True)
    return Written(week, paths, None, provisional=True, counts=edition["counts"], new=False)


def _write_lists(archive: Archive, folder: Path, profile: Profile) -> None:
    """List all editions, and the provisional files that lie beside them; written only where it says something new."""
    recorded = archive.weekly.editions(profile.name)
    counts = archive.weekly.counts(profile.name)
    editions = [
        {
            "week": row["week"],
            "number": row["number"],
            "counts": json.loads(counts[row["week"]]),
            "days": [day.isoformat() for day in Week.parse(row["week"]).days],
        }
        for row in reversed(recorded)
    ]
    provisional = sorted(path.name.split(".")[0] for path in folder.glob("????-W??.provisional.html"))
    write_if_new(folder / "index.html", render.index_html(editions, provisional, pdf=has_pdf(), profile=profile.name))
    newest = [archive.weekly.edition(row["week"], profile.name) for row in reversed(recorded[-MOST_IN_FEED:])]
    told = [(json.loads(row["rows"]), row["hash"]) for row in newest if row is not None]
    began = recorded[0]["week"] if recorded else ""
    first = first_week(archive)
    updated = to_text(first.start) if first else "1970-01-01T00:00:00Z"
    write_if_new(folder / "feed.xml", atom(told, profile=profile.name, began=began, updated=updated))


def _version() -> str:
    """The installed version; a source tree that is not installed says so."""
    try:
        return installed_version("bluewatch")
    except PackageNotFoundError:
        return "from a source tree"
