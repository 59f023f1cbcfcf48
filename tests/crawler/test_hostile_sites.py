"""Sites that lead astray, flood, pack bombs or ask for patience: many of them in one crawl, beside a calm one."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.sites import Site, crawl, feed, html, page, rows
from tests.crawler.test_spider_faults import BOMB_BYTES, raw

RSS = {"Content-Type": "application/rss+xml"}
XML = {"Content-Type": "application/xml"}
TEXT = {"Content-Type": "text/plain"}
DENY_TWO = b"User-agent: *\nDisallow: /a/2\n"
LIMIT = 3_000_000


class Forbidden:
    """A loopback port that no source lists; it counts who connects to it."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def spellings(port: int, own: str) -> list[str]:
    """Addresses that lead inside, or would in some reader; own: a host and port that may be asked."""
    hosts = [
        "127.0.0.1", "localhost", "LOCALHOST", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.",  # noqa: E501
        "0", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]", "[::]",
        "[64:ff9b::127.0.0.1]", "user:pass@127.0.0.1", f"{own}@127.0.0.1", f"{own}\\@127.0.0.1", f"{own}%40127.0.0.1",
        "127。0。0。1", "①②⑦.⓪.⓪.①", "localhost.", "127.0.0.1%00.news.example", f"{own}#@127.0.0.1",
    ]  # fmt: skip
    inside = [f"http://{host}:{port}/a/1" for host in hosts]
    return [
        *inside, f"//127.0.0.1:{port}/a/1", f"\\\\127.0.0.1:{port}\\a\\1", f"http:/\\127.0.0.1:{port}/a/1",
        f"http:///127.0.0.1:{port}/a/1", f"https://127.0.0.1:{port}/a/1", f"hTTp://127.0.0.1:{port}/a/1",
        "http://169.254.169.254/a/1", "http://[fd00:ec2::254]/a/1", "http://10.0.0.1/a/1", "http://100.100.100.200/a/1",
        "file:///etc/passwd", "data:text/html,x", "javascript:alert(1)", "gopher://127.0.0.1:70/a/1", "s3://bucket/a/1",
    ]  # fmt: skip


def sitemap(*urls: str, index: bool = False) -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    body = "".join(f"<{inner}><loc>{url.replace('&', '&amp;')}</loc></{inner}>" for url in urls)
    return (
        f"<?xml version='1.0'?><{outer} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{body}</{outer}>".encode()
    )


def at_first(times: int, answer: tuple[int, dict[str, str], bytes], then: Any) -> Any:
    """A route that fails so often, then answers."""
    left = [answer] * times

    def respond(handler: Any) -> None:
        handler.answer(*(left.pop() if left else then))

    return respond


def header(text: str) -> str:
    return text.encode().decode("latin-1")


