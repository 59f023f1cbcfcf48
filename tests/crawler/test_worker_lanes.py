"""Whose page is parsed next: sources that take long wait for each other, and nobody waits for them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from crawler.worker_lanes import MOST_SMALL, Lanes, Turn, TurnOver

TURN = 0.05


class Parser:
    """Parsing that takes as long as a test lets it, and ends when its turn says so."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.began: list[str] = []
        self.cut: list[str] = []
        self.long_now = self.most_long = 0

    def quick(self, name: str) -> Callable[[Turn], str]:
        def read(_: Turn) -> str:
            self.began.append(name)
            return name

        return read

    def slow(self, name: str) -> Callable[[Turn], str]:
        def read(turn: Turn) -> str:
            self.began.append(name)
            if not self.release.wait(turn.seconds):
                if not turn.goes_on():
                    self.cut.append(name)
                    raise TurnOver
                self.long_now += 1
                self.most_long = max(self.most_long, self.long_now)
                assert self.release.wait(20)
                self.long_now -= 1
            return name

        return read


async def until(true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


def run(test: Callable[[Lanes, Parser], object]) -> Parser:
    parser = Parser()
    with ThreadPoolExecutor(max_workers=2) as threads:

        async def go() -> None:
            await test(Lanes(threads, 2, turn_seconds=TURN), parser)  # type: ignore[misc]

        asyncio.run(go())
    return parser


def test_one_slow_source_goes_on_a_second_is_cut_and_the_quick_ones_pass_both() -> None:
    async def test(lanes: Lanes, parser: Parser) -> None:
        slow = [asyncio.create_task(lanes.run(name, 100, parser.slow(name))) for name in ("one", "two", "three")]
        for n in range(20):
            name = f"quick {n}"
            assert await asyncio.wait_for(lanes.run(name, 100, parser.quick(name)), 10) == name
            await asyncio.sleep(TURN / 5)
        parser.release.set()
        assert await asyncio.gather(*slow) == ["one", "two", "three"]

    parser = run(test)
    assert parser.most_long == 1, "all workers but one at most"
    assert len(parser.cut) == 2, "each is cut once, then known as slow"


def test_a_source_once_slow_waits_for_the_slow_place_until_it_was_quick_again() -> None:
    async def test(lanes: Lanes, parser: Parser) -> None:
        first = asyncio.create_task(lanes.run("hog", 1, parser.slow("hog")))
        await until(lambda: parser.most_long == 1)
        second = asyncio.create_task(lanes.run("other hog", 1, parser.slow("other hog")))
        await until(lambda: bool(parser.cut))
        again = asyncio.create_task(lanes.run("other hog", 1, parser.quick("other hog again")))
        await lanes.run("calm", 1, parser.quick("calm"))
        assert "other hog again" not in parser.began, "it waits, though a worker is free"
        parser.release.set()
        await asyncio.gather(first, second, again)

    run(test)


def test_who_had_least_comes_first_then_small_pages() -> None:
    async def test(lanes: Lanes, parser: Parser) -> None:
        lanes._used["much"] = 3.0
        holds = [asyncio.create_task(lanes.run(f"hold {n}", 1, parser.slow(f"hold {n}"))) for n in (1, 2)]
        await asyncio.sleep(0)
        names = slugs = ["much", "large", "small"]
        sizes = [1, MOST_SMALL, 1]
        waiting = [
            asyncio.create_task(lanes.run(slug, size, parser.quick(name)))
            for slug, size, name in zip(slugs, sizes, names, strict=True)
        ]
        await asyncio.gather(*waiting)
        parser.release.set()
        await asyncio.gather(*holds)

    parser = run(test)
    order = [name for name in parser.began if not name.startswith("hold")]
    assert order == ["small", "large", "much"]


@pytest.mark.parametrize("held", [False, True], ids=["waiting for a seat", "parsing"])
def test_whoever_is_cancelled_leaves_no_seat_behind(held: bool) -> None:
    async def test(lanes: Lanes, parser: Parser) -> None:
        tasks = [asyncio.create_task(lanes.run(f"s{n}", 1, parser.slow(f"s{n}"))) for n in range(4)]
        await asyncio.sleep(TURN * 3 if held else 0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        parser.release.set()
        both = await asyncio.wait_for(
            asyncio.gather(*(lanes.run(f"after {n}", 1, parser.quick(f"after {n}")) for n in range(4))), 10
        )
        assert len(both) == 4

    run(test)


def test_two_large_ones_are_never_read_at_once_and_small_ones_pass_them() -> None:
    async def test(lanes: Lanes, parser: Parser) -> None:
        large = [asyncio.create_task(lanes.run(name, MOST_SMALL + 1, parser.slow(name))) for name in ("one", "two")]
        await until(lambda: bool(parser.began))
        for n in range(5):
            await asyncio.wait_for(lanes.run(f"quick {n}", MOST_SMALL, parser.quick(f"quick {n}")), 10)
        assert [name for name in parser.began if not name.startswith("quick")] == ["one"]
        parser.release.set()
        assert await asyncio.gather(*large) == ["one", "two"]

    assert run(test).cut == [], "the second waits, and is not begun twice"
