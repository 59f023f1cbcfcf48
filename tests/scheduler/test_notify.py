"""Notices to a service manager: over a path and an abstract socket, none where nobody asked, none that waits."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from scheduler.notify import Notices
from tests.scheduler.standins import HOUR, StandIns, Watch, configure, serve

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets here")


@contextmanager
def manager(address: str) -> Iterator[list[str]]:
    """What is sent to that socket within the block; all of it once the block has ended."""
    told: list[str] = []
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as line:
        line.bind("\0" + address[1:] if address.startswith("@") else address)

        def hear() -> None:
            while (said := line.recv(4096).decode()) != "end":
                told.append(said)

        reader = threading.Thread(target=hear, daemon=True)
        reader.start()
        yield told
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as last:
            last.sendto(b"end", line.getsockname())
        reader.join(20)


@pytest.mark.parametrize("abstract", [False, True])
def test_the_life_of_a_service_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, abstract: bool) -> None:
    if abstract and sys.platform != "linux":
        pytest.skip("abstract sockets are Linux's own")
    address = f"@bluewatch-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with manager(address) as told:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        monkeypatch.setenv("WATCHDOG_USEC", "3000000")
        monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
        watch = Watch(step=HOUR)
        stand_ins = StandIns(tmp_path / "data", watch)
        stand_ins.until = lambda: len(stand_ins.started) > 1
        serve(configure(tmp_path, "alpha"), watch, stand_ins)
    assert told.count("READY=1") == 1
    assert told.index("READY=1") < told.index("WATCHDOG=1")
    assert "STATUS=crawl alpha" in told
    assert told[-1] == "STOPPING=1"


@pytest.mark.parametrize(
    ("environment", "watched"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "9000000"}, 9.0),
        ({"WATCHDOG_USEC": "9000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_whether_it_is_watched(environment: dict[str, str], watched: float | None) -> None:
    assert Notices({"NOTIFY_SOCKET": "/nowhere", **environment}).watchdog_seconds == watched


def test_without_a_manager_or_with_one_that_is_gone_nothing_happens(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone")}, {"NOTIFY_SOCKET": "vsock:2:1"}):
        notices = Notices(environment)
        notices.ready()
        notices.status("a\nb")
        notices.stopping()


def test_a_status_is_one_line_and_a_reload_says_when(tmp_path: Path) -> None:
    with manager(str(tmp_path / "notify")) as told:
        notices = Notices({"NOTIFY_SOCKET": str(tmp_path / "notify")})
        notices.status("READY=0\nMAINPID=1")
        notices.reloading()
        notices.alive()
    status, reload = told
    assert status == "STATUS=READY=0 MAINPID=1"
    assert reload.startswith("RELOADING=1\nMONOTONIC_USEC=")


def test_no_watchdog_notice_where_the_look_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look that fails in a way nobody knows ends the service without another sign of life."""
    with manager(str(tmp_path / "notify")) as told:
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "3000000")

        def clock() -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            serve(configure(tmp_path, "alpha"), clock, StandIns(tmp_path / "data", Watch()))  # type: ignore[arg-type]
    assert "WATCHDOG=1" not in told
    assert "READY=1" not in told
