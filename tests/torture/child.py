"""What runs in a forked child: one of our commands with the shim armed, or a look at what it left."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, NoReturn

import crawler.worker
import crawler.worker_child
import crawler.worker_pages
import scheduler.commands.options
import scheduler.jobs
from scheduler.clock import demo_clock
from scheduler.commands.main import main
from storage.database import Database
from tests.torture import ready, shim
from tests.torture.judge import acknowledged, judged

# So far the recorder tells what was acknowledged: a word that begins with it, then JSON.
ACK = "acknowledged "


# Where a forked child of the service puts its number, so that none is left over unseen.
SPARES = 6
CHILDREN = "BLUEWATCH_TORTURE_CHILDREN"
# Where it tells what was committed.
ACKS = "BLUEWATCH_TORTURE_ACKS"


class Forked(ABC):
    """A child of ours as a fork of this process instead of a fresh interpreter: the same code, without its start."""

    def __init__(self, line: list[str], *, env: dict[str, str], **_: Any) -> None:
        (jobs, to_jobs), (answers, to_answers) = os.pipe(), os.pipe()
        self.returncode: int | None = None
        self.pid = self.start(line, env, jobs, to_answers)
        os.close(jobs)
        os.close(to_answers)
        self.stdin, self.stdout = os.fdopen(to_jobs, "wb", 0), os.fdopen(answers, "rb")

    @abstractmethod
    def start(self, line: list[str], env: dict[str, str], jobs: int, answers: int) -> int:
        """Let a child run the line with these as its input and output; its number."""

    def kill(self) -> None:
        """As Popen.kill()."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """As Popen.wait()."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode


class ForkedWorker(Forked):
    """The parsing worker, with the rules that are loaded already. It never opens the archive."""

    def start(self, line: list[str], env: dict[str, str], jobs: int, answers: int) -> int:  # noqa: ARG002
        """Fork it, to serve jobs until its input ends."""
        pid = os.fork()
        if pid == 0:
            # A fresh interpreter listens to no signal as the crawl does; first of all, as one may come at once.
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.set_wakeup_fd(-1)
            shim.disarm()
            os.dup2(jobs, 0)
            os.dup2(answers, 1)
            # Locks of the crawl would be held on by an inherited file.
            os.closerange(3, 4096)
            instead = {"load_relevance": lambda *_, **__: ready.RELEVANCE, "load_finder": lambda _: ready.FINDER}
            vars(crawler.worker_pages).update(instead)
            os._exit(crawler.worker_child.main())
        return pid


class ForkedCommand(Forked):
    """A command of the service, in a group of its own, by one of the children that were forked in advance.

    Not forked when it is wanted: SQLite must not be carried over a fork, and the service has the archive open then.
    """

    spares: ClassVar[list[tuple[int, socket.socket]]] = []

    @classmethod
    def prepare(cls, many: int) -> None:
        """Fork so many that wait for what to do."""
        for _ in range(many):
            ours, theirs = socket.socketpair()
            pid = os.fork()
            if pid == 0:
                _wait_for_work(theirs)
            theirs.close()
            cls.spares.append((pid, ours))

    def start(self, line: list[str], env: dict[str, str], jobs: int, answers: int) -> int:
        """Let the next one do it."""
        pid, ours = self.spares.pop(0)
        with open(env[CHILDREN], "a", encoding="ascii") as file:
            file.write(f"{pid}\n")
        socket.send_fds(ours, [json.dumps([line, env]).encode()], [jobs, answers])
        ours.close()
        return pid


