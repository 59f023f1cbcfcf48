"""What the machine does to the archive is told with its cause: who blocks, a full disk, a folder that is gone."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from storage import pages_lock
from storage.archive import Archive, lock_file
from storage.blockers import blockers
from storage.disk import refusal
from storage.errors import ArchiveUnusable
from storage.troubles import CANNOT_OPEN, DISK_ERROR, FULL, READ_ONLY, trouble_of
from tests.storage.conftest import an_answer

ROOT = Path(__file__).resolve().parents[2]
on_linux = pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
WRITING = """
import sys
from pathlib import Path
from storage.archive import Archive
with Archive.open(Path(sys.argv[1])) as archive, archive.db.write():
    archive.db.execute("INSERT INTO meta VALUES ('theirs', '1')")
    print("writing", flush=True)
    sys.stdin.read()
"""
READING = """
import sys
from pathlib import Path
from storage.archive import Archive
with Archive.open(Path(sys.argv[1]), read_only=True) as archive:
    rows = archive.db.each("SELECT * FROM missions")
    next(rows)
    print("reading", flush=True)
    sys.stdin.read()
"""
CUT_SHORT = """
import os, signal, sys
from storage.engine import sqlite3
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN")
db.execute("CREATE TABLE second (words TEXT)")
db.executemany("INSERT INTO second VALUES (?)", [("x" * 3000,)] * 50)
os.kill(os.getpid(), signal.SIGKILL)
"""
LOCKING = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another(script: str, place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, once it is where it is to be; ended by the end of its input."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline()
        try:
            yield child
        finally:
            child.stdin.close()


@on_linux
def test_a_writer_that_does_not_end_is_named_and_later_rows_last(archive: Archive) -> None:
    archive.db.utils.conn.execute("PRAGMA busy_timeout = 50")
    with another(WRITING, archive.data) as child:
        for _ in range(2):
            with pytest.raises(ArchiveUnusable, match=rf"process {child.pid} \(python.*has been writing"):
                archive.ledger.meta_set("ours", "too early")
        assert archive.ledger.meta_get("ours") is None
    archive.ledger.meta_set("ours", "1")
    archive.close()
    with Archive.open(archive.data, read_only=True) as again:
        assert (again.ledger.meta_get("theirs"), again.ledger.meta_get("ours")) == ("1", "1")


def test_a_writer_that_ends_is_waited_for(archive: Archive) -> None:
    with another(WRITING, archive.data) as child:
        waiting = subprocess.Popen(
            [sys.executable, "-c", SETTING, str(archive.data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == b"waiting\n"
        assert child.stdin is not None
        child.stdin.close()
        assert waiting.wait(60) == 0
    assert archive.ledger.meta_get("ours") == "1"


SETTING = """
import sys
from pathlib import Path
from storage.archive import Archive
with Archive.open(Path(sys.argv[1])) as archive:
    print("waiting", flush=True)
    archive.ledger.meta_set("ours", "1")
"""


def test_a_long_read_holds_no_write_up(archive: Archive) -> None:
    with another(READING, archive.data):
        archive.ledger.meta_set("ours", "1")
        # The log cannot be taken over as far as that reader looks, and goes on growing without harm.
        assert archive.db.row("PRAGMA wal_checkpoint(PASSIVE)") is not None
        archive.ledger.meta_set("ours", "2")
    assert archive.ledger.meta_get("ours") == "2"


@on_linux
def test_the_holder_of_the_lock_of_the_pages_is_named(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_lock, "BUSY_SECONDS", 0.05)
    with another(LOCKING, lock_file(archive.data, "pages")) as child:
        with pytest.raises(ArchiveUnusable, match=rf"process {child.pid} .*holds the lock of the pages"):
            archive.captures.keep(an_answer(), page_id=None)
        assert archive.db.value("SELECT count(*) FROM captures") == 0
    kept = archive.captures.keep(an_answer(), page_id=None)
    assert archive.captures.read(kept.capture_id).body == an_answer().body


def test_nobody_is_named_where_nobody_is(archive: Archive) -> None:
    assert blockers(archive.data / "archive.db") == []
    assert blockers(archive.data / "nothing") == []
    with FileLock(lock_file(archive.data, "pages")):
        assert blockers(lock_file(archive.data, "pages")) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EROFS, "reading only"),
        (errno.EMFILE, "ulimit -n"),
        (errno.EFBIG, "ulimit -f"),
        (errno.EIO, "check the disk"),
    ],
)
@pytest.mark.parametrize("code", [READ_ONLY, DISK_ERROR, CANNOT_OPEN])
def test_what_the_system_says_is_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, number: int, words: str, code: int
) -> None:
    real = os.open

    def refusing(path: object, *more: int) -> int:
        if ".room-" in str(path):
            raise OSError(number, os.strerror(number))
        return real(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refusing)
    said = trouble_of(code, archive.db.path)
    assert said is not None
    assert os.strerror(number) in said
    assert words in said


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    said = trouble_of(CANNOT_OPEN, tmp_path / "gone" / "archive.db")
    assert "is its disk still mounted" in str(said)


def test_a_reader_that_may_not_write_is_no_trouble_of_the_disk(tmp_path: Path) -> None:
    assert "check the permissions" in str(trouble_of(READ_ONLY, tmp_path / "archive.db"))
    assert "disk is full" in str(trouble_of(FULL, tmp_path / "archive.db"))
    assert trouble_of(1, tmp_path / "archive.db") is None


def test_an_archive_whose_making_was_cut_short_can_be_read_at_once(tmp_path: Path) -> None:
    """Before it has a log, SQLite keeps what is to be taken back in a journal, which a reader must not touch."""
    path = tmp_path / "archive.db"
    with Archive.open(tmp_path, create=True) as archive:
        archive.db.utils.conn.execute("PRAGMA journal_mode = DELETE")
    subprocess.run([sys.executable, "-c", CUT_SHORT, str(path)], cwd=ROOT, check=False)
    assert path.with_name("archive.db-journal").stat().st_size > 0
    with Archive.open(tmp_path, read_only=True) as archive:
        assert archive.db.value("SELECT count(*) FROM sqlite_master WHERE name = 'second'") == 0
