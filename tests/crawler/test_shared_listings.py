"""Two outlets of one portal that follow the same list: each reads it at its own times and gets its own articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.archive import Archive
from storage.outlet_rows import OutletRows
from tests.crawler.sites import Site, crawl, feed, html, page, rows, site

RSS = {"Content-Type": "application/rss+xml"}
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def announce(one: Site, *paths: str) -> None:
    one.routes["/feed.xml"] = (200, RSS, feed([one.base + path for path in paths]))
    for path in paths:
        one.routes[path] = html(page(path))


def test_each_outlet_of_a_shared_feed_gets_its_own_articles_and_its_own_times(tmp_path: Path) -> None:
    with site() as one:
        army, navy = (one.source(slug, article_url=[f"^/{slug}/"]) for slug in ("army", "navy"))
        announce(one, "/army/1", "/navy/1")
        crawl(tmp_path, army, navy, at=NOW)
        announce(one, "/army/1", "/navy/1", "/army/2", "/navy/2")
        crawl(tmp_path, navy, at=NOW + timedelta(hours=6))
        crawl(tmp_path, army, at=NOW + timedelta(hours=7))
        held = {(row["source"], row["url"].removeprefix(one.base)) for row in rows(tmp_path, "SELECT * FROM articles")}
        assert held == {(slug, f"/{slug}/{n}") for slug in ("army", "navy") for n in (1, 2)}
        with Archive.open(tmp_path, read_only=True) as archive:
            pasts = archive.health.pasts(["army", "navy"])
        for past in pasts.values():
            [(listing, again)] = past.listings.items()
            assert listing == one.base + "/feed.xml"
            assert again is not None
            assert again > NOW + timedelta(hours=8)


def test_a_shared_feed_that_fails_is_told_of_each_outlet_under_its_own_address(tmp_path: Path) -> None:
    with site() as one:
        army, navy = (one.source(slug, article_url=[f"^/{slug}/"]) for slug in ("army", "navy"))
        announce(one, "/army/1", "/navy/1")
        crawl(tmp_path, army, navy, at=NOW)
        one.routes["/feed.xml"] = (404, {}, b"")
        crawl(tmp_path, army, navy, at=NOW + timedelta(days=1))
        with Archive.open(tmp_path, read_only=True) as archive:
            told = OutletRows(archive.db).listings_in_trouble(["army", "navy"])
        assert {slug: [(row.url, row.since) for row in rows] for slug, rows in told.items()} == {
            slug: [(one.base + "/feed.xml", "2026-11-22")] for slug in ("army", "navy")
        }
