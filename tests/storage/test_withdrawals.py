"""Take-downs and returns as events: each one row, none doubled, none lost by an older capture."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.withdrawals import GONE, HIDDEN, join_withdrawals, told
from tests.storage.conftest import START, Newsroom, an_article

HOUR = timedelta(hours=1)
DAY = 24 * HOUR


def events(newsroom: Newsroom, article_id: int) -> list[tuple[str, str, str | None]]:
    found = newsroom.archive.articles.withdrawals.of(article_id)
    return [(row["kind"], row["since"][:10], row["returned_at"] and row["returned_at"][:10]) for row in found]


@pytest.mark.parametrize("kind", GONE)
def test_a_page_that_goes_comes_back_and_goes_again_is_two_events(newsroom: Newsroom, kind: str) -> None:
    one, articles = newsroom.publish(an_article()).article_id, newsroom.archive.articles
    articles.mark_withdrawn(one, START + DAY, kind=kind, at=START + 2 * DAY, reason="gone")
    articles.mark_withdrawn(one, START + 3 * DAY, kind="410", at=START + 3 * DAY, reason="still gone")
    articles.mark_returned(one, START + 4 * DAY)
    articles.mark_returned(one, START + 5 * DAY)
    articles.mark_withdrawn(one, START + 6 * DAY, kind=kind, at=START + 7 * DAY, reason="gone")
    assert events(newsroom, one) == [(kind, "2026-11-03", "2026-11-06"), (kind, "2026-11-08", None)]
    assert [told(row) for row in articles.withdrawals.of(one)] == [
        "withdrawn 2026-11-03T06:00:00Z to 2026-11-06T06:00:00Z: gone",
        "withdrawn since 2026-11-08T06:00:00Z: gone",
    ]


@pytest.mark.parametrize("kind", HIDDEN)
def test_a_page_that_hides_its_text_withdraws_nothing(newsroom: Newsroom, kind: str) -> None:
    stored, articles = newsroom.publish(an_article()), newsroom.archive.articles
    for day in (1, 2, 3):
        articles.mark_hidden(stored.article_id, kind, START + day * DAY, f"{kind}: asks")
    row = articles.by_uid(stored.uid)
    assert row is not None
    assert row["withdrawn_at"] is None
    assert events(newsroom, stored.article_id) == [(kind, "2026-11-03", None)]
    articles.mark_returned(stored.article_id, START + 4 * DAY)
    assert events(newsroom, stored.article_id) == [(kind, "2026-11-03", "2026-11-06")]


def test_an_older_capture_ends_no_later_withdrawal(newsroom: Newsroom) -> None:
    stored, articles = newsroom.publish(an_article()), newsroom.archive.articles
    articles.mark_withdrawn(stored.article_id, START + 5 * DAY, kind="410", reason="gone")
    articles.mark_returned(stored.article_id, START + DAY, past=True)
    row = articles.by_uid(stored.uid)
    assert row is not None
    assert row["withdrawn_at"] == "2026-11-07T06:00:00Z"
    assert events(newsroom, stored.article_id) == [("410", "2026-11-07", None)]


def test_a_return_that_was_none_is_taken_back(newsroom: Newsroom) -> None:
    one, articles = newsroom.publish(an_article()).article_id, newsroom.archive.articles
    articles.mark_withdrawn(one, START + DAY, kind="404", reason="not found")
    articles.mark_returned(one, START + 2 * DAY, past=True)
    articles.mark_withdrawn(one, START + DAY)
    assert events(newsroom, one) == [("404", "2026-11-03", None)]


def test_events_of_a_merged_archive_come_once(newsroom: Newsroom) -> None:
    stored, db = newsroom.publish(an_article()), newsroom.archive.db
    newsroom.archive.articles.mark_withdrawn(stored.article_id, START + DAY, kind="404", reason="not found")
    for _ in range(2):
        with db.write():
            join_withdrawals(db, db, theirs=stored.article_id, uid=stored.uid)
    assert events(newsroom, stored.article_id) == [("404", "2026-11-03", None)]
