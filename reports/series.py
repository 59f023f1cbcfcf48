"""One statistic over time and outlets: how its number moved, stalled, was contradicted, and who said it first. Pure.

A series is one key: what, who, where, nature. So current and cumulative never mix. Claims without a day are kept and
take part in nothing that needs an order. Doubted claims (reports.plausible) are shown and move nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from typing import Any

from reports.claims import Claim, Statement, claims_of, contradicts, differs
from reports.plausible import Implausible, Limit, implausible
from storage.times import DAY_SIGNS

STALL_WEEKS = 4
# So long after a number moved, an outlet that has not said the new one may still be using the old.
LAG_DAYS = 28
CUMULATIVE, CHANGE = "cumulative", "change"
# "Seven dead this year" is no point of the total since a mission began.
_CLOSED_PERIOD = re.compile(
    r"(?:19|20)\d\d|(?:in |during )?(?:the )?(?:this|last|past|previous|current) (?:year|month|week|quarter|season)"
    r"|today|yesterday|[今去本上][年月周]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Move:
    """The number changed from one day's claim to the next one's."""

    old: Claim
    new: Claim

    @property
    def difference(self) -> float:
        """New value less old value; of ranges, their lower ends."""
        return self.new.statement.value - self.old.statement.value


@dataclass(frozen=True, slots=True)
class Stall:
    """A running total that is repeated unchanged. claims: from the first to the last; weeks: whole ones between."""

    claims: tuple[Claim, ...]
    weeks: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Texts that cannot all be right about one day."""

    day: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """An old number used again: a running total below a known one, or what was said before a number moved."""

    claim: Claim
    known: Claim


@dataclass(frozen=True, slots=True)
class FirstUse:
    """Who said a number first. texts: how many texts say it in all."""

    statement: Statement
    claim: Claim
    texts: int


@dataclass(frozen=True, slots=True)
class Revised:
    """One text's number, changed by an outlet that carries it; copies may still say the old one."""

    old: Claim
    new: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """All that is known of one statistic. claims: by day, the undated last; apart: totals of one year or month only."""

    key: str
    what: str
    who: str | None
    place: str | None
    nature: str | None
    unit: str | None
    claims: tuple[Claim, ...]
    apart: tuple[Claim, ...]
    moves: tuple[Move, ...]
    stalls: tuple[Stall, ...]
    conflicts: tuple[Conflict, ...]
    behind: tuple[Behind, ...]
    implausible: tuple[Implausible, ...]
    first_uses: tuple[FirstUse, ...]
    revised: tuple[Revised, ...] = ()

    @property
    def texts(self) -> int:
        """How many texts speak of it."""
        return len({claim.text for claim in self.claims})

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that do, by name."""
        return tuple(sorted({said.outlet for claim in self.claims for said in claim.said}))

    @property
    def sound(self) -> tuple[Claim, ...]:
        """The dated claims that are not doubted."""
        return _sound(_standing(self.claims, self.revised), self.implausible)

    @property
    def latest(self) -> Claim | None:
        """The newest of them; of a running total the one that is not behind."""
        behind = {id(one.claim) for one in self.behind}
        return next((claim for claim in reversed(self.sound) if id(claim) not in behind), None)


def series_of(
    rows: Sequence[Mapping[str, Any]], *, limits: Sequence[Limit] = (), stall_weeks: int = STALL_WEEKS
) -> Series:
    """Build one series from all its rows of the view ``claims``; raises ValueError without any."""
    if not rows:
        raise ValueError("a series has at least one claim")
    head = rows[0]
    what, who, nature = head["what"], head["who"], head["nature"]
    claims = claims_of([row for row in rows if not _of_a_closed_period(row)])
    apart = claims_of([row for row in rows if _of_a_closed_period(row)])
    revised = tuple(_revised(claims))
    standing = _standing(claims, revised)
    doubted = implausible(standing, what=what, who=_country(who), nature=nature, limits=limits)
    sound = _sound(standing, doubted)
    days = _days(sound)
    walk = _Walk(days, nature)
    return Series(
        key=head["series"],
        what=what,
        who=who,
        place=next((row["place"] for row in rows if row["place"]), None),
        nature=nature,
        unit=next((row["unit"] for row in rows if row["unit"]), None),
        claims=claims,
        apart=apart,
        moves=tuple(walk.moves),
        stalls=tuple(_stalls(walk.levels, stall_weeks)) if nature == CUMULATIVE else (),
        conflicts=tuple(_conflicts(days)),
        behind=tuple(walk.behind),
        implausible=doubted,
        first_uses=tuple(_first_uses(claims)),
        revised=revised,
    )


def all_series(
    rows: Iterable[Mapping[str, Any]], *, limits: Sequence[Limit] = (), stall_weeks: int = STALL_WEEKS
) -> Iterable[Series]:
    """Every series of rows that come ordered by series; one is in memory at a time."""
    for _, group in groupby(rows, key=lambda row: row["series"]):
        yield series_of(list(group), limits=limits, stall_weeks=stall_weeks)


def _of_a_closed_period(row: Mapping[str, Any]) -> bool:
    return row["nature"] == CUMULATIVE and bool(_CLOSED_PERIOD.fullmatch((row["period"] or "").strip()))


def _country(who: str | None) -> str | None:
    return who if who is not None and len(who) == 3 and who.isupper() else None


def _revised(claims: Sequence[Claim]) -> Iterable[Revised]:
    """The old and the new number of each text that one of its outlets revised: no two words on one matter."""
    for new in claims:
        former = {said.revised_from for said in new.said} - {None}
        yield from (Revised(old, new) for old in claims if old.text == new.text and old.statement.value in former)


def _standing(claims: Sequence[Claim], revised: Sequence[Revised]) -> tuple[Claim, ...]:
    out = {id(one.old) for one in revised}
    return tuple(claim for claim in claims if id(claim) not in out)


def _sound(claims: Sequence[Claim], doubted: Sequence[Implausible]) -> tuple[Claim, ...]:
    out = {id(one.claim) for one in doubted if one.statement is one.claim.statement}
    return tuple(claim for claim in claims if claim.day is not None and id(claim) not in out)


def _days(sound: Sequence[Claim]) -> list[tuple[str, list[Claim]]]:
    return [(str(day), list(group)) for day, group in groupby(sound, key=lambda claim: claim.day)]


def _settled(claims: Sequence[Claim]) -> Claim | None:
    """What a day's texts say together: what most of them say; None where they contradict each other evenly."""
    votes = Counter(claim.statement for claim in claims)
    (best, count), *rest = votes.most_common()
    if rest and rest[0][1] == count:
        if any(contradicts(one, other) for one, other in combinations(votes, 2)):
            return None
        # The plain number says more than "about" and "more than".
        best = min(votes, key=lambda one: (one.qualifier != "exact", one.meant[1] - one.meant[0], one.value))
    return next(claim for claim in claims if claim.statement == best)


