"""Answers every request of a page in the browser: with what we have, with what our door brings, or not at all."""

from __future__ import annotations

import asyncio
import contextlib
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.browser.rules import (
    PICTURE,
    BrowserLimits,
    headers_in,
    headers_out,
    label_of,
    leads_away,
    refuse_part,
)
from crawler.browser.wire import WireError
from crawler.failures import Failed, FailureKind
from storage.records import Answer

LEAST_SECONDS = 0.5
END_SECONDS = 5.0

# (address, headers, most bytes, seconds) -> what came, whatever its status; redirects are not followed.
GetPart = Callable[[str, Mapping[str, str], int, float], Awaitable[Answer | Failed]]
# (method, parameters) of the page's session -> result. Raises WireError, TimeoutError.
Call = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a page is shown from. hosts: where its parts may come from, with port where odd."""

    answer: Answer
    charset: str
    hosts: frozenset[str]
    get: GetPart


class Feeder:
    """The requests of one page, each judged, counted and answered."""

    def __init__(self, call: Call, fetched: Fetched, limits: BrowserLimits) -> None:
        self._call, self._page, self._limits = call, fetched, limits
        self._until = time.monotonic() + limits.seconds
        self._open: set[asyncio.Task[None]] = set()
        self.frame = ""
        self.shown = False
        self.led_to: str | None = None
        self.changed_at = time.monotonic()
        self.requests = self.bytes = 0
        self.refused: dict[str, int] = {}

    @property
    def unfinished(self) -> int:
        """How many requests have no answer yet."""
        return len(self._open)

    def paused(self, params: dict[str, Any]) -> None:
        """Take one request (event Fetch.requestPaused)."""
        task = asyncio.ensure_future(self._serve(params))
        self._open.add(task)
        task.add_done_callback(self._served)

    async def end(self) -> None:
        """Cut what is still on the wire for the page."""
        for task in list(self._open):
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=END_SECONDS)

    def _served(self, task: asyncio.Task[None]) -> None:
        self._open.discard(task)
        self.changed_at = time.monotonic()
        if not task.cancelled():
            task.exception()

    async def _serve(self, params: dict[str, Any]) -> None:
        """Answer one request of the page: with what we have, with what our door brings, or not at all."""
        request, kind = params["request"], str(params.get("resourceType", "Other"))
        number, url = params["requestId"], str(request.get("url", ""))
        self.changed_at = time.monotonic()
        if kind == "Document" and params.get("frameId") == self.frame:
            await self._navigated(number, url)
            return
        if kind == "Image":
            told = headers_in((), content_type="image/gif")
            await self._fulfil(number, 200, told, PICTURE)
            return
        headers = request.get("headers", {})
        reason = refuse_part(url, str(request.get("method", "")), kind, headers, self._page.hosts) or self._over()
        if reason is None:
            reason = await self._bring(number, url, headers_out(headers))
        if reason is not None:
            self.refused[reason] = self.refused.get(reason, 0) + 1
            await self._fail(number, "BlockedByClient")

    async def _navigated(self, number: str, url: str) -> None:
        if not self.shown and not leads_away(url, self._page.answer.url):
            self.shown = True
            told = headers_in(
                self._page.answer.headers, content_type=f"text/html; charset={label_of(self._page.charset)}"
            )
            await self._fulfil(number, 200, [one for one in told if one["name"].lower() != "location"],
                               self._page.answer.body)  # fmt: skip
            return
        if leads_away(url, self._page.answer.url):
            self.led_to = url
        # No content: the page stays as it is. A failure would put an error page in its place.
        await self._fulfil(number, 204, [], b"")

    def _over(self) -> str | None:
        if self.requests >= self._limits.requests:
            return f"over budget: more than {self._limits.requests} requests"
        if self.bytes >= self._limits.bytes:
            return f"over budget: more than {self._limits.bytes} bytes"
        if time.monotonic() > self._until - LEAST_SECONDS:
            return f"over budget: more than {self._limits.seconds:g} s"
        return None

    async def _bring(self, number: str, url: str, headers: dict[str, str]) -> str | None:
        self.requests += 1
        most = max(1, min(self._limits.page_bytes, self._limits.bytes - self.bytes))
        came = await self._page.get(url, headers, most, max(LEAST_SECONDS, self._until - time.monotonic()))
        answer = came.answer if isinstance(came, Failed) else came
        if answer is None:
            # What was cut off at the limit came over the wire all the same.
            self.bytes += most if isinstance(came, Failed) and came.kind is FailureKind.TOO_LARGE else 0
            return came.reason if isinstance(came, Failed) else "nothing came"
        self.bytes += len(answer.body)
        await self._fulfil(number, answer.status, headers_in(answer.headers), answer.body)
        return None

    async def _fulfil(self, number: str, status: int, headers: list[dict[str, str]], body: bytes) -> None:
        with contextlib.suppress(WireError, TimeoutError):
            await self._call(
                "Fetch.fulfillRequest",
                {
                    "requestId": number,
                    "responseCode": status,
                    "responseHeaders": headers,
                    "body": b64encode(body).decode("ascii"),
                },
            )

    async def _fail(self, number: str, reason: str) -> None:
        with contextlib.suppress(WireError, TimeoutError):
            await self._call("Fetch.failRequest", {"requestId": number, "errorReason": reason})
