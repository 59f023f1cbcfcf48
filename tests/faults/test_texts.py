"""Odd bytes, mark-up, words and dates in one crawl: whole and clean, or no row and the reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.fault import World, crawled, hold
from tests.faults.texts import FAULTS, OPTIONS

# Every fourth one every day, the others at length.
EVERYDAY = FAULTS[::4]
SELDOM = tuple(fault for fault in FAULTS if fault not in EVERYDAY)


@pytest.fixture(scope="module")
def everyday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from crawled(tmp_path_factory.mktemp("texts"), EVERYDAY, **OPTIONS)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from crawled(tmp_path_factory.mktemp("texts"), SELDOM, **OPTIONS)


@pytest.mark.parametrize("name", [fault.name for fault in EVERYDAY])
def test_the_text_comes_whole_and_clean_or_it_is_said_why_not(everyday: World, name: str) -> None:
    hold(everyday.seen(name))


@pytest.mark.long
@pytest.mark.timeout(700)
@pytest.mark.parametrize("name", [fault.name for fault in SELDOM])
def test_so_does_every_other_one(others: World, name: str) -> None:
    hold(others.seen(name))
