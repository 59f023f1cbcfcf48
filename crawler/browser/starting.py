"""Starting a browser behind its keeper, with as many walls as the machine gives, and ending it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from crawler.browser.keeper import Job
from crawler.browser.program import find_browser, missing
from crawler.browser.rules import BrowserLimits
from crawler.browser.wire import Wire, WireError
from crawler.worker_limits import child_environment

START_SECONDS = 20.0
END_SECONDS = 5.0


class BrowserUnusableError(RuntimeError):
    """Chromium is not there or does not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A running browser, the wire to it and its keeper."""

    wire: Wire
    keeper: subprocess.Popen[bytes]
    product: str
    sandbox: bool

    async def end(self) -> tuple[str, str]:
        """End it, wait until it is gone."""
        self.wire.close()
        return await asyncio.shield(asyncio.to_thread(_end_keeper, self.keeper))


async def start(named: str | None, limits: BrowserLimits) -> Browser:
    """Start with all its walls; root's browser runs as nobody. Without its sandbox only where root has no other way."""
    path = find_browser(named)
    if path is None:
        raise BrowserUnusableError(missing(named))
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    ways = [(True, True), (False, True), (False, False)] if root else [(True, False)]
    said = ""
    for sandbox, drop in ways:
        browser, said = await _try(path, limits, sandbox=sandbox, drop=drop)
        if browser is not None:
            return browser
    raise BrowserUnusableError(f"Chromium ({path}) does not start: {said or 'no word why'}")


async def _try(path: str, limits: BrowserLimits, *, sandbox: bool, drop: bool) -> tuple[Browser | None, str]:
    their_read, our_write = os.pipe()
    our_read, their_write = os.pipe()
    job = Job(path=path, read=their_read, write=their_write, memory=limits.memory, sandbox=sandbox, drop=drop)
    try:
        keeper = subprocess.Popen(  # noqa: S603, ASYNC220  our own interpreter and module; it takes milliseconds
            [sys.executable, "-P", "-m", "crawler.browser.keeper", job.text()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(their_read, their_write),
            start_new_session=True,
            env=child_environment(),
        )
    finally:
        os.close(their_read)
        os.close(their_write)
    wire = Wire(our_read, our_write)
    await wire.open()
    try:
        version = await wire.call("Browser.getVersion", seconds=START_SECONDS)
    except (WireError, TimeoutError):
        wire.close()
        return None, (await asyncio.to_thread(_end_keeper, keeper))[1]
    except BaseException:
        wire.close()
        await asyncio.shield(asyncio.to_thread(_end_keeper, keeper))
        raise
    return Browser(wire=wire, keeper=keeper, product=str(version.get("product", "")), sandbox=sandbox), ""


def _end_keeper(keeper: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Let go of the keeper and wait for its last word."""
    try:
        out, _ = keeper.communicate(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        keeper.kill()
        out, _ = keeper.communicate()
    with contextlib.suppress(ValueError):
        last: dict[str, Any] = json.loads(out or b"")
        return str(last.get("ended", "")), str(last.get("said", ""))
    return "", ""
