"""When a source is worth a look: its rate of news by hour of the week, and the common price of a request. Pure.

What is seen late costs the square of its hours: one item a day late is worse than four that are six hours late. A
source is asked as soon as what is to be expected since its last look costs the price of a request. With a steady rate
that is a law of cube roots: eight times the news, twice the looks. The price is such that all sources together are
asked as often as at a fixed interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import cbrt, log

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
HOURS = 168
# What is older says little of now: half as much every three weeks, and nothing after eight.
WINDOW, HALF_LIFE = timedelta(weeks=8), timedelta(weeks=3)
# Until then a source is asked at the fixed interval.
LEAST_HISTORY = timedelta(days=7)
# So many hours at the rate of the other sources are believed beside the source's own; and that such a part of its items
# may come at any hour.
RATE_HOURS, EVEN = 48.0, 0.05
# What was seen after a longer gap may have come at any time in it.
LONGEST_SPREAD = 48
# The interval may become so many times shorter, or longer (then a day at most, so that no day goes unread).
SHORTER, LONGER = 6, 4
SHORTEST = timedelta(minutes=10)
JITTER = 0.05
_STEPS_OF_PRICE = 40

# So many items came between these two times.
Seen = tuple[datetime, datetime, int]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest time between two looks at a listing."""

    least: timedelta
    greatest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What a source is asked by. rates: items an hour by hour of the week (Monday 00:00 UTC first).

    looks: looks an hour that one item an hour is worth, the same for all sources.
    """

    rates: tuple[float, ...]
    looks: float

    @property
    def per_day(self) -> float:
        """Items a day, on average over the week."""
        return 24 * sum(self.rates) / HOURS


def bounds_of(interval: timedelta) -> Bounds:
    """The bounds that a schedule's interval sets."""
    return Bounds(
        min(interval, max(SHORTEST, interval / SHORTER)), max(interval, min(LONGER * interval, DAY)),
    )  # fmt: skip


