"""Look-ups of host names that nobody waits for: each in a thread of its own, which ends with the process.

The event loop's own threads are few, and the program waits for them at its end: a handful of name servers that do not
answer would hold up every other site.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Callable

# More look-ups than this hang only where no name server answers at all.
MOST_AT_ONCE = 64

_places = threading.BoundedSemaphore(MOST_AT_ONCE)


async def addresses_of(host: str, port: int) -> list[tuple[int, str]]:
    """The addresses of a host now, each as (family, text), in the resolver's order. Raises OSError, UnicodeError."""
    loop = asyncio.get_running_loop()
    if not _places.acquire(blocking=False):
        raise OSError(f"{MOST_AT_ONCE} look-ups of other names wait for an answer")
    found: asyncio.Future[list[tuple[int, str]]] = loop.create_future()

    def told(result: list[tuple[int, str]] | BaseException) -> None:
        if found.done():
            return
        if isinstance(result, BaseException):
            found.set_exception(result)
        else:
            found.set_result(result)

    try:
        threading.Thread(target=_look_up, args=(host, port, loop, told), name="names", daemon=True).start()
    except RuntimeError:  # no thread is left: nobody else gives the place back
        _places.release()
        raise
    return await found


def _look_up(
    host: str,
    port: int,
    loop: asyncio.AbstractEventLoop,
    told: Callable[[list[tuple[int, str]] | BaseException], None],
) -> None:
    result: list[tuple[int, str]] | BaseException
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        result = list(dict.fromkeys((int(family), str(where[0])) for family, _, _, _, where in rows))
    except (OSError, UnicodeError) as error:
        result = _no_file_left() or error
    finally:
        _places.release()
    with contextlib.suppress(RuntimeError):  # the loop ended meanwhile: nobody waits
        loop.call_soon_threadsafe(told, result)


def _no_file_left() -> OSError | None:
    """The error of opening a file now: the resolver, which opens some, says no more than that it found nothing."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error
    return None
