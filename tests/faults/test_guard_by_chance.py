"""The guard against addresses by chance: what is judged is what is connected to, in every notation, name and answer."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import pytest
from scrapy import Request
from scrapy.utils.python import to_bytes
from twisted.internet.error import ConnectionRefusedError as Refused
from twisted.python.failure import Failure
from twisted.web.client import URI

from crawler.endpoint import GuardedEndpoint, read_otherwise
from crawler.failures import FailureKind, Undelivered
from crawler.guard import judge, refuse_url
from crawler.source import Source, parse_source
from crawler.urls import host_of, resolve
from tests.faults.guard_cases import addresses, hosts


class Wires:
    """Stands for the reactor: notes where a connection would go, and has it refused."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def connectTCP(self, host: str, port: int, factory: Any, **_: Any) -> None:  # noqa: N802
        self.asked.append((host, port))
        factory.clientConnectionFailed(None, Failure(Refused()))


def connected(host: str, permitted: Iterable[str] = (), port: int = 80) -> tuple[list[str], str]:
    """The addresses that were tried for a host, and why none or no more were."""
    wires = Wires()

    async def connect() -> str:
        try:
            await GuardedEndpoint(wires, host, port, frozenset(permitted), 5.0)._connect(None)
        except Undelivered as error:
            return f"{error.kind}: {error.reason}"
        except Refused:
            return "tried"
        return "connected"

    said = asyncio.run(connect())
    return [ip for ip, _ in wires.asked], said


def check_hosts(count: int, seed: int) -> None:
    """No shut address is tried, and no open one is kept back."""
    wires = Wires()
    wrong: list[Any] = []

    async def connect_all() -> None:
        for host, shut in hosts(count, seed):
            wires.asked.clear()
            try:
                await GuardedEndpoint(wires, host, 80, frozenset(), 5.0)._connect(None)
            except Undelivered as error:
                if not shut and error.kind is FailureKind.REFUSED:
                    wrong.append((host, error.reason))
            except Refused:
                pass
            if shut and wires.asked:
                wrong.append((host, wires.asked[:]))

    asyncio.run(connect_all())
    assert wrong[:20] == []


def own() -> Source:
    table = {"slug": "s", "name": "S", "home": "http://news.example/", "feeds": ["http://news.example/feed"]}
    return parse_source(table, file="s.toml", packaged=True)


READ = {(b"http", b"news.example", 80), (b"https", b"news.example", 443)} | {
    (scheme, b"www.news.example", port) for scheme, port in ((b"http", 80), (b"https", 443))
}


def check_readers(count: int, seed: int) -> int:
    """Whoever reads an address that may be asked for reads the same host out of it: ours, Scrapy's and Twisted's."""
    source, passed = own(), 0
    for text in addresses(count, seed):
        for url in {text, resolve("http://news.example/a/", text) or ""}:
            if refuse_url(url) is not None or not source.owns(url):
                continue
            sent = Request(url).url
            if read_otherwise(sent, host_of(url)) is not None:
                continue
            passed += 1
            uri = URI.fromBytes(to_bytes(sent))
            assert (uri.scheme, uri.host.lower().rstrip(b"."), uri.port) in READ, (text, url, uri.host)
    return passed


def test_notations_by_chance() -> None:
    check_hosts(1500, seed=1)


@pytest.mark.parametrize(
    ("url", "host", "same"),
    [
        ("http://news.example/a", "news.example", True),
        ("https://news.example:443/a", "news.example", True),
        ("http://News.Example.:8080/a", "news.example:8080", True),
        ("http://[::1]:8080/a", "[::1]:8080", True),
        ("http://news.example:81/a", "news.example", False),
        ("http://127.0.0.1/a", "news.example", False),
        ("http://news.example@127.0.0.1/a", "news.example", False),
        ("http://news.\xe9xample/a", "news.example", False),
        ("ftp://news.example/a", "news.example", False),
    ],
)
def test_an_address_that_two_readers_read_apart_is_refused(url: str, host: str, *, same: bool) -> None:
    assert (read_otherwise(url, host) is None) == same


def test_readers_by_chance() -> None:
    assert check_readers(4000, seed=2) > 50


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_thousand_judgements() -> None:
    for seed in range(10):
        check_hosts(10_000, seed=100 + seed)
    assert check_readers(200_000, seed=3) > 1000


def row(ip: str) -> tuple[Any, ...]:
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (ip, 80)


INSIDE, OUTSIDE = "10.0.0.5", "93.184.215.14"
# name: (what the name server answers each time, what is tried each time)
ANSWERS: dict[str, tuple[list[list[str]], list[list[str]]]] = {
    "outside": ([[OUTSIDE]], [[OUTSIDE]]),
    "inside": ([[INSIDE]], [[]]),
    "outside first, inside then": ([[OUTSIDE], [INSIDE], ["127.0.0.1"]], [[OUTSIDE], [], []]),
    "inside first, outside then": ([[INSIDE], [OUTSIDE]], [[], [OUTSIDE]]),
    "both at once": ([[INSIDE, OUTSIDE, "::1", "169.254.169.254"]], [[OUTSIDE]]),
    "mapped inside": ([["::ffff:10.0.0.5", "64:ff9b::a00:5", "2002:a00:5::1"]], [[]]),
    "the zero address": ([["0.0.0.0", "::"]], [[]]),
    "a local link": ([["fe80::1%eth0"]], [[]]),
    "more than enough": ([[f"93.184.215.{n}" for n in range(1, 30)]], [[f"93.184.215.{n}" for n in range(1, 5)]]),
    "nothing": ([[]], [[]]),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_address_that_was_judged_is_the_one_connected_to(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers, tried = ANSWERS[name]
    asked: list[str] = []
    left = list(answers)

    def look_up(host: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [row(ip) for ip in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    for expected in tried:
        before = len(asked)
        ips, said = connected("rebound.example")
        assert ips == expected
        assert len(asked) == before + 1, "looked up once for each connection, and what came is what is used"
        assert all(judge(ip) is None and str(ip_address(ip)) == ip for ip in ips)
        assert (
            said == "tried" if expected else said.startswith(("refused: forbidden target", "unreachable: no address"))
        )


def test_a_permitted_host_may_be_inside_but_not_where_nothing_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for ip, may in (("127.0.0.1", True), (INSIDE, True), ("169.254.169.254", False), ("0.0.0.0", False)):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, ip=ip, **__: [row(ip)])
        assert connected("intra.example", {"intra.example:80"})[0] == ([ip] if may else [])
        assert connected("intra.example", {"intra.example:80"}, port=81)[0] == []
        assert connected("other.example", {"intra.example:80"})[0] == []


def test_a_name_server_that_does_not_answer_costs_its_own_site_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    hold = threading.Event()

    def look_up(host: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        if host.startswith("slow"):
            hold.wait(30)
        return [row(OUTSIDE)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    async def both() -> list[tuple[str, int]]:
        wires = Wires()
        slow = [
            asyncio.ensure_future(GuardedEndpoint(wires, f"slow{n}.example", 80, frozenset(), 5.0)._connect(None))
            for n in range(40)
        ]
        await asyncio.sleep(0)
        with pytest.raises(Refused):
            await GuardedEndpoint(wires, "quick.example", 80, frozenset(), 5.0)._connect(None)
        seen = list(wires.asked)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return seen

    try:
        assert asyncio.run(both()) == [(OUTSIDE, 80)]
    finally:
        hold.set()
