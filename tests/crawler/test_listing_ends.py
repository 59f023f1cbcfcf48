"""Where a listing ends and what an index lists besides articles: neither is a fault, a redesign is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from crawler.desk import Tally
from crawler.discovery.listing_read import ListingRead
from crawler.way_back import WayBack
from storage.archive import Archive
from storage.records import Link
from tests.crawler.sites import Site, crawl, html, page, site

AT = datetime(2026, 11, 21, 8, tzinfo=UTC)


def in_trouble(data: Path) -> list[str]:
    """The paths that `status` names."""
    with Archive.open(data, read_only=True) as archive:
        rows = archive.db.rows("SELECT url FROM pages WHERE state = 'failed' ORDER BY url")
    return [urlsplit(row["url"]).path for row in rows]


def urlset(one: Site, *paths: str) -> tuple[int, dict[str, str], bytes]:
    urls = "".join(f"<url><loc>{one.base}{path}</loc></url>" for path in paths)
    return 200, {"Content-Type": "text/xml", "ETag": f'"{len(paths)}"'}, f"<urlset>{urls}</urlset>".encode()


def index(one: Site, *names: str) -> tuple[int, dict[str, str], bytes]:
    children = "".join(f"<sitemap><loc>{one.base}/{name}.xml</loc></sitemap>" for name in names)
    return 200, {"Content-Type": "text/xml", "ETag": '"i"'}, f"<sitemapindex>{children}</sitemapindex>".encode()


def test_what_comes_into_the_maps_of_an_index_that_stays_as_it_is_is_found(tmp_path: Path) -> None:
    with site() as one:
        whole = index(one, "posts")

        def unless_known(handler: BaseHTTPRequestHandler) -> None:
            known = handler.headers["If-None-Match"] == whole[1]["ETag"]
            handler.answer(*((304, {}, b"") if known else whole))  # type: ignore[attr-defined]

        one.routes |= {"/a/1": html(page(1)), "/a/2": html(page(2)), "/map.xml": unless_known}
        source = one.source(sitemaps=[f"{one.base}/map.xml"])
        for day in (0, 1):
            one.routes["/posts.xml"] = urlset(one, *(f"/a/{n + 1}" for n in range(day + 1)))
            assert crawl(tmp_path, source, at=AT + timedelta(days=day))["site"]["counts"]["new"] == 1


def test_sitemaps_of_pages_beside_those_of_articles_are_no_fault_and_a_redesign_is(tmp_path: Path) -> None:
    with site() as one:
        one.routes |= {"/a/1": html(page(1)), "/a/2": html(page(2)), "/map.xml": index(one, "pages", "posts")}
        one.routes |= {"/pages.xml": urlset(one, "/about-us"), "/posts.xml": urlset(one, "/a/1")}
        source = one.source(sitemaps=[f"{one.base}/map.xml"])
        first = crawl(tmp_path, source, at=AT)["site"]
        assert (first["outcome"], first["reason"]) == ("collected", None)
        one.routes["/posts.xml"] = urlset(one, "/a/1", "/a/2")
        assert crawl(tmp_path, source, at=AT + timedelta(days=1))["site"]["outcome"] == "collected"
        one.routes["/posts.xml"] = urlset(one, "/2026/1", "/2026/2", "/2026/3")
        redesigned = crawl(tmp_path, source, at=AT + timedelta(days=2))["site"]
        assert redesigned["outcome"] == "listing-failed"
        assert "/posts.xml: no link is an article address" in redesigned["reason"]
        assert in_trouble(tmp_path) == ["/map.xml", "/posts.xml"]


def test_an_index_of_which_no_sitemap_names_an_article_says_so(tmp_path: Path) -> None:
    with site() as one:
        one.routes |= {"/map.xml": index(one, "pages"), "/pages.xml": urlset(one, "/about-us")}
        report = crawl(tmp_path, one.source(sitemaps=[f"{one.base}/map.xml"]), at=AT)["site"]
        assert report["outcome"] == "listing-failed"
        assert "/pages.xml: no link is an article address" in report["reason"]


def section(one: Site, pages: int) -> None:
    for n in range(1, pages + 1):
        path = "/list/" if n == 1 else f"/list/index_{n}.html"
        one.routes[path] = html(f"<html><a href='/a/{n}'>Bridge {n}</a></html>".encode())
        one.routes[f"/a/{n}"] = html(page(n))


def test_behind_the_last_page_that_is_counted_there_is_none(tmp_path: Path) -> None:
    with site() as one:
        section(one, 3)
        listed = {"url": f"{one.base}/list/", "page_pattern": "index_{n}.html", "page_start": 2}
        report = crawl(tmp_path, one.source(section=[listed]), at=AT)["site"]
        assert one.asked("/list/index_4.html") == 1
        assert (report["outcome"], report["counts"]["new"]) == ("collected", 3)
        assert in_trouble(tmp_path) == []


def test_a_page_behind_the_last_without_an_article_is_no_trouble(tmp_path: Path) -> None:
    with site() as one:
        section(one, 2)
        one.routes["/list/index_3.html"] = html(b"<html><a href='/about'>About</a></html>")
        listed = {"url": f"{one.base}/list/", "page_pattern": "index_{n}.html", "page_start": 2}
        assert crawl(tmp_path, one.source(section=[listed]), at=AT)["site"]["outcome"] == "collected"
        assert in_trouble(tmp_path) == []


def test_a_listing_that_leads_elsewhere_says_where(tmp_path: Path) -> None:
    with site() as one:
        one.routes |= {
            "/news": (302, {"Location": "/login?next=/news"}, b""),
            "/login?next=/news": html(b"<form></form>"),
        }
        report = crawl(tmp_path, one.source(section=[{"url": f"{one.base}/news"}]), at=AT)["site"]
        assert f"the listing holds no link at all (it leads to {one.base}/login?next=/news)" in report["reason"]


def test_where_the_first_counted_page_is_missing_the_form_may_be_wrong(tmp_path: Path) -> None:
    with site() as one:
        section(one, 1)
        listed = {"url": f"{one.base}/list/", "page_pattern": "index_{n}.html", "page_start": 2}
        report = crawl(tmp_path, one.source(section=[listed]), at=AT)["site"]
        assert report["outcome"] == "partial"
        assert "/list/index_2.html: not found (404)" in report["reason"]


def test_a_page_that_is_linked_and_missing_is_told() -> None:
    way = WayBack("https://a.example/", 9)
    for n in range(3):
        way.add(ListingRead(links=(Link(url=f"https://a.example/{n}"),)), 0)
    assert way.failed("https://a.example/9", "not found (404)")
    assert way.problems == ["https://a.example/9: not found (404)"]


def test_a_doubt_that_many_pages_share_is_told_once() -> None:
    tally = Tally(doubts={"bytes read as gb18030, not without doubt": ["https://a.example/1", "https://a.example/2"]})
    tally.counts["new"] = 2
    why = "2 pages: bytes read as gb18030, not without doubt, such as https://a.example/1"
    assert tally.outcome() == ("collected", why)
