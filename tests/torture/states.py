"""When two data folders are the same to whoever comes next: what a fault left is then known to be mended, or not.

Hundreds of faults leave the same archive: those in one transaction are all rolled back to where it began. Whether two
folders are the same is asked of copies: SQLite recovers each for itself, says that it is sound, and every row of every
table counts, as does every other file. Left out is what no two runs agree on and nothing is decided by: how far the
second hand was at a request, random names of records, and with these the lengths of what is compressed.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from storage.engine import sqlite3

# Columns that differ between two calm runs, besides those that say where a page lies in its file.
OF_CHANCE = {
    "hosts": {"last_request_at"},
    "captures": {"offset", "length"},
    "warc_files": {"committed"},
    "_sqlite_migrations": {"applied_at"},
}
_RECORD = re.compile(
    rb"urn:uuid:[0-9a-f-]{36}|(?<=\r\n)(?:Date|WARC-Date|WARC-Block-Digest|WARC-Payload-Digest|Content-Length): [^\r]*"
)
_DRAFT = re.compile(r"(?:\.\d+)?\.part.*$")
# The columns of each table that count, by its name and how it was made.
_COUNTED: dict[tuple[str, str], str] = {}
# What SQLite keeps beside an archive, and makes anew.
_BESIDE = ("-wal", "-shm", "-journal")


def fingerprint(data: Path, scratch: Path) -> str:
    """The same for two folders that are the same to whoever comes next. scratch: a folder to make and empty."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    known = sha256()
    ends: dict[str, int] = {}
    for path in sorted(data.rglob("*")):
        name = _DRAFT.sub(".part", str(path.relative_to(data)))
        known.update(f"\n{name} ".encode())
        if path.is_dir() or name.startswith("locks/"):
            continue
        if name.endswith(_BESIDE):
            known.update(b"something" if path.stat().st_size else b"nothing")
        elif ".part" in name:
            known.update(b"draft of something" if path.stat().st_size else b"draft of nothing")
        elif name.endswith(".db"):
            rows, found = _database(path, scratch)
            ends |= found
            known.update(rows)
        elif name.endswith(".warc.gz"):
            known.update(_pages(path.read_bytes(), ends.get(name, 0)))
        else:
            known.update(sha256(path.read_bytes()).digest())
    return known.hexdigest()


def _database(path: Path, scratch: Path) -> tuple[bytes, dict[str, int]]:
    """All it holds once recovered, and how far its files of pages are vouched for."""
    known = sha256()
    copy = scratch / path.name
    for end in ("", *_BESIDE[::2]):
        if (beside := path.with_name(path.name + end)).exists():
            shutil.copyfile(beside, copy.with_name(copy.name + end))
    try:
        with closing(sqlite3.connect(str(copy))) as db:
            for line in _content(db):
                known.update(line.encode("utf-8", "surrogatepass"))
            there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'warc_files'").fetchone()
            return known.digest(), dict(db.execute("SELECT warc, committed FROM warc_files")) if there else {}
    except sqlite3.Error as error:
        # Like no other: every byte counts.
        return f"{error}".encode() + path.read_bytes(), {}


def _content(db: Any) -> Iterator[str]:
    yield repr(db.execute("PRAGMA integrity_check").fetchall())
    yield repr(db.execute("PRAGMA user_version").fetchall())
    made = db.execute("SELECT type, name, rootpage, sql FROM sqlite_master ORDER BY type, name").fetchall()
    for kind, name, root, sql in made:
        yield f"{kind} {name} {sql}"
        if kind != "table":
            continue
        if not root:
            if "fts5" in sql:
                db.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'integrity-check\')')
            continue
        if (name, sql) not in _COUNTED:
            columns = [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]
            _COUNTED[name, sql] = ", ".join(f'"{one}"' for one in columns if one not in OF_CHANCE.get(name, ()))
        yield repr(db.execute(f'SELECT {_COUNTED[name, sql]} FROM "{name}"').fetchall())


def _pages(content: bytes, end: int) -> bytes:
    """The records that the archive vouches for, and whether more follows them."""
    known = sha256(b"more" if len(content) > end else b"less" if len(content) < end else b"")
    rest = content[:end]
    while rest:
        member = zlib.decompressobj(wbits=31)
        try:
            known.update(_RECORD.sub(b"", member.decompress(rest)))
        except zlib.error:
            known.update(rest)
            break
        rest = member.unused_data if member.eof else b""
    return known.digest()
