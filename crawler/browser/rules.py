"""What a page in the browser may ask for, what it is told, and what it may cost. Pure.

The browser itself reaches nothing: each request that a page makes is judged here and brought by our own door, or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.guard import refuse_url
from crawler.urls import host_of

# Kinds of the DevTools protocol (Network.ResourceType) that can bear text or the code that fetches it.
WANTED = frozenset({"Document", "Script", "Stylesheet", "XHR", "Fetch"})
# An empty picture in place of each: a page that removes what does not load keeps its captions.
PICTURE = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
# What of an answer reaches the page. No cookie, no refresh, no hint that starts another request.
TOLD = frozenset(
    {
        "access-control-allow-credentials",
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-allow-origin",
        "access-control-expose-headers",
        "content-language",
        "content-security-policy",
        "content-type",
        "date",
        "last-modified",
        "location",
        "x-content-type-options",
        "x-frame-options",
    }
)
# What of a page's own request goes out beside our own headers: never a cookie, a referrer or a password.
SENT = ("accept", "origin", "x-requested-with")
LONGEST_HEADER = 1000
# Python's names of character sets that the web's own list of labels does not know (WHATWG Encoding Standard).
_LABELS = {
    "big5hkscs": "big5-hkscs",
    "cp949": "euc-kr",
    "cp950": "big5",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
    "johab": "euc-kr",
    "utf-16-be": "utf-16be",
    "utf-16-le": "utf-16le",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserLimits:
    """What one page may cost. seconds: from first to last; memory: of all the browser's processes, bytes."""

    seconds: float = 30.0
    requests: int = 100
    bytes: int = 40 * 1024 * 1024
    page_bytes: int = 10 * 1024 * 1024
    memory: int = 1536 * 1024 * 1024


def refuse_part(url: str, method: str, kind: str, headers: Mapping[str, str], hosts: Iterable[str]) -> str | None:
    """Why a page's request is not made, or None where it is. hosts: those of the source, with port where odd."""
    if kind not in WANTED:
        return f"not wanted: {kind.lower()}"
    if any(name.lower() in ("sec-purpose", "purpose") for name in headers):
        return "not wanted: prefetch"
    if method != "GET":
        return f"only GET is asked: {method[:10]}"
    reason = refuse_url(url)
    if reason is not None:
        return reason
    try:
        host = host_of(url)
    except ValueError as error:
        return f"forbidden address: {error}"
    return None if host in hosts else f"a host that is no part of the source: {host}"


def headers_out(asked: Mapping[str, str]) -> dict[str, str]:
    """The headers of a page's request that we repeat."""
    lowered = {name.lower(): value for name, value in asked.items()}
    return {
        name.title(): lowered[name]
        for name in SENT
        if name in lowered and len(lowered[name]) <= LONGEST_HEADER and lowered[name].isascii()
    }


def headers_in(headers: Iterable[tuple[str, str]], *, content_type: str | None = None) -> list[dict[str, str]]:
    """The headers of an answer as the page is told them (Fetch.HeaderEntry). content_type: over the answer's own."""
    told = [{"name": name, "value": value} for name, value in headers if name.lower() in TOLD]
    if content_type is not None:
        told = [one for one in told if one["name"].lower() != "content-type"]
        told.append({"name": "Content-Type", "value": content_type})
    return told


def label_of(charset: str) -> str:
    """The web's label of a character set that Python names."""
    return _LABELS.get(charset, charset)


def is_html(status: int, content_type: str | None, body: bytes) -> bool:
    """Whether an answer is a page that a browser shows: by its declared type, where none is declared by its looks."""
    if status != 200 or not body.strip():
        return False
    kind = (content_type or "").split(";", 1)[0].strip().lower()
    if kind:
        return kind in ("text/html", "application/xhtml+xml")
    return b"<html" in body[:2048].lower() or b"<!doctype html" in body[:2048].lower()


def leads_away(target: str, shown: str) -> bool:
    """Whether a page that asks for this address in its own place leaves it; a reload or a mark in it does not."""
    return _bare(target) != _bare(shown)


def _bare(url: str) -> str:
    try:
        return urlsplit(url)._replace(fragment="").geturl()
    except ValueError:
        return url
