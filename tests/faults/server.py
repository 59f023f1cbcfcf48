"""Sites on loopback that misbehave as told, and a port that nobody may come to."""

from __future__ import annotations

import contextlib
import gzip
import select
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler
from random import Random
from typing import Any

from tests.crawler.sites import Route, Site, feed, html, page

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}
RSS = {"Content-Type": "application/rss+xml"}
XML = {"Content-Type": "application/xml"}
TEXT = {"Content-Type": "text/plain"}
OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html"


def prose(seed: str) -> str:
    """Some dozens of words that no other seed gives: the articles of a hundred sites must not be one wire story."""
    chance = Random(seed)  # noqa: S311
    return " ".join(
        "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
        for _ in range(60)
    )


class FaultySite(Site):
    """A site that also knows how many of its requests were open at the same time. Its `name` is its fault's."""

    def __init__(self, name: str, routes: Mapping[str, Route] | None = None) -> None:
        super().__init__(routes)
        self.name = name
        self.most_open = 0
        self._open: list[socket.socket] = []
        self._counting = threading.Lock()
        handler = self._server.RequestHandlerClass
        answer = handler.do_GET  # type: ignore[attr-defined]

        def counted(one: BaseHTTPRequestHandler) -> None:
            with self._counting:
                self._open.append(one.connection)
                self.most_open = max(self.most_open, sum(map(_is_open, self._open)))
            try:
                answer(one)
            finally:
                with self._counting:
                    self._open.remove(one.connection)

        handler.do_GET = counted  # type: ignore[attr-defined]

    def articles(self, *numbers: int | str, words: str = "") -> FaultySite:
        """Announce and serve these articles, each with words of its own."""
        self.routes["/feed.xml"] = (200, RSS, feed([f"{self.base}/a/{n}" for n in numbers]))
        for n in numbers:
            own = prose(f"{self.name} {n}")
            place = own[:20].rpartition(" ")[0].encode()
            text = page(n, words=f"{own}. {words}").replace(b"patrol village", b"patrol " + place)
            self.routes.setdefault(f"/a/{n}", html(text))
        return self

    def moments(self) -> list[float]:
        """When each request came, in seconds of the monotonic clock."""
        return [moment for moment, _, _ in self.log]


class Forbidden:
    """A loopback port that no source lists, for IPv4 and where it can be had for IPv6; it counts who connects."""

    def __init__(self) -> None:
        self.connections = 0
        first = socket.create_server(("127.0.0.1", 0))
        self.port = int(first.getsockname()[1])
        self._sockets = [first]
        with contextlib.suppress(OSError):  # a machine without IPv6
            self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for one in self._sockets:
            threading.Thread(target=self._count, args=(one,), daemon=True).start()

    def _count(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        """Stop listening."""
        for one in self._sockets:
            one.shutdown(socket.SHUT_RDWR)
            one.close()


def raw(head: bytes, *pieces: bytes, pause: float = 0.0, reset: bool = False) -> Callable[[Any], None]:
    """A route that writes bytes as they are, piece by piece, and closes; reset: by RST instead of FIN."""

    def answer(handler: Any) -> None:
        handler.close_connection = True
        if head:
            handler.wfile.write(head + b"\r\n\r\n")
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()

    return answer


def _is_open(connection: socket.socket) -> bool:
    """Whether the other side still wants the answer; the route that writes it may not have noticed yet."""
    try:
        said, _, _ = select.select([connection], [], [], 0)
        return not said or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        return False


def by_drops(body: bytes, *, pause: float = 0.1) -> Callable[[Any], None]:
    """A route that writes the whole answer, its head too, byte by byte, until nobody listens any more."""
    return raw(b"", *(body[n : n + 1] for n in range(len(body))), pause=pause)


def in_turn(*answers: Route) -> Callable[[Any], None]:
    """A route that gives these answers one after the other, and the last one from then on."""
    left = list(answers)

    def respond(handler: Any) -> None:
        route = left.pop(0) if len(left) > 1 else left[0]
        if callable(route):
            route(handler)
        else:
            handler.answer(*route)

    return respond


def at_first(times: int, fault: Route, then: Route) -> Callable[[Any], None]:
    """A route that fails so often, then answers."""
    return in_turn(*[fault] * times, then)


def latin(text: str) -> str:
    """A header's text such that its UTF-8 bytes go out."""
    return text.encode().decode("latin-1")


def deflated(body: bytes) -> bytes:
    """Coding `deflate`: zlib's wrapper, as RFC 9110 wants it."""
    return zlib.compress(body, 9)


@cache
def bomb(size: int, *, coding: str = "gzip", start: bytes = b"") -> bytes:
    """A packed answer that begins as told and unpacks to so many further zero bytes; made without unpacking it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
    blocks, rest = divmod(size, 1 << 20)
    pieces = [packer.compress(start), *(packer.compress(bytes(1 << 20)) for _ in range(blocks))]
    return b"".join([*pieces, packer.compress(bytes(rest)), packer.flush()])


def double_bomb(size: int) -> Answer:
    """A page behind two codings at once."""
    return 200, {**HTML, "Content-Encoding": "gzip, gzip"}, gzip.compress(bomb(size))


def sitemap(*urls: str, index: bool = False) -> bytes:
    """A sitemap, or an index of sitemaps."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    body = "".join(f"<{inner}><loc>{url.replace('&', '&amp;')}</loc></{inner}>" for url in urls)
    return (
        f"<?xml version='1.0'?><{outer} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{body}</{outer}>".encode()
    )
