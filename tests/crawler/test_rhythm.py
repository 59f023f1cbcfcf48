"""When a source is asked next: by its news and the hours of its week, within bounds, at the price of a budget."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean

import pytest

from crawler.recheck import Habits, article_again, habits_of, listing_again, listing_due, page_due
from crawler.rhythm import (
    HOURS,
    Pace,
    Seen,
    before_the_week_is_closed,
    bounds_of,
    estimate,
    hour_of_week,
    looks_of,
    next_look,
    root_of,
)

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)  # a Wednesday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
INTERVAL = 6 * HOUR
BOUNDS = bounds_of(INTERVAL)


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a test, no secret


def pace(*rates: float, of: Iterable[float] | None = None) -> Pace:
    """A steady rate, or one by hour of the day. of: the rates of all sources together."""
    whole = rates * HOURS if len(rates) == 1 else rates * 7
    roots = [root_of(whole)] if of is None else [root_of([one]) for one in of]
    return Pace(rates=tuple(whole[:HOURS]), looks=looks_of(roots, INTERVAL))


def waits(one: Pace, *, slug: str = "lantern", at: datetime = NOW, days: int = 7) -> list[timedelta]:
    """The times between looks over some days."""
    found, moment = [], at
    while moment < at + days * DAY:
        again = next_look(slug, one, BOUNDS, moment)
        found.append(again - moment)
        moment = again
    return found


def seen(number: int, days: int, chance: Random, hours: tuple[int, ...] = tuple(range(24))) -> list[Seen]:
    """So many items at these hours of the days before now."""
    found = []
    for _ in range(number):
        at = (NOW - DAY * chance.uniform(0, days)).replace(hour=chance.choice(hours), minute=30)
        found.append((at, at, 1))
    return found


def test_one_source_alone_with_steady_news_is_asked_at_the_interval() -> None:
    for rate in (0.01, 1.0, 50.0):
        assert abs(mean(one / HOUR for one in waits(pace(rate))) - 6) < 0.35


def test_eight_times_the_news_is_twice_the_looks() -> None:
    rates = (0.1, 0.8)
    quiet, busy = (mean(one / HOUR for one in waits(pace(rate, of=rates))) for rate in rates)
    assert 1.95 < quiet / busy < 2.05


def test_all_sources_together_are_asked_as_often_as_at_the_interval() -> None:
    chance = dice(3)
    rates = [0.05 * chance.random() ** -1.2 for _ in range(300)]
    looks = sum(len(waits(pace(rate, of=rates), slug=f"s{n}")) for n, rate in enumerate(rates))
    assert 0.96 < looks / (300 * 7 * 4) < 1.04


def test_offices_are_asked_in_their_hours() -> None:
    hours = tuple(2.0 if 8 <= hour < 17 else 0.02 for hour in range(24))
    moment = NOW
    at_work: list[timedelta] = []
    at_night: list[timedelta] = []
    while moment < NOW + 7 * DAY:
        again = next_look("lantern", pace(*hours), BOUNDS, moment)
        (at_work if 9 <= moment.hour < 15 else at_night).append(again - moment)
        moment = again
    assert max(at_work) < 4 * HOUR < 8 * HOUR < max(at_night)


@pytest.mark.parametrize(
    ("name", "rates", "wait"),
    [
        ("a source that never gives anything, at the greatest interval", (0.0, 9.0), BOUNDS.greatest),
        ("a flood, at the least", (9000.0, *[0.001] * 30), BOUNDS.least),
        ("where nothing is known to give anything, at the greatest", (0.0, 0.0), BOUNDS.greatest),
    ],
)
def test_bounds(name: str, rates: tuple[float, ...], wait: timedelta) -> None:
    found = next_look("lantern", pace(rates[0], of=rates), BOUNDS, NOW) - NOW
    assert found == wait, name


@pytest.mark.parametrize(
    ("hours", "least", "greatest"),
    [(0.25, 10 / 60, 1), (1, 10 / 60, 4), (6, 1, 24), (12, 2, 24), (24, 4, 24), (168, 28, 168)],
)
def test_the_bounds_of_an_interval(hours: float, least: float, greatest: float) -> None:
    found = bounds_of(hours * HOUR)
    assert [found.least / HOUR, found.greatest / HOUR] == pytest.approx([least, greatest])


def test_no_two_sources_keep_step_and_each_is_the_same_every_time() -> None:
    again = [next_look(f"s{n}", pace(0.5), BOUNDS, NOW) for n in range(50)]
    assert len(set(again)) == 50
    assert max(again) - min(again) < 0.12 * INTERVAL
    assert again == [next_look(f"s{n}", pace(0.5), BOUNDS, NOW) for n in range(50)]


def test_every_source_is_asked_within_an_interval_of_the_weeks_end() -> None:
    sunday, monday = datetime(2031, 3, 9, 20, tzinfo=UTC), datetime(2031, 3, 10, tzinfo=UTC)
    moments = [before_the_week_is_closed(f"s{n}", sunday + DAY, INTERVAL, sunday) for n in range(40)]
    assert all(monday < at < monday + INTERVAL for at in moments)
    assert before_the_week_is_closed("s1", sunday + HOUR, INTERVAL, sunday) == sunday + HOUR
    quiet = pace(0.0, of=(0.0, 9.0))
    assert monday < listing_again(sunday, INTERVAL, None, "s1", quiet) < monday + INTERVAL


def test_chance_alone_makes_no_hours() -> None:
    """Even news: the looks stay even, whatever the dice showed."""
    for n in range(12):
        rates = estimate(seen(90, 30, dice(n)), since=NOW - 30 * DAY, now=NOW)
        found = waits(Pace(rates=rates, looks=looks_of([root_of(rates)], INTERVAL)))
        assert abs(mean(one / HOUR for one in found) - 6) < 0.5
        assert max(found) < 1.7 * INTERVAL


def test_hours_that_differ_are_found() -> None:
    rates = estimate(seen(120, 40, dice(1), (8, 9, 10)), since=NOW - 40 * DAY, now=NOW)
    by_hour = [sum(rates[hour::24]) for hour in range(24)]
    assert min(by_hour[8:11]) > 5 * max(by_hour[13:24] + by_hour[:6])
    assert min(rates) > 0, "no hour is given up"
    assert 2.2 < 24 * mean(rates) < 4.2


def test_a_rate_follows_what_changed_and_a_new_source_is_near_the_others() -> None:
    old, chance = NOW - 50 * DAY, dice(2)
    fell_silent = [(at, until, n) for at, until, n in seen(200, 50, chance) if at < NOW - 20 * DAY]
    assert mean(estimate(fell_silent, since=old, now=NOW)) < 0.6 * 200 / 50 / 24
    assert mean(estimate([], since=NOW - 8 * DAY, now=NOW, usual=0.2)) > 0.02
    assert mean(estimate([], since=old, now=NOW, usual=0.2)) < 0.03


def test_what_came_between_two_looks_is_spread_over_the_hours_between() -> None:
    night = [(NOW - n * DAY - 8 * HOUR, NOW - n * DAY, 4) for n in range(28)]
    rates = estimate(night, since=NOW - 28 * DAY, now=NOW)
    by_hour = [sum(rates[hour::24]) for hour in range(24)]
    assert max(by_hour[3:9]) < 1.5 * min(by_hour[3:9])


def test_ages_and_habits() -> None:
    fresh, old = NOW - 4 * HOUR, NOW - 20 * DAY
    usual, restless, calm = Habits(1, 1), Habits(9, 9), Habits(0.25, 0.25)
    assert article_again(fresh, NOW) == NOW + 12 * HOUR
    assert article_again(fresh, NOW, usual) == NOW + 3 * HOUR
    assert article_again(fresh, NOW, restless) == NOW + 2 * HOUR
    assert article_again(fresh, NOW, calm) == NOW + 6 * HOUR
    assert article_again(NOW - 40 * HOUR, NOW, calm) == NOW + DAY
    assert article_again(old, NOW, usual) == article_again(old, NOW, calm) == NOW + 7 * DAY
    assert article_again(old, NOW, restless) == NOW + 7 * DAY / 3
    assert article_again(NOW - 200 * DAY, NOW, restless) is None


@pytest.mark.parametrize("age", [0.1, 1.9, 2.1, 6.9, 7.1, 29.0, 31.0, 179.0])
def test_habits_make_no_page_of_two_days_or_more_rest_longer(age: float) -> None:
    plain = article_again(NOW - age * DAY, NOW)
    for young in (0.25, 1.0, 9.0):
        for later in (0.25, 1.0, 9.0):
            found = article_again(NOW - age * DAY, NOW, Habits(young, later))
            assert found is not None
            assert plain is not None
            assert found <= (plain if age >= 2 else NOW + DAY)
            assert found >= NOW + 2 * HOUR


def test_habits_are_counted_against_what_is_usual() -> None:
    untouched: list[tuple[timedelta, list[timedelta]]] = [(40 * DAY, [])] * 200
    assert habits_of([]) == Habits(1, 1)
    assert habits_of(untouched) == Habits(0.25, 0.25)
    often = habits_of([(40 * DAY, [3 * HOUR, 9 * HOUR])] * 200)
    assert often.young == 9
    assert often.later == 0.25
    assert habits_of([(HOUR, [])] * 5).young > 0.95, "an hour says little"


@pytest.mark.parametrize(
    ("name", "again", "checked", "due"),
    [
        ("its time has come", NOW, NOW - INTERVAL, True),
        ("an eighth of its interval before, 45 minutes at most", NOW + 44 * MINUTE, NOW - INTERVAL, True),
        ("earlier than that", NOW + 46 * MINUTE, NOW - INTERVAL, False),
        ("of a short interval an eighth", NOW + 10 * MINUTE, NOW - HOUR, False),
        ("put off by a clock that was wrong", NOW + 30 * DAY, NOW - DAY, True),
        ("looked at in the future", NOW + DAY, NOW + 2 * HOUR, True),
    ],
)  # fmt: skip
def test_when_a_listing_is_asked_in_a_run(name: str, again: datetime, checked: datetime, *, due: bool) -> None:
    assert listing_due(again, checked, NOW, INTERVAL) is due, name


def test_when_a_page_is_asked_in_a_run() -> None:
    soon = NOW + timedelta(minutes=40)
    assert page_due(NOW, NOW - HOUR, NOW)
    assert page_due(soon, soon - DAY, NOW)
    assert not page_due(soon, soon - 3 * HOUR, NOW)


def test_hours_of_the_week_begin_on_monday() -> None:
    assert hour_of_week(datetime(2031, 3, 3, 0, 59, tzinfo=UTC)) == 0
    assert hour_of_week(datetime(2031, 3, 9, 23, 0, tzinfo=UTC)) == HOURS - 1
