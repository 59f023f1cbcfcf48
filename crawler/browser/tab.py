"""One page in the browser: shown from an answer that was fetched already, fed part by part, read when it rests."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.browser.feeding import Feeder, Fetched
from crawler.browser.rules import BrowserLimits, leads_away
from crawler.browser.scripts import BEFORE, DOM, STATE
from crawler.browser.wire import Wire, WireError

QUIET_SECONDS = 0.6
SAMPLE_SECONDS = 0.15
# A page without text that has come to rest may still wait for a timer of its own.
EMPTY_TEXT = 200
EMPTY_SECONDS = 2.0
# A page that never rests (a clock, a ticker) is read so long after it was loaded.
RESTLESS_SECONDS = 6.0
CALL_SECONDS = 5.0


class HungError(Exception):
    """The page's scripts do not let anybody in; the browser is of no use any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a page came to. html: None where it is too large; led_to: where it went instead of being itself."""

    html: str | None
    size: int
    whole: bool
    led_to: str | None
    requests: int
    bytes: int
    refused: Mapping[str, int]
    unfinished: int


class Tab:
    """One page, in a context of its own: nothing it stores outlives it. Use once."""

    def __init__(self, wire: Wire, fetched: Fetched, limits: BrowserLimits) -> None:
        self._wire, self._url, self._limits = wire, fetched.answer.url, limits
        self._feeder = Feeder(self._call, fetched, limits)
        self._until = time.monotonic() + limits.seconds
        self._session: str | None = None
        self._context: str | None = None
        self._world: int | None = None
        self._navigation: asyncio.Future[dict[str, Any]] | None = None
        self._parsed = self._loaded = False

    async def see(self, agent: str, zone: str | None) -> Sight:
        """Show the page and read it. Raises WireError, TimeoutError (not even its text came), HungError."""
        try:
            await self._begin(agent, zone)
            await self._rest()
            return await self._read()
        finally:
            await self._end()

    async def _begin(self, agent: str, zone: str | None) -> None:
        call = self._wire.call
        self._context = (await call("Target.createBrowserContext", {"disposeOnDetach": True}))["browserContextId"]
        await call("Browser.setDownloadBehavior", {"behavior": "deny", "browserContextId": self._context})
        target = await call("Target.createTarget", {"url": "about:blank", "browserContextId": self._context})
        attached = await call("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})
        self._session = attached["sessionId"]
        self._wire.listen(self._session, self._event)
        self._feeder.frame = (await self._call("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        await self._call("Page.enable")
        await self._call("Network.setUserAgentOverride", {"userAgent": agent, "acceptLanguage": "*"})
        if zone is not None:
            with contextlib.suppress(WireError):
                await self._call("Emulation.setTimezoneOverride", {"timezoneId": zone})
        await self._call("Page.addScriptToEvaluateOnNewDocument", {"source": BEFORE})
        await self._call("Fetch.enable", {"patterns": [{"urlPattern": "*"}]})
        # Its answer comes with the page; a page that goes elsewhere at once gets none.
        navigation = asyncio.ensure_future(
            self._call("Page.navigate", {"url": self._url}, seconds=self._limits.seconds)
        )
        navigation.add_done_callback(lambda task: task.cancelled() or task.exception())
        self._navigation = navigation

    async def _rest(self) -> None:
        """Wait until the page is loaded, asks for nothing and does not change; or until its time is over."""
        print_of_page: tuple[Any, ...] = ()
        loaded_at: float | None = None
        while (now := time.monotonic()) < self._until and self._feeder.led_to is None:
            await asyncio.sleep(SAMPLE_SECONDS)
            if self._wire.gone.is_set():
                raise WireError("the browser is gone")
            if not self._feeder.shown:
                continue
            state = await self._evaluate(STATE)
            # Asked, not awaited: a page that tried to leave never tells that it is loaded.
            if state is None or state.get("state") == "loading" or state.get("url") == "about:blank":
                continue
            self._parsed, self._loaded = True, state.get("state") == "complete"
            seen = (state.get("size"), state.get("text"), state.get("state"))
            if seen != print_of_page:
                print_of_page, self._feeder.changed_at = seen, now
            if not self._loaded:
                continue
            loaded_at = loaded_at or now
            quiet = now - self._feeder.changed_at
            patience = QUIET_SECONDS if int(state.get("text") or 0) >= EMPTY_TEXT else EMPTY_SECONDS
            if (quiet >= patience and not self._feeder.unfinished) or now - loaded_at >= RESTLESS_SECONDS:
                return

    async def _read(self) -> Sight:
        html, size = None, 0
        unfinished = self._feeder.unfinished
        if self._feeder.led_to is None:
            if not self._parsed:
                raise TimeoutError
            expression = DOM.replace("LIMIT", str(self._limits.page_bytes)).replace("ADDRESS", _js(self._url))
            result = await self._evaluate(expression, must=True) or {}
            html, size = result.get("html"), int(result.get("size") or 0)
        return Sight(
            html=html,
            size=size,
            whole=self._loaded and not unfinished,
            led_to=self._feeder.led_to,
            requests=self._feeder.requests,
            bytes=self._feeder.bytes,
            refused=dict(self._feeder.refused),
            unfinished=unfinished,
        )

    async def _end(self) -> None:
        """Throw the page away with all it stored; what is still on the wire for it is cut."""
        self._wire.listen(self._session, None)
        if self._navigation is not None:
            self._navigation.cancel()
        await self._feeder.end()
        if self._context is not None:
            with contextlib.suppress(WireError, TimeoutError):
                await self._wire.call(
                    "Target.disposeBrowserContext", {"browserContextId": self._context}, seconds=CALL_SECONDS
                )

    async def _call(
        self, method: str, params: dict[str, Any] | None = None, *, seconds: float = CALL_SECONDS
    ) -> dict[str, Any]:
        return await self._wire.call(method, params, session=self._session, seconds=seconds)

    async def _evaluate(self, expression: str, *, must: bool = False) -> dict[str, Any] | None:
        """Run a line of ours in a world of ours; None while the page changes under it."""
        try:
            if self._world is None:
                made = await self._call(
                    "Page.createIsolatedWorld", {"frameId": self._feeder.frame, "worldName": "bluewatch"}
                )
                self._world = made["executionContextId"]
            result = await self._call(
                "Runtime.evaluate",
                {"expression": expression, "contextId": self._world, "returnByValue": True, "timeout": 4000},
            )
        except TimeoutError:
            raise HungError from None
        except WireError:
            self._world = None
            if must or self._wire.gone.is_set():
                raise
            return None
        value = result.get("result", {}).get("value")
        return value if isinstance(value, dict) else None

    def _event(self, method: str, params: dict[str, Any]) -> None:
        if method == "Fetch.requestPaused":
            self._feeder.paused(params)
        elif method == "Page.javascriptDialogOpening":
            self._spawn(self._call("Page.handleJavaScriptDialog", {"accept": False}))
        elif method == "Page.frameNavigated" and "parentId" not in params.get("frame", {}):
            self._world = None
            url = str(params["frame"].get("url", ""))
            if self._feeder.shown and leads_away(url, self._url):
                # about:blank and its like: no request was made for it, and the page is lost.
                self._feeder.led_to = url

    def _spawn(self, what: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(what)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())


def _js(text: str) -> str:
    """A JavaScript string of ASCII alone, whatever the text holds."""
    units = text.encode("utf-16-be", "surrogatepass")
    return '"' + "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)) + '"'
