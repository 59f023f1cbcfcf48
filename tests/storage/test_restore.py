"""A backup in the place of a damaged archive: what stood there is kept, a kill in between is no harm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.commands.main import main
from storage.archive import Archive
from storage.backup import back_up, dated_name
from storage.database import Database
from storage.errors import AlreadyRunning, ArchiveUnusable
from storage.restore import candidates, restore
from storage.strays import strays
from tests.storage.conftest import START, Newsroom, an_answer, an_article, records

LATER = START + timedelta(days=9)


@pytest.fixture
def backed_up(newsroom: Newsroom) -> Path:
    """A backup with one article, of an archive that has one more since; the archive is closed."""
    newsroom.publish(an_article())
    target = newsroom.archive.data / "backups" / dated_name(START)
    assert back_up(newsroom.archive, target)[1] == []
    newsroom.publish(an_article(url="http://newsroom.example/a/2.html", key="2"))
    newsroom.archive.close()
    return target


def test_a_backup_is_put_in_place_and_the_former_file_is_kept(backed_up: Path) -> None:
    data = backed_up.parent.parent
    damaged = b"noise" * 5000
    (data / "archive.db").write_bytes(damaged)
    done = restore(data, backed_up, now=LATER)
    assert (done.articles, [path.read_bytes() for path in done.aside]) == (1, [damaged])
    assert done.unknown > 0
    assert backed_up.is_file()
    assert oct((data / "archive.db").stat().st_mode & 0o777) == "0o600"
    with Archive.open(data) as archive:
        assert archive.db.value("SELECT count(*) FROM articles") == 1
        # The pages hold more than the backup knows: they stay, and the day goes on in a further file.
        kept = archive.captures.keep(an_answer(body=b"of after the restore"), page_id=None)
        assert archive.captures.read(kept.capture_id).body == b"of after the restore"
        for row in archive.db.rows("SELECT id FROM captures"):
            archive.captures.read(row["id"])


def test_a_log_of_the_former_archive_is_never_played_into_the_backup(backed_up: Path) -> None:
    data = backed_up.parent.parent
    open_one = Archive.open(data)
    open_one.ledger.meta_set("former", "1")
    log = (data / "archive.db-wal").read_bytes()
    open_one.close()
    (data / "archive.db-wal").write_bytes(log)
    restore(data, backed_up, now=LATER)
    with Archive.open(data) as archive:
        assert archive.ledger.meta_get("former") is None
        assert archive.db.value("PRAGMA integrity_check") == "ok"


KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
real, left = Path.rename, [int(sys.argv[3])]
def rename(self, target):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return real(self, target)
Path.rename = rename
from storage.restore import restore
restore(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime(2026, 11, 22, tzinfo=UTC))
"""


@pytest.mark.parametrize("renames", [0, 1])
def test_a_restore_that_was_killed_begins_no_new_archive_and_can_be_done_again(backed_up: Path, renames: int) -> None:
    data = backed_up.parent.parent
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(data), str(backed_up), str(renames)], check=False, timeout=60
    )
    assert ended.returncode == -signal.SIGKILL
    if renames:
        with pytest.raises(ArchiveUnusable, match=r"is gone although .* is not empty.*bluewatch restore"):
            Archive.open(data, create=True)
        assert not (data / "archive.db").exists()
    restore(data, backed_up, now=LATER)
    with Archive.open(data) as archive:
        assert archive.db.value("SELECT count(*) FROM articles") == 1
    assert list(data.glob(".archive.db*")) == []


def test_an_archive_in_use_is_left_alone(backed_up: Path) -> None:
    if not Path("/proc/locks").exists():
        pytest.skip("only Linux tells who holds a lock")
    data = backed_up.parent.parent
    holding = "import sys; from storage.archive import Archive; from pathlib import Path;"
    holding += "a = Archive.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        before = (data / "archive.db").read_bytes()
        with pytest.raises(AlreadyRunning, match=f"process {child.pid} "):
            restore(data, backed_up, now=LATER)
        assert (data / "archive.db").read_bytes() == before
        child.kill()


