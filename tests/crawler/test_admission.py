"""Sources begin as fast as pages are parsed: few at once, no one kept out for ever, and none by a slow site."""

from __future__ import annotations

import asyncio

import pytest

from crawler import admission
from crawler.admission import AT_ONCE, FEW_WAIT, admitted


def begun(count: int, waiting: int, seconds: float) -> list[int]:
    """Those of so many sources that begin within so many seconds."""
    found: list[int] = []

    async def take() -> None:
        async for one in admitted(range(count), lambda: waiting):
            found.append(one)  # noqa: PERF401  what began before the end of time counts

    async def within() -> None:
        await asyncio.wait([task := asyncio.ensure_future(take())], timeout=seconds)
        task.cancel()

    asyncio.run(within())
    return found


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "SECONDS_APART", 0.01)
    monkeypatch.setattr(admission, "LONGEST_WAIT", 0.2)


def test_all_of_a_few_begin_at_once() -> None:
    assert begun(AT_ONCE, 99, 0.05) == list(range(AT_ONCE))


def test_many_begin_one_after_the_other_while_parsing_keeps_up() -> None:
    assert begun(AT_ONCE + 9, FEW_WAIT, 5.0) == list(range(AT_ONCE + 9))


def test_none_begins_while_pages_wait_but_one_now_and_then() -> None:
    found = begun(AT_ONCE + 50, FEW_WAIT + 1, 0.9)
    assert AT_ONCE + 1 <= len(found) <= AT_ONCE + 5
