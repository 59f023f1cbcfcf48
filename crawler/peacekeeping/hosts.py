"""Which operations of a body are or were in a place, and which of them ran on a day. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.peacekeeping.described_rules import DescribedRules
from storage.missions import Mission

# One operation takes over from another at once, or so soon that newsrooms tell them as one.
_AT_ONCE = timedelta(days=62)
# A political mission beside a peacekeeping operation is seldom what "the UN mission" means.
_PEACEKEEPING = frozenset({"un-pko", "un-au-hybrid"})
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a body and a place mean on a day. running: one operation ran, missions[0]; else several did, or all ended.

    since: the year in which the first of them began; older: the body had another one there before.
    """

    missions: tuple[Mission, ...]
    running: bool
    since: int
    older: bool = False


def ran_on(mission: Mission, day: date) -> bool:
    """Whether an operation ran on a day, as precisely as its own days are known."""
    told = day.isoformat()
    return (mission.start or "9") <= told and (mission.end is None or told[: len(mission.end)] <= mission.end)


class Hosts:
    """The operations of a gazetteer by body and place: an ISO3 code, or the acronym of one that has a place of its own.

    A country that is the first of an operation's goes before one that is named further on.
    """

    def __init__(self, missions: Iterable[Mission], rules: DescribedRules) -> None:
        self._rules = rules
        self._found: dict[tuple[str, str], list[tuple[Mission, bool]]] = {}
        known = [mission for mission in missions if mission.kind in rules.kinds]
        for mission in known:
            places = (mission.acronym,) if mission.acronym in rules.at else mission.countries
            for place in places:
                for body in mission.organisations:
                    self._found.setdefault((body, place), []).append((mission, place == places[0]))
        self._known = known
        self._bodies: dict[str, set[str]] = {}
        for body, place in self._found:
            self._bodies.setdefault(place, set()).add(body)
        self.newest = max((_first(mission) for mission in known), default=date.min)

    def places(self, names: Names) -> Iterator[tuple[str, str]]:
        """Each name of a place with its code; those of operations with a place of their own last, as they go before."""
        for code in names:
            yield from ((name, code) for name in names[code])
        for acronym, own in self._rules.at.items():
            if acronym in self._bodies:
                yield from ((name, acronym) for name in own)

    def bodies(self, place: str) -> Collection[str]:
        """The bodies that have or had an operation there."""
        return self._bodies.get(place, ())

    def there(self, body: str, place: str) -> Iterator[str]:
        """The acronyms of all that a body has or had there."""
        return (mission.acronym for mission, _ in self._found.get((body, place), ()))

    def not_running(self, day: date) -> frozenset[str]:
        """The acronyms of those that did not run on a day."""
        return frozenset(mission.acronym for mission in self._known if not ran_on(mission, day))

    def meant(self, body: str, place: str, day: date, *, armed: bool) -> Meant | None:
        """What the body's mission there is on a day, or its troops; None: none ran then nor not long before."""
        there = [
            (mission, first)
            for mission, first in self._found.get((body, place), ())
            if not armed or mission.kind in self._rules.armed
        ]
        running = [(mission, first) for mission, first in there if ran_on(mission, day)]
        running = [one for one in running if one[1]] or running
        if not armed:
            running = [one for one in running if one[0].kind in _PEACEKEEPING] or running
        if len(running) == 1:
            since = self._since(running[0][0], there)
            older = any(_first(mission).year < since for mission, _ in there)
            return Meant((running[0][0],), running=True, since=since, older=older)
        limit = day.year - self._rules.recent
        last = tuple(
            mission
            for mission, first in there
            if first and _first(mission) <= day and _last(mission, day).year >= limit
        )
        return Meant(last, running=False, since=min(_first(mission).year for mission in last)) if last else None

    @staticmethod
    def _since(mission: Mission, there: Sequence[tuple[Mission, bool]]) -> int:
        """The year in which it began, or the one that it took over from at once."""
        start = _first(mission)
        for other, _ in sorted(there, key=lambda one: _first(one[0]), reverse=True):
            if _first(other) < start and other.end is not None and _last(other, start) + _AT_ONCE >= start:
                start = _first(other)
        return start.year


def _first(mission: Mission) -> date:
    """The day of a beginning, the first one possible."""
    year, month, day = (*(mission.start or "9999").split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(day))


def _last(mission: Mission, day: date) -> date:
    """The day of an end, about the last one possible; of one that runs, the day given."""
    if mission.end is None:
        return day
    told = mission.end.split("-")
    year, month, last = (*told, *("12", "28")[len(told) - 1 :])
    return date(int(year), int(month), int(last))
