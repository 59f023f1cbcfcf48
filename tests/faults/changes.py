"""A site that is down for a month and comes back, one that never changes, and the days between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.crawler.sites import feed, html, page
from tests.faults.server import RSS, FaultySite

DAY = timedelta(days=1)


def tagged(body: bytes, kind: str) -> Callable[[Any], None]:
    """An answer with a validator, and "not modified" to whoever has it."""
    tag = f'"{hash(body)}"'

    def answer(handler: Any) -> None:
        if handler.headers.get("If-None-Match") == tag:
            handler.answer(304, {"ETag": tag}, b"")
        else:
            handler.answer(200, {"ETag": tag, "Content-Type": kind}, body)

    return answer


def lasting(one: FaultySite, articles: int) -> None:
    """A site of so many articles that answers conditional requests."""
    one.routes["/feed.xml"] = tagged(feed([f"{one.base}/a/{n}" for n in range(articles)]), RSS["Content-Type"])
    for n in range(articles):
        one.routes[f"/a/{n}"] = tagged(page(n), "text/html; charset=utf-8")


def pages(one: FaultySite, newest: int, each: int = 5) -> None:
    """A section whose pages hold so many articles each, the newest first, down to article 0."""
    for number, first in enumerate(range(newest, -1, -each)):
        links = "".join(f"<li><a href='/a/{n}'>Item {n}</a></li>" for n in range(first, max(-1, first - each), -1))
        more = f"<a class=next href='/list/{number + 1}'>older</a>" if first - each >= 0 else ""
        path = "/list/" if number == 0 else f"/list/{number}"
        one.routes[path] = html(f"<html><body><ul>{links}</ul>{more}</body></html>".encode())
    for n in range(newest + 1):
        one.routes.setdefault(f"/a/{n}", html(page(n)))


def down(one: FaultySite) -> dict[str, Any]:
    """Every address fails from now on; gives the routes of before."""
    before = dict(one.routes)
    one.routes = {"*": (503, {}, b"down")}
    return before
