"""A browser to which tests show pages, with the parts that it may ask for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from crawler.browser.renderer import Renderer
from crawler.browser.rules import BrowserLimits
from crawler.failures import Failed, FailureKind
from crawler.source import Source, parse_source
from storage.records import Answer

WORDS = "The patrol walked the road to the market and spoke with people about the water and the school. " * 4
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SITE = "http://desk.example"


def source(**more: Any) -> Source:
    table = {"slug": "desk", "name": "The Desk", "home": SITE + "/", "feeds": ["/feed.xml"], "fetch": "browser", **more}
    return parse_source(table, file="desk.toml", packaged=False)


def answer(
    url: str, body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str
) -> Answer:
    raw = body if isinstance(body, bytes) else body.encode()
    more = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(url=url, status=status, headers=(("Content-Type", kind), *more), body=raw, fetched_at=NOW)


def script(text: str) -> str:
    head = "<!DOCTYPE html><html><head><title>Desk</title></head>"
    return f"{head}<body><p>{WORDS}</p><script>{text}</script></body></html>"


class Desk:
    """A browser on a loop of its own thread; parts come from a table, what was asked for is noted."""

    def __init__(self, limits: BrowserLimits) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.said: list[str] = []
        self.renderer = self.run(self._make(limits))
        self.parts: dict[str, Any] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    async def _make(self, limits: BrowserLimits) -> Renderer:
        return Renderer(named=None, agent="Bluewatch/0 (+x@desk.example)", limits=limits, say=self.said.append)

    def run(self, what: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(110)

    async def part(self, url: str, headers: Mapping[str, str], most: int, _seconds: float, _owner: Source) -> Any:
        self.asked.append((url, headers))
        what = self.parts.get(url.removeprefix(SITE))
        if what is None:
            return Failed(kind=FailureKind.NOT_FOUND, reason="not found (404)", url=url, status=404)
        if isinstance(what, asyncio.Event):
            await what.wait()
        return what(url, most) if callable(what) else answer(url, *what)

    def show(self, body: bytes | str, *, kind: str = "text/html; charset=utf-8", parts: Mapping[str, Any] | None = None,
             owner: Source | None = None) -> Any:  # fmt: skip
        self.parts, self.asked = dict(parts or {}), []
        return self.run(self.renderer.show(answer(SITE + "/a/1", body, kind), owner or source(), self.part))

    def close(self) -> None:
        self.run(self.renderer.close())
        self.loop.call_soon_threadsafe(self.loop.stop)


def text_of(shown: Any) -> str:
    assert isinstance(shown, Answer), shown
    return shown.body.decode("utf-8")
