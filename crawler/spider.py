"""The one spider class. It holds no selector and knows no site: it carries requests through Scrapy's downloader.

The frontier is the archive, so nothing is queued in Scrapy: each source is a coroutine that asks for one address after
the other, and start() lasts as long as they do. A slow source so delays no other, and memory does not grow with links.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from crawler.door import Turns
from crawler.failures import FailureKind, Undelivered
from crawler.settings import request_headers
from crawler.urls import host_of

Errand = Callable[["NewsSpider"], Awaitable[None]]


class NewsSpider(Spider):
    """Carries an errand: a coroutine that asks for addresses through deliver()."""

    name = "bluewatch"

    def __init__(
        self,
        *,
        errand: Errand,
        turns: Turns,
        permitted: frozenset[str],
        contact: str,
        deadline: float,
        any_name: frozenset[str] = frozenset(),
        **_: Any,
    ) -> None:
        super().__init__()
        self.turns = turns
        self.permitted, self.any_name = permitted, any_name
        self.in_flight: set[asyncio.Future[Response]] = set()
        self.failure: BaseException | None = None
        self._errand, self._headers, self._deadline = errand, request_headers(contact), deadline
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    async def start(self) -> AsyncIterator[Request]:
        """Run the errand. It yields nothing: an address that Scrapy queued would be lost with the process."""
        self._task = asyncio.ensure_future(self._run())
        try:
            await asyncio.wait([self._task])
        except asyncio.CancelledError:
            # Scrapy's own way to end (its signal handler, an engine that closes).
            self.stop()
            await asyncio.wait([self._task])
            raise
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _run(self) -> None:
        try:
            if not self._stopping:
                await self._errand(self)
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # kept for the caller: Scrapy would log it and exit as if all were well
            self.failure = error

    async def deliver(self, url: str, headers: Mapping[str, str], how: Mapping[str, Any]) -> Response:
        """Bring one answer through Scrapy's downloader and our door.

        Raises Undelivered; of a crawl that is stopping CancelledError, since no address failed that was not asked.
        """
        if self._stopping or self.crawler.engine is None:
            raise asyncio.CancelledError
        try:
            meta = {"deadline": self._deadline, **how, "download_slot": host_of(url), "handle_httpstatus_all": True}
            request = Request(url, headers={**self._headers, **headers}, meta=meta, dont_filter=True)
        except ValueError as error:
            raise Undelivered(FailureKind.REFUSED, f"forbidden address: {error}") from error
        try:
            return await self.crawler.engine.download_async(request)
        except Undelivered:
            if self._stopping:
                raise asyncio.CancelledError from None
            raise

    def stop(self) -> None:
        """End the errand and every request on the wire; safe to call twice."""
        self._stopping = True
        if self._task is not None:
            self._task.cancel()
        for request in list(self.in_flight):
            request.cancel()
