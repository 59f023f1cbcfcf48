"""What the commands share that work through many records: one at a time in a data folder, workers, and a bar."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from scheduler.commands.options import Settings
from storage.errors import AlreadyRunning

if TYPE_CHECKING:
    from crawler.worker import Workers

T = TypeVar("T")


@contextmanager
def alone(settings: Settings, name: str, said: str) -> Iterator[None]:
    """Hold the lock of that name; raises AlreadyRunning, which names what is running."""
    from filelock import FileLock, Timeout

    from storage.archive import lock_file

    try:
        with FileLock(lock_file(settings.data, name), timeout=0):
            yield
    except Timeout as error:
        raise AlreadyRunning(f"{settings.data}: {said} is running; wait for its end") from error


@contextmanager
def parsing_workers(settings: Settings) -> Iterator[Workers]:
    """Parsing children under the limits of the configuration, ended with the block."""
    from crawler.worker import Workers

    with Workers(settings.worker_limits()) as workers:
        yield workers


def with_bar(things: Iterable[T], label: str, length: int | None = None) -> Iterator[T]:
    """Count them on a terminal, where the data go elsewhere."""
    if not sys.stderr.isatty() or (sys.stdout.isatty() and length is None):
        yield from things
        return
    with click.progressbar(things, length=length, label=label, file=sys.stderr) as shown:
        yield from shown
