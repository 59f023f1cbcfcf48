"""One visit: an address asked for by the rules (pause, robots.txt, redirects, status) and what came of it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.browser.rules import is_html
from crawler.cookies import Jar
from crawler.door import Flight
from crawler.failures import Failed, FailureKind, LedAway
from crawler.guard import refuse_url
from crawler.one_request import REDIRECTS, Asker, Deliver
from crawler.politeness import gap_of
from crawler.robots import MOST_REDIRECTS, PARSED_BYTES, Robots
from crawler.turns import HostBook
from crawler.urls import host_of, resolve
from storage.records import Answer

if TYPE_CHECKING:
    from crawler.source import Source

# Where redirects led in this run: addresses, bytes of an answer.
MOST_LED_TO, LED_TO_BYTES = 16, 256 * 1024
# Of these kinds another request in the same run would tell nothing new.
FINAL = frozenset({FailureKind.NOT_FOUND, FailureKind.GONE, FailureKind.REFUSED})
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
        insist: bool = False,
        gaps: Mapping[str, float] | None = None,
    ) -> None:
        """Visits on behalf of one run.

        insist: a person asks, so a site that rests because its robots.txt could not be had is tried again. gaps: host
        to the longest gap that any source of this run wants of it.
        """
        self._book, self._clock, self._show, self._gap = book, clock, show, gap
        self._gaps = gaps or {}
        self._asker = Asker(deliver, book, clock, max_bytes=max_bytes, insist=insist)
        self._led_to: OrderedDict[str, Answer | Failed] = OrderedDict()
        self._robots = Robots(book, self._robots_file, clock)
        self._jars: dict[str, Jar] = {}

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
            result = self._known_target(here, url) if len(seen) > 1 else None
            if result is None:
                result = await self._asker.patiently(here, asked, self._gap_for(here, owner), requested=url)
                self._note_target(here, result, owner, led=len(seen) > 1)
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
                problem = (problem or "redirect without a usable target") + _hint(problem, result, owner)
                return Failed(kind=FailureKind.REDIRECT, reason=problem, url=url, status=result.status, answer=result)
            # The validators belong to the address they were given for, not to where it leads.
            asked = {}
            seen.append(target)

    def _known_target(self, url: str, requested: str) -> Answer | Failed | None:
        """What a redirect's target answered before in this run: many addresses may lead to one."""
        known = self._led_to.get(url)
        if isinstance(known, Failed):
            return replace(known, url=requested)
        return None if known is None else replace(known, requested_url=requested)

    def _note_target(self, url: str, result: Answer | Failed, owner: Source | None, *, led: bool) -> None:
        answer = result.answer if isinstance(result, Failed) else result
        final = isinstance(result, Answer) or result.kind in FINAL
        small = answer is None or len(answer.body) <= LED_TO_BYTES
        if led and final and small and not (owner is not None and owner.cookies):
            self._led_to[url] = result
            while len(self._led_to) > MOST_LED_TO:
                self._led_to.popitem(last=False)

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
        work = asyncio.ensure_future(self._asker.ask(url, sent, 0.0, requested=url, limit=most, how=how))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            flight.cut()
            raise

    async def closed(self, url: str, owner: Source | None) -> str | None:
        """Why robots.txt closes an address that is not asked for here; None too where the host cannot be asked."""
        failed = await self._forbidden(url, owner)
        return failed.reason if failed is not None and failed.robots and failed.kind is FailureKind.REFUSED else None

    async def _forbidden(self, url: str, owner: Source | None, more: tuple[str, ...] = ()) -> Failed | None:
        """Why an address may not be asked for now: its form, its host's rest, robots.txt."""
        problem = refuse_url(url)
        if problem is None and owner is not None and not owner.owns(url) and host_of(url) not in more:
            problem = "refused: a host that is no part of the source"
        if problem is not None:
            return Failed(kind=FailureKind.REFUSED, reason=problem, url=url)
        host = host_of(url)
        paused = await self._asker.rest(host, url)
        if paused is not None:
            return paused
        rules = await self._robots.rules(url, self._gap_for(url, owner))
        return rules.refusal(url) or await self._asker.rest(host, url)

    def _gap_for(self, url: str, owner: Source | None) -> float:
        row = self._book.host(host_of(url))
        own = gap_of(self._gap, owner.gap_seconds if owner else None, row["crawl_delay"] if row else None)
        return max(own, self._gaps.get(host_of(url), 0.0))

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

    async def _robots_file(self, url: str, gap: float) -> Answer | Failed:
        """Fetch a robots.txt; its redirects may lead to other hosts, but pass the same guard (RFC 9309, 2.3.1.2)."""
        seen = [url]
        while True:
            here = seen[-1]
            apart = gap if host_of(here) == host_of(url) else self._gap_for(here, None)
            result = await self._asker.patiently(here, {}, apart, requested=url, beginning=PARSED_BYTES)
            if isinstance(result, Failed) or result.status not in REDIRECTS:
                return result
            target = _target(result, here)
            named = _named(result)
            if named and (target is None or refuse_url(target) is not None):
                refused = refuse_url(target or named) or "no address"
                return Failed(kind=FailureKind.REFUSED, reason=f"refused redirect: {refused}", url=url)
            if target is None or target in seen or len(seen) > MOST_REDIRECTS:
                # RFC 9309 lets a file behind too many redirects count as not there.
                return Failed(kind=FailureKind.NOT_FOUND, reason="its redirects end nowhere", url=url, status=404)
            seen.append(target)


def _named(answer: Answer) -> str:
    return (answer.header("Location") or "").strip()


def _hint(problem: str | None, answer: Answer, owner: Source | None) -> str:
    """What may help where a site goes round in a circle until it is shown its own cookie."""
    round_and_round = problem is not None and problem.startswith("redirect loop")
    if not round_and_round or answer.header("Set-Cookie") is None or (owner is not None and owner.cookies):
        return ""
    return "; it sets a cookie: `cookies = true` in the source file may help"


def _target(answer: Answer, base: str) -> str | None:
    location = _named(answer)
    if not location:
        return None
    target = resolve(base, location)
    try:
        host_of(target or "")
    except ValueError:
        return None
    return None if target is None else target.split("#", 1)[0]
