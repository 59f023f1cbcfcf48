"""Back-fills at length: months, budgets, archived copies first, a crawl beside, kills at every request."""

from __future__ import annotations

import json
import threading
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.merge import Merge
from tests.crawler.past import (
    NOW,
    WebArchive,
    addresses,
    articles,
    backfill,
    job,
    killed,
    list_page,
    old_page,
    outlet,
    start,
)
from tests.crawler.sites import crawl, feed, html, rows, site
from tests.crawler.test_rebuild import rebuild
from tests.scheduler.days import sound

pytestmark = pytest.mark.long
RSS = {"Content-Type": "application/rss+xml"}


def test_months_and_sitemaps_are_asked_only_as_far_as_they_may_hold_the_days_wanted(tmp_path: Path) -> None:
    with site() as one:
        for month in (1, 2, 3):
            one.routes[f"/2019/{month:02}/"] = list_page([(f"/a/m{month}", None)])
            one.routes[f"/a/m{month}"] = html(old_page(f"m{month}", f"2019-{month:02}-09"))
        entries = {"s18": "2018-06-01", "s19": "2019-02-20", "s20": "2020-02-02"}
        for name, day in entries.items():
            one.routes[f"/a/{name}"] = html(old_page(name, day))
        children = {"/sm-old.xml": "2018-12-31", "/sm-2020-02.xml": "2020-03-01", "/sm-new.xml": "2026-01-01"}
        index = "".join(
            f"<sitemap><loc>{one.base}{url}</loc><lastmod>{at}</lastmod></sitemap>" for url, at in children.items()
        )
        one.routes["/robots.txt"] = (200, {}, f"Sitemap: {one.base}/all.xml\n".encode())
        one.routes["/all.xml"] = (200, {}, f"<sitemapindex>{index}</sitemapindex>".encode())
        urls = "".join(f"<url><loc>{one.base}/a/{n}</loc><lastmod>{d}</lastmod></url>" for n, d in entries.items())
        one.routes["/sm-new.xml"] = (200, {}, f"<urlset>{urls}</urlset>".encode())
        source = one.source(feeds=[one.base + "/feed.xml"], dated=[{"url": "/{yyyy}/{mm}/"}])
        one.routes["/feed.xml"] = (200, RSS, feed([]))
        report = backfill(tmp_path, source, since=date(2019, 1, 1), until=date(2019, 3, 31))
        assert sorted(row["url"].rpartition("/")[2] for row in articles(tmp_path)) == ["m1", "m2", "m3", "s19", "s20"]
        assert report["counts"] == {"taken": 5}
        assert [one.asked(path) for path in ("/sm-old.xml", "/sm-2020-02.xml", "/sm-new.xml")] == [0, 0, 1]
        assert (one.asked("/2019/02/"), one.asked("/2018/12/"), one.asked("/2019/04/")) == (1, 0, 0)
        assert one.asked("/a/s18") == 0


@pytest.fixture
def gone(tmp_path: Path):
    """An outlet that has two of five old articles still, and archives with copies of all but one of them."""
    with site() as one:
        one.routes["/a/live"] = html(old_page("live", "2019-01-03"))
        one.routes["/a/both"] = html(old_page("both", "2019-01-04", more="It says more today."))
        copies = {
            f"{one.base}/a/both": ("20190110000000", old_page("both", "2019-01-04")),
            f"{one.base}/a/gone": ("20190111000000", old_page("gone", "2019-01-05")),
            f"{one.base}/a/closed": ("20190112000000", old_page("closed", "2019-01-06")),
            f"{one.base}/a/far": ("20260101000000", old_page("far", "2010-01-06")),
            f"{one.base}/about": ("20190112000000", b"<html>no article</html>"),
        }
        one.routes["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /a/closed\n")
        web = WebArchive(copies)
        yield one, web
        web.close()


def test_an_archived_copy_comes_first_where_that_is_wanted_and_the_page_itself_where_the_copy_cannot_be_had(
    gone: Any, tmp_path: Path
) -> None:
    one, web = gone
    web.refuses.add(f"/web/20190111000000id_/{one.base}/a/gone")
    one.routes["/a/gone"] = html(old_page("gone", "2019-01-05"))
    source = one.source(feeds=[], section=[{"url": "/list/"}])
    wanted: dict[str, Any] = {
        "since": date(2018, 1, 1),
        "until": date(2020, 1, 1),
        "ways": ("wayback",),
        "prefer": "archived",
    }
    report = backfill(tmp_path, source, web, **wanted)
    assert (addresses(tmp_path)["both"], one.asked("/a/both")) == ("copied", 0)
    # One refusal is about one copy: it is asked for again, hours later.
    assert (report["ended"], report["reason"]) == (False, "there wait pages: 1; the first until 2026-11-21T14:00:00Z")
    assert addresses(tmp_path)["closed"] == "refused"
    web.refuses.clear()
    web.copies[f"{one.base}/a/gone"] = ("20190111000000", b"<html><body>Access denied</body></html>")
    at = NOW.replace(day=23)
    backfill(tmp_path, source, web, at=at, **wanted)
    report = backfill(tmp_path, source, web, at=at, **wanted)
    assert (addresses(tmp_path)["gone"], report["ended"]) == ("taken", True)


