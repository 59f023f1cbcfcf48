"""A child process that does not outlive its service, even one that is killed.

Its standard input is a pipe that the service holds open; the end of that pipe ends the child. Works on every system.
"""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "BLUEWATCH_TETHERED"
GRACE_SECONDS = 8.0


def hold_on() -> None:
    """In a child: watch standard input from now on, where the service asked for it."""
    if os.environ.pop(VARIABLE, None) == "1":
        threading.Thread(target=_watch, name="tether", daemon=True).start()


def _watch() -> None:
    try:
        while os.read(0, 1024):
            pass
    except OSError:
        pass  # a pipe that cannot be read has lost its other end as well
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(128 + signal.SIGKILL)
