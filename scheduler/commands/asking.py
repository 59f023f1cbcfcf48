"""Asking outlets for single addresses from a command: the same door, guard, robots.txt and gap as in a crawl."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scheduler import clock

if TYPE_CHECKING:
    from crawler.desk import CrawlOptions
    from crawler.fetch_one import Refusal
    from crawler.source import Source
    from crawler.trial import Get
    from storage.records import Answer


def getter(source: Source | None, options: CrawlOptions) -> Get:
    """Fetches one address after the other with the outlet's gap between them; source as fetch_one takes it.

    A host that asks for a long rest is left alone from then on, and its robots.txt is asked for once.
    """
    from crawler.fetch_one import MemoryBook, fetch_one

    gap = max(options.gap_seconds, (source.gap_seconds if source else None) or 0.0)
    ended: list[float] = []
    book = MemoryBook()

    def get(url: str) -> Answer | Refusal:
        if ended:
            time.sleep(max(0.0, gap - (time.monotonic() - ended[-1])))
        try:
            return fetch_one(url, source=source, contact=options.contact, now=clock.now(), options=options, book=book)
        finally:
            ended.append(time.monotonic())

    return get
