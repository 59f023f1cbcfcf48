"""The service as a real process over a tiny outlet on loopback: it collects, stops, hands over."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.catalogue import load_catalogue
from reports.week import Week
from scheduler.clock import monotonic
from scheduler.jobs import Child, end_all
from scheduler.lock import only_instance, running_pid
from storage.archive import Archive
from storage.errors import AlreadyRunning, ArchiveUnusable
from storage.records import Outcome
from tests.scheduler.test_main import COMMAND, environment

PAGE = """<html><head><title>Invented peacekeepers plant trees</title></head><body>
<h1>Invented peacekeepers plant trees</h1>
<div class="text"><p>NAQOURA, Nov. 19 -- Invented peacekeepers serving with UNIFIL planted forty trees on Thursday.</p>
<p>The peacekeeping mission said the trees would shade a patrol road.</p></div></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Lantern</title><link>{home}</link>
<item><title>Invented peacekeepers plant trees</title><link>{home}news/1.html</link></item></channel></rss>"""
SOURCE = """slug = "lantern"
name = "Lantern Gazette"
home = "{home}"
feeds = ["{home}feed.xml"]
article_url = ["^/news/\\\\d+\\\\.html$"]
"""


class Outlet(ThreadingHTTPServer):
    """A feed and one article; while ``hangs`` is set only robots.txt is answered. ``asked`` tells of a request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.hangs = False
        self.released = threading.Event()
        self.asked = threading.Event()
        self.home = f"http://127.0.0.1:{self.server_address[1]}/"


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Outlet)
        body = {"/feed.xml": FEED.format(home=self.server.home), "/news/1.html": PAGE}.get(self.path)
        if self.path != "/robots.txt":
            self.server.asked.set()
            if self.server.hangs:
                self.server.released.wait(60)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/xml" if self.path.endswith("xml") else "text/html; charset=utf-8")
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write((body or "").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    with Outlet() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.released.set()
        server.shutdown()


@pytest.fixture
def folder(tmp_path: Path, outlet: Outlet) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "lantern.toml").write_text(SOURCE.format(home=outlet.home))
    (tmp_path / "bluewatch.toml").write_text(
        '[sources]\nfolder = "sources"\npackaged = "none"\n[data]\nfolder = "data"\n'
        '[crawl]\ncontact = "desk@watch.test"\ngap_seconds = 0.0\n'
    )
    return tmp_path


@contextlib.contextmanager
def service(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*COMMAND, "run", *words], cwd=folder, env=environment(folder), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def until(process: subprocess.Popen[str], words: str) -> str:
    """The first line of its log that holds these words."""
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            return line
    raise AssertionError(f"it ended without saying {words!r}")


def opened(pid: int) -> set[str]:
    """What the open descriptors of a process stand for; one closed while they are read is left out."""
    found = set()
    for path in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.add(os.readlink(path))
    return found


