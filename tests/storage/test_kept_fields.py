"""A page built anew loses neither headline nor day of its article, and what it only prints otherwise is no revision."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.archive import Archive
from storage.records import Article
from storage.stored import Change, Stored
from tests.storage.conftest import START, Newsroom, an_article

TITLE = "Engineers mend the bridge"
BODY = (
    "Engineers of the mission mended the bridge of the town on Monday, and lorries crossed it in the evening.\n\n"
    "The mayor thanked them, and the school that lay behind the river was opened again with forty pupils."
)
OTHER = "The choir sang in the hall.\n\nRoses won the prize of the gardeners, and tea was served until the night came."
DAY = START - timedelta(hours=20)
MOVED = START + timedelta(days=40)


def state(**more: Any) -> Article:
    return an_article(**({"title": TITLE, "body": BODY, "published_at": DAY, "captions": (), "trailer": None} | more))


def seen(newsroom: Newsroom, *states: Article) -> Stored:
    return [newsroom.publish(one) for one in states][-1]


def told(archive: Archive) -> tuple[str | None, datetime | None]:
    [row] = archive.articles.each()
    article = archive.articles.load(row["uid"])
    return article.title, article.published_at


GONE = {
    "no day": {"published_at": None, "published_raw": "40 days ago"},
    "the day without its time": {"published_at": DAY.replace(hour=0, minute=0, second=0, microsecond=0)},
    "the day of the move": {"published_at": MOVED},
    "no headline": {"title": None},
    "neither": {"title": None, "published_at": None},
    "another closing line": {"trailer": "You may also like"},
}


@pytest.mark.parametrize("name", GONE)
def test_what_a_redesign_takes_away_stays_and_is_no_revision(newsroom: Newsroom, name: str) -> None:
    stored = seen(newsroom, state(), state(**GONE[name]))
    assert stored.change is Change.UNCHANGED
    assert told(newsroom.archive) == (TITLE, DAY)


@pytest.mark.parametrize("name", ["no day", "no headline", "neither"])
def test_it_stays_beside_what_was_edited_and_says_so_and_a_new_reading_leaves_it(newsroom: Newsroom, name: str) -> None:
    edited = state(**GONE[name], body=BODY.replace("forty", "fifty"))
    stored = seen(newsroom, state(), edited)
    assert [one.field for one in stored.changes] == ["body"]
    assert told(newsroom.archive) == (TITLE, DAY)
    [row] = newsroom.archive.articles.each()
    evidence = newsroom.archive.articles.load(row["uid"]).evidence
    kept = {name for name, one in evidence.items() if (one.basis or "").startswith("an earlier state of the page")}
    assert kept == {"title" if field == "title" else "published_at" for field in GONE[name]} - {"published_raw"}
    capture = newsroom.archive.db.value("SELECT max(id) FROM captures")
    page = newsroom.archive.db.value("SELECT page_id FROM captures WHERE id = ?", (capture,))
    newsroom.store(edited, capture_id=capture, page_id=page)
    assert told(newsroom.archive) == (TITLE, DAY)


def test_a_day_that_can_be_is_taken(newsroom: Newsroom) -> None:
    corrected = DAY - timedelta(days=30)
    assert seen(newsroom, state(), state(published_at=corrected)).change is Change.REVISED
    assert told(newsroom.archive)[1] == corrected


def test_the_next_bulletin_at_the_address_has_its_own_day(newsroom: Newsroom) -> None:
    edited = state(published_at=MOVED, body=BODY.replace("forty", "40").replace("bridge", "7 bridges"))
    assert seen(newsroom, state(), edited).change is Change.REVISED
    assert told(newsroom.archive)[1] == MOVED


def test_another_article_at_the_address_is_taken_as_it_is(newsroom: Newsroom) -> None:
    seen(newsroom, state(), state(body=OTHER, published_at=None))
    assert told(newsroom.archive) == (TITLE, None)


def test_a_first_state_is_kept_from_nothing(newsroom: Newsroom) -> None:
    seen(newsroom, state(published_at=None))
    assert told(newsroom.archive) == (TITLE, None)


AT_FIRST = "http://newsroom.example/news/2026/11/4711-bridge.html"
REBUILT = "http://newsroom.example/p/904711-bridge"
ELSEWHERE = {
    "at an address of another form": ({}, 1),
    "with the day of the move": ({"published_at": MOVED}, 1),
    "without a day": ({"published_at": None}, 1),
    "at one of the same form": ({"url": "http://newsroom.example/news/2026/12/4800-bridge.html"}, 2),
    "with another text": ({"body": f"{BODY}\n\nIt had been closed for a year."}, 2),
    "under another headline": ({"title": "The bridge is mended"}, 2),
    "with an earlier day": ({"published_at": DAY - timedelta(days=365)}, 2),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_a_rebuilt_site_numbers_anew_is_the_same_article(newsroom: Newsroom, name: str) -> None:
    more, articles = ELSEWHERE[name]
    body = {"body": f"{BODY} Both banks have waited for it since the flood of the spring."}
    stored = newsroom.publish(state(**body, url=AT_FIRST, key="4711"))
    newsroom.archive.texts.place(stored.article_id)
    newsroom.publish(state(**(body | {"url": REBUILT, "key": "904711"} | more)))
    rows = newsroom.archive.db.rows("SELECT published_at FROM articles")
    assert len(rows) == articles
    if articles == 1:
        assert told(newsroom.archive) == (TITLE, DAY)


def test_a_short_notice_at_another_address_is_another(newsroom: Newsroom) -> None:
    for number, url in enumerate((AT_FIRST, REBUILT)):
        stored = newsroom.publish(state(body="The desk is closed on Monday.", url=url, key=f"{number}"))
        newsroom.archive.texts.place(stored.article_id)
    assert newsroom.archive.db.value("SELECT count(*) FROM articles") == 2
