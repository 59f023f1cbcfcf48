"""A reader in a process of its own, spoken to in JSON lines; a crash or a page without end costs one page."""

from __future__ import annotations

import json
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Self

Job = dict[str, Any]
START_SECONDS = 120.0


@dataclass(slots=True)
class Answer:
    """What a reader made of one page. failure: crash, timeout or error, in words.

    known: False where the reader has no parser for the publisher. cpu: seconds, None where the process was lost.
    """

    record: dict[str, Any] | None = None
    failure: str | None = None
    known: bool = True
    cpu: float | None = None

    @property
    def refused(self) -> str | None:
        """Why the reader gave no article, as it says itself."""
        return self.record.get("refused") if self.record else None


class CannotStart(Exception):
    """The process ended before it was ready; the message holds its last line."""


@dataclass(slots=True)
class Process:
    """One reader. warm: pages that a new process reads before anything counts, so that caches are built."""

    command: Sequence[str]
    environment: dict[str, str]
    seconds: float
    warm: Sequence[Job] = ()
    versions: dict[str, str] = field(default_factory=dict)
    peak_mb: float = 0.0
    _running: subprocess.Popen[bytes] | None = None
    _said: IO[bytes] | None = None
    _rest: bytes = b""

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, job: Job) -> Answer:
        """Have one page read."""
        if self._running is None:
            try:
                self._start()
            except CannotStart as error:
                return Answer(failure=f"crash: {error}")
        return self._exchange(job)

    def _exchange(self, job: Job) -> Answer:
        try:
            self._write(json.dumps(job).encode() + b"\n")
            line = self._line(self.seconds)
        except TimeoutError:
            self._end()
            return Answer(failure=f"timeout: more than {self.seconds:g} s")
        except (EOFError, BrokenPipeError):
            reason = self._last_words()
            self._end()
            return Answer(failure=f"crash: {reason}")
        if line.get("unknown"):
            return Answer(known=False)
        self.peak_mb = max(self.peak_mb, line["peak_mb"])
        return Answer(record=line.get("record"), failure=line.get("error"), cpu=line["cpu"])

    def _start(self) -> None:
        self._said, self._rest = tempfile.TemporaryFile(), b""  # noqa: SIM115 - closed by _end
        self._running = subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said
        )
        try:
            self.versions = self._line(START_SECONDS)["versions"]
        except (EOFError, TimeoutError) as error:
            reason = self._last_words() if isinstance(error, EOFError) else f"nothing within {START_SECONDS:g} s"
            self._end()
            raise CannotStart(reason) from None
        for job in self.warm:
            self._exchange(job)
            if self._running is None:
                self.warm = ()
                self._start()
                break

    def _write(self, line: bytes) -> None:
        if self._running is None or self._running.stdin is None:
            raise EOFError
        self._running.stdin.write(line)
        self._running.stdin.flush()

    def _line(self, seconds: float) -> dict[str, Any]:
        """The next line of its output. Raises EOFError where it ended, TimeoutError after the seconds."""
        if self._running is None or self._running.stdout is None:
            raise EOFError
        out = self._running.stdout.fileno()
        until = time.monotonic() + seconds
        while b"\n" not in self._rest:
            if not select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError
            part = os.read(out, 1 << 20)
            if not part:
                raise EOFError
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        return told

    def _last_words(self) -> str:
        """How the process ended, with the last line it wrote to its error output."""
        code = self._running.wait() if self._running else None
        if self._said is None:
            return f"exit {code}"
        self._said.seek(0)
        lines = self._said.read()[-4000:].decode(errors="replace").strip().splitlines()
        return f"exit {code}: {lines[-1][:200] if lines else 'nothing said'}"

    def _end(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.communicate()
            self._running = None
        if self._said is not None:
            self._said.close()
            self._said = None
