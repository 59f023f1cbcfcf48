"""One request and what its answer means: rests that were asked for, statuses, and how often an address may be asked."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.failures import Failed, FailureKind, Undelivered
from crawler.politeness import (
    ATTEMPTS_IN_RUN,
    LONGEST_WAIT_IN_RUN,
    NO_ROBOTS,
    PAUSE_UNASKED,
    RETRIES_IN_RUN,
    rest_left,
    rest_until,
    retry_after,
    unread_retry_after,
)
from crawler.turns import HostBook
from crawler.urls import host_of
from storage.frontier import GONE_FOR_GOOD
from storage.records import Answer
from storage.times import to_text

if TYPE_CHECKING:
    from scrapy.http import Response

REDIRECTS = frozenset({301, 302, 303, 307, 308})
CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
REFUSALS = {401: "it asks for a log-in", 403: "forbidden", 418: "it is refused", 451: "withheld for legal reasons"}
# The server's own trouble, or a wish to be asked again: as good as no answer (RFC 9110, 15.5.9; RFC 8470).
TRY_AGAIN = frozenset({408, 421, 425})
# (address, headers, {"gap", "limit", "beginning", "heed"}) -> Scrapy's response, through the door. Raises Undelivered.
Deliver = Callable[[str, Mapping[str, str], Mapping[str, Any]], Awaitable["Response"]]


class Asker:
    """Asks for addresses one by one, on behalf of all visits of a run. Everything that goes out passes deliver."""

    def __init__(
        self,
        deliver: Deliver,
        book: HostBook,
        clock: Callable[[], datetime],
        *,
        max_bytes: int,
        insist: bool,
    ) -> None:
        self._deliver, self._book, self._clock = deliver, book, clock
        self._max_bytes, self._insist = max_bytes, insist
        self._count: Counter[str] = Counter()

    async def patiently(
        self, url: str, headers: Mapping[str, str], gap: float, *, requested: str, beginning: int | None = None
    ) -> Answer | Failed:
        """Ask, and where the server wants a short rest, ask again after it; a few times, then the run ends here."""
        for _ in range(RETRIES_IN_RUN):
            result = await self.ask(url, headers, gap, requested=requested, beginning=beginning)
            paused = isinstance(result, Failed) and result.kind is FailureKind.PAUSED
            if not paused or await self.rest(host_of(url), url) is not None:
                return result
        return await self.ask(url, headers, gap, requested=requested, beginning=beginning)

    async def ask(
        self,
        url: str,
        headers: Mapping[str, str],
        gap: float,
        *,
        requested: str,
        beginning: int | None = None,
        limit: int | None = None,
        how: Mapping[str, Any] | None = None,
    ) -> Answer | Failed:
        """One request. Every status but 2xx, 304 where it was asked for, and redirects is a Failed."""
        host = host_of(url)
        if how is None:
            # The files that a page is made of have limits of their own (crawler.browser).
            self._count[url] += 1
            if self._count[url] > ATTEMPTS_IN_RUN:
                said = f"asked {ATTEMPTS_IN_RUN} times in this run already"
                return Failed(kind=FailureKind.SPENT, reason=said, url=url)
        rest: list[Failed] = []
        heard: list[bool] = []

        def heed(response: Response) -> None:
            heard.append(True)
            if (asked := self._rest_asked(_answer(response, url, requested, self._clock()), host)) is not None:
                rest.append(asked)

        limit = beginning or limit or self._max_bytes
        how = {**(how or {}), "gap": gap, "limit": limit, "beginning": beginning, "heed": heed}
        try:
            response = await self._deliver(url, headers, how)
        except Undelivered as error:
            return rest[0] if rest else Failed(kind=error.kind, reason=error.reason, url=url, until=error.until)
        if not heard:
            heed(response)
        answer = _answer(response, url, requested, self._clock())
        if rest:
            return replace(rest[0], answer=answer)
        if answer.status == 304 and not CONDITIONS & {name.lower() for name in headers}:
            said = "broken answer: not modified (304), which was not asked for"
            return Failed(kind=FailureKind.BROKEN, reason=said, url=url, status=304, answer=answer)
        return self._judged(answer) or answer

    def _rest_asked(self, answer: Answer, host: str) -> Failed | None:
        """A host that asks for rest is given it at once, whatever body came with it."""
        status, now = answer.status, self._clock()
        asked = retry_after(answer.header("Retry-After"), now=now, server_date=answer.header("Date"))
        if status != 429 and not (status >= 500 and asked is not None):
            return None
        until = rest_until(now, asked.wait if asked else PAUSE_UNASKED)
        words = asked.words if asked else "asks to wait" + unread_retry_after(answer.header("Retry-After"))
        reason = f"the server answered {status} and {words}"
        self._book.pause(host, until, reason)
        said = f"waits until {to_text(until)}: {reason}"
        return Failed(kind=FailureKind.PAUSED, reason=said, url=answer.url, status=status, until=until)

    @staticmethod
    def _judged(answer: Answer) -> Failed | None:
        """What a status means."""
        status, url = answer.status, answer.url
        if 200 <= status < 300 or status == 304 or status in REDIRECTS:
            return None

        def failed(kind: FailureKind, reason: str) -> Failed:
            return Failed(kind=kind, reason=reason, url=url, status=status, answer=answer)

        if status == 404:
            return failed(FailureKind.NOT_FOUND, "not found (404)")
        if status == 410:
            return failed(FailureKind.GONE, GONE_FOR_GOOD)
        if status in REFUSALS:
            return failed(FailureKind.REFUSED, f"refused ({status}): {REFUSALS[status]}")
        if status >= 500 or status in TRY_AGAIN:
            odd = unread_retry_after(answer.header("Retry-After"))
            return failed(FailureKind.SERVER_ERROR, f"server error ({status}){odd}")
        return failed(FailureKind.REFUSED, f"unusable answer ({status})")

    async def rest(self, host: str, url: str) -> Failed | None:
        """Wait out a short rest of the host; a long one ends the visit."""
        rest = self._book.paused_until(host)
        if rest is None:
            return None
        until, reason = rest
        left = rest_left(until, self._clock())
        if left <= 0 or (self._insist and reason.startswith(NO_ROBOTS)):
            return None
        if left > LONGEST_WAIT_IN_RUN:
            said = f"waits until {to_text(until)}: {reason}"
            return Failed(kind=FailureKind.PAUSED, reason=said, url=url, until=until)
        while left > 0:
            await asyncio.sleep(left)
            left = (until - self._clock()).total_seconds()
        return None


def _answer(response: Response, url: str, requested: str, at: datetime) -> Answer:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Answer(
        url=url,
        status=response.status,
        headers=headers,
        body=bytes(response.body),
        fetched_at=at,
        requested_url=requested if requested != url else None,
    )