class World:
    """Every hostile site, one crawl of all, and what it left."""

    def __init__(self, data: Path) -> None:
        self.data, self.sites, self.forbidden = data, {}, Forbidden()
        sources = []
        for name, (routes, declared) in {**self._astray(), **self._packed(), **self._waiting()}.items():
            one = self.sites[name] = Site().articles(1, 2, 3)
            listed = {key: value(one) if callable(value) else value for key, value in declared.items()}
            one.routes.update({path: route(one) if path.startswith("/L") else route for path, route in routes.items()})
            one.routes.update({path[2:]: one.routes.pop(path) for path in list(one.routes) if path.startswith("/L")})
            sources.append(one.source(name.replace(" ", "-"), **listed))
        self.reports = crawl(data, *sources, max_bytes=LIMIT, timeout_seconds=5.0, per_pattern=20)

    def _astray(self) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        port = self.forbidden.port

        def bad(one: Site) -> list[str]:
            return spellings(port, one.host)

        def articles_leading_inside(one: Site) -> Any:
            # Names without numbers: each is a pattern of its own.
            for n, target in enumerate(bad(one)):
                one.routes["/a/r" + "x" * n] = (302, {"Location": header(target)}, b"")
            return 200, RSS, feed([one.base + "/a/r" + "x" * n for n in range(len(bad(one)))])

        lure = (
            f"<base href='http://127.0.0.1:{port}/'><meta http-equiv=refresh content='0;url=http://127.0.0.1:{port}/a/9'>"
            f"<link rel=canonical href='http://127.0.0.1:{port}/a/9'><link rel=stylesheet href='http://127.0.0.1:{port}/c'>"
            f"<script src='http://127.0.0.1:{port}/s'></script><link rel=amphtml href='http://127.0.0.1:{port}/amp'>"
        )
        return {
            "redirects": ({"/L/feed.xml": articles_leading_inside}, {}),
            "links": (
                {"/L/feed.xml": lambda one: (200, RSS, feed([*map(escaped, bad(one)), one.base + "/a/1"]))},
                {},
            ),
            "sitemaps": (
                {"/L/map.xml": lambda one: (200, XML, sitemap(*map(escaped, bad(one)), one.base + "/one.xml", index=True)),  # noqa: E501
                 "/L/one.xml": lambda one: (200, XML, sitemap(*map(escaped, bad(one)), one.base + "/a/1"))},
                {"sitemaps": lambda one: [one.base + "/map.xml"]},
            ),
            "section": (
                {"/list/": html(f"<base href='http://127.0.0.1:{port}/'><a href='/a/2'>x</a><a class=next href='n'>n</a>"  # noqa: E501
                                .encode())},
                {"section": [{"url": "/list/", "next": "a.next"}]},
            ),
            "page": ({"/a/1": html(page(1, head=lure))}, {}),
            **{
                f"robots {n}": ({"/robots.txt": (301, {"Location": header(target)}, b"")}, {})
                for n, target in enumerate(spellings(port, "x.example")[:17:2])
            },
        }  # fmt: skip

    @staticmethod
    def _packed() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        long = DENY_TWO + b"# long\n" * 800_000
        twice = {"Content-Encoding": "gzip, gzip"}
        return {
            "robots long": ({"/robots.txt": (200, TEXT, long)}, {}),
            "robots bomb": ({"/robots.txt": (200, {**TEXT, "Content-Encoding": "gzip"}, gzip.compress(DENY_TWO) + BOMB_BYTES)}, {}),  # noqa: E501
            "robots packed": ({"/robots.txt": (200, {**TEXT, "Content-Encoding": "gzip"}, gzip.compress(long))}, {}),
            "robots double bomb": ({"/robots.txt": (200, {**TEXT, **twice}, gzip.compress(BOMB_BYTES))}, {}),
            "feed bomb": ({"/feed.xml": (200, {**RSS, "Content-Encoding": "gzip"}, BOMB_BYTES)}, {}),
            "feed double bomb": ({"/feed.xml": (200, {**RSS, **twice}, gzip.compress(BOMB_BYTES))}, {}),
            "feed endless": ({"/feed.xml": raw(b"HTTP/1.1 200 OK\r\nConnection: close", *[b"<item>" * 50_000] * 20)}, {}),  # noqa: E501
            "feed by drops": ({"/feed.xml": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99", *[b"x"] * 60, pause=0.1)}, {}),  # noqa: E501
            "feed cut": ({"/feed.xml": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999", b"<rss>")}, {}),
            "map bomb": (
                {"/map.xml.gz": (200, {"Content-Type": "application/gzip"}, gzip.compress(gzip.decompress(BOMB_BYTES) * 2))},  # noqa: E501
                {"sitemaps": lambda one: [one.base + "/map.xml.gz"]},
            ),
            "flood": (
                {"/list/": html(b"".join(
                    b"<a href='/a/%s'>x</a>" % (b"wanted-%s.html" % b"abcdefgh"[n // 12_500 : n // 12_500 + 1]
                                                if n % 12_500 == 0 else b"junk/%d" % n)
                    for n in range(100_000))),
                 **{f"/a/wanted-{c}.html": html(page(c)) for c in "abcdefgh"}, "*": html(page("junk", peacekeeping=False))},  # noqa: E501
                {"section": [{"url": "/list/"}]},
            ),
        }  # fmt: skip

    @staticmethod
    def _waiting() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        soon, odd = {"Retry-After": "1"}, {"Retry-After": "soon"}
        feed_of = lambda one: at_first(1, (503, soon, b""), (200, RSS, feed([one.base + f"/a/{n}" for n in (1, 2, 3)])))  # noqa: E731
        return {
            "calm": ({"/L/feed.xml": lambda one: one.articles(*range(16)).routes["/feed.xml"]}, {"gap_seconds": 0.5}),
            "short 429": ({"/a/2": at_first(2, (429, soon, b""), html(page(2)))}, {}),
            "short 429 at robots": ({"/robots.txt": at_first(1, (429, soon, b""), (200, TEXT, b""))}, {}),
            "short 503 at the feed": ({"/L/feed.xml": feed_of}, {}),
            "503 twice": ({"/a/2": at_first(2, (503, odd, b""), html(page(2)))}, {}),
            "503 in the past": ({"/a/2": at_first(1, (503, {"Retry-After": "-5"}, b""), html(page(2)))}, {}),
        }


def escaped(url: str) -> str:
    return url.replace("&", "&amp;")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    one = World(tmp_path_factory.mktemp("hostile"))
    yield one
    one.forbidden.close()
    for each in one.sites.values():
        each.close()


def kept(world: World, name: str) -> list[str]:
    found = rows(world.data, "SELECT url FROM articles WHERE source = ? ORDER BY url", name.replace(" ", "-"))
    return [row["url"].rpartition("/a/")[2] for row in found]


def test_no_spelling_leads_a_request_inside(world: World) -> None:
    assert world.forbidden.connections == 0
    hosts = {row["host"] for row in rows(world.data, "SELECT host FROM pages UNION SELECT host FROM articles, pages")}
    assert hosts <= {one.host for one in world.sites.values()}


# name: (outcome, words of the reason, articles kept)
SAID: dict[str, tuple[str, str, list[str]]] = {
    "redirects": ("partial", "redirect", []),
    "links": ("collected", "", ["1"]),
    "sitemaps": ("partial", "not found (404)", ["1"]),
    "section": ("no-links", "", []),
    "page": ("collected", "", ["1", "2", "3"]),
    "robots long": ("collected", "", ["1", "3"]),
    "robots packed": ("collected", "", ["1", "3"]),
    "robots bomb": ("collected", "", ["1", "3"]),
    "feed bomb": ("listing-failed", "too large", []),
    "feed double bomb": ("listing-failed", "too large", []),
    "feed endless": ("listing-failed", "too large", []),
    "feed by drops": ("unreachable", "timed out", []),
    "feed cut": ("listing-failed", "before its announced end", []),
    "map bomb": ("listing-failed", "unpacks to more than", []),
    "calm": ("collected", "", sorted(map(str, range(16)))),
    "short 429": ("collected", "", ["1", "2", "3"]),
    "short 429 at robots": ("collected", "", ["1", "2", "3"]),
    "short 503 at the feed": ("collected", "", ["1", "2", "3"]),
    "503 twice": ("collected", "", ["1", "2", "3"]),
    "503 in the past": ("collected", "", ["1", "2", "3"]),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_and_kept_of_a_hostile_site(world: World, name: str) -> None:
    outcome, reason, articles = SAID[name]
    report = world.reports[name.replace(" ", "-")]
    assert (report["outcome"], reason in (report["reason"] or "")) == (outcome, True), report
    assert kept(world, name) == articles


def test_a_robots_file_that_leads_inside_closes_its_site(world: World) -> None:
    for name in (name for name in world.sites if name.startswith("robots ") and name[-1].isdigit()):
        assert {path for _, path, _ in world.sites[name].log} <= {"/robots.txt"}, name
        assert kept(world, name) == []


def test_a_flood_of_links_is_named_and_the_wanted_ones_are_fetched(world: World) -> None:
    report = world.reports["flood"]
    assert report["outcome"] == "partial", report
    assert "over budget: 2000 of 100000 links" in report["reason"]
    assert "20 pages of" in report["reason"]
    assert "/a/junk/N" in report["reason"]
    assert kept(world, "flood") == [f"wanted-{c}.html" for c in "abcdefgh"]
    assert len(world.sites["flood"].log) <= 40


def test_no_fault_of_one_site_delays_another(world: World) -> None:
    log = world.sites["calm"].log
    gaps = [later - earlier for (earlier, _, _), (later, _, _) in itertools.pairwise(log)]
    assert min(gaps) >= 0.4
    # From the first article on: before it, the workers start.
    assert max(gaps[2:]) <= 5.5
