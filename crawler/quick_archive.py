"""The records of a web archive at the speed of inflating it, for a reader that drops nearly all of them.

A gzip member that holds exactly one well-framed response or request is taken apart here; everything else (another
framing, another kind, damage of any sort, archives that are not compressed record by record) is left to
crawler.web_archive, member by member, so that what is refused and why stays the same. What is taken apart here carries
its bytes, so that whoever keeps it has it read again with all its checks.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from crawler.web_archive import CHUNK, GZIP_MAGIC, Record, member_records, plain_records, records

_FIRST_BYTES = 48 << 10
# What a record's and an answer's heads may take beside the body.
_MOST_HEADS = 256 << 10
_TAKEN = frozenset({"response", "request"})
_PARTIAL = frozenset({"warc-truncated", "warc-segment-number"})
_BLANKS = " \t\n\r\x0b\x0c"


def quick_records(path: Path, *, most_bytes: int, start: int = 0) -> Iterator[tuple[Record, bytes | None]]:
    """The records of a file as crawler.web_archive gives them, but for checks of digests where bytes come with one.

    The bytes are those of the whole record, for ``exactly``. Raises OSError.
    """
    inflater = _inflater()
    with path.open("rb") as file:
        if file.read(len(GZIP_MAGIC)) != GZIP_MAGIC:
            for found in records(path, most_bytes=most_bytes, start=start):
                yield found, None
            return
        offset = start
        while True:
            data, length = _member(file, offset, inflater, most_bytes + _MOST_HEADS)
            record = None if data is None else _taken(data, offset, length, most_bytes)
            if record is None:
                # The slow reader says what this member holds; the quick one goes on at the next.
                after = None
                for found in member_records(file, most_bytes, offset):
                    if found.offset != offset:
                        after = found.offset
                        break
                    yield found, None
                if after is None:
                    return
                offset = after
                continue
            yield record, data
            offset += length


def exactly(record: Record, data: bytes, most_bytes: int) -> Record:
    """The same record with every check of the slow reader."""
    found = plain_records(io.BytesIO(data), most_bytes, offset=record.offset, length=record.length)
    return next(found, record)


def _inflater() -> Any:
    """What inflates a member: isal, about twice as quick, where it is installed."""
    module = import_module("isal.isal_zlib") if find_spec("isal") is not None else zlib
    return module.decompressobj, module.error


def _member(file: BinaryIO, offset: int, inflater: Any, most: int) -> tuple[bytes | None, int]:
    """The inflated member at an offset and its length in the file; None where it is not whole, or large."""
    make, broken = inflater
    file.seek(offset)
    member, pieces, read, size, want = make(16 + zlib.MAX_WBITS), [], 0, 0, _FIRST_BYTES
    while rest := file.read(want):
        want = CHUNK
        try:
            piece = member.decompress(rest, most - size + 1)
        except broken:
            return None, 0
        pieces.append(piece)
        size += len(piece)
        if size > most:
            return None, 0
        read += len(rest) - len(member.unused_data)
        if member.eof:
            return (pieces[0] if len(pieces) == 1 else b"".join(pieces)), read
        if member.unconsumed_tail:
            return None, 0
    return None, 0


def _taken(  # noqa: PLR0911  one for each doubt
    data: bytes, offset: int, length: int, most_bytes: int
) -> Record | None:
    """A response or request of which every length fits; None for anything else."""
    head_end = data.find(b"\r\n\r\n", 0, 64 << 10)
    if head_end < 0 or not data.startswith(b"WARC/1."):
        return None
    pairs = _pairs(data[:head_end].partition(b"\r\n")[2])
    if pairs is None:
        return None
    fields = {name.lower(): value for name, value in pairs}
    said, start = fields.get("content-length", ""), head_end + 4
    if not (said.isascii() and said.isdigit()) or len(fields) != len(pairs) or _PARTIAL & fields.keys():
        return None
    end = start + int(said)
    if data[end:] != b"\r\n\r\n" or fields.get("warc-type") not in _TAKEN:
        return None
    http_end = data.find(b"\r\n\r\n", start, min(end, start + (64 << 10)))
    if http_end < 0 or "http" not in fields.get("content-type", ""):
        return None
    line, _, lines = data[start:http_end].partition(b"\r\n")
    http, first = _pairs(lines), line.decode("latin-1").split(" ", 2)
    if http is None or end - http_end - 4 > most_bytes:
        return None
    request = fields["warc-type"] == "request"
    if request and not _digest_fits(fields.get("warc-block-digest"), data[start:end]):
        return None
    if not request and (len(first) < 2 or not first[0].startswith("HTTP/") or len(first[1]) != 3):
        return None
    code = first[1] if len(first) > 1 else ""
    return Record(
        offset=offset, length=length, kind=fields["warc-type"], fields=fields,
        status=int(code) if not request and code.isascii() and code.isdigit() else None,
        method=first[0] if request else None, http=tuple(http), body=data[http_end + 4 : end],
    )  # fmt: skip


def _digest_fits(said: str | None, block: bytes) -> bool:
    """Whether a block is that of its digest, where there is one that can be told at once."""
    if said is None:
        return True
    name, _, value = said.partition(":")
    if name.lower() != "sha1":
        return False
    digest = hashlib.sha1(block, usedforsecurity=False).digest()
    return value in (base64.b32encode(digest).decode(), digest.hex())


def _pairs(lines: bytes) -> list[tuple[str, str]] | None:
    """Header lines as names and values; None where one is folded, empty or not plain ASCII."""
    if not lines.isascii():
        return None
    found = []
    for line in lines.decode().split("\r\n") if lines else ():
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip(_BLANKS):
            return None
        found.append((name, value.strip(_BLANKS)))
    return found
