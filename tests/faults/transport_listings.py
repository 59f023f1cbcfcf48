"""Faults on the wire of what is no article: feeds, sitemaps, and the further pages of an article."""

from __future__ import annotations

import gzip
from typing import Any

from tests.crawler.sites import Route, html, page
from tests.faults.fault import GOOD, Fault, seldom
from tests.faults.server import RSS, XML, bomb, double_bomb, raw, sitemap
from tests.faults.transport import BIG, endless, silent


def listing(name: str, answer: Route, said: str, outcome: str = "listing-failed", **more: Any) -> Fault:
    """The feed cannot be had."""
    return Fault(
        name=f"feed: {name}",
        site=lambda one: one.routes.update({"/feed.xml": answer}),
        whole=(),
        outcome=outcome,
        said=(said,),
        most={"/feed.xml": 3},
        **more,
    )


FAULTS: tuple[Fault, ...] = (
    *seldom(listing("500", (500, {}, b""), "server error (500)")),
    listing("410", (410, {}, b"gone"), "gone (410)"),
    listing("cut", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999", b"<rss>"), "did not end at its announced end"),
    listing("by drops", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 400", *[b"x"] * 300, pause=0.1), "timed out", "unreachable"),  # noqa: E501
    *seldom(listing("endless", endless(b"<item>" * 9999, b"HTTP/1.1 200 OK\r\n\r\n"), "too large")),
    listing("gzip bomb", (200, {**RSS, "Content-Encoding": "gzip"}, bomb(BIG)), "after decompression"),
    *seldom(listing("double gzip bomb", (200, {**RSS, "Content-Encoding": "gzip, gzip"}, gzip.compress(bomb(BIG))), "after decompression")),  # noqa: E501
    *seldom(listing("truncated gzip", (200, {**RSS, "Content-Encoding": "gzip"}, gzip.compress(b"<rss/>" * 99)[:-9]), "truncated")),  # noqa: E501
    listing("unasked 206", (206, RSS, b"<rss>"), "a part (206)"),
    *seldom(listing("unasked 304", (304, {}, b""), "not modified (304)")),
    listing("no answer", silent, "timed out", "unreachable"),
    Fault(
        name="sitemaps: bombs in both kinds of packing beside a sound one",
        site=lambda one: one.routes.update({
            "/map.xml": (200, XML, sitemap(one.base + "/a.xml.gz", one.base + "/b.xml", one.base + "/c.xml", index=True)),  # noqa: E501
            "/a.xml.gz": (200, {"Content-Type": "application/gzip"}, bomb(2 * BIG)),
            "/b.xml": (200, {**XML, "Content-Encoding": "gzip"}, bomb(BIG)),
            "/c.xml": (200, XML, sitemap(one.base + GOOD)),
        }),
        source={"sitemaps": lambda one: [one.base + "/map.xml"]},
        whole=(GOOD,), outcome="partial", said=("unpacks to more than", "after decompression"),
    ),
    Fault(
        name="a further page of an article is a bomb",
        site=lambda one: one.articles("4.html").routes.update({
            "/a/4.html": html(page("4.html", head="<link rel=next href='/a/4_2.html'>")),
            "/a/4_2.html": double_bomb(BIG),
        }),
        source={"parts": "{stem}_{n}.html", "article_url": [r"^/a/\d+\.html"]},
        whole=("/a/4.html",), most={"/a/4_2.html": 1},
    ),
)  # fmt: skip