class _Walk:
    """Goes through the days of a series: moves, claims behind, and the levels, each the claims of one number."""

    def __init__(self, days: Sequence[tuple[str, list[Claim]]], nature: str | None) -> None:
        self.moves: list[Move] = []
        self.behind: list[Behind] = []
        self.levels: list[list[Claim]] = []
        self._nature = nature
        self._level: Claim | None = None
        self._before: Claim | None = None
        for _, claims in days:
            self._take(claims)

    def _take(self, claims: Sequence[Claim]) -> None:
        level = self._level
        if level is not None:
            old = {id(claim) for claim in claims if self._is_behind(level, claim)}
            self.behind += [Behind(claim, level) for claim in claims if id(claim) in old]
            claims = [claim for claim in claims if id(claim) not in old]
        settled = _settled(claims) if claims else None
        if settled is None and level is not None and all(differs(level.statement, one.statement) for one in claims):
            # They contradict each other, but all say that it moved.
            settled = next(iter(claims), None)
        if settled is None:
            if level is not None:
                self.levels[-1] += [claim for claim in claims if not differs(level.statement, claim.statement)]
            return
        if level is None or differs(level.statement, settled.statement):
            if level is not None and self._nature != CHANGE:
                self.moves.append(Move(level, settled))
            self._before, self._level = level, settled
            self.levels.append([])
        elif level.statement.kind != "exact" and settled.statement.kind == "exact":
            # More exact words for the same number: from now on they are what moves.
            self._level = settled
        self.levels[-1] += [claim for claim in claims if not differs(settled.statement, claim.statement)]

    def _is_behind(self, level: Claim, claim: Claim) -> bool:
        """A running total never falls. Any other number may; but not by one who has yet to say the new one."""
        if not differs(level.statement, claim.statement):
            return False
        if self._nature == CUMULATIVE:
            return claim.statement.value < level.statement.value
        if self._before is None or differs(self._before.statement, claim.statement) or not level.whole_day:
            return False
        said = {one.outlet for known in self.levels[-1] for one in known.said}
        lag = date.fromisoformat(claim.first.said_at[:DAY_SIGNS]) - date.fromisoformat(str(level.day))
        return claim.first.outlet not in said and lag.days < LAG_DAYS


def _stalls(levels: Sequence[Sequence[Claim]], least_weeks: int) -> Iterable[Stall]:
    for level in levels:
        claims = tuple(claim for claim in level if claim.whole_day)
        if not claims:
            continue
        first, last = (date.fromisoformat(str(claims[n].day)) for n in (0, -1))
        weeks = (last - first).days // 7
        if weeks >= least_weeks:
            yield Stall(claims, weeks)


def _conflicts(days: Sequence[tuple[str, list[Claim]]]) -> Iterable[Conflict]:
    for day, claims in days:
        if not claims[0].whole_day:
            continue
        said = {claim.statement for claim in claims}
        clashing = {one for one in said if any(contradicts(one, other) for other in said)}
        against = [claim for claim in claims if claim.statement in clashing]
        if against:
            yield Conflict(day, tuple(against))


def _first_uses(claims: Sequence[Claim]) -> Iterable[FirstUse]:
    by_statement: dict[Statement, list[Claim]] = {}
    for claim in claims:
        by_statement.setdefault(claim.statement, []).append(claim)
    for statement, same in by_statement.items():
        first = min(same, key=lambda claim: (claim.first.undated, claim.first.said_at, claim.first.uid))
        yield FirstUse(statement, first, len({claim.text for claim in same}))