def estimate(seen: Iterable[Seen], *, since: datetime, now: datetime, usual: float | None = None) -> tuple[float, ...]:
    """Items an hour by hour of the week. seen: how many came between which times; since: the source is read since.

    usual: items an hour of other sources, which counts for two days; None: none are known. Hours and days differ from
    each other only so far as they differ beyond chance.
    """
    counts, squares = [0.0] * HOURS, 0.0
    for earliest, latest, number in seen:
        weight = 0.5 ** ((now - latest) / HALF_LIFE)
        squares += number * weight * weight
        hours = min(LONGEST_SPREAD, int((latest - earliest) / HOUR + 0.5)) or 1
        # The hours at both ends are only partly inside; over many looks that evens out.
        last, share = hour_of_week(latest), number * weight / hours
        for hour in range(last - hours + 1, last + 1):
            counts[hour] += share
    total = sum(counts)
    exposure = HALF_LIFE / HOUR / log(2) * (1 - 0.5 ** ((now - since) / HALF_LIFE))
    believed = RATE_HOURS if usual is not None else 0.0
    rate = (total + believed * (usual or 0.0)) / max(1.0, exposure + believed)
    if not total:
        return (rate,) * HOURS
    # The variance of a count of weighted items, against its mean.
    noise = squares / total
    by_hour = [sum(counts[hour::24]) for hour in range(24)]
    by_day = [sum(counts[24 * day : 24 * day + 24]) for day in range(7)]
    trusted = _beyond_chance(by_hour, [total / 24] * 24, noise, free=23)
    # Items come within minutes of each other: what was counted in an hour may as well have come in the next one.
    by_hour = [by_hour[h - 1] / 4 + by_hour[h] / 2 + by_hour[(h + 1) % 24] / 4 for h in range(24)]
    of_day = [trusted * one / total + (1 - trusted) / 24 for one in by_hour]
    trusted = _beyond_chance(by_day, [total / 7] * 7, noise, free=6)
    of_week = [trusted * one / total + (1 - trusted) / 7 for one in by_day]
    expected = [of_day[n % 24] * of_week[n // 24] for n in range(HOURS)]
    trusted = _beyond_chance(counts, [total * one for one in expected], noise, free=HOURS - 30)
    return tuple(
        rate * (EVEN + (1 - EVEN) * HOURS * (trusted * counts[n] / total + (1 - trusted) * expected[n]))
        for n in range(HOURS)
    )


def _beyond_chance(counts: Sequence[float], expected: Sequence[float], noise: float, *, free: int) -> float:
    """How far counts are to be believed where they differ from what was expected: 0 to 1 (James and Stein's rule)."""
    apart = sum((one - mean) ** 2 / (mean * noise) for one, mean in zip(counts, expected, strict=True) if mean > 0)
    return max(0.0, 1 - free / apart) if apart > 0 else 0.0


def root_of(rates: Sequence[float]) -> float:
    """What a source takes of the common looks: the mean of the cube roots of its rates."""
    return sum(map(cbrt, rates)) / len(rates)


def looks_of(roots: Sequence[float], interval: timedelta) -> float:
    """The looks an hour that one item an hour is worth, so that these sources are asked once an interval on average."""
    bounds = bounds_of(interval)
    fewest, most = HOUR / bounds.greatest, HOUR / bounds.least
    wanted = len(roots) * (HOUR / interval)
    low, high = 0.0, most / max(min(roots, default=1.0), 1e-6)
    for _ in range(_STEPS_OF_PRICE):
        middle = (low + high) / 2
        if sum(min(most, max(fewest, middle * root)) for root in roots) < wanted:
            low = middle
        else:
            high = middle
    return high


def next_look(slug: str, pace: Pace, bounds: Bounds, now: datetime) -> datetime:
    """When a source is asked again: as soon as the news to be expected has waited for the price of a request."""
    hours = min(_reached(pace, now, bounds.greatest / HOUR), bounds.greatest / HOUR)
    # Sources with the same rhythm would else meet at the same minute for ever.
    hours *= 1 + JITTER * (2 * share_of(slug) - 1)
    return now + min(max(hours * HOUR, bounds.least), bounds.greatest)


def before_the_week_is_closed(slug: str, again: datetime, interval: timedelta, now: datetime) -> datetime:
    """The same, but sooner where the week ends before: its digest waits until every source was asked since its end."""
    local = now.astimezone(UTC)
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0) + WEEK
    return min(again, max(now, monday) + interval * share_of(slug)) if again > monday else again


def share_of(slug: str) -> float:
    """A number from 0 to 1 that is a source's own, for ever."""
    return int.from_bytes(sha256(slug.encode()).digest()[:4], "big") / 2**32


def hour_of_week(moment: datetime) -> int:
    """0 for the hour that begins on Monday at 00:00 UTC."""
    local = moment.astimezone(UTC)
    return 24 * local.weekday() + local.hour


def _reached(pace: Pace, now: datetime, most: float) -> float:
    """Hours until the expected waiting costs the price of a look; no further than ``most``."""
    if pace.looks <= 0:
        return most
    price = 1 / (3 * pace.looks**3)
    # Of the items to be expected since the last look: how many, their hours of waiting, and the squares of these.
    number = waited = squared = ahead = 0.0
    hour = hour_of_week(now)
    span = 1 - (now.minute / 60 + now.second / 3600)
    while ahead < most:
        rate = pace.rates[hour % HOURS]
        so_far = (squared, waited, number, rate)
        if _cost(span, *so_far) >= price:
            low, high = 0.0, span
            for _ in range(12):  # to a second
                middle = (low + high) / 2
                low, high = (low, middle) if _cost(middle, *so_far) >= price else (middle, high)
            return ahead + high
        squared = _cost(span, *so_far)
        waited += span * (number + span * rate / 2)
        number, ahead, hour, span = number + rate * span, ahead + span, hour + 1, 1.0
    return most


def _cost(hours: float, squared: float, waited: float, number: float, rate: float) -> float:
    """What the waiting costs after so many further hours at a rate."""
    return squared + hours * (2 * waited + hours * (number + hours * rate / 3))
