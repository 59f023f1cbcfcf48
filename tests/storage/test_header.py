"""A log that was deleted or cut is noticed from outside, and a file that was; what any kill leaves is no such case."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.database import Database
from storage.errors import ArchiveUnusable
from storage.header import lost_changes

KILLED = """
import os, signal, sys
from pathlib import Path
from storage.archive import Archive
archive = Archive.open(Path(sys.argv[1]), create=True)
for number in range(int(sys.argv[2])):
    archive.ledger.meta_set(f"key {number}", "x" * 500)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a kill leaves: a database, a log with committed changes, and its index."""
    data = tmp_path_factory.mktemp("killed")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(data), "40"], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert {path.name for path in data.glob("archive.db*")} == {"archive.db", "archive.db-wal", "archive.db-shm"}
    return data


def contents(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(data.glob("archive.db*"))}


def test_what_a_kill_leaves_is_whole(killed: Path, tmp_path: Path) -> None:
    shutil.copytree(killed, tmp_path / "data")
    with Archive.open(tmp_path / "data") as archive:
        assert archive.ledger.meta_get("key 39") is not None
    assert lost_changes(tmp_path / "data" / "archive.db") is None


@pytest.mark.parametrize(
    ("done", "words"),
    [("deleted", "archive.db-wal is gone"), ("cut", "archive.db-wal was cut short"), ("empty", "cut")],
)
@pytest.mark.parametrize("mode", [{"create": True}, {"read_only": True}])
def test_committed_changes_that_are_gone_are_told_and_nothing_is_written(
    killed: Path, tmp_path: Path, done: str, words: str, mode: dict[str, bool]
) -> None:
    data = tmp_path / "data"
    shutil.copytree(killed, data)
    log = data / "archive.db-wal"
    if done == "deleted":
        log.unlink()
    else:
        os.truncate(log, 0 if done == "empty" else log.stat().st_size // 2)
    before = contents(data)
    with pytest.raises(ArchiveUnusable, match=rf"{words}.*bluewatch restore"):
        Archive.open(data, **mode)
    assert contents(data) == before


def test_an_index_of_before_the_machine_was_started_proves_nothing(killed: Path, tmp_path: Path) -> None:
    shutil.copytree(killed, tmp_path / "data")
    (tmp_path / "data" / "archive.db-wal").unlink()
    os.utime(tmp_path / "data" / "archive.db-shm", (1.0, 1.0))
    assert lost_changes(tmp_path / "data" / "archive.db") is None


@pytest.mark.parametrize("end", ["", "-shm"])
def test_a_log_that_was_taken_over_may_be_gone(tmp_path: Path, end: str) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.ledger.meta_set("kept", "1")
        archive.db.value("PRAGMA wal_checkpoint(PASSIVE)")
        index = (tmp_path / "archive.db-shm").read_bytes()
    assert lost_changes(tmp_path / "archive.db") is None
    # A kill between the two removals that end the last connection leaves the index alone.
    (tmp_path / f"archive.db{end}").write_bytes(index if end else (tmp_path / "archive.db").read_bytes())
    with Archive.open(tmp_path) as archive:
        assert archive.ledger.meta_get("kept") == "1"


def test_a_large_file_that_was_cut_is_refused_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(tmp_path, create=True) as archive, archive.db.write():
        for number in range(300):
            archive.db.execute("INSERT INTO meta VALUES (?, ?)", (f"key {number}", "x" * 1000))
    path = tmp_path / "archive.db"
    os.truncate(path, path.stat().st_size - 8192)
    before = path.read_bytes()
    monkeypatch.setattr("storage.archive.CHECKED_AT_OPEN_BYTES", 0)
    with pytest.raises(ArchiveUnusable, match=r"cut short by 8,192 bytes; put a whole copy back, or `bluewatch"):
        Archive.open(tmp_path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"x" * 50, b"SQLite format 3\0", b"SQLite format 3\0" + bytes(200)])
def test_any_bytes_may_lie_there(tmp_path: Path, content: bytes) -> None:
    for name in ("archive.db", "archive.db-shm"):
        (tmp_path / name).write_bytes(content)
    assert lost_changes(tmp_path / "archive.db") is None
    Database(tmp_path / "other.db").close()
