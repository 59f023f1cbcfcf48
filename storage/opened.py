"""Which database files this process has open, so that it reads none of them beside SQLite meanwhile.

Whoever closes any descriptor of a file gives up every lock that the process has on it (fcntl(2);
sqlite.org/howtocorrupt.html, 2.2), those of SQLite too. Another program then takes itself for the only one: it cuts the
log's index under our feet (SIGBUS), or clears away the log that we go on writing to.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

_turn = threading.Lock()
_open: Counter[str] = Counter()


def enter(path: Path, look: Callable[[Path], str | None] | None = None) -> str | None:
    """Count one that opens this file. look: reads it from outside; its words, None where others have the file open."""
    key = os.path.realpath(path)
    with _turn:
        said = look(path) if look is not None and not _open[key] else None
        _open[key] += 1
    return said


def leave(path: Path) -> None:
    """One that opened this file has closed it."""
    with _turn:
        _open[os.path.realpath(path)] -= 1
