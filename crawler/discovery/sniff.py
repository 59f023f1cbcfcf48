"""What a listing's bytes are, whatever their declared type says."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Literal

from crawler.decoding import BrokenCodingError, BytesBehindError, gzip_pieces

Kind = Literal["html", "feed", "json", "sitemap", "xml", "text", "binary", "empty"]

GZIP = b"\x1f\x8b"
MAX_UNPACKED = 64 * 1024 * 1024
_HEAD = 4096
_NOISE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+(?:[\w.\-]+:)?([A-Za-z][\w\-]*)", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.\-]+:)?([A-Za-z!][\w\-]*)")
_UTF_32 = {
    b"\xff\xfe\0\0": "utf-32-le",
    b"\0\0\xfe\xff": "utf-32-be",
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
}
_ROOTS: dict[str, Kind] = {
    **dict.fromkeys(("rss", "feed", "rdf", "channel", "item", "entry"), "feed"),
    **dict.fromkeys(("urlset", "sitemapindex", "url", "sitemap"), "sitemap"),
    **dict.fromkeys(("html", "head", "body", "script", "div", "meta", "title", "p", "a", "table", "ul"), "html"),
}


class BombError(ValueError):
    """A packed file that unpacks to more than MAX_UNPACKED bytes."""


def unpacked(body: bytes, faults: list[str] | None = None) -> bytes:
    """Unpack gzip, as far as it goes where it is cut off; other bytes as they are. Raises BombError.

    faults: takes the reason why it goes no further, for each packing that is cut off or damaged.
    """
    for _ in range(2):  # a .gz that the server packed once more
        if not body.startswith(GZIP):
            break
        body, fault = _gunzip(body)
        if fault and faults is not None:
            faults.append(fault)
    return body


def _gunzip(body: bytes) -> tuple[bytes, str | None]:
    """All members, as far as they go, and why they go no further; what stands behind the last is left out."""
    size = 0
    # What is too large must not be held to be measured.
    with suppress(BrokenCodingError):
        for piece in gzip_pieces(body):
            size += len(piece)
            if size > MAX_UNPACKED:
                raise BombError(f"unpacks to more than {MAX_UNPACKED:,} bytes")
    plain = bytearray()
    try:
        for piece in gzip_pieces(body):
            plain += piece
    except BrokenCodingError as error:
        return bytes(plain), None if isinstance(error, BytesBehindError) else str(error)
    return bytes(plain), None


def kind_of(body: bytes) -> Kind:
    """Judge by the first bytes alone."""
    head = _head_text(body)
    rest = head[_match_end(head) :]
    if not head.strip("\x00 \t\r\n"):
        return "empty"
    root = _ROOT.match(rest)
    if root is None or root[1].lower() not in _ROOTS:
        root = _DOCTYPE.search(head) or root
    if rest.startswith(("{", "[")):
        return "json"
    name = root[1].lower() if root else ""
    if name in _ROOTS:
        return _ROOTS[name]
    if "<html" in head.lower():
        return "html"
    if name:
        return "xml"
    return "binary" if "\x00" in head or head.count("\ufffd") > len(head) // 10 else "text"


def _match_end(head: str) -> int:
    found = _NOISE.match(head)
    return found.end() if found else 0


def wide_text(body: bytes) -> str | None:
    """The text of UTF-16 and UTF-32, with or without a mark; None for anything else."""
    for start, name in _UTF_32.items():
        if body.startswith(start):
            return body.decode(name, "replace").lstrip("\ufeff")
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace").lstrip("\ufeff")
    if body[:2] in (b"<\x00", b"\x00<"):
        return body.decode("utf-16-le" if body[0] else "utf-16-be", "replace")
    return None


def _head_text(body: bytes) -> str:
    head = body[:_HEAD]
    wide = wide_text(head)
    if wide is not None:
        return wide
    return head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").lstrip("\ufeff")
