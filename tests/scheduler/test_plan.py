"""What is due, from rows: nothing is lost, no two batches share a host, missed weeks come oldest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates import FUTURE_SLACK
from reports.week import Week
from scheduler.batches import BATCH_SIZE, make_batches
from scheduler.plan import (
    BEHIND,
    DAYS_OF_PROOF,
    Attempt,
    Facts,
    PlannedSource,
    Rhythm,
    clock_doubt,
    digests_due,
    make_plan,
    source_due,
)
from scheduler.schedule import parse_weekly
from storage.health import PastRun, SourcePast

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
RHYTHM = Rhythm(interval=6 * HOUR, weekly=parse_weekly("monday 06:00"), zone=ZoneInfo("UTC"))
FEED = "https://lantern.test/feed"


def source(slug: str = "lantern", hosts: tuple[str, ...] = ("lantern.test",)) -> PlannedSource:
    return PlannedSource(slug=slug, hosts=frozenset(hosts), listings=(FEED,))


def runs(*outcomes: str | None, ended: datetime = NOW - HOUR) -> tuple[PastRun, ...]:
    """Newest first, an hour apart."""
    return tuple(
        PastRun(
            id=100 - n,
            started_at=ended - n * HOUR - MINUTE,
            ended_at=ended - n * HOUR if outcome else None,
            outcome=outcome,
        )
        for n, outcome in enumerate(outcomes)
    )


CASES: dict[str, tuple[SourcePast, datetime]] = {
    "never seen: now": (SourcePast(), NOW),
    "its listing's time": (SourcePast(listings={FEED: NOW + HOUR}, runs=runs("collected")), NOW + HOUR),
    "overdue": (SourcePast(listings={FEED: NOW - HOUR}, runs=runs("collected", ended=NOW - 7 * HOUR)), NOW - HOUR),
    "a listing never asked, or made due by hand": (SourcePast(listings={FEED: None}, runs=runs("collected")), NOW),
    "a time that a wrong clock wrote": (
        SourcePast(listings={FEED: NOW + timedelta(days=3650)}, runs=runs("collected")),
        NOW,
    ),
    "articles are gathered for an hour": (
        SourcePast(
            listings={FEED: NOW + 5 * HOUR}, pages_next_at=NOW - HOUR, runs=runs("collected", ended=NOW - 30 * MINUTE)
        ),
        NOW + 30 * MINUTE,
    ),
    "what the budget left undone comes soon": (
        SourcePast(
            listings={FEED: NOW + 5 * HOUR}, pages_next_at=NOW - HOUR, waiting=40, runs=runs("partial", ended=NOW)
        ),
        NOW + 5 * MINUTE,
    ),
    "interrupted once: at once": (
        SourcePast(listings={FEED: NOW - HOUR}, runs=runs("interrupted", ended=NOW)),
        NOW - HOUR,
    ),
    "what an interrupted run did not ask comes at once": (
        SourcePast(
            listings={FEED: NOW + 5 * HOUR}, pages_next_at=NOW - HOUR, runs=runs("interrupted", ended=NOW - MINUTE)
        ),
        NOW - HOUR,
    ),
    "what a crashed run did not ask: five minutes": (
        SourcePast(listings={FEED: NOW + 5 * HOUR}, pages_next_at=NOW - HOUR, runs=runs("crashed", ended=NOW - MINUTE)),
        NOW + 4 * MINUTE,
    ),
    "interrupted again and again: later": (
        SourcePast(listings={FEED: NOW - HOUR}, runs=runs("interrupted", "interrupted", "interrupted", ended=NOW)),
        NOW + 20 * MINUTE,
    ),
    "crashed: five minutes": (SourcePast(listings={FEED: None}, runs=runs("crashed", ended=NOW)), NOW + 5 * MINUTE),
    "crashed for a day: the interval": (
        SourcePast(listings={FEED: None}, runs=runs(*["crashed"] * 12, ended=NOW)),
        NOW + 6 * HOUR,
    ),
    "killed, no end: from its beginning": (SourcePast(runs=runs(None, ended=NOW + MINUTE)), NOW + 5 * MINUTE),
    "a run under a clock that was ahead does not count": (
        SourcePast(listings={FEED: NOW - HOUR}, runs=runs("crashed", ended=NOW + timedelta(days=4))),
        NOW - HOUR,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_when_a_source_is_due(name: str) -> None:
    past, due = CASES[name]
    assert source_due(source(), past, RHYTHM, NOW) == due


def test_a_resting_host_is_waited_for() -> None:
    until = NOW + 2 * HOUR
    assert source_due(source(), SourcePast(), RHYTHM, NOW, paused={"lantern.test": until}) == until
    both = source(hosts=("lantern.test", "www.lantern.test"))
    assert source_due(both, SourcePast(), RHYTHM, NOW, paused={"lantern.test": until}) == NOW


def test_a_child_that_ended_badly_rests_longer_each_time() -> None:
    waits = [
        source_due(source(), SourcePast(), RHYTHM, NOW, attempt=Attempt(at=NOW, failures=n)) - NOW
        for n in (1, 2, 3, 99)
    ]
    assert waits == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 6 * HOUR]


slugs = st.integers(0, 30).map(lambda n: f"s{n:02}")
hosts = st.frozensets(st.sampled_from("abcdefghijkl"), min_size=1, max_size=3)
many = st.dictionaries(slugs, hosts, max_size=25).map(
    lambda table: [PlannedSource(slug=slug, hosts=owned, listings=(FEED,)) for slug, owned in sorted(table.items())]
)


@given(many, st.frozensets(slugs))
@settings(max_examples=60, deadline=None)
def test_every_due_source_is_in_one_batch_and_no_host_in_two(
    sources: list[PlannedSource], alone: frozenset[str]
) -> None:
    batches = make_batches(sources, alone=alone)
    assert sorted(slug for batch in batches for slug in batch) == [one.slug for one in sources]
    owned = {one.slug: one.hosts for one in sources}
    seen: set[str] = set()
    for batch in batches:
        batch_hosts = frozenset().union(*(owned[slug] for slug in batch))
        assert not seen & batch_hosts
        seen |= batch_hosts
        tied = _tied(owned, batch[0])
        assert len(batch) <= BATCH_SIZE or set(batch) == tied
        if alone & set(batch):
            assert set(batch) == tied


def _tied(owned: dict[str, frozenset[str]], slug: str) -> set[str]:
    tied, grew = {slug}, True
    while grew:
        mine = frozenset().union(*(owned[one] for one in tied))
        more = {one for one, its in owned.items() if its & mine}
        grew, tied = more != tied, more
    return tied


times = st.one_of(st.none(), st.integers(-100_000, 100_000).map(lambda m: NOW + timedelta(minutes=m)))
outcomes = st.lists(
    st.sampled_from(["collected", "nothing-new", "partial", "crashed", "interrupted", "busy", "unreachable", None]),
    max_size=12,
)
pasts = st.builds(
    lambda next_at, pages, ended, names, waiting: SourcePast(
        listings={FEED: next_at}, pages_next_at=pages, runs=runs(*names, ended=ended), waiting=waiting
    ),
    times,
    times,
    st.integers(-100_000, 100_000).map(lambda m: NOW + timedelta(minutes=m)),
    outcomes,
    st.integers(0, 3),
)


@given(
    pasts,
    times,
    st.one_of(
        st.none(),
        st.builds(lambda m, n: Attempt(at=NOW + m * MINUTE, failures=n), st.integers(-9999, 9999), st.integers(1, 50)),
    ),
)
@settings(max_examples=100, deadline=None)
def test_nothing_due_is_ever_lost(past: SourcePast, paused: datetime | None, attempt: Attempt | None) -> None:
    """Whatever the archive says, a source comes to be due within the longest rests that anything can ask for."""
    rest = {"lantern.test": paused} if paused else {}
    now = NOW
    for _ in range(20):
        due = source_due(source(), past, RHYTHM, now, paused=rest, attempt=attempt)
        if due <= now:
            break
        now = due
    assert due <= now <= NOW + timedelta(days=18)


@given(many, st.frozensets(slugs))
@settings(max_examples=40, deadline=None)
def test_a_busy_host_keeps_its_sources_out(sources: list[PlannedSource], busy: frozenset[str]) -> None:
    plan = make_plan(Facts(sources=sources, busy=busy), RHYTHM, NOW)
    planned = {slug for batch in plan.batches for slug in batch}
    taken = {host for one in sources if one.slug in busy for host in one.hosts}
    for one in sources:
        assert (one.slug in planned) == (one.slug not in busy and not one.hosts & taken)


@pytest.mark.parametrize("missed", [0, 1, 3, 60])
def test_missed_weeks_are_all_due_oldest_first(missed: int) -> None:
    first = Week.of(NOW - timedelta(weeks=missed))
    weeks, next_at = digests_due(Facts(sources=(), first_run_at=first.start + HOUR), RHYTHM, NOW)
    assert len(weeks) == missed
    assert list(weeks) == sorted(weeks)
    assert weeks[:1] == ((str(first),) if missed else ())
    assert next_at == (NOW if missed else datetime(2026, 11, 23, 6, tzinfo=UTC))


def test_a_week_with_an_edition_is_not_due_again() -> None:
    facts = Facts(sources=(), first_run_at=NOW - timedelta(weeks=3), editions=frozenset({"2026-W44", "2026-W46"}))
    assert digests_due(facts, RHYTHM, NOW)[0] == ("2026-W45",)


MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
WAITING: dict[str, tuple[datetime, list[str], bool]] = {
    "before the schedule's hour": (MONDAY + 5 * HOUR, [], False),
    "at the hour": (MONDAY + 6 * HOUR, [], True),
    "an untried source is waited for": (MONDAY + 6 * HOUR, ["lantern"], False),
    "for a day at most": (MONDAY + 24 * HOUR, ["lantern"], True),
}


@pytest.mark.parametrize("name", WAITING)
def test_when_a_week_can_be_closed(name: str) -> None:
    now, untried, due = WAITING[name]
    facts = Facts(sources=(), first_run_at=MONDAY - 3 * HOUR, untried=untried)
    weeks, next_at = digests_due(facts, RHYTHM, now)
    assert weeks == (("2026-W46",) if due else ())
    assert next_at is not None
    assert due or now < next_at <= MONDAY + 24 * HOUR


def test_every_week_of_ten_years_is_due_exactly_once() -> None:
    """DST both ways, year ends and weeks 53: walk the years, closing what is due."""
    rhythm = Rhythm(interval=6 * HOUR, weekly=parse_weekly("sunday 02:30"), zone=ZoneInfo("Australia/Lord_Howe"))
    first, now, closed = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC), []
    while now < datetime(2030, 1, 1, tzinfo=UTC):
        recent = frozenset(closed[-200:])
        weeks, next_at = digests_due(
            Facts(sources=(), first_run_at=max(first, now - timedelta(weeks=5)), editions=recent), rhythm, now
        )
        closed.extend(weeks)
        assert next_at is not None
        now = max(next_at, now + MINUTE)
    assert len(closed) == len(set(closed)) == len(range((Week.of(now).start - Week.of(first).start).days // 7)) - 1


@pytest.mark.parametrize(
    ("now", "newest", "doubted"),
    [
        (datetime(1970, 1, 2, tzinfo=UTC), None, True),
        (NOW, None, False),
        (NOW, NOW + timedelta(days=1), False),
        (NOW + timedelta(days=3650), NOW, True),
        (NOW + timedelta(weeks=60), NOW, False),
    ],
)
def test_a_clock_that_cannot_be_right(now: datetime, newest: datetime | None, *, doubted: bool) -> None:
    assert (clock_doubt(now, newest) is not None) == doubted


def test_a_clock_that_fell_behind_the_archives_own_runs() -> None:
    """Runs of several days were no slip of the clock; those of one may have been."""
    assert BEHIND == FUTURE_SLACK
    assert clock_doubt(NOW, NOW + timedelta(days=90), DAYS_OF_PROOF) is not None
    assert clock_doubt(NOW, NOW + timedelta(days=90), DAYS_OF_PROOF - 1) is None


def test_the_plan_needs_no_more_than_its_arguments() -> None:
    make: Callable[..., object] = make_plan
    facts = Facts(sources=[source("b"), source("a", ("other.test",))], pasts={"b": CASES["overdue"][0]})
    assert make(facts, RHYTHM, NOW) == make(facts, RHYTHM, NOW)
