"""Crawls of sites that are slow, failing, endless or in use by another process."""

from __future__ import annotations

import itertools
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.sites import command, crawl, html, page, rows, site, start

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_gap_holds_within_a_crawl_and_across_two_processes(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2)
        source = one.source(gap_seconds=0.6)
        crawl(tmp_path, source)
        one.articles(1, 2, 3)
        crawl(tmp_path, source, mode="all")
        times = [moment for moment, _, _ in one.log]
        assert len(times) == 6
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.59


def test_two_crawls_of_one_host_at_once_the_second_says_busy_and_reads_its_other_source(tmp_path: Path) -> None:
    with site() as slow, site() as free:
        slow.articles(1)
        free.articles(1)
        hold, reached = threading.Event(), threading.Event()

        def wait(handler: Any) -> None:
            reached.set()
            hold.wait(20)
            handler.answer(*html(page(1)))

        slow.routes["/a/1"] = wait
        first = start(command(tmp_path, [slow.source("slow")], timeout_seconds=30.0))
        assert reached.wait(20)
        reports = crawl(tmp_path, slow.source("slow"), free.source("free"))
        hold.set()
        assert first.wait(20) == 0
        assert (reports["slow"]["outcome"], reports["free"]["outcome"]) == ("busy", "collected")
        assert "another process" in reports["slow"]["reason"]
        assert slow.asked("/a/1") == 1
        assert {r["outcome"] for r in rows(tmp_path, "SELECT outcome FROM runs")} == {"collected"}


def test_a_crawl_that_ends_with_the_archive_tells_of_no_signal(tmp_path: Path) -> None:
    with site() as one, site() as other:
        one.articles(1)
        other.articles(1, 2)
        crawl(tmp_path, one.source("one"), at=NOW)
        day = next(tmp_path.glob("pages/*/*.warc.gz"))
        day.write_bytes(day.read_bytes()[:-40])

        def late(handler: Any) -> None:
            time.sleep(3)
            handler.answer(*html(page(1)))

        one.articles(1, 2)
        other.routes["/feed.xml"] = late
        process = start(command(tmp_path, [one.source("one"), other.source("other")], at=NOW + 13 * HOUR))
        assert process.wait(60) == 1
        ended = {r["source"]: r["reason"] for r in rows(tmp_path, "SELECT source, reason FROM runs WHERE id > 1")}
        assert "shorter than" in ended["other"]
        assert "signal" not in ended["other"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_hanging_crawl_soon_and_the_run_is_interrupted(tmp_path: Path, number: int) -> None:
    with site() as one:
        one.articles(1, 2)
        reached, hold = threading.Event(), threading.Event()

        def hang(handler: Any) -> None:
            reached.set()
            hold.wait(30)

        one.routes["/a/2"] = hang
        process = start(command(tmp_path, [one.source()], timeout_seconds=60.0))
        assert reached.wait(20)
        began = time.monotonic()
        process.send_signal(number)
        _, err = process.communicate(timeout=15)
        hold.set()
        assert time.monotonic() - began < 6
        assert b"StoppedBySignal" in err
        assert [r["outcome"] for r in rows(tmp_path, "SELECT outcome FROM runs")] == ["interrupted"]
        assert len(rows(tmp_path, "SELECT 1 FROM articles")) == 1
        assert crawl(tmp_path, one.source(), mode="all", timeout_seconds=1.0)["site"]["outcome"] == "partial"


def test_retry_after_pauses_the_whole_host_to_the_second_and_then_all_comes(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2, 3)
        until = NOW + timedelta(hours=2)
        one.routes["/a/2"] = (503, {"Retry-After": "7200"}, b"")
        crawl(tmp_path, one.source(), at=NOW)
        host = rows(tmp_path, "SELECT * FROM hosts")[0]
        paused = datetime.fromisoformat(host["paused_until"])
        assert timedelta(0) <= paused - until < timedelta(seconds=30)
        asked = len(one.log)
        report = crawl(tmp_path, one.source(), at=NOW + HOUR, mode="all")["site"]
        assert report["outcome"] == "unreachable"
        assert "waits until" in report["reason"]
        assert len(one.log) == asked
        one.articles(1, 2, 3).routes["/a/2"] = html(page(2))
        assert crawl(tmp_path, one.source(), at=NOW + 3 * HOUR, mode="all")["site"]["outcome"] == "collected"
        assert len(rows(tmp_path, "SELECT 1 FROM articles")) == 3


def test_a_fault_that_passes_is_tried_again_and_the_article_comes_whole(tmp_path: Path) -> None:
    with site() as one:
        one.articles(1, 2)
        left = [(500, {}, b""), (200, {"Content-Length": "9999", "Content-Type": "text/html"}, b"half")]

        def flaky(handler: Any) -> None:
            handler.close_connection = True
            handler.answer(*(left.pop(0) if left else html(page(2))))

        one.routes["/a/2"] = flaky
        report = crawl(tmp_path, one.source())["site"]
        assert (report["outcome"], report["counts"]["new"]) == ("collected", 2)
        assert one.asked("/a/2") == 3


def test_a_calendar_is_over_budget_by_name_and_other_sources_are_unharmed(tmp_path: Path) -> None:
    with site() as trap, site() as calm:
        trap.articles(1, *(f"cal-{n}" for n in range(60)))
        trap.routes["*"] = html(page("calendar", peacekeeping=False))
        calm.articles(1, 2)
        reports = crawl(tmp_path, trap.source("trap"), calm.source("calm"), per_pattern=5)
        assert reports["trap"]["outcome"] == "partial"
        assert "5 pages of" in reports["trap"]["reason"]
        assert "/a/cal-N (55 left)" in reports["trap"]["reason"]
        assert len(trap.log) <= 10
        assert reports["calm"]["outcome"] == "collected"


@pytest.mark.long
def test_a_site_that_is_down_is_given_up_after_some_failures_and_nothing_is_lost(tmp_path: Path) -> None:
    with site() as one:
        one.articles(*range(40))
        for n in range(40):
            one.routes[f"/a/{n}"] = (500, {}, b"")
        report = crawl(tmp_path, one.source(), at=NOW)["site"]
        assert report["outcome"] == "partial"
        assert "failures in a row" in report["reason"]
        assert len(one.log) < 20
        for n in range(40):
            one.routes[f"/a/{n}"] = html(page(n))
        report = crawl(tmp_path, one.source(), at=NOW + 7 * HOUR)["site"]
        assert report["counts"]["new"] == 40
