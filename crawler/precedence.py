"""A back-fill of weeks beside the crawl of every hour: the crawl has its turn at once, the back-fill lies between.

A back-fill locks the hosts of its source for one request at a time. A crawl that finds them locked by a back-fill
wishes for them; while it wishes, no back-fill takes them again. Locks die with their process, so none is ever stale.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout

from storage.archive import lock_file

# One request of a back-fill with its redirects, deadline and parsing.
LONGEST_WAIT = 180.0
LOOK_AGAIN = 0.05
# Who only looks whether a lock is held has it for a moment.
A_LOOK = 1.0


def host_lock(data: Path, host: str) -> FileLock:
    """The lock that a crawl holds while it asks a host."""
    return FileLock(lock_file(data, quote(host, safe="")), timeout=0)


def crawled_now(data: Path, hosts: Iterable[str]) -> bool | None:
    """Whether any process holds the lock of one of these hosts; None where that cannot be asked."""
    try:
        return any(_held(host_lock(data, host)) for host in sorted(set(hosts)))
    except OSError:
        return None


def job_lock(data: Path, slug: str) -> FileLock:
    """The lock that the one back-fill of a source holds."""
    return FileLock(lock_file(data, f"backfill-{slug}"), timeout=A_LOOK)


async def patiently(data: Path, slug: str, take: Callable[[], str | None]) -> str | None:
    """Take the locks of a source for a crawl; the host that another crawl has. take: see run.HostLocks.take."""
    busy = take()
    if busy is None or not _held(job_lock(data, slug)):
        return busy
    with _wish(data, slug):
        for _ in range(int(LONGEST_WAIT / LOOK_AGAIN)):
            busy = take()
            if busy is None or not _held(job_lock(data, slug)):
                return take() if busy is not None else None
            await asyncio.sleep(LOOK_AGAIN)
    return busy


@contextlib.asynccontextmanager
async def between_crawls(
    data: Path, slug: str, take: Callable[[], str | None], give_back: Callable[[], None]
) -> AsyncIterator[None]:
    """Hold the locks of a source for one request of its back-fill, once no crawl has or wants them."""
    while _held(_wish_lock(data, slug)) or take() is not None:  # noqa: ASYNC110  other processes set no event
        await asyncio.sleep(LOOK_AGAIN)
    try:
        yield
    finally:
        give_back()


@contextlib.contextmanager
def _wish(data: Path, slug: str) -> Iterator[None]:
    lock = _wish_lock(data, slug)
    # Held already by another crawl of the same source: then that one's wish does.
    with contextlib.suppress(Timeout):
        lock.acquire(timeout=A_LOOK)
    try:
        yield
    finally:
        lock.release()


def _wish_lock(data: Path, slug: str) -> FileLock:
    return FileLock(lock_file(data, f"wish-{slug}"), timeout=0)


def _held(lock: FileLock) -> bool:
    """Whether another process, or another lock object of this one, holds it."""
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
