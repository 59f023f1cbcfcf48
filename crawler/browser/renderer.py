"""Shows fetched pages in a headless Chromium and gives back what became of them. One browser, one page at a time.

The page itself was fetched as any other; what it asks for beyond comes through the same door, or not at all.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from crawler.browser.feeding import Fetched
from crawler.browser.rules import BrowserLimits
from crawler.browser.starting import Browser, BrowserUnusableError, start
from crawler.browser.tab import HungError, Sight, Tab
from crawler.browser.wire import WireError
from crawler.extraction.charset import decode
from crawler.failures import Failed, FailureKind, LedAway
from crawler.settings import user_agent
from storage.records import Answer

if TYPE_CHECKING:
    from crawler.desk import CrawlOptions
    from crawler.source import Source

START_SECONDS = 20.0
END_SECONDS = 5.0
# Beyond a page's own time: opening and closing it.
SLACK_SECONDS = 12.0
# Scripts and style sheets that page after page asks for are kept for the run: bytes, files.
KEPT_BYTES, KEPT_FILES = 32 * 1024 * 1024, 400
LONGEST_NOTE = 1000
RENDERED, WITHOUT = "X-Archive-Rendered", "X-Archive-Rendered-Without"
FROM = "X-Archive-Rendered-From-"
# What the server said of its own bytes, which the rendered page is not.
_OF_THE_BYTES = frozenset({"content-type", "content-length", "content-md5", "digest", "etag", "last-modified"})
_REUSED = ("javascript", "ecmascript", "text/css", "application/json+module")

# (address, headers, most bytes, seconds, source) -> what came.
Part = Callable[[str, Mapping[str, str], int, float, "Source"], Awaitable[Answer | Failed]]


class Renderer:
    """Keeps at most one browser, started when it is first needed. Close it: nothing is left behind."""

    def __init__(self, *, named: str | None, agent: str, limits: BrowserLimits, say: Callable[[str], None]) -> None:
        self._named, self._agent, self._limits, self._say = named, agent, limits, say
        self._turn = asyncio.Lock()
        self._browser: Browser | None = None
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    @classmethod
    def of(cls, options: CrawlOptions, *, say: Callable[[str], None]) -> Renderer:
        """By the limits of a crawl; all of a page's files together may have four times a page's bytes."""
        limits = BrowserLimits(
            seconds=options.timeout_seconds, bytes=4 * options.max_bytes, page_bytes=options.max_bytes
        )
        return cls(named=options.browser, agent=user_agent(options.contact), limits=limits, say=say)

    async def __aenter__(self) -> Renderer:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End the browser."""
        await self._discard()

    async def show(self, answer: Answer, source: Source, part: Part) -> Answer | LedAway | Failed:
        """Show a fetched page, let its scripts run, and give the page that came of it. A site's fault never raises."""

        async def get(url: str, headers: Mapping[str, str], most: int, seconds: float) -> Answer | Failed:
            return self._reused(url, most) or self._new(url, await part(url, headers, most, seconds, source))

        read = await asyncio.to_thread(decode, answer.body, answer.header("Content-Type"))
        fetched = Fetched(answer=answer, charset=read.charset, hosts=frozenset(source.all_hosts), get=get)
        limits = self._limits
        async with self._turn:
            try:
                browser = await self._running()
                tab = Tab(browser.wire, fetched, limits)
                async with asyncio.timeout(limits.seconds + SLACK_SECONDS):
                    sight = await tab.see(self._agent, source.timezone)
            except BrowserUnusableError as error:
                # No fault of the site: the source's run ends here, and its pages stay as they are.
                return Failed(kind=FailureKind.PAUSED, reason=str(error), url=answer.url)
            except HungError:
                await self._discard()
                return _failed(answer, FailureKind.TIMED_OUT, "its scripts do not come to rest in the browser")
            except TimeoutError:
                await self._discard()
                return _failed(answer, FailureKind.TIMED_OUT, f"not even its text came in {limits.seconds:g} s")
            except WireError as error:
                return await self._ended(answer, error)
            except asyncio.CancelledError:
                await self._discard()
                raise
        return self._result(answer, sight, browser)

    def _result(self, answer: Answer, sight: Sight, browser: Browser) -> Answer | LedAway | Failed:
        if sight.led_to is not None:
            return LedAway(sight.led_to)
        body = (sight.html or "").encode("utf-8", "replace")
        if sight.html is None or len(body) > self._limits.page_bytes:
            said = f"too large: the page grew to more than {self._limits.page_bytes} bytes in the browser"
            return Failed(kind=FailureKind.TOO_LARGE, reason=said, url=answer.url)
        return Answer(
            url=answer.url,
            status=answer.status,
            headers=(*_headers(answer), *_notes(sight, browser)),
            body=body,
            fetched_at=answer.fetched_at,
            method=answer.method,
            requested_url=answer.requested_url,
        )

    async def _ended(self, answer: Answer, error: WireError) -> Failed:
        """The browser ended under the page, or refused what it never refuses."""
        why, said = await self._discard()
        if why == "memory":
            reason = f"too large: the page took more than {self._limits.memory >> 20} MB of memory in the browser"
            return Failed(kind=FailureKind.TOO_LARGE, reason=reason, url=answer.url)
        return _failed(answer, FailureKind.BROKEN, f"the browser ended ({said or error})")

    def _reused(self, url: str, most: int) -> Answer | None:
        """A script that an earlier page of the run asked for."""
        kept = self._kept.get(url)
        if kept is None or len(kept.body) > most:
            return None
        self._kept.move_to_end(url)
        return kept

    def _new(self, url: str, came: Answer | Failed) -> Answer | Failed:
        if isinstance(came, Answer) and _may_serve_again(came):
            self._kept[url] = came
            while len(self._kept) > KEPT_FILES or sum(len(one.body) for one in self._kept.values()) > KEPT_BYTES:
                self._kept.popitem(last=False)
        return came

    async def _running(self) -> Browser:
        if self._browser is not None and self._browser.wire.gone.is_set():
            await self._discard()
        if self._browser is None:
            self._browser = await start(self._named, self._limits)
            if not self._browser.sandbox:
                self._say("browser: Chromium runs without its sandbox, which this machine does not let it have")
        return self._browser

    async def _discard(self) -> tuple[str, str]:
        """End the browser; why it ended, and its last words."""
        browser, self._browser = self._browser, None
        return await browser.end() if browser is not None else ("", "")


