"""Which articles are on one event: what ties two accounts, said in words. What ties make a story: storage.story_spans.

Weights are fixed, not learnt from what the archive holds, so that the order of arrival does not matter.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from operator import attrgetter

from storage.accounts import GENERIC, Account, of_other_people, of_other_things
from storage.texts import LEAST_KEPT

DAYS = 3
# A page may name a translation that came weeks later; one number in two sections may be two numbers after months.
DECLARED_DAYS = 30
TIED = 3.0
TIED_ACROSS = 2.4
DECLARED = 9.0
# One outlet writes on many alike events more often than twice on one.
SAME_OUTLET = 0.5
PER_DAY = 0.25
# Reports of one event share some of its numbers; a form filled anew shares none.
SOME_NUMBERS, FEW_AGREE, OTHER_NUMBERS = 3, 0.2, 1.5
_SHOWN = 6
HEADLINE = "headline words"
_FACTS = ("numbers", "people", "missions", "countries", "places", "resolutions", "happenings", "names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two accounts of one event. translation: the one in another language than the other; why: in words."""

    score: float
    translation: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Reason:
    """One thing that two accounts have in common. weak: it stands in the reports of many events."""

    points: float
    name: str
    both: Collection[str] = ()
    weak: bool = False

    def told(self) -> str:
        return _told(self.name, self.both) if self.both else self.name


def tie(a: Account, b: Account, shared: float = 0.0) -> Tie | None:
    """Judge two articles; None where they are not known to be on one event. shared: their shared wording, 0 to 1."""
    gap = abs(a.day - b.day)
    across = bool(a.language and b.language and a.language != b.language)
    declared = _declared(a, b, gap=gap, across=across)
    if declared is not None:
        return Tie(score=DECLARED, translation=across, why=declared)
    if gap > DAYS or of_other_things(a, b):
        return None
    # What a form says of others it says in the same words.
    reasons = [*_facts(a, b), *([] if across or of_other_people(a, b) else _wordings(a, b, shared))]
    score = sum(one.points for one in reasons) - PER_DAY * gap
    if a.source == b.source and not across:
        score -= SAME_OUTLET
    if min(len(a.numbers), len(b.numbers)) >= SOME_NUMBERS and _dice(a.numbers, b.numbers) < FEW_AGREE:
        score -= OTHER_NUMBERS
    if score < (TIED_ACROSS if across else TIED) or all(one.weak for one in reasons):
        return None
    if all(one.weak or one.name == HEADLINE for one in reasons) and _told_apart(a, b):
        return None
    told = [words for _, words in sorted(((one.points, one.told()) for one in reasons), reverse=True)]
    days = "the same day" if gap == 0 else f"{gap} day{'s' if gap > 1 else ''} apart"
    return Tie(score=round(score, 2), translation=across, why="; ".join([*told, days]))


def _declared(a: Account, b: Account, *, gap: int, across: bool) -> str | None:
    """Why two pages are one article in two languages by their own words; None where they do not say so.

    Two that name each other are. One that names the other is believed where the other names no other page in its
    language, they contradict in nothing, and share a fact if both tell any: a site may print one address everywhere.
    """
    if not (a.alternates or b.alternates or a.keys & b.keys):
        return None
    forth, back = a.named & b.addresses, b.named & a.addresses
    if forth and back:
        return "each page names the other as its translation (hreflang)"
    if not across or gap > DECLARED_DAYS or of_other_things(a, b) or not _common_ground(a, b):
        return None
    namer, named = (a, b) if forth else (b, a)
    if (forth or back) and not any(one.startswith(f"{namer.language} ") for one in named.alternates):
        return f"the page at {min(namer.addresses)} names the other as its translation (hreflang)"
    if both := a.keys & b.keys:
        return _told("the outlet's own number", {one.partition(" ")[2] for one in both})
    return None


def _common_ground(a: Account, b: Account) -> bool:
    told = [(getattr(a, name), getattr(b, name)) for name in _FACTS]
    silent = not any(one for one, _ in told) or not any(other for _, other in told)
    return silent or any(one & other for one, other in told)


def _told_apart(a: Account, b: Account) -> bool:
    """Both name people, numbers or places, and none of them is the same: a headline alone then ties nothing.

    Outlets write on openings, visits and parades in many places under nearly one headline.
    """
    told = ((a.people, b.people), (a.numbers, b.numbers), (a.places, b.places))
    return any(one and other and not one & other for one, other in told)


# What two accounts may share: its name, points for each and at most, and whether it is weak.
_SHARED = (
    ("numbers", 0.6, 1.8, False),
    ("counts", 0.2, 0.4, True),
    ("people", 0.6, 1.8, False),
    ("mission", 0.6, 0.6, True),
    ("places", 0.6, 0.6, True),
    ("resolution", 0.5, 0.5, False),
    ("happening", 0.6, 1.2, False),
    ("exercise", 1.5, 1.5, False),
)
_of = attrgetter("numbers", "counts", "people", "missions", "places", "resolutions", "happenings", "names")


def _facts(a: Account, b: Account) -> list[_Reason]:
    found = [
        _Reason(min(most, each * len(both)), name, both, weak)
        for (name, each, most, weak), one, other in zip(_SHARED, _of(a), _of(b), strict=True)
        if (both := one & other)
    ]
    if min(len(a.numbers), len(b.numbers)) >= 2 and (alike := _dice(a.numbers, b.numbers)) >= 0.3:
        found.append(_Reason(1.0 * alike, "most numbers agree" if alike >= 0.5 else "numbers agree"))
    if both := a.countries & b.countries:
        found.append(_Reason(0.6 * len(both) / len(a.countries | b.countries), "countries", both, weak=True))
    if a.rotations and b.rotations:
        same, numbered = _same_rotation(a.rotations, b.rotations)
        if same:
            found.append(_Reason(2.6 if numbered else 1.2, "rotation", {one.replace("|", " ") for one in same}))
    if a.casualties and b.casualties and (dead := _same_casualties(a, b)):
        found.append(_Reason(min(1.8, 1.2 * len(dead)), "casualties", {one.replace("|", " ") for one in dead}))
    return found


def _wordings(a: Account, b: Account, shared: float) -> list[_Reason]:
    found = []
    title = _title(a.title, b.title)
    if title > 0:
        found.append(_Reason(3.0 * title, HEADLINE, (a.title & b.title) - GENERIC))
    if shared >= LEAST_KEPT:
        found.append(_Reason(min(3.0, 4.0 * shared), f"{shared:.0%} of the wording"))
    return found


def _title(a: frozenset[str], b: frozenset[str]) -> float:
    """How alike two headlines are, 0 to 1; generic words count little, and alone nothing."""
    if not (a & b) - GENERIC:
        return 0.0
    return 2 * _weight(a & b) / (_weight(a) + _weight(b))


def _weight(found: frozenset[str]) -> float:
    return len(found) - 0.7 * len(found & GENERIC)


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
    return f"{name} {', '.join(shown[:_SHOWN])}{more}"
