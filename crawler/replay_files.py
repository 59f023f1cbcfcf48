"""What a replay counts, how far each file is, and which pages an archive wants whatever they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

from crawler.addresses import IMPORT_SOURCE
from crawler.archived_page import Found, digests
from crawler.catalogue import Catalogue
from crawler.looked import Mark, identity_of, look
from crawler.parts import place_of
from crawler.source import Source
from crawler.urls import canonical, host_of
from storage.archive import Archive
from storage.captures import Kept
from storage.database import Database
from storage.records import Answer
from storage.replays import Identity, Replays
from storage.times import to_text

NO_OUTLET = {
    "slug": IMPORT_SOURCE, "name": "no followed outlet", "home": None, "enabled": False,
    "disabled_because": "pages that came by import or replay, of outlets that are not followed",
}  # fmt: skip
# Names that are remembered: some 30 MB.
MOST_LEFT = 400_000


@dataclass(slots=True)
class Summary:
    """What became of the records. taken: new captures by what they gave; other and refused: by reason.

    scanned: pages looked through before parsing, by the way that took; left: those of them without a word of the rules.
    finished_before: files that an earlier run read to their end.
    """

    records: int = 0
    known: int = 0
    kept: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    scanned: Counter[str] = field(default_factory=Counter)
    left: int = 0
    finished_before: int = 0

    def add(self, other: Summary) -> None:
        """Count what another run counted, too."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is, in bytes, and what the run has counted so far."""

    file: Path
    at_byte: int
    summary: Summary


@dataclass(slots=True)
class File:
    """A file that is being read. begun_at: where this run began; done: records that were done with before it.

    counted: since its progress was noted.
    """

    path: Path
    id: int
    mark: Mark
    begun_at: Mark
    done: int = 0
    waiting: list[tuple[Found, Mark]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


class Files:
    """How far the files of one way of replaying are."""

    def __init__(self, db: Database, how: str) -> None:
        self._db, self._replays, self._how = db, Replays(db), how

    def finished(self, file: Path | Identity) -> bool:
        """Whether an earlier run read this file, by what it holds, to its end in the same way. Raises OSError."""
        known = self._replays.of(file if isinstance(file, Identity) else identity_of(file), self._how)
        return known is not None and known.ended

    def begin(self, path: Path, now: datetime, *, most_bytes: int, again: bool) -> File:
        """A file with how far it is and the records that wait in it. Raises OSError."""
        row = self._replays.begin(identity_of(path), self._how, name=path.name, now=now, again=again)
        mark = Mark(place=row.place, passed=row.passed, asked=row.asked)
        file = File(path, row.id, mark, begun_at=mark, done=row.records)
        for place, passed in row.waiting:
            whole = look(
                path, Mark(place=place, passed=passed - 1), scan=None, known=_always, most_bytes=most_bytes, now=now
            )
            file.waiting += [(one.found, one.mark) for one in islice(whole, 1) if one.found.what == "again"]
        return file

    def note(self, file: File, ended_at: datetime | None = None) -> None:
        """Note how far a file is."""
        waiting = [(mark.place, mark.passed) for _, mark in file.waiting]
        with self._db.write():
            self._replays.advance(
                file.id, place=file.mark.place, passed=file.mark.passed, asked=file.mark.asked,
                waiting=waiting, counted=file.counted, ended_at=ended_at,
            )  # fmt: skip
        file.counted.clear()


class KnownPages:
    """The pages of an archive, asked for by addresses of which nearly all are of hosts that it never heard of."""

    def __init__(self, archive: Archive, catalogue: Catalogue) -> None:
        self._archive, self._catalogue = archive, catalogue
        self._hosts: set[str] | None = None

    def note(self, host: str) -> None:
        """A page of this host was just added."""
        if self._hosts is not None:
            self._hosts.add(host)

    def wants(self, found: Found) -> bool:
        """Whether a page is wanted whatever it says: of it an earlier state is here, or it may be of a long article."""
        if found.answer is None:
            return True
        if self._hosts is None:
            rows = self._archive.db.rows("SELECT DISTINCT host FROM pages")
            self._hosts = {row["host"] for row in rows}
        try:
            if host_of(found.answer.url) not in self._hosts:
                return False
            source = self._catalogue.for_url(found.answer.url)
            address, kind = place_of(found.answer.url, source)
        except ValueError:
            return False
        if kind == "other":
            return True
        page = self._archive.frontier.page_at(address)
        if page is None:
            return False
        earlier = self._archive.db.value(
            "SELECT 1 FROM captures WHERE page_id = ? AND fetched_at <= ? LIMIT 1",
            (page["id"], to_text(found.answer.fetched_at)),
        )
        return earlier is not None

    def same(self, page_id: int, answer: Answer) -> int | None:
        """The capture that says the same: the last one until then, or any of that very second."""
        at, said = to_text(answer.fetched_at), (sha256(answer.body).hexdigest(), answer.status)
        rows = self._archive.db.rows(
            "SELECT id, digest, status FROM captures WHERE page_id = ?1 AND (fetched_at = ?2 OR id = (SELECT id FROM"
            " captures WHERE page_id = ?1 AND fetched_at <= ?2 ORDER BY fetched_at DESC, id DESC LIMIT 1))",
            (page_id, at),
        )
        return next((int(row["id"]) for row in rows if (row["digest"], row["status"]) == said), None)

    def in_store(self, url: str, payload: str | None) -> int | None:
        """A capture of that page with that payload digest; without a digest (a 304), none can be known for sure."""
        source = self._catalogue.for_url(url)
        try:
            page = self._archive.frontier.page_at(source.canonical(url) if source else canonical(url))
        except ValueError:
            return None
        if page is None or payload is None:
            return None
        for row in self._archive.db.rows(
            "SELECT id FROM captures WHERE page_id = ? AND warc LIKE 'pages/%' ORDER BY id DESC", (page["id"],)
        ):
            if payload in digests(self._archive.captures.read(row["id"]).body):
                return int(row["id"])
        return None


class LeftOut:
    """The names of pages that were left out, for records that say the same again."""

    def __init__(self) -> None:
        self._names: set[int] = set()

    def note(self, found: Found) -> None:
        """This page was left out."""
        if len(self._names) < MOST_LEFT:
            self._names |= {hash(name) for name in (found.record_id, found.payload) if name}

    def holds(self, found: Found) -> bool:
        """Whether a record says the same as one of them."""
        return not {hash(found.refers_to[0]), hash(found.payload)}.isdisjoint(self._names)


def register(archive: Archive, source: Source | None, now: datetime) -> None:
    """Note a source, or that of pages without one, where it is not known."""
    slug = source.slug if source else IMPORT_SOURCE
    if archive.db.value("SELECT 1 FROM sources WHERE slug = ?", (slug,)) is None:
        archive.ledger.register_sources([source or NO_OUTLET], now)


def keep_file(archive: Archive, answer: Answer) -> Kept:
    """Keep an imported file, as a record of an archive of ours holds it."""
    return archive.captures.keep_file(
        answer.header("Bluewatch-File-Name") or "page", answer.body,
        content_type=answer.header("Content-Type") or "", at=answer.fetched_at,
    )  # fmt: skip


def _always(_: Found) -> bool:
    return True
