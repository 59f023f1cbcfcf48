"""The keeper of one browser: a process between the crawl and Chromium that takes the network away and ends it all.

Its standard input is a pipe that the crawl holds open; its end, however it came, ends every process of the browser, and
so does one that takes too much memory. Run as ``python -m crawler.browser.keeper JOB``; see Job.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from crawler.browser.program import command_line, environment

NOBODY = 65534
TICK_SECONDS = 0.25
PATIENCE_SECONDS = 3.0
# linux/sched.h, linux/prctl.h
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
PROC = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to keep. read, write: the pipe ends for the browser; memory: bytes; drop: give root's rights away."""

    path: str
    read: int
    write: int
    memory: int
    sandbox: bool
    drop: bool

    def text(self) -> str:
        """The job as an argument of the command line."""
        return json.dumps(asdict(self))


def main() -> int:
    """Keep one browser; print at the end, as JSON, why it ended and what it said last."""
    job = Job(**json.loads(sys.argv[1]))
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)
    profile = Path(tempfile.mkdtemp(prefix="bluewatch-browser-"))
    ended, said = "browser", ""
    try:
        if job.drop:
            os.chown(profile, NOBODY, NOBODY)
        _control(PR_SET_CHILD_SUBREAPER, 1)
        without_network()
        browser = _start(job, profile)
        ended = _watch(browser, job.memory)
        said = _last_words(profile / "stderr")
    finally:
        _end_all()
        shutil.rmtree(profile, ignore_errors=True)
    with contextlib.suppress(OSError):
        sys.stdout.write(json.dumps({"ended": ended, "said": said}))
        sys.stdout.flush()
    return 0


def without_network() -> bool:
    """Move into a network of our own without a single device, where the system lets us; False where it does not."""
    if not sys.platform.startswith("linux"):
        return False
    trial = os.fork()
    if trial == 0:
        # What is half done cannot be undone, so it is tried in a process that ends.
        os._exit(0 if _enter_empty_network() else 1)
    _, status = os.waitpid(trial, 0)
    return status == 0 and _enter_empty_network()


def _enter_empty_network() -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) == 0:
        return True
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    try:
        (PROC / "self/setgroups").write_text("deny", encoding="ascii")
        (PROC / "self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
        (PROC / "self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")
    except OSError:
        return False
    return True


def _start(job: Job, profile: Path) -> subprocess.Popen[bytes]:
    for given, wanted in ((job.read, 3), (job.write, 4)):
        # High first: one of the two may have come in under the other's number.
        fcntl.fcntl(given, fcntl.F_DUPFD_CLOEXEC, 100 + wanted)
        os.close(given)
    for high, wanted in ((103, 3), (104, 4)):
        os.dup2(high, wanted, inheritable=True)
        os.close(high)

    def before() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if job.drop:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        # After the change of user, which would clear it.
        _control(PR_SET_PDEATHSIG, signal.SIGKILL)

    handle = os.open(profile / "stderr", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        return subprocess.Popen(  # noqa: S603  the operator's own choice of browser
            command_line(job.path, profile, sandbox=job.sandbox),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=handle,
            pass_fds=(3, 4),
            env=environment(profile),
            cwd=profile,
            process_group=0,
            preexec_fn=before,  # noqa: PLW1509  this process has one thread
        )
    finally:
        for one in (handle, 3, 4):
            os.close(one)


def _watch(browser: subprocess.Popen[bytes], memory: int) -> str:
    """Wait for the end: of the crawl, of the browser, or of our patience with its appetite."""
    asked_to_end = None
    while True:
        if asked_to_end is None:
            ready, _, _ = select.select([0], [], [], TICK_SECONDS)
            if ready and not os.read(0, 1024):
                asked_to_end = time.monotonic()
        else:
            time.sleep(TICK_SECONDS / 5)
        if browser.poll() is not None:
            return "browser" if asked_to_end is None else "crawl"
        if asked_to_end is not None and time.monotonic() > asked_to_end + PATIENCE_SECONDS / 10:
            return "crawl"
        if _resident(_descendants()) > memory:
            return "memory"


def _descendants() -> list[int]:
    """Every process below this one; Linux gives orphans of the browser back to us."""
    children: dict[int, list[int]] = {}
    for entry in PROC.glob("[0-9]*/stat") if PROC.is_dir() else ():
        with contextlib.suppress(OSError, ValueError, IndexError):
            # The name in brackets may hold anything; the parent is the second field after it.
            parent = int(entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.parent.name))
    found, waiting = [], [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _resident(pids: list[int]) -> int:
    """Bytes of their own that these processes hold: no mapped files, which they share."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError, ValueError, IndexError):
            for line in (PROC / str(pid) / "status").read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith(("RssAnon:", "RssShmem:", "VmSwap:")):
                    total += int(line.split()[1]) * 1024
    return total


def _end_all() -> None:
    """Kill all that is below us, until nothing is."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        below = _descendants()
        for pid in below:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.02)


def _last_words(log: Path) -> str:
    """The line of its log that says most: a fatal one, else the last."""
    with contextlib.suppress(OSError):
        lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace")[-20_000:].splitlines()]
        telling = [line for line in lines if "FATAL" in line or "sandbox" in line.lower() or "root" in line.lower()]
        return (telling or [line for line in lines if line] or [""])[-1][-300:]
    return ""


def _control(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
