"""Back-fills of invented outlets: lists, sitemaps, web archives, old addresses; killed, gone on with, run again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.crawler.past import (
    WebArchive,
    addresses,
    articles,
    backfill,
    killed,
    list_page,
    old_page,
    outlet,
)
from tests.crawler.sites import html, rows, site


def test_a_list_is_walked_back_by_its_numbers_to_the_day_and_a_second_run_asks_for_nothing(tmp_path: Path) -> None:
    with site() as one:
        outlet(one, range(2014, 2020))
        source = one.source(section=[{"url": "/list/", "pages": 2}])
        report = backfill(tmp_path, source, since=date(2016, 1, 1), ways=("listings",))
        assert (report["ended"], report["counts"]) == (True, {"taken": 16})
        assert {row["origin"] for row in articles(tmp_path)} == {"back-fill"}
        assert (one.asked("/a/201601"), one.asked("/a/201510")) == (1, 0)
        # The first page that is older as a whole ends the walk.
        assert (one.asked("/list/index_9.html"), one.asked("/list/index_10.html")) == (1, 0)
        asked = len(one.log)
        again = backfill(tmp_path, source, since=date(2016, 1, 1), ways=("listings",))
        assert (again["requests"], again["ended"], len(one.log)) == (0, True, asked)
        # No run, no coverage, nothing announced of late: the crawl knows nothing of it but the pages.
        n = "(SELECT count(*) FROM runs) + (SELECT count(*) FROM coverage) AS n"
        told = f"SELECT {n}, max(first_seen_at) AS seen FROM pages"
        assert rows(tmp_path, told) == [{"n": 0, "seen": "2019-10-05T00:00:00Z"}]


def test_what_the_outlet_has_no_more_comes_from_archives_with_its_own_time_whatever_is_killed(
    tmp_path: Path,
) -> None:
    with site() as one:
        for name, day in {"live": "2019-01-03", "both": "2019-01-04"}.items():
            one.routes[f"/a/{name}"] = html(old_page(name, day, more="It says more today."))
        copies = {
            f"{one.base}/a/both": ("20190110000000", old_page("both", "2019-01-04")),
            f"{one.base}/a/gone": ("20190111000000", old_page("gone", "2019-01-05")),
            f"{one.base}/a/closed": ("20190112000000", old_page("closed", "2019-01-06")),
            f"{one.base}/a/crawled": ("20190320000000", old_page("crawled", "2019-01-07")),
            f"{one.base}/about": ("20190112000000", b"<html>no article</html>"),
        }
        one.routes["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /a/closed\n")
        one.routes["/list/"] = list_page([("/a/live", "2019-01-03")])
        web = WebArchive(copies, crawled=[f"{one.base}/a/crawled"])
        source = one.source(section=[{"url": "/list/"}])
        wanted: dict[str, Any] = {
            "since": date(2018, 1, 1), "until": date(2020, 1, 1), "ways": ("listings", "wayback", "commoncrawl"),
        }  # fmt: skip
        killed(tmp_path, source, web, web, 5, **wanted)
        report = backfill(tmp_path, source, web, **wanted)
        assert (report["ended"], report["reason"]) == (True, "nothing is left to ask for")
        assert addresses(tmp_path) == {
            "live": "taken", "both": "taken", "gone": "copied", "crawled": "copied", "closed": "refused",
        }  # fmt: skip
        assert {row["url"].rpartition("/")[2]: row["origin"] for row in articles(tmp_path)} == dict.fromkeys(
            ("live", "both", "gone", "crawled"), "back-fill"
        )
        # robots.txt of the outlet holds for copies of its pages too.
        assert not [path for path in web.asked_for("/web/") if "closed" in path]
        copied = rows(
            tmp_path,
            "SELECT fetched_at, archive, address, settled_at, pages.url FROM copies JOIN captures ON captures.id ="
            " capture_id JOIN pages ON pages.id = page_id ORDER BY pages.url DESC",
        )
        assert [(row["fetched_at"], row["archive"], row["url"]) for row in copied] == [
            ("2019-01-11T00:00:00Z", "wayback", f"{one.base}/a/gone"),
            ("2019-03-20T00:00:00Z", "commoncrawl", f"{one.base}/a/crawled"),
        ]
        assert copied[0]["address"] == f"{web.base}/web/20190111000000id_/{one.base}/a/gone"
        assert "#bytes=" in copied[1]["address"]
        # Nothing but what was under way when it was killed was asked for a second time.
        for asked in (one.log, web.log):
            paths = [(path, headers.get("range")) for _, path, headers in asked if path != "/robots.txt"]
            assert len(paths) - len(set(paths)) <= 1
        counted = len(one.log), len(web.log)
        assert backfill(tmp_path, source, web, **wanted)["requests"] == 0
        assert counted == (len(one.log), len(web.log))
        web.close()


def test_one_article_under_three_generations_of_addresses_is_one_row_and_is_asked_for_once(tmp_path: Path) -> None:
    with site() as one:
        pages = {
            f"{one.base}/cgi/show.pl?id=41": "20120301000000",
            f"{one.base}/news/2014/41.htm": "20140501000000",
            f"{one.base}/stories/bridge-41": "20190301000000",
            f"{one.base}/cgi/show.pl?id=42": "20120302000000",
            f"{one.base}/old/the-mill.html": "20130302000000",
        }
        web = WebArchive({url: (at, old_page(url[-2:], "2012-02-20")) for url, at in pages.items()})
        one.routes["/stories/bridge-41"] = html(old_page("41", "2012-02-20", more="Today it says more."))
        one.routes["/robots.txt"] = (200, {}, f"Sitemap: {one.base}/all.xml\n".encode())
        children = (
            f"<sitemap><loc>{one.base}/sm.xml</loc></sitemap><sitemap><loc>{one.base}/sm-2010.xml</loc></sitemap>"
        )
        one.routes["/all.xml"] = (200, {}, f"<sitemapindex>{children}</sitemapindex>".encode())
        one.routes["/sm.xml"] = (
            200,
            {},
            f"<urlset><url><loc>{one.base}/stories/bridge-41</loc></url></urlset>".encode(),
        )
        source = one.source(
            article_url=[r"^/stories/[a-z]+-\d+$"],
            key=r"-(\d+)$",
            was=[
                {"match": rf"^{one.host}/cgi/show\.pl\?id=(\d+)$", "now": "/stories/bridge-{1}"},
                {"match": rf"^{one.host}/news/\d{{4}}/(?P<number>\d+)\.htm$", "key": "{number}"},
                {"match": rf"^{one.host}/old/[a-z-]+\.html$"},
            ],
        )
        report = backfill(tmp_path, source, web, since=date(2011, 1, 1), ways=("sitemaps", "wayback"), rows=50)
        web.close()
        found = {row["url"].removeprefix(one.base): row["key"] for row in articles(tmp_path)}
        assert found == {"/stories/bridge-41": "41", "/stories/bridge-42": "42", "/old/the-mill.html": None}
        assert (one.asked("/stories/bridge-41"), report["counts"]) == (1, {"copied": 2, "taken": 1})
        assert (one.asked("/sm.xml"), one.asked("/sm-2010.xml")) == (1, 0)
        # The copy of the article that the outlet has no more is read under today's address, and names where it was.
        copied = rows(tmp_path, "SELECT address FROM copies ORDER BY address")
        assert copied[0]["address"] == f"{web.base}/web/20120302000000id_/{one.base}/cgi/show.pl?id=42"
