"""Listings whose links have another address at every look. Invented pages on loopback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.crawler.sites import Site, crawl, html, page, rows, site

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def announce(one: Site, numbers: range, form: str, look: int) -> None:
    """A feed of these articles, the links by the form with the number of the look."""
    items = ""
    for n in numbers:
        path = form.format(n=n, look=look)
        moment = format_datetime(NOW - timedelta(hours=60 - n, minutes=n))
        items += f"<item><title>Peacekeepers patrol village {n}</title><link>{one.base}{path}</link>"
        items += f"<pubDate>{moment}</pubDate></item>"
        one.routes[path] = html(page(n))
    text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    one.routes["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, text.encode())


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        # The same path: five pages and the new one.
        ("/a/{n}?token={look}x{n}", 6),
        # No address is met again: each is read, and is the article that it was.
        ("/a/{look}/{n}", 15),
    ],
)
def test_new_addresses_for_known_entries_are_no_gap_and_no_new_articles(tmp_path: Path, form: str, pages: int) -> None:
    with site() as one:
        for look in range(3):
            announce(one, range(1 + (look == 2), 6 + (look == 2)), form, look)
            report = crawl(tmp_path, one.source(), at=NOW + 6 * look * HOUR)["site"]
            assert "missed" not in (report["reason"] or "")
        assert len(rows(tmp_path, "SELECT url FROM articles")) == 6
        assert len(rows(tmp_path, "SELECT url FROM pages WHERE kind = 'article'")) == pages
        assert rows(tmp_path, "SELECT reason FROM coverage WHERE reason IS NOT NULL") == []


def test_what_is_all_new_under_known_paths_is_a_gap_still(tmp_path: Path) -> None:
    """One address a day of the week: its query says which."""
    with site() as one:
        announce(one, range(1, 6), "/a/?id={n}", 0)
        crawl(tmp_path, one.source(), at=NOW)
        announce(one, range(11, 16), "/a/?id={n}", 1)
        report = crawl(tmp_path, one.source(), at=NOW + 6 * HOUR)["site"]
        assert "may have missed items" in report["reason"]
        assert len(rows(tmp_path, "SELECT url FROM articles")) == 10


def test_an_address_that_is_gone_is_no_more_that_of_an_entry(tmp_path: Path) -> None:
    with site() as one:
        for look in range(3):
            announce(one, range(1, 4), "/a/{n}?edition={look}", look)
            if look:
                one.routes |= {f"/a/{n}?edition=0": (410, {}, b"") for n in range(1, 3)}
            mode = "recheck" if look else "due"
            crawl(tmp_path, one.source(), at=NOW + 30 * look * HOUR, mode=mode)
        there = {row["url"][-11:] for row in rows(tmp_path, "SELECT url FROM pages WHERE article_id IS NOT NULL")}
        assert there >= {"1?edition=2", "2?edition=2", "3?edition=0"}
        assert rows(tmp_path, "SELECT uid FROM articles WHERE withdrawn_at IS NOT NULL") == []
