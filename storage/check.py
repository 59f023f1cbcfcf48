"""Looks the whole archive over: the file, the index, revisions, findings, stored pages and editions.

Reads only. Every fault says where it is and what to do; a sound archive gives none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import product, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from storage.article_rows import CONTENT_COLUMNS
from storage.captures import PAGES_FOLDER
from storage.database import Database, Row
from storage.engine import UtilsDatabase, sqlite3
from storage.errors import ArchiveUnusable
from storage.finding_forms import BETWEEN_PARTS
from storage.findings import FINDINGS, Finding
from storage.schema import migrations
from storage.search_index import TABLE, slot_of
from storage.tallies import Tallies
from storage.troubles import DISK_ERROR, RESTORE

if TYPE_CHECKING:
    from storage.archive import Archive

REPARSE = "run `bluewatch reparse`"
DISK = "check the disk, then run this again"
# By a result code of the disk; and, without one, where the page is one of a chain (overflow, free).
_RESULT_CODE = re.compile(r"error code=(\d+)")
_NOT_READ = re.compile(r"failed to get page \d+")
# Articles whose findings are one query: SQLite looks at them for a fifth of what it costs us, and tells of the rest.
_AT_ONCE = 2000
# Findings that are not simply one stretch of the title or the body with its words.
_UNSURE = """
SELECT f.uid, f.revision, f.field, f.position, f.start, f."end", f.words, f.parts, r.title, r.body, r.captions
FROM {table} f LEFT JOIN revisions r ON r.article_id = f.article_id AND r.number = f.revision
WHERE f.article_id BETWEEN ? AND ? AND (
  f.parts = '[[' || f.start || ',' || f."end" || ']]' AND f.start >= 0 AND f."end" > f.start
  AND f.words = substr(
    CASE f.field WHEN 'body' THEN r.body WHEN 'title' THEN r.title END, f.start + 1, f."end" - f.start
  )
) IS NOT 1
ORDER BY f.article_id, f.revision
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it must be.

    part: schema, database, search, articles, findings, counts, pages or editions.
    """

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


def faults_of(archive: Archive, *, pages: bool = True) -> list[Fault]:
    """What all looks find; empty for a sound archive."""
    with looks(archive, pages=pages) as steps:
        return [fault for step in steps for fault in step.run() if fault is not None]


@contextmanager
def looks(archive: Archive, *, pages: bool = True) -> Iterator[list[Step]]:
    """All looks, in order. pages: also read every record of the page store and compare its digest.

    That over the file takes as long as all others: it is under way from here on, with a connection and a thread of its
    own, and stands last. Who leaves early ends it.
    """
    db = archive.db

    def many(table: str) -> int:
        return int(db.value(f"SELECT count(*) FROM {table}"))  # noqa: S608  names of ours

    steps = [
        Step("schema", 1, lambda: _schema(archive)),
        Step("search", 1, lambda: _search(archive)),
        Step("articles", many("articles"), lambda: _articles(archive)),
        Step("findings", sum(many(kind.TABLE) for kind in FINDINGS), lambda: _findings(archive)),
        Step("sets of findings", many("finding_sets"), lambda: _sets(archive)),
        Step("counts", 1, lambda: _counts(archive)),
        Step("editions", many("editions"), lambda: _editions(archive)),
    ]
    if pages:
        steps.append(Step("pages", Tallies(db).captures(PAGES_FOLDER), lambda: _captures(archive)))
    opened: list[Database] = []
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="file") as beside:
        file = beside.submit(_file, db.path, opened)
        try:
            yield [*steps, Step("database", 1, lambda: iter(file.result()))]
        finally:
            for one in opened:
                one.interrupt()


def _file(path: Path, opened: list[Database]) -> list[Fault | None]:
    db = Database(path, read_only=True)
    opened.append(db)
    try:
        return list(_database(db))
    finally:
        db.close()


def _database(db: Database) -> Iterator[Fault | None]:
    for row in db.each("PRAGMA integrity_check"):
        said = str(next(iter(row.values())))
        if said == "ok":
            yield None
        elif not_handed_over(said):
            yield Fault("database", db.path.name, f"the disk reports an error: {said}", DISK)
        else:
            yield Fault("database", db.path.name, said, RESTORE)
    for row in db.each("PRAGMA foreign_key_check"):
        where = f"{row['table']} row {row['rowid']}"
        yield Fault("database", where, f"names a row of {row['parent']} that is not there", RESTORE)


def not_handed_over(said: str) -> bool:
    """Whether what SQLite's own check says is of the disk: a page that it could not read, not one that is wrong."""
    code = _RESULT_CODE.search(said)
    return (code is not None and int(code[1]) & 0xFF == DISK_ERROR) or _NOT_READ.search(said) is not None


