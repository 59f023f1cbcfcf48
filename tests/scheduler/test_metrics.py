"""Health and metrics: valid, true, only for this machine, bounded in what they take and cost."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.commands.options import Settings
from scheduler.config import load_config, parse_config
from scheduler.listener import AT_ONCE, Listener
from scheduler.metrics import Metric, RunCounts, collect, text_of
from scheduler.pulse import Pulse
from scheduler.upkeep import note_try
from storage.archive import Archive
from storage.backup import dated_name
from storage.errors import ConfigurationError
from storage.records import CoverageState, Outcome
from tests.scheduler.exposition import read, value
from tests.scheduler.standins import HOUR, NOON, StandIns, Watch, configure


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def settings_of(tmp_path: Path, port: int | None = None) -> Settings:
    more = "" if port is None else f'[service]\nmetrics = "127.0.0.1:{port}"\n'
    config = configure(tmp_path, "alpha", "bravo", more=more)
    return Settings(load_config(config), tmp_path / "data", lambda: NOON)


def beating(complaint: str | None = None) -> Pulse:
    pulse = Pulse(tick_seconds=60)
    pulse.beat(at=time.monotonic(), complaint=complaint, children=2, given_up=1)
    return pulse


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[tuple[Listener, Settings, int]]:
    port = free_port()
    settings = settings_of(tmp_path, port)
    listener = Listener()
    listener.follow(settings, beating())
    yield listener, settings, port
    listener.end()


def ask(port: int, request: str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") -> tuple[int, str]:
    """Status and body."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(request.encode())
        said = b""
        while more := line.recv(65536):
            said += more
    head, _, body = said.decode().partition("\r\n\r\n")
    return int(head.split()[1]), body


def test_the_numbers_are_those_of_the_archive(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    stand_ins = StandIns(settings.data, lambda: NOON)
    stand_ins("crawl", "alpha", data=settings.data, config=None)
    with Archive.open(settings.data) as archive:
        archive.ledger.register_sources([{"slug": "bravo", "name": "b", "home": "http://b.test/"}], NOON)
        run = archive.ledger.start_run("bravo", NOON)
        archive.ledger.end_run(run, NOON, Outcome.UNREACHABLE, "timed out")
        archive.ledger.cover("bravo", 'http://b.test/"\\\n', NOON.date(), CoverageState.FAILED, run, "timed out")
        for number in range(3):
            archive.frontier.add_page(
                f"http://bravo.test/{number}", host="bravo.test", source="bravo", kind="article", now=NOON
            )
        archive.frontier.pause("bravo.test", NOON + HOUR, "asked to wait")
        note_try(archive, NOON, 2, "no room")
    (settings.data / "backups").mkdir()
    (settings.data / "backups" / dated_name(NOON - timedelta(days=1))).touch()
    series = read(text_of(collect(settings, beating(), RunCounts())))
    assert value(series, "bluewatch_healthy") == 1
    assert value(series, "bluewatch_archive_usable") == 1
    assert value(series, "bluewatch_last_success_timestamp_seconds", source="alpha") == NOON.timestamp()
    assert value(series, "bluewatch_runs_total", source="bravo", outcome="unreachable") == 1
    assert value(series, "bluewatch_coverage_days", source="bravo", state="failed") == 1
    assert value(series, "bluewatch_backlog_pages", source="bravo") == 3
    assert value(series, "bluewatch_backlog_pages", source="alpha") == 0
    assert value(series, "bluewatch_hosts_paused") == 1
    assert value(series, "bluewatch_backup_failures") == 2
    assert value(series, "bluewatch_last_backup_timestamp_seconds") == (NOON - timedelta(days=1)).timestamp()
    assert value(series, "bluewatch_notices", subject="backup", colour="amber") == 1
    assert value(series, "bluewatch_children_given_up_total") == 1
    assert value(series, "bluewatch_disk_free_bytes") > 0
    names = {name for name, _ in series}
    assert {"bluewatch_build_info", "bluewatch_archive_bytes", "bluewatch_page_store_bytes"} <= names


def test_without_an_archive_the_rest_is_told(tmp_path: Path) -> None:
    series = read(text_of(collect(settings_of(tmp_path), Pulse(tick_seconds=60), RunCounts())))
    assert value(series, "bluewatch_archive_usable") == 0
    assert value(series, "bluewatch_healthy") == 0
    assert not (tmp_path / "data").exists()


def test_odd_names_are_escaped() -> None:
    odd = Metric("a_metric", "gauge", "back\\slash\nline", (({"source": 'q"b\\s\nx'}, 0.5), ({"source": "y"}, 2.0)))
    series = read(text_of([odd, Metric("none", "gauge", "no sample", ())]))
    assert value(series, "a_metric", source='q"b\\s\nx') == 0.5
    assert len(series) == 2


def test_health_says_why_not(listening: tuple[Listener, Settings, int]) -> None:
    listener, settings, port = listening
    assert ask(port) == (200, "ok\n")
    listener.follow(settings, beating("archive.db: the disk is full; make room"))
    assert ask(port) == (503, "archive.db: the disk is full; make room\n")
    hung = Pulse(tick_seconds=1)
    hung.beat(at=time.monotonic() - 100, complaint=None, children=0, given_up=0)
    listener.follow(settings, hung)
    status, said = ask(port)
    assert (status, "no tick for 100 s" in said) == (503, True)


ODD: dict[str, tuple[str, int]] = {
    "another path": ("GET /debug HTTP/1.1\r\n\r\n", 404),
    "another method": ("POST /metrics HTTP/1.1\r\n\r\n", 405),
    "no HTTP": ("hello\r\n\r\n", 400),
    "a name that leads here": ("GET /metrics HTTP/1.1\r\nHost: 127.evil.test\r\n\r\n", 403),
    "a name that looks like ours": ("GET /metrics HTTP/1.1\r\nHost: localhost.evil.test:9600\r\n\r\n", 403),
    "by number": ("GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:9600\r\n\r\n", 200),
    "too long": ("GET /" + "x" * 20_000 + " HTTP/1.1\r\n\r\n", 400),
}


@pytest.mark.parametrize("name", ODD)
def test_what_else_may_be_asked(listening: tuple[Listener, Settings, int], name: str) -> None:
    request, status = ODD[name]
    try:
        assert ask(listening[2], request)[0] == status
    except ConnectionError:
        assert name == "too long"


def test_head_has_no_body_and_metrics_are_text(listening: tuple[Listener, Settings, int]) -> None:
    assert ask(listening[2], "HEAD /healthz HTTP/1.1\r\n\r\n") == (200, "")
    status, text = ask(listening[2], "GET /metrics HTTP/1.1\r\nHost: localhost:9600\r\n\r\n")
    assert status == 200
    assert read(text)


def test_callers_that_say_nothing_keep_nobody_out_for_good_and_leave_no_thread(
    listening: tuple[Listener, Settings, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.listener.REQUEST_SECONDS", 0.5)
    listener, _, port = listening
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(3 * AT_ONCE)]
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if ask(port)[0] == 200:
                break
        except (ConnectionError, IndexError):
            threading.Event().wait(0.05)
    assert ask(port)[0] == 200
    for line in silent:
        line.close()
    listener.end()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=2)
    assert [thread.name for thread in threading.enumerate() if thread.name == "metrics"] == []


def test_it_follows_the_configuration_and_a_taken_address_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    listener, port = Listener(), free_port()
    listener.follow(settings_of(tmp_path), beating())
    assert not [thread for thread in threading.enumerate() if thread.name == "metrics"]
    listener.follow(settings_of(tmp_path, port), beating())
    assert ask(port)[0] == 200
    listener.follow(settings_of(tmp_path), beating())
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=2)
    with socket.create_server(("127.0.0.1", port)):
        listener.follow(settings_of(tmp_path, port), beating())
    assert f"127.0.0.1:{port} cannot be listened on: Address already in use" in caplog.text
    listener.follow(settings_of(tmp_path, port), beating())
    assert ask(port)[0] == 200
    listener.end()


