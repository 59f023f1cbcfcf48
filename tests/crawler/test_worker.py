from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extraction.page import Page
from crawler.source import Source, parse_source
from crawler.worker import Worker, WorkerLimits, Workers
from storage.errors import ConfigurationError
from storage.records import Label
from tests.crawler.sites import feed, page

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def at(body: bytes) -> Page:
    return Page(body=body, url="https://news.example/a/1", content_type="text/html; charset=utf-8", fetched_at=NOW)


def outlet() -> Source:
    return parse_source(
        {"slug": "x", "name": "X", "home": "https://news.example/", "feeds": ["/feed"], "article_url": ["^/a/"]},
        file="x.toml",
        packaged=False,
    )


@pytest.fixture(scope="module")
def workers():
    with Workers(WorkerLimits(seconds=8.0, memory=1 << 30)) as started:
        yield started


def test_a_page_comes_back_with_article_and_decision(workers: Workers) -> None:
    reading = workers.read_page(at(page(1)), None)
    assert reading.article is not None
    assert reading.article.title == "Peacekeepers patrol village 1"
    assert reading.decision is not None
    assert reading.decision.label is Label.PEACEKEEPING
    assert reading.decision.rules


def test_many_pages_come_back_in_their_order(workers: Workers) -> None:
    readings = list(workers.read_pages((at(page(n)), None) for n in range(12)))
    assert [r.article.title for r in readings if r.article] == [f"Peacekeepers patrol village {n}" for n in range(12)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0" * 10_000,
        b"<div>" * 100_000,
        b"<p a='" + b"x" * 5_000_000 + b"'>text",
        b"&lt;" * 1_000_000,
        b"\xff\xfe\x00\xd8",
        b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>]><html><body>&b;</body></html>",
    ],
)
def test_a_hostile_page_is_a_reading_and_the_worker_lives_on(workers: Workers, body: bytes) -> None:
    reading = workers.read_page(at(body), None)
    assert reading.rejection is not None or reading.article is not None
    assert workers.read_page(at(page(2)), None).article is not None


def test_a_worker_that_is_killed_costs_one_page_and_is_replaced() -> None:
    worker = Worker(WorkerLimits(seconds=10.0))
    try:
        assert worker.read_page(at(page(1)), None).article is not None
        process = worker._process
        assert process is not None
        os.kill(process.pid, signal.SIGSEGV)
        lost = worker.read_page(at(page(1)), None)
        assert lost.rejection is not None
        assert lost.rejection.kind == "crashed"
        assert worker.read_page(at(page(1)), None).article is not None
    finally:
        worker.close()


def test_a_worker_that_hangs_is_ended_at_its_deadline() -> None:
    worker = Worker(WorkerLimits(seconds=0.5))
    try:
        assert worker.read_page(at(page(1)), None).article is not None
        process = worker._process
        assert process is not None
        os.kill(process.pid, signal.SIGSTOP)
        began = time.monotonic()
        lost = worker.read_page(at(page(1)), None)
        assert lost.rejection is not None
        assert lost.rejection.kind == "too-slow"
        assert time.monotonic() - began < 3
    finally:
        worker.close()


def test_closing_ends_a_page_in_the_middle() -> None:
    workers = Workers(WorkerLimits(seconds=30.0))
    workers.read_page(at(page(1)), None)
    process = workers._all[0]._process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    got: list[object] = []
    thread = threading.Thread(target=lambda: got.append(workers.read_page(at(page(1)), None)))
    thread.start()
    time.sleep(0.1)
    began = time.monotonic()
    workers.close()
    thread.join(5)
    assert got
    assert time.monotonic() - began < 3
    assert not Path(f"/proc/{process.pid}").exists()


def test_a_worker_ends_with_its_parent() -> None:
    import subprocess
    import sys

    code = (
        "from crawler.worker import *; import time\n"
        "w = Worker(WorkerLimits()); w.start(); print(w._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        stat = Path(f"/proc/{child}/stat")
        if stat.exists() and stat.read_text().split(")")[-1].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the worker outlived its parent")


def test_a_listing_is_read_in_the_worker_and_keeps_its_fields() -> None:
    with Workers(WorkerLimits(sources={"x": outlet()})) as workers, workers._borrowed() as worker:
        read = worker.read_listing(
            "x",
            0,
            url="https://news.example/feed",
            body=feed(["https://news.example/a/1"]),
            content_type="application/rss+xml",
            now=NOW,
        )
        assert [(link.url, link.title) for link in read.links] == [("https://news.example/a/1", "Item 0")]
        assert read.problem is None
        broken = worker.read_listing("x", 7, url="x", body=b"", content_type=None, now=NOW)
        assert broken.problem
        assert "crashed" in broken.problem


def first_page_of(worker: Worker) -> list[str]:
    read = worker.read_listing(
        "x", 0, url="https://news.example/feed", body=feed(["https://news.example/a/1"]), content_type=None, now=NOW
    )  # fmt: skip
    return [link.url for link in read.links]


def test_listings_are_read_without_the_rules_which_a_page_waits_for(tmp_path: Path) -> None:
    wrong = tmp_path / "terms.toml"
    wrong.write_text("[meta]\n", encoding="utf-8")
    with Workers(WorkerLimits(terms=wrong, sources={"x": outlet()})) as workers, workers._borrowed() as worker:
        for _ in range(2):
            assert first_page_of(worker) == ["https://news.example/a/1"]
            with pytest.raises(ConfigurationError, match=r"terms\.toml"):
                worker.read_page(at(page(1)), "x")


def test_a_worker_that_ends_between_a_listing_and_the_first_page_is_replaced() -> None:
    with Workers(WorkerLimits(sources={"x": outlet()})) as workers, workers._borrowed() as worker:
        assert first_page_of(worker) == ["https://news.example/a/1"]
        assert worker._process is not None
        os.kill(worker._process.pid, signal.SIGKILL)
        assert worker.read_page(at(page(1)), "x").article is not None
