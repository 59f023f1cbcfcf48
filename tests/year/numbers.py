"""Scripted statistics: what is said of them on which day; what is a move, a stall, a conflict, or old. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from tests.year.facts import COUNTRIES, MISSIONS, Country, Mission

# A current or cumulative number as people write it; {n} is the number, the rest are facts.
_DEPLOYED = {
    "en": (
        "At present, {n} {nation} peacekeepers are deployed with {mission} in {host}.",
        "{country} now has {n} peacekeepers serving with {mission}.",
        "Currently {n} peacekeepers from {country} serve with {mission}.",
    ),
    "zh": (
        "目前，{country_zh}在{mission_zh}部署维和人员{n}名。",
        "目前，{country_zh}共有{n}名维和军人在{mission_zh}服役。",
    ),
}
_SENT = {
    "en": (
        "{country} has sent {n} peacekeepers to UN missions since 1990.",
        "Since 1990, a total of {n} {nation} peacekeepers have been sent on UN missions.",
    ),
    "zh": (
        "1990年以来，{country_zh}累计派出维和人员{n}人次。",
        "自1990年以来，{country_zh}军队已累计派出{n}名维和官兵。",
    ),
}
_DEAD = {
    "en": (
        "A total of {n} {nation} peacekeepers have died in UN missions since 1960.",
        "So far {n} peacekeepers from {country} have lost their lives in UN service.",
    ),
}
_STALL_DAYS = 28


class Saying(NamedTuple):
    """A number to be said on a day, and how often it is carried. late: an outlet that still uses the old one."""

    statistic: str
    day: date
    value: int
    copies: int
    late: bool = False
    outlet: str | None = None


@dataclass
class Statistic:
    """One statistic over the year, and the truth of what happens to it."""

    key: str
    country: Country
    mission: Mission | None
    forms: Mapping[str, tuple[str, ...]]
    sayings: list[Saying] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    behind: list[tuple[str, int]] = field(default_factory=list)
    stalls: int = 0

    @property
    def cumulative(self) -> bool:
        """True for a running total."""
        return self.key.endswith("cumulative")

    def say(self, language: str, value: int, chance: Random) -> str:
        """A sentence that says it."""
        country, mission = self.country, self.mission or MISSIONS[0]
        number = str(value) if language == "zh" else f"{value:,}"
        return chance.choice(self.forms[language]).format(
            n=number, nation=country.nation, country=country.name, country_zh=country.zh, mission=mission.acronym,
            mission_zh=mission.zh, host=mission.host,
        )  # fmt: skip


def statistics(chance: Random, first: date, last: date) -> list[Statistic]:
    """Current strengths and running totals of several countries over the days from first to last."""
    made = []
    for number, country in enumerate(COUNTRIES):
        mission = MISSIONS[number % len(MISSIONS)]
        iso, place = country.iso3.lower(), mission.acronym.lower()
        made.append(Statistic(f"personnel deployed|{iso}|{place}|current", country, mission, _DEPLOYED))
        if number % 2 == 0:
            made.append(Statistic(f"personnel sent|{iso}||cumulative", country, None, _SENT))
        if number % 3 == 0:
            made.append(Statistic(f"death|{iso}||cumulative", country, None, _DEAD))
    for one in made:
        _script(one, chance, first, last)
    return made


def _script(one: Statistic, chance: Random, first: date, last: date) -> None:
    """Levels of some weeks; each is said a few times, contradicted now and then, and used once more when it is old.

    In a world of a few weeks all goes faster.
    """
    least, most = (8, 20) if (last - first).days > 120 else (4, 9)
    day, value = first + timedelta(days=chance.randint(0, least)), chance.randint(150, 3000)
    old: int | None = None
    while day + timedelta(days=2 * most) < last:
        if old is not None:
            one.moves.append((old, value))
        began, said = day, day
        for turn in range(chance.randint(2, 4)):
            if day > last:
                break
            if turn and chance.random() < 0.25:
                one.sayings.append(Saying(one.key, day, value + 7, 0))
                one.conflicts.append(day.isoformat())
            one.sayings.append(Saying(one.key, day, value, chance.choice((0, 0, 1, 2))))
            said = day
            if old is not None and turn == 1 and one.cumulative and chance.random() < 0.5 and day < last:
                stale = day + timedelta(days=chance.randint(1, least - 1))
                one.sayings.append(Saying(one.key, stale, old, 0, late=True))
                one.behind.append((stale.isoformat(), old))
            day += timedelta(days=chance.randint(least, most))
        one.stalls += one.cumulative and (said - began).days >= _STALL_DAYS
        step = chance.randint(10, 40)
        old, value = value, value + (step if one.cumulative else chance.choice((step, -step)))
