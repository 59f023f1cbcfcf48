"""WARC records as bytes, one gzip member each, and back; warcio reads the format, this module writes it.

Bodies are kept as decoded: the wire's Content-Encoding, Transfer-Encoding and a Content-Length that no longer fits keep
their names behind ``X-Archive-Orig-``, as other archiving tools write them.
"""

from __future__ import annotations

import gzip
import re
import zlib
from base64 import b32encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.message import Message
from functools import lru_cache
from hashlib import sha1
from http import HTTPStatus
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import quote, unquote
from uuid import uuid4

from storage.engine import out_of_sight
from storage.records import Answer
from storage.times import in_utc

# warcio loads fsspec wherever it is installed, to open files elsewhere: a sixth of a second for every command.
with out_of_sight("fsspec"):
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeaders

VERSION = "WARC/1.1"
WIRE_HEADERS = ("content-encoding", "transfer-encoding", "content-length")
ORIGINAL = "X-Archive-Orig-"
# Fields of our own, which WARC permits: the address first asked for, the method, the name of an imported file.
REQUESTED, METHOD, FILE_NAME = "Bluewatch-Requested-URI", "Bluewatch-Method", "Bluewatch-File-Name"
# Of real pages, level 6 costs 1.6 times the time for five per cent of the room, level 9 2.3 times for five and a half.
GZIP_LEVEL = 4
# What warcio calls a record whose content says nothing of itself.
NO_TYPE = "application/warc-record"
CHUNK, OPENING = 1 << 20, 512
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_LINE_BREAK = re.compile(r"[\r\n\x00]+\s*")


class BrokenRecordError(Exception):
    """The bytes are no whole record, or not those of its digests."""


def new_record_id() -> str:
    """The number of a record that is not yet written."""
    return f"<{uuid4().urn}>"


def response_record(answer: Answer, record_id: str | None = None) -> bytes:
    """Write an HTTP answer; record_id: its number, a new one where none is given."""
    headers = [_kept_header(name, value, len(answer.body)) for name, value in answer.headers]
    phrase = _PHRASES.get(answer.status, "")
    lines = [f"HTTP/1.1 {answer.status} {phrase}".rstrip(), *(f"{name}: {value}" for name, value in headers)]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")
    fields = {"WARC-Date": _date(answer.fetched_at), "WARC-Record-ID": record_id or new_record_id()}
    if answer.requested_url is not None:
        fields[REQUESTED] = _one_line(answer.requested_url)
    if answer.method != "GET":
        fields[METHOD] = answer.method
    url = _one_line(answer.url)
    return _written("response", url, answer.body, fields, content_type="application/http; msgtype=response", head=head)


def resource_record(uri: str, content: bytes, *, content_type: str, name: str, at: datetime) -> bytes:
    """Write a file that came by no request; name: the file's own, without its folder."""
    fields = {"WARC-Date": _date(at), FILE_NAME: quote(name.encode("utf-8", "surrogateescape"))}
    return _written("resource", uri, content, fields, content_type=_one_line(content_type))


def metadata_record(uri: str, values: Mapping[str, str], *, refers_to: str, at: datetime) -> bytes:
    """Write facts about another record, as warc-fields."""
    content = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in values.items()).encode()
    fields = {"WARC-Date": _date(at), "WARC-Refers-To": refers_to}
    return _written("metadata", uri, content, fields, content_type="application/warc-fields")


def warcinfo_record(filename: str, at: datetime) -> bytes:
    """Write the record that opens a file."""
    content = b"software: Bluewatch\r\nformat: WARC File Format 1.1\r\nconformsTo: ISO 28500:2017\r\n"
    fields = {"WARC-Date": _date(at), "WARC-Filename": filename}
    return _written("warcinfo", "", content, fields, content_type="application/warc-fields")


def read_record(record: bytes) -> tuple[Answer, str]:
    """Read a response or resource record, digests checked: the answer, and the record's id.

    Raises BrokenRecordError.
    """
    try:
        found = next(iter(ArchiveIterator(BytesIO(record), check_digests="raise")), None)
        if found is None or found.rec_type not in ("response", "resource"):
            raise BrokenRecordError("there is no page's record at this place")
        body = found.raw_stream.read()
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        # warcio quotes the bytes at which it gave up.
        raise BrokenRecordError(f"the record cannot be read: {str(error).partition(', first line')[0]}") from error
    fields = found.rec_headers
    if not fields.get_header("WARC-Target-URI") or not fields.get_header("WARC-Date"):
        # Bytes from the middle of a record may pass for one without fields.
        raise BrokenRecordError("the record has neither address nor date")
    try:
        fetched_at = in_utc(datetime.fromisoformat(fields.get_header("WARC-Date")))
    except ValueError as error:
        raise BrokenRecordError(f"its date cannot be read: {error}") from error
    if found.http_headers is not None:
        status, headers = int(found.http_headers.get_statuscode()), _received(found.http_headers.headers)
    else:
        status, headers = 200, _file_headers(fields)
    answer = Answer(
        url=fields.get_header("WARC-Target-URI"),
        status=status,
        headers=headers,
        body=body,
        fetched_at=fetched_at,
        method=fields.get_header(METHOD) or "GET",
        requested_url=fields.get_header(REQUESTED),
    )
    return answer, fields.get_header("WARC-Record-ID")


