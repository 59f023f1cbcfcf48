"""What the records of a web archive are, one after the other, and which pages hold nothing of the relevance rules.

Pure of the archive they go into: a task of its own may look through a file and hand over what it found.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crawler.archived_page import Found, asked_by, interpret, refused
from crawler.peacekeeping.byte_scan import Scan, Way
from crawler.quick_archive import exactly, quick_records
from crawler.web_archive import Record, records
from storage.records import Answer
from storage.replays import Identity

HEAD_BYTES = 1 << 16
_Wanted = tuple[Scan | None, Callable[[Found], bool], int, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place between records. place: where the last record before it stands; passed: how many stand there before it.

    asked: record id, address and method of the last request before it.
    """

    place: int = 0
    passed: int = 0
    asked: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A record. mark: behind it; way: how a page was looked through; left: nothing of the rules stands in it."""

    found: Found
    mark: Mark = field(default_factory=Mark)
    way: Way | None = None
    left: bool = False


def identity_of(path: Path) -> Identity:
    """What a file is known by, whatever its name. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return Identity(path.stat().st_size, hashlib.sha256(head).hexdigest())


def look(
    path: Path, mark: Mark, *, scan: Scan | None, known: Callable[[Found], bool], most_bytes: int, now: datetime
) -> Iterator[Looked]:
    """The records of a file behind a mark. known: whether the archive wants a page whatever it says. Raises OSError."""
    begin = Mark(asked=mark.asked, passed=mark.passed) if _is_arc(path) else mark
    ahead: deque[tuple[Record, bytes | None]] = deque()
    asked, skip = begin.asked, begin.passed

    def raw() -> Iterator[Record]:
        nonlocal asked, skip
        for record, data in _read(path, begin.place, scan, most_bytes):
            if skip and begin.place in (0, record.offset):
                skip -= 1
                continue
            skip = 0
            ahead.append((record, data))
            if record.kind == "request":
                asked = asked_by(record)
            yield record

    place, passed = begin.place, begin.passed
    whole = _is_arc(path)
    for found in interpret(raw(), most_bytes=most_bytes, now=now, asked=begin.asked):
        record, data = ahead.popleft()
        if whole or record.offset == place:
            passed += 1
        else:
            place, passed = record.offset, 1
        here = Mark(place=place, passed=passed, asked=asked)
        yield _looked(found, here, (record, data), (scan, known, most_bytes, now))


def _read(path: Path, start: int, scan: Scan | None, most_bytes: int) -> Iterator[tuple[Record, bytes | None]]:
    if scan is not None:
        yield from quick_records(path, most_bytes=most_bytes, start=start)
        return
    for record in records(path, most_bytes=most_bytes, start=start):
        yield record, None


def _looked(found: Found, mark: Mark, read: tuple[Record, bytes | None], wanted: _Wanted) -> Looked:
    record, data = read
    scan, known, most_bytes, now = wanted
    way = None
    if found.what == "page" and found.answer is not None and scan is not None:
        scanned = scan.scan(found.answer.body, found.answer.header("Content-Type"))
        way = scanned.way
        if not scanned.relevant and not known(found):
            return Looked(found=_without_body(found), mark=mark, way=way, left=True)
    if data is None or record.kind == "request":
        return Looked(found=found, mark=mark, way=way)
    checked = exactly(record, data, most_bytes)
    if checked.fault is not None:
        found = refused(checked, checked.fault)
    elif found.what == "page":
        found = next(interpret([checked], most_bytes=most_bytes, now=now))
    return Looked(found=found, mark=mark, way=way)


def _without_body(found: Found) -> Found:
    """The same without the bytes of its page, for one that is left out."""
    page = found.answer
    if page is None:
        return found
    answer = Answer(
        url=page.url, status=page.status, headers=page.headers, body=b"", fetched_at=page.fetched_at,
        method=page.method, requested_url=page.requested_url,
    )  # fmt: skip
    return Found(
        what=found.what, offset=found.offset, length=found.length, record_id=found.record_id, answer=answer,
        payload=found.payload, refers_to=found.refers_to, named=found.named, why=found.why, at=found.at,
    )  # fmt: skip


def _is_arc(path: Path) -> bool:
    """An ARC says at its beginning what its lines mean, so it is read from there."""
    return ".arc" in path.name.lower() and ".warc" not in path.name.lower()
