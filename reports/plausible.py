"""Values that cannot be meant as printed: flagged with the reason, never corrected, never left out. Pure.

Two rules, both about size alone: a claim ten times off those before and after it, and a claim beyond what the whole
world has (reports/plausible.toml).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from reports.claims import Claim, Statement, number_words
from storage.errors import ConfigurationError

# An order of magnitude; below the floor a number may well grow so much in a day.
JUMP, FLOOR = 10.0, 10.0


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that can be of these things. whose: country or mission (who or where a series names)."""

    what: tuple[str, ...]
    nature: str
    whose: str
    most: float
    why: str


@dataclass(frozen=True, slots=True)
class Implausible:
    """A claim, or a number beside it in the same text, and why it is doubted."""

    claim: Claim
    statement: Statement
    why: str


def parse_limits(text: str, *, file: str = "plausible.toml") -> tuple[Limit, ...]:
    """Read the table of limits. Raises ConfigurationError."""
    limits = []
    for number, entry in enumerate(tomllib.loads(text).get("limit", ()), 1):
        try:
            limit = Limit(
                what=tuple(entry["what"]),
                nature=entry["nature"],
                whose=entry["whose"],
                most=float(entry["most"]),
                why=entry["why"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"{file}: limit {number}: found no usable {error}, allowed: what (list), nature, whose, most, why"
            ) from error
        if limit.whose not in ("country", "mission"):
            raise ConfigurationError(f"{file}: limit {number}: whose: found {limit.whose!r}, allowed: country, mission")
        limits.append(limit)
    return tuple(limits)


def implausible(
    claims: Sequence[Claim], *, what: str, who: str | None, nature: str | None, limits: Sequence[Limit] = ()
) -> tuple[Implausible, ...]:
    """The doubted numbers of one series, in the order of its claims."""
    whose = "country" if who else "mission"
    most = min((one for one in limits if what in one.what and (one.nature, one.whose) == (nature, whose)),
               key=lambda one: one.most, default=None)  # fmt: skip
    found: list[Implausible] = []
    beyond: set[int] = set()
    for index, claim in enumerate(claims):
        said = (claim.statement, *(one.statement for one in claim.beside))
        for statement in said:
            if most is not None and abs(statement.value) > most.most:
                found.append(Implausible(claim, statement, f"more than {number_words(most.most)}: {most.why}"))
                beyond |= {index} if statement is claim.statement else set()
        if nature == "cumulative":
            found += _slips(claim)
    sound = [claim for index, claim in enumerate(claims) if index not in beyond]
    found += _jumps(sound)
    place = {id(claim): index for index, claim in enumerate(claims)}
    return tuple(sorted(found, key=lambda one: place[id(one.claim)]))


def _slips(claim: Claim) -> list[Implausible]:
    """One text that gives a running total twice, with the same digits and a zero more or less."""
    return [
        Implausible(claim, claim.statement, f"the same text also says {one.statement.words}: a digit may have slipped")
        for one in claim.beside
        if _power_of_ten(claim.statement.value, one.statement.value)
    ]


def _power_of_ten(one: float, other: float) -> bool:
    small, large = sorted((abs(one), abs(other)))
    return small >= FLOOR and any(large == small * 10**power for power in (1, 2, 3))


def _jumps(claims: Sequence[Claim]) -> list[Implausible]:
    """Claims ten times off the two nearest claims of other texts: a level that another confirms is none."""
    found = []
    for index, claim in enumerate(claims):
        before = _others(claims, claim, range(index - 1, -1, -1))
        after = _others(claims, claim, range(index + 1, len(claims)))
        # At either end of the series both neighbours lie on one side.
        near = [*before[:1], *after[:1]] if before and after else (before or after)
        if near and all(_far(claim.statement, one.statement) for one in near):
            told = " and ".join(f"{one.statement.words} ({one.first.outlet}, {one.day or 'no day'})" for one in near)
            found.append(Implausible(claim, claim.statement, f"ten times off {told}"))
    return found


def _others(claims: Sequence[Claim], claim: Claim, places: range) -> list[Claim]:
    """The two nearest of other texts than the claim's."""
    return list(islice((claims[place] for place in places if claims[place].text != claim.text), 2))


def _far(one: Statement, other: Statement) -> bool:
    small, large = sorted((abs(one.value), abs(other.value)))
    return small >= FLOOR and large >= JUMP * small * 0.95