def end_of_records(file: BinaryIO, start: int) -> int:
    """Where the whole records that follow at ``start`` end; ``start`` where none does, or but one that opens a file."""
    end, kept = start, start
    file.seek(start)
    rest = file.read(CHUNK)
    while rest:
        member, opening, read = zlib.decompressobj(16 + zlib.MAX_WBITS), b"", 0
        while rest and not member.eof:
            try:
                # Bounded: what a record holds is of no interest here, only that it is one.
                opening = (opening + member.decompress(rest, CHUNK))[:OPENING]
            except zlib.error:
                return kept
            left = left_over(member)
            read += len(rest) - len(left)
            rest = left or (b"" if member.eof else file.read(CHUNK))
        if not member.eof or not opening.startswith(b"WARC/"):
            return kept
        end += read
        kept = kept if b"WARC-Type: warcinfo" in opening else end
        rest = rest or file.read(CHUNK)
    return kept


def left_over(member: Any) -> bytes:
    """What zlib has not read of the bytes it was given last.

    At the end of a member it keeps the same bytes in both places if it had once to stop before them for its bound.
    """
    return bytes(member.unused_data if member.eof else member.unconsumed_tail)


def _written(
    kind: str, uri: str, content: bytes, fields: Mapping[str, str], *, content_type: str = "", head: bytes | None = None
) -> bytes:
    """One record. head: of an HTTP message whose body is the content.

    Written here and not by warcio's writer, which took twenty times as long and reads the content four times.
    """
    lines = [VERSION, *(f"{name}: {value}" for name, value in fields.items()), f"WARC-Type: {kind}"]
    if "WARC-Record-ID" not in fields:
        lines.append(f"WARC-Record-ID: {new_record_id()}")
    if uri:
        lines.append(f"WARC-Target-URI: {uri}")
    if head is not None:
        # A block without a message in it has no payload of its own; strict readers refuse a digest of one.
        lines.append(f"WARC-Payload-Digest: {_digest(content)}")
        content = head + content
    lines += [
        f"WARC-Block-Digest: {_digest(content)}", f"Content-Type: {content_type or NO_TYPE}",
        f"Content-Length: {len(content)}",
    ]  # fmt: skip
    opening = ("\r\n".join(lines) + "\r\n\r\n").encode()
    return gzip.compress(b"".join((opening, content, b"\r\n\r\n")), GZIP_LEVEL, mtime=0)


def _digest(content: bytes) -> str:
    return f"sha1:{b32encode(sha1(content, usedforsecurity=False).digest()).decode('ascii')}"


def _kept_header(name: str, value: str, length: int) -> tuple[str, str]:
    lowered = name.lower()
    fits = lowered == "content-length" and value.strip() == str(length)
    # A server's own X-Archive-Orig-* gets one prefix more, so that reading takes away exactly what writing added.
    moved = (lowered in WIRE_HEADERS and not fits) or lowered.startswith(ORIGINAL.lower())
    plain = _one_line(name).replace(":", "")
    return (f"{ORIGINAL}{plain}" if moved else plain, _one_line(value))


def _received(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    prefix = ORIGINAL.lower()
    return tuple((name[len(prefix) :] if name.lower().startswith(prefix) else name, value) for name, value in headers)


def _file_headers(fields: StatusAndHeaders) -> tuple[tuple[str, str], ...]:
    name = fields.get_header(FILE_NAME)
    named = ((FILE_NAME, unquote(name)),) if name else ()
    return (("Content-Type", fields.get_header("Content-Type") or ""), *named)


def _one_line(value: str) -> str:
    return _LINE_BREAK.sub(" ", value).strip()


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=256)
def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type, in lower case."""
    if not content_type:
        return None
    message = Message()
    message["Content-Type"] = " ".join(content_type.split())
    return message.get_content_charset()