def _wait_for_work(at: socket.socket) -> NoReturn:
    """In a child of the service: take a command line, and run it; end where the service ends first."""
    handle = at.fileno()
    os.closerange(3, handle)
    os.closerange(handle + 1, 4096)
    said, files, _, _ = socket.recv_fds(at, 1 << 20, 2)
    if not said:
        os._exit(0)
    line, env = json.loads(said)
    os.setsid()
    os.dup2(files[0], 0)
    os.dup2(files[1], 1)
    os.dup2(1, 2)
    os.closerange(3, 4096)
    # Anew: those of before know what they were written to.
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    os.environ.clear()
    os.environ.update(env)
    _tell_commits(os.open(env[ACKS], os.O_WRONLY | os.O_APPEND))
    code = 70
    try:
        main(line[line.index("scheduler") + 1 :])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def command(
    *, words: list[str], folder: str, now: str, stands: bool, fault: list[Any] | None, at: int, log: str, acks: str,
    counted: str, machine: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Run ``bluewatch`` with these words; the shim is armed for the folder where a fault is named.

    stands: the clock does. acks: where what was committed is told; counted: where the number of operations is put.
    machine: what is odd about it, see _on_an_odd_machine().
    """
    vars(crawler.worker)["subprocess"] = SimpleNamespace(Popen=ForkedWorker, PIPE=subprocess.PIPE)
    if words[0] == "run":
        instead = SimpleNamespace(Popen=ForkedCommand, PIPE=subprocess.PIPE, STDOUT=subprocess.STDOUT)
        vars(scheduler.jobs)["subprocess"] = instead
        os.environ[CHILDREN], os.environ[ACKS] = f"{counted}.children", acks
        Path(os.environ[CHILDREN]).write_text("", encoding="ascii")
    begun = datetime.fromisoformat(now)
    vars(scheduler.commands.options)["real_now"] = (lambda: begun) if stands else demo_clock(begun)
    if words[0] == "run":
        ForkedCommand.prepare(SPARES)
    _tell_commits(os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600))
    _on_an_odd_machine(**machine or {})
    if fault is not None:
        name, kinds, act, error, lasting = fault
        what = shim.Fault(name, shim.Kind(kinds), shim.Act(act), error, lasting)
        shim.arm(Path(folder), what, at, os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        main(words)
    finally:
        sys.stdout.flush()
        shim.disarm()
        Path(counted).write_text(str(shim.counted()), encoding="ascii")


def warm(*, folder: str, lines: list[list[str]], now: str) -> None:
    """Run commands in the process that all others are forked from, and leave nothing of them but what is loaded.

    Raises RuntimeError where a thread, an open file of theirs or a reactor would be carried into the children.
    """
    begun = datetime.fromisoformat(now)
    vars(scheduler.commands.options)["real_now"] = lambda: begun
    listens = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for words in lines:
        with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            try:
                main(words)
            except SystemExit as end:
                code = end.code
        if code:
            raise RuntimeError(f"{words} ended with {code}")
    for number, handler in listens.items():
        signal.signal(number, handler)
    files = [os.readlink(path) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    if threading.active_count() > 1 or "twisted.internet.reactor" in sys.modules or any(folder in one for one in files):
        raise RuntimeError(f"what is warm is not clean: {threading.enumerate()}, {files}")


def _on_an_odd_machine(
    *, files: int | None = None, memory: int | None = None, size: int | None = None, **environment: str
) -> None:  # fmt: skip
    """Limits and variables. files: at most so many open; memory: so many bytes above now; size: of a file, in bytes."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    limits = {
        resource.RLIMIT_NOFILE: files,
        resource.RLIMIT_AS: None if memory is None else used + memory,
        resource.RLIMIT_FSIZE: size,
    }
    for kind, most in limits.items():
        if most is not None:
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
    os.environ.update(environment)
    time.tzset()


def judge(*, data: str) -> int:
    """Print what an archive is like after a fault: see judged()."""
    print(json.dumps(judged(Path(data))))  # noqa: T201
    return 0


def _tell_commits(acks: int) -> None:
    """After every outermost transaction that was committed, tell there what the archive then holds."""
    real = Database.write

    @contextmanager
    def write(self: Database) -> Iterator[None]:
        outermost = not self._connection.in_transaction
        with real(self):
            yield
        if outermost:
            said = json.dumps(acknowledged(self))
            os.write(acks, said.encode() + b"\n")
            shim.mark(ACK + said)

    Database.write = write  # type: ignore[method-assign]
