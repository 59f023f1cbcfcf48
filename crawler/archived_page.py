"""What a record of a web archive is to us: a page that was answered, the same bytes once more, a name, or nothing.

Pure. ISO 28500:2017 for the fields; bodies are given as a browser would see them, after chunks and codings are undone.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import unquote

from crawler.archived_coding import looks_like_html, undone
from crawler.decoding import BrokenCodingError, TooLargeDecodedError
from storage.records import Answer
from storage.times import in_utc

TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
ORIGINAL = "x-archive-orig-"
# What makes a year or a month, told by their lengths, a day.
_FIRST = {4: "-01-01", 7: "-01"}
REQUESTED, METHOD, FILE_NAME = "bluewatch-requested-uri", "bluewatch-method", "bluewatch-file-name"
# Old tools write the port that is the scheme's own.
_OWN_PORT = re.compile(r"^(http://[^/?#]*(?=:80)|https://[^/?#]*(?=:443)):(?:80|443)(?=[/?#]|$)")
# An archive's clock that stood at its zero says nothing of when.
FIRST_PAGE = datetime(1991, 1, 1, tzinfo=UTC)
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class RawRecord(Protocol):
    """What crawler.web_archive reads."""

    offset: int
    length: int
    kind: str
    fields: dict[str, str]
    status: int | None
    method: str | None
    http: tuple[tuple[str, str], ...] | None
    body: bytes
    fault: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record and what it is. what: page, file, again, name, other or refused.

    answer: of a page, of an imported file, and of a record that says the same again (its body is then empty).
    payload: the digest of the recorded body, as the record gives it. refers_to: (record id, address, time) of the
    record that holds the body. named: the fields of a metadata record of ours. why: of other and refused.
    """

    what: str
    offset: int
    length: int
    record_id: str = ""
    answer: Answer | None = None
    payload: str | None = None
    refers_to: tuple[str | None, str | None, str | None] = (None, None, None)
    named: Mapping[str, str] | None = None
    why: str = ""
    at: datetime | None = None


def interpret(
    records: Iterable[Any], *, most_bytes: int, now: datetime | None, asked: tuple[str, str, str] = ("", "", "")
) -> Iterator[Found]:
    """Say of each record, in order, what it is. A request may stand before or after its answer; POST asks for no page.

    now: a record from after it is refused; None: the records are our own, and every answer among them is a page.
    asked: record id, address and method of a request that stands before these records.
    """
    waiting: Any = None
    for record in records:
        if record.kind == "request":
            fields = record.fields
            said = (fields.get("warc-record-id", ""), fields.get("warc-concurrent-to", ""), record.method or "GET")
            asked = asked_by(record)
            if waiting is not None:
                its = said[1] == waiting.fields.get("warc-record-id") or (
                    not said[1] and asked[1] == waiting.fields.get("warc-target-uri")
                )
                yield _found(waiting, said[2] if its else "GET", most_bytes, now)
                waiting = None
            yield _plain_found(record, "other", "a request")
            continue
        if waiting is not None:
            yield _found(waiting, "GET", most_bytes, now)
            waiting = None
        if record.kind == "response" and record.fault is None:
            if record.fields.get("warc-concurrent-to", "-") == asked[0] and asked[2] != "GET":
                yield _found(record, asked[2], most_bytes, now)
            else:
                waiting = record
            continue
        yield _found(record, "GET", most_bytes, now)
    if waiting is not None:
        yield _found(waiting, "GET", most_bytes, now)


def asked_by(record: Any) -> tuple[str, str, str]:
    """Record id, address and method of a request."""
    return (
        record.fields.get("warc-record-id", ""), record.fields.get("warc-target-uri", ""), record.method or "GET",
    )  # fmt: skip


def refused(record: Any, why: str) -> Found:
    """A record that cannot be used."""
    return _plain_found(record, "refused", why)


