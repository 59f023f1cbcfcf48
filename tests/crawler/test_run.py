"""Whole crawls of small sites: outcomes, politeness, conditional requests, redirects, withdrawals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from tests.crawler.sites import Site, crawl, feed, html, page, rows, site

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RSS = {"Content-Type": "application/rss+xml"}


def robots(text: str) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "text/plain"}, text.encode()


OTHER_LINKS = (
    b"<html><body>" + b"".join(b"<a href='http://other.example/x/%d'>x</a>" % n for n in range(9)) + b"</body></html>"
)

# name: (routes over a good site of three articles, outcome, words of the reason, articles)
SOURCES: dict[str, tuple[dict[str, Any], str, str, int]] = {
    "all is well": ({}, "collected", "", 3),
    "listing 404": ({"/feed.xml": (404, {}, b"no")}, "listing-failed", "404", 0),
    "listing 403": ({"/feed.xml": (403, {}, b"no")}, "refused", "403", 0),
    "listing 500": ({"/feed.xml": (500, {}, b"no")}, "listing-failed", "500", 0),
    "listing is a page without links": ({"/feed.xml": html(b"<html><body>hello</body></html>")}, "listing-failed", "", 0),  # noqa: E501
    "listing of another site": ({"/feed.xml": html(OTHER_LINKS)}, "listing-failed", "", 0),
    "listing empty": ({"/feed.xml": (200, RSS, b"")}, "listing-failed", "", 0),
    "listing leads elsewhere": ({"/feed.xml": (302, {"Location": "http://10.0.0.1/"}, b"")}, "listing-failed", "host", 0),  # noqa: E501
    "robots 500": ({"/robots.txt": (500, {}, b"")}, "unreachable", "robots.txt unreachable", 0),
    "robots 429": ({"/robots.txt": (429, {}, b"")}, "unreachable", "429", 0),
    "robots 403": ({"/robots.txt": (403, {}, b"")}, "collected", "", 3),
    "robots denies all": ({"/robots.txt": robots("User-agent: *\nDisallow: /")}, "refused", "robots.txt disallows", 0),
    "robots denies one": ({"/robots.txt": robots("User-agent: *\nDisallow: /a/2")}, "collected", "", 2),
    "robots asks for an hour": ({"/robots.txt": robots("User-agent: *\nCrawl-delay: 3600")}, "refused", "3600", 0),
    "robots leads inside": ({"/robots.txt": (301, {"Location": "http://169.254.169.254/"}, b"")}, "refused", "forbidden", 0),  # noqa: E501
    "robots twice moved": (
        {"/robots.txt": (301, {"Location": "/r1"}, b""), "/r1": (302, {"Location": "/r2"}, b""),
         "/r2": robots("User-agent: *\nDisallow: /a/1\nDisallow: /a/2")}, "collected", "", 1,
    ),
    "429 without a time": ({"/a/2": (429, {}, b"")}, "partial", "waits until", 1),
    "503 for a day": ({"/a/2": (503, {"Retry-After": "999999999"}, b"")}, "partial", "waits until", 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory):
    data = tmp_path_factory.mktemp("outcomes")
    sites = {name: Site() for name in SOURCES}
    for name, (routes, _, _, _) in SOURCES.items():
        sites[name].articles(1, 2, 3).routes.update(routes)
    reports = crawl(data, *(one.source(f"s{n}") for n, one in enumerate(sites.values())), timeout_seconds=2.0)
    yield sites, {name: reports[f"s{n}"] for n, name in enumerate(sites)}, data
    for one in sites.values():
        one.close()


@pytest.mark.parametrize("name", SOURCES)
def test_how_a_source_is_read_and_what_is_said_of_it(world: Any, name: str) -> None:
    sites, reports, data = world
    _, outcome, reason, articles = SOURCES[name]
    report, slug = reports[name], f"s{list(SOURCES).index(name)}"
    assert (report["outcome"], reason in (report["reason"] or "")) == (outcome, True), report
    assert len(rows(data, "SELECT 1 FROM articles WHERE source = ?", slug)) == articles
    run = rows(data, "SELECT * FROM runs WHERE source = ?", slug)
    assert [(row["outcome"], row["reason"]) for row in run] == [(outcome, report["reason"])]
    covered = rows(data, "SELECT state FROM coverage WHERE source = ?", slug)
    failed = outcome not in ("collected", "nothing-new", "partial")
    assert [row["state"] for row in covered] == ["failed" if failed else "collected"]
    if name.startswith("robots") and articles == 0 and "one" not in name:
        assert {path for _, path, _ in sites[name].log} <= {"/robots.txt"}
    if name == "robots denies one":
        assert sites[name].asked("/a/2") == 0
        assert report["counts"]["refused"] == 1


def test_an_unchanged_world_is_asked_conditionally_and_writes_only_runs_coverage_and_times(tmp_path: Path) -> None:
    with site() as one:

        def tagged(body: bytes, kind: str):
            def answer(handler: Any) -> None:
                if handler.headers.get("If-None-Match") == '"v1"':
                    handler.answer(304, {"ETag": '"v1"'}, b"")
                else:
                    handler.answer(200, {"ETag": '"v1"', "Content-Type": kind}, body)

            return answer

        urls = [f"{one.base}/a/{n}" for n in (1, 2, 3)]
        one.routes = {"/feed.xml": tagged(feed(urls), "application/rss+xml")}
        one.routes |= {f"/a/{n}": tagged(page(n), "text/html; charset=utf-8") for n in (1, 2, 3)}
        assert crawl(tmp_path, one.source(), at=NOW)["site"]["outcome"] == "collected"
        tables = ("articles", "revisions", "captures", "decisions", "article_captures")
        before = {name: rows(tmp_path, f"SELECT * FROM {name}") for name in tables}
        warcs = sorted((p.name, p.stat().st_size) for p in (tmp_path / "pages").rglob("*.gz"))
        report = crawl(tmp_path, one.source(), at=NOW + 13 * HOUR)["site"]
        assert (report["outcome"], report["counts"]["not_modified"], report["counts"]["unchanged"]) == (
            "nothing-new",
            1,
            3,
        )
        assert before == {name: rows(tmp_path, f"SELECT * FROM {name}") for name in tables}
        assert warcs == sorted((p.name, p.stat().st_size) for p in (tmp_path / "pages").rglob("*.gz"))
        checked = rows(tmp_path, "SELECT checked_at, next_at FROM pages")
        assert all(row["checked_at"] >= "2026-11-21T21" and row["next_at"] > row["checked_at"] for row in checked)
        assert len(rows(tmp_path, "SELECT 1 FROM runs")) == 2


def test_recheck_asks_for_every_listing_and_every_kept_article_however_old(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2)
        crawl(tmp_path, one.source(), at=NOW)
        years_later = NOW + 24 * 800 * HOUR
        report = crawl(tmp_path, one.source(), at=years_later, mode="recheck")["site"]
        assert (report["counts"]["listings"], report["counts"]["unchanged"]) == (1, 2)


def test_the_same_bytes_without_validators_are_unchanged_and_other_bytes_with_the_same_text_make_no_revision(
    tmp_path: Path,
) -> None:
    with site() as one:
        one.articles(1, 2)
        crawl(tmp_path, one.source(), at=NOW)
        one.routes["/a/2"] = html(page(2).replace(b"</body>", b"<!-- visit 77 --></body>"))
        report = crawl(tmp_path, one.source(), at=NOW + 13 * HOUR)["site"]
        assert report["counts"]["unchanged"] == 2
        one.routes["/a/1"] = html(page(1, words="A sentence that was added later by the desk."))
        report = crawl(tmp_path, one.source(), at=NOW + 26 * HOUR)["site"]
        assert report["counts"]["revised"] == 1
        assert [r["number"] for r in rows(tmp_path, "SELECT number FROM revisions ORDER BY article_id, number")] == [
            1,
            2,
            1,
        ]


def test_a_moved_article_is_one_article_and_both_addresses_are_known(tmp_path: Path) -> None:
    with site() as one:
        one.articles("old", "other")
        one.routes["/a/old"] = (301, {"Location": "/a/new"}, b"")
        one.routes["/a/new"] = html(page("new"))
        one.routes["/a/other"] = (308, {"Location": "/a/new#top"}, b"")
        report = crawl(tmp_path, one.source())["site"]
        assert report["outcome"] == "collected"
        found = rows(tmp_path, "SELECT url, id FROM articles")
        assert [row["url"] for row in found] == [one.base + "/a/new"]
        known = rows(tmp_path, "SELECT url, article_id, state FROM pages WHERE kind = 'article' ORDER BY url")
        assert [(row["url"].rpartition("/")[2], row["article_id"], row["state"]) for row in known] == [
            ("new", found[0]["id"], "kept"), ("old", found[0]["id"], "kept"), ("other", found[0]["id"], "kept"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("canonical", "kept_as"),
    [
        ("/", "/a/1"),
        ("http://elsewhere.example/a/1", "/a/1"),
        ("/a/99", "/a/1"),
        ("/a/1/", "/a/1"),
        ("javascript:x", "/a/1"),
    ],
)
def test_a_page_that_names_another_address_is_kept_under_its_own(tmp_path: Path, canonical: str, kept_as: str) -> None:
    with site() as one:
        one.articles(1)
        one.routes["/a/1"] = html(page(1, head=f"<link rel=canonical href='{canonical}'>"))
        crawl(tmp_path, one.source())
        assert [r["url"].rstrip("/") for r in rows(tmp_path, "SELECT url FROM articles")] == [one.base + kept_as]


@pytest.mark.long
def test_410_withdraws_at_once_404_the_second_time_and_a_page_that_returns_is_back(tmp_path: Path) -> None:
    with site() as one:
        # Most of them stay: an outlet of which most is away is taken for one that has an outage.
        one.articles(*range(1, 9))
        crawl(tmp_path, one.source(), at=NOW)
        # A listing that holds less than before says nothing of what it left out.
        one.routes["/feed.xml"] = (200, RSS, feed([f"{one.base}/a/{n}" for n in (1, 2)]))

        def withdrawn() -> set[str]:
            found = rows(tmp_path, "SELECT url, withdrawn_at, body FROM articles")
            assert all(row["body"] for row in found)
            return {row["url"][-1] for row in found if row["withdrawn_at"] is not None}

        one.routes |= {"/a/1": (410, {}, b""), "/a/2": (404, {}, b""), "/a/3": (404, {}, b"")}
        crawl(tmp_path, one.source(), at=NOW + 13 * HOUR)
        assert withdrawn() == {"1"}
        one.routes["/a/3"] = html(page(3))
        crawl(tmp_path, one.source(), at=NOW + 27 * HOUR)
        assert withdrawn() == {"1", "2"}
        one.routes["/a/2"] = html(page(2))
        crawl(tmp_path, one.source(), at=NOW + 60 * HOUR)
        assert withdrawn() == {"1"}
        assert one.asked("/a/1") == 2
        assert rows(tmp_path, "SELECT count(*) AS n FROM withdrawals")[0]["n"] == 2


def test_a_section_is_walked_back_to_known_ground(tmp_path: Path) -> None:
    def section(numbers: list[int], after: str | None) -> tuple[int, dict[str, str], bytes]:
        links = "".join(f"<li><a href='/a/{n}'>Item {n}</a></li>" for n in numbers)
        more = f"<a class=next href='{after}'>next</a>" if after else ""
        return html(f"<html><body><ul>{links}</ul>{more}</body></html>".encode())

    with site() as one:
        one.articles(*range(1, 13))
        one.routes |= {
            "/list/": section([12, 11, 10, 9], "/list/2"),
            "/list/2": section([8, 7, 6, 5], "/list/3"),
            "/list/3": section([4, 3, 2, 1], "/list/4"),
            "/list/4": (404, {}, b""),
        }
        source = one.source(section=[{"url": "/list/", "next": "a.next", "link": "li a", "pages": 3}])
        report = crawl(tmp_path, source, at=NOW)["site"]
        assert (report["outcome"], report["counts"]["new"]) == ("collected", 12)
        one.routes["/list/"] = section([13, 12, 11, 10], "/list/2")
        one.routes["/a/13"] = html(page(13))
        crawl(tmp_path, source, at=NOW + 7 * HOUR)
        assert (one.asked("/list/"), one.asked("/list/2"), one.asked("/list/3"), one.asked("/list/4")) == (2, 2, 1, 0)
        crawl(tmp_path, source, at=NOW + 14 * HOUR)
        assert (one.asked("/list/"), one.asked("/list/2")) == (3, 2)


def test_a_full_frontier_is_the_archives_and_a_capture_left_unsettled_is_not_fetched_again(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2)
        crawl(tmp_path, one.source(), at=NOW)
        with Archive.open(tmp_path) as archive, archive.db.write():
            archive.db.execute("DELETE FROM decisions")
            archive.db.execute(
                "UPDATE pages SET state = 'fetched', article_id = NULL, next_at = NULL WHERE kind = 'article'"
            )
            archive.db.execute("PRAGMA defer_foreign_keys = ON")
            resting = archive.db.rows(
                "SELECT DISTINCT tables.name FROM sqlite_master AS tables, pragma_foreign_key_list(tables.name) AS keys"
                " WHERE keys.\"table\" IN ('articles', 'texts', 'stories') AND tables.name NOT IN ('pages', 'articles')"
            )
            for table in (*(str(row["name"]) for row in resting), "texts", "stories", "articles"):
                archive.db.execute(f"DELETE FROM {table}")
            archive.db.execute(
                "UPDATE captures SET settled_at = NULL WHERE page_id IN (SELECT id FROM pages WHERE kind = 'article')"
            )
        asked = one.asked("/a/1")
        report = crawl(tmp_path, one.source(), at=NOW + HOUR)["site"]
        assert (report["counts"]["new"], one.asked("/a/1")) == (2, asked)
