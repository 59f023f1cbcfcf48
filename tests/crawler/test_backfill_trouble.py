"""Back-fills of outlets and archives that are down, odd, or lead round in circles: nothing is lost in silence."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.backfill.archive_steps import MOST_TRIES_OF_NONE
from storage.archive import Archive
from tests.crawler.past import NOW, WebArchive, addresses, articles, backfill, list_page, old_page, outlet
from tests.crawler.sites import Site, crawl, html, rows, site

SINCE = date(2016, 1, 1)
BOX = "/a/2012/03/05/classic"


def paged(one: Site, days: dict[str, str], *, dated: bool = True, box: str = "", size: int = 2) -> None:
    """The articles on pages of a list, with a box beside each."""
    newest = sorted(days, reverse=True)
    pages = [newest[n : n + size] for n in range(0, len(newest), size)]
    for n, page in enumerate(pages, 1):
        further = [f"/list/?page={n + 1}"] if n < len(pages) else []
        shown = [(path, days[path] if dated else None) for path in page]
        status, headers, body = list_page(shown, *further)
        one.routes["/list/" if n == 1 else f"/list/?page={n}"] = (status, headers, body + box.encode())


def of_years(one: Site, years: range) -> dict[str, str]:
    days = {f"/a/{year}{month:02}": f"{year}-{month:02}-05" for year in years for month in (1, 4, 7, 10)}
    for path, day in days.items():
        one.routes[path] = html(old_page(path, day))
    return days


@pytest.mark.parametrize(
    "trouble", [503, pytest.param(504, marks=pytest.mark.long), pytest.param("closed", marks=pytest.mark.long)]
)
def test_an_archive_that_is_down_is_asked_again_later_and_loses_nothing(tmp_path: Path, trouble: Any) -> None:
    with site() as one:
        one.routes["/list/"] = list_page([("/a/live", "2019-01-03")])
        one.routes["/a/live"] = html(old_page("live", "2019-01-03"))
        copies = {
            f"{one.base}/a/w{n}": (f"2019020{n}000000", old_page(f"w{n}", f"2019-01-0{n + 3}")) for n in range(1, 6)
        }
        web, up = WebArchive(copies), WebArchive._copy

        def down(handler: Any) -> None:
            if trouble == "closed":
                handler.close_connection = True
            else:
                handler.answer(trouble, {}, b"overloaded")

        source = one.source(section=[{"url": "/list/"}])
        wanted: dict[str, Any] = {"since": SINCE, "until": date(2020, 1, 1), "ways": ("listings", "wayback")}
        web._copy = down  # type: ignore[method-assign]
        for day in range(2):
            report = backfill(tmp_path, source, web, **wanted, at=NOW + timedelta(days=day))
            assert report["ended"] is False
            # Three in a row are the archive's own trouble, so it is left alone.
            assert len(web.asked_for("/web/")) <= 3 * (day + 1)
        assert set(addresses(tmp_path).values()) == {"taken", "copy"}
        web._copy = lambda handler: up(web, handler)  # type: ignore[method-assign]
        report = backfill(tmp_path, source, web, **wanted, at=NOW + timedelta(days=3))
        assert (report["ended"], len(articles(tmp_path))) == (True, 6)
        web.close()


def test_one_page_that_an_archive_cannot_give_is_given_up_and_tried_by_another_job(tmp_path: Path) -> None:
    with site() as one:
        copies = {f"{one.base}/a/w{n}": (f"2019020{n}000000", old_page(f"w{n}", f"2019-01-0{n}")) for n in (1, 2, 3)}
        web, up = WebArchive(copies), WebArchive._copy
        broken = [True]

        def some(handler: Any) -> None:
            if handler.path.endswith("w1") and broken:
                handler.answer(503, {}, b"")
            else:
                up(web, handler)

        web._copy = some  # type: ignore[method-assign]
        source = one.source(section=[{"url": "/list/"}])
        wanted: dict[str, Any] = {"since": SINCE, "until": date(2020, 1, 1), "ways": ("wayback",)}
        report = backfill(tmp_path, source, web, **wanted)
        assert (report["ended"], addresses(tmp_path)["w1"]) == (False, "copy")
        with Archive.open(tmp_path) as archive, archive.db.write():
            archive.db.execute("UPDATE backfill_addresses SET tries = ?", (MOST_TRIES_OF_NONE - 1,))
        report = backfill(tmp_path, source, web, **wanted, at=NOW + timedelta(days=1))
        assert (report["ended"], addresses(tmp_path)["w1"]) == (True, "failed")
        broken.clear()
        backfill(tmp_path, source, web, **wanted | {"since": date(2015, 12, 31)}, at=NOW + timedelta(days=20))
        assert len(articles(tmp_path)) == 3
        web.close()


def test_an_article_that_was_gone_before_is_not_told_as_withdrawn(tmp_path: Path) -> None:
    with site() as one:
        one.routes["/list/"] = list_page([])
        one.routes["/a/w"] = (410, {}, b"gone")
        web = WebArchive({f"{one.base}/a/w": ("20260801000000", old_page("w", "2026-07-21"))})
        source = one.source(section=[{"url": "/list/"}])
        backfill(tmp_path, source, web, since=date(2026, 6, 1), until=date(2026, 11, 1), ways=("wayback",))
        assert addresses(tmp_path) == {"w": "copied"}
        page = "SELECT next_at FROM pages WHERE url LIKE '%/a/w'"
        assert rows(tmp_path, page) == [{"next_at": None}]
        with Archive.open(tmp_path) as archive, archive.db.write():
            archive.db.execute("UPDATE pages SET next_at = '2026-11-20T00:00:00Z' WHERE url LIKE '%/a/w'")
        crawl(tmp_path, source, at=NOW)
        assert one.asked("/a/w") == 2
        assert rows(tmp_path, "SELECT withdrawn_at FROM articles") == [{"withdrawn_at": None}]
        web.close()


def test_a_list_that_repeats_its_last_page_beside_changing_links_ends(tmp_path: Path) -> None:
    with site() as one:
        days = of_years(one, range(2016, 2020))
        newest, dice = sorted(days, reverse=True), random.Random(1)  # noqa: S311

        def page(handler: Any) -> None:
            number = int(handler.path.partition("page=")[2] or 1)
            at = min(number, 4) - 1
            status, headers, body = list_page([(p, days[p]) for p in newest[4 * at : 4 * at + 4]])
            box = "".join(f"<a href='{p}'>Recommended</a>" for p in dice.sample(newest, 3))
            handler.answer(status, headers, body + f"{box}<a href='/list/?page={number + 1}'>{number + 1}</a>".encode())

        one.routes["/list/"] = one.routes["*"] = page
        for path in days:
            one.routes[path] = html(old_page(path, days[path]))
        report = backfill(tmp_path, one.source(section=[{"url": "/list/"}]), since=SINCE, ways=("listings",))
        assert (report["ended"], report["counts"]) == (True, {"taken": 16})
        assert len([path for _, path, _ in one.log if path.startswith("/list/")]) <= 10


@pytest.mark.parametrize(
    "box", [f"<aside><a href='{BOX}'>classic</a></aside>", "<aside><a href='/a/old'>o</a></aside>"]
)
def test_a_box_of_classics_ends_no_walk(tmp_path: Path, box: str) -> None:
    with site() as one:
        days = of_years(one, range(2016, 2022))
        for path in (BOX, "/a/old"):
            one.routes[path] = html(old_page(path, "2012-03-05"))
        paged(one, days, dated=False, box=box)
        backfill(tmp_path, one.source(section=[{"url": "/list/"}]), since=SINCE, ways=("listings",))
        stored = {row["url"].removeprefix(one.base) for row in articles(tmp_path)}
        assert stored >= set(days)


def test_pages_of_a_list_without_an_article_of_ours_end_no_walk(tmp_path: Path) -> None:
    with site() as one:
        paged(one, of_years(one, range(2016, 2018)))
        for number in (2, 3):
            one.routes[f"/list/?page={number}"] = list_page([("/sport/1", "2017-05-05")], f"/list/?page={number + 1}")
        report = backfill(tmp_path, one.source(section=[{"url": "/list/"}]), since=SINCE, ways=("listings",))
        assert (report["ended"], report["counts"]) == (True, {"taken": 4})


@pytest.mark.parametrize("answer", [404, 410, 500])
def test_a_page_missing_in_the_middle_of_a_numbered_list_is_told_and_passed_over(tmp_path: Path, answer: int) -> None:
    with site() as one:
        days = of_years(one, range(2016, 2019))
        newest = sorted(days, reverse=True)
        for n in range(1, 7):
            shown = [(path, days[path]) for path in newest[2 * n - 2 : 2 * n]]
            page = list_page(shown, *(f"/list/?page={m}" for m in range(2, 7)))
            one.routes["/list/" if n == 1 else f"/list/?page={n}"] = page if n != 3 else (answer, {}, b"")
        at, source = NOW, one.source(section=[{"url": "/list/"}])
        for day in range(4):  # a server's own trouble is asked again later
            backfill(tmp_path, source, since=SINCE, ways=("listings",), at=at + timedelta(days=day))
        failed = rows(tmp_path, "SELECT url FROM backfill_steps WHERE state = 'failed'")
        assert ([row["url"].rpartition("=")[2] for row in failed], len(articles(tmp_path))) == (["3"], 10)


def test_sitemaps_at_other_hosts_and_too_deep_ones_are_told(tmp_path: Path) -> None:
    with site() as one:
        index = "<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>"
        one.routes["/other.xml"] = (200, {}, index.format("https://elsewhere.example/1.xml").encode())
        for n in range(6):
            one.routes[f"/deep{n}.xml"] = (200, {}, index.format(f"{one.base}/deep{n + 1}.xml").encode())
        source = one.source(sitemaps=["/other.xml", "/deep0.xml"])
        backfill(tmp_path, source, since=SINCE, ways=("sitemaps",))
        found = rows(tmp_path, "SELECT state, reason FROM backfill_steps WHERE reason IS NOT NULL ORDER BY state")
        assert [row["state"] for row in found] == ["done", "failed"]
        assert "indexes deep" in found[0]["reason"]
        assert "https://elsewhere.example/1.xml" in found[1]["reason"]


def test_a_child_sitemap_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with site() as one:
        one.routes["/a/1"] = html(old_page("1", "2019-01-05"))
        children = "".join(f"<sitemap><loc>{one.base}/{n}.xml</loc></sitemap>" for n in (1, 2, 3))
        one.routes["/sitemap.xml"] = (200, {}, f"<sitemapindex>{children}</sitemapindex>".encode())
        one.routes["/1.xml"] = (200, {}, f"<urlset><url><loc>{one.base}/a/1</loc></url></urlset>".encode())
        one.routes["/3.xml"] = html(b"<html><body><p>Sorry</p></body></html>")
        backfill(tmp_path, one.source(sitemaps=["/sitemap.xml"]), since=SINCE, ways=("sitemaps",))
        failed = rows(tmp_path, "SELECT url, reason FROM backfill_steps WHERE state = 'failed' ORDER BY url")
        assert [row["url"].rpartition("/")[2] for row in failed] == ["2.xml", "3.xml"]
        assert len(articles(tmp_path)) == 1


def test_sitemaps_that_robots_txt_names_are_read_when_it_can_be_had_again(tmp_path: Path) -> None:
    with site() as one:
        one.routes["/a/1"] = html(old_page("1", "2019-01-05"))
        one.routes["/all.xml"] = (200, {}, f"<urlset><url><loc>{one.base}/a/1</loc></url></urlset>".encode())
        one.routes["/robots.txt"] = (503, {}, b"down")
        source = one.source(section=[{"url": "/list/"}])
        first = backfill(tmp_path, source, since=SINCE, ways=("sitemaps",))
        assert first["ended"] is False
        one.routes["/robots.txt"] = (200, {}, f"Sitemap: {one.base}/all.xml\n".encode())
        second = backfill(tmp_path, source, since=SINCE, ways=("sitemaps",), at=NOW + timedelta(hours=3))
        assert (second["ended"], len(articles(tmp_path))) == (True, 1)


def test_the_requests_of_a_day_are_those_of_all_jobs_of_an_outlet(tmp_path: Path) -> None:
    with site() as one:
        outlet(one, range(2016, 2019))
        source = one.source(section=[{"url": "/list/"}])
        for day in (1, 2, 3):
            backfill(tmp_path, source, since=date(2016, 1, day), ways=("listings",), per_day=6)
        assert len(one.log) <= 6 + 2  # what one step asks for more than once is not cut short
        later = datetime(2026, 11, 22, 8, tzinfo=NOW.tzinfo)
        backfill(tmp_path, source, since=date(2016, 1, 3), ways=("listings",), per_day=6, at=later)
        assert len(one.log) > 8


def test_what_a_crawl_had_meanwhile_is_not_asked_for_again(tmp_path: Path) -> None:
    with site() as one:
        days = of_years(one, range(2025, 2026))
        one.routes["/list/"] = list_page([(path, None) for path in days])
        one.routes["/sitemap.xml"] = (
            200,
            {},
            f"<urlset>{''.join(f'<url><loc>{one.base}{path}</loc></url>' for path in days)}</urlset>".encode(),
        )
        source = one.source(section=[{"url": "/list/"}], sitemaps=["/sitemap.xml"])
        found = backfill(tmp_path, source, since=SINCE, ways=("sitemaps",), find_only=True)
        assert found["reason"] == "lists and indexes are read"
        crawl(tmp_path, source, at=NOW)
        assert backfill(tmp_path, source, since=SINCE, ways=("sitemaps",))["counts"] == {"known": 4}
        assert {one.asked(path) for path in days} == {1}
