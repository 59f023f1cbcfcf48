"""A crash at every single operation in turn: each SQL statement and each write to the page store, then a rerun."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.extraction.page import Page
from crawler.findings.rules import load_finder
from crawler.intake import Intake
from crawler.parts import Part
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import Reading, read_page
from crawler.source import Source, parse_source
from crawler.urls import host_of
from storage.archive import Archive
from storage.database import Row
from storage.records import Answer, Link
from tests.crawler.sites import page
from tests.crawler.test_kill import TABLES

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BASE = "https://news.example"
SOURCE = {
    "slug": "site", "name": "The site desk", "home": BASE + "/", "language": "en", "timezone": "UTC",
    "article_url": ["^/a/"], "feeds": [BASE + "/feed.xml"],
}  # fmt: skip
# (address, what it answers): new, about another subject, no article, revised, the same again, and copied.
STEPS = [
    ("/a/1", page(1)),
    ("/a/2", page(2, peacekeeping=False)),
    ("/a/3", b""),
    ("/a/1", page(1, words="The desk added a sentence about the new bridge.")),
    ("/a/4", page(4)),
    ("/a/4", page(4)),
    ("/a/6", page(4, words="The desk printed this at a second place.")),
]
# Taken down; taken down and back again; behind a log-in.
GONE, BACK, WALLED = "/a/6", "/a/1", "/a/4"
# An article over two pages, and how its text is read.
FIRST, SECOND = "/a/5", "/a/5_2"
PAGES = {
    path: page(5, words=f"This is said at {path}.").replace(
        b"</article>", f"</article><a href='{other}'>{n}</a>".encode()
    )
    for path, other, n in ((FIRST, SECOND, 2), (SECOND, FIRST, 1))
}


# Tables of which a killed run leaves more than a calm one: its own row, whole records that no row knew, index segments.
OF_THE_WAY = re.compile(r"_sqlite_|sqlite_|meta|runs|captures|warc_files|coverage|articles_(?:fts|words)")


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


def the_page(archive: Archive, path: str) -> Row:
    """The row of an address that is known."""
    row = archive.frontier.page_at(BASE + path)
    assert row is not None
    return row


def crawl_once(data: Path, source: Source, readings: dict[bytes, Reading], killer: Killer | None = None) -> None:
    """What a run does with its answers: links, then what an earlier run left, then each answer that is not known."""
    with Archive.open(data, create=True) as archive:
        if killer is not None:
            archive.db.utils.conn.set_trace_callback(killer)
            os.pwrite = killer.before(os.pwrite, torn=True)
            os.fsync = killer.before(os.fsync)
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
            row = the_page(archive, path)
            answer = Answer(url=BASE + path, status=200, headers=(("ETag", '"x"'),), body=body, fetched_at=NOW)
            if (row["id"], sha256(body).hexdigest()) in seen:
                continue
            kept = intake.keep(answer, row["id"])
            if kept.new:
                intake.settle(kept.capture_id, row["id"], readings[body], source=source, now=NOW)
        crawl_pages(archive, intake, source, readings[PAGES[FIRST]])
        take_down(archive, intake)
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


def take_down(archive: Archive, intake: Intake) -> None:
    """Two articles are gone, and one of them is back; a third asks for a log-in, where its page has not said so yet."""
    for path in (GONE, BACK):
        row = the_page(archive, path)
        events = archive.articles.withdrawals.of(row["article_id"])
        if not events:
            intake.missing(row, NOW, status=410)
            row, events = the_page(archive, path), archive.articles.withdrawals.of(row["article_id"])
        if path == BACK and events[0]["returned_at"] is None:
            intake.unchanged(row["id"], NOW)
    row = the_page(archive, WALLED)
    if not str(row["reason"]).startswith("login"):
        intake.led_away(row, BASE + "/login", NOW, kind="login")


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


def everything(archive: Archive, table: str) -> list[Any]:
    """All rows of a table, in an order of their own."""
    return sorted((tuple(row.values()) for row in archive.db.rows(f'SELECT * FROM "{table}"')), key=repr)


def state(data: Path) -> dict[str, Any]:
    with Archive.open(data) as archive:
        assert archive.db.value("PRAGMA integrity_check") == "ok"
        with archive.db.write():
            archive.db.execute("INSERT INTO articles_words (articles_words) VALUES ('integrity-check')")
        bodies = [
            archive.captures.read(row["id"]).body for row in archive.db.rows("SELECT id FROM captures ORDER BY id")
        ]
        for path in data.rglob("*.warc.gz"):
            with path.open("rb") as file:
                kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
            assert kinds.index("warcinfo") == 0
        names = (row["name"] for row in archive.db.rows("SELECT name FROM sqlite_master WHERE type = 'table'"))
        whole = {name: everything(archive, name) for name in names if not OF_THE_WAY.match(name)}
        return {"bodies": bodies, **whole, **{name: archive.db.rows(sql) for name, sql in TABLES.items()}}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("step", [29, pytest.param(1, marks=pytest.mark.long)])
def test_a_kill_at_any_operation_and_a_rerun_give_the_archive_of_a_calm_run(tmp_path: Path, step: int) -> None:
    source, relevance = (
        parse_source(SOURCE, file="site.toml", packaged=False),
        load_relevance(None, accept=None, review=None),
    )
    finder = load_finder(relevance)

    def read(path: str, body: bytes, further: tuple[Page, ...] = ()) -> Reading:
        given = Page(body=body, url=BASE + path, content_type="text/html", fetched_at=NOW, further=further)
        return read_page(given, source, relevance, finder)

    readings = {body: read(path, body) for path, body in STEPS}
    further = (Page(body=PAGES[SECOND], url=BASE + SECOND, content_type="text/html", fetched_at=NOW),)
    readings[PAGES[FIRST]] = read(FIRST, PAGES[FIRST], further)
    assert readings[PAGES[FIRST]].parts == (BASE + SECOND,)
    calm, empty = tmp_path / "calm", tmp_path / "empty"
    Archive.open(empty, create=True).close()
    shutil.copytree(empty, calm)
    crawl_once(calm, source, readings)
    wanted = state(calm)
    names = ("articles", "revisions", "captures", "pages", "withdrawals")
    assert [len(wanted[name]) for name in names] == [4, 5, 8, 7, 3]
    kinds = ("mission_mentions", "finding_sets", "texts", "text_pairs", "appearances", "stories")
    assert [name for name in kinds if not wanted[name]] == []
    number = 1
    while True:
        data = tmp_path / "killed"
        shutil.copytree(empty, data)
        went = killed_at(number, partial(crawl_once, data, source, readings))
        crawl_once(data, source, readings)
        assert state(data) == wanted, f"killed at operation {number}"
        shutil.rmtree(data)
        if not went:
            break
        number += step
    assert number > 60
