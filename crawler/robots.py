"""robots.txt by RFC 9309: fetched by our own door, kept with its host, and closed where it cannot be had.

4xx: no rules. 429, 5xx, no answer: nothing may be fetched; rules of less than a day ago may still be used.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from crawler.failures import Failed, FailureKind
from crawler.politeness import (
    LONGEST_PAUSE,
    NO_ROBOTS,
    RETRIES_IN_RUN,
    crawl_delay_refused,
    rest_until,
    retry_delay,
    robots_rest,
)
from crawler.turns import HostBook
from crawler.urls import host_of
from storage.records import Answer
from storage.times import from_text, from_text_or_none

TOKEN = "bluewatch"  # noqa: S105  the product token of RFC 9309, 2.2.1
PARSED_BYTES = 500 * 1024
FRESH = timedelta(hours=1)
USABLE = timedelta(hours=24)
# A run may last for hours; what it read an hour before may have been kept for an hour then.
LONGEST_IN_RUN = USABLE - FRESH
MOST_REDIRECTS = 5
_AGENT_LINE = re.compile(r"^(\s*user-agent\s*:\s*)([^#]*)", re.IGNORECASE)

# (address, the gap of its host in seconds) -> what came.
Get = Callable[[str, float], Awaitable[Answer | Failed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a host's robots.txt allows. problem: why nothing may be fetched at all."""

    parsed: Protego | None = None
    crawl_delay: float | None = None
    problem: str | None = None
    kind: FailureKind = FailureKind.UNREACHABLE

    def refusal(self, url: str) -> Failed | None:
        """Why this address may not be fetched, or None where it may."""
        if self.problem is not None:
            return Failed(kind=self.kind, reason=self.problem, url=url, robots=True)
        if self.parsed is not None and not self.parsed.can_fetch(url, TOKEN):
            return Failed(kind=FailureKind.REFUSED, reason="robots.txt disallows it", url=url, robots=True)
        return None


def parse_robots(body: bytes) -> tuple[str, Rules]:
    """The text that is kept of a robots.txt, and its rules: the first 500 KiB count."""
    text = body[:PARSED_BYTES].decode("utf-8", "replace").lstrip("\ufeff").replace("\0", "")
    return text, rules_of(text)


def rules_of(text: str) -> Rules:
    """The rules for our product token in a robots.txt."""
    parsed = Protego.parse("\n".join(_own_group(line) for line in re.split(r"\r\n|\r|\n", text)))
    delay = parsed.crawl_delay(TOKEN)
    delay = None if delay is not None and math.isnan(delay) else delay
    problem = crawl_delay_refused(delay)
    return Rules(parsed=parsed, crawl_delay=delay, problem=problem, kind=FailureKind.REFUSED)


def _own_group(line: str) -> str:
    """Name a group line by our token, by ``*``, or by a name that is never ours.

    Protego takes a group for ours whose name ours begins with; RFC 9309, 2.2.1 wants the whole token, in any case.
    """
    found = _AGENT_LINE.match(line)
    if found is None:
        return line
    named = found[2].strip().lower()
    token = re.match(r"[a-z_-]+", named)
    if named.startswith("*"):
        return f"{found[1]}*"
    return f"{found[1]}{TOKEN}" if token and token[0] == TOKEN else f"{found[1]}another"


class Robots:
    """The rules of every host that a run meets: from the host's row while fresh, else fetched, once a run."""

    def __init__(self, book: HostBook, get: Get, clock: Callable[[], datetime]) -> None:
        self._book, self._get, self._clock = book, get, clock
        self._known: dict[str, tuple[Rules, datetime]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def rules(self, url: str, gap: float) -> Rules:
        """The rules that hold for this address."""
        host = host_of(url)
        async with self._locks.setdefault(host, asyncio.Lock()):
            known = self._known.get(host)
            if known is None or self._clock() - known[1] >= LONGEST_IN_RUN:
                rules = self._kept(host, FRESH) or await self._fetched(url, host, gap)
                known = self._known[host] = (rules, self._clock())
            return known[0]

    def _kept(self, host: str, age: timedelta) -> Rules | None:
        row = self._book.host(host)
        if row is None or row["robots_at"] is None:
            return None
        since = self._clock() - from_text(row["robots_at"])
        if not timedelta(0) <= since < age or (age == FRESH and row["robots_state"] == "unreachable"):
            return None
        return rules_of(row["robots"]) if row["robots"] is not None else Rules()

    async def _fetched(self, url: str, host: str, gap: float) -> Rules:
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        before = self._rest_until_now(host)
        result = await self._get(address, gap)
        for tried in range(1, (RETRIES_IN_RUN if before is None else 0) + 1):
            if isinstance(result, Answer) or not result.kind.tried_again:
                break
            await asyncio.sleep(retry_delay(tried, gap))
            result = await self._get(address, gap)
        if isinstance(result, Answer):
            text, rules = parse_robots(result.body)
            self._save(host, text, "rules", rules)
            return rules
        if result.status is not None and 400 <= result.status < 500 and result.status != 429:
            self._save(host, None, "none", Rules())
            return Rules()
        reason = f"{NO_ROBOTS}, so the site rests: {result.reason}"
        # A rest that the server itself asked for keeps its own reason.
        rest = self._book.paused_until(host) if result.kind is FailureKind.PAUSED else None
        self._book.save_robots(
            host,
            text=None,
            state="unreachable",
            at=self._clock(),
            crawl_delay=None,
            reason=rest[1] if rest is not None else reason,
        )
        kind = FailureKind.REFUSED if result.kind is FailureKind.REFUSED else FailureKind.UNREACHABLE
        if (kept := self._kept(host, USABLE)) is not None:
            return kept
        if result.kind is not FailureKind.PAUSED:
            wait, since = robots_rest(before), self._clock()
            if wait >= LONGEST_PAUSE:  # to the minute: who asks once a day would wait some seconds more each day
                since = since.replace(second=0, microsecond=0)
            self._book.pause(host, rest_until(since, wait), reason)
        return Rules(problem=reason, kind=kind)

    def _rest_until_now(self, host: str) -> timedelta | None:
        """How long the site rested before this try, where it does so because its robots.txt could not be had."""
        row = self._book.host(host)
        if row is None or row["robots_state"] != "unreachable":
            return None
        until, since = from_text_or_none(row["paused_until"]), from_text_or_none(row["last_request_at"])
        return timedelta(0) if until is None or since is None else until - since

    def _save(self, host: str, text: str | None, state: str, rules: Rules) -> None:
        self._book.save_robots(
            host, text=text, state=state, at=self._clock(), crawl_delay=rules.crawl_delay, reason=rules.problem
        )
