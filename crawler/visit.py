"""One visit: an address asked for by the rules (pause, robots.txt, redirects, status) and what came of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.browser.rules import is_html
from crawler.cookies import Jar
from crawler.door import Flight
from crawler.failures import Failed, FailureKind, LedAway, Undelivered
from crawler.guard import refuse_url
from crawler.politeness import LONGEST_PAUSE, LONGEST_WAIT_IN_RUN, PAUSE_UNASKED, RETRIES_IN_RUN, gap_of, retry_after
from crawler.robots import MOST_REDIRECTS, PARSED_BYTES, Robots
from crawler.turns import HostBook
from crawler.urls import host_of, resolve
from storage.records import Answer
from storage.times import to_text

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.source import Source

REDIRECTS = frozenset({301, 302, 303, 307, 308})
REFUSALS = {401: "it asks for a log-in", 403: "forbidden", 418: "it is refused", 451: "withheld for legal reasons"}

# (address, headers, {"gap", "limit", "beginning"}) -> Scrapy's response, through the door. Raises Undelivered.
Deliver = Callable[[str, Mapping[str, str], Mapping[str, Any]], Awaitable["Response"]]
# (address, headers, most bytes, seconds, source) -> one file that a page is made of.
Part = Callable[[str, Mapping[str, str], int, float, "Source"], Awaitable[Answer | Failed]]
# A fetched page, its source, and how to get its parts -> what became of it in a browser.
Show = Callable[[Answer, "Source", Part], Awaitable[Answer | LedAway | Failed]]


class Visitor:
    """Asks for addresses of one run. Everything that goes out passes deliver, and so the door."""

    def __init__(
        self,
        deliver: Deliver,
        book: HostBook,
        clock: Callable[[], datetime],
        *,
        gap: float,
        max_bytes: int,
        show: Show | None = None,
    ) -> None:
        self._deliver, self._book, self._clock, self._show = deliver, book, clock, show
        self._gap, self._max_bytes = gap, max_bytes
        self._robots = Robots(book, self._robots_file, clock)
        self._jars: dict[str, Jar] = {}
        self.requests: Counter[str] = Counter()

    async def visit(
        self, url: str, *, owner: Source | None, headers: Mapping[str, str] | None = None
    ) -> Answer | Failed:
        """Ask for one address of a source (owner None: of any host) and follow redirects within that source."""
        seen = [url]
        asked = dict(headers or {})
        while True:
            here = seen[-1]
            failed = await self._forbidden(here, owner)
            if failed is not None:
                return failed
            jar = self._jar(owner)
            asked = {**asked, **jar.headers(here)}
            result = await self._patiently(here, asked, self._gap_for(here, owner), requested=url)
            changed = self._fill(jar, owner, here, result)
            if isinstance(result, Failed):
                return result
            target = _target(result, here)
            if result.status not in REDIRECTS:
                shown = await self._shown(result, owner)
                if not isinstance(shown, LedAway):
                    return shown
                target = shown.target
            problem = self._redirect_problem(target, seen, owner, again=changed)
            if target is None or problem is not None:
                problem = problem or "redirect without a usable target"
                return Failed(kind=FailureKind.REDIRECT, reason=problem, url=url, status=result.status, answer=result)
            # The validators belong to the address they were given for, not to where it leads.
            asked = {}
            seen.append(target)

    async def _shown(self, answer: Answer, owner: Source | None) -> Answer | LedAway | Failed:
        """The answer itself, or what becomes of a page in the browser that its source wants."""
        if owner is None or owner.fetch != "browser" or self._show is None:
            return answer
        if not is_html(answer.status, answer.header("Content-Type"), answer.body):
            return answer
        return await self._show(answer, owner, self._part)

    async def _part(
        self, url: str, headers: Mapping[str, str], most: int, seconds: float, owner: Source
    ) -> Answer | Failed:
        """One file of a page: within the turn of its host, but without the gap, which lies between pages.

        No redirect is followed. Whoever is cancelled while waiting for it cuts the request short.
        """
        failed = await self._forbidden(url, owner, more=owner.browser_hosts)
        if failed is not None:
            return failed
        flight = Flight()
        how = {"deadline": seconds, "flight": flight}
        sent = {**headers, **self._jar(owner).headers(url)}
        work = asyncio.ensure_future(self._ask(url, sent, 0.0, requested=url, limit=most, how=how))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            flight.cut()
            raise

    async def _forbidden(self, url: str, owner: Source | None, more: tuple[str, ...] = ()) -> Failed | None:
        """Why an address may not be asked for now: its form, its host's rest, robots.txt."""
        problem = refuse_url(url)
        if problem is None and owner is not None and not owner.owns(url) and host_of(url) not in more:
            problem = "refused: a host that is no part of the source"
        if problem is not None:
            return Failed(kind=FailureKind.REFUSED, reason=problem, url=url)
        host = host_of(url)
        paused = await self._rest(host, url)
        if paused is not None:
            return paused
        rules = await self._robots.rules(url, self._gap_for(url, owner))
        return rules.refusal(url) or await self._rest(host, url)

    async def _rest(self, host: str, url: str) -> Failed | None:
        """Wait out a short rest of the host; a long one ends the visit."""
        rest = self._book.paused_until(host)
        if rest is None:
            return None
        until, reason = rest
        left = (until - self._clock()).total_seconds()
        # A rest of more than a day is never granted: such a time comes from a clock that was wrong.
        if left <= 0 or left > LONGEST_PAUSE.total_seconds() + 1:
            return None
        if left > LONGEST_WAIT_IN_RUN:
            said = f"waits until {to_text(until)}: {reason}"
            return Failed(kind=FailureKind.PAUSED, reason=said, url=url, until=until)
        while left > 0:
            await asyncio.sleep(left)
            left = (until - self._clock()).total_seconds()
        return None

    def _gap_for(self, url: str, owner: Source | None) -> float:
        row = self._book.host(host_of(url))
        return gap_of(self._gap, owner.gap_seconds if owner else None, row["crawl_delay"] if row else None)

    def _jar(self, owner: Source | None) -> Jar:
        """The cookies of a source that wants them; else an empty jar that nobody keeps."""
        return self._jars.setdefault(owner.slug, Jar()) if owner is not None and owner.cookies else Jar()

    def _fill(self, jar: Jar, owner: Source | None, url: str, result: Answer | Failed) -> bool:
        answer = result.answer if isinstance(result, Failed) else result
        if answer is None or owner is None or not owner.cookies:
            return False
        return jar.take(url, answer.headers, self._clock())

    def _redirect_problem(
        self, target: str | None, seen: list[str], owner: Source | None, *, again: bool = False
    ) -> str | None:
        if target is None:
            return None
        refused = refuse_url(target)
        if refused is not None:
            return f"refused redirect: {refused}"
        if owner is not None and not owner.owns(target):
            return f"refused redirect to another host: {host_of(target)}"
        # With a new cookie the same address may answer otherwise.
        if target in seen and not again:
            return "redirect loop"
        if len(seen) > MOST_REDIRECTS:
            return f"redirect loop: more than {MOST_REDIRECTS} redirects"
        return None

    async def _patiently(
        self, url: str, headers: Mapping[str, str], gap: float, *, requested: str, beginning: int | None = None
    ) -> Answer | Failed:
        """Ask, and where the server wants a short rest, ask again after it; a few times, then the run ends here."""
        for _ in range(RETRIES_IN_RUN):
            result = await self._ask(url, headers, gap, requested=requested, beginning=beginning)
            paused = isinstance(result, Failed) and result.kind is FailureKind.PAUSED
            if not paused or await self._rest(host_of(url), url) is not None:
                return result
        return await self._ask(url, headers, gap, requested=requested, beginning=beginning)

    async def _ask(
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
        """One request. Every status but 2xx, 304 and redirects is a Failed."""
        host = host_of(url)
        self.requests[host] += 1
        limit = beginning or limit or self._max_bytes
        how = {**(how or {}), "gap": gap, "limit": limit, "beginning": beginning}
        try:
            response = await self._deliver(url, headers, how)
        except Undelivered as error:
            return Failed(kind=error.kind, reason=error.reason, url=url)
        answer = _answer(response, url, requested, self._clock())
        return self._judged(answer, host) or answer

    def _judged(self, answer: Answer, host: str) -> Failed | None:  # noqa: PLR0911  one way out for each kind
        """What a status means; a host that asks for rest is given it at once."""
        status, url = answer.status, answer.url
        if 200 <= status < 300 or status == 304 or status in REDIRECTS:
            return None

        def failed(kind: FailureKind, reason: str, until: datetime | None = None) -> Failed:
            return Failed(kind=kind, reason=reason, url=url, status=status, until=until, answer=answer)

        wait = retry_after(answer.header("Retry-After"), now=self._clock(), server_date=answer.header("Date"))
        if status == 429 or (status == 503 and wait is not None):
            until = self._clock() + (wait or PAUSE_UNASKED)
            reason = f"the server answered {status} and asks to wait"
            self._book.pause(host, until, reason)
            return failed(FailureKind.PAUSED, f"waits until {to_text(until)}: {reason}", until)
        if status == 404:
            return failed(FailureKind.NOT_FOUND, "not found (404)")
        if status == 410:
            return failed(FailureKind.GONE, "gone (410)")
        if status in REFUSALS:
            return failed(FailureKind.REFUSED, f"refused ({status}): {REFUSALS[status]}")
        if status >= 500:
            return failed(FailureKind.SERVER_ERROR, f"server error ({status})")
        return failed(FailureKind.REFUSED, f"unusable answer ({status})")

    async def _robots_file(self, url: str, gap: float) -> Answer | Failed:
        """Fetch a robots.txt; its redirects may lead to other hosts, but pass the same guard (RFC 9309, 2.3.1.2)."""
        seen = [url]
        while True:
            here = seen[-1]
            apart = gap if host_of(here) == host_of(url) else self._gap_for(here, None)
            result = await self._patiently(here, {}, apart, requested=url, beginning=PARSED_BYTES)
            if isinstance(result, Failed) or result.status not in REDIRECTS:
                return result
            target = _target(result, here)
            if target is None or refuse_url(target) or target in seen or len(seen) > MOST_REDIRECTS:
                # RFC 9309 lets a file behind too many redirects count as not there.
                return Failed(kind=FailureKind.NOT_FOUND, reason="its redirects end nowhere", url=url, status=404)
            seen.append(target)


def _target(answer: Answer, base: str) -> str | None:
    location = answer.header("Location")
    if not location or not location.strip():
        return None
    target = resolve(base, location.strip())
    try:
        host_of(target or "")
    except ValueError:
        return None
    return None if target is None else target.split("#", 1)[0]


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
