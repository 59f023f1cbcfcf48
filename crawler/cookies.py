"""Cookies of one source within one run: bound to the very host that set them, never written down. Pure.

A subset of RFC 6265 that gives away less: a Domain attribute never widens a cookie to other hosts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from crawler.politeness import http_date
from crawler.urls import host_of

MOST_COOKIES = 50
LONGEST_COOKIE = 4096
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e ,\"]*")


@dataclass(frozen=True, slots=True)
class _Cookie:
    value: str
    path: str
    secure: bool


class Jar:
    """What the hosts of one source gave us in this run."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str, str], _Cookie] = {}

    def take(self, url: str, headers: Iterable[tuple[str, str]], now: datetime) -> bool:
        """Keep what an answer sets; True where that changed anything."""
        before = dict(self._cookies)
        for name, value in headers:
            if name.lower() == "set-cookie" and len(value) <= LONGEST_COOKIE:
                self._set(url, value, now)
        return self._cookies != before

    def headers(self, url: str) -> dict[str, str]:
        """The Cookie header for an address, or nothing; longer paths first (RFC 6265, 5.4)."""
        host, parts = host_of(url), urlsplit(url)
        fitting = [
            (name, cookie)
            for (owner, name, _), cookie in self._cookies.items()
            if owner == host
            and _under(parts.path or "/", cookie.path)
            and (parts.scheme == "https" or not cookie.secure)
        ]
        fitting.sort(key=lambda one: -len(one[1].path))
        return {"Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in fitting)} if fitting else {}

    def _set(self, url: str, text: str, now: datetime) -> None:
        pair, *rest = text.split(";")
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            return
        attributes = {key.strip().lower(): given.strip() for key, _, given in (part.partition("=") for part in rest)}
        host = host_of(url)
        domain = attributes.get("domain", "").lstrip(".").lower()
        bare = (urlsplit(url).hostname or "").lower()
        if domain and bare != domain and not bare.endswith(f".{domain}"):
            return
        path = attributes.get("path", "")
        if not path.startswith("/"):
            path = urlsplit(url).path.rpartition("/")[0] or "/"
        key = (host, name, path)
        if _over(attributes, now):
            self._cookies.pop(key, None)
        elif key in self._cookies or len(self._cookies) < MOST_COOKIES:
            self._cookies[key] = _Cookie(value, path, "secure" in attributes)


def _over(attributes: dict[str, str], now: datetime) -> bool:
    """Whether a cookie is already to be forgotten; one that lives on lives to the end of the run."""
    age = attributes.get("max-age", "")
    if re.fullmatch(r"-?\d+", age):
        return age.startswith("-") or not age.strip("0")
    until = http_date(attributes.get("expires", "").replace("-", " "))
    return until is not None and until <= now


def _under(path: str, of: str) -> bool:
    """Path matching (RFC 6265, 5.1.4)."""
    return path == of or (path.startswith(of) and (of.endswith("/") or path[len(of)] == "/"))
