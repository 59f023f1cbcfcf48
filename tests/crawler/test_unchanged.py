"""A page that says what it said last time: its times move, and what it had got into is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.extraction.page import Page
from crawler.intake import Intake
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_page
from crawler.source import parse_source
from storage.archive import Archive
from storage.records import Answer
from storage.times import to_text
from tests.crawler.sites import page

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
URL = "https://news.example/a/1"
STAYS = ("state", "reason", "tries", "gone_since")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """One kept article, and a table that fills where a column is set that an unchanged page need not set."""
    with Archive.open(tmp_path, create=True) as opened:
        table = {"slug": "site", "name": "The site desk", "home": "https://news.example/", "article_url": ["^/a/"]}
        source = parse_source({**table, "feeds": ["https://news.example/f"]}, file="site.toml", packaged=False)
        opened.ledger.register_sources([source], NOW)
        row = opened.frontier.add_page(URL, host="news.example", source="site", kind="article", now=NOW)
        body, intake = page(1), Intake(opened, origin="crawl")
        kept = intake.keep(Answer(url=URL, status=200, headers=(), body=body, fetched_at=NOW), row["id"])
        read = Page(body=body, url=URL, content_type="text/html", fetched_at=NOW)
        reading = read_page(read, source, load_relevance(None, accept=None, review=None))
        intake.settle(kept.capture_id, row["id"], reading, source=source, now=NOW)
        with opened.db.write():
            opened.db.execute("CREATE TEMP TABLE set_again (page_id INTEGER)")
            opened.db.execute(
                f"CREATE TEMP TRIGGER noted AFTER UPDATE OF {', '.join(STAYS)} ON main.pages"
                " BEGIN INSERT INTO set_again VALUES (new.id); END"
            )
        yield opened


def test_only_its_times_are_written(archive: Archive) -> None:
    before = archive.frontier.page_at(URL)
    assert before is not None
    Intake(archive, origin="crawl").unchanged(before["id"], LATER)
    after = archive.frontier.page(before["id"])
    assert after is not None
    assert {name for name in before if before[name] != after[name]} == {"checked_at", "next_at"}
    assert after["checked_at"] == to_text(LATER) < after["next_at"]
    assert archive.db.value("SELECT count(*) FROM set_again") == 0


def test_what_it_had_got_into_is_over(archive: Archive) -> None:
    before = archive.frontier.page_at(URL)
    assert before is not None
    archive.frontier.update(before["id"], state="failed", reason="timeout", tries=2, gone_since=NOW)
    # The row that a run began with says nothing of it.
    Intake(archive, origin="crawl").unchanged(before["id"], LATER)
    after = archive.frontier.page(before["id"])
    assert after is not None
    assert {name: after[name] for name in STAYS} == {"state": "kept", "reason": None, "tries": 0, "gone_since": None}
