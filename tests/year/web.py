"""The invented outlets' servers: what they answer at a time, by the script. Conditional requests are honoured."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.year import pages
from tests.year.outlets import Outlet
from tests.year.pieces import Piece, Script

IN_FEED, IN_SECTION = 30, 20
_SECOND = timedelta(seconds=1)


class Said(NamedTuple):
    """An answer: status, headers, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Web:
    """All outlets of a script. visits counts the looks at each page, for what changes at every look."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._by_host = {one.host: one for one in script.outlets}
        self._times = {slug: [one.at for one in held] for slug, held in script.by_outlet.items()}
        self.asked = 0

    def answer(self, url: str, headers: Mapping[str, str], now: datetime) -> Said:
        """What the server of a host says now."""
        self.asked += 1
        parts = urlsplit(url)
        outlet = self._by_host[parts.netloc]
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        piece = self.script.by_address.get(outlet.base + path)
        if piece is not None and piece.at <= now:
            return self._piece(outlet, piece, headers, now)
        return _validated(outlet, self._other(outlet, parts.path, parts.query, now), headers)

    def design(self, outlet: Outlet, now: datetime) -> str:
        """The mark-up of an outlet at that time."""
        return outlet.new if now >= self.script.redesigned[outlet.slug] else outlet.old

    def known(self, outlet: Outlet, now: datetime) -> list[Piece]:
        """What an outlet has printed by then, the newest last."""
        return self.script.by_outlet[outlet.slug][: bisect_right(self._times[outlet.slug], now)]

    def _piece(self, outlet: Outlet, piece: Piece, headers: Mapping[str, str], now: datetime) -> Said:
        down = piece.down_at(now)
        if down is not None:
            return self._down(outlet, down.kind)
        changed = max(
            [piece.at, *(one.at for one in piece.changes if one.at <= now), *self._redesign(outlet, now)]
            + [one.until for one in piece.downs if one.until is not None and one.until <= now]
        )
        tag = f'"{piece.number}-{int(changed.timestamp())}"'
        modified = format_datetime(changed.astimezone(UTC).replace(microsecond=0), usegmt=True)
        sent = {"Content-Type": "text/html; charset=utf-8"}
        if not outlet.restless:
            sent |= {"etag": {"ETag": tag}, "modified": {"Last-Modified": modified}}.get(outlet.validator, {})
            if _matches(headers, sent):
                return Said(304, sent, b"")
        around = self._around(outlet, piece)
        page = pages.article(outlet, self.design(outlet, now), piece, now, others=around, visit=self.asked)
        return Said(200, sent, page.encode())

    def _redesign(self, outlet: Outlet, now: datetime) -> list[datetime]:
        at = self.script.redesigned[outlet.slug]
        return [at] if at <= now else []

    def _around(self, outlet: Outlet, piece: Piece) -> Sequence[Piece]:
        held = self.script.by_outlet[outlet.slug]
        place = bisect_right(self._times[outlet.slug], piece.at)
        return held[max(0, place - 12) : max(0, place - 1)]

    def _down(self, outlet: Outlet, kind: str) -> Said:
        kinds = {
            "404": Said(404, {"Content-Type": "text/html"}, b"<html><body><h1>404 Not Found</h1></body></html>"),
            "blip-404": Said(404, {"Content-Type": "text/html"}, b"<html><body><h1>404 Not Found</h1></body></html>"),
            "blip-500": Said(500, {"Content-Type": "text/html"}, b"<html><body>Internal error</body></html>"),
            "410": Said(410, {"Content-Type": "text/html"}, b"<html><body><h1>Gone</h1></body></html>"),
            "home": Said(302, {"Location": outlet.base + "/"}, b""),
        }
        page = {"soft-404": pages.not_there, "login": pages.log_in}.get(kind)
        return Said(200, {"Content-Type": "text/html; charset=utf-8"}, page(outlet).encode()) if page else kinds[kind]

    def _other(self, outlet: Outlet, path: str, query: str, now: datetime) -> Said:
        html = {"Content-Type": "text/html; charset=utf-8"}
        up = [one for one in self.known(outlet, now) if one.down_at(now) is None][::-1]
        listing = "/latest/" if outlet.moved and now >= self.script.redesigned[outlet.slug] else "/news/"
        if path == "/feed.xml":
            return Said(200, {"Content-Type": "application/rss+xml"}, pages.feed(outlet, up[:IN_FEED]).encode())
        if path == "/sitemap.xml":
            return Said(200, {"Content-Type": "application/xml"}, pages.sitemap(outlet, up).encode())
        if path == "/news/" and listing != path:
            return Said(301, {"Location": outlet.base + listing}, b"")
        if path == listing:
            number = int((parse_qs(query).get("page") or ["1"])[0])
            shown = up[(number - 1) * IN_SECTION : number * IN_SECTION]
            more = f"{listing}?page={number + 1}" if len(up) > number * IN_SECTION else None
            return Said(200, html, pages.section(outlet, self.design(outlet, now), shown, more).encode())
        if path == "/":
            return Said(200, html, pages.front(outlet).encode())
        return Said(404, {"Content-Type": "text/plain"}, b"not found")


def _validated(outlet: Outlet, said: Said, headers: Mapping[str, str]) -> Said:
    if said.status != 200 or outlet.validator == "none":
        return said
    tagged = {**said.headers, "ETag": f'"{sha256(said.body).hexdigest()[:16]}"'}
    return Said(304, tagged, b"") if _matches(headers, tagged) else said._replace(headers=tagged)


def _matches(asked: Mapping[str, str], sent: Mapping[str, str]) -> bool:
    """RFC 9110, 13.1: the entity tag where one is given, else the date."""
    if "If-None-Match" in asked:
        return asked["If-None-Match"] == sent.get("ETag")
    since, modified = asked.get("If-Modified-Since"), sent.get("Last-Modified")
    return bool(since and modified and parsedate_to_datetime(modified) <= parsedate_to_datetime(since))
