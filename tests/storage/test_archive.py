from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils.db import sqlite3

from storage.archive import Archive
from storage.errors import ArchiveUnusable
from tests.storage.conftest import an_answer


def test_create_makes_a_private_folder_and_file(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    with Archive.open(data, create=True) as archive:
        assert archive.db.value("PRAGMA journal_mode") == "wal"
        assert archive.db.value("PRAGMA integrity_check") == "ok"
    assert oct(data.stat().st_mode & 0o777) == "0o700"
    assert oct((data / "archive.db").stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize("read_only", [False, True])
def test_no_archive_names_the_commands_that_make_one(tmp_path: Path, read_only: bool) -> None:
    with pytest.raises(ArchiveUnusable, match=r"bluewatch crawl.*bluewatch demo"):
        Archive.open(tmp_path / "nothing", read_only=read_only)
    assert not (tmp_path / "nothing").exists()


def whole(path: Path) -> bytes:
    """An archive with some rows, checkpointed into one file."""
    with Archive.open(path, create=True) as archive, archive.db.write():
        for number in range(2000):
            archive.db.execute("INSERT INTO meta VALUES (?, ?)", (f"key {number}", "x" * 100))
    return (path / "archive.db").read_bytes()


DAMAGES = {
    "not a database": lambda _: b"This is a letter, and no database at all.\n" * 200,
    "random bytes": lambda _: bytes(range(256)) * 100,
    "header lost": lambda good: bytes(100) + good[100:],
    "cut in half": lambda good: good[: len(good) // 2],
    "a page of noise in the middle": lambda good: good[:40960] + b"\xa5" * 8192 + good[49152:],
    "a few bytes": lambda good: good[:50],
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("mode", [{"create": True}, {}, {"read_only": True}])
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, damage: str, mode: dict[str, bool]) -> None:
    bad = DAMAGES[damage](whole(tmp_path))
    (tmp_path / "archive.db").write_bytes(bad)
    with pytest.raises(ArchiveUnusable, match="backup"):
        Archive.open(tmp_path, **mode)
    assert (tmp_path / "archive.db").read_bytes() == bad


def test_an_archive_cut_to_nothing_is_not_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    (tmp_path / "pages" / "2026-11").mkdir(parents=True)
    with pytest.raises(ArchiveUnusable, match="backup"):
        Archive.open(tmp_path, create=True)
    assert (tmp_path / "archive.db").stat().st_size == 0


def test_a_create_that_was_killed_at_its_first_step_goes_on(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    with Archive.open(tmp_path, create=True) as archive:
        assert archive.db.value("SELECT count(*) FROM articles") == 0


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(str(tmp_path / "archive.db"))
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()
    before = (tmp_path / "archive.db").read_bytes()
    with pytest.raises(ArchiveUnusable, match="another program"):
        Archive.open(tmp_path, create=True)
    assert (tmp_path / "archive.db").read_bytes() == before


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive, archive.db.write():
        archive.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('bluewatch', 'm999_future', '')"
        )
    for mode in ({}, {"read_only": True}, {"create": True}):
        with pytest.raises(ArchiveUnusable, match=r"newer Bluewatch.*m999_future"):
            Archive.open(tmp_path, **mode)


def test_a_reader_works_while_another_connection_writes(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as writer, writer.db.write():
        writer.db.execute("INSERT INTO meta VALUES ('seen', 'no')")
        with Archive.open(tmp_path, read_only=True) as reader:
            assert reader.ledger.meta_get("seen") is None
            with pytest.raises(ArchiveUnusable, match="cannot be written"):
                reader.ledger.meta_set("seen", "yes")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        (tmp_path / "data").write_text("a file, not a folder")
    else:
        (tmp_path / "data").mkdir(mode=0o500)
    with pytest.raises(ArchiveUnusable):
        Archive.open(tmp_path / "data", create=True)


OPENING = """
import sys
from pathlib import Path
from storage.archive import Archive
Archive.open(Path(sys.argv[1]), create=True).close()
"""


def test_four_processes_create_one_archive(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", OPENING, str(tmp_path / "data")]) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4
    with Archive.open(tmp_path / "data", read_only=True) as archive:
        assert archive.db.value("SELECT count(*) FROM _sqlite_migrations") >= 1


def test_a_failed_write_rolls_back_and_the_next_one_lasts(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        with contextlib.suppress(ZeroDivisionError), archive.db.write():
            archive.ledger.meta_set("lost", "1")
            raise ZeroDivisionError
        archive.ledger.meta_set("kept", "1")
    with Archive.open(tmp_path, read_only=True) as archive:
        assert (archive.ledger.meta_get("lost"), archive.ledger.meta_get("kept")) == (None, "1")


@pytest.mark.parametrize(("what", "mode"), [("archive.db", 0o000), ("pages", 0o000)])
def test_what_may_not_be_read_is_named_with_what_helps(tmp_path: Path, what: str, mode: int) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    with Archive.open(tmp_path, create=True) as archive:
        archive.captures.keep(an_answer(), page_id=None)
    (tmp_path / what).chmod(mode)
    try:
        with pytest.raises(ArchiveUnusable, match=rf"{what}: cannot be \w+: Permission denied; .*permissions of"):
            Archive.open(tmp_path, read_only=True)
    finally:
        (tmp_path / what).chmod(0o700)
