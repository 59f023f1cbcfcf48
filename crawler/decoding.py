"""Undo a content coding under a size limit, and refuse what is not whole. Pure.

Scrapy's own decompression stores a truncated gzip as if it were whole; here half an answer is a failure.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

# What requests ask for, and decode_content undoes.
ACCEPTED = "gzip, deflate"
MOST_CODINGS = 3
# Blocked gzip has one for each 64 kB; a body of nothing but empty ones would keep the program busy.
MOST_MEMBERS = 4096
# A character set or the like in the place of a coding says nothing of one; readers pass over it.
_NO_CODING = re.compile(
    r"identity|none|binary|[78]bit|text/.*|(?:us-)?ascii|(?:utf|ucs|iso|windows|cp|gb|big|koi|euc|shift|latin)[\w:-]*"
)
_GZIP = 16 + zlib.MAX_WBITS
# Deflate makes at most a thousand times as much of it.
_STEP = 1024


class BrokenCodingError(ValueError):
    """The coded bytes are cut, damaged, or in a coding that was not asked for."""


class CutOffError(BrokenCodingError):
    """The coded bytes end before they say."""


class BytesBehindError(BrokenCodingError):
    """The coded bytes are whole, and something else follows them."""


class TooLargeDecodedError(ValueError):
    """More bytes came out than the limit allows."""


def decode_content(body: bytes, content_encoding: str | None, limit: int, *, beginning: bool = False) -> bytes:
    """The bytes after every coding of the header is undone, last applied first.

    Raises BrokenCodingError or TooLargeDecodedError; holds at most limit bytes of output and one copy of the input.
    beginning: the first limit bytes are wanted, whatever follows them (robots.txt).
    """
    codings = [c.strip().lower() for c in (content_encoding or "").split(",") if c.strip()]
    codings = [c for c in codings if not _NO_CODING.fullmatch(c)]
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


def gzip_pieces(body: bytes) -> Iterator[bytes]:
    """What comes out of all members of a gzip file, in pieces of a megabyte at most; zero bytes behind one are padding.

    Raises BrokenCodingError behind the last piece that can be had: CutOffError where a member has no end,
    BytesBehindError where what follows a whole one is none.
    """
    stream, members, begun = zlib.decompressobj(_GZIP), 1, False
    for start in range(0, len(body), _STEP):
        rest = body[start : start + _STEP]
        while rest and (begun or members == 1 or (rest := rest.lstrip(b"\0"))):
            try:
                piece = stream.decompress(rest)
            except zlib.error as error:
                if members > 1 and not begun:
                    raise BytesBehindError("bytes after the end of the gzip answer") from error
                raise BrokenCodingError(f"damaged compressed answer: {error}") from error
            begun, rest = True, b""
            yield piece
            if stream.eof:
                stream, members, begun, rest = zlib.decompressobj(_GZIP), members + 1, False, stream.unused_data
                if members > MOST_MEMBERS:
                    raise BrokenCodingError(f"a gzip answer of more than {MOST_MEMBERS:,} members")
    if begun:
        raise CutOffError("truncated compressed answer")


def _gunzip(body: bytes, limit: int, *, beginning: bool, cut: bool) -> bytes:
    """All members of a gzip body."""
    one = zlib.decompressobj(_GZIP)
    with suppress(zlib.error):
        out = one.decompress(body, limit + 1)
        if one.eof and not one.unused_data and len(out) <= limit:
            return out  # nearly always, and uncopied
    pieces, size = [], 0
    try:
        for piece in gzip_pieces(body):
            pieces.append(piece)
            size += len(piece)
            if size > limit or (beginning and size == limit):
                break
    except CutOffError:
        if not (beginning and cut):
            raise
    if size > limit and not beginning:
        raise TooLargeDecodedError(f"more than {limit} bytes after decompression")
    return b"".join(pieces)[:limit]


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