def test_a_budget_ends_a_run_and_the_next_one_goes_on_where_it_stood(tmp_path: Path) -> None:
    with site() as one:
        outlet(one, range(2018, 2020))
        source = one.source(section=[{"url": "/list/"}])
        wanted: dict[str, Any] = {"since": date(2018, 1, 1), "ways": ("listings",)}
        first = backfill(tmp_path, source, budget=6, **wanted)
        assert (first["requests"], first["reason"]) == (6, "the budget of this run is spent: 6 requests")
        second = backfill(tmp_path, source, per_day=9, **wanted)
        assert (second["requests"], second["reason"]) == (3, "the budget of the day is spent: 9 requests")
        third = backfill(tmp_path, source, at=NOW.replace(day=22), per_day=9, **wanted)
        assert (third["ended"], third["counts"], len(articles(tmp_path))) == (True, {"taken": 8}, 8)
        paths = [path for _, path, _ in one.log if path != "/robots.txt"]
        assert len(paths) == len(set(paths))
        assert rows(tmp_path, "SELECT requests FROM backfills")[0]["requests"] == len(one.log)


def test_the_crawl_beside_a_back_fill_is_what_it_would_be_alone(tmp_path: Path) -> None:
    """Its outcome, its walk, its due pages and its run; old pages that failed are none of its affairs."""

    def by_crawl() -> list[str]:
        return [row["url"].rpartition("/")[2] for row in articles(tmp_path) if row["origin"] == "crawl"]

    with site() as one:
        outlet(one, range(2018, 2020))
        one.routes["/list/index_2.html"] = (500, {}, b"")
        one.routes["/a/201907"] = (404, {}, b"")
        one.routes["/a/201910"] = (500, {}, b"")
        source = one.source(section=[{"url": "/list/"}], feeds=[one.base + "/feed.xml"])
        one.articles()
        backfill(tmp_path, source, since=date(2018, 1, 1), ways=("listings",))
        one.articles(1)
        assert addresses(tmp_path)["201910"] == "waiting"
        report = crawl(tmp_path, one.source(), at=NOW)["site"]
        assert (report["outcome"], report["counts"]["new"]) == ("collected", 1)
        assert rows(tmp_path, "SELECT count(*) AS n FROM runs")[0]["n"] == 1
        pages = rows(tmp_path, "SELECT url, next_at, first_seen_at FROM pages WHERE kind = 'article'")
        assert [row["url"].rpartition("/")[2] for row in pages if row["first_seen_at"] > "2026"] == ["1"]
        # The list goes on behind the page of it that failed, so that the back-fill has older ones.
        assert by_crawl() == ["1"]
        # Announced to the crawl, a page that the back-fill could not have is a new page as any other.
        one.routes["/a/201910"] = html(old_page("201910", "2019-10-05"))
        one.routes["/feed.xml"] = (200, RSS, feed([f"{one.base}/a/201910"]))
        crawl(tmp_path, one.source(), at=NOW.replace(hour=20))
        assert one.asked("/a/201910") > 1
        assert by_crawl() == ["1", "201910"]
        last = backfill(tmp_path, source, at=NOW.replace(day=22), since=date(2018, 1, 1), ways=("listings",))
        assert len([row for row in articles(tmp_path) if row["url"].endswith("201910")]) == 1
        assert last["counts"]["known"] == 1


def test_a_list_without_days_is_walked_no_further_than_its_articles_are_wanted(tmp_path: Path) -> None:
    with site() as one:
        for n in range(1, 41):
            links = [(f"/a/{41 - n}", None)]
            following = [f"/list/?page={n + 1}"] if n < 40 else []
            one.routes["/list/" if n == 1 else f"/list/?page={n}"] = list_page(links, *following)
            one.routes[f"/a/{n}"] = html(old_page(n, f"{1980 + n}-05-05"))
        source = one.source(section=[{"url": "/list/"}])
        report = backfill(tmp_path, source, since=date(2016, 1, 1), until=date(2021, 1, 1), ways=("listings",))
        assert report["ended"]
        assert (one.asked("/list/?page=10"), one.asked("/list/?page=11"), one.asked("/a/31")) == (1, 0, 1)


