"""Pages that differ at every fetch: bounded revisions, none where only the page's furniture changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.extraction.page import Page
from crawler.intake import Intake
from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_page
from crawler.source import Source, parse_source
from storage.archive import Archive
from storage.articles import MOST_REVISIONS
from storage.records import Answer
from tests.crawler.sites import page

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
URL = "https://news.example/a/1"


@pytest.fixture(scope="module")
def relevance() -> Relevance:
    return load_relevance(None, accept=None, review=None)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, create=True) as opened:
        yield opened


def source() -> Source:
    table = {
        "slug": "site", "name": "The site desk", "home": "https://news.example/", "language": "en", "timezone": "UTC",
        "article_url": ["^/a/"], "feeds": ["https://news.example/feed.xml"],
    }  # fmt: skip
    return parse_source(table, file="site.toml", packaged=False)


def inside(before: bytes, n: int) -> bytes:
    return page(1).replace(before, before + b" %d" % n)


# name: (page of the nth fetch, most revisions after 40 fetches, is it called unstable)
PAGES: dict[str, tuple[Callable[[int], bytes], int, bool]] = {
    "a new sentence at every fetch": (lambda n: page(1, words=f"The counter stood at {n} on that day."), MOST_REVISIONS, True),  # noqa: E501
    "two wordings in turn": (lambda n: page(1, words=("One wording.", "Another wording.")[n % 2]), MOST_REVISIONS, True),  # noqa: E501
    "a comment": (lambda n: page(1).replace(b"</body>", b"<!-- served by node %d --></body>" % n), 1, False),
    "a nonce": (lambda n: page(1).replace(b"</head>", b"<script nonce='%d'>var t=%d;</script></head>" % (n, n)), 1, False),  # noqa: E501
    "a token in a form": (lambda n: page(1).replace(b"</body>", b"<form><input type=hidden value=%d></form></body>" % n), 1, False),  # noqa: E501
    "a clock above": (lambda n: page(1).replace(b"<body>", b"<body><div id=clock>Saturday, 21 November 2026 09:%02d:17</div>" % n), 1, False),  # noqa: E501
    "a counter below": (lambda n: page(1).replace(b"</article>", b"</article><footer>Visitors today: %d</footer>" % n), 1, False),  # noqa: E501
    "views beside the title": (lambda n: page(1).replace(b"</h1>", b"</h1><span class=views>Views: %d</span>" % n), 1, False),  # noqa: E501
    "most read beside it": (lambda n: page(1).replace(b"</article>", b"</article><aside><h3>Most read</h3><ul><li><a href=/a/%d>"  # noqa: E501
                            b"Item %d of the day</a></li></ul></aside>" % (n, n)), 1, False),
    "space and line breaks": (lambda n: page(1).replace(b"<p>", b"\n" * (n % 3) + b"<p>" + b" " * (n % 4)), 1, False),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_never_stands_still(archive: Archive, relevance: Relevance, name: str) -> None:
    served, most, unstable = PAGES[name]
    archive.ledger.register_sources([source()], NOW)
    row = archive.frontier.add_page(URL, host="news.example", source="site", kind="article", now=NOW)
    intake = Intake(archive, origin="crawl")
    for n in range(40):
        at = NOW + n * timedelta(hours=12)
        body = served(n)
        reading = read_page(Page(body=body, url=URL, content_type="text/html", fetched_at=at), source(), relevance)
        answer = Answer(url=URL, status=200, headers=(), body=body, fetched_at=at)
        kept = intake.keep(answer, row["id"])
        assert kept.new
        intake.settle(kept.capture_id, row["id"], reading, source=source(), now=at)
    assert archive.db.value("SELECT count(*) FROM articles") == 1
    assert archive.db.value("SELECT count(*) FROM revisions") == most
    reason = archive.frontier.page(row["id"])["reason"]
    assert ("unstable page" in (reason or "")) == unstable
