"""Backups while another process writes without a pause: each is sound and holds all that was there when it began."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.backup import back_up
from storage.database import Database

WRITING = """
import sys
from pathlib import Path
from storage.archive import Archive
from tests.storage.conftest import an_answer
with Archive.open(Path(sys.argv[1])) as archive:
    number = 0
    while not Path(sys.argv[2]).exists():
        archive.captures.keep(an_answer(body=f"{number} {'x' * 3000}".encode()), page_id=None)
        if number == 0:
            print("writing", flush=True)
        number += 1
"""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("many", [4, pytest.param(100, marks=pytest.mark.long)])
def test_every_backup_holds_what_was_there_when_it_began(archive: Archive, tmp_path: Path, many: int) -> None:
    stop = tmp_path / "stop"
    line = [sys.executable, "-c", WRITING, str(archive.data), str(stop)]
    with subprocess.Popen(line, stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline()
            for number in range(many):
                before = archive.db.value("SELECT count(*) FROM captures")
                target = tmp_path / f"{number}.db"
                assert back_up(archive, target)[1] == []
                with closing(Database(target, read_only=True)) as copy:
                    assert copy.value("SELECT count(*) FROM captures") >= before
                target.unlink()
            assert writer.poll() is None
        finally:
            stop.touch()
        assert writer.wait(60) == 0
    assert archive.db.value("PRAGMA integrity_check") == "ok"