def test_a_crawl_has_its_turn_beside_a_back_fill_that_is_under_way_and_both_keep_the_gap(tmp_path: Path) -> None:
    with site() as one:
        outlet(one, range(2018, 2020))
        under_way = threading.Event()
        answer = one.routes["/a/201907"]

        def seen(handler: Any) -> None:
            under_way.set()
            handler.answer(*answer)

        one.routes["/a/201907"] = seen
        source, gap = one.source(section=[{"url": "/list/"}]), 0.4
        path = job(tmp_path, source, since=date(2018, 1, 1), ways=("listings",), gap=gap, at=None)
        process = start(path)
        assert under_way.wait(60)
        one.articles(1, 2)
        report = crawl(tmp_path, one.source(), gap_seconds=gap)["site"]
        process.join(90)
        assert (report["outcome"], report["counts"]["new"]) == ("collected", 2)
        told = json.loads(path.with_suffix(".out").read_bytes().splitlines()[-1])
        assert (told["ended"], told["counts"]) == (True, {"taken": 8})
        origins = {row["url"].rpartition("/")[2]: row["origin"] for row in articles(tmp_path)}
        assert (origins["1"], origins["201801"], len(origins)) == ("crawl", "back-fill", 10)
        moments = [moment for moment, _, _ in one.log]
        # The crawl's requests lay among those of the back-fill, and none came sooner than the gap lets it.
        paths = [path for _, path, _ in one.log]
        assert paths.index("/a/1") < len(paths) - 1
        assert min(after - before for before, after in pairwise(moments)) > 0.7 * gap


@pytest.mark.timeout(1500)
def test_a_back_fill_killed_at_every_request_gives_what_an_undisturbed_one_gives(tmp_path: Path) -> None:
    def told(data: Path) -> list[list[dict[str, Any]]]:
        return [
            rows(data, "SELECT uid, url, origin, body, revision FROM articles ORDER BY uid"),
            rows(data, "SELECT url, state, day, day_by, key FROM backfill_addresses ORDER BY url"),
            rows(data, "SELECT url, state, next_at, first_seen_at, title FROM pages ORDER BY url"),
            rows(
                data, "SELECT fetched_at, digest FROM captures WHERE id IN (SELECT capture_id FROM copies) ORDER BY 1"
            ),
            rows(data, "SELECT way, url, state, links, found, oldest FROM backfill_steps ORDER BY url"),
        ]

    with site() as one:
        outlet(one, range(2019, 2020))
        one.routes["/a/201904"] = (404, {}, b"")
        copy = ("20190420000000", old_page("/a/201904", "2019-04-05"))
        web = WebArchive(
            {f"{one.base}/a/201904": copy, f"{one.base}/a/dead": ("20190620000000", old_page("dead", "2019-06-05"))}
        )
        source = one.source(section=[{"url": "/list/"}])
        wanted: dict[str, Any] = {"since": date(2019, 1, 1), "until": date(2019, 12, 31), "rows": 1}
        wanted["ways"] = ("listings", "wayback")
        backfill(tmp_path / "whole", source, web, **wanted)
        requests = len(one.log), len(web.log)
        one.log.clear()
        web.log.clear()
        for at, count in ((one, requests[0]), (web, requests[1])):
            for nth in range(count):
                data = tmp_path / f"{at.host}-{nth}"
                killed(data, source, web, at, nth + 1, **wanted)
                backfill(data, source, web, **wanted)
                assert told(data) == told(tmp_path / "whole"), (at.host, nth)
        web.close()


def test_a_rebuilt_archive_knows_again_what_came_from_archives_and_a_merge_hands_it_on(tmp_path: Path) -> None:
    with site() as one:
        one.routes["/a/live"] = html(old_page("live", "2019-01-03"))
        one.routes["/list/"] = list_page([("/a/live", "2019-01-03"), ("/a/gone", "2019-01-05")])
        crawled = f"{one.base}/a/crawled"
        copies = {
            f"{one.base}/a/gone": ("20190111000000", old_page("gone", "2019-01-05")),
            crawled: ("20190320000000", old_page("crawled", "2019-01-07")),
        }
        web = WebArchive(copies, crawled=[crawled])
        source, data = one.source(section=[{"url": "/list/"}]), tmp_path / "data"
        backfill(data, source, web, since=date(2019, 1, 1), ways=("listings", "wayback", "commoncrawl"))
        web.close()
        told = "SELECT archive, address, fetched_at FROM copies JOIN captures ON captures.id = capture_id ORDER BY 3"
        before = articles(data), rows(data, told)
        assert len(before[1]) == 2
        assert sound(data) == []
        with Archive.open(tmp_path / "other", create=True) as into, Archive.open(data, read_only=True) as other:
            merge = Merge(into, other)
            merge.sources()
            list(merge.pages())
        assert rows(tmp_path / "other", told) == before[1]
        for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
            (data / name).unlink(missing_ok=True)
        rebuild(data, source)
        assert (articles(data), rows(data, told)) == before
