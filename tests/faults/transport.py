"""Faults on the wire: what a server may do to one request for an article, a listing or a part, and to a whole site."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from tests.crawler.sites import Route, html, page
from tests.faults.fault import BAD, GOOD, LAST, Fault, Seen, seldom
from tests.faults.server import (
    HTML,
    OK_HEAD,
    Answer,
    FaultySite,
    at_first,
    bomb,
    by_drops,
    double_bomb,
    in_turn,
    raw,
)

TEXT = page(2)
ALL = (GOOD, BAD, LAST)
WHOLE: Answer = html(TEXT)
FIFTY_MB = 50 * 1024 * 1024
BIG = 40 * 1024 * 1024
ONE_SECOND = {"Retry-After": "1"}
TEN_YEARS = {"Retry-After": "315360000"}
# What compresses to a bomb in codings that were not asked for: brotli and zstandard, made once by their own tools.
BROTLI = bytes.fromhex("cfffff7ff824e000") + bytes(32)
ZSTD = bytes.fromhex("28b52ffda4") + bytes(64)


def bad(answer: Route) -> Callable[[FaultySite], object]:
    """The site answers so to the article in the middle."""
    return lambda one: one.routes.update({BAD: answer})


def silent(handler: Any, *, head: bytes = b"", seconds: float = 30.0) -> None:
    """Take the request and say nothing, or no more than the head."""
    handler.close_connection = True
    handler.wfile.write(head)
    handler.wfile.flush()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.05)
        handler.connection.settimeout(0.01)
        try:
            if handler.connection.recv(1) == b"":
                return
        except TimeoutError:
            continue


def endless(piece: bytes, head: bytes = b"") -> Callable[[Any], None]:
    """Write the piece again and again until nobody takes it."""

    def answer(handler: Any) -> None:
        handler.close_connection = True
        handler.wfile.write(head)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            handler.wfile.write(piece)

    return answer


def in_two_seconds(handler: Any) -> None:
    """503 with a date to come back, by a clock of the server's own that is a year behind."""
    year_ago = datetime.now(UTC).replace(microsecond=0) - timedelta(days=365)
    date, until = (format_datetime(moment, usegmt=True) for moment in (year_ago, year_ago + timedelta(seconds=2)))
    handler.send_response_only(503)
    for name, value in (("Date", date), ("Retry-After", until), ("Content-Length", "0")):
        handler.send_header(name, value)
    handler.end_headers()


def waited(seconds: float) -> Callable[[Seen], None]:
    """The address was asked for twice, the second time so much later: no sooner, and not much later."""

    def check(seen: Seen) -> None:
        first, second = [moment for moment, path, _ in seen.site.log if path == BAD][:2]
        assert seconds <= second - first < seconds + 60

    return check


def moved(status: int) -> Fault:
    """The article in the middle is at a new address for good."""

    def arrange(one: FaultySite) -> None:
        one.routes |= {BAD: (status, {"Location": "/a/moved"}, b""), "/a/moved": html(page("moved"))}

    def both_known(seen: Seen) -> None:
        old, new = seen.page(BAD), seen.page("/a/moved")
        assert old["article_id"] == new["article_id"] is not None
        assert old["reason"].endswith("/a/moved")

    return Fault(
        name=f"{status} to the new address",
        site=arrange,
        whole=(GOOD, "/a/moved", LAST),
        outcome="collected",
        most={BAD: 1, "/a/moved": 1},
        check=both_known,
    )


def article(name: str, answer: Route, said: str, *, state: str = "failed", most: int = 3, outcome: str = "") -> Fault:
    """The article in the middle cannot be had, and `status` says why."""
    outcome = outcome or ("partial" if state in ("failed", "refused") else "collected")
    return Fault(name=name, site=bad(answer), state=state, said=(said,), outcome=outcome, most={BAD: most})


