"""Undo a content coding under a size limit, and refuse what is not whole. Pure.

Scrapy's own decompression stores a truncated gzip as if it were whole; here half an answer is a failure.
"""

from __future__ import annotations

import zlib

# What requests ask for, and decode_content undoes.
ACCEPTED = "gzip, deflate"
MOST_CODINGS = 3
_GZIP = 16 + zlib.MAX_WBITS


class BrokenCodingError(ValueError):
    """The coded bytes are cut, damaged, or in a coding that was not asked for."""


class TooLargeDecodedError(ValueError):
    """More bytes came out than the limit allows."""


def decode_content(body: bytes, content_encoding: str | None, limit: int, *, beginning: bool = False) -> bytes:
    """The bytes after every coding of the header is undone, last applied first.

    Raises BrokenCodingError or TooLargeDecodedError; holds at most limit bytes of output and one copy of the input.
    beginning: the first limit bytes are wanted, whatever follows them (robots.txt).
    """
    codings = [c.strip().lower() for c in (content_encoding or "").split(",") if c.strip()]
    codings = [c for c in codings if c != "identity"]
    if len(codings) > MOST_CODINGS:
        raise BrokenCodingError(f"{len(codings)} content codings on one another")
    for coding in reversed(codings):
        # Of a longer file only the beginning may have come, so it may end in mid stream.
        cut = limit if beginning and len(body) >= limit else None
        if coding in ("gzip", "x-gzip"):
            body = _gunzip(body, limit, beginning=beginning, cut=cut is not None)
        elif coding == "deflate":
            body = _inflate(body, limit, beginning=beginning, cut=cut is not None)
        else:
            raise BrokenCodingError(f"content coding {_shown(coding)} was not asked for")
    return body[:limit] if beginning else body


def _gunzip(body: bytes, limit: int, *, beginning: bool, cut: bool) -> bytes:
    """All members of a gzip body; zero bytes after the last are padding that real servers send."""
    out: list[bytes] = []
    room, rest = limit, body
    while rest:
        piece = zlib.decompressobj(_GZIP)
        out.append(_bounded(piece, rest, room, beginning=beginning, cut=cut))
        room -= len(out[-1])
        if beginning and room <= 0:
            break
        rest = piece.unused_data.lstrip(b"\0")
        if rest and not rest.startswith(b"\x1f\x8b"):
            raise BrokenCodingError("bytes after the end of the gzip answer")
    return b"".join(out)  # the usual one member uncopied


def _inflate(body: bytes, limit: int, *, beginning: bool, cut: bool) -> bytes:
    """A deflate body: with the zlib wrapper as RFC 9110 wants it, or raw as old servers send it."""
    if not body:
        return b""
    try:
        return _bounded(zlib.decompressobj(), body, limit, beginning=beginning, cut=cut)
    except BrokenCodingError:
        return _bounded(zlib.decompressobj(-zlib.MAX_WBITS), body, limit, beginning=beginning, cut=cut)


def _bounded(piece: zlib._Decompress, body: bytes, limit: int, *, beginning: bool, cut: bool) -> bytes:
    """What comes out, limit bytes at most. cut: the input itself was cut at its limit, so no end need come."""
    try:
        out = piece.decompress(body, max(limit, 0) + 1)
    except zlib.error as error:
        raise BrokenCodingError(f"damaged compressed answer: {error}") from error
    if beginning and (len(out) >= limit or cut):
        return out[: max(limit, 0)]
    if len(out) > limit:
        raise TooLargeDecodedError(f"more than {limit} bytes after decompression")
    if not piece.eof:
        raise BrokenCodingError("truncated compressed answer")
    return out


def _shown(coding: str) -> str:
    return repr(coding[:40])
