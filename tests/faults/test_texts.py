"""Odd bytes, mark-up, words and dates in one crawl: whole and clean, or no row and the reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.fault import World, hold
from tests.faults.texts import FAULTS, OPTIONS


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    one = World(tmp_path_factory.mktemp("texts"), FAULTS, **OPTIONS)
    yield one.crawl(wait=600)
    one.close()


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS])
def test_the_text_comes_whole_and_clean_or_it_is_said_why_not(world: World, name: str) -> None:
    hold(world.seen(name))