def once(name: str, answer: Route, times: int = 1) -> Fault:
    """The same fault, but it passes: the article comes whole in the same run, and nothing is said."""
    return Fault(
        name=f"{name}, {'once' if times == 1 else 'twice'}",
        site=bad(at_first(times, answer, WHOLE)),
        whole=ALL,
        state="kept",
        outcome="collected",
        most={BAD: times + 1},
    )


def packed(body: bytes, coding: str) -> Answer:
    """A page in a coding."""
    return 200, {**HTML, "Content-Encoding": coding}, body


def lead_round(one: FaultySite) -> None:
    """Redirects without an end, each to an address of its own."""
    one.routes |= {BAD: (302, {"Location": "/a/r1"}, b"")}
    one.routes |= {f"/a/r{n}": (302, {"Location": f"/a/r{n + 1}"}, b"") for n in range(1, 40)}


def many_to_one(one: FaultySite) -> None:
    """A dozen articles that all lead to one page that is not there."""
    one.articles(*"123", *(f"x{n}" for n in range(12)))
    one.routes |= {f"/a/x{n}": (302, {"Location": "/a/away"}, b"") for n in range(12)}
    one.routes["/a/away"] = (404, {}, b"no")


def broken_pages(one: FaultySite) -> None:
    """A dozen broken pages before the sound ones: the site is not down because of them."""
    one.articles(*(f"x{n}" for n in range(12)), 1, 2, 3)
    one.routes |= {f"/a/x{n}": (500, {}, b"") for n in range(12)}


CUT = raw(OK_HEAD + b"\r\nContent-Length: 90000", TEXT)
CHUNKED = OK_HEAD + b"\r\nTransfer-Encoding: chunked"
LINES = b"".join(b"X-%d: y\r\n" % n for n in range(100_000))
PASSING: dict[str, Route] = {
    "500": (500, {}, b"x"),
    "408": (408, {}, b"x"),
    "cut": CUT,
    "reset in the body": raw(OK_HEAD + b"\r\nConnection: close", TEXT[:400], reset=True),
    "bad chunk": raw(CHUNKED, b"zz\r\nhello\r\n"),
    "closed at once": raw(b""),
    "silence": silent,
    "truncated gzip": packed(gzip.compress(TEXT)[:-20], "gzip"),
    "longer than its length": raw(OK_HEAD + b"\r\nContent-Length: 300", TEXT),
}

