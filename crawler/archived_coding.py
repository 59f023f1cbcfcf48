"""Content codings of recorded bodies: those that any browser asks for, whoever undid them already. Pure.

What crawls ask for is crawler.decoding; an archive holds what others asked for (RFC 9110, 8.4.1; RFC 7932, RFC 8878).
"""

from __future__ import annotations

from importlib import import_module

from crawler.decoding import MOST_CODINGS, BrokenCodingError, TooLargeDecodedError, decode_content
from crawler.zstd_frames import FRAME, LARGEST_WINDOW, zstd

# How bytes begin that are coded so; others were decoded by who recorded them.
_BEGIN = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": FRAME}


def undone(body: bytes, content_encoding: str, most_bytes: int) -> bytes:
    """A body without the codings of its header, last applied first; some tools undo them and keep the header.

    Raises BrokenCodingError for a body that is cut or in an unknown coding, TooLargeDecodedError.
    """
    codings = [one.strip() for one in content_encoding.lower().split(",")]
    if len(codings) > MOST_CODINGS:
        raise BrokenCodingError(f"{len(codings)} content codings on one another")
    for coding in reversed(codings):
        if looks_like_html(body):
            break
        if not body.startswith(_BEGIN.get(coding, b"")):
            continue
        if coding == "br":
            body = _unbrotli(body, most_bytes)
        elif coding == "zstd":
            body = _unzstd(body, most_bytes)
        else:
            body = decode_content(body, coding, most_bytes)
    return body


def looks_like_html(body: bytes) -> bool:
    """Whether bytes begin as a page does that is not coded."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml", b"<!--"))


def _unbrotli(body: bytes, most_bytes: int) -> bytes:
    try:
        brotli = import_module("brotli")  # comes with other packages; without it such records are refused
    except ImportError:
        raise BrokenCodingError("content coding 'br' needs the package brotli") from None
    decoder, out = brotli.Decompressor(), bytearray()
    try:
        for start in range(0, len(body), 4096):
            out += decoder.process(body[start : start + 4096])
            if len(out) > most_bytes:
                raise TooLargeDecodedError(f"more than {most_bytes} bytes after decompression")
    except brotli.error as error:
        raise BrokenCodingError(f"damaged compressed answer: {error}") from error
    if not decoder.is_finished():
        raise BrokenCodingError("truncated compressed answer")
    return bytes(out)


def _unzstd(body: bytes, most_bytes: int) -> bytes:
    out = b""
    try:
        while body:
            decoder = zstd.ZstdDecompressor(options=LARGEST_WINDOW)
            out += decoder.decompress(body, most_bytes + 1 - len(out))
            if len(out) > most_bytes:
                raise TooLargeDecodedError(f"more than {most_bytes} bytes after decompression")
            if not decoder.eof:
                raise BrokenCodingError("truncated compressed answer")
            body = decoder.unused_data
    except zstd.ZstdError as error:
        raise BrokenCodingError(f"damaged compressed answer: {error}") from error
    return out