def _found(record: RawRecord, method: str, most_bytes: int, now: datetime | None) -> Found:  # noqa: PLR0911  one a kind
    fields = record.fields
    if record.fault is not None:
        # Of what was no page, nothing is missed where a tool left it out or kept the beginning.
        kind = _type_of(record.http or ())
        if record.fault.startswith(("too large", "cut when")) and kind and kind not in TEXT_TYPES:
            return _plain_found(record, "other", f"not a page of text ({kind[:60]})")
        return _plain_found(record, "refused", record.fault)
    if record.kind == "metadata":
        return _name(record)
    if record.kind not in ("response", "revisit", "resource"):
        return _plain_found(record, "other", f"a {record.kind or 'nameless'} record")
    url = _OWN_PORT.sub(r"\1", fields.get("warc-target-uri", "").strip("<>"))
    is_file = record.kind == "resource" and url.startswith("urn:sha256:")
    if not is_file and not url.lower().startswith(("http://", "https://")):
        return _plain_found(record, "other", "not of the web")
    at = _moment(fields.get("warc-date"))
    if at is None:
        return _plain_found(record, "refused", "its date cannot be read")
    if now is not None and at > now:
        return _plain_found(record, "refused", "its date lies in the future")
    if now is not None and at < FIRST_PAGE:
        return _plain_found(record, "refused", "its date lies before the first web page")
    if (fields.get(METHOD) or method).upper() != "GET":
        return _plain_found(record, "other", f"an answer to {method[:10]}")
    if record.status is None and record.kind == "response":
        return _plain_found(record, "other", "no HTTP answer")
    # What has not changed is said by 304, too.
    usual = (200, 304) if record.kind == "revisit" else (200,)
    if now is not None and (record.status or 200) not in usual and record.kind in ("response", "revisit"):
        return _plain_found(record, "other", f"status {record.status}")
    return _answered(record, url, at, most_bytes, any_type=now is None or is_file, is_file=is_file)


def _answered(record: RawRecord, url: str, at: datetime, most_bytes: int, *, any_type: bool, is_file: bool) -> Found:
    """What an answer to a GET is, by its body. any_type: its type needs not be one of text."""
    fields, head, body = record.fields, _head(record, is_file=is_file), b""
    kind = _type_of(head)
    if kind and kind not in TEXT_TYPES and not any_type:
        return _plain_found(record, "other", f"not a page of text ({kind[:60]})")
    if record.kind != "revisit":
        try:
            body = plain_body(record.body, record.http or (), most_bytes)
        except (BrokenCodingError, TooLargeDecodedError) as error:
            return _plain_found(record, "refused", str(error))
    answer = Answer(
        url=url, status=record.status or 200, headers=head, body=body, fetched_at=at,
        requested_url=fields.get(REQUESTED),
    )  # fmt: skip
    if record.kind == "revisit":
        refers = (
            fields.get("warc-refers-to"),
            fields.get("warc-refers-to-target-uri"),
            fields.get("warc-refers-to-date"),
        )
        return _page(record, "again", answer, refers_to=refers)
    if not kind and not any_type and not looks_like_html(body):
        return _plain_found(record, "other", "not a page of text (no type)")
    return _page(record, "file" if is_file else "page", answer)


def _type_of(head: Iterable[tuple[str, str]]) -> str:
    return next((value for name, value in head if name.lower() == "content-type"), "").split(";", 1)[0].strip().lower()


def plain_body(body: bytes, headers: Iterable[tuple[str, str]], most_bytes: int) -> bytes:
    """A recorded body with chunks and codings undone; some tools undo them and keep the headers.

    Raises BrokenCodingError for a body that is cut or in an unknown coding, TooLargeDecodedError.
    """
    said = {name.lower(): value for name, value in headers}
    chunked = "chunked" in said.get("transfer-encoding", "").lower()
    if chunked:
        body = _dechunked(body)
    coding = said.get("content-encoding", "").strip().lower()
    # Chunks say themselves how long they are (RFC 9112, 6.3).
    length = "" if chunked else said.get("content-length", "").strip()
    if not coding and length.isascii() and length.isdigit() and len(body) < int(length):
        raise BrokenCodingError(f"cut: {len(body):,} of {int(length):,} bytes")
    return undone(body, coding, most_bytes)


