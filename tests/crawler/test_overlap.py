from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery.listing_read import ListingRead
from crawler.overlap import Before, digest_of, missed_words, turns_over

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def row(digest: str | None, state: str = "ok") -> dict[str, object]:
    return {"links_digest": digest, "checked_at": "2026-11-21T12:00:00Z", "state": state}


def test_what_is_known_of_a_listing_from_before() -> None:
    assert Before.of(row(None, "new")) == Before(read=False, entries=False, at=None)
    assert Before.of(row(digest_of(ListingRead()))) == Before(read=True, entries=False, at=NOW - 6 * HOUR)
    assert Before.of(row("abc")) == Before(read=True, entries=True, at=NOW - 6 * HOUR)
    assert Before.of(row("abc", "failed")) == Before(read=True, entries=True, at=None)


@pytest.mark.parametrize(
    ("links", "known", "hours"),
    [(10, 5, 12), (10, 9, 60), (4, 0, 6), (10, 10, None), (0, 0, None)],
)
def test_in_what_time_all_of_a_listing_is_new(links: int, known: int, hours: int | None) -> None:
    found = turns_over(Before.of(row("abc")), NOW, links=links, known=known)
    assert found == (None if hours is None else hours * HOUR)


def test_of_a_first_reading_nobody_knows() -> None:
    assert turns_over(Before.of(row(None, "new")), NOW, links=10, known=0) is None
    assert turns_over(Before.of(row("abc")), NOW - 9 * HOUR, links=10, known=0) is None, "a clock that was set back"


def test_two_gaps_of_a_day_are_one() -> None:
    first = missed_words("2026-11-21 06:00", NOW - 6 * HOUR)
    assert first == "may have missed items between 2026-11-21 06:00 and 2026-11-21 12:00 UTC"
    whole = "may have missed items between 2026-11-21 06:00 and 2026-11-21 18:00 UTC"
    assert missed_words("2026-11-21 12:00", NOW, first) == whole
    assert missed_words("2026-11-21 06:00", NOW, "not found (404)") == whole
