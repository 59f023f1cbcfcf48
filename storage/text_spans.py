"""Where a text ends: articles tied by their words, parted into the texts that they carry. Pure.

A text is what ties connect within some days of its first article, and its reprints at any time. What its articles are
depends on the ties and times alone, not on the order in which they came.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from storage.texts import KIN, SPAN_DAYS, Bond, Pair

# Of each article the number of its day, its time and its uid.
Times = Mapping[int, tuple[int, str, str]]


def parted(members: Collection[int], pairs: Collection[Pair], times: Times) -> list[frozenset[int]]:
    """Part articles into texts, lone ones too. members: with each all that ties connect with it."""
    return [text for family in families(members, pairs) for text in within_span(family, pairs, times)]


def joined(new: int, texts: Mapping[int, int], pairs: Collection[Pair], times: Times) -> list[frozenset[int]] | None:
    """Part the texts that a new article is tied to, as parted does, where these are all that need be looked at.

    texts: of each article of these texts, whole, the number of its text; none of them is part of a longer one. pairs:
    all among them and the new one. So it is where the new one changes no other's text: what is tied one by one over
    years, as a bulletin that changes a few words every day, then costs as much each time as what lies within the span.
    None where it is not so plain: where a reprint is at hand, or what had nothing to do with one another before.
    """
    sets, tied = Sets([*texts, new]), set[int]()
    for pair in pairs:
        if pair.bond is not Bond.SAME:
            continue
        if new in (pair.a, pair.b):
            tied.add(pair.a + pair.b - new)
        else:
            sets.unite(pair.a, pair.b)
    if len({sets.of(one) for one in tied}) > 1 or any(abs(times[one][0] - times[new][0]) > SPAN_DAYS for one in tied):
        return None
    before: dict[int, set[int]] = defaultdict(set)
    for one, text in texts.items():
        before[text].add(one)
    after = within_span([*texts, new], pairs, times)
    mine = next(text for text in after if new in text)
    # Before all others of its text, it could take some of another text that are not seen here.
    leads = mine != {new} and new == min(mine, key=lambda one: times[one][1:])
    plain = {text - {new} for text in after} - {frozenset()} == {frozenset(text) for text in before.values()}
    return after if plain and not leads else None


def families(members: Collection[int], pairs: Iterable[Pair]) -> list[frozenset[int]]:
    """Part articles into texts, each a set, the lone ones too; ordered by their smallest member."""
    known = list(pairs)
    sets = Sets(members)
    for pair in known:
        if pair.bond is Bond.SAME:
            sets.unite(pair.a, pair.b)
    kin: dict[frozenset[int], bool] = {}
    for pair in known:
        if max(pair.of_a, pair.of_b) >= KIN:
            kin[frozenset((sets.of(pair.a), sets.of(pair.b)))] = True
    parts: dict[int, dict[int, bool]] = defaultdict(dict)
    for pair in known:
        if pair.bond is Bond.PART:
            longer, shorter = (pair.a, pair.b) if pair.of_a < pair.of_b else (pair.b, pair.a)
            group, inside = sets.of(longer), sets.of(shorter)
            if group != inside:
                parts[group][inside] = parts[group].get(inside, False) or pair.lead
    for group in sorted(parts):
        for one in belonging(parts[group], kin):
            sets.unite(group, one)
    return sets.all()


def belonging(inside: Mapping[int, bool], kin: Mapping[frozenset[int], bool]) -> tuple[int, ...]:
    """Which of the texts that stand in a longer one are the same text as it.

    All of them, where they overlap one another; where they do not, the longer one is a round-up, and belongs to the
    one whose words it opens with, if to any.
    """
    found = sorted(inside)
    sets = Sets(found)
    for one, other in itertools.combinations(found, 2):
        if frozenset((one, other)) in kin:
            sets.unite(one, other)
    if len(sets.all()) == 1:
        return tuple(found)
    opening = tuple(one for one in found if inside[one])
    return opening if len(opening) == 1 else ()


def within_span(family: Collection[int], pairs: Iterable[Pair], times: Times) -> list[frozenset[int]]:
    """Part a family by time.

    A text holds what is tied to its first member within the span of days, and the reprints of its members with what
    is tied to these within the span; the rest is parted in the same way. What is tied one by one over a long time,
    as a bulletin that changes a few words every week, so never grows into one text.
    """
    rest = set(family)
    if not rest or max(times[one][0] for one in rest) - min(times[one][0] for one in rest) <= SPAN_DAYS:
        return [frozenset(rest)] if rest else []
    tied: dict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        if pair.bond is not Bond.NONE:
            tied[pair.a].add(pair.b)
            tied[pair.b].add(pair.a)
    found = []
    while rest:
        first = min(rest, key=lambda one: times[one][1:])
        text = _grown(first, {one: tied[one] & rest for one in rest}, {one: times[one][0] for one in rest})
        found.append(frozenset(text))
        rest -= text
    return found


def _grown(first: int, tied: Mapping[int, Collection[int]], days: Mapping[int, int]) -> set[int]:
    """What the first one is tied to near its own time, one by one, and so what each reprint of these is tied to.

    A reprint is tied over more than the span. The set does not depend on the order in which it is gathered.
    """
    text: set[int] = set()
    anchors = {first}
    waiting = [first]
    while waiting:
        anchor = waiting.pop()
        near, ends = {anchor}, [anchor]
        while ends:
            more = {two for two in tied[ends.pop()] if abs(days[two] - days[anchor]) <= SPAN_DAYS} - near
            near |= more
            ends += more
        text |= near
        late = {two for one in near for two in tied[one] if abs(days[one] - days[two]) > SPAN_DAYS} - anchors
        anchors |= late
        waiting += late
    return text


class Sets:
    """Disjoint sets; a set is called by its smallest member."""

    def __init__(self, members: Iterable[int]) -> None:
        self._parent = {one: one for one in members}

    def of(self, one: int) -> int:
        """The smallest member of the set that holds one."""
        while (parent := self._parent[one]) != one:
            self._parent[one] = self._parent[parent]
            one = parent
        return one

    def unite(self, a: int, b: int) -> None:
        """Make one set of two."""
        first, second = sorted((self.of(a), self.of(b)))
        self._parent[second] = first

    def all(self) -> list[frozenset[int]]:
        """The sets, by their smallest member."""
        found: dict[int, set[int]] = defaultdict(set)
        for one in self._parent:
            found[self.of(one)].add(one)
        return [frozenset(found[key]) for key in sorted(found)]
