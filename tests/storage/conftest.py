from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage import uids
from storage.archive import Archive
from storage.articles import Stored
from storage.records import Answer, Article, Decision, Label, Match

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
DAY_FILE = "pages/2026-11/bluewatch-20261102.warc.gz"


def an_answer(url: str = "http://newsroom.example/a/1.html", body: bytes = b"<p>one</p>", **more: Any) -> Answer:
    given: dict[str, Any] = {
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=UTF-8"),),
        "fetched_at": START,
    }
    return Answer(url=url, body=body, **{**given, **more})


def a_decision(label: Label = Label.PEACEKEEPING, **more: Any) -> Decision:
    match = Match(kind="strong", term="peacekeepers", field="body", start=0, end=12, weight=4, place=1, points=4)
    return Decision(**{"label": label, "score": 12.0, "rules": "r1", "matches": (match,), **more})


def an_article(**more: Any) -> Article:
    given: dict[str, Any] = {
        "url": "http://newsroom.example/a/1.html",
        "source": "newsroom",
        "title": "Engineers rebuild a bridge",
        "body": "AWEIL, Nov. 1 -- The engineers rebuilt a bridge of 40 metres.\n\nPeacekeepers watched over the work.",
    }
    return Article(**{**given, **more})


@dataclass
class Newsroom:
    """Stores articles as an intake does, one step of time at each."""

    archive: Archive
    now: datetime = START

    def page(self, url: str) -> int:
        db = self.archive.db
        with db.write():
            db.execute(
                "INSERT OR IGNORE INTO sources (slug, name, first_used_at)"
                " VALUES ('newsroom', 'Newsroom', '2026-11-02T06:00:00Z')"
            )
            db.execute(
                "INSERT OR IGNORE INTO pages (url, host, source, kind, first_seen_at, state)"
                " VALUES (?, 'newsroom.example', 'newsroom', 'article', '2026-11-02T06:00:00Z', 'new')",
                (url,),
            )
        return int(db.value("SELECT id FROM pages WHERE url = ?", (url,)))

    def publish(self, article: Article, decision: Decision | None = None, *, bytes_: bytes | None = None) -> Stored:
        """One visit to the article's page."""
        self.now += timedelta(hours=12)
        page_id = self.page(article.url) if article.url else None
        body = bytes_ if bytes_ is not None else f"{article}{self.now}".encode()
        answer = an_answer(article.url or "urn:none", body, fetched_at=self.now)
        kept = self.archive.captures.keep(answer, page_id=page_id)
        return self.store(article, decision, capture_id=kept.capture_id, page_id=page_id)

    def store(self, article: Article, decision: Decision | None = None, **places: Any) -> Stored:
        source = article.source or "import"
        return self.archive.articles.store(
            article,
            decision or a_decision(),
            origin="crawl",
            seen_at=self.now,
            uid=uids.mint(source, article.url or "urn:none"),
            **{"page_id": None, **places},
        )


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "data", create=True) as opened:
        yield opened


@pytest.fixture
def newsroom(archive: Archive) -> Newsroom:
    return Newsroom(archive)


__all__ = ["START", "Newsroom", "a_decision", "an_answer", "an_article", "replace"]


def records(path: Path) -> list[tuple[str, str, bytes]]:
    """Every record as any WARC tool sees it, digests checked."""
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]