@pytest.mark.parametrize("damage", ["noise", "no database", "another's", "newer"])
def test_a_file_that_is_no_sound_archive_is_not_put_in_place(backed_up: Path, damage: str) -> None:
    data = backed_up.parent.parent
    before = (data / "archive.db").read_bytes()
    if damage == "noise":
        content = bytearray(backed_up.read_bytes())
        content[40960:49152] = b"\xa5" * 8192
        backed_up.write_bytes(content)
    elif damage == "no database":
        backed_up.write_text("A list of ferries.\n" * 100, encoding="utf-8")
    elif damage == "another's":
        backed_up.unlink()
        with closing(Database(backed_up)) as db:
            db.utils.conn.execute("CREATE TABLE bookmarks (url TEXT)")
    else:
        newer = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('bluewatch', 'm999', '')"
        with closing(Database(backed_up)) as db, db.write():
            db.execute(newer)
    with pytest.raises(ArchiveUnusable) as told:
        restore(data, backed_up, now=LATER)
    assert "bluewatch restore" not in str(told.value), "that is what was just tried"
    assert (damage == "no database") == ("is not a database and was left as it is; name another" in str(told.value))
    assert (data / "archive.db").read_bytes() == before


def test_the_newest_backup_is_so_by_the_time_in_its_name(tmp_path: Path) -> None:
    """Copies have the time of their copying."""
    names = [dated_name(START + timedelta(days=days)) for days in (30, 9, 0)]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / names[0]).touch()
    os.utime(tmp_path / names[0], (0, 0))
    assert [path.name for path in candidates([tmp_path])] == names


def test_two_restores_of_one_second_keep_both_former_files(backed_up: Path) -> None:
    data = backed_up.parent.parent
    (data / "archive.db").write_bytes(b"the first")
    kept = [*restore(data, backed_up, now=LATER).aside]
    (data / "archive.db").write_bytes(b"the second")
    kept += restore(data, backed_up, now=LATER).aside
    assert [path.read_bytes() for path in kept if path.read_bytes().startswith(b"the")] == [b"the first", b"the second"]


def test_the_command_takes_the_newest_sound_backup(backed_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = backed_up.parent.parent
    broken = backed_up.with_name(dated_name(LATER))
    broken.write_bytes(b"a letter, and no database")
    assert candidates([backed_up.parent])[0] == broken
    (data / "archive.db").write_bytes(b"noise" * 5000)
    with pytest.raises(SystemExit) as before:
        main(["check", "--data", str(data)])
    assert before.value.code == 3
    assert "bluewatch restore" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["restore", "--data", str(data)])
    said = capsys.readouterr()
    assert (ended.value.code, "1 article," in said.out, "passed over" in said.err) == (0, True, True)
    with pytest.raises(SystemExit) as after:
        main(["check", "--data", str(data)])
    assert not after.value.code, capsys.readouterr().out


def test_without_a_backup_it_names_the_way_that_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["restore", "--data", str(tmp_path)])
    assert ended.value.code == 2
    assert "bluewatch rebuild" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


def test_check_tells_of_pages_that_an_older_archive_does_not_know(
    backed_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = backed_up.parent.parent
    bodies = [body for path in data.glob("pages/*/*.warc.gz") for kind, _, body in records(path) if kind == "response"]
    with pytest.raises(SystemExit, match="0"):
        main(["check", "--data", str(data), "--json"])
    assert json.loads(capsys.readouterr().out)["unknown_pages"] == 0
    (data / "archive.db").write_bytes(backed_up.read_bytes())  # without `bluewatch restore`, which tells of them
    with pytest.raises(SystemExit, match="0"):
        main(["check", "--data", str(data)])
    assert "1 raw page" in capsys.readouterr().err
    with Archive.open(data) as archive:
        assert strays(archive.db, data) == 1
        archive.captures.keep(an_answer(body=bodies[-1]), page_id=None)  # it is asked for again
        assert strays(archive.db, data) == 0
