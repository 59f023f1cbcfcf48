"""Which articles are on one event: what ties two accounts, said in words. A story is what such ties connect.

Weights are fixed, not learnt from what the archive holds, so that the order of arrival does not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from storage.accounts import GENERIC, Account
from storage.texts import LEAST_KEPT, Sets

DAYS = 3
DECLARED_DAYS = 30
TIED = 3.0
TIED_ACROSS = 2.4
# One outlet writes on many alike events more often than twice on one.
SAME_OUTLET = 0.5
PER_DAY = 0.25
# Reports of one event share some of its numbers; a form filled anew shares none.
SOME_NUMBERS, FEW_AGREE, OTHER_NUMBERS = 3, 0.2, 1.5
_WEAK = ("mission", "countries", "places", "counts")
_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two accounts of one event. translation: the one in another language than the other; why: in words."""

    score: float
    translation: bool
    why: str


def tie(a: Account, b: Account, shared: float = 0.0) -> Tie | None:
    """Judge two articles; None where they are not known to be on one event. shared: their shared wording, 0 to 1."""
    gap = abs(a.day - b.day)
    across = bool(a.language and b.language and a.language != b.language)
    declared = a.declared & b.declared
    if declared and gap <= DECLARED_DAYS:
        return Tie(score=9.0, translation=across, why=_told("declared as one", declared))
    if gap > DAYS or _contradict(a, b):
        return None
    reasons = [*_facts(a, b), *([] if across else _wordings(a, b, shared))]
    score = sum(points for points, _ in reasons) - PER_DAY * gap
    if a.source == b.source and not across:
        score -= SAME_OUTLET
    if min(len(a.numbers), len(b.numbers)) >= SOME_NUMBERS and _dice(a.numbers, b.numbers) < FEW_AGREE:
        score -= OTHER_NUMBERS
    strong = [words for _, words in reasons if not words.startswith(_WEAK)]
    if not strong or score < (TIED_ACROSS if across else TIED):
        return None
    words = [words for _, words in sorted(reasons, reverse=True) if words]
    days = "the same day" if gap == 0 else f"{gap} day{'s' if gap > 1 else ''} apart"
    return Tie(score=round(score, 2), translation=across, why="; ".join([*words, days]))


def _contradict(a: Account, b: Account) -> bool:
    """Other contingents of one country, or other missions, are other events."""
    if a.missions and b.missions and not a.missions & b.missions:
        return True
    first, second = _ordinals(a), _ordinals(b)
    return any(first[country].isdisjoint(second[country]) for country in first.keys() & second.keys())


def _ordinals(account: Account) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in account.rotations:
        country, ordinal, *_ = one.split("|")
        if ordinal:
            found.setdefault(country, set()).add(ordinal)
    return found


def _facts(a: Account, b: Account) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []

    def add(name: str, both: Collection[str], each: float, most: float) -> None:
        if both:
            found.append((min(most, each * len(both)), _told(name, both)))

    add("numbers", a.numbers & b.numbers, 0.6, 1.8)
    if min(len(a.numbers), len(b.numbers)) >= 2 and (alike := _dice(a.numbers, b.numbers)) >= 0.3:
        found.append((1.0 * alike, "most numbers agree" if alike >= 0.5 else "numbers agree"))
    add("counts", a.counts & b.counts, 0.2, 0.4)
    add("people", a.people & b.people, 0.6, 1.8)
    add("mission", a.missions & b.missions, 0.6, 0.6)
    add("places", a.places & b.places, 0.6, 0.6)
    if both := a.countries & b.countries:
        found.append((0.6 * len(both) / len(a.countries | b.countries), _told("countries", both)))
    same, numbered = _same_rotation(a.rotations, b.rotations)
    if same:
        found.append((2.6 if numbered else 1.2, _told("rotation", {one.replace("|", " ") for one in same})))
    add("casualties", {one.replace("|", " ").strip() for one in _same_casualties(a, b)}, 1.2, 1.8)
    add("resolution", a.resolutions & b.resolutions, 0.5, 0.5)
    add("happening", {one.replace("|", " on ") for one in a.happenings & b.happenings}, 0.6, 1.2)
    add("exercise", a.names & b.names, 1.5, 1.5)
    return found


def _wordings(a: Account, b: Account, shared: float) -> list[tuple[float, str]]:
    found = []
    title = _title(a.title, b.title)
    if title > 0:
        found.append((3.0 * title, _told("headline words", (a.title & b.title) - GENERIC)))
    if shared >= LEAST_KEPT:
        found.append((min(3.0, 4.0 * shared), f"{shared:.0%} of the wording"))
    return found


def _title(a: frozenset[str], b: frozenset[str]) -> float:
    """How alike two headlines are, 0 to 1; generic words count little, and alone nothing."""
    if not (a & b) - GENERIC:
        return 0.0
    return 2 * _weight(a & b) / (_weight(a) + _weight(b))


def _weight(found: Iterable[str]) -> float:
    return sum(0.3 if one in GENERIC else 1.0 for one in found)


def _same_rotation(a: frozenset[str], b: frozenset[str]) -> tuple[set[str], bool]:
    """The steps of one contingent that both tell; the one may leave out what the other says."""
    same: set[str] = set()
    numbered = False
    for one in a:
        for other in b:
            (country, ordinal, step, where), (country_b, ordinal_b, step_b, where_b) = one.split("|"), other.split("|")
            fits = country == country_b and step == step_b and (not where or not where_b or where == where_b)
            if fits and (ordinal == ordinal_b or not (ordinal and ordinal_b)):
                same.add(max(one, other, key=lambda told: (len(told), told)))
                numbered = numbered or bool(ordinal and ordinal == ordinal_b)
    return same, numbered


def _same_casualties(a: Account, b: Account) -> set[str]:
    found = set()
    for one in a.casualties:
        kind, value, *who = one.split("|")
        for other in b.casualties:
            kind_b, value_b, *who_b = other.split("|")
            agree = all(not mine or not theirs or mine == theirs for mine, theirs in zip(who, who_b, strict=True))
            if kind == kind_b and value == value_b and agree:
                found.add(f"{kind}|{value}")
    return found


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def _told(name: str, both: Collection[str]) -> str:
    shown = sorted(both)
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return f"{name} {', '.join(shown[:_SHOWN])}{more}" if shown else ""


def stories_of(
    members: Collection[int], ties: Iterable[tuple[int, int]], texts: Iterable[Sequence[int]]
) -> list[frozenset[int]]:
    """Part articles into stories: what ties connect, and the carriers of one text. Lone ones too."""
    sets = Sets(members)
    for a, b in ties:
        sets.unite(a, b)
    for carriers in texts:
        for other in carriers[1:]:
            sets.unite(carriers[0], other)
    return sets.all()
