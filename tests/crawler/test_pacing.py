"""Rhythms out of an archive's rows: what a source gave and when, and how a real crawl goes by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.pacing import Pacing, page_again
from crawler.rhythm import HOURS
from storage.archive import Archive
from storage.records import Link, Outcome
from storage.rhythms import Rhythms
from storage.steady import note_steady, steady_sources
from storage.times import from_text, to_text
from tests.crawler.sites import crawl, rows, site

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
INTERVAL = 6 * HOUR
FEED = "http://lantern.test/feed"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, create=True) as opened:
        opened.ledger.register_sources([{"slug": slug, "name": slug} for slug in ("lantern", "tide")], NOW - 60 * DAY)
        yield opened


def followed(
    archive: Archive, slug: str, days: int, *, a_look: int = 1, hours: tuple[int, ...] = (0, 6, 12, 18)
) -> None:
    """Runs every six hours of the last days, each of which found so many new addresses."""
    for day in range(days, 0, -1):
        for hour in (0, 6, 12, 18):
            at = (NOW - day * DAY).replace(hour=hour, minute=0)
            run = archive.ledger.start_run(slug, at)
            links = [Link(url=f"http://{slug}.test/a/{to_text(at)}-{n}") for n in range(a_look)]
            found = at + timedelta(minutes=1)
            archive.frontier.add_links(links, host_of=lambda _: f"{slug}.test", source=slug, listing=FEED, now=found)
            archive.ledger.end_run(run, found, Outcome.COLLECTED, None, {"listings": 1})


def test_what_was_seen_came_since_the_look_before(archive: Archive) -> None:
    followed(archive, "lantern", 3, a_look=2)
    rhythms = Rhythms(archive.db)
    looks = rhythms.looks("lantern", NOW - 30 * DAY, NOW)
    seen = list(rhythms.seen("lantern", looks, NOW))
    assert len(looks) == 12
    assert sum(number for *_, number in seen) == 22, "of what the first look found the age is not known"
    assert {latest - earliest for earliest, latest, _ in seen} == {INTERVAL + timedelta(minutes=1)}


def test_an_hour_that_a_listing_prints_is_believed_a_bare_day_is_not(archive: Archive) -> None:
    followed(archive, "lantern", 2, a_look=0)
    at = (NOW - DAY).replace(hour=18, minute=0)
    links = [
        Link(url="http://lantern.test/a", published_at=at - 2 * HOUR),
        Link(url="http://lantern.test/b", published_at=at.replace(hour=0)),
        Link(url="http://lantern.test/c", published_at=at - 9 * DAY + HOUR),
    ]
    archive.frontier.add_links(links, host_of=lambda _: "x", source="lantern", listing=FEED, now=at + HOUR / 60)
    rhythms = Rhythms(archive.db)
    seen = list(rhythms.seen("lantern", rhythms.looks("lantern", NOW - 30 * DAY, NOW), NOW))
    exact = [earliest for earliest, latest, _ in seen if earliest == latest]
    assert exact == [(at - 2 * HOUR).replace(minute=30)]
    assert sum(number for *_, number in seen) == 3


def test_a_source_is_asked_at_the_interval_until_it_is_known_and_by_its_news_then(archive: Archive) -> None:
    pacing = Pacing(archive, INTERVAL)
    followed(archive, "lantern", 5, a_look=8)
    assert pacing.listing_again("lantern", NOW, None) == NOW + INTERVAL
    followed(archive, "tide", 20, a_look=0)
    followed(archive, "lantern", 20, a_look=8)
    assert pacing.pace("tide", NOW) is not None
    assert pacing.pace("lantern", NOW) is not None
    # The price is that of an hour; the first of them was asked before the other was known.
    pacing = Pacing(archive, INTERVAL)
    quiet, busy = (pacing.listing_again(slug, NOW, None) - NOW for slug in ("tide", "lantern"))
    assert HOUR <= busy < INTERVAL < quiet <= DAY
    assert pacing.pace("lantern", NOW + 90 * MINUTE) == pacing.pace("lantern", NOW), "a new price, the same sources"
    assert pacing.listing_again("lantern", NOW, "max-age=36000") == NOW + 10 * HOUR
    row = Rhythms(archive.db).row("lantern")
    assert row is not None
    assert row["at"] == to_text(NOW)
    pacing.listing_again("lantern", NOW + 3 * HOUR, None)
    assert Rhythms(archive.db).row("lantern") == row, "estimated once a day"
    pacing.listing_again("lantern", NOW + 25 * HOUR, None)
    assert Rhythms(archive.db).row("lantern") != row
    assert len(Rhythms(archive.db).rates()["lantern"]) == HOURS


def test_by_interval_nothing_is_learned_and_what_was_is_forgotten(archive: Archive) -> None:
    followed(archive, "lantern", 20, a_look=8)
    Pacing(archive, INTERVAL).listing_again("lantern", NOW, None)
    assert Rhythms(archive.db).row("lantern") is not None
    assert Pacing(archive, INTERVAL, by_news=False).listing_again("lantern", NOW, None) == NOW + INTERVAL
    assert Rhythms(archive.db).row("lantern") is None
    page = {"source": "lantern", "first_seen_at": to_text(NOW - 4 * HOUR), "article_id": None}
    assert page_again(archive, page, NOW) == NOW + 12 * HOUR


def test_a_real_crawl_asks_the_feed_by_the_rhythm_that_the_archive_holds(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.ledger.register_sources([{"slug": "site", "name": "site"}], NOW - 9 * DAY)
        followed(archive, "site", 9)
        archive.frontier.put_off([row["id"] for row in archive.db.rows("SELECT id FROM pages")], NOW + 30 * DAY)
    with site() as one:
        one.articles(1)
        crawl(tmp_path, one.source(), at=NOW)
    (known,) = rows(tmp_path, "SELECT * FROM rhythms")
    (feed,) = rows(tmp_path, "SELECT next_at, checked_at FROM pages WHERE kind = 'listing'")
    assert known["source"] == "site"
    assert known["young"] <= 1
    apart = from_text(feed["next_at"]) - from_text(feed["checked_at"])
    assert HOUR <= apart <= DAY
    assert rows(tmp_path, "SELECT source FROM steady") == [{"source": "site"}]


def test_a_source_is_judged_again_when_one_of_its_pages_was_read(archive: Archive) -> None:
    followed(archive, "lantern", 2)
    note_steady(archive.db, "lantern", NOW)
    note_steady(archive.db, "tide", NOW)
    assert steady_sources(archive.db) == {"lantern", "tide"}
    (page,) = archive.db.rows("SELECT id FROM pages WHERE source = 'lantern' LIMIT 1")
    archive.frontier.update(page["id"], checked_at=NOW)
    assert steady_sources(archive.db) == {"lantern", "tide"}
    archive.frontier.update(page["id"], state="rejected", reason="leads to http://lantern.test/")
    assert steady_sources(archive.db) == {"tide"}
