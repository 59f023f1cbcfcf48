"""One address asked for as a listing or a part is: again soon where that can help, and whether it has changed."""

from __future__ import annotations

import asyncio

from crawler.desk import Desk
from crawler.failures import Failed
from crawler.politeness import retries_in_run, retry_delay
from crawler.source import Source
from storage.database import Row
from storage.records import Answer


async def visited(
    desk: Desk, source: Source, url: str, headers: dict[str, str], *, failed_runs: int = 0
) -> Answer | Failed:
    """Ask for one address, and soon again where that can help. failed_runs: in a row, before this one."""
    result = await desk.visitor.visit(url, owner=source, headers=headers)
    for tried in range(1, retries_in_run(failed_runs) + 1):
        if isinstance(result, Answer) or not result.kind.tried_again or result.robots:
            break
        await asyncio.sleep(retry_delay(tried, desk.options.gap_seconds))
        result = await desk.visitor.visit(url, owner=source, headers=headers)
    return result


def validators(row: Row) -> dict[str, str]:
    """If-None-Match and If-Modified-Since; a server that knows both goes by the first (RFC 9110, 13.1.3)."""
    headers = {}
    if row["etag"]:
        headers["If-None-Match"] = row["etag"]
    if row["last_modified"]:
        headers["If-Modified-Since"] = row["last_modified"]
    return headers
