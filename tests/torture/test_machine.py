"""Odd machines: small limits, odd surroundings, a disk that is full or read-only, eight at once, wrong clocks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import AlreadyRunning
from tests.torture.bench import Bench
from tests.torture.judge import judged, lost
from tests.torture.scenarios import SCENARIOS
from tests.torture.smith import ROOT
from tests.torture.world import FIRST, SECOND

CRAWL, DIGEST = SCENARIOS["crawl"], SCENARIOS["digest"]
MIB = 1 << 20


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "machine",
    [
        {"files": 64, "TMPDIR": "/nonexistent", "TZ": "Australia/Lord_Howe", "LANG": "C", "HOME": "/nonexistent"},
        pytest.param({"memory": 200 * MIB, "TZ": "<odd>+25", "LC_ALL": "xx_XX"}, marks=pytest.mark.long),
    ],
)
def test_odd_surroundings_change_nothing(bench: Bench, machine: dict[str, Any]) -> None:
    assert bench.try_run(CRAWL, machine).wrong == []


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("machine", "told"),
    [
        ({"size": 300_000}, "disk|File too large"),
        ({"size": 900_000}, "disk|File too large"),
    ],
)
def test_a_machine_that_is_too_small_is_told_and_nothing_is_lost(
    bench: Bench, machine: dict[str, Any], told: str
) -> None:
    assert bench.try_limit(CRAWL, machine, told).wrong == []


def bluewatch(folder: Path, *words: str, environment: dict[str, str] | None = None, **more: Any) -> tuple[int, str]:
    """A real process: its code and all it printed."""
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "scheduler", *words],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}, check=False, timeout=300,
        stdin=more.pop("stdin", subprocess.DEVNULL), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more,
    )  # fmt: skip
    return ended.returncode, ended.stdout.decode("utf-8", "replace")


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_closed_standard_files_are_not_written_over(bench: Bench, tmp_path: Path, closed: tuple[int, ...]) -> None:
    data = tmp_path / "data"
    shutil.copytree(bench.world.folder("crawled"), data)
    CRAWL.site(bench.world.site)
    config = bench.world.configured(data)

    def close() -> None:
        for number in closed:
            os.close(number)

    code, said = bluewatch(tmp_path, "crawl", "--all", "--config", str(config), preexec_fn=close)
    assert (code, "Traceback" in said) == (0, False)
    assert judged(data)["wrong"] == []


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_terminal_that_knows_few_letters_gets_them_written_out(bench: Bench, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(bench.world.folder("twice"), data)
    config = str(bench.world.configured(data))
    with Archive.open(data) as archive, archive.db.write():
        archive.db.execute("UPDATE sources SET name = 'Der Wächter 灯笼'")
    odd = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}
    for words in (("status",), ("coverage",), ("search", "peacekeepers"), ("status", "--json"), ("digest",)):
        code, said = bluewatch(tmp_path, *words, "--config", config, environment=odd)
        assert code in (0, 1), said
        assert "Traceback" not in said


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes in memory, where this may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    line = [mount or "mount", "-t", "tmpfs", "-o", "size=8m", "bluewatch", str(disk)]
    if os.geteuid() != 0 or mount is None or umount is None or subprocess.run(line, check=False).returncode:
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield disk
    finally:
        subprocess.run([umount, "-l", str(disk)], check=False)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("room", [20_000, 200_000, 500_000])
def test_a_disk_that_is_full_is_told_and_with_room_it_goes_on(bench: Bench, small_disk: Path, room: int) -> None:
    for one in (CRAWL, DIGEST):
        calm, data = bench.calm(one), small_disk / one.name
        shutil.copytree(bench.world.folder(one.start), data)
        one.site(bench.world.site)
        filler = small_disk / "filler"
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize
        filler.write_bytes(bytes(free - room))
        config = str(bench.world.configured(data))
        notes = {name: str(bench.place / name) for name in ("log", "acks", "out", "err", "counted")}
        job = {"words": [*one.words, "--config", config], "folder": str(data), "stands": one.stands, "fault": None}
        code = bench.smith.run("command", {**job, "now": one.now, "at": 0, **notes})
        said = "".join(Path(notes[name]).read_text(encoding="utf-8") for name in ("out", "err"))
        assert code in (0, 1, 3), said
        assert code == 0 or "disk is full" in said or "No space left" in said, said
        assert "Traceback" not in said
        filler.unlink()
        seen = judged(data)
        assert (seen["wrong"], lost(seen, calm.promised)) == ([], [])
        assert bench.smith.run("command", {**job, "now": one.later(one.again), "at": 0, **notes}) == 0
        seen = judged(data)
        assert (seen["wrong"], lost(seen, calm.promised)) == ([], [])
        assert seen["state"]["digests"].keys() == calm.state["digests"].keys()
        assert seen["state"]["revisions"] == calm.state["revisions"]
        shutil.rmtree(data)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_disk_for_reading_only_is_told_and_left_alone(bench: Bench, small_disk: Path) -> None:
    data = small_disk / "data"
    shutil.copytree(bench.world.folder("twice"), data)
    config = str(bench.world.configured(small_disk.parent / "data"))
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for words in (("crawl",), ("digest",), ("run", "--once"), ("backup", str(data / "copy.db"))):
        code, said = bluewatch(small_disk, *words, "--config", config, "--data", str(data))
        assert (code, "Traceback" in said) == (3, False), said
        assert "ead-only" in said or "reading only" in said, said
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


@pytest.mark.long
@pytest.mark.timeout(600)
def test_eight_at_a_time_wait_or_say_who_is_there_and_leave_no_double(bench: Bench, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(bench.world.folder("crawled"), data)
    CRAWL.site(bench.world.site)
    config = str(bench.world.configured(data))
    copies = ("backup", str(tmp_path / "copies"), "--keep", "2")
    lines = [*[("crawl", "--all")] * 3, *[("run", "--once")] * 2, ("digest",), copies]
    ended: list[tuple[tuple[str, ...], int, str]] = []

    def run(words: tuple[str, ...]) -> None:
        ended.append((words, *bluewatch(tmp_path, *words, "--config", config)))

    threads = [threading.Thread(target=run, args=(words,)) for words in [*lines, ("check",)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for words, code, said in ended:
        assert "Traceback" not in said, said
        assert code in (0, 1, AlreadyRunning.exit_code), (words, code, said)
    assert sum(code == AlreadyRunning.exit_code for words, code, _ in ended if words[0] == "run") == 1
    seen = judged(data)
    assert seen["wrong"] == []
    assert len(seen["state"]["articles"]) == 6


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("there", ["2026-11-29", "2036-11-21", "1970-01-02", "2026-11-13"])
def test_a_clock_that_jumps_between_crawls_loses_nothing_and_withdraws_nothing(
    bench: Bench, tmp_path: Path, there: str
) -> None:
    one, data = CRAWL, tmp_path / "data"
    calm = bench.calm(one)
    shutil.copytree(bench.world.folder(one.start), data)
    one.site(bench.world.site)
    notes = {name: str(bench.place / name) for name in ("log", "acks", "out", "err", "counted")}
    common = {"folder": str(data), "stands": False, "fault": None, "at": 0, **notes}
    words = ["crawl", "--recheck", "--config", str(bench.world.configured(data))]
    for now in (FIRST, f"{there}T08:00:00+00:00", SECOND):
        code = bench.smith.run("command", {**common, "words": words, "now": now})
        said = "".join(Path(notes[name]).read_text(encoding="utf-8") for name in ("out", "err"))
        refused = now.startswith("1970")  # before the program was written: nothing is fetched then
        assert (code, "set the machine's clock" in said, "Traceback" in said) == (2 * refused, refused, False), said
    seen = judged(data)
    assert (seen["wrong"], lost(seen, calm.promised)) == ([], [])
    assert json.dumps(seen["state"]["withdrawals"]) == json.dumps(calm.state["withdrawals"])
    # The first clock stands before the pages' own day, which nobody believes then: so a text that stands at two
    # addresses of the outlet may be one article instead of two.
    found, wanted = ([(row["title"], row["body"]) for row in of["revisions"]] for of in (seen["state"], calm.state))
    assert set(found) == set(wanted)
    assert len(wanted) - 1 <= len(found) <= len(wanted)
