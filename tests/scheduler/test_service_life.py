"""The real service with everything switched on: what it listens on, what it leaves on the disk, how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.lock import running_pid
from storage.archive import Archive
from storage.records import Outcome
from tests.scheduler.days import sound
from tests.scheduler.exposition import read, value
from tests.scheduler.test_main import COMMAND, bluewatch, environment
from tests.scheduler.test_metrics import ask, free_port
from tests.scheduler.test_notify import manager
from tests.scheduler.test_service import Outlet, alive, eventually, folder, opened, outlet, until

__all__ = ["folder", "outlet"]
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")


@contextlib.contextmanager
def service(folder: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """The service without a terminal: standard input is the null device, standard output is closed."""
    with subprocess.Popen(
        ["/bin/sh", "-c", 'exec "$@" >&- </dev/null', "sh", *COMMAND, "run"],
        cwd=folder, env=environment(folder, **variables), stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def listening(pid: int) -> list[str]:
    """The local addresses (hex) of the TCP and UDP sockets on which a process may be reached."""
    own = opened(pid)
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if f"socket:[{words[9]}]" in own and words[3] in ("0A", "07"):
                found.append(words[1])
    return found


def long_ago(folder: Path, weeks: int = 2) -> None:
    """Leave an archive that began weeks ago: digests and a backup are due."""
    began = datetime.now(UTC) - timedelta(weeks=weeks)
    with Archive.open(folder / "data", create=True) as archive:
        run = archive.ledger.start_run("lantern", began)
        archive.ledger.end_run(run, began, Outcome.UNREACHABLE, "it was down")


def test_a_life_with_everything_switched_on(folder: Path, outlet: Outlet) -> None:
    port = free_port()
    with (folder / "bluewatch.toml").open("a") as file:
        file.write(f'[service]\nmetrics = "127.0.0.1:{port}"\n[log]\nformat = "json"\n')
    long_ago(folder)
    (folder / "notify").mkdir()
    address = str(folder / "notify" / "socket")
    with (
        manager(address) as told,
        service(folder, NOTIFY_SOCKET=address, WATCHDOG_USEC="300000000") as process,
    ):
        ended = {json.loads(until(process, ": ended, well"))["message"].split()[0].rstrip(":") for _ in range(3)}
        assert ended == {"crawl", "digest", "backup"}
        assert listening(process.pid) == [f"0100007F:{port:04X}"]
        assert eventually(lambda: any(line == "WATCHDOG=1" for line in told))
        assert ask(port) == (200, "ok\n")
        series = read(ask(port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")[1])
        assert value(series, "bluewatch_runs_total", source="lantern", outcome="collected") == 1
        (folder / "bluewatch.toml").write_text("[crawl]\ncontact = 3\n")
        process.send_signal(signal.SIGHUP)
        assert "[crawl] contact" in until(process, "the former one stays")
        assert ask(port) == (200, "ok\n")
        assert len(list((folder / "data" / "backups").glob("bluewatch-*.db"))) == 1
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 143
        assert time.monotonic() - began <= 10
        rest = process.stderr.read() if process.stderr else ""
    assert told.count("READY=1") >= 1
    assert told[-1] == "STOPPING=1"
    assert running_pid(folder / "data") is None
    lines = (folder / "data" / "logs" / "bluewatch.log").read_text().splitlines()
    assert "stopped" in {json.loads(line)["message"] for line in lines}
    assert "Traceback" not in rest + "".join(lines)
    odd = [path for path in [folder / "data", *(folder / "data").rglob("*")] if path.stat().st_mode & 0o077]
    assert odd == []
    assert not (folder / "data" / "locks" / "taken").exists()


def test_an_update_beneath_a_running_service_takes_its_place(folder: Path, outlet: Outlet) -> None:
    """A later program knows one step more of the schema; the old service can do nothing once that step is made."""
    (folder / "notify").mkdir()
    address, later = str(folder / "notify" / "socket"), folder / "later"
    later.mkdir()
    path = os.pathsep.join([str(later), environment(folder)["PYTHONPATH"]])
    with manager(address) as told, service(folder, NOTIFY_SOCKET=address, PYTHONPATH=path) as process:
        until(process, "crawl lantern: ended, well")
        (later / "sitecustomize.py").write_text(
            "from storage.schema import migrations\n@migrations()\ndef m999_later(db): db.conn.execute('SELECT 1')\n"
        )
        subprocess.run(
            [*COMMAND, "status"], cwd=folder, env=environment(folder, PYTHONPATH=path), timeout=60, check=True
        )
        process.send_signal(signal.SIGHUP)
        assert "newer Bluewatch (schema m999_later)" in until(process, "ERROR")
        assert f"process {process.pid}" in until(process, "started: ")
        assert eventually(lambda: told.count("READY=1") >= 3)
        assert "STOPPING=1" not in told
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 143
        assert process.stderr is not None
        assert "ERROR" not in process.stderr.read()


def of_folder(folder: Path) -> list[int]:
    """Living processes that were started for this data folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            if str(folder).encode() in (path / "cmdline").read_bytes() and alive(int(path.name)):
                found.append(int(path.name))
    return found


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_stop_at_any_time_is_over_in_ten_seconds_and_leaves_nothing(folder: Path, outlet: Outlet) -> None:
    """In every state: starting, crawling, hanging, digesting, copying, waiting; by each signal, once and twice."""
    chance = random.Random(7)  # noqa: S311
    ends: list[float] = []
    for number in range(120):
        if number % 12 == 0:
            with contextlib.suppress(FileNotFoundError):
                for path in (folder / "data" / "backups").glob("*.db"):
                    path.unlink()
            long_ago(folder, weeks=2 + number // 12)
        outlet.hangs = number % 3 == 0
        outlet.released.clear()
        with service(folder) as process:
            threading.Event().wait(chance.uniform(0.05, 8))
            name = chance.choice((signal.SIGTERM, signal.SIGTERM, signal.SIGINT))
            if chance.random() < 0.3:
                process.send_signal(signal.SIGHUP)
            began = time.monotonic()
            process.send_signal(name)
            if chance.random() < 0.3:
                threading.Event().wait(chance.uniform(0, 1))
                process.send_signal(name)
            code = process.wait(timeout=60)
            took = time.monotonic() - began
            ends.append(took)
            said = process.stderr.read() if process.stderr else ""
        outlet.released.set()
        # Before Python itself has begun, a signal ends it as it ends any program.
        begun = "Fatal Python error" not in said
        assert not begun or code in ({143, -15, -1} if name == signal.SIGTERM else {130, -2, -1}), (number, code, said)
        assert "Traceback" not in said or "KeyboardInterrupt" in said or not begun, (number, said)
        assert running_pid(folder / "data") is None
        assert eventually(lambda: of_folder(folder) == [], 5), (number, of_folder(folder))
    outlet.hangs = False
    done = bluewatch("run", "--once", folder=folder)
    assert done.returncode in (0, 1), done.stderr
    assert sound(folder / "data") == []
    with Archive.open(folder / "data", read_only=True) as archive:
        weeks = [row["week"] for row in archive.db.rows("SELECT week FROM editions ORDER BY number")]
        assert archive.db.value("SELECT count(*) FROM articles") == 1
    assert sorted(weeks) == sorted(set(weeks))  # older weeks came to be due later
    print(f"slowest ends: {sorted(ends)[-3:]}, load {os.getloadavg()}")  # noqa: T201
    assert max(ends) <= 10
