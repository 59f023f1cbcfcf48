"""All faults of all tables in one crawl: what is wanted is held whole, nothing else is, and nobody waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.whole import every, measured


def test_every_fault_has_a_name_of_its_own() -> None:
    names = [fault.slug for fault in every(1)]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    assert len(names) > 150


@pytest.mark.long
@pytest.mark.timeout(2000)
def test_every_fault_in_one_crawl(tmp_path: Path) -> None:
    figures = measured(tmp_path)
    assert figures.failures == {}
