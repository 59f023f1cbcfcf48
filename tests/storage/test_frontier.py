from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.frontier import Frontier
from storage.records import Link

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOST = "news.example"


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path, create=True) as opened:
        opened.ledger.register_sources([{"slug": "s", "name": "S"}], NOW)
        yield opened


@pytest.fixture
def frontier(archive: Archive) -> Frontier:
    return archive.frontier


def links(*urls: str) -> list[Link]:
    return [Link(url=f"https://{HOST}/{url}", title=url) for url in urls]


def add(frontier: Frontier, *urls: str, at: datetime = NOW) -> int:
    return frontier.add_links(links(*urls), host_of=lambda _: HOST, source="s", listing="l", now=at)


def test_a_turn_is_given_once_a_gap_and_the_rest_is_told_in_seconds(frontier: Frontier) -> None:
    assert frontier.reserve(HOST, NOW, 5) == 0
    assert frontier.reserve(HOST, NOW + timedelta(seconds=1.5), 5) == pytest.approx(3.5)
    assert frontier.reserve("other.example", NOW, 5) == 0
    assert frontier.reserve(HOST, NOW + timedelta(seconds=5), 5) == 0
    assert frontier.host(HOST)["last_request_at"] == "2026-11-21T08:00:05.000Z"


def test_the_turn_is_kept_beyond_the_connection(archive: Archive, tmp_path: Path) -> None:
    archive.frontier.reserve(HOST, NOW, 5)
    with Archive.open(tmp_path) as second:
        assert second.frontier.reserve(HOST, NOW + timedelta(seconds=2), 5) == pytest.approx(3)


@pytest.mark.parametrize("ahead", [timedelta(seconds=2), timedelta(days=3650)])
def test_a_stamp_from_the_future_costs_two_gaps_at_most(frontier: Frontier, ahead: timedelta) -> None:
    frontier.stamp(HOST, NOW + ahead)
    waited = 0.0
    while (more := frontier.reserve(HOST, NOW + timedelta(seconds=waited), 5, waited=waited)) > 0:
        waited += more
    assert 5 <= waited <= 10


def test_a_longer_pause_stays(frontier: Frontier) -> None:
    assert frontier.paused_until(HOST) is None
    frontier.pause(HOST, NOW + timedelta(hours=2), "429")
    frontier.pause(HOST, NOW + timedelta(hours=1), "503")
    assert frontier.paused_until(HOST)[0] == NOW + timedelta(hours=2)
    frontier.pause(HOST, NOW + timedelta(days=3650), "429 by a clock that was wrong")
    frontier.pause(HOST, NOW + timedelta(hours=1), "503")
    assert frontier.paused_until(HOST)[0] == NOW + timedelta(hours=1)


def test_who_waits_for_a_turn_that_others_take_waits_on(frontier: Frontier) -> None:
    frontier.reserve(HOST, NOW, 5)
    assert frontier.reserve(HOST, NOW + timedelta(seconds=1), 5, waited=9) == 4


def test_unreachable_robots_keep_the_old_rules_and_their_time(frontier: Frontier) -> None:
    frontier.save_robots(HOST, text="x", state="rules", at=NOW, crawl_delay=2, reason=None)
    frontier.save_robots(
        HOST, text=None, state="unreachable", at=NOW + timedelta(hours=3), crawl_delay=None, reason="503"
    )
    row = frontier.host(HOST)
    assert (row["robots"], row["robots_at"], row["crawl_delay"]) == ("x", "2026-11-21T08:00:00Z", 2)
    assert (row["robots_state"], row["reason"]) == ("unreachable", "503")


def test_links_enter_once_and_what_was_known_before_a_walk_is_told_apart(frontier: Frontier) -> None:
    assert add(frontier, "a", "b", "a") == 2
    assert add(frontier, "b", "c", at=NOW + timedelta(seconds=9)) == 1
    began = "2026-11-21T08:00:09Z"
    assert frontier.known_before([f"https://{HOST}/a", f"https://{HOST}/b"], began) == 2
    assert frontier.known_before([f"https://{HOST}/a", f"https://{HOST}/c"], began) == 1
    assert frontier.known_before([], began) == 0


def test_due_pages_are_new_ones_in_order_and_those_whose_time_has_come(frontier: Frontier) -> None:
    add(frontier, "a", "b", "c", "d")
    ids = {row["url"][-1]: row["id"] for row in frontier.due_new("s", NOW)}
    assert list(ids) == ["a", "b", "c", "d"]
    frontier.update(ids["a"], state="kept", next_at=NOW + timedelta(hours=1))
    frontier.update(ids["b"], state="failed", next_at=NOW - timedelta(hours=1))
    frontier.update(ids["c"], state="other", next_at=None)
    assert [row["url"][-1] for row in frontier.due_new("s", NOW)] == ["d"]
    assert [row["url"][-1] for row in frontier.due_again("s", NOW, 10)] == ["b"]
    later = NOW + timedelta(hours=2)
    assert [row["url"][-1] for row in frontier.due_again("s", later, 10)] == ["b", "a"]
    assert [row["url"][-1] for row in frontier.due_again("s", later, 1)] == ["b"]
    frontier.update(ids["a"], next_at=NOW + timedelta(days=3000))
    assert "a" in [row["url"][-1] for row in frontier.due_again("s", NOW, 10)]


def test_a_page_that_waited_a_day_may_be_asked_a_little_early_one_that_failed_an_hour_ago_may_not(
    frontier: Frontier,
) -> None:
    add(frontier, "a", "b", "c")
    ids = {row["url"][-1]: row["id"] for row in frontier.due_new("s", NOW)}
    soon = NOW + timedelta(minutes=30)
    frontier.update(ids["a"], state="kept", next_at=soon, checked_at=soon - timedelta(days=1))
    frontier.update(ids["b"], state="failed", next_at=soon, checked_at=soon - timedelta(hours=1))
    frontier.update(ids["c"], state="failed", next_at=NOW, checked_at=NOW - timedelta(hours=1))
    assert [row["url"][-1] for row in frontier.due_again("s", NOW, 10)] == ["c"]
    assert [row["url"][-1] for row in frontier.due_again("s", NOW, 10, timedelta(minutes=20))] == ["c"]
    assert [row["url"][-1] for row in frontier.due_again("s", NOW, 10, timedelta(minutes=45))] == ["c", "a"]


def test_only_the_crawlers_columns_can_be_set(frontier: Frontier) -> None:
    add(frontier, "a")
    page = frontier.page_at(f"https://{HOST}/a")
    with pytest.raises(ValueError, match="url"):
        frontier.update(page["id"], url="https://elsewhere.example/")


def test_a_further_listing_page_is_never_due_by_itself(frontier: Frontier) -> None:
    first = frontier.add_page(f"https://{HOST}/l", host=HOST, source="s", kind="listing", now=NOW)
    more = frontier.add_page(f"https://{HOST}/l2", host=HOST, source="s", kind="listing", now=NOW, listing="l")
    assert first["next_at"] is not None
    assert more["next_at"] is None
    assert frontier.add_page(f"https://{HOST}/l", host=HOST, source="s", kind="listing", now=NOW)["id"] == first["id"]
