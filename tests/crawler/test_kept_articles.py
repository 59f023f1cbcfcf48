"""A kept article whose page shows something else later: its row and text stay, and only what is gone is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.sites import Site, crawl, feed, html, page, rows
from tests.faults.server import bomb, raw

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shell(title: str, *lines: str, head: str = "") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>".encode()  # noqa: E501


CHALLENGE = shell(
    "Just a moment...", "Checking your browser before accessing the site.", "Enable JavaScript and cookies to continue",
    head="<script>" + "var a0=[1,2,3];" * 200 + "</script>",
)  # fmt: skip
CHALLENGE_ZH = shell("安全验证", "请完成验证后继续访问", head="<script>" + "var b=1;" * 400 + "</script>")
SCRIPT_ONLY = (
    b"<html><head><script>" + b"document.cookie='k=1';location.reload();" * 80 + b"</script></head><body></body></html>"
)
LOGIN = (
    b"<html><head><title>Sign in</title></head><body><h1>Sign in to continue reading</h1><form action=/login method=post>"  # noqa: E501
    b"<label>User name<input name=u></label><label>Password<input type=password name=p></label>"
    b"<button>Log in</button></form><p>You must log in to read this article.</p></body></html>"
)
SOFT_404 = shell(
    "Page not found", "Sorry, the page you requested could not be found.", "It may have been moved or deleted."
)
SOFT_404_ZH = shell("404", "您访问的页面不存在或已被删除")
EMPTY_LIST = (
    b"<html><body><ul>"
    + b"".join(b"<li><a href='/a/%d'>Item %d</a></li>" % (n, n) for n in range(40))
    + b"</ul></body></html>"
)

# What the archive tells of each afterwards, besides the return; no other page leaves an event.
EVENTS = {
    "404 twice": "404", "410": "410", "the same soft 404 twice": "soft-404", "a soft 404 in Chinese": "soft-404",
    "a soft 404 that is not modified": "soft-404", "a redirect home": "home", "a redirect to an error page": "soft-404",
    "a redirect to a log-in": "login", "a log-in wall": "login", "401": "login",
    "a browser check": "challenge", "a browser check in Chinese": "challenge",
}  # fmt: skip
# name: (what the page of a kept article answers from the second visit on, is it withdrawn after the third)
SHOWN: dict[str, tuple[Any, bool]] = {
    "404 twice": ((404, {}, b"no"), True),
    "410": ((410, {}, b"no"), True),
    "the same soft 404 twice": (html(SOFT_404), True),
    "a soft 404 in Chinese": (html(SOFT_404_ZH), True),
    "a soft 404 that is not modified": (
        lambda h: h.answer(304, {"ETag": '"s"'}, b"") if h.headers.get("If-None-Match") == '"s"'
        else h.answer(*html(SOFT_404, ETag='"s"')), True,
    ),
    "a redirect home": ((302, {"Location": "/"}, b""), True),
    "a redirect to an error page": ((302, {"Location": "/error/404.html"}, b""), True),
    "a redirect to a log-in": ((302, {"Location": "/login?next=x"}, b""), False),
    "a redirect to another host": ((302, {"Location": "http://sso.example/x"}, b""), False),
    "a log-in wall": (html(LOGIN), False),
    "a browser check": (html(CHALLENGE), False),
    "a browser check in Chinese": (html(CHALLENGE_ZH), False),
    "a page of script": (html(SCRIPT_ONLY), False),
    "a page of links": (html(EMPTY_LIST), False),
    "an empty page": (html(b""), False),
    "a picture": ((200, {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff\xe0" + bytes(900)), False),
    "403": ((403, {}, CHALLENGE), False),
    "401": ((401, {}, LOGIN), False),
    "451": ((451, {}, b"no"), False),
    "503 with a day to wait": ((503, {"Retry-After": "86400"}, b""), False),
    "500": ((500, {}, b"x"), False),
    "a part of it": ((206, {}, page(1)[:300]), False),
    "cut": (raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999", page(1)[:400]), False),
    "a bomb": (html(bomb(40 << 20), Content_Encoding="gzip"), False),
}  # fmt: skip


class World:
    def __init__(self, data: Path) -> None:
        self.data, self.sites = data, [Site().articles(1) for _ in SHOWN]
        places = {
            "/": html(b"<html><body>home</body></html>"),
            "/login?next=x": html(LOGIN),
            "/error/404.html": html(SOFT_404),
        }
        for one in self.sites:
            one.routes |= places
        sources = [one.source(f"s{n}") for n, one in enumerate(self.sites)]
        self.before = self._crawled(sources, NOW)
        for one, (answer, _) in zip(self.sites, SHOWN.values(), strict=True):
            one.routes["/a/1"] = answer
        self.second = self._crawled(sources, NOW + 13 * HOUR)
        self.third = self._crawled(sources, NOW + 60 * HOUR)
        for one in self.sites:
            one.routes["/a/1"] = html(page(1))
        self.last = self._crawled(sources, NOW + 24 * 40 * HOUR)

    def _crawled(self, sources: Any, at: datetime) -> dict[str, dict[str, Any]]:
        crawl(self.data, *sources, at=at, timeout_seconds=1.0, max_bytes=1_000_000, mode="recheck")
        found = rows(
            self.data,
            "SELECT articles.source, articles.title, body, revision, withdrawn_at, state, reason FROM articles"
            " JOIN pages ON pages.article_id = articles.id",
        )
        return {row["source"]: row for row in found}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    one = World(tmp_path_factory.mktemp("kept"))
    yield one
    for each in one.sites:
        each.close()


@pytest.mark.parametrize("name", SHOWN)
def test_an_article_once_kept_stays_whatever_its_page_shows_later(world: World, name: str) -> None:
    slug, withdrawn = f"s{list(SHOWN).index(name)}", SHOWN[name][1]
    before = world.before[slug]
    assert "UN peacekeepers of UNMISS" in before["body"]
    for later in (world.second, world.third, world.last):
        assert (later[slug]["title"], later[slug]["body"], later[slug]["revision"]) == (
            before["title"],
            before["body"],
            1,
        )
    assert world.second[slug]["reason"] or "503" in name, "it is said what was seen instead (503: of the host)"
    assert (world.third[slug]["withdrawn_at"] is not None) == withdrawn, world.third[slug]
    if name != "410":
        assert world.last[slug]["withdrawn_at"] is None
        assert (world.last[slug]["state"], world.last[slug]["reason"]) == ("kept", None)


@pytest.mark.parametrize("name", SHOWN)
def test_each_way_to_be_away_is_one_event_of_its_kind(world: World, name: str) -> None:
    found = rows(
        world.data,
        "SELECT withdrawals.* FROM withdrawals JOIN articles ON articles.id = article_id WHERE source = ?",
        f"s{list(SHOWN).index(name)}",
    )
    kinds = [row["kind"] for row in found]
    if name in EVENTS:
        assert kinds == [EVENTS[name]]
        assert found[0]["since"][:16] == "2026-11-21T21:00", "since it was seen first, not since it was sure"
        assert (found[0]["returned_at"] is None) == (name == "410"), "410 is for good: it is never asked for again"
    else:
        assert not {"404", "410", "soft-404", "home", "login"} & set(kinds), kinds


def test_one_page_under_many_addresses_is_one_article_and_a_text_of_several_outlets_one_each(tmp_path: Path) -> None:
    old, new, wire, copy = Site(), Site(), Site(), Site()
    spellings = [
        "/a/20261120_77.html", "/a/20261120_77.html#top", "/a/20261120_77.html?utm_source=rss&fbclid=x", "//a//20261120_77.html",  # noqa: E501
        "/a/./20261120_77.html", "/a/x/../20261120_77.html", "/a/%32%30261120_77.html", "/a/20261120_77.html?PHPSESSID=9f8e7d6c5b4a39281706",  # noqa: E501
        "/a/20261120_77.html;jsessionid=9F8E7D6C5B4A", "/a/20261120_77.html?print=1", "/a/20261120_77.html?",
    ]  # fmt: skip
    for one in (old, new, wire, copy):
        one.routes["*"] = html(page("shared"))
    moved = [f"{new.base}/a/content_77.html"]
    old.routes["/feed.xml"] = (
        200,
        {"Content-Type": "application/rss+xml"},
        feed([*(old.base + s.replace("&", "&amp;") for s in spellings), *moved]),
    )
    for one in (wire, copy):
        one.articles("copy")
        one.routes["/a/copy"] = html(page("shared"))
    source = old.source("old", hosts=[old.host, new.host], key=r"_(\d+)\.html")
    try:
        crawl(tmp_path, source, wire.source("wire"), copy.source("copy"))
        found = rows(tmp_path, "SELECT source, key, url, body FROM articles ORDER BY source")
        assert [(row["source"], row["key"]) for row in found] == [("copy", None), ("old", "77"), ("wire", None)]
        assert len({row["body"] for row in found}) == 1
        asked = [path for _, path, _ in old.log if path.startswith(("/a/", "//a"))]
        assert asked == ["/a/20261120_77.html"], "one request for all spellings"
        pages = rows(tmp_path, "SELECT article_id, state FROM pages WHERE source = 'old' AND kind = 'article'")
        assert len(pages) == 2
        assert {row["state"] for row in pages} == {"kept"}
        assert len({row["article_id"] for row in pages}) == 1
    finally:
        for one in (old, new, wire, copy):
            one.close()


@pytest.mark.long
def test_times_from_a_clock_that_was_days_ahead_hold_nothing_back(tmp_path: Path) -> None:
    ahead = NOW + timedelta(days=8)
    one = Site().articles(1, 2, 3)
    try:
        one.routes |= {"/a/2": (503, {"Retry-After": "7200"}, b""), "/a/1": (404, {}, b"")}
        crawl(tmp_path, one.source(), at=ahead)
        one.articles(4).routes |= {f"/a/{n}": html(page(n)) for n in (1, 2, 3)}
        crawl(tmp_path, one.source(), at=NOW)
        found = rows(tmp_path, "SELECT url, withdrawn_at FROM articles ORDER BY url")
        assert {row["url"][-1] for row in found} >= {"4"}, "the listing is read at once, the host's rest is no rest"
        crawl(tmp_path, one.source(), at=ahead + 25 * HOUR)
        found = rows(tmp_path, "SELECT url, withdrawn_at FROM articles ORDER BY url")
        assert [(row["url"][-1], row["withdrawn_at"]) for row in found] == [(n, None) for n in "1234"]
    finally:
        one.close()


@pytest.mark.parametrize("gone_first", [False, True])
def test_after_a_move_an_article_leads_to_where_it_stands(tmp_path: Path, *, gone_first: bool) -> None:
    site = Site().articles(1, 2, 3)
    try:
        crawl(tmp_path, site.source(), at=NOW)
        [before] = rows(tmp_path, "SELECT uid, url FROM articles WHERE url LIKE '%/a/1'")
        moved = {"/a/1001": site.routes["/a/1"]}
        if gone_first:
            site.routes["/a/1"] = (404, {}, b"no")
            crawl(tmp_path, site.source(), at=NOW + 30 * HOUR, mode="recheck")
        site.routes |= moved
        site.articles(2, 3, 1001)
        crawl(tmp_path, site.source(), at=NOW + 60 * HOUR)
        for later in () if gone_first else (90, 120):
            site.routes["/a/1"] = (404, {}, b"no")
            crawl(tmp_path, site.source(), at=NOW + later * HOUR, mode="recheck")
        [after] = rows(tmp_path, "SELECT url, withdrawn_at FROM articles WHERE uid = ?", before["uid"])
        assert after == {"url": f"{site.base}/a/1001", "withdrawn_at": None}
    finally:
        site.close()
