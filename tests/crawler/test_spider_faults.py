"""What a crawl says and keeps when a site misbehaves: many sites, each with one fault, in one crawl."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.sites import Site, crawl, html, page, rows

GOOD, BAD = "/a/1", "/a/2"
BOMB = zlib.compressobj(9, zlib.DEFLATED, 31)
BOMB_BYTES = b"".join([*(BOMB.compress(bytes(1 << 20)) for _ in range(40)), BOMB.flush()])


def raw(head: bytes, *pieces: bytes, pause: float = 0.0, reset: bool = False) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        handler.close_connection = True
        handler.wfile.write(head + b"\r\n\r\n")
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)
        if reset:
            import socket
            import struct

            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()

    return answer


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html"
TEXT = page(2)
LOOP = (302, {"Location": "/a/2"}, b"")

# name: (answer to the bad article, state of its page, words of its reason)
ARTICLE_FAULTS: dict[str, tuple[Any, str, str]] = {
    "404": ((404, {}, b"gone"), "gone", "404"),
    "410": ((410, {}, b"gone"), "gone", "410"),
    "401": ((401, {}, page(2)), "refused", "401"),
    "403": ((403, {}, page(2)), "refused", "403"),
    "418": ((418, {}, page(2)), "refused", "418"),
    "451": ((451, {}, page(2)), "refused", "451"),
    "500 for ever": ((500, {}, b"x"), "failed", "server error (500)"),
    "unasked 206": ((206, {"Content-Range": "bytes 0-99/500"}, TEXT[:100]), "failed", "206"),
    "cut before its length": (raw(OK + b"\r\nContent-Length: 90000", TEXT), "failed", "before its announced end"),
    "cut without a length": (raw(OK + b"\r\nConnection: close", TEXT[: len(TEXT) // 2]), "failed", "mid text"),
    "reset in the body": (raw(OK + b"\r\nConnection: close", TEXT[:400], reset=True), "failed", "broken answer"),
    "bad chunk": (raw(OK + b"\r\nTransfer-Encoding: chunked", b"zz\r\nhello\r\n"), "failed", "broken answer"),
    "cut chunks": (raw(OK + b"\r\nTransfer-Encoding: chunked", b"5\r\nhello\r\n"), "failed", "broken answer"),
    "not HTTP": (raw(b"SSH-2.0-OpenSSH_9.2", b"more"), "failed", ""),
    "closed at once": (raw(b"", reset=True), "failed", ""),
    "truncated gzip": (html(gzip.compress(TEXT)[:-20], Content_Encoding="gzip"), "failed", "truncated"),
    "gzip of nothing but noise": (html(b"\x1f\x8bnoise", Content_Encoding="gzip"), "failed", "damaged"),
    "unknown coding": (html(TEXT, Content_Encoding="br"), "failed", "not asked for"),
    "gzip bomb": (html(BOMB_BYTES, Content_Encoding="gzip"), "failed", "too large"),
    "double gzip bomb": (
        html(gzip.compress(BOMB_BYTES), Content_Encoding="gzip, gzip"), "failed", "too large"
    ),
    "too large by its length": (raw(OK + b"\r\nContent-Length: 99999999", b"x" * 1000), "failed", "too large"),
    "too large without one": (raw(OK + b"\r\nConnection: close", *[b"x" * 100_000] * 20), "failed", "too large"),
    "slow body": (raw(OK + b"\r\nContent-Length: 100", *[b"x"] * 80, pause=0.1), "failed", "timed out"),
    "head, then silence": (raw(OK + b"\r\nContent-Length: 9", b"", pause=6.0), "failed", "timed out"),
    "endless head": (raw(OK + b"\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(40_000))), "failed", "broken"),
    "redirect to itself": (LOOP, "refused", "redirect loop"),
    "redirect to metadata": ((302, {"Location": "http://169.254.169.254/x"}, b""), "refused", "another host"),
    "redirect to another host": ((301, {"Location": "http://outside.example/a/9"}, b""), "refused", "another host"),
    "redirect to a file": ((302, {"Location": "file:///etc/passwd"}, b""), "refused", "redirect"),
    "redirect with credentials": ((302, {"Location": "http://u:p@127.0.0.1/a/1"}, b""), "refused", "credentials"),
    "redirect home": ((302, {"Location": "/"}, b""), "rejected", "no article"),
    "an empty page": (html(b""), "rejected", ""),
    "a picture": ((200, {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff\xe0" + bytes(2000)), "rejected", ""),
    "another subject": (html(page(2, peacekeeping=False)), "other", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Site], dict[str, Any], Path]]:
    data = tmp_path_factory.mktemp("faults")
    sites: dict[str, Site] = {}
    for name, (answer, _, _) in ARTICLE_FAULTS.items():
        sites[name] = Site({BAD: answer, "/": html(b"<html><body>home</body></html>")}).articles(1, 2, 3)
    sources = [one.source(f"s{n}") for n, one in enumerate(sites.values())]
    reports = crawl(data, *sources, max_bytes=1_000_000, timeout_seconds=3.0)
    yield sites, {name: reports[f"s{n}"] for n, name in enumerate(sites)}, data
    for one in sites.values():
        one.close()


@pytest.mark.parametrize("name", ARTICLE_FAULTS)
def test_a_faulty_article_costs_one_page_and_is_named(world: Any, name: str) -> None:
    sites, reports, data = world
    _, state, reason = ARTICLE_FAULTS[name]
    one = sites[name]
    found = rows(data, "SELECT * FROM pages WHERE url = ?", one.base + BAD)[0]
    assert (found["state"], reason in (found["reason"] or "")) == (state, True), found
    assert found["article_id"] is None
    kept = rows(data, "SELECT url FROM articles WHERE url LIKE ?", one.base + "/%")
    assert [row["url"] for row in kept] == [one.base + GOOD, one.base + "/a/3"]
    expected = "partial" if state in ("failed", "refused") else "collected"
    assert reports[name]["outcome"] == expected, reports[name]
    assert one.asked(BAD) <= 3
    if expected == "partial":
        assert reason in reports[name]["reason"]


def test_no_forbidden_host_was_asked_and_nothing_of_us_leaked(world: Any) -> None:
    sites, _, _ = world
    for one in sites.values():
        for _, _, headers in one.log:
            assert headers["user-agent"] == "Bluewatch/0.1 (+desk@newsroom.example)"
            assert not {"cookie", "referer", "authorization"} & set(headers)