def digests(body: bytes) -> set[str]:
    """The ways in which a payload digest of these bytes may be written."""
    found = set()
    for name in ("sha1", "sha256", "md5"):
        raw = hashlib.new(name, body, usedforsecurity=False).digest()
        found |= {f"{name}:{raw.hex()}", f"{name}:{base64.b32encode(raw).decode().rstrip('=').lower()}"}
    return found


_OF_NOTHING = frozenset(digests(b""))


def digest_form(text: str | None) -> str | None:
    """A payload digest in the form that digests() gives."""
    if text is None or ":" not in text:
        return None
    name, _, value = text.strip().partition(":")
    return f"{name.lower().replace('-', '')}:{value.strip().rstrip('=').lower()}"


def _dechunked(body: bytes) -> bytes:
    """The body without its chunks (RFC 9112, 7.1); one that does not begin with a chunk is as it is."""
    out, at = bytearray(), 0
    while (size := _CHUNK_SIZE.match(body, at)) is not None:
        length = int(size[1], 16)
        at = size.end()
        if length == 0:
            return bytes(out)
        if len(body) < at + length:
            raise BrokenCodingError("cut: a chunk has no end")
        out += body[at : at + length]
        at += length
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    if not out:
        return body
    raise BrokenCodingError("cut: the chunks have no end" if at >= len(body) else "damaged chunks")


def _name(record: RawRecord) -> Found:
    """A metadata record of ours names the article of another record."""
    lines = record.body.decode("utf-8", "replace").splitlines()
    pairs = {name.strip().lower(): value.strip() for name, sep, value in (one.partition(":") for one in lines) if sep}
    refers = record.fields.get("warc-refers-to")
    if "uid" not in pairs or refers is None:
        return _plain_found(record, "other", "a metadata record")
    return Found(
        what="name", offset=record.offset, length=record.length, refers_to=(refers, None, None), named=pairs,
        at=_moment(record.fields.get("warc-date")),
    )  # fmt: skip


def _head(record: RawRecord, *, is_file: bool) -> tuple[tuple[str, str], ...]:
    if record.http is not None:
        prefix = len(ORIGINAL)
        if not any(name[:2] in ("X-", "x-") and name.lower().startswith(ORIGINAL) for name, _ in record.http):
            return record.http
        return tuple(
            (name[prefix:] if name.lower().startswith(ORIGINAL) else name, value) for name, value in record.http
        )
    head = (("Content-Type", record.fields.get("content-type", "")),)
    name = record.fields.get(FILE_NAME)
    return (*head, ("Bluewatch-File-Name", unquote(name))) if is_file and name else head


def _page(record: RawRecord, what: str, answer: Answer, **more: Any) -> Found:
    payload = digest_form(record.fields.get("warc-payload-digest"))
    if answer.status == 304 and payload in _OF_NOTHING:
        payload = None  # it has no body, and some tools say so
    return Found(
        what=what, offset=record.offset, length=record.length, answer=answer, at=answer.fetched_at,
        record_id=record.fields.get("warc-record-id", ""),
        payload=payload, **more,
    )  # fmt: skip


def _plain_found(record: RawRecord, what: str, why: str) -> Found:
    return Found(what=what, offset=record.offset, length=record.length, why=why)


def _moment(text: str | None) -> datetime | None:
    """WARC-Date, which WARC 1.1 also lets be of a year, month or day or finer than a microsecond; of UTC by itself."""
    said = (text or "").strip().upper()
    try:
        return in_utc(datetime.fromisoformat(said + _FIRST.get(len(said), "")))
    except ValueError:
        return None


__all__ = ["Found", "asked_by", "digest_form", "digests", "interpret", "plain_body", "refused"]
