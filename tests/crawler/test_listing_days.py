"""Listings over days: what stands of one that failed, what a full one may have lost, what an empty one means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.crawler.sites import Site, crawl, feed, html, rows, site

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RSS = {"Content-Type": "application/rss+xml"}
XML = {"Content-Type": "application/xml"}


def told(data: Path, one: Site, hours: float, **more: Any) -> dict[str, Any]:
    """The report of a run so many hours after the first."""
    return crawl(data, one.source(**more), at=NOW + hours * HOUR)["site"]


def the_listing(data: Path) -> dict[str, Any]:
    [row] = rows(data, "SELECT * FROM pages WHERE kind = 'listing'")
    return row


def announce(one: Site, numbers: range, **headers: str) -> None:
    one.articles(*numbers)
    one.routes["/feed.xml"] = (200, {**RSS, **headers}, feed([f"{one.base}/a/{n}" for n in numbers]))


def test_a_listing_that_failed_fails_in_runs_that_do_not_ask_it(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2)
        assert told(tmp_path, one, 0)["outcome"] == "collected"
        one.routes["/feed.xml"] = (404, {}, b"")
        for hours in (13, 14.2):
            assert told(tmp_path, one, hours)["outcome"] == "listing-failed"
        asked = one.asked("/feed.xml")
        again = told(tmp_path, one, 16.5)
        assert one.asked("/feed.xml") == asked, "it waits"
        assert (again["outcome"], again["counts"].get("listings")) == ("listing-failed", None)
        assert "not found (404)" in again["reason"]
        # The next day too has its row, although nothing was asked on it.
        days = rows(tmp_path, "SELECT day, state FROM coverage ORDER BY day")
        assert [(row["day"][-2:], row["state"]) for row in days] == [("21", "collected"), ("22", "failed")]


def test_a_run_that_asks_no_listing_of_a_well_source_is_well(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2)
        told(tmp_path, one, 0)
        again = told(tmp_path, one, 0.5)
        assert (again["outcome"], again["reason"], again["counts"].get("listings")) == ("nothing-new", None, None)


def test_one_listing_of_two_that_fails_is_told_in_every_run(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2)
        one.routes["/b.xml"] = (500, {}, b"")
        feeds = [one.base + "/feed.xml", one.base + "/b.xml"]
        for hours in (0, 0.5):
            report = told(tmp_path, one, hours, feeds=feeds)
            assert report["outcome"] == "partial"
            assert f"{one.base}/b.xml: server error (500)" in report["reason"]


def test_a_feed_that_overflows_is_told_and_asked_sooner_whatever_it_says(tmp_path: Path) -> None:
    with site() as one:
        announce(one, range(1, 5), **{"Cache-Control": "max-age=86400"})
        first = told(tmp_path, one, 0)
        assert "missed" not in (first["reason"] or ""), "a first reading overlaps with nothing"
        assert the_listing(tmp_path)["next_at"][:16] == "2026-11-21T14:00", "nobody knows yet what a day would cost"
        announce(one, range(11, 15), **{"Cache-Control": "max-age=86400"})
        report = told(tmp_path, one, 6)
        words = "may have missed items between 2026-11-21 08:00 and 2026-11-21 14:00 UTC"
        assert words in report["reason"]
        assert the_listing(tmp_path)["next_at"][:16] == "2026-11-21T17:00", "half as long"
        announce(one, range(12, 16), **{"Cache-Control": "max-age=86400"})
        assert "missed" not in (told(tmp_path, one, 9)["reason"] or "")
        [day] = rows(tmp_path, "SELECT state, reason FROM coverage")
        assert (day["state"], day["reason"]) == ("collected", words), "it stays told of its day"


def test_what_is_back_after_weeks_may_have_missed_what_came_between(tmp_path: Path) -> None:
    with site() as one:
        announce(one, range(1, 5))
        told(tmp_path, one, 0)
        announce(one, range(61, 65))
        report = told(tmp_path, one, 24 * 30)
        assert "may have missed items between 2026-11-21 08:00 and 2026-12-21 08:00 UTC" in report["reason"]


def test_a_feed_that_loses_nothing_is_left_as_long_as_it_says(tmp_path: Path) -> None:
    with site() as one:
        announce(one, range(1, 11), **{"Cache-Control": "max-age=43200"})
        told(tmp_path, one, 0)
        announce(one, range(2, 12), **{"Cache-Control": "max-age=43200"})
        report = told(tmp_path, one, 6)
        assert (report["reason"], report["counts"]["new"]) == (None, 1)
        assert the_listing(tmp_path)["next_at"][:16] == "2026-11-22T02:00"


def test_410_of_a_listing_is_believed_at_its_second_sight_and_asked_again_after_a_week(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2)
        sound = one.routes["/feed.xml"]
        told(tmp_path, one, 0)
        one.routes["/feed.xml"] = (410, {}, b"")
        told(tmp_path, one, 7)
        assert the_listing(tmp_path)["state"] == "failed", "a deploy may say so for an hour"
        one.routes["/feed.xml"] = sound
        assert told(tmp_path, one, 9)["outcome"] == "nothing-new"
        assert the_listing(tmp_path)["gone_since"] is None
        one.routes["/feed.xml"] = (410, {}, b"")
        for hours in (16, 30):
            told(tmp_path, one, hours)
        row = the_listing(tmp_path)
        assert row["state"] == "gone"
        assert (
            "gone (410) since 2026-11-22; it is asked for once a week, and by `bluewatch crawl site --all`"
            in row["reason"]
        )
        asked = one.asked("/feed.xml")
        for days in (3, 7):
            report = told(tmp_path, one, 24 * days)
            assert (report["outcome"], "gone (410)" in report["reason"]) == ("listing-failed", True)
        assert one.asked("/feed.xml") == asked
        one.routes["/feed.xml"] = sound
        assert told(tmp_path, one, 24 * 9)["outcome"] == "nothing-new"
        assert the_listing(tmp_path)["state"] == "ok"


def test_a_listing_of_the_newest_days_is_empty_on_quiet_ones(tmp_path: Path) -> None:
    def listing(*numbers: int) -> tuple[int, dict[str, str], bytes]:
        entries = "".join(f"<url><loc>{one.base}/a/{n}</loc></url>" for n in numbers)
        return 200, XML, f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>".encode()

    with site() as one:
        one.articles(1, 2)
        more = {"sitemaps": [one.base + "/map.xml"]}
        outcomes = []
        for n, numbers in enumerate(((), (1,), (), (), (2,))):
            one.routes["/map.xml"] = listing(*numbers)
            report = told(tmp_path, one, 13 * n, **more)
            outcomes.append(report["outcome"])
            assert "missed" not in (report["reason"] or ""), "what is empty loses nothing"
        assert outcomes == ["nothing-new", "collected", "nothing-new", "nothing-new", "collected"]
        days = rows(tmp_path, "SELECT state FROM coverage ORDER BY day")
        assert {row["state"] for row in days} == {"collected", "reached-empty"}
        one.routes["/map.xml"] = html(b"<html><body>Down</body></html>")
        assert told(tmp_path, one, 80, **more)["outcome"] == "listing-failed"
