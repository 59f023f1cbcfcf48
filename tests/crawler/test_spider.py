"""A spider that is stopped: no address is called failed because nobody waited for it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from crawler.failures import FailureKind, Undelivered
from crawler.spider import NewsSpider
from crawler.turns import HostTurns

URL = "http://127.0.0.1:9/a/1"


class Engine:
    """In the place of Scrapy's: every request waits until it is let go on, and then its connection breaks."""

    def __init__(self) -> None:
        self.asked, self.goes_on = asyncio.Event(), asyncio.Event()

    async def download_async(self, _: object) -> None:
        self.asked.set()
        await self.goes_on.wait()
        raise Undelivered(FailureKind.UNREACHABLE, "the connection broke")


async def ended_by(*, stop_before: bool = False, stop_during: bool = False) -> type[BaseException] | None:
    """What a request ends with."""

    async def errand(_: NewsSpider) -> None:
        return

    engine, turns = Engine(), HostTurns(None, None)  # type: ignore[arg-type]  # the door's, which is not in play
    spider = NewsSpider(errand=errand, turns=turns, permitted=frozenset(), contact="https://a.example", deadline=5.0)
    spider.crawler = SimpleNamespace(engine=engine)  # type: ignore[assignment]
    if stop_before:
        spider.stop()
    waiting = asyncio.ensure_future(spider.deliver(URL, {}, {}))
    if not stop_before:
        await asyncio.wait_for(engine.asked.wait(), 5)
    if stop_during:
        spider.stop()
    engine.goes_on.set()
    try:
        await waiting
    except (Undelivered, asyncio.CancelledError) as error:
        return type(error)
    return None


def test_a_connection_that_breaks_is_a_failure_of_its_address() -> None:
    assert asyncio.run(ended_by()) is Undelivered


@pytest.mark.parametrize("when", ["stop_before", "stop_during"])
def test_a_stop_is_no_failure_of_an_address(when: str) -> None:
    assert asyncio.run(ended_by(**{when: True})) is asyncio.CancelledError
