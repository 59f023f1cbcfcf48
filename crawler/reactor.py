"""One Scrapy process run to its end, once in a process: a reactor cannot start twice."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import ScrapyDeprecationWarning

from crawler.given_back import own_large_blocks
from crawler.settings import scrapy_settings
from crawler.spider import Errand, NewsSpider
from crawler.turns import HostTurns

SIGNALS = (signal.SIGINT, signal.SIGTERM)
# A graceful end that takes longer than this is none.
GRACE_SECONDS = 8.0
# Objects more than were freed; young and middle generations per older one. What a page leaves in cycles is some
# hundred objects, its bytes among them, so the second number bounds what waits to some dozen pages.
COLLECTED_AFTER = (5000, 5, 10)


class StoppedBySignal(Exception):
    """The crawl was ended by a signal; what was fetched is kept. reports: how the runs ended."""

    def __init__(self, signum: int, reports: Any = ()) -> None:
        super().__init__(f"stopped by signal {signum}")
        self.signum = signum
        self.reports = reports


def run_errand(
    errand: Errand,
    *,
    turns: HostTurns,
    permitted: frozenset[str],
    contact: str,
    timeout_seconds: float,
    max_bytes: int,
    hosts: int,
    any_name: frozenset[str] = frozenset(),
    on_stop: Callable[[], None] = lambda: None,
) -> int | None:
    """Run an errand inside Scrapy; returns the signal that ended it, or None. What the errand raised is raised here."""
    own_large_blocks()
    settings = scrapy_settings(contact=contact, timeout_seconds=timeout_seconds, max_bytes=max_bytes, hosts=hosts)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("twisted").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ScrapyDeprecationWarning)
        process = AsyncCrawlerProcess(settings, install_root_handler=False)
        crawler = process.create_crawler(NewsSpider)
        process.crawl(
            crawler,
            errand=errand,
            turns=turns,
            permitted=permitted,
            any_name=any_name,
            contact=contact,
            deadline=timeout_seconds,
        )
    stopped: list[int] = []
    loop = asyncio.get_event_loop()

    def stop(signum: int) -> None:
        if stopped:
            os._exit(128 + signum)
        stopped.append(signum)
        guard = threading.Timer(GRACE_SECONDS, os._exit, (128 + signum,))
        guard.daemon = True
        guard.start()
        on_stop()
        if isinstance(crawler.spider, NewsSpider):
            crawler.spider.stop()

    before = _listen(loop, stop)
    try:
        with rare_collection():
            process.start(install_signal_handlers=False)
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
        if before:
            signal.set_wakeup_fd(-1)  # the loop's, which may be closed before this process is over
    spider = crawler.spider
    if spider is None:
        raise RuntimeError("Scrapy did not start the spider")
    if isinstance(spider, NewsSpider) and spider.failure is not None:
        raise spider.failure
    return stopped[0] if stopped else None


@contextlib.contextmanager
def rare_collection() -> Iterator[None]:
    """Look for cycles more rarely, and never among what was there before: that was a tenth of a crawl's time."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _listen(loop: asyncio.AbstractEventLoop, stop: Callable[[int], None]) -> dict[signal.Signals, Any]:
    """Let the loop take the signals, which wakes it from its wait; returns the handlers that were there."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    before = {signum: signal.getsignal(signum) for signum in SIGNALS}
    for signum in SIGNALS:
        loop.add_signal_handler(signum, stop, int(signum))
    return before
