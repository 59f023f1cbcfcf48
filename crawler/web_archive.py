"""The reading step of ``replay``: records out of web archive files made by anyone, whole or with the reason why not.

WARC 0.17 to 1.1 and ARC 1.0; gzip or zstd per record, one around all, or none. Framing only: what a record means is
crawler.archived_page. After a damaged place reading goes on at the next record that can be found.
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
import tempfile
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from crawler.zstd_frames import FRAME, MAGICS, Frames
from storage.engine import out_of_sight
from storage.warc import left_over

# As in storage.warc.
with out_of_sight("fsspec"):
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

GZIP_MAGIC = b"\x1f\x8b\x08"
CHUNK = 1 << 18
# A member that inflates beyond this is held on disk.
HELD_BYTES = 8 << 20
# One gzip around a whole archive; what inflates to more than a thousand times its size is a bomb.
MOST_RATIO = 1100
_BLANK = b"\0\r\n"
NEXT_RECORD = (b"\nWARC/1.", b"\nWARC/0.")
# Address, IP address, time, type and length in bytes.
NEXT_OF_ARC = (b"\nhttp://", b"\nhttps://")
_ARC_LINE = re.compile(rb"https?://[^\n]+ [\dA-Fa-f.:]+ \d{12,14} [^\s]+ \d+\s*$")
LONGEST_LINE = 1 << 13

# Writes what stands at an offset of the file: its length there (0 at the end), and what is wrong with it.
Inflate = Callable[[int, Any], tuple[int, str | None]]

logging.getLogger("warcio.recordloader").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. offset, length: of its gzip member in the file, or of the record itself where there is none.

    fields: the record's own headers, names in lower case; http: those of the HTTP answer with its status, None where
    there is none. body: what follows the heads, as it was recorded. fault: why it cannot be used.
    """

    offset: int
    length: int
    kind: str
    fields: dict[str, str]
    status: int | None = None
    method: str | None = None
    http: tuple[tuple[str, str], ...] | None = None
    body: bytes = b""
    fault: str | None = None


def records(path: Path, *, most_bytes: int, start: int = 0) -> Iterator[Record]:
    """All records of a file, in order. most_bytes: of one body; a larger one is a fault. Raises OSError.

    start: the offset of a record of an earlier call, from which on they are given.
    """
    with path.open("rb") as file:
        magic = file.read(len(FRAME))
        if magic in MAGICS:
            yield from _each(file, most_bytes, start, Frames(file).inflate, FRAME)
        elif magic.startswith(GZIP_MAGIC):
            yield from member_records(file, most_bytes, start)
        else:
            yield from plain_records(file, most_bytes, offset=0, length=None, start=start)


def member_records(file: BinaryIO, most_bytes: int, offset: int = 0) -> Iterator[Record]:
    """Those of each gzip member from an offset on."""
    yield from _each(file, most_bytes, offset, partial(_inflate, file), GZIP_MAGIC)


def _each(file: BinaryIO, most_bytes: int, offset: int, inflate: Inflate, magic: bytes) -> Iterator[Record]:
    """Each member or frame by itself; after a broken one, on at the next that begins a record."""
    while True:
        with tempfile.SpooledTemporaryFile(max_size=HELD_BYTES) as inflated:
            length, fault = inflate(offset, inflated)
            if not length:
                return
            if inflated.tell():
                # What a broken member gave before it broke may hold whole records.
                yield from plain_records(cast("BinaryIO", inflated), most_bytes, offset=offset, length=length)
            if fault is not None:
                yield Record(offset=offset, length=length, kind="broken", fields={}, fault=fault)
                following = _find(file, offset + 1, (magic,))
                if following is None:
                    return
                offset = following
                continue
        offset += length


def _inflate(file: BinaryIO, offset: int, out: Any) -> tuple[int, str | None]:
    """Inflate the member at an offset: its length in the file (0 at the end), and what is wrong with it."""
    file.seek(offset)
    member, read, written = zlib.decompressobj(16 + zlib.MAX_WBITS), 0, 0
    rest = file.read(CHUNK)
    if not rest.strip(_BLANK):
        blank = len(rest)
        while (more := file.read(CHUNK)) and not more.strip(_BLANK):
            blank += len(more)
        return (blank, f"nothing but blanks from byte {offset} on") if more else (0, None)
    while rest:
        try:
            piece = member.decompress(rest, CHUNK)
        except zlib.error as error:
            return read + len(rest), f"damaged gzip at byte {offset}: {error}"
        out.write(piece)
        written += len(piece)
        left = left_over(member)
        read += len(rest) - len(left)
        if member.eof:
            return read, None
        if written > MOST_RATIO * (read + CHUNK):
            return read, f"the gzip at byte {offset} inflates beyond any page"
        rest = left or file.read(CHUNK)
    return read, f"cut: the gzip at byte {offset} has no end"


def plain_records(
    file: BinaryIO, most_bytes: int, *, offset: int, length: int | None, start: int = 0
) -> Iterator[Record]:
    """The records of a file or member that is not compressed. length None: each record is told by its own place."""
    file.seek(start)
    head = file.read(CHUNK)
    at: int | None = start + (len(head) - len(head.lstrip(_BLANK)))
    while at is not None:
        file.seek(at)
        at = yield from _from(file, most_bytes, offset, length)


