"""Signals of the service: SIGTERM and SIGINT stop it, SIGHUP lets it read the configuration again."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def heard(
    stops: list[int], *, stop: Callable[[], None], reload: Callable[[], None], wake: Callable[[], None]
) -> Iterator[None]:
    """Within the block: note each stopping signal in ``stops``, and call what it asks for, in the main thread.

    ``stop`` and ``reload`` only put a message into a SimpleQueue, which may be done in a handler. Python runs handlers
    between two steps of the main thread: for a signal that comes just before that thread waits, only after the wait. So
    each is also written to a pipe, whose reader calls ``wake``, from a thread, to end that wait. Once stopped, no
    further signal disturbs the end of the program.
    """

    def on_stop(number: int, _: FrameType | None) -> None:
        stops.append(number)
        stop()

    def on_reload(number: int, _: FrameType | None) -> None:  # noqa: ARG001
        reload()

    handlers: dict[int, Callable[[int, FrameType | None], None]] = {signal.SIGTERM: on_stop, signal.SIGINT: on_stop}
    if hasattr(signal, "SIGHUP"):
        handlers[signal.SIGHUP] = on_reload
    with _woken(wake):
        former = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, signal.SIG_IGN if stops else handler)


@contextmanager
def _woken(wake: Callable[[], None]) -> Iterator[None]:
    """Call ``wake`` from a thread when a signal comes."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)

    def read() -> None:
        while os.read(reading, 64):
            wake()

    reader = threading.Thread(target=read, name="signals", daemon=True)
    reader.start()
    former = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(former)
        os.close(writing)
        reader.join(1.0)
        os.close(reading)
