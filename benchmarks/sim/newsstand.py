"""Thousands of invented outlets behind one port: each has an address of 127.0.0.0/8 of its own, a feed, and articles.

What is published when follows from a seed, so that whoever knows the seed knows it. Every request is written down.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from multiprocessing import Process
from pathlib import Path
from random import Random

# Time (Unix), outlet, kind of what was asked for, number of the article.
ASKED = struct.Struct("<dIHI")
ROBOTS, FEED, ARTICLE, OTHER = range(4)
IN_FEED = 20
_PAGE = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
    "<meta property='article:published_time' content='{at}'></head>"
    "<body><h1>{title}</h1><article>{body}</article></body></html>"
)
_OURS = "Peacekeepers of UNMISS patrolled the road to village {n} near Juba, and the Blue Helmets met the elders there."
_OTHER = "The choir of town {n} sang in the old hall, and the gardeners showed the roses that won the summer prize."


@dataclass(frozen=True)
class Stand:
    """The outlets. began: Unix time from which on new items come; a_day: new ones of an outlet (median)."""

    outlets: int
    began: float
    hours: float
    a_day: float
    port: int
    seed: str = "stand"
    old: int = 2

    def host(self, outlet: int) -> str:
        """Its address with the port: no two outlets share one."""
        return f"127.{1 + outlet // 62500}.{outlet // 250 % 250 + 1}.{outlet % 250 + 1}:{self.port}"

    def slug(self, outlet: int) -> str:
        """Its name."""
        return f"outlet-{outlet:05}"

    @cached_property
    def published(self) -> list[list[float]]:
        """Of each outlet the Unix times of its items, the old ones first."""
        return [self._of(outlet) for outlet in range(self.outlets)]

    def _of(self, outlet: int) -> list[float]:
        chance = Random(f"{self.seed}/{outlet}")  # noqa: S311 - a script, no secret
        rate = min(400.0, self.a_day * 0.5 * chance.random() ** -1.0) / 86400
        old = sorted(self.began - chance.uniform(0, 5 * 86400) for _ in range(self.old))
        moment, found = self.began, []
        while (moment := moment + chance.expovariate(rate)) < self.began + 3600 * self.hours:
            found.append(moment)
        return old + found

    @staticmethod
    def ours(outlet: int, number: int) -> bool:
        """Whether an item is about peacekeeping."""
        return (outlet + number) % 4 == 0

    def source_file(self, outlet: int) -> str:
        """The outlet's declaration."""
        home = f"http://{self.host(outlet)}/"
        return (
            f'slug = "{self.slug(outlet)}"\nname = "Invented Outlet {outlet}"\nhome = "{home}"\nlanguage = "en"\n'
            f"feeds = [\"{home}feed.xml\"]\narticle_url = ['^/a/\\d+$']\n"
        )


@dataclass
class Server:
    """The server of a stand, in a process of its own. log: the file that every request is written to."""

    stand: Stand
    log: Path
    _process: Process | None = field(default=None, repr=False)

    def __enter__(self) -> Server:
        self._process = Process(target=_serve, args=(self.stand, self.log), daemon=True)
        self._process.start()
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.1.1.1", self.stand.port), 1):
                return self
            time.sleep(0.05)
        raise RuntimeError("the server did not come up")

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.join()

    def asked(self) -> Iterator[tuple[float, int, int, int]]:
        """Every request so far: Unix time, outlet, kind, number of the article."""
        content = self.log.read_bytes()
        yield from ASKED.iter_unpack(content[: len(content) // ASKED.size * ASKED.size])


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(stand: Stand, log: Path) -> None:
    asyncio.run(_run(stand, log))


async def _run(stand: Stand, log: Path) -> None:
    outlet_of = {stand.host(n): n for n in range(stand.outlets)}
    _ = stand.published
    with log.open("wb", buffering=0) as file:

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ", 2)[1]
                host = next((line[6:] for line in head.split("\r\n") if line.lower().startswith("host: ")), "")
                writer.write(_answer(stand, outlet_of.get(host.strip(), 0), path, file.write))
                await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "0.0.0.0", stand.port, backlog=2048)  # noqa: S104 - all of 127/8
        async with server:
            await server.serve_forever()


def _answer(stand: Stand, outlet: int, path: str, note: object) -> bytes:
    now = time.time()
    times = stand.published[outlet]
    kind, number, body = OTHER, 0, ""
    if path == "/robots.txt":
        kind = ROBOTS
    elif path == "/feed.xml":
        kind, body = FEED, _feed(stand, outlet, times, bisect_right(times, now))
    elif path.startswith("/a/") and path[3:].isdigit() and int(path[3:]) < bisect_right(times, now):
        kind, number = ARTICLE, int(path[3:])
        body = _article(stand, outlet, number, times[number])
    note(ASKED.pack(now, outlet, kind, number))  # type: ignore[operator]
    sent = body.encode()
    state = "200 OK" if body else "404 Not Found"
    form = "application/rss+xml" if kind == FEED else "text/html; charset=utf-8"
    head = f"HTTP/1.1 {state}\r\nContent-Type: {form}\r\nContent-Length: {len(sent)}\r\nConnection: close\r\n\r\n"
    return head.encode() + sent


def _feed(stand: Stand, outlet: int, times: list[float], until: int) -> str:
    home = f"http://{stand.host(outlet)}/"
    items = "".join(
        f"<item><title>Item {n} of outlet {outlet}</title><link>{home}a/{n}</link>"
        f"<pubDate>{format_datetime(datetime.fromtimestamp(times[n], UTC))}</pubDate></item>"
        for n in range(until - 1, max(-1, until - 1 - IN_FEED), -1)
    )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title><link>{home}</link>{items}</channel></rss>"
    )


def _article(stand: Stand, outlet: int, number: int, at: float) -> str:
    name = f"{outlet * 1000 + number}"
    words = (_OURS if stand.ours(outlet, number) else _OTHER).format(n=name)
    title = f"{'Peacekeepers patrol village' if stand.ours(outlet, number) else 'Choir sings in town'} {name}"
    body = "".join(f"<p>{words} It was walk {n} of outlet {outlet}.</p>" for n in range(4))
    return _PAGE.format(title=title, at=datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds"), body=body)