def _from(file: BinaryIO, most_bytes: int, offset: int, length: int | None) -> Generator[Record, None, int | None]:
    """Records from where the file stands; returns where to begin anew after a fault, None at the end."""
    found = _quietly(ArchiveIterator, file, arc2warc=True, check_digests=True)
    while True:
        # Behind the last record, which was read to its end.
        at, odd = found.offset, found.err_count
        try:
            record = _quietly(next, found, None)
            if record is None:
                file.seek(at)
                if file.read(CHUNK).strip(_BLANK):  # warcio takes a head without an end for the end
                    raise ArchiveLoadFailed("the file ends within its head")
                return None
            taken = _taken(found, record, most_bytes)
            own, size = _quietly(found.get_record_offset), _quietly(found.get_record_length)
        except Exception as error:
            # warcio raises whatever a damaged head makes it stumble over.
            said = " ".join(str(error).split())[:200] or type(error).__name__
            if said.startswith("Unknown archive format"):  # warcio prints the bytes it found
                said = "no record of WARC or ARC begins here"
            elif isinstance(error, AttributeError):  # it takes an address for granted
                said = "its head is cut, or names no address"
            place = (offset, length) if length is not None else (at, 0)
            yield Record(offset=place[0], length=place[1] or 0, kind="broken", fields={}, fault=f"unreadable: {said}")
            return _next(file, at + 1)
        place = (offset, length) if length is not None else (own, size)
        if found.err_count != odd:
            # No blank line follows: warcio passes over the line that does, be it the first one of a record.
            joined = _begins(file, own + size)
            if not joined:
                taken["fault"] = taken["fault"] or "its length is wrong: other bytes follow it"
            yield Record(offset=place[0], length=place[1], **taken)
            return own + size if joined else _next(file, own + 1)
        yield Record(offset=place[0], length=place[1], **taken)
        if taken["fault"] is not None and not taken["fault"].startswith("too large"):
            # A length that is too large swallows the records that follow.
            read_to = file.tell()
            following = _next(file, own + 1)
            if following is not None and following < own + size:
                return following
            file.seek(read_to)


def _taken(found: Any, record: Any, most_bytes: int) -> dict[str, Any]:
    head = record.http_headers
    body = _quietly(record.raw_stream.read, most_bytes + 1) or b""
    while len(body) <= most_bytes and (more := _quietly(record.raw_stream.read, most_bytes + 1 - len(body))):
        body += more
    _quietly(found.read_to_end)
    fields = {name.lower(): value for name, value in record.rec_headers.headers}
    fault = None
    if len(body) > most_bytes:
        fault, body = f"too large: more than {most_bytes:,} bytes", b""
    elif not fields.get("content-length", "0").strip().isdecimal():
        fault = "its length cannot be read"
    elif _is_short(record, len(body)):
        fault = "cut: it is shorter than it says"
    elif any("block digest" in problem for problem in record.digest_checker.problems):
        fault = "altered or cut: its bytes are not those of its block digest"
    elif "warc-segment-number" in fields and record.rec_type != "continuation":
        fault = "cut when it was recorded (one of the segments of a record)"
    elif "warc-truncated" in fields and record.rec_type != "revisit":  # which leaves the body out by its nature
        fault = f"cut when it was recorded ({fields['warc-truncated'][:40]})"
    status, method = None, None
    if head is not None and record.rec_type == "request":
        method = head.protocol
    elif head is not None:
        code = str(head.get_statuscode() or "")
        status = int(code) if code.isascii() and code.isdigit() and len(code) == 3 else None
    return {
        "kind": str(record.rec_type or ""),
        "fields": fields,
        "status": status,
        "method": method,
        "http": None if head is None else tuple((str(n), str(v)) for n, v in head.headers),
        "body": body,
        "fault": fault,
    }


def _is_short(record: Any, length: int) -> bool:
    """Whether fewer bytes are there than the record says; its HTTP head may say that they are all the same."""
    less = record.length is not None and record.raw_stream.limit > 0
    if record.http_headers is None:
        return record.length is None or less
    said = str(record.http_headers.get_header("Content-Length") or "")
    return less and not (said.isascii() and said.isdigit() and int(said) == length)


def _quietly(call: Any, *arguments: Any, **named: Any) -> Any:
    """Call warcio, which prints warnings of its own to standard error."""
    with contextlib.redirect_stderr(io.StringIO()):
        return call(*arguments, **named)


def _begins(file: BinaryIO, at: int) -> bool:
    """Whether a record begins at a place."""
    file.seek(at)
    line = file.readline(LONGEST_LINE)
    return line.startswith((b"WARC/1.", b"WARC/0.")) or _ARC_LINE.match(line) is not None


def _next(file: BinaryIO, start: int) -> int | None:
    """Where a record begins behind a place; None for none."""
    following = _find(file, start, NEXT_RECORD)
    if following is not None:
        return following + 1
    while (start := (_find(file, start, NEXT_OF_ARC) or -2) + 1) > 0:
        if _begins(file, start):
            return start
    return None


def _find(file: BinaryIO, start: int, marks: Sequence[bytes]) -> int | None:
    """Where the first of the marks stands at or after a place."""
    overlap = max(len(mark) for mark in marks) - 1
    file.seek(start)
    place, held = start, b""
    while piece := file.read(CHUNK):
        held += piece
        hits = [hit for mark in marks if (hit := held.find(mark)) >= 0]
        if hits:
            return place + min(hits)
        place += max(len(held) - overlap, 0)
        held = held[-overlap:] if overlap else b""
    return None
