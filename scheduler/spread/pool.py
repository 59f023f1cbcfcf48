"""Tasks in processes of this machine: given out a few ahead, taken in their order, done again where a process died."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from crawler.worker import child_environment
from scheduler.spread import task
from scheduler.spread.child import receive, send
from scheduler.spread.job import FAILED, Job

# A task that ended so many processes is not tried again.
TRIES = 3
T = TypeVar("T")


class Processes:
    """So many processes, started when needed; use it in a with statement: none is left behind."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._threads = ThreadPoolExecutor(max_workers=most, thread_name_prefix="task")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._closed = False
        self.running: list[subprocess.Popen[bytes]] = []

    def run(self, jobs: Iterable[Job[T]]) -> Iterator[tuple[T, task.Told]]:
        """Each job's thing with what its task told, in the order of the jobs; failed: why."""
        waiting: deque[tuple[Job[T], Future[task.Told]]] = deque()
        for job in jobs:
            waiting.append((job, self._threads.submit(self._do, job)))
            if len(waiting) > self._most:
                done, future = waiting.popleft()
                yield done.thing, future.result()
        while waiting:
            done, future = waiting.popleft()
            yield done.thing, future.result()

    def close(self) -> None:
        """End every process at once and wait for it."""
        with self._lock:
            self._closed = True
            for process in self.running:
                process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in self.running:
            _reap(process)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _do(self, job: Job[T]) -> task.Told:
        code = 0
        for _ in range(TRIES):
            process = self._process()
            if process is None:
                return FAILED, "it was stopped"
            answer = _ask(process, job)
            if answer is not None:
                said, what = pickle.loads(answer)  # noqa: S301  from a child of ours
                return task.told(what) if said == task.DONE else (said, what)
            code = self._end(process)
        return FAILED, f"the process that did it ended {TRIES} times, at last with {_in_words(code)}"

    def _process(self) -> subprocess.Popen[bytes] | None:
        """The process of this thread; None where all is over."""
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        if process is not None:
            if process.poll() is None:
                return process
            self._end(process)
        with self._lock:
            if self._closed:
                return None
            process = subprocess.Popen(  # our own interpreter and module
                [sys.executable, "-P", "-m", "scheduler.spread.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=child_environment(),
            )
            self.running.append(process)
        self._own.process = process
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        process.kill()
        with self._lock:
            if process in self.running:
                self.running.remove(process)
        return _reap(process)


def _ask(process: subprocess.Popen[bytes], job: Job[T]) -> bytes | None:
    """The child's answer; None where it ended."""
    assert process.stdin is not None  # noqa: S101
    assert process.stdout is not None  # noqa: S101
    try:
        send(process.stdin, pickle.dumps((job.function, job.arguments)))
        return receive(process.stdout)
    except OSError:
        return None


def _reap(process: subprocess.Popen[bytes]) -> int:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    return process.wait()


def _in_words(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
