"""Where a text ends: the pure rules. A new article placed beside others stands where parting all would put it."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from storage.text_spans import Times, joined, parted
from storage.texts import SPAN_DAYS, Bond, Pair


def same(a: int, b: int, bond: Bond = Bond.SAME) -> Pair:
    return Pair(a=min(a, b), b=max(a, b), of_a=1.0, of_b=1.0, lead=False, bond=bond)


def times(days: list[int]) -> Times:
    return {one: (day, f"{day:05}", f"{one:03}") for one, day in enumerate(days)}


def test_a_text_ends_with_the_span_of_its_first_and_goes_on_with_its_reprints() -> None:
    at = times([0, SPAN_DAYS, SPAN_DAYS + 1, 400])
    assert parted([0, 1, 2], [same(0, 1), same(1, 2)], at) == [frozenset({0, 1}), frozenset({2})]
    assert parted([0, 1, 3], [same(0, 1), same(0, 3)], at) == [frozenset({0, 1, 3})]


@pytest.mark.parametrize(
    "days_and_pairs",
    [
        pytest.param(([0, 1, 2], [same(0, 2), same(1, 2)]), id="two texts that it would make one"),
        pytest.param(([0, SPAN_DAYS + 1], [same(0, 1)]), id="a reprint"),
        pytest.param(([1, 2, 0], [same(0, 1), same(0, 2)]), id="one before the first"),
    ],
)
def test_what_is_not_plain_is_left_to_parting_all(days_and_pairs: tuple[list[int], list[Pair]]) -> None:
    days, pairs = days_and_pairs
    new = len(days) - 1
    texts = {
        one: min(text) for text in parted(range(new), [p for p in pairs if p.b != new], times(days)) for one in text
    }
    assert joined(new, texts, pairs, times(days)) is None


def chain(rng: random.Random) -> tuple[Times, list[Pair]]:
    """Articles of some months, each tied to some before it, mostly to near ones."""
    at = times(
        sorted(rng.randrange(90) for _ in range(24)) if rng.random() < 0.5 else [rng.randrange(90) for _ in range(24)]
    )
    far = rng.choice([4, SPAN_DAYS, 60])
    return at, [
        same(a, b, rng.choice([Bond.SAME, Bond.SAME, Bond.NONE]))
        for a in at for b in at
        if a < b and abs(at[a][0] - at[b][0]) <= far and rng.random() < 0.3
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_a_new_article_is_placed_as_if_all_were_parted(seed: int) -> None:
    at, pairs = chain(random.Random(seed))  # noqa: S311 - invented
    plain = 0
    for new in range(1, len(at)):
        known = [pair for pair in pairs if pair.b < new]
        before = {one: text for text in parted(range(new), known, at) for one in text}
        here = [pair for pair in pairs if pair.b <= new]
        beside = {one for pair in here if pair.b == new and pair.bond is not Bond.NONE for one in before[pair.a]}
        numbers = {one: min(before[one]) for one in beside}
        among = [pair for pair in here if {pair.a, pair.b} <= {*beside, new}]
        found = joined(new, numbers, among, at)
        if found is None:
            continue
        plain += 1
        rest: dict[int, set[int]] = defaultdict(set)
        for one in set(range(new)) - beside:
            rest[min(before[one])].add(one)
        assert {*found, *map(frozenset, rest.values())} == set(parted(range(new + 1), here, at))
    assert plain
