"""When the next source of a crawl may begin: as fast as the pages of those that have begun are parsed.

Where hundreds of sources began at once, each page would wait a minute for its parsing, and its source with it. A source
that waits for its site costs nothing and keeps no other one out.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from typing import TypeVar

Some = TypeVar("Some")
# So many begin at once; then the next one a tenth of a second later, while no more pages than these wait for parsing.
AT_ONCE, SECONDS_APART, FEW_WAIT = 12, 0.1, 4
# However many wait, one begins after so many seconds: what is slow for hours keeps nobody out.
LONGEST_WAIT = 3.0


async def admitted(sources: Iterable[Some], waiting: Callable[[], int]) -> AsyncIterator[Some]:
    """Yield the sources in their order, each when it may begin. waiting: how many pages wait for parsing now."""
    for n, source in enumerate(sources):
        if n >= AT_ONCE:
            began = time.monotonic()
            await asyncio.sleep(SECONDS_APART)
            while waiting() > FEW_WAIT and time.monotonic() - began < LONGEST_WAIT:  # noqa: ASYNC110  no event says so
                await asyncio.sleep(SECONDS_APART)
        yield source
