"""A crash at every single operation in turn: each SQL statement and each write to the page store, then a rerun."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.extraction.page import Page
from crawler.intake import Intake
from crawler.parts import Part
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import Reading, read_page
from crawler.source import Source, parse_source
from crawler.urls import host_of
from storage.archive import Archive
from storage.records import Answer, Link
from tests.crawler.sites import page
from tests.crawler.test_kill import TABLES

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BASE = "https://news.example"
SOURCE = {
    "slug": "site", "name": "The site desk", "home": BASE + "/", "language": "en", "timezone": "UTC",
    "article_url": ["^/a/"], "feeds": [BASE + "/feed.xml"],
}  # fmt: skip
# (address, what it answers): new, about another subject, no article, revised, and the same again.
STEPS = [
    ("/a/1", page(1)),
    ("/a/2", page(2, peacekeeping=False)),
    ("/a/3", b""),
    ("/a/1", page(1, words="The desk added a sentence about the new bridge.")),
    ("/a/4", page(4)),
    ("/a/4", page(4)),
]
# An article over two pages, and how its text is read.
FIRST, SECOND = "/a/5", "/a/5_2"
PAGES = {
    path: page(5, words=f"This is said at {path}.").replace(
        b"</article>", f"</article><a href='{other}'>{n}</a>".encode()
    )
    for path, other, n in ((FIRST, SECOND, 2), (SECOND, FIRST, 1))
}


class Killer:
    """Counts operations, and ends the process at one of them as SIGKILL does."""

    def __init__(self, at: int) -> None:
        self.count, self._at = 0, at

    def __call__(self, *_: Any) -> None:
        self.count += 1
        if self.count == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, real: Callable[..., Any], *, torn: bool = False) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            if torn and self.count + 1 == self._at:
                real(args[0], bytes(args[1])[: len(args[1]) // 2], *args[2:])
            self()
            return real(*args)

        return call


def crawl_once(data: Path, source: Source, readings: dict[bytes, Reading], killer: Killer | None = None) -> None:
    """What a run does with its answers: links, then what an earlier run left, then each answer that is not known."""
    with Archive.open(data, create=True) as archive:
        if killer is not None:
            archive.db.utils.conn.set_trace_callback(killer)
            os.pwrite = killer.before(os.pwrite, torn=True)  # type: ignore[assignment]
            os.fsync = killer.before(os.fsync)  # type: ignore[assignment]
        intake = Intake(archive, origin="crawl")
        archive.ledger.register_sources([source], NOW)
        run = archive.ledger.start_run("site", NOW)
        links = [Link(url=BASE + path) for path in dict.fromkeys(path for path, _ in STEPS)]
        archive.frontier.add_links(links, host_of=host_of, source="site", listing=source.feeds[0], now=NOW)
        for capture in archive.captures.unsettled("site"):
            body = archive.captures.read(capture["id"]).body
            if body in PAGES.values():
                continue
            reading = readings[body]
            intake.settle(capture["id"], capture["page_id"], reading, source=source, now=NOW)
        seen = {(row["page_id"], row["digest"]) for row in archive.db.rows("SELECT page_id, digest FROM captures")}
        for path, body in STEPS:
            row = archive.frontier.page_at(BASE + path)
            answer = Answer(url=BASE + path, status=200, headers=(("ETag", '"x"'),), body=body, fetched_at=NOW)
            if (row["id"], sha256(body).hexdigest()) in seen:
                continue
            kept = intake.keep(answer, row["id"])
            if kept.new:
                intake.settle(kept.capture_id, row["id"], readings[body], source=source, now=NOW)
        crawl_pages(archive, intake, source, readings[PAGES[FIRST]])
        archive.ledger.end_run(run, NOW, "collected")  # type: ignore[arg-type]


def crawl_pages(archive: Archive, intake: Intake, source: Source, reading: Reading) -> None:
    """The article over two pages: both are kept, then settled as one."""
    rows = [
        archive.frontier.add_page(
            BASE + path,
            host="news.example",
            source="site",
            kind=kind,
            now=NOW,
            listing=None if path == FIRST else BASE + FIRST,
        )
        for path, kind in ((FIRST, "article"), (SECOND, "other"))
    ]
    first, second = (
        intake.keep(Answer(url=row["url"], status=200, headers=(), body=body, fetched_at=NOW), row["id"]).capture_id
        for row, body in zip(rows, PAGES.values(), strict=True)
    )
    if archive.db.value("SELECT settled_at FROM captures WHERE id = ?", (first,)) is None:
        part = Part(address=BASE + SECOND, page_id=rows[1]["id"], capture_id=second)
        intake.settle(first, rows[0]["id"], reading, source=source, now=NOW, parts=[part])


def killed_at(number: int, run: Callable[[Killer], None]) -> bool:
    """Run in a child that is killed at that operation; False where it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            run(Killer(number))
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def state(data: Path) -> dict[str, Any]:
    with Archive.open(data) as archive:
        assert archive.db.value("PRAGMA integrity_check") == "ok"
        with archive.db.write():
            archive.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
        bodies = [
            archive.captures.read(row["id"]).body for row in archive.db.rows("SELECT id FROM captures ORDER BY id")
        ]
        for path in data.rglob("*.warc.gz"):
            with path.open("rb") as file:
                kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
            assert kinds.index("warcinfo") == 0
        return {"bodies": bodies, **{name: archive.db.rows(sql) for name, sql in TABLES.items()}}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.long)])
def test_a_kill_at_any_operation_and_a_rerun_give_the_archive_of_a_calm_run(tmp_path: Path, step: int) -> None:
    source, relevance = (
        parse_source(SOURCE, file="site.toml", packaged=False),
        load_relevance(None, accept=None, review=None),
    )
    readings = {
        body: read_page(Page(body=body, url=BASE + path, content_type="text/html", fetched_at=NOW), source, relevance)
        for path, body in STEPS
    }
    further = (Page(body=PAGES[SECOND], url=BASE + SECOND, content_type="text/html", fetched_at=NOW),)
    whole = Page(body=PAGES[FIRST], url=BASE + FIRST, content_type="text/html", fetched_at=NOW, further=further)
    readings[PAGES[FIRST]] = read_page(whole, source, relevance)
    assert readings[PAGES[FIRST]].parts == (BASE + SECOND,)
    calm, empty = tmp_path / "calm", tmp_path / "empty"
    Archive.open(empty, create=True).close()
    shutil.copytree(empty, calm)
    crawl_once(calm, source, readings)
    wanted = state(calm)
    assert [len(wanted[name]) for name in ("articles", "revisions", "captures", "pages")] == [3, 4, 7, 6]
    number = 1
    while True:
        data = tmp_path / "killed"
        shutil.copytree(empty, data)
        went = killed_at(number, lambda killer, data=data: crawl_once(data, source, readings, killer))
        crawl_once(data, source, readings)
        assert state(data) == wanted, f"killed at operation {number}"
        shutil.rmtree(data)
        if not went:
            break
        number += step
    assert number > 60
