"""Where a story ends: told day after day, a long crisis ties each report to the next, and is many events. Pure.

A story is what ties connect within some days of its first article. Articles are taken in the order of their days; each
joins the stories that it is tied to and that are still open, and so makes one of several. A tie to a story that has
lasted longer joins nothing. Carriers of one text and declared translations are of one story whatever its length. What
an article joins depends on earlier ones alone: a story never changes by what comes after it is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from storage.text_spans import Sets
from storage.texts import SPAN_DAYS

# Days from a story's first article to its last.
STORY_DAYS = 14


@dataclass(frozen=True, slots=True)
class Told:
    """When an article told of its event: its day as a number, its time, its uid. text: the number of its text."""

    day: int
    at: str
    uid: str
    text: int

    @property
    def order(self) -> tuple[str, str]:
        """By what articles follow each other."""
        return self.at, self.uid


@dataclass(frozen=True, slots=True)
class Tied:
    """Two articles on one event. declared: as translations of each other by their own words."""

    a: int
    b: int
    declared: bool


def stories_of(
    articles: Mapping[int, Told], ties: Iterable[Tied], beyond: Mapping[int, Told]
) -> tuple[list[frozenset[int]], set[int]]:
    """Part articles into stories, lone ones too; and those beyond that would join one of them.

    articles: whole stories, as they were; beyond: articles of other stories that are tied to these.
    """
    told = {**beyond, **articles}
    earlier: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for tied in ties:
        one, other = sorted((tied.a, tied.b), key=lambda article: told[article].order)
        if one in articles:
            earlier[other].append((one, tied.declared))
    copied, late = _copied(articles)
    sets = Sets(articles)
    starts: dict[int, int] = {}

    def unite(one: int, other: int) -> None:
        start = min(starts[sets.of(one)], starts[sets.of(other)])
        sets.unite(one, other)
        starts[sets.of(one)] = start

    joining = set()
    for one in sorted(told, key=lambda article: told[article].order):
        day = told[one].day
        held = [other for other, declared in earlier[one] if not declared]
        if one not in articles:
            if any(day - starts[sets.of(other)] <= STORY_DAYS for other in held):
                joining.add(one)
            continue
        starts[one] = day
        same = [other for other, declared in earlier[one] if declared]
        for other in [*same, *copied[one]]:
            unite(one, other)
        # What only repeats an old text or another page is no news of what goes on today.
        if one in late or any(day - told[other].day > STORY_DAYS for other in same):
            continue
        for other in held:
            if day - starts[sets.of(other)] <= STORY_DAYS:
                unite(one, other)
    return sets.all(), joining


@dataclass(frozen=True, slots=True)
class Near:
    """An article that a new one is tied to, with the number of its story. copied: it carries the new one's text."""

    story: int
    told: Told
    copied: bool


def only_story(own: Told, near: Collection[Near], spans: Mapping[int, tuple[Told, Told]]) -> int | None:
    """The one story that a new article joins while all others stay as they are; None where it is not so plain.

    spans: the first and the last article of each story that is near. Plain is what neither begins a story nor makes
    one of several, and comes to stories that last no longer than they may: then what stories_of gives is the same
    with the new article in that one.
    """
    if any(one.story not in spans or abs(one.told.day - own.day) > STORY_DAYS for one in near):
        return None
    if any(last.day - first.day > STORY_DAYS for first, last in spans.values()):
        return None
    earlier = {one.story for one in near if one.told.order < own.order}
    joined = {story for story in earlier if own.day - spans[story][0].day <= STORY_DAYS}
    start = min([own.day, *(spans[story][0].day for story in joined)])
    later = [one for one in near if one.told.order > own.order]
    joined |= {one.story for one in later if one.told.day - start <= STORY_DAYS}
    if len(joined) != 1 or any(one.copied and one.story not in joined for one in near):
        return None
    (story,) = joined
    first = spans[story][0]
    reached = any(one.story != story and one.told.day - first.day <= STORY_DAYS for one in later)
    return None if reached or own.order < first.order else story


def _copied(articles: Mapping[int, Told]) -> tuple[dict[int, list[int]], set[int]]:
    """The carrier before each one of the same text, and those that came long after the first of these.

    A reprint long after the last carrier of its text tells nothing of today's events and belongs to no older story.
    """
    carriers: dict[int, list[int]] = defaultdict(list)
    for one in sorted(articles, key=lambda article: articles[article].order):
        carriers[articles[one].text].append(one)
    before: dict[int, list[int]] = defaultdict(list)
    late = set()
    for of in carriers.values():
        first = articles[of[0]].day
        for one, other in pairwise(of):
            day = articles[other].day
            if day - articles[one].day > SPAN_DAYS:
                first = day
                continue
            before[other].append(one)
            if day - first > STORY_DAYS:
                late.add(other)
    return before, late
