"""How due sources are divided: the longest wait first, large batches where many wait, few starts where many follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduler.batches import (
    BATCH_SIZE,
    LARGEST_BATCH,
    LONGEST_PATIENCE,
    PLACES,
    batch_size,
    by_waiting,
    make_batches,
    start_at,
    tied_groups,
)

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class One:
    slug: str
    hosts: frozenset[str]


def one(slug: str, *hosts: str) -> One:
    return One(slug, frozenset(hosts or (f"{slug}.test",)))


def test_the_longest_wait_comes_first_whatever_its_name() -> None:
    sources = [one(f"s{n:03}") for n in range(60)]
    due = {source.slug: NOW - n * MINUTE for n, source in enumerate(sources)}
    batches = make_batches(by_waiting(due, sources))
    assert [slug for batch in batches for slug in batch] == [f"s{n:03}" for n in reversed(range(60))]
    assert {len(batch) for batch in batches} == {BATCH_SIZE, 60 % BATCH_SIZE}


def test_many_that_wait_share_processes_so_that_all_places_are_filled_at_once() -> None:
    assert [batch_size(due) for due in (1, 8, 48, 240, 600, 2000, 50_000)] == [8, 8, 16, 80, 100, 100, LARGEST_BATCH]
    assert len(make_batches([one(f"s{n}") for n in range(240)], batch_size(240))) == PLACES


def test_sources_tied_by_hosts_stay_together_and_keep_their_order() -> None:
    groups = tied_groups(
        [one("a", "x"), one("b", "y"), one("c", "z"), one("d", "y", "z"), one("e", "x"), one("f", "z")]
    )
    assert [sorted(group) for group in groups] == [["a", "e"], ["b", "c", "d", "f"]]


def test_ten_thousand_sources_are_divided_in_no_time() -> None:
    sources = [one(f"s{n}", f"h{n}", f"shared{n % 4000}") for n in range(10_000)]
    batches = make_batches(sources, batch_size(10_000))
    assert sum(map(len, batches)) == 10_000


def test_a_crawl_begins_with_the_first_source_where_few_follow_it() -> None:
    few = [NOW + n * MINUTE for n in range(BATCH_SIZE)]
    assert start_at(few, 6 * HOUR, NOW - HOUR) == NOW
    assert start_at([], 6 * HOUR, NOW) is None


def test_a_crawl_waits_some_minutes_where_many_follow_and_no_longer() -> None:
    many = [NOW + n * MINUTE / 4 for n in range(200)]
    assert start_at(many, 24 * HOUR, NOW - HOUR) == NOW + LONGEST_PATIENCE
    assert start_at(many, HOUR, NOW - HOUR) == NOW + HOUR / 24
    assert start_at(many, HOUR, NOW + MINUTE / 4) == NOW + HOUR / 24
    late = NOW + 3 * MINUTE
    begins = start_at(many, HOUR, late)
    assert begins is not None
    assert begins <= late


def test_those_that_are_due_already_wait_for_nobody() -> None:
    assert start_at([NOW] * 2000, HOUR, NOW) == NOW
    enough = [NOW - MINUTE] * (PLACES * LARGEST_BATCH) + [NOW + n * MINUTE / 60 for n in range(100)]
    assert start_at(enough, HOUR, NOW) == NOW - MINUTE