def alive(pid: int) -> bool:
    """A process that has ended and waits to be reaped by init is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def eventually(holds: Callable[[], bool], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


@pytest.mark.long
def test_after_a_sleep_the_digest_waits_for_the_first_crawl(folder: Path, outlet: Outlet) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=14)
    with Archive.open(folder / "data", create=True) as archive:
        run = archive.ledger.start_run("lantern", long_ago)
        archive.ledger.end_run(run, long_ago, Outcome.NOTHING_NEW, None)
        sources = load_catalogue(folder / "sources", "none").values()
        archive.ledger.register_sources(sources, long_ago)
    outlet.hangs = True
    with service(folder) as process:
        until(process, "crawl lantern: started")
        assert outlet.asked.wait(30)
        outlet.released.set()
        said = [until(process, ":")]
        while " INFO digest " not in said[-1]:
            said.append(until(process, ":"))
    assert any("crawl lantern: ended, well" in line for line in said), said


def test_once_collects_what_is_due_then_finds_nothing_due(folder: Path) -> None:
    for expected in (1, 0):
        done = subprocess.run(
            [*COMMAND, "run", "--once"],
            cwd=folder,
            env=environment(folder),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr.count("started as process")) == (0, expected), done.stderr
    with Archive.open(folder / "data", read_only=True) as archive:
        assert [row["outcome"] for row in archive.db.rows("SELECT outcome FROM runs")] == ["collected"]
        assert archive.db.value("SELECT state FROM coverage") == "collected"
    log = (folder / "data" / "logs" / "bluewatch.log").read_text()
    assert "crawl lantern: ended, well" in log
    assert (folder / "data" / "logs" / "bluewatch.log").stat().st_mode & 0o077 == 0


def test_a_stop_is_over_in_ten_seconds_and_leaves_no_child_and_no_lock(folder: Path, outlet: Outlet) -> None:
    outlet.hangs = True
    with service(folder) as process:
        child = int(re.findall(r"process (\d+)", until(process, "crawl lantern: started"))[0])
        assert outlet.asked.wait(30)
        assert running_pid(folder / "data") == process.pid
        second = subprocess.run(
            [*COMMAND, "run"],
            cwd=folder,
            env=environment(folder),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert second.returncode == 4
        assert f"already running on {folder / 'data'} (process {process.pid})" in second.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 143
        assert not alive(child)
    assert running_pid(folder / "data") is None
    with Archive.open(folder / "data", read_only=True) as archive:
        assert [row["outcome"] for row in archive.db.rows("SELECT outcome FROM runs")] == ["interrupted"]


def test_a_killed_service_takes_its_children_along_and_the_next_one_goes_on(folder: Path, outlet: Outlet) -> None:
    outlet.hangs = True
    with service(folder) as process:
        child = int(re.findall(r"process (\d+)", until(process, "crawl lantern: started"))[0])
        assert outlet.asked.wait(30)
        process.kill()
        process.wait()
        assert eventually(lambda: not alive(child))
    outlet.hangs = False
    outlet.released.set()
    with service(folder) as process:
        until(process, "crawl lantern: ended, well")
        process.send_signal(signal.SIGHUP)
        until(process, "configuration read again: 1 sources")
        memory = re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text()) or ["0"]
        assert int(memory[0]) < 80 * 1024
        (folder / "bluewatch.toml").write_text("[crawl]\ncontact = 3\n")
        process.send_signal(signal.SIGHUP)
        until(process, "the former one stays")
        assert not [link for link in opened(process.pid) if link.startswith("socket:")]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130


@pytest.mark.long
def test_weeks_that_were_missed_are_written_once_oldest_first(folder: Path) -> None:
    began = datetime.now(UTC) - timedelta(weeks=4)
    with Archive.open(folder / "data", create=True) as archive:
        run = archive.ledger.start_run("lantern", began)
        archive.ledger.end_run(run, began, Outcome.UNREACHABLE, "it was down")
        archive.ledger.lay_down("lantern", ["feed"], began.date())
    with service(folder, "--once") as process:
        assert process.wait(timeout=90) in (0, 1)
    owed = [str(Week.of(began + timedelta(weeks=n))) for n in range(4)]
    with Archive.open(folder / "data", read_only=True) as archive:
        written = [row["week"] for row in archive.db.rows("SELECT week FROM editions ORDER BY number")]
        states = {row["day"]: row["state"] for row in archive.db.rows("SELECT day, state FROM coverage ORDER BY day")}
    assert written == owed or written == owed[:-1]  # the last week may still wait for its hour
    assert len(states) == 29
    assert set(list(states.values())[:-1]) <= {"never-ran", "healed"}


def test_a_child_that_will_not_end_is_killed_with_all_it_started() -> None:
    code = (
        "import signal, subprocess, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print('other', other.pid, flush=True)\ntime.sleep(60)"
    )
    ended = threading.Event()
    child = Child("hangs", [sys.executable, "-c", code], 60, lambda _: ended.set())
    assert eventually(lambda: bool(child.last_lines))
    other = int(child.last_lines[0].split()[1])
    end_all([child], at_once=lambda: True)
    assert ended.wait(5)
    assert child.code == -signal.SIGKILL
    assert eventually(lambda: not alive(other))


def test_a_child_is_given_up_with_its_reason() -> None:
    ended: list[Child] = []
    child = Child("sleeps", [sys.executable, "-c", "import time; time.sleep(60)"], 0, ended.append)
    assert monotonic() >= child.deadline
    child.give_up("not done after 0 s")
    assert eventually(lambda: bool(ended))
    assert (child.given_up, child.code) == ("not done after 0 s", -signal.SIGTERM)


def test_a_child_speaks_to_the_log_in_bounded_lines() -> None:
    ended = threading.Event()
    code = "import sys; sys.stdout.write('x' * 5000 + '\\n' + 'caf\\xe9'); sys.stdout.flush()"
    child = Child("speaks", [sys.executable, "-c", code], 60, lambda _: ended.set())
    assert ended.wait(20)
    assert [len(line) for line in child.last_lines] == [2000, 2000, 1000, 4]
    assert os.path.exists(f"/proc/{child.pid}") is False


def test_the_lock_of_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(ArchiveUnusable, match="cannot be locked"), only_instance(tmp_path / "data"):
        pass


def test_a_lock_that_was_cleared_away_is_taken_again_or_left_to_who_has_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with only_instance(data) as keep:
        keep()
        shutil.rmtree(data / "locks")
        assert running_pid(data) is None
        keep()
        assert running_pid(data) == os.getpid()
        with pytest.raises(AlreadyRunning), only_instance(data):
            pass
        shutil.rmtree(data / "locks")
        with only_instance(data), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
            keep()
        keep()
        assert running_pid(data) == os.getpid()
