"""Child processes: started with an argument list in a group of their own, heard, given a deadline, and always ended."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from scheduler import tether
from scheduler.clock import monotonic
from scheduler.notify import VARIABLES

LAST_LINES = 5
LONGEST_LINE = 2000
TERMINATE_SECONDS = 6.0
KILL_SECONDS = 2.0

log = logging.getLogger("bluewatch.jobs")


def command_line(command: str, *arguments: str, data: Path, config: Path | None) -> list[str]:
    """The argument list that runs one of our own commands in a child."""
    # -P: a folder of the operator's that happens to be named like one of our packages is not imported.
    line = [sys.executable, "-P", "-m", "scheduler", command, "--data", str(data)]
    if config is not None:
        line += ["--config", str(config)]
    return [*line, *arguments]


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours, and where our packages lie: a source tree that is not installed is found from any working folder.

    The line to the service manager is the service's own.
    """
    paths = [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]
    return {
        **{name: value for name, value in os.environ.items() if name not in VARIABLES},
        **more,
        tether.VARIABLE: "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }


class Child:
    """One running child. Everything it prints goes to the log; its last lines are kept to say why it failed.

    ``on_end`` is called once from another thread, after the process has been reaped. environment: variables to add.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        deadline_seconds: float,
        on_end: Callable[[Child], None],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.started = monotonic()
        self.deadline = self.started + deadline_seconds
        self.given_up: str | None = None
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._on_end = on_end
        self._ended = threading.Event()
        self._process = subprocess.Popen(  # noqa: S603  a list, never a shell; slugs are checked names
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=_environment(environment or {}),
        )
        threading.Thread(target=self._hear, name=f"hear {name}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The child's pid, which is its group's too."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        return self._process.returncode

    @property
    def ended(self) -> bool:
        """True once it has been reaped."""
        return self._ended.is_set()

    def give_up(self, reason: str) -> None:
        """Ask it to end; it is killed if it does not within some seconds."""
        if self.given_up is None and not self.ended:
            self.given_up = reason
            log.error("%s: %s; ended by the service", self.name, reason)
            threading.Thread(target=end_all, args=([self],), name=f"end {self.name}", daemon=True).start()

    def signal(self, number: int) -> None:
        """Send a signal to the child and all it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):  # the group is gone: that is what was wanted
            os.killpg(self.pid, number)

    def wait(self, until: float) -> bool:
        """Wait for its end until that time of the monotonic clock; True where it ended."""
        return self._ended.wait(max(0.0, until - monotonic()))

    def _hear(self) -> None:
        with contextlib.ExitStack() as stack:
            if self._process.stdin is not None:
                stack.enter_context(contextlib.suppress(OSError))
                stack.callback(self._process.stdin.close)
            # The pipe may be held open by a grandchild: the end of the child itself is what counts.
            reader = threading.Thread(target=self._read, name=f"read {self.name}", daemon=True)
            reader.start()
            if hasattr(os, "waitid"):
                # Still unreaped, its number cannot be another's: what it left behind in its group ends with it.
                os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
                self.signal(signal.SIGKILL)
            self._process.wait()
            reader.join(timeout=1.0)
        self._ended.set()
        self._on_end(self)

    def _read(self) -> None:
        if self._process.stdout is None:
            return
        with self._process.stdout as stream:
            for line in iter(lambda: stream.readline(LONGEST_LINE), b""):
                text = line.decode("utf-8", "replace").rstrip()
                if text:
                    self.last_lines.append(text)
                    log.info("%s: %s", self.name, text)


def end_all(children: Iterable[Child], *, at_once: Callable[[], bool] = lambda: False) -> None:
    """End children: SIGTERM, some seconds of grace (none where ``at_once`` turns true), SIGKILL to their groups."""
    children = [child for child in children if not child.ended]
    for child in children:
        child.signal(signal.SIGTERM)
    until = monotonic() + TERMINATE_SECONDS
    while not at_once() and monotonic() < until and not all(child.ended for child in children):
        _wait_for_any(children, min(until, monotonic() + 0.2))
    for child in children:
        if not child.ended:
            log.warning("%s: did not end when asked to, and was killed", child.name)
            child.signal(signal.SIGKILL)
    until = monotonic() + KILL_SECONDS
    for child in children:
        child.wait(until)


def _wait_for_any(children: Collection[Child], until: float) -> None:
    for child in children:
        if not child.ended:
            child.wait(until)
            return
