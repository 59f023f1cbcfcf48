"""The service over time: clocks that jump, thousands of runs, a schedule that holds. Its children are stand-ins."""

from __future__ import annotations

import contextlib
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
from scheduler.gather import clock_doubt_of
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


def live(tmp_path: Path, watch: Watch, *parts: tuple[float, timedelta]) -> list[StandIns]:
    """Let one service live on through these parts, each so many days long by its clock, which then jumps."""
    config = configure(tmp_path, "alpha", "bravo", more=NO_BACKUPS)
    left = list(parts)
    stand_ins = StandIns(tmp_path / "data", watch)
    lived: list[StandIns] = []
    until = watch.at + timedelta(days=left[0][0])

    def now() -> datetime:
        nonlocal until
        if watch() >= until and left:
            watch.at += left.pop(0)[1]
            lived.append(StandIns(stand_ins.data, watch, started=stand_ins.started[:]))
            stand_ins.started.clear()
            if left:
                until = watch.at + timedelta(days=left[0][0])
            else:
                os.kill(os.getpid(), signal.SIGTERM)
        return watch.at

    _, code = serve(config, now, stand_ins, limits=Limits(tick=0.001))
    assert code == 143
    return lived


@pytest.mark.parametrize("name", JUMPS)
@pytest.mark.parametrize("running", [True, False])
def test_a_clock_that_jumps(tmp_path: Path, name: str, *, running: bool) -> None:
    """While the service runs, and between two: a right time is served within two ticks, a wrong one starts nothing."""
    jump, plausible = JUMPS[name]
    watch, still = Watch(step=20 * MINUTE), timedelta(0)
    parts = [(0.3, jump), (0.3, -jump), (0.6, still)]
    if running:
        calm, ahead, again = live(tmp_path, watch, *parts)
    else:
        lives = []
        for days, jumps in parts:
            lives += live(tmp_path, watch, (days, still))
            watch.at += jumps
        calm, ahead, again = lives
    assert len(calm.crawls("alpha")) == 2
    jumped_at = calm.crawls("alpha")[0] + timedelta(days=0.3) + jump
    if plausible:
        assert abs(ahead.crawls("alpha")[0] - jumped_at) <= 3 * watch.step
        assert len(ahead.crawls("alpha")) == 2
    else:
        assert ahead.started == []
    # Six hours apart: what is due is neither lost nor asked for again and again.
    back = again.crawls("alpha")
    assert len(back) == 3
    assert back[0] - (calm.crawls("alpha")[0] + timedelta(days=0.6)) <= 4 * watch.step
    with Archive.open(tmp_path / "data", read_only=True) as archive:
        assert archive.db.value("SELECT count(*) FROM runs") == sum(
            len(lived.crawls(slug)) for lived in (calm, ahead, again) for slug in ("alpha", "bravo")
        )


def test_a_clock_that_fell_back_for_months_starts_nothing(tmp_path: Path) -> None:
    """As a flat battery sets it: no page's date would be believed, and seventy weeks would be owed a digest."""
    watch, half_a_year = Watch(step=20 * MINUTE), timedelta(days=182)
    calm, behind, again = live(tmp_path, watch, (3.3, -half_a_year), (0.3, half_a_year), (0.3, timedelta(0)))
    assert len(calm.crawls("alpha")) == 14
    assert behind.started == []
    assert again.crawls("alpha")
    with Archive.open(tmp_path / "data") as archive:
        then = watch.at - half_a_year
        assert clock_doubt_of(archive, then) is not None
        archive.ledger.start_run("alpha", then)  # by hand: the clock is right
        assert clock_doubt_of(archive, then) is None


def test_who_looks_once_a_day_from_cron_loses_no_day(tmp_path: Path) -> None:
    """The first run took its minutes, those of the next days do not: what is due by seconds is not left for a day."""
    config = configure(tmp_path, "alpha")
    asked, copied = [], []
    for day in range(4):
        watch = Watch(NOON + timedelta(days=day), step=timedelta(seconds=1 if day else 30))
        stand_ins = StandIns(tmp_path / "data", watch, interval=timedelta(days=1))
        _, code = serve(config, watch, stand_ins, once=True)
        assert code == 0
        asked.append(len(stand_ins.crawls("alpha")))
        copied.append(sum(words.startswith("backup ") for words, _ in stand_ins.started))
    assert asked == [1, 1, 1, 1]
    assert copied[1] == 1, "a day after the first run"


def test_where_the_data_folder_is_gone_no_other_archive_is_begun(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As when a disk is not there: it is told once, and when the disk is back the work goes on."""
    watch = Watch(step=HOUR)
    stand_ins = StandIns(tmp_path / "data", watch)
    away, looks = tmp_path / "away", [0]

    def now() -> datetime:
        looks[0] += 1
        if looks[0] == 10:
            (tmp_path / "data").rename(away)
        if looks[0] == 20:
            assert not (tmp_path / "data" / "archive.db").exists()
            for path in sorted((tmp_path / "data").rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            with contextlib.suppress(FileNotFoundError):
                (tmp_path / "data").rmdir()
            away.rename(tmp_path / "data")
        return watch()

    stand_ins.until = lambda: looks[0] > 25
    serve(configure(tmp_path, "alpha", more=NO_BACKUPS), now, stand_ins)
    assert caplog.text.count("there is no archive here") == 1
    assert len(stand_ins.crawls("alpha")) > 1


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
        mark = count if done >= count else first
        if done >= mark and mark not in seen:
            gc.collect()
            statm = Path("/proc/self/statm").read_text().split()
            seen[mark] = int(statm[1]) * os.sysconf("SC_PAGE_SIZE"), len(os.listdir("/proc/self/fd"))
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
