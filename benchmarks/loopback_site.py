"""Invented article pages of real weight on loopback hosts, served by a process of its own.

    python benchmarks/loopback_site.py --pages 2000 --hosts 20 [--kilobytes 82] [--relevant 1.0]

Each host (127.0.0.1, 127.0.0.2, ...) has a section page at /news/ with links to its articles, /a/0.html and so on. A
page carries what pages of newsrooms carry round a text: inline scripts and styles, menus, a column of links. Prints the
port in a line when it is ready, and serves until its input ends. Connections are kept open for those who want that.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import itertools
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.copies import Written, archive, paragraph

PER_STORY = 2.5
# Of a page's weight: what is neither text nor scripts are styles, menus and links.
_SCRIPTS, _STYLES = 0.6, 0.15
_MENU, _LINKS = 40, 60


def articles(count: int, *, relevant: float = 1.0) -> list[Written]:
    """So many invented articles in the order of their publication; the others tell of nothing in particular."""
    days = max(30, round(count * 0.015))
    found = sorted(
        itertools.islice(archive(round(count / PER_STORY * 1.1) + 5, days=days), count),
        key=lambda one: (one.published_at, one.url),
    )
    chance = random.Random(11)  # noqa: S311 - invented prose
    return [one if chance.random() < relevant else _plain(chance, one) for one in found]


def _plain(chance: random.Random, one: Written) -> Written:
    blocks = [paragraph(chance) for _ in range(chance.randint(4, 9))]
    return replace(one, title=blocks[0].split(",")[0].rstrip("."), body="\n\n".join(blocks), language="en")


def page_of(one: Written, *, kilobytes: int, number: int = 0) -> bytes:
    """The page of an article, of about so many kB."""
    chance = random.Random(number)  # noqa: S311 - padding
    title, stamp = html.escape(one.title), f"{one.published_at:%Y-%m-%d %H:%M}"
    claims = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": one.title,
        "datePublished": one.published_at.isoformat(), "author": {"@type": "Person", "name": "Ada Quillfeather"},
    }  # fmt: skip
    text = "\n".join(f"<p>{html.escape(block)}</p>" for block in one.body.split("\n\n"))
    menu = "".join(f"<li class='item'><a href='/part/{n}'>Part {n}</a></li>" for n in range(_MENU))
    aside = "".join(
        f"<li><a class='teaser' href='/part/{n}/{chance.randrange(9999)}'><span>Headline {n} of the day</span></a></li>"
        for n in range(_LINKS)
    )
    rest = kilobytes * 1024 - len(text) - len(menu) - len(aside)
    script, style = _script(chance, int(rest * _SCRIPTS)), _style(int(rest * _STYLES))
    foot = "".join(
        f"<div class='box box-{n}'><img src='/i/{n}.webp' alt=''><span class='label'>Service {n}</span></div>"
        for n in range(max(0, int(rest * (1 - _SCRIPTS - _STYLES))) // 90)
    )
    return (
        f"<!DOCTYPE html><html lang='{one.language}'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='og:title' content='{title}'><script type='application/ld+json'>{json.dumps(claims)}</script>"
        f"<style>{style}</style><script>{script}</script></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><article><h1>{title}</h1><div class='meta'><span class='by'>By Ada Quillfeather</span>"
        f" <time datetime='{one.published_at.isoformat()}'>{stamp}</time></div>{text}</article></main>"
        f"<aside><ul>{aside}</ul></aside><footer>{foot}</footer></body></html>"
    ).encode()


def _script(chance: random.Random, size: int) -> str:
    parts, length = ["window.__state={"], 0
    while length < size:
        part = f'"k{chance.randrange(10**6)}":{{"id":{chance.randrange(10**9)},"kind":"teaser","on":true}},'
        parts.append(part)
        length += len(part)
    return "".join([*parts, '"end":0};'])


def _style(size: int) -> str:
    rule = ".c{0}-box>.inner{{margin:0 {0}px;padding:4px;color:#333}}"
    return "".join(rule.format(n) for n in range(max(1, size // 56)))


class Site:
    """All pages of all hosts, rendered: (host, path) to a whole HTTP answer."""

    def __init__(self, pages: int, hosts: int, *, kilobytes: int, relevant: float) -> None:
        self.hosts = [f"127.0.0.{number}" for number in range(1, hosts + 1)]
        self.answers: dict[tuple[str, str], bytes] = {}
        links: dict[str, list[str]] = {host: [] for host in self.hosts}
        for number, one in enumerate(articles(pages, relevant=relevant)):
            host, path = self.hosts[number % hosts], f"/a/{number // hosts}.html"
            self.answers[host, path] = _answer(page_of(one, kilobytes=kilobytes, number=number))
            links[host].append(f"<li><a href='{path}'>{html.escape(one.title)}</a></li>")
        for host, items in links.items():
            listing = f"<!DOCTYPE html><title>{host}</title><h1>News</h1><ul>{''.join(items)}</ul>"
            self.answers[host, "/news/"] = _answer(listing.encode())

    async def serve(self) -> int:
        """Listen on one port of every host; return the port."""
        loop = asyncio.get_running_loop()
        port = 0
        for host in self.hosts:
            listening = await loop.create_server(partial(_Connection, self.answers, host), host, port, backlog=512)
            port = int(listening.sockets[0].getsockname()[1])
        return port


def _answer(body: bytes, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"%s\r\n" + body


_MISSING = _answer(b"not here", "404 Not Found")


class _Connection(asyncio.Protocol):
    """One connection: requests without bodies, one after the other."""

    def __init__(self, answers: dict[tuple[str, str], bytes], host: str) -> None:
        self._answers, self._host, self._rest = answers, host, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while self._transport is not None and b"\r\n\r\n" in self._rest:
            head, _, self._rest = self._rest.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            answer = self._answers.get((self._host, path), _MISSING)
            close = b"connection: close" in head.lower()
            start, _, body = answer.partition(b"%s\r\n")
            self._transport.write(start + (b"Connection: close\r\n" if close else b"") + b"\r\n" + body)
            if close:
                self._transport.close()
                self._transport = None


@contextmanager
def served(pages: int, hosts: int, *, kilobytes: int = 82, relevant: float = 1.0) -> Iterator[int]:
    """Serve in a process of its own while the context lasts; gives the port."""
    line = [
        sys.executable, str(Path(__file__).resolve()), "--pages", str(pages), "--hosts", str(hosts),
        "--kilobytes", str(kilobytes), "--relevant", str(relevant),
    ]  # fmt: skip
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            said = process.stdout.readline()
            if not said:
                raise SystemExit("the loopback site did not start")
            yield int(said)
        finally:
            process.terminate()


async def _main(options: argparse.Namespace) -> None:
    site = Site(options.pages, options.hosts, kilobytes=options.kilobytes, relevant=options.relevant)
    print(await site.serve(), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--kilobytes", type=int, default=82)
    parser.add_argument("--relevant", type=float, default=1.0)
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()
