"""The start of the service on a machine that is in no state for it: a full or absent disk, an archive that is locked.

What would be logged and tried again an hour later must not end the service for good where it comes at the start, as it
does after a power cut: no service manager starts again what ended with exit code 3.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import click

from scheduler.commands.options import visible
from scheduler.notify import Notices
from storage.errors import ArchiveUnusable
from storage.troubles import BUSY, CANNOT_OPEN, DISK_ERROR, FULL, READ_ONLY, code_of

FIRST_SECONDS, LONGEST_SECONDS = 1.0, 60.0
_PASSING = {BUSY, CANNOT_OPEN, DISK_ERROR, FULL, READ_ONLY}


def passing(error: BaseException) -> bool:
    """True where the system refused something, which may pass; an archive that is damaged or too new stays so."""
    if isinstance(error, ArchiveUnusable):
        cause = error.__cause__
        return isinstance(cause, OSError) or (cause is not None and code_of(cause) in _PASSING)
    return isinstance(error, OSError)


def started(serve: Callable[[], int], stops: Sequence[int]) -> int:
    """The exit code of serve(), which is called until the system lets it; each new refusal is told on standard error.

    stops: the stopping signals that have come; with one, what serve() raises ends it. The pauses double, from a second
    to a minute, which is well within the manager's WatchdogSec.
    """
    notices, pause, told = Notices(), FIRST_SECONDS, ""
    while True:
        try:
            return serve()
        except (ArchiveUnusable, OSError) as error:
            if stops or not passing(error):
                raise
            words = f"{error}; it is tried again every minute"
        if words != told:
            click.echo(f"bluewatch: {visible(words)}", err=True)
            notices.status(words)
            notices.ready()
            told = words
        notices.alive()
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_SECONDS)