@pytest.mark.parametrize(
    "address", ["0.0.0.0:9600", "10.0.0.1:9600", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:99999", "[::]:9600",
                "host.test:9600", "127.1:9600", ":9600", "127.0.0.1:9600/x", "[::ffff:10.0.0.1]:9600"]
)  # fmt: skip
def test_only_this_machine_may_be_listened_on(address: str) -> None:
    with pytest.raises(ConfigurationError, match="an address of this machine only"):
        parse_config(f'[service]\nmetrics = "{address}"\n', Path("/nowhere/bluewatch.toml"))


@pytest.mark.parametrize("address", ["127.0.0.1:9600", "127.8.8.8:1", "[::1]:65535", "localhost:9600"])
def test_addresses_of_this_machine(address: str) -> None:
    parse_config(f'[service]\nmetrics = "{address}"\n', Path("/nowhere/bluewatch.toml"))


def test_a_scrape_costs_a_collection_at_most_every_few_seconds(listening: tuple[Listener, Settings, int]) -> None:
    _, settings, port = listening
    first = ask(port, "GET /metrics HTTP/1.1\r\n\r\n")[1]
    StandIns(settings.data, Watch())("crawl", "alpha", data=settings.data, config=None)
    assert ask(port, "GET /metrics HTTP/1.1\r\n\r\n")[1] == first


def test_runs_are_counted_once_and_those_that_end_later_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunCounts, "OPEN", 2)
    counts = RunCounts()
    with Archive.open(tmp_path, create=True) as archive:
        archive.ledger.register_sources([{"slug": "alpha", "name": "a", "home": "http://a.test/"}], NOON)
        assert counts.of(archive) == []
        for number in range(1, 8):
            run = archive.ledger.start_run("alpha", NOON)
            before = counts.of(archive)
            archive.ledger.end_run(run, NOON, Outcome.NOTHING_NEW, None)
            assert before == ([("alpha", "nothing-new", number - 1)] if number > 1 else [])
            assert counts.of(archive) == [("alpha", "nothing-new", number)]
        with archive.db.write():
            archive.db.execute("DELETE FROM runs WHERE id > 1")
        assert counts.of(archive) == [("alpha", "nothing-new", 1)]