def _failed(answer: Answer, kind: FailureKind, what: str) -> Failed:
    return Failed(kind=kind, reason=f"{'timed out' if kind is FailureKind.TIMED_OUT else 'broken answer'}: {what}",
                  url=answer.url)  # fmt: skip


def _headers(answer: Answer) -> list[tuple[str, str]]:
    """The server's headers; those that speak of its own bytes keep their names behind FROM."""
    told = [(f"{FROM}{name}" if name.lower() in _OF_THE_BYTES else name, value) for name, value in answer.headers]
    return [("Content-Type", "text/html; charset=utf-8"), *told]


def _notes(sight: Sight, browser: Browser) -> list[tuple[str, str]]:
    """By what the page was rendered, and what it went without."""
    walls = "" if browser.sandbox else "; no sandbox"
    left = f"; {sight.unfinished} unfinished" if sight.unfinished else ""
    said = f"{browser.product}; {sight.requests} requests; {sight.bytes} bytes{left}{walls}"
    without = "; ".join(f"{reason} ({count})" for reason, count in sight.refused.items())
    without = without.encode("ascii", "replace").decode("ascii")[:LONGEST_NOTE]
    return [(RENDERED, said), *([(WITHOUT, without)] if without else [])]


def _may_serve_again(answer: Answer) -> bool:
    kind = (answer.header("Content-Type") or "").lower()
    fresh = "no-store" in (answer.header("Cache-Control") or "").lower()
    return answer.status == 200 and not fresh and any(word in kind for word in _REUSED)
