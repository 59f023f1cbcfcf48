"""The shim does to each disk operation what it is told, and what it records is what a power cut is built from."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.power import cuts, disk_at
from tests.torture.shim import CHANGES, FAULTS, RECORDING, Fault, Kind, Op, Recorded, recorded
from tests.torture.smith import ROOT

# Every kind of change, by Python and by SQLite; it prints what failed.
SCRIPT = """
import errno, os, sys
from pathlib import Path
from tests.torture import shim
folder, log, at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[7])
fault = shim.Fault("f", shim.Kind(int(sys.argv[3])), shim.Act(int(sys.argv[4])), int(sys.argv[5]), sys.argv[6] == "1")
shim.arm(folder, fault, at, os.open(log, os.O_WRONLY | os.O_CREAT, 0o600))
def attempt(name, act):
    try:
        act()
    except OSError as error:
        print(name, errno.errorcode[error.errno])
def write():
    with (folder / "b.part").open("wb") as file:
        file.write(b"b" * 1000)
        file.flush()
        os.fsync(file.fileno())
def beyond():
    handle = os.open(folder / "a", os.O_RDWR)
    os.pwrite(handle, b"A" * 600, 500)
    os.ftruncate(handle, 800)
    os.close(handle)
def settle():
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
for name, act in (("mkdir", (folder / "c").mkdir), ("write", write), ("beyond", beyond),
                  ("rename", lambda: (folder / "b.part").rename(folder / "b")), ("settle", settle),
                  ("link", lambda: os.link(folder / "b", folder / "d")), ("unlink", (folder / "b").unlink),
                  ("elsewhere", lambda: Path(log + ".other").write_bytes(b"not counted"))):
    attempt(name, act)
print("count", shim.counted())
"""
# What it does, in order: mkdir, create, write, sync, write, truncate, rename, sync of the folder, link, unlink.
OPERATIONS = 10


def run(shim: Path, folder: Path, fault: Fault, at: int) -> tuple[int, str, list[Recorded]]:
    folder.mkdir()
    (folder / "a").write_bytes(b"a" * 1000)
    log = folder.with_name(f"{folder.name}.log")
    words = [folder, log, int(fault.kinds), int(fault.act), fault.error, int(fault.lasting), at]
    ended = subprocess.run(
        [sys.executable, "-P", "-c", SCRIPT, *map(str, words)],
        env={**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert not ended.stderr, ended.stderr
    return ended.returncode, ended.stdout, [done for done in recorded(log) if done.op != Op.NAMED]


def contents(folder: Path) -> dict[str, bytes | None]:
    return {path.name: None if path.is_dir() else path.read_bytes() for path in folder.iterdir()}


def test_every_change_below_the_folder_is_counted_and_recorded(shim: Path, tmp_path: Path) -> None:
    code, said, operations = run(shim, tmp_path / "f", RECORDING, 0)
    assert (code, said) == (0, "count 0\n")
    assert [done.op for done in operations] == [
        Op.MKDIR, Op.CREATE, Op.WRITE, Op.SYNC, Op.WRITE, Op.TRUNCATE, Op.RENAME, Op.SYNC, Op.LINK, Op.UNLINK,
    ]  # fmt: skip
    assert [(done.offset, done.data) for done in operations if done.op == Op.WRITE] == [
        (0, b"b" * 1000),
        (500, b"A" * 600),
    ]
    named = [done for done in recorded(tmp_path / "f.log") if done.op == Op.NAMED]
    assert sum(1 for done in named if Kind(done.inode) & CHANGES) == OPERATIONS
    assert {Kind(done.inode) for done in named} - set(CHANGES) == {Kind.OPEN}
    counting = Fault("counting", CHANGES, FAULTS["kill"].act)
    assert run(shim, tmp_path / "g", counting, 0)[1] == f"count {OPERATIONS}\n"


@pytest.mark.parametrize(
    ("fault", "at", "said"),
    [
        ("disk full once", 2, "write ENOSPC"), ("disk full once", 3, "write ENOSPC"),
        ("disk full once", 9, "link ENOSPC"),
        ("I/O error once", 2, "write EIO"), ("I/O error once", 6, "beyond EIO"),
    ],
)  # fmt: skip
def test_an_operation_fails_once(shim: Path, tmp_path: Path, fault: str, at: int, said: str) -> None:
    code, out, operations = run(shim, tmp_path / "f", FAULTS[fault], at)
    assert code == 0
    assert said in out
    assert [done.op for done in operations] == [Op.FIRED]


def test_a_full_disk_takes_half_a_write_and_then_nothing(shim: Path, tmp_path: Path) -> None:
    _, out, _ = run(shim, tmp_path / "f", FAULTS["disk full"], 3)
    assert [line.split()[0] for line in out.splitlines()] == [
        "write",
        "beyond",
        "rename",
        "settle",
        "link",
        "unlink",
        "count",
    ]
    assert contents(tmp_path / "f")["b.part"] == b"b" * 500
    assert errno.errorcode[errno.ENOSPC] in out


def test_a_kill_comes_before_and_a_torn_write_in_the_middle(shim: Path, tmp_path: Path) -> None:
    for at in (1, 3, 7, OPERATIONS):
        assert run(shim, tmp_path / str(at), FAULTS["kill"], at)[0] == -signal.SIGKILL
    assert contents(tmp_path / "1") == {"a": b"a" * 1000}
    assert contents(tmp_path / "7") == {"a": b"a" * 500 + b"A" * 300, "c": None, "b.part": b"b" * 1000}
    assert run(shim, tmp_path / "torn", FAULTS["torn write"], 2)[0] == -signal.SIGKILL
    assert contents(tmp_path / "torn")["a"] == b"a" * 500 + b"A" * 300 + b"a" * 200


def test_a_power_cut_leaves_what_was_synchronised_and_some_of_the_rest(shim: Path, tmp_path: Path) -> None:
    _, _, operations = run(shim, tmp_path / "f", RECORDING, 0)
    before = tmp_path / "before"
    before.mkdir()
    (before / "a").write_bytes(b"a" * 1000)
    places = cuts(operations)
    assert len(places) == OPERATIONS + 1

    def left(number: int, chance: random.Random | None, name: str) -> dict[str, bytes | None]:
        disk_at(before, tmp_path / "f", operations[: places[number]]).cut(tmp_path / name, chance)
        return contents(tmp_path / name)

    # The folder was synchronised once, after the rename: names of before last, those of after do not.
    assert left(OPERATIONS, None, "end") == {"a": b"a" * 1000, "b": b"b" * 1000, "c": None}
    assert left(7, None, "before the folder's") == {"a": b"a" * 1000}
    some = [left(OPERATIONS, random.Random(seed), f"some {seed}") for seed in range(40)]  # noqa: S311  repeatable
    assert {"d" in one for one in some} == {True, False}
    assert {tuple(sorted({*one} & {"b", "d"})) for one in some} == {("b",), ("b", "d"), ("d",)}
    # Sectors of a write that was not synchronised are there one by one, and never more than was written.
    assert len({one["a"] for one in some}) >= 4
    for one in some:
        assert set(one["a"] or b"") <= set(b"aA\0")
        assert (one["a"] or b"")[:500] == b"a" * 500


def test_every_kind_of_operation_is_one_that_some_fault_meets() -> None:
    met = Kind(0)
    for fault in FAULTS.values():
        met |= fault.kinds
    assert met == Kind.READ | Kind.OPEN | CHANGES