FAULTS: tuple[Fault, ...] = (
    # -- statuses
    article("404", (404, {}, b"gone"), "", state="gone", most=1),
    article("410", (410, {}, b"gone"), "", state="gone", most=1),
    article("401", (401, {}, TEXT), "refused (401)", state="refused", most=1),
    *seldom(article("402", (402, {}, TEXT), "unusable answer (402)", state="refused", most=1)),
    article("403", (403, {}, TEXT), "refused (403)", state="refused", most=1),
    *seldom(article("418", (418, {}, TEXT), "refused (418)", state="refused", most=1)),
    *seldom(article("451", (451, {}, TEXT), "refused (451)", state="refused", most=1)),
    article("500 for ever", (500, {}, TEXT), "server error (500)"),
    *seldom(article("599", (599, {}, TEXT), "server error (599)")),
    article("unasked 206", (206, {**HTML, "Content-Range": "bytes 0-99/500"}, TEXT[:100]), "a part (206)"),
    article("unasked 304", (304, {}, b""), "not modified (304), which was not asked for"),
    once("500", PASSING["500"], times=2),
    once("closed at once", PASSING["closed at once"]),
    once("cut", CUT),
    *seldom(*(once(name, answer) for name, answer in PASSING.items() if name not in ("closed at once", "cut"))),
    # -- waiting
    Fault(name="503 for a second", site=bad(at_first(1, (503, ONE_SECOND, b""), WHOLE)), whole=ALL, outcome="collected",
          check=waited(1)),
    Fault(name="503 until a date of its own clock", site=bad(in_turn(in_two_seconds, WHOLE)), whole=ALL,
          outcome="collected", check=waited(2)),
    Fault(name="503 for ten years", site=bad((503, TEN_YEARS, b"")), whole=(GOOD,), outcome="partial",
          said=("waits until 20", "asks to wait longer (315360000), of which one day is granted"), in_all=4),
    Fault(name="503 until soon", site=bad((503, {"Retry-After": "soon"}, b"")), state="failed", outcome="partial",
          said=("its Retry-After says no time to come: soon",), most={BAD: 3}),
    Fault(name="503 until -5, once", site=bad(at_first(1, (503, {"Retry-After": "-5"}, b""), WHOLE)), whole=ALL),
    Fault(name="429", site=bad((429, {}, TEXT)), whole=(GOOD,), outcome="partial", in_all=4,
          said=("waits until 20", "the server answered 429 and asks to wait")),
    Fault(name="429 for a second, twice", site=bad(at_first(2, (429, ONE_SECOND, b""), WHOLE)), whole=ALL,
          check=waited(1)),
    Fault(name="429 for a second, for ever", site=bad((429, ONE_SECOND, b"")), most={BAD: 4}, may=(GOOD, LAST),
          whole=(GOOD,)),
    Fault(name="503 that is also cut", site=bad(raw(b"HTTP/1.1 503 No\r\nRetry-After: 3600\r\nContent-Length: 99", b"x")),  # noqa: E501
          whole=(GOOD,), may=(LAST,), outcome="partial", most={BAD: 3}),
    # -- time
    article("no answer", silent, "timed out"),
    article("head, then silence", lambda h: silent(h, head=OK_HEAD + b"\r\nContent-Length: 9\r\n\r\n"), "timed out"),
    article("body by drops", raw(OK_HEAD + b"\r\nContent-Length: 400", *[b"x"] * 300, pause=0.1), "timed out"),
    article("head by drops", by_drops(OK_HEAD + b"\r\nX: " + b"y" * 400), "timed out"),
    # -- broken
    article("closed at once", raw(b""), ""),
    *seldom(article("reset at once", raw(b"", b"", reset=True), "")),
    article("cut before its length", CUT, "did not end at its announced end"),
    article("cut without a length", raw(OK_HEAD + b"\r\nConnection: close", TEXT[: len(TEXT) // 2]), "mid text"),
    article("reset in the body", PASSING["reset in the body"], "broken answer"),
    article("longer than its length", PASSING["longer than its length"], "did not end at its announced end"),
    *seldom(article("two lengths", raw(OK_HEAD + b"\r\nContent-Length: 9\r\nContent-Length: 300", TEXT), "broken answer")),  # noqa: E501
    article("a length that is none", raw(OK_HEAD + b"\r\nContent-Length: many", TEXT), "broken answer"),
    *seldom(article("a negative length", raw(OK_HEAD + b"\r\nContent-Length: -9", TEXT), "broken answer")),
    article("bad chunk", PASSING["bad chunk"], "broken answer"),
    *seldom(article("cut chunks", raw(CHUNKED, b"5\r\nhello\r\n"), "broken answer")),
    *seldom(article("a chunk without an end", raw(CHUNKED, b"5\r\nhello\r\n0\r\n"), "broken answer")),
    article("endless chunk size", endless(b"0" * 9999, CHUNKED + b"\r\n\r\n"), "broken answer"),
    *seldom(article("an unknown transfer coding", raw(OK_HEAD + b"\r\nTransfer-Encoding: zip", TEXT), "broken answer")),
    article("not HTTP", raw(b"SSH-2.0-OpenSSH_9.2", b"more"), ""),
    *seldom(article("a page without a head", raw(b"", TEXT), "")),
    Fault(
        name="a head with a line of 60 KB", site=bad((200, {**HTML, "Link": "x" * 60_000}, TEXT)), whole=ALL,
        texts={BAD: ("in place 2",)},
    ),
    article("a head of 1 MB", raw(OK_HEAD + b"\r\n" + LINES), "its head is too long"),
    *seldom(article("a head of one line of 1 MB", raw(OK_HEAD + b"\r\nX: " + b"y" * 1_000_000), "its head is too long")),  # noqa: E501
    article("an endless head", endless(b"X: y\r\n" * 999, OK_HEAD + b"\r\n"), "its head is too long"),
    article("continue for ever", endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 99), ""),
    # -- sizes
    article("50 MB by its length", raw(OK_HEAD + b"\r\nContent-Length: %d" % FIFTY_MB, b"x" * 1000), "too large", most=1),  # noqa: E501
    article("50 MB in chunks", endless(b"10000\r\n" + b"x" * 65536 + b"\r\n", CHUNKED + b"\r\n\r\n"), "too large", most=1),  # noqa: E501
    article("endless body", endless(b"<p>x</p>" * 9999, OK_HEAD + b"\r\n\r\n"), "too large", most=1),
    article("gzip bomb", packed(bomb(BIG), "gzip"), "after decompression", most=1),
    article("double gzip bomb", double_bomb(BIG), "after decompression", most=1),
    *seldom(article("deflate bomb", packed(bomb(BIG, coding="deflate"), "deflate"), "after decompression", most=1)),
    article("brotli, which was not asked for", packed(BROTLI, "br"), "'br' was not asked for"),
    *seldom(article("zstandard, which was not asked for", packed(ZSTD, "zstd"), "'zstd' was not asked for")),
    *seldom(article("five codings on one another", packed(gzip.compress(TEXT), "gzip,gzip,gzip,gzip,gzip"), "content codings")),  # noqa: E501
    article("truncated gzip", packed(gzip.compress(TEXT)[:-20], "gzip"), "truncated"),
    *seldom(article("gzip without its trailer", packed(gzip.compress(TEXT)[:-8], "gzip"), "truncated")),
    article("gzip with a wrong sum", packed(gzip.compress(TEXT)[:-8] + bytes(8), "gzip"), "damaged"),
    *seldom(article("truncated deflate", packed(zlib.compress(TEXT)[:-9], "deflate"), "compressed answer")),
    *seldom(article("gzip of nothing but noise", packed(b"\x1f\x8bnoise", "gzip"), "damaged")),
    article("gzip and more", packed(gzip.compress(TEXT) + TEXT, "gzip"), "bytes after the end"),
    # -- redirects
    article("redirect to itself", (302, {"Location": BAD}, b""), "redirect loop", state="refused", most=1),
    Fault(name="redirect in a circle", state="refused", said=("redirect loop",), most={BAD: 1, "/a/r": 1},
          site=lambda one: one.routes.update({BAD: (302, {"Location": "/a/r"}, b""),
                                              "/a/r": (302, {"Location": BAD}, b"")})),
    Fault(name="redirect without an end", site=lead_round, state="refused", said=("redirect loop: more than 5",), in_all=12),  # noqa: E501
    *seldom(article("redirect to nowhere", (302, {}, b""), "without a usable target", state="refused", most=1)),
    Fault(name="redirect home", state="rejected", said=("no article",), most={BAD: 1}, outcome="collected",
          site=lambda one: one.routes.update({BAD: (302, {"Location": "/"}, b""), "/": html(b"<p>home</p>")})),
    article("redirect to a host that is no source", (301, {"Location": "http://outside.example/a/9"}, b""),
            "another host: outside.example", state="refused", most=1),
    moved(301),
    *seldom(moved(308)),
    Fault(name="many that lead to one", site=many_to_one, whole=ALL, most={"/a/away": 1}),
    Fault(name="many broken pages", site=broken_pages, whole=ALL, outcome="partial",
          said=("server error (500) (12 pages)",), most={f"/a/x{n}": 3 for n in range(12)} | {"/feed.xml": 4, "/": 4}),
    # -- what is no article
    article("an empty page", html(b""), "", state="rejected", most=1),
    article("a picture", (200, {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff\xe0" + bytes(2000)), "", state="rejected", most=1),  # noqa: E501
    *seldom(article("another subject", html(page(2, peacekeeping=False)), "", state="other", most=1)),
)  # fmt: skip
