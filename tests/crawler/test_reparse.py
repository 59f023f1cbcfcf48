from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction.page import Page
from crawler.intake import Intake
from crawler.reparse import Difference, Reparse
from crawler.source import Source, parse_source
from crawler.worker import WorkerLimits, Workers
from storage.archive import Archive
from storage.records import Answer

FETCHED = datetime(2026, 11, 2, 8, tzinfo=UTC)
LATER = FETCHED + timedelta(days=9)
FILLER = " ".join(["The engineers levelled the ground beside the river and laid a new bed of gravel."] * 4)
PAGE = """<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<time datetime="2026-11-02T07:00:00Z">2 November 2026</time><p>{lead}</p><p>{filler}</p><p>{filler}</p></article>
</body></html>"""


@pytest.fixture
def source() -> Source:
    return parse_source(
        {"slug": "paper", "name": "Paper", "home": "https://paper.example/", "feeds": ["https://paper.example/rss"]},
        file="paper.toml",
        packaged=False,
    )


@pytest.fixture
def archive(tmp_path: Path, source: Source) -> Iterator[Archive]:
    """An archive that was filled under rules so strict that nothing passed."""
    with Archive.open(tmp_path / "data", create=True) as archive, workers(source, accept=500.0, review=400.0) as strict:
        archive.ledger.register_sources([source], FETCHED)
        intake = Intake(archive, origin="crawl")
        for name, title, lead in (
            ("unmiss", "UN peacekeepers of UNMISS open a bridge", "UNMISS peacekeepers opened a bridge on Monday."),
            ("choir", "Choir sings in the harbour", "The town choir sang on the quay on Monday evening."),
        ):
            url = f"https://paper.example/{name}"
            body = PAGE.format(title=title, lead=lead, filler=FILLER).encode()
            row = archive.frontier.add_page(url, host="paper.example", source="paper", kind="article", now=FETCHED)
            answer = Answer(
                url=url, status=200, headers=(("Content-Type", "text/html"),), body=body, fetched_at=FETCHED
            )
            kept = intake.keep(answer, row["id"])
            reading = strict.read_page(Page(body=body, url=url, content_type="text/html", fetched_at=FETCHED), "paper")
            intake.settle(kept.capture_id, row["id"], reading, source=source, now=FETCHED)
        yield archive


def workers(source: Source, **rules: Any) -> Workers:
    return Workers(WorkerLimits(sources={"paper": source}, **rules), most=1)


def reparse(archive: Archive, source: Source, *, dry_run: bool = False, **rules: Any) -> list[Difference]:
    with workers(source, **rules) as running:
        found = Reparse(archive, running, {"paper": source}, dry_run=dry_run).run()
        return [difference for difference in found if difference is not None]


def counts(archive: Archive) -> dict[str, int]:
    tables = ("articles", "revisions", "captures", "decisions", "pages")
    return {table: archive.db.value(f"SELECT count(*) FROM {table}") for table in tables}


def test_a_page_that_passes_by_now_becomes_an_article_seen_when_it_was_fetched(
    archive: Archive, source: Source
) -> None:
    assert counts(archive)["articles"] == 0
    (shown,) = reparse(archive, source, dry_run=True)
    assert shown.label == ("other", "peacekeeping")
    assert counts(archive)["articles"] == 0
    (done,) = reparse(archive, source)
    assert done.label == ("other", "peacekeeping")
    (row,) = archive.db.rows("SELECT uid, first_seen_at, revision, origin FROM articles")
    assert (row["first_seen_at"], row["revision"], row["origin"]) == ("2026-11-02T08:00:00Z", 1, "crawl")
    assert archive.db.value("SELECT state FROM pages WHERE url LIKE '%unmiss'") == "kept"
    before = counts(archive)
    assert reparse(archive, source) == []
    assert counts(archive) == before


def test_an_article_stays_when_its_label_falls_and_a_withdrawn_one_stays_withdrawn(
    archive: Archive, source: Source
) -> None:
    reparse(archive, source)
    (uid,) = (row["uid"] for row in archive.db.rows("SELECT uid FROM articles"))
    archive.articles.mark_withdrawn(archive.db.value("SELECT id FROM articles"), LATER)
    (fallen,) = reparse(archive, source, accept=500.0, review=400.0)
    assert (fallen.uid, fallen.label) == (uid, ("peacekeeping", "other"))
    row = archive.articles.by_uid(uid)
    assert row is not None
    assert (row["label"], row["revision"], row["withdrawn_at"]) == ("other", 1, "2026-11-11T08:00:00Z")
    assert len(archive.articles.revisions_of(uid)) == 1


def test_an_imported_page_with_an_address_of_its_own_stays_one_article(archive: Archive, source: Source) -> None:
    url = "https://elsewhere.example/news/1"
    head = f'<link rel="canonical" href="{url}">'
    body = PAGE.format(title="UN peacekeepers of UNMISS open a bridge", lead="UNMISS opened it.", filler=FILLER)
    content = body.replace("<head>", "<head>" + head).encode()
    with workers(source) as running:
        kept = archive.captures.keep_file("page.html", content, content_type="text/html", at=FETCHED)
        reading = running.read_page(Page(body=content, content_type="text/html", fetched_at=FETCHED), None)
    settled = Intake(archive, origin="import").settle(kept.capture_id, None, reading, source=None, now=FETCHED)
    assert settled.change == "new"
    reparse(archive, source)
    assert archive.db.value("SELECT count(*) FROM articles WHERE origin = 'import'") == 1


@pytest.mark.long
def test_what_the_parser_gives_up_on_stays_as_it_is(archive: Archive, source: Source) -> None:
    def stored() -> list[Any]:
        return [archive.db.rows(f"SELECT * FROM {name}") for name in ("articles", "decisions", "captures", "pages")]

    with workers(source) as today:
        list(Reparse(archive, today, {"paper": source}).run())
    before = stored()
    with workers(source, seconds=0.0001) as hurried:
        work = Reparse(archive, hurried, {"paper": source})
        assert list(work.run()) == [None, None]
    assert (work.tally.given_up, stored()) == (2, before)
