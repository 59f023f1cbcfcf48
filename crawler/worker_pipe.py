"""One frame to a worker and one back, within a time."""

from __future__ import annotations

import json
import math
import os
import selectors
import subprocess
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from crawler.worker_frames import HEADER
from crawler.worker_lanes import Turn

MAX_ANSWER = 256 * 1024 * 1024
# A time of work may take so many times longer by the clock; ENOUGH: as good as all of it.
WALL_TURNS = 3
ENOUGH = 0.95
_PIECE = 65536
_LEAST_WAIT = 0.1
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def exchange(
    process: subprocess.Popen[bytes] | None, parts: Sequence[bytes], seconds: float, turn: Turn | None = None
) -> tuple[dict[str, Any] | None, str]:
    """Send a job and read its answer; None with the reason: the deadline, the turn's end or that of the child."""
    if process is None or process.stdin is None or process.stdout is None:
        return None, "no process"
    pipe = _Pipe(process.stdin.fileno(), process.stdout.fileno(), parts)
    clock = _Clock(process.pid)
    waits = turn is not None
    with selectors.DefaultSelector() as ready:
        ready.register(pipe.outward, selectors.EVENT_WRITE)
        ready.register(pipe.inward, selectors.EVENT_READ)
        while pipe.waits:
            left = clock.left(seconds)
            if turn is not None and waits:
                of_turn = clock.left(turn.seconds)
                if of_turn <= 0:
                    if not turn.goes_on():
                        return None, "turn"
                    waits = False
                left = min(left, of_turn) if waits else left
            if left <= 0:
                return None, "deadline"
            try:
                for key, _ in ready.select(left):
                    pipe.move(key.fd, ready)
            except BlockingIOError:
                continue
            except OSError as error:
                return None, str(error)
    return pipe.form()


class _Clock:
    """How long a child has been at work: on a busy machine that takes longer than it costs; the cost counts."""

    def __init__(self, pid: int) -> None:
        self._pid, self._began, self._used = pid, time.monotonic(), _used(pid)

    def left(self, seconds: float) -> float:
        """Seconds until so much may be used up; 0 where it is, or so many times as much has passed by the clock."""
        passed = time.monotonic() - self._began
        if passed < seconds:
            return seconds - passed
        if self._used == math.inf or passed >= WALL_TURNS * seconds:
            return 0.0
        used = _used(self._pid) - self._used
        return 0.0 if used >= ENOUGH * seconds else max(_LEAST_WAIT, ENOUGH * seconds - used)


def _used(pid: int) -> float:
    """Seconds of processor time that a process has used; infinity, so that the clock decides, where none can be had."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return math.inf
    return (int(fields[11]) + int(fields[12])) / _TICKS


class _Pipe:
    """The bytes on their way, both ways."""

    def __init__(self, outward: int, inward: int, parts: Sequence[bytes]) -> None:
        self.outward, self.inward = outward, inward
        self._to_send = deque(memoryview(part) for part in parts)
        self._head, self._got, self._wanted = b"", bytearray(), 0

    @property
    def waits(self) -> bool:
        return len(self._head) < HEADER.size or len(self._got) < self._wanted

    def move(self, fd: int, ready: selectors.BaseSelector) -> None:
        """Write or read a piece. Raises OSError where the other end is gone."""
        if fd == self.outward:
            first = self._to_send[0]
            first = self._to_send[0] = first[os.write(fd, first[:_PIECE]) :]
            if not first:
                self._to_send.popleft()
            if not self._to_send:
                ready.unregister(fd)
            return
        if len(self._head) < HEADER.size:
            self._head += _read(fd, HEADER.size - len(self._head))
            if len(self._head) == HEADER.size:
                self._wanted = HEADER.unpack(self._head)[0]
                if self._wanted > MAX_ANSWER:
                    raise OSError("its answer is too large")
            return
        self._got += _read(fd, min(1 << 20, self._wanted - len(self._got)))

    def form(self) -> tuple[dict[str, Any] | None, str]:
        """The answer, read."""
        try:
            form = json.loads(self._got)
        except ValueError as error:
            return None, str(error)
        return (form, "") if isinstance(form, dict) else (None, "its answer is no object")


def _read(fd: int, most: int) -> bytes:
    """Up to so many bytes. Raises OSError where there are none any more."""
    piece = os.read(fd, most)
    if not piece:
        raise OSError("it ended")
    return piece
