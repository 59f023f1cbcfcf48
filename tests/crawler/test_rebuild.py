"""An archive that was crawled over several days, lost, and made again from its page store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.catalogue import Catalogue
from crawler.rebuild import Rebuild
from crawler.source import Source
from crawler.worker import WorkerLimits, Workers
from storage.archive import Archive
from tests.crawler.sites import crawl, feed, html, page, rows, site
from tests.crawler.test_multi_page import article
from tests.scheduler.days import sound, story

NOW = datetime(2026, 11, 17, 8, tzinfo=UTC)


def rebuild(data: Path, *of: Source) -> None:
    sources = Catalogue(of)
    workers = Workers(WorkerLimits(sources=dict(sources)), most=1)
    with Archive.open(data, create=True, anew=True) as archive, workers:
        work = Rebuild(archive, workers, sources, now=lambda: NOW + timedelta(days=9), most_bytes=1 << 24)
        list(work.lay_down(work.files()))
        list(work.read(work.unread()))
        assert not work.troubles


def to_the_minute(told: list[tuple[object, ...]]) -> list[object]:
    """Without the seconds between an answer and its storing, which the page store does not hold for a revision."""

    def cut(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(cut(one) for one in value)
        return value[:16] if isinstance(value, str) and value.startswith("2026-11-") and value.endswith("Z") else value

    return [cut(one) for one in told]


def test_a_crawl_over_days_comes_back_whole(tmp_path: Path) -> None:
    """Edits, a text over three pages, a redirect, a page that is passed over."""
    with site() as one:
        one.articles(1, 2)
        one.routes |= article("long", 3)
        one.routes["/a/moved"] = (301, {"Location": "/a/there"}, b"")
        one.routes["/a/there"] = html(page("there"))
        one.routes["/a/choir"] = html(page("choir", peacekeeping=False))
        paths = ["/a/1", "/a/2", "/a/long.html", "/a/moved", "/a/choir"]
        one.routes["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, feed([one.base + p for p in paths]))
        source = one.source()
        assert crawl(tmp_path, source, at=NOW)["site"]["counts"]["new"] == 4
        for day, words in ((1, "Nine lorries came."), (3, "Twelve lorries came.")):
            one.routes["/a/1"] = html(page(1, words=words))
            if day == 3:
                one.routes |= article("long", 3, words={2: "A tenth lorry came."})
            crawl(tmp_path, source, at=NOW + timedelta(days=day), mode="recheck")
        before = story(tmp_path)
        pages = rows(tmp_path, "SELECT url, kind, state, label FROM pages WHERE kind = 'article' ORDER BY url")
        for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        rebuild(tmp_path, source)
        assert to_the_minute(story(tmp_path)) == to_the_minute(before)
        assert [row[7] for row in before].count(3) == 1
        again = rows(tmp_path, "SELECT url, kind, state, label FROM pages WHERE kind = 'article' ORDER BY url")
        assert again == pages
        assert sound(tmp_path) == []
        # The next run asks for nothing that is known, and goes on.
        report = crawl(tmp_path, source, at=NOW + timedelta(days=4), mode="recheck")["site"]
        assert (report["counts"].get("new", 0), report["counts"].get("revised", 0)) == (0, 0)
