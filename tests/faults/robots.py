"""robots.txt in every state: what it says, how it comes, and that nothing it closes is ever asked for (RFC 9309)."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from itertools import pairwise

from tests.crawler.sites import Route
from tests.faults.fault import BAD, GOOD, LAST, Fault, Seen, seldom
from tests.faults.server import HTML, TEXT, FaultySite, at_first, bomb, by_drops, in_turn, raw
from tests.faults.transport import endless, silent

ALL = (GOOD, BAD, LAST)
DENY_TWO = b"User-agent: *\nDisallow: /a/2\n"
BIG = 40 * 1024 * 1024
RESTS = "robots.txt unreachable, so the site rests"


def says(body: bytes, *allowed: str, name: str, **headers: str) -> Fault:
    """A robots.txt that comes as it should: the articles it allows come whole, and no other is asked for."""
    answer = (200, {**TEXT, **{key.replace("_", "-"): value for key, value in headers.items()}}, body)
    closed = set(ALL) - set(allowed)
    return Fault(
        name=f"robots: {name}",
        site=lambda one: one.routes.update({"/robots.txt": answer}),
        whole=allowed,
        outcome="" if closed else "collected",
        said=("robots.txt disallows it",) if closed else (),
        most=dict.fromkeys(closed, 0) | {"/robots.txt": 1},
    )


def led(one: FaultySite, hops: int) -> None:
    """The file lies behind some redirects."""
    one.routes["/robots.txt"] = (301, {"Location": "/r1.txt"}, b"")
    one.routes |= {f"/r{n}.txt": (302, {"Location": f"/r{n + 1}.txt"}, b"") for n in range(1, hops)}
    one.routes[f"/r{hops}.txt"] = (200, TEXT, DENY_TWO)


def cannot_be_had(name: str, answer: Route, said: str, most: int = 3) -> Fault:
    """A robots.txt that cannot be had: nothing else of the site is asked for, and it is said that it rests."""
    return Fault(
        name=f"robots: {name}",
        site=lambda one: one.routes.update({"/robots.txt": answer}),
        whole=(),
        said=(RESTS, said),
        most={"/robots.txt": most, **dict.fromkeys((*ALL, "/feed.xml"), 0)},
        check=asked_for_nothing_else,
    )


def asked_for_nothing_else(seen: Seen) -> None:
    """Nothing but robots.txt was asked for."""
    assert {path for _, path, _ in seen.site.log} == {"/robots.txt"}
    assert seen.report["outcome"] in ("unreachable", "refused"), seen.report


def apart(seconds: float) -> Callable[[Seen], None]:
    """No two requests were closer than the file asks."""

    def check(seen: Seen) -> None:
        moments = seen.site.moments()
        # The file itself is the first request; only then is its wish known.
        assert all(later - earlier >= seconds - 0.1 for earlier, later in pairwise(moments[1:]))

    return check


FAULTS: tuple[Fault, ...] = (
    # -- what it says: test_robots.py of the crawler reads many more texts
    says(DENY_TWO, GOOD, LAST, name="normal"),
    says(b"User-agent: *\nDisallow: /", name="closes all"),
    *seldom(says(b"User-agent: *\nDisallow: /\n\nUser-agent: bluewatch\nAllow: /", *ALL, name="opens to us alone")),
    *seldom(says(b"User-agent: *\nAllow: /\n\nUser-agent: BlueWatch\nDisallow: /a/2", GOOD, LAST, name="names us in any case")),  # noqa: E501
    says(b"User-agent: *\nDisallow: /a/*\nAllow: /a/1$\nAllow: /a/3", GOOD, LAST, name="wildcard, end and longest match"),  # noqa: E501
    says(b"\xef\xbb\xbfUser-agent: *\rDisallow: /a/2\r", GOOD, LAST, name="BOM and CR"),
    *seldom(says(b"uSER-AGENT : *\r\n  dISALLOW :/a/2 # no\r\n", GOOD, LAST, name="odd case and blanks")),
    *seldom(says(b"\x00\xff\x01 junk\nnonsense: x\nUser-agent: *\nDisallow: /a/2\n\xfe", GOOD, LAST, name="garbage round it")),  # noqa: E501
    *seldom(says(b"<!DOCTYPE html><html><body>Welcome</body></html>", *ALL, name="a page of HTML")),
    *seldom(says(b"", *ALL, name="empty")),
    says(DENY_TWO + b"# long\n" * 750_000, GOOD, LAST, name="5 MB"),
    *seldom(says(b"# long\n" * 75_000 + DENY_TWO, *ALL, name="a rule beyond 500 KiB")),
    # -- how it is packed
    says(gzip.compress(DENY_TWO), GOOD, LAST, name="gzip", Content_Encoding="gzip"),
    says(gzip.compress(b"User-agent: *\n") + gzip.compress(b"Disallow: /a/2\n"), GOOD, LAST, name="gzip in two members",
         Content_Encoding="gzip"),
    says(bomb(BIG, start=DENY_TWO), GOOD, LAST, name="gzip bomb", Content_Encoding="gzip"),
    *seldom(says(bomb(BIG, coding="deflate", start=DENY_TWO), GOOD, LAST, name="deflate bomb", Content_Encoding="deflate")),  # noqa: E501
    says(gzip.compress(bomb(BIG, start=DENY_TWO)), GOOD, LAST, name="double gzip bomb", Content_Encoding="gzip, gzip"),
    cannot_be_had("truncated gzip", (200, {**TEXT, "Content-Encoding": "gzip"}, gzip.compress(DENY_TWO * 9)[:-9]),
                  "truncated"),
    *seldom(cannot_be_had("brotli, which was not asked for", (200, {**TEXT, "Content-Encoding": "br"}, b"xx"), "was not asked for")),  # noqa: E501
    # -- how it comes
    Fault(name="robots: 404", site=lambda one: one.routes.update({"/robots.txt": (404, {}, b"")}), whole=ALL),
    *seldom(Fault(name="robots: 403", site=lambda one: one.routes.update({"/robots.txt": (403, HTML, b"<p>no")}), whole=ALL)),  # noqa: E501
    *seldom(Fault(name="robots: 410", site=lambda one: one.routes.update({"/robots.txt": (410, {}, b"")}), whole=ALL)),
    Fault(name="robots: 5 redirects", site=lambda one: led(one, 5), whole=(GOOD, LAST), most={BAD: 0}),
    Fault(name="robots: 503, once", whole=ALL,
          site=lambda one: one.routes.update({"/robots.txt": at_first(1, (503, {}, b""), (200, TEXT, b""))})),
    Fault(name="robots: 429 for a second, once", whole=(GOOD, LAST), most={BAD: 0},
          site=lambda one: one.routes.update(
              {"/robots.txt": at_first(1, (429, {"Retry-After": "1"}, b""), (200, TEXT, DENY_TWO))})),
    Fault(name="robots: Crawl-delay", whole=ALL, check=apart(1.0),
          site=lambda one: one.routes.update({"/robots.txt": (200, TEXT, b"User-agent: *\nCrawl-delay: 1\n")})),
    Fault(name="robots: Crawl-delay of an hour", whole=(), outcome="refused", said=("asks for 3600 s",),
          in_all=1, site=lambda one: one.routes.update({"/robots.txt": (200, TEXT, b"User-agent: *\nCrawl-delay: 3600\n")})),  # noqa: E501
    cannot_be_had("500 for ever", (500, TEXT, DENY_TWO), "server error (500)"),
    *seldom(cannot_be_had("503 for ever", (503, TEXT, DENY_TWO), "server error (503)")),
    cannot_be_had("429", (429, {}, b""), "the server answered 429", most=1),
    cannot_be_had("503 for an hour", (503, {"Retry-After": "3600"}, b""), "the server answered 503", most=1),
    cannot_be_had("unasked 206", (206, TEXT, DENY_TWO), "a part (206)"),
    *seldom(cannot_be_had("unasked 304", (304, {}, b""), "not modified (304)")),
    cannot_be_had("no answer", silent, "timed out"),
    cannot_be_had("by drops", by_drops(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + b"#" * 900), "timed out"),
    cannot_be_had("reset", raw(b"", b"", reset=True), ""),
    *seldom(cannot_be_had("closed", raw(b""), "")),
    cannot_be_had("cut", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999", b"User-agent: *\n"), "announced end"),
    *seldom(cannot_be_had("not HTTP", raw(b"SSH-2.0-OpenSSH_9.2", b"more"), "")),
    cannot_be_had("an endless head", endless(b"X: y\r\n" * 999, b"HTTP/1.1 200 OK\r\n"), "broken answer"),
    cannot_be_had("leads to a file", (301, {"Location": "file:///etc/hosts"}, b""), "refused redirect", most=1),
    *seldom(cannot_be_had("leads to credentials", (301, {"Location": "http://u:p@127.0.0.1/robots.txt"}, b""), "credentials", most=1)),  # noqa: E501
)  # fmt: skip
# A site whose file changes between two crawls.
TURNS_TO_DENY = Fault(
    name="robots: turns to deny",
    site=lambda one: one.routes.update(
        {"/robots.txt": in_turn((200, TEXT, b""), (200, TEXT, b"User-agent: *\nDisallow: /"))}
    ),
    whole=ALL,
)
