"""What the ways out share: TLS that is checked, and an end to every attempt."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

# One silent answer ends at the target's timeout; a whole attempt, however slowly it drips, after so many of them.
WHOLE = 10
# A large message gets more time: what a slow line brings over in a second.
BYTES_A_SECOND = 16_000
Commit = Callable[[], None]


def tls_context(ca: Path | None) -> ssl.SSLContext:
    """A context that verifies certificate and name, by the system's authorities or the file ``ca``. Raises OSError."""
    return ssl.create_default_context(cafile=None if ca is None else str(ca))


@contextlib.contextmanager
def cut_off(held: Callable[[], socket.socket | None], seconds: float) -> Iterator[None]:
    """Shut the socket down when the time is over, whatever is being read or written then."""

    def cut() -> None:
        line = held()
        if line is not None:
            with contextlib.suppress(OSError):  # it is gone already
                line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def patience(seconds: float, size: int) -> float:
    """The seconds that a message of so many bytes may take; a socket's timeout is one for the whole of it."""
    return seconds + size / BYTES_A_SECOND


def hung_up(line: socket.socket) -> bool:
    """True where the other side has ended, or said something unasked: what is sent now may not be read."""
    readable, _, _ = select.select([line], [], [], 0)
    return bool(readable)


def trouble(error: Exception) -> str:
    """Why there was no connection, in words without an address."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate was not accepted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
