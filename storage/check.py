"""Looks the whole archive over: the file, the index, revisions, findings, stored pages and editions.

Reads only. Every fault says where it is and what to do; a sound archive gives none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.article_rows import article_of
from storage.errors import ArchiveUnusable
from storage.finding_forms import BETWEEN_PARTS, field_text
from storage.findings import FINDINGS, Finding
from storage.forms import related_from_form
from storage.search_index import TABLE, slot_of
from storage.tallies import Tallies
from storage.troubles import DISK_ERROR, RESTORE

if TYPE_CHECKING:
    from storage.archive import Archive

REPARSE = "run `bluewatch reparse`"
DISK = "check the disk, then run this again"
_RESULT_CODE = re.compile(r"error code=(\d+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it must be. part: database, search, articles, findings, counts, pages or editions."""

    part: str
    where: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Step:
    """One look: its name, how many things it looks at, and the faults it finds (None for each sound thing)."""

    name: str
    count: int
    run: Callable[[], Iterator[Fault | None]]


def steps(archive: Archive, *, pages: bool = True) -> list[Step]:
    """All looks, in order. pages: also read every record of the page store and compare its digest."""
    db = archive.db

    def many(table: str) -> int:
        return int(db.value(f"SELECT count(*) FROM {table}"))  # noqa: S608  names of ours

    looks = [
        Step("database", 1, lambda: _database(archive)),
        Step("search", 1, lambda: _search(archive)),
        Step("articles", many("articles"), lambda: _articles(archive)),
        Step("findings", sum(many(kind.TABLE) for kind in FINDINGS), lambda: _findings(archive)),
        Step("counts", 1, lambda: _counts(archive)),
        Step("editions", many("editions"), lambda: _editions(archive)),
    ]
    if pages:
        looks.append(Step("pages", many("captures"), lambda: _captures(archive)))
    return looks


def _database(archive: Archive) -> Iterator[Fault | None]:
    for row in archive.db.each("PRAGMA integrity_check"):
        said = str(next(iter(row.values())))
        if said == "ok":
            yield None
        elif (code := _RESULT_CODE.search(said)) and int(code[1]) & 0xFF == DISK_ERROR:
            yield Fault("database", archive.db.path.name, f"the disk reports an error: {said}", DISK)
        else:
            yield Fault("database", archive.db.path.name, said, RESTORE)
    for row in archive.db.each("PRAGMA foreign_key_check"):
        where = f"{row['table']} row {row['rowid']}"
        yield Fault("database", where, f"names a row of {row['parent']} that is not there", RESTORE)


def _search(archive: Archive) -> Iterator[Fault | None]:
    """The index is contentless, so its row numbers are compared with those that the articles ask for."""
    due = f"SELECT {slot_of('articles')} FROM articles"  # noqa: S608  names of ours
    missing = archive.db.rows(
        f"SELECT uid FROM articles WHERE {slot_of('articles')} NOT IN (SELECT id FROM {TABLE}_docsize)"  # noqa: S608
    )
    extra = int(archive.db.value(f"SELECT count(*) FROM {TABLE}_docsize WHERE id NOT IN ({due})"))  # noqa: S608
    for row in missing:
        yield Fault("search", str(row["uid"]), "cannot be found by its words", REPARSE)
    if extra:
        yield Fault("search", TABLE, f"holds {extra} rows of no article", RESTORE)
    if not missing and not extra:
        yield None


def _counts(archive: Archive) -> Iterator[Fault | None]:
    """What triggers count must be what is there."""
    with archive.db.snapshot():  # a crawl may write in between
        wrong = Tallies(archive.db).wrong()
    for said in wrong:
        table, _, message = said.partition(": ")
        yield Fault("counts", table, message, RESTORE)
    if not wrong:
        yield None


def _articles(archive: Archive) -> Iterator[Fault | None]:
    """The current state is the newest revision, and the revisions are numbered without a gap."""
    for row in archive.db.each(
        "SELECT uid, revision, (SELECT count(*) FROM revisions WHERE article_id = articles.id) AS states,"
        " (SELECT max(number) FROM revisions WHERE article_id = articles.id) AS newest,"
        " (SELECT body = articles.body AND title IS articles.title AND captions = articles.captions FROM revisions"
        "   WHERE article_id = articles.id AND number = articles.revision) AS same,"
        " EXISTS (SELECT 1 FROM article_captures WHERE article_id = articles.id AND revision = articles.revision)"
        "   AS captured FROM articles"
    ):
        wrong = [
            words
            for words, bad in (
                ("its revisions are not numbered from 1 on", row["states"] != row["revision"]),
                ("its newest revision is not its current one", row["newest"] != row["revision"]),
                ("its text differs from that of its current revision", not row["same"]),
                ("no capture is kept of its current revision", not row["captured"]),
            )
            if bad
        ]
        yield Fault("articles", str(row["uid"]), "; ".join(wrong), REPARSE) if wrong else None


def _findings(archive: Archive) -> Iterator[Fault | None]:
    """Every stretch lies in its field and holds the words that were stored with it."""
    for kind in FINDINGS:
        yield from _of_type(archive, kind)


def _of_type(archive: Archive, kind: type[Finding]) -> Iterator[Fault | None]:
    last: tuple[int, int] | None = None
    article = None
    for row in archive.db.each(
        f'SELECT uid, article_id, revision, field, position, start, "end", parts, words FROM {kind.TABLE}'  # noqa: S608  names of ours
        " ORDER BY article_id, revision"
    ):
        of = (row["article_id"], row["revision"])
        if of != last:
            state = archive.db.row(
                "SELECT articles.url, articles.source, articles.key, revisions.* FROM revisions"
                " JOIN articles ON articles.id = article_id WHERE article_id = ? AND number = ?",
                of,
            )
            article = None if state is None else article_of(state, related_from_form(json.loads(state["related"])))
            last = of
        parts = [tuple(part) for part in json.loads(row["parts"])]
        if article is None:
            yield Fault("findings", row["uid"], f"belongs to revision {row['revision']}, which is not there", REPARSE)
            continue
        try:
            text = field_text(article, row["field"], row["position"])
        except IndexError:
            text = ""
        inside = all(0 <= start < end <= len(text) for start, end in parts) and bool(parts)
        whole = inside and (parts[0][0], max(end for _, end in parts)) == (row["start"], row["end"])
        same = whole and BETWEEN_PARTS.join(text[start:end] for start, end in parts) == row["words"]
        message = f"{kind.TYPE}: its spans are not the words {row['words']!r} of the {row['field']}"
        yield None if same else Fault("findings", row["uid"], message, REPARSE)


def _editions(archive: Archive) -> Iterator[Fault | None]:
    for row in archive.db.each("SELECT week, number, hash, rows FROM editions ORDER BY number"):
        same = hashlib.sha256(str(row["rows"]).encode("utf-8")).hexdigest() == row["hash"]
        where = f"edition {row['number']} ({row['week']})"
        yield None if same else Fault("editions", where, "is not what was recorded", RESTORE)


def _captures(archive: Archive) -> Iterator[Fault | None]:
    """Every capture can be read from its WARC file and has the digest that was noted."""
    for row in archive.db.rows("SELECT id, warc, offset FROM captures WHERE warc LIKE 'pages/%' ORDER BY warc, offset"):
        where = f"capture {row['id']} ({row['warc']} at {row['offset']})"
        try:
            archive.captures.read(row["id"])
        except ArchiveUnusable as error:
            yield Fault("pages", where, str(error), f"put your copy of {row['warc']} in its place")
            continue
        yield None
