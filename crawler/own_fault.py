"""What went wrong on our side: a machine short of something is told from a mistake of ours, and both from sites.

A shortage passes and says nothing about any site: the run of the source ends there, nothing is noted against the site,
and the next one goes on. Pure.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator

from storage.errors import BluewatchError
from storage.records import Outcome

_FILES = "open files", "raise LimitNOFILE in the unit file (or ulimit -n)"
_MEMORY = "memory", "give it more (MemoryMax in the unit file), or end other programs"
_THREADS = "threads or processes", "raise TasksMax in the unit file (or ulimit -u), or end other programs"
_PORTS = "free ports for connections", "end other programs that hold many connections"
_SHORT_OF = {
    errno.EMFILE: _FILES, errno.ENFILE: _FILES, errno.ENOMEM: _MEMORY, errno.ENOBUFS: _MEMORY,
    errno.EAGAIN: _THREADS, errno.EADDRNOTAVAIL: _PORTS,
}  # fmt: skip


class Shortage(BluewatchError):
    """This machine is short of something; the words say of what, and what to do."""

    exit_code = 1


def shortage_of(error: BaseException) -> str | None:
    """What this machine is short of where an error, or one that it was raised for, says so."""
    for one in with_causes(error):
        if isinstance(one, Shortage):
            return str(one)
        lacking = _lacking(one)
        if lacking is not None:
            what, step = lacking
            said = " ".join(str(one).split())[:200] or type(one).__name__
            return f"this machine is short of {what} ({said}), which is no fault of the site: {step}"
    return None


def told(error: Exception) -> tuple[Outcome, str]:
    """How the run of a source ends in which this was raised, and why."""
    short = shortage_of(error)
    if short is not None:
        return Outcome.INTERRUPTED, short
    return Outcome.CRASHED, f"{type(error).__name__}: {error} ({_place(error)})"


def with_causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it was raised for: by its cause, or by the reasons that Twisted wraps."""
    seen: list[BaseException] = [error]
    for one in seen:
        yield one
        wrapped = [getattr(reason, "value", reason) for reason in getattr(one, "reasons", None) or ()]
        for inner in (one.__cause__, getattr(one, "osError", None), *wrapped):
            if isinstance(inner, BaseException) and inner not in seen:
                seen.append(inner)


def _lacking(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, MemoryError):
        return _MEMORY
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return _THREADS
    if isinstance(error, socket.gaierror):
        return _MEMORY if error.errno == socket.EAI_MEMORY else None
    number = error.errno if isinstance(error, OSError) else getattr(error, "osError", None)
    return _SHORT_OF.get(number) if isinstance(number, int) else None


def _place(error: BaseException) -> str:
    trace, place = error.__traceback__, "unknown place"
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__', '?')} line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
