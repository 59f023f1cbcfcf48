"""What a worker does, in a process that knows no archive: the same everywhere, and a second time without harm.

Arguments and answers are plain values and bytes of our own making, so that whatever Bluewatch a worker has, its stamp
is compared before anything else is read.
"""

from __future__ import annotations

import atexit
import pickle
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.spread.order import Order, order_of
from scheduler.spread.stamp import Stamp, stamp_of_here, unlike

if TYPE_CHECKING:
    from crawler.extraction.page import Page
    from crawler.worker import Workers
    from crawler.worker_limits import WorkerLimits

# What an answer says first.
DONE, REFUSED = "done", "refused"
Told = tuple[str, Any]


def stamp() -> Stamp:
    """The installation of this worker."""
    return stamp_of_here()


def read_block(asked: Stamp, key: str, order: bytes, pages: bytes) -> bytes:
    """Read these pages; done: their Readings, in their order. key: the order's own."""
    if why := unlike(stamp_of_here(), asked):
        return packed(REFUSED, why)
    block: Sequence[tuple[Page, str | None]] = pickle.loads(pages)  # noqa: S301  see order.order_of
    with _readers(key, order) as readers:
        return packed(DONE, list(readers.read_pages(block)))


def told(answer: bytes) -> Told:
    """What a task answered: done or refused, and what."""
    said, what = pickle.loads(answer)  # noqa: S301  by a worker of the user's own cluster
    return said, what


def packed(said: str, what: object) -> bytes:
    """An answer that told() reads."""
    return pickle.dumps((said, what))


# Parsing children that wait for the next task, by the key of their order: (key, children, what they need).
_idle: list[tuple[str, Workers]] = []
_lock = threading.Lock()


@contextmanager
def _readers(key: str, order: bytes) -> Iterator[Workers]:
    with _lock:
        fitting = [one for one in _idle if one[0] == key]
        others = [one for one in _idle if one[0] != key]
        _idle[:] = fitting[1:]
    for _, other in others:
        other.close()
    readers = fitting[0][1] if fitting else _start(order_of(order))
    try:
        yield readers
    finally:
        with _lock:
            _idle.append((key, readers))


def _start(order: Order) -> Workers:
    from scheduler.spread.readers import LocalReaders  # noqa: PLC0415 - only a task that reads needs it

    return LocalReaders(limits_of(order), most=1)


def limits_of(order: Order) -> WorkerLimits:
    """What the parsing children of an order are told, the same as on the machine that gave it."""
    from crawler.worker_limits import WorkerLimits  # noqa: PLC0415 - only a task that reads needs it

    return WorkerLimits(
        terms=None if order.terms is None else _terms_file(order.terms),
        accept=order.accept,
        review=order.review,
        seconds=order.seconds,
        memory=order.memory,
        sources=order.sources,
    )


_folders: list[tempfile.TemporaryDirectory[str]] = []


def _terms_file(content: bytes) -> Path:
    """The rules in a file, which the children read; it stays as long as this process."""
    _folders.append(tempfile.TemporaryDirectory(prefix="bluewatch-"))
    path = Path(_folders[-1].name) / "terms.toml"
    path.write_bytes(content)
    return path


@atexit.register
def _end() -> None:
    with _lock:
        idle, _idle[:] = list(_idle), []
    for _, readers in idle:
        readers.close()
