"""Traps: each bounded and named by its pattern, every wanted article found in the same run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.fault import World, crawled, hold
from tests.faults.traps import FAULTS, OPTIONS

# One of each mechanism; the others cost a minute of processor time together.
ALWAYS = (
    "growing path", "4 articles under 1,000 unknown sessions", "endless pages of the same links",
)  # fmt: skip
LONG = pytest.mark.long


@pytest.fixture(scope="module")
def always(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    chosen = [fault for fault in FAULTS if fault.name in ALWAYS]
    yield from crawled(tmp_path_factory.mktemp("traps"), chosen, **OPTIONS)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    chosen = [fault for fault in FAULTS if fault.name not in ALWAYS]
    yield from crawled(tmp_path_factory.mktemp("others"), chosen, wait=1500.0, **OPTIONS)


@pytest.mark.parametrize("name", ALWAYS)
def test_a_trap_is_bounded_and_named_and_the_wanted_articles_are_found(always: World, name: str) -> None:
    hold(always.seen(name))


@LONG
@pytest.mark.timeout(1600)
@pytest.mark.parametrize("name", [fault.name for fault in FAULTS if fault.name not in ALWAYS])
def test_so_is_every_other_trap(others: World, name: str) -> None:
    hold(others.seen(name))
