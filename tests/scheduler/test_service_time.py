"""The service over time: clocks that jump, thousands of runs, a schedule that holds. Its children are stand-ins."""

from __future__ import annotations

import gc
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from scheduler import clock
from scheduler.commands.options import Settings
from scheduler.config import load_config
from scheduler.service import Service
from scheduler.work import Limits
from storage.archive import Archive
from tests.scheduler.standins import HOUR, MINUTE, NOON, StandIns, Watch, configure, serve

NO_BACKUPS = "[backup]\ndaily = 0\n"
JUMPS: dict[str, tuple[timedelta, bool]] = {
    "eight days ahead": (timedelta(days=8), True),
    "a day back": (timedelta(days=-1), True),
    "ten years ahead": (timedelta(days=3653), False),
    "to 1970": (datetime(1970, 1, 2, tzinfo=UTC) - NOON, False),
}


def live(tmp_path: Path, watch: Watch, days: float) -> StandIns:
    """Let the service live on for so long by its clock."""
    config = configure(tmp_path, "alpha", "bravo", more=NO_BACKUPS)
    end = watch.at + timedelta(days=days)
    looks = [0]

    def now() -> datetime:
        looks[0] += 1
        if watch() >= end or looks[0] > days * 24 * 60 * 3:
            os.kill(os.getpid(), signal.SIGTERM)
        return watch.at

    stand_ins = StandIns(tmp_path / "data", watch)
    _, code = serve(config, now, stand_ins, limits=Limits(tick=0.001))
    assert code == 143
    return stand_ins


@pytest.mark.parametrize("name", JUMPS)
def test_a_clock_that_jumps_while_the_service_runs(tmp_path: Path, name: str) -> None:
    """A right time is served within two ticks, no wrong one starts anything, and nothing runs wild."""
    jump, plausible = JUMPS[name]
    watch = Watch(step=20 * MINUTE)
    calm = live(tmp_path, watch, 0.3)
    assert len(calm.crawls("alpha")) == 2
    jumped_at = watch.at = watch.at + jump
    ahead = live(tmp_path, watch, 0.3)
    if plausible:
        assert ahead.crawls("alpha")[0] - jumped_at <= 2 * watch.step
        assert len(ahead.crawls("alpha")) == 2
    else:
        assert ahead.started == []
    watch.at = back_at = watch.at - jump
    again = live(tmp_path, watch, 0.6)
    assert again.crawls("alpha")[0] - back_at <= 2 * watch.step
    assert len(again.crawls("alpha")) == 3
    with Archive.open(tmp_path / "data", read_only=True) as archive:
        assert archive.db.value("SELECT count(*) FROM runs") == sum(
            len(lived.crawls(slug)) for lived in (calm, ahead, again) for slug in ("alpha", "bravo")
        )


def test_the_tick_goes_on_when_the_machines_clock_is_set_back(tmp_path: Path) -> None:
    config = configure(tmp_path, "alpha", more=NO_BACKUPS)
    with time_machine.travel(NOON, tick=True) as machine:
        stand_ins = StandIns(tmp_path / "data", clock.now)
        settings = Settings(load_config(config), tmp_path / "data", clock.now)
        service = Service(settings, lambda: settings, limits=Limits(tick=0.02), line=stand_ins)
        looked: list[bool] = []

        def meddle() -> None:
            for days in (-1, 8):
                machine.shift(timedelta(days=days))
                before = service.pulse.last
                end = clock.monotonic() + 20
                while (service.pulse.last is before or not service.pulse.last) and clock.monotonic() < end:
                    threading.Event().wait(0.01)
                looked.append(service.pulse.last is not before)
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=meddle, daemon=True).start()
        former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
        try:
            assert service.run() == 143
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
    assert looked == [True, True]


def runs(tmp_path: Path, count: int) -> None:
    """So many children, each with its run: memory, descriptors and threads stay as they were after the first ones."""
    config = configure(tmp_path, *(f"s{n}" for n in range(9)))
    watch = Watch(step=20 * MINUTE)
    stand_ins = StandIns(tmp_path / "data", watch)
    seen: dict[int, tuple[int, int]] = {}
    first = max(20, count // 20)

    def until() -> bool:
        done = len(stand_ins.started)
        if done in (first, count):
            gc.collect()
            statm = Path("/proc/self/statm").read_text().split()
            seen[done] = int(statm[1]) * os.sysconf("SC_PAGE_SIZE"), len(os.listdir("/proc/self/fd"))
        return done >= count

    stand_ins.until = until
    threads = threading.active_count()
    descriptors = len(os.listdir("/proc/self/fd"))
    _, code = serve(config, watch, stand_ins, limits=Limits(tick=0.005))
    assert code == 143
    (memory, open_then), (memory_now, open_now) = seen[first], seen[count]
    assert memory_now - memory <= 20 * 1024 * 1024
    # At any moment three children may be at work, each with a few pipes.
    assert open_now <= open_then + 12
    assert len(os.listdir("/proc/self/fd")) <= descriptors + 1
    assert threading.active_count() <= threads
    assert {words.split()[0] for words, _ in stand_ins.started} >= {"crawl", "backup"}


def test_many_runs_cost_no_memory_no_descriptors_and_no_threads(tmp_path: Path) -> None:
    runs(tmp_path, 40)


@pytest.mark.long
@pytest.mark.timeout(3000)
def test_ten_thousand_runs_cost_no_memory_no_descriptors_and_no_threads(tmp_path: Path) -> None:
    runs(tmp_path, 10_000)


def test_a_child_that_hangs_is_given_up_and_the_others_are_crawled_on_time(tmp_path: Path) -> None:
    """Three children hang, as many as there may be: they are quiet, so the fourth outlet is not kept waiting."""
    slugs = [f"s{n}" for n in range(4)]
    config = configure(tmp_path, *slugs, more=NO_BACKUPS)
    watch = Watch(step=5 * MINUTE)
    stand_ins = StandIns(tmp_path / "data", watch)
    hung: set[str] = set()

    def line(command: str, *rest: str, **places: Path) -> list[str]:
        usual = stand_ins(command, *rest, **places)
        if command == "crawl" and rest[0] != "s3" and len(rest) == 1 and rest[0] not in hung:
            hung.add(rest[0])
            return ["/bin/sleep", "60"]
        return usual

    settings = Settings(load_config(config), tmp_path / "data", watch)
    limits = Limits(tick=0.02, stall=0.6, quiet=0.1)
    service = Service(settings, lambda: settings, limits=limits, line=line)
    # Each for itself, as after a bad end.
    from scheduler.plan import Attempt

    for slug in slugs[:3]:
        service._children.attempts[slug] = Attempt(at=NOON - 7 * HOUR, failures=1)
    stand_ins.until = lambda: all(len(stand_ins.crawls(slug)) > 1 for slug in slugs[:3])
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        assert service.run() == 143
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    assert hung == set(slugs[:3])
    assert service.pulse.last is not None
    assert service.pulse.last.given_up == 3
    assert stand_ins.crawls("s3")
    log = "\n".join(words for words, _ in stand_ins.started)
    assert "crawl s3" in log