def _schema(archive: Archive) -> Iterator[Fault | None]:
    """Every table with its columns, index, view and trigger of a new archive is there."""
    query = "SELECT type || ' ' || name AS what FROM sqlite_master WHERE name NOT LIKE 'sqlite%'"
    columns = (
        "SELECT 'table ' || m.name AS owner, 'column ' || m.name || '.' || c.name AS what"
        " FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
    )
    # In memory: a backup is checked too, and is not to fail by a temporary folder that is full.
    with closing(sqlite3.connect(":memory:")) as new:
        migrations.apply(UtilsDatabase(new))
        due = {what for (what,) in new.execute(query)}
        fields = new.execute(columns).fetchall()
    missing = due - {row["what"] for row in archive.db.rows(query)}
    there = {row["what"] for row in archive.db.rows(columns)}
    missing |= {what for owner, what in fields if owner not in missing and what not in there}
    for what in sorted(missing):
        yield Fault("schema", what, "is not there", RESTORE)
    if not missing:
        yield None


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
    same = " AND ".join(f"{name} IS articles.{name}" for name in CONTENT_COLUMNS)
    for row in archive.db.each(
        "SELECT uid, revision, (SELECT count(*) FROM revisions WHERE article_id = articles.id) AS states,"  # noqa: S608  names of ours
        " (SELECT max(number) FROM revisions WHERE article_id = articles.id) AS newest,"
        f" (SELECT {same} FROM revisions"
        "   WHERE article_id = articles.id AND number = articles.revision) AS same,"
        " EXISTS (SELECT 1 FROM article_captures WHERE article_id = articles.id AND revision = articles.revision)"
        "   AS captured FROM articles"
    ):
        wrong = [
            words
            for words, bad in (
                ("its revisions are not numbered from 1 on", row["states"] != row["revision"]),
                ("its newest revision is not its current one", row["newest"] != row["revision"]),
                ("it differs from its current revision", not row["same"]),
                ("no capture is kept of its current revision", not row["captured"]),
            )
            if bad
        ]
        yield Fault("articles", str(row["uid"]), "; ".join(wrong), REPARSE) if wrong else None


def _findings(archive: Archive) -> Iterator[Fault | None]:
    """Every stretch lies in its field and holds the words that were stored with it."""
    last = int(archive.db.value("SELECT coalesce(max(id), 0) FROM articles"))
    for kind, first in product(FINDINGS, range(0, last + 1, _AT_ONCE)):
        some = (first, first + _AT_ONCE - 1)
        count = f"SELECT count(*) FROM {kind.TABLE} WHERE article_id BETWEEN ? AND ?"  # noqa: S608  names of ours
        unsure = archive.db.rows(_UNSURE.format(table=kind.TABLE), some)
        yield from (None if _same(row) else _astray(kind, row) for row in unsure)
        yield from repeat(None, int(archive.db.value(count, some)) - len(unsure))


def _sets(archive: Archive) -> Iterator[Fault | None]:
    """Every revision has as many findings as were stored with it."""
    last = int(archive.db.value("SELECT coalesce(max(id), 0) FROM articles"))
    each = " UNION ALL ".join(
        f"SELECT article_id, revision, count(*) AS there FROM {kind.TABLE}"  # noqa: S608  names of ours
        " WHERE article_id BETWEEN :first AND :last GROUP BY article_id, revision"
        for kind in FINDINGS
    )
    query = (
        "SELECT a.uid, s.revision, s.count, coalesce(sum(there), 0) AS there FROM finding_sets s"  # noqa: S608
        f" JOIN articles a ON a.id = s.article_id LEFT JOIN ({each}) f ON f.article_id = s.article_id"
        " AND f.revision = s.revision WHERE s.article_id BETWEEN :first AND :last GROUP BY s.article_id, s.revision"
    )
    for first in range(0, last + 1, _AT_ONCE):
        for row in archive.db.rows(query, {"first": first, "last": first + _AT_ONCE - 1}):
            if row["there"] == row["count"]:
                yield None
            else:
                message = f"revision {row['revision']} has {row['there']} findings, {row['count']} were stored"
                yield Fault("findings", row["uid"], message, REPARSE)


def _same(row: Row) -> bool:
    """Whether the words are those at the spans."""
    try:
        parts = [(start, end) for start, end in json.loads(row["parts"])]
        text = {"title": row["title"] or "", "body": row["body"]}.get(row["field"])
        if text is None:
            text = json.loads(row["captions"])[(row["position"] or 1) - 1]
        inside = bool(parts) and all(0 <= start < end <= len(text) for start, end in parts)
        whole = inside and (parts[0][0], max(end for _, end in parts)) == (row["start"], row["end"])
        return whole and BETWEEN_PARTS.join(text[start:end] for start, end in parts) == row["words"]
    except (ValueError, TypeError, LookupError):
        return False


def _astray(kind: type[Finding], row: Row) -> Fault:
    if row["body"] is None:
        message = f"belongs to revision {row['revision']}, which is not there"
    else:
        message = f"{kind.TYPE}: its spans are not the words {row['words']!r} of the {row['field']}"
    return Fault("findings", row["uid"], message, REPARSE)


def _editions(archive: Archive) -> Iterator[Fault | None]:
    for row in archive.db.rows(
        "SELECT profile, count(*) AS there, max(number) AS last FROM editions GROUP BY profile ORDER BY profile"
    ):
        if row["there"] != row["last"]:
            message = f"{row['there']} are there of {row['last']} that were numbered"
            yield Fault("editions", f"profile {row['profile']}", message, RESTORE)
    for row in archive.db.each("SELECT week, number, hash, rows FROM editions ORDER BY number"):
        same = hashlib.sha256(str(row["rows"]).encode("utf-8")).hexdigest() == row["hash"]
        where = f"edition {row['number']} ({row['week']})"
        yield None if same else Fault("editions", where, "is not what was recorded", RESTORE)


def _captures(archive: Archive) -> Iterator[Fault | None]:
    """Every capture can be read from its WARC file and has the digest that was noted."""
    for row in archive.db.each("SELECT id, warc, offset FROM captures WHERE warc LIKE 'pages/%' ORDER BY warc, offset"):
        where = f"capture {row['id']} ({row['warc']} at {row['offset']})"
        try:
            archive.captures.read(row["id"])
        except ArchiveUnusable as error:
            yield Fault("pages", where, str(error), f"put your copy of {row['warc']} in its place")
            continue
        yield None
