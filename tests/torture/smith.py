"""A warm process that forks a child for each try: a try costs what it does, not two seconds of imports.

The smith is a process of its own with the shim loaded. It reads one JSON job a line, forks, says the child's pid, and
says how it ended. A job names a function of tests.torture.child with its arguments.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.torture.shim import built

ROOT = Path(__file__).resolve().parents[2]
CHILD_SECONDS = 90.0


class Smith:
    """The side of the tests. Not for use by two threads at once."""

    def __init__(self) -> None:
        shim = built()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.torture.smith"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **({"LD_PRELOAD": str(shim)} if shim else {})},
        )

    @property
    def pid(self) -> int:
        """The warm process."""
        return self._process.pid

    def run(
        self,
        do: str,
        job: Mapping[str, Any],
        *,
        began: Callable[[int], None] | None = None,
        seconds: float = CHILD_SECONDS,
    ) -> int:
        """Run a job in a child; its exit code, negative for a signal. began: told the pid, which is its group's too.

        Raises TimeoutError for a child that did not end; it is killed with its group.
        """
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"do": do, **job}) + "\n")
        process.stdin.flush()
        pid = int(process.stdout.readline())
        late: list[int] = []

        def end() -> None:
            late.append(pid)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            if began is not None:
                began(pid)
            code = os.waitstatus_to_exitcode(int(process.stdout.readline()))
        finally:
            timer.cancel()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        if late:
            raise TimeoutError(f"{do} did not end within {seconds:.0f} s")
        return code

    def warm(self, folder: Path, lines: list[list[str]], now: str) -> None:
        """Let the warm process itself run these commands, once: what they load and prepare, no child does again."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": "warm", "folder": str(folder), "lines": lines, "now": now}) + "\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        assert said == "warm\n", said

    def close(self) -> None:
        """End the warm process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def main() -> None:
    """Fork for every job until the input ends."""
    import tests.torture.child as jobs  # what only the warm process needs

    os.environ.pop("LD_PRELOAD", None)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        job = json.loads(line)
        if job["do"] == "warm":
            del job["do"]
            jobs.warm(**job)
            gc.collect()
            gc.freeze()
            print("warm", flush=True)  # noqa: T201
            continue
        pid = os.fork()
        if pid == 0:
            _child(jobs, job)
        print(pid, flush=True)  # noqa: T201
        print(os.waitpid(pid, 0)[1], flush=True)  # noqa: T201


def _child(jobs: Any, job: dict[str, Any]) -> None:
    code = 70
    try:
        os.setsid()
        for name, number in ((os.devnull, 0), (job.pop("out", os.devnull), 1), (job.pop("err", os.devnull), 2)):
            file = os.open(name, os.O_RDWR | os.O_CREAT | (os.O_TRUNC if number else 0), 0o600)
            os.dup2(file, number)
            os.close(file)
        try:
            code = getattr(jobs, job.pop("do"))(**job)
        except SystemExit as end:
            code = _code(end)
        except BaseException:
            traceback.print_exc()
    except SystemExit as end:  # a signal that came when the command was over
        code = _code(end)
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _code(end: SystemExit) -> int:
    return end.code if isinstance(end.code, int) else 1 if end.code else 0


if __name__ == "__main__":
    main()
