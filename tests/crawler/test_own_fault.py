"""A machine that is short of something is told as that, and no site is blamed for it."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from twisted.internet.error import ConnectBindError
from twisted.internet.tcp import Client

from crawler.own_fault import Shortage, shortage_of, told
from storage.records import Outcome
from tests.crawler.sites import FORKS, Site, _forked, command, crawl, rows, site


def because(outer: Exception, inner: BaseException) -> Exception:
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "of"),
    [
        (MemoryError(), "memory"),
        (OSError(errno.EMFILE, "Too many open files"), "open files"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "memory"),
        (BlockingIOError(errno.EAGAIN, "fork"), "threads or processes"),
        (RuntimeError("can't start new thread"), "threads or processes"),
        (socket.gaierror(socket.EAI_MEMORY, "Memory allocation failure"), "memory"),
        (ConnectBindError(errno.EMFILE, "Too many open files"), "open files"),
        (because(ValueError("no connection"), OSError(errno.ENFILE, "Too many open files in system")), "open files"),
    ],
)
def test_a_shortage_names_what_is_short_and_what_to_do(error: Exception, of: str) -> None:
    short = shortage_of(error)
    assert short is not None
    assert short.startswith(f"this machine is short of {of} (")
    assert "no fault of the site: " in short
    assert told(error) == (Outcome.INTERRUPTED, short)
    assert told(Shortage(short)) == (Outcome.INTERRUPTED, short)


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        OSError(errno.ENETUNREACH, "Network is unreachable"),
        RuntimeError("something else"),
    ],
)
def test_all_else_is_no_shortage(error: Exception) -> None:
    assert shortage_of(error) is None
    assert told(error)[0] == Outcome.CRASHED


def no_thread(after: list[int]) -> None:
    """From now on no thread can be started to look a name up."""
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name == "names" and after.pop():
            raise RuntimeError("can't start new thread")
        start(thread)

    threading.Thread.start = refuse  # type: ignore[method-assign]


def no_file(after: list[int]) -> None:
    """From now on no connection can be opened."""
    create = Client.createInternetSocket

    def refuse(client: Client) -> object:
        if after.pop():
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return create(client)  # type: ignore[no-untyped-call]

    Client.createInternetSocket = refuse  # type: ignore[assignment]


def short(job: str, out: str, err: str, lack: Callable[[list[int]], None], well: int) -> None:
    """A crawl that has so many requests before the machine is short."""
    lack([*[1] * 100, *[0] * well])
    _forked(job, out, err, dict(os.environ))


@pytest.mark.parametrize(("lack", "of"), [(no_thread, "threads or processes"), (no_file, "open files")])
@pytest.mark.parametrize("well", [0, 2])
def test_a_crawl_that_runs_short_ends_there_and_the_next_one_has_all(
    tmp_path: Path, lack: Callable[[list[int]], None], of: str, well: int
) -> None:
    with site() as there:
        there.articles(1, 2)
        job = command(tmp_path, [there.source()])[-1]
        process = FORKS.Process(target=short, args=(job, str(tmp_path / "o"), str(tmp_path / "e"), lack, well))
        process.start()
        process.join(60)
        said = (tmp_path / "e").read_text(encoding="utf-8")
        assert (process.exitcode, "Traceback" in said) == (0, False), said
        (run,) = rows(tmp_path, "SELECT outcome, reason FROM runs")
        assert run["outcome"] == Outcome.INTERRUPTED
        assert run["reason"].startswith(f"this machine is short of {of} (")
        assert blamed(tmp_path, there) == []
        assert crawl(tmp_path, there.source())["site"]["outcome"] == Outcome.COLLECTED
        assert [row["url"] for row in rows(tmp_path, "SELECT url FROM articles ORDER BY url")] == [
            f"{there.base}/a/1",
            f"{there.base}/a/2",
        ]


def blamed(data: Path, there: Site) -> list[str]:
    """Whatever was noted against the site or an address of it."""
    hosts = rows(
        data, "SELECT reason FROM hosts WHERE host = ? AND (reason IS NOT NULL OR paused_until IS NOT NULL)", there.host
    )
    pages = rows(data, "SELECT reason FROM pages WHERE tries > 0 OR state IN ('failed', 'refused')")
    return [str(row["reason"]) for row in [*hosts, *pages]]
