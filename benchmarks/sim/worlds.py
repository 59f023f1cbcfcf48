"""Invented outlets with their rhythms: when they publish, and when they change what they published. From a seed.

The three worlds differ in everything that the rules could be fitted to: volumes, hours, bursts, when edits come. In the
fourth, ``even``, there is nothing to be learned: all outlets publish alike, at any hour, and edit at any age.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import exp
from random import Random

START = datetime(2031, 1, 6, tzinfo=UTC)  # a Monday
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Local hours of the day by how much is published in them, for offices, newsrooms and what never sleeps.
OFFICE = (0, 0, 0, 0, 0, 0, 0, 1, 4, 8, 10, 9, 6, 5, 8, 10, 9, 6, 3, 1, 0.5, 0, 0, 0)
NEWSROOM = (1, 0.5, 0.3, 0.3, 0.5, 2, 5, 8, 9, 9, 8, 8, 7, 7, 8, 8, 9, 9, 8, 7, 6, 5, 4, 2)
AGENCY = (5, 4, 4, 4, 4, 5, 6, 8, 9, 10, 10, 9, 9, 9, 10, 10, 9, 9, 8, 8, 7, 7, 6, 5)
EVEN = (1.0,) * 24


@dataclass(frozen=True, slots=True)
class Item:
    """One publication. ours: it is kept, and so asked for again. edits: when its page changes."""

    at: datetime
    ours: bool
    edits: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet. dated: its listing says when each item was published."""

    slug: str
    dated: bool
    items: tuple[Item, ...]
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class World:
    """How a world is drawn. mix: kinds by how many; tail, most: of the power law of items a day.

    edits: mean of an item; soon: hours (median) and spread of the logarithm; late: share of edits at any age instead.
    """

    name: str
    mix: dict[str, float]
    median_a_day: float = 1.2
    tail: float = 1.05
    most: float = 400.0
    edits: float = 0.3
    soon: tuple[float, float] = (3.0, 1.2)
    late: float = 0.12
    late_days: float = 45.0
    ours: float = 0.1
    dated: float = 0.7
    weekend: dict[str, float] = field(default_factory=lambda: {"office": 0.05, "newsroom": 0.6, "agency": 0.8})


WORLDS = {
    world.name: world
    for world in (
        World(
            name="press",
            mix={"office": 0.35, "newsroom": 0.3, "agency": 0.03, "weekly": 0.14, "bursts": 0.13, "silent": 0.05},
        ),
        World(
            name="wires",
            mix={"newsroom": 0.6, "agency": 0.05, "bursts": 0.3, "silent": 0.05},
            median_a_day=4.0, tail=1.2, most=200.0, edits=0.6, soon=(1.0, 0.9), late=0.05, dated=0.9, ours=0.05,
        ),
        World(
            name="ministries",
            mix={"office": 0.5, "weekly": 0.3, "silent": 0.15, "bursts": 0.05},
            median_a_day=0.5, tail=1.5, most=60.0, edits=0.15, soon=(20.0, 1.3), late=0.4, dated=0.35, ours=0.25,
        ),
        World(name="even", mix={"even": 1.0}, median_a_day=3.0, late=1.0, late_days=30.0),
    )
}  # fmt: skip


def outlets(world: World, *, number: int, days: int, seed: str) -> list[Outlet]:
    """The outlets of a world with all that they publish in so many days."""
    made = []
    kinds = list(world.mix)
    for n in range(number):
        chance = Random(f"{seed}/{world.name}/{n}")  # noqa: S311 - a script, no secret
        kind = chance.choices(kinds, list(world.mix.values()))[0]
        made.append(_outlet(world, f"{world.name}-{n:04}", kind, days, chance))
    return made


def _outlet(world: World, slug: str, kind: str, days: int, chance: Random) -> Outlet:
    rate = _rate(world, kind, chance)
    zone = chance.choice((-8, -5, -4, 0, 1, 2, 3, 5.5, 8, 9))
    edits = world.edits * (1.0 if kind == "even" else chance.lognormvariate(-0.3, 0.8))
    moments = sorted(at for at in _moments(world, kind, rate, zone, days, chance) if at < START + days * DAY)
    items = tuple(_item(world, at, edits, chance) for at in moments)
    return Outlet(slug, chance.random() < world.dated, items, kind)


def _rate(world: World, kind: str, chance: Random) -> float:
    """Items a day."""
    if kind == "weekly":
        return 1 / 7
    if kind == "even":
        return world.median_a_day
    drawn = world.median_a_day * 0.5 ** (1 / world.tail) * chance.random() ** (-1 / world.tail)
    return float(min(world.most, drawn * (40 if kind == "agency" else 1)))


def _moments(  # noqa: PLR0917  all that an outlet is drawn by
    world: World, kind: str, rate: float, zone: float, days: int, chance: Random
) -> Iterator[datetime]:
    profile = {"newsroom": NEWSROOM, "agency": AGENCY, "even": EVEN, "silent": NEWSROOM}.get(kind, OFFICE)
    hours = [max(0.0, one * chance.uniform(0.6, 1.4)) for one in profile] if kind != "even" else list(profile)
    sums = list(accumulate(hours))
    weekend = 1.0 if kind == "even" else world.weekend.get(kind, 0.3)
    asleep = _silent(days, chance) if kind == "silent" else (0, 0)
    usual_day = chance.randrange(5)
    for day in range(days):
        weekday = (START + day * DAY).weekday()
        if asleep[0] <= day < asleep[1]:
            continue
        expected = rate * (weekend if weekday > 4 else 1.0)
        if kind == "weekly":
            expected = 0.85 if weekday == usual_day else 0.02
        if kind == "bursts":
            # An event now and then, with an hour-long flood of items; little between.
            events, expected = _poisson(rate / 8, chance), expected / 4
            for _ in range(events):
                began = _moment(day, sums, zone, chance)
                for _ in range(1 + _poisson(5, chance)):
                    yield began + timedelta(minutes=chance.expovariate(1 / 50))
        for _ in range(_poisson(expected, chance)):
            yield _moment(day, sums, zone, chance)


def _silent(days: int, chance: Random) -> tuple[int, int]:
    began = chance.randrange(-20, max(1, days - 20))
    return began, began + chance.randrange(25, 60)


def _moment(day: int, sums: Sequence[float], zone: float, chance: Random) -> datetime:
    hour = bisect_right(sums, chance.random() * sums[-1])
    # To the second; many a system publishes on the quarter of an hour.
    minutes = chance.choice((0, 15, 30, 45)) if chance.random() < 0.3 else chance.uniform(0, 60)
    return START + day * DAY + timedelta(hours=min(23, hour) - zone, minutes=minutes) + DAY * (zone > 12)


def _item(world: World, at: datetime, edits: float, chance: Random) -> Item:
    if chance.random() >= world.ours:
        return Item(at, ours=False)
    found = []
    for _ in range(_poisson(edits, chance)):
        if chance.random() < world.late:
            found.append(at + DAY * chance.uniform(0, world.late_days))
        else:
            hours = world.soon[0] * exp(chance.gauss(0, world.soon[1]))
            found.append(at + HOUR * min(hours, 24 * world.late_days))
    return Item(at, ours=True, edits=tuple(sorted(found)))


def _poisson(mean: float, chance: Random) -> int:
    if mean > 30:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    number, product, limit = 0, chance.random(), exp(-mean)
    while product > limit:
        number, product = number + 1, product * chance.random()
    return number
