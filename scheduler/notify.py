"""Notices to a service manager: sd_notify(3) without a library - one datagram to the socket it names.

Without NOTIFY_SOCKET nothing is sent. A notice that cannot be delivered is lost: the work is not.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping

SOCKET, WATCHDOG_USEC, WATCHDOG_PID = "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"
VARIABLES = frozenset({SOCKET, WATCHDOG_USEC, WATCHDOG_PID})
LONGEST, SECONDS = 400, 0.5


class Notices:
    """The line to the manager, if there is one."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get(SOCKET, "")
        self._address: str | None = None
        if address.startswith("@"):
            self._address = "\0" + address[1:]  # an abstract socket has no file (unix(7))
        elif address.startswith("/"):
            self._address = address
        self._said = ""
        self.watchdog_seconds = _watchdog(environment) if self._address else None

    def ready(self) -> None:
        """The service works: what waits for it may start."""
        self._send("READY=1")

    def alive(self) -> None:
        """The watchdog is fed: call it only where the work itself has just been done."""
        if self.watchdog_seconds is not None:
            self._send("WATCHDOG=1")

    def status(self, words: str) -> None:
        """One line for `systemctl status`, sent where it changed."""
        if words != self._said:
            self._said = words
            self._send(f"STATUS={' '.join(words.split())[:LONGEST]}")

    def reloading(self) -> None:
        """The configuration is read again; ready() follows."""
        import time  # noqa: PLC0415  the manager compares with CLOCK_MONOTONIC itself, no clock of ours

        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def stopping(self) -> None:
        """The end has begun."""
        self._send("STOPPING=1")

    def _send(self, words: str) -> None:
        if self._address is None or not hasattr(socket, "AF_UNIX"):
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.settimeout(SECONDS)
            line.connect(self._address)
            line.send(words.encode("utf-8", "replace"))


def _watchdog(environment: Mapping[str, str]) -> float | None:
    """The longest silence the manager stands, in seconds; None where it does not watch this process."""
    try:
        pid = int(environment.get(WATCHDOG_PID) or os.getpid())
        seconds = int(environment.get(WATCHDOG_USEC, "")) / 1_000_000
    except ValueError:
        return None
    return seconds if pid == os.getpid() and seconds > 0 else None
