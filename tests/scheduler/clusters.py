"""A real Dask scheduler and workers on loopback, each a process of its own; all of them end with the block."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

STARTS_IN = 60.0


class LoopbackCluster:
    """One scheduler; workers are started and killed at will. Its processes' words go to files in the folder."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._folder = folder
        self._environment = environment
        self._processes: list[subprocess.Popen[bytes]] = []
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        told = folder / "scheduler.json"
        self._start(
            "scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(told), DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT="1s",
        )  # fmt: skip
        until = time.monotonic() + STARTS_IN
        while not self._address(told):
            assert time.monotonic() < until, (folder / "scheduler.txt").read_text()
            time.sleep(0.05)
        self.address = self._address(told)

    def worker(self, name: str, environment: Mapping[str, str] | None = None) -> None:
        """Start a worker of one thread; it is there when Cluster's own wait says so."""
        self.workers[name] = self._start(
            name, "worker", self.address, "--name", name, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--host", "127.0.0.1", "--memory-limit", "0", "--local-directory", str(self._folder),
            **(environment or {}),
        )  # fmt: skip

    def kill(self, name: str) -> None:
        """End a worker as a power cut does."""
        process = self.workers.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def busy(self, client: Any) -> str:
        """The name of a worker that has a task by now, or what a task gave and nobody took yet."""
        until = time.monotonic() + STARTS_IN
        while time.monotonic() < until:
            told = (*client.processing().items(), *client.has_what().items())
            at_work = {address for address, keys in told if keys}
            named = {one["name"] for address, one in client.scheduler_info()["workers"].items() if address in at_work}
            if named & self.workers.keys():
                return str(min(named & self.workers.keys()))
        raise AssertionError("no worker has anything to do")

    def _start(self, name: str, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.txt").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                stdout=log,
                stderr=log,
                env={**os.environ, **self._environment, **environment},
            )
        self._processes.append(process)
        return process

    @staticmethod
    def _address(told: Path) -> str:
        try:
            return str(json.loads(told.read_text())["address"])
        except (OSError, ValueError):
            return ""

    def __enter__(self) -> LoopbackCluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            process.kill()
        for process in self._processes:
            process.wait()


def two_workers(folder: Path) -> Iterator[LoopbackCluster]:
    """The body of a fixture: a cluster with the workers ``one`` and ``other``."""
    with LoopbackCluster(folder) as cluster:
        for name in ("one", "other"):
            cluster.worker(name)
        yield cluster
