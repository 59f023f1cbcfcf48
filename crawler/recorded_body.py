"""The body of a recorded answer as a browser would see it: chunks and codings undone. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from crawler.decoding import BrokenCodingError, TooLargeDecodedError, decode_content

_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
# How a body begins that is still in its coding.
_MAGICS = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
# Bytes that are given to what inflates them at a time, so that a bomb is stopped soon.
_PIECE = {"br": 4096, "zstd": 64}


class _Inflater(NamedTuple):
    """One body's inflater. finished: whether its end was seen; error: what a damaged body raises."""

    inflate: Callable[[bytes], bytes]
    finished: Callable[[], bool]
    error: type[Exception]


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
    if not coding or coding == "identity" or looks_like_html(body):
        return body
    if coding in _MAGICS and not body.startswith(_MAGICS[coding]):
        return body
    if coding == "br":
        brotli = _package("brotli", coding)
        decoder = brotli.Decompressor()
        return _inflated(body, most_bytes, coding, _Inflater(decoder.process, decoder.is_finished, brotli.error))
    if coding == "zstd":
        zstd = _package("zstandard", coding)
        inflater = zstd.ZstdDecompressor().decompressobj()
        by = _Inflater(inflater.decompress, lambda: inflater.eof, zstd.ZstdError)
        return _inflated(body, most_bytes, coding, by)
    return decode_content(body, coding, most_bytes)


def looks_like_html(body: bytes) -> bool:
    """Whether bytes begin as a page of HTML does."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml", b"<!--"))


def _package(name: str, coding: str) -> ModuleType:
    """A package that comes with others; without it such records are refused. Raises BrokenCodingError."""
    try:
        return import_module(name)
    except ImportError:
        raise BrokenCodingError(f"content coding {coding!r} needs the package {name}") from None


def _inflated(body: bytes, most_bytes: int, coding: str, by: _Inflater) -> bytes:
    out = bytearray()
    try:
        for start in range(0, len(body), _PIECE[coding]):
            out += by.inflate(body[start : start + _PIECE[coding]])
            if len(out) > most_bytes:
                raise TooLargeDecodedError(f"more than {most_bytes} bytes after decompression")
            if by.finished():
                return bytes(out)
    except by.error as why:
        raise BrokenCodingError(f"damaged compressed answer: {why}") from why
    raise BrokenCodingError("truncated compressed answer")


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
