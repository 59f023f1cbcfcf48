"""Page store files after kills, restores, rollbacks, full disks and many writers at once."""

import os
import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from storage import warc
from storage.archive import Archive
from storage.errors import ArchiveUnusable
from tests.storage.conftest import DAY_FILE, START, an_answer, records


@pytest.mark.parametrize(
    "tail", [b"garbage", b"\x1f\x8b\x08\x00", warc.response_record(an_answer(body=b"torn"))[:-5], bytes(100_000)]
)
def test_a_torn_tail_is_cut_back_at_the_next_append(archive: Archive, tail: bytes) -> None:
    archive.captures.keep(an_answer(body=b"1"), page_id=None)
    with (archive.data / DAY_FILE).open("ab") as file:
        file.write(tail)
    second = archive.captures.keep(an_answer(body=b"2"), page_id=None)
    assert [content for kind, _, content in records(archive.data / DAY_FILE) if kind == "response"] == [b"1", b"2"]
    assert archive.captures.read(second.capture_id).body == b"2"


def test_a_file_that_lost_committed_bytes_is_not_written_to(archive: Archive) -> None:
    kept = archive.captures.keep(an_answer(), page_id=None)
    path = archive.data / DAY_FILE
    os.truncate(path, path.stat().st_size - 60)
    before = path.read_bytes()
    with pytest.raises(ArchiveUnusable, match="bluewatch check"):
        archive.captures.keep(an_answer(body=b"2"), page_id=None)
    with pytest.raises(ArchiveUnusable, match="bluewatch check"):
        archive.captures.read(kept.capture_id)
    assert path.read_bytes() == before
    assert archive.db.value("SELECT count(*) FROM captures") == 1


@pytest.mark.parametrize("torn", [0, 5])
def test_whole_records_are_found_by_their_ends_however_large_they_are(tmp_path: Path, torn: int) -> None:
    large = bytes(random.Random(1).choices(b"acgt", k=5 * warc.CHUNK // 2))  # noqa: S311
    written = [warc.response_record(an_answer(body=body)) for body in (b"1", large, b"2", large, b"3")]
    path = tmp_path / "day.warc.gz"
    path.write_bytes(b"".join(written)[: -torn or None])
    with path.open("rb") as file:
        end = warc.end_of_records(file, len(written[0]))
    assert end == sum(map(len, written[:4] if torn else written))


KILLED_BEFORE_COMMIT = """
import os, signal, sys
from pathlib import Path
from storage.archive import Archive
from tests.storage.conftest import DAY_FILE, records, an_answer
archive = Archive.open(Path(sys.argv[1]), create=True)
archive.captures.keep(an_answer(body=b"acknowledged"), page_id=None)
with archive.db.write():
    archive.captures.keep(an_answer(body=b"never committed"), page_id=None)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_between_append_and_commit_loses_nothing_and_the_day_goes_on_in_a_further_file(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_BEFORE_COMMIT, str(tmp_path)], check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    before = (tmp_path / DAY_FILE).read_bytes()
    assert len(records(tmp_path / DAY_FILE)) == 3, "the record was written, its row was not"
    for body in (b"asked again", b"and again"):
        with Archive.open(tmp_path) as archive:
            again = archive.captures.keep(an_answer(body=body), page_id=None)
            assert archive.captures.read(again.capture_id).body == body
    assert (tmp_path / DAY_FILE).read_bytes() == before
    further = records(tmp_path / DAY_FILE.replace(".warc", "-2.warc"))
    assert [content for kind, _, content in further if kind == "response"] == [b"asked again", b"and again"]


def test_an_older_archive_beside_newer_pages_cuts_none_of_them(tmp_path: Path) -> None:
    def keep(*bodies: bytes, days: int = 0) -> None:
        with Archive.open(tmp_path, create=True) as archive:
            for body in bodies:
                archive.captures.keep(an_answer(body=body, fetched_at=START + timedelta(days=days)), page_id=None)

    keep(b"1", b"2")
    old = {path.name: path.read_bytes() for path in tmp_path.glob("archive.db*")}
    keep(b"3", b"4")
    keep(b"5", days=1)
    for path in tmp_path.glob("archive.db*"):
        path.unlink()
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / DAY_FILE).open("ab") as file:
        file.write(warc.response_record(an_answer(body=b"torn"))[:-5])
    keep(b"6", b"7")
    keep(b"8", days=1)
    found = {
        path.name.removeprefix("bluewatch-202611"): [body for kind, _, body in records(path) if kind == "response"]
        for path in sorted(tmp_path.glob("pages/*/*"))
    }
    assert found == {
        "02.warc.gz": [b"1", b"2", b"3", b"4"], "02-2.warc.gz": [b"6", b"7"],
        "03.warc.gz": [b"5"], "03-2.warc.gz": [b"8"],
    }  # fmt: skip
    with Archive.open(tmp_path) as archive:
        bodies = [archive.captures.read(row["id"]).body for row in archive.db.rows("SELECT id FROM captures")]
    assert bodies == [b"1", b"2", b"6", b"7", b"8"]


def test_what_this_process_rolled_back_leaves_no_trace_in_the_file(archive: Archive) -> None:
    archive.captures.keep(an_answer(body=b"1"), page_id=None)

    def fail() -> None:
        with archive.db.write():
            archive.captures.keep(an_answer(body=b"2"), page_id=None)
            archive.captures.keep(an_answer(body=b"3"), page_id=None)
            raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            fail()
    archive.captures.keep(an_answer(body=b"4"), page_id=None)
    assert [path.name for path in archive.data.glob("pages/*/*")] == [Path(DAY_FILE).name]
    assert [content for kind, _, content in records(archive.data / DAY_FILE) if kind == "response"] == [b"1", b"4"]


def test_a_day_that_was_torn_at_its_very_beginning_begins_anew(archive: Archive) -> None:
    (archive.data / DAY_FILE).parent.mkdir(parents=True)
    head = warc.warcinfo_record("x", START)
    (archive.data / DAY_FILE).write_bytes(head + warc.response_record(an_answer(body=b"torn"))[:-5])
    archive.captures.keep(an_answer(body=b"1"), page_id=None)
    assert [kind for kind, _, _ in records(archive.data / DAY_FILE)] == ["warcinfo", "response"]


APPENDING = """
import sys
from pathlib import Path
from storage.archive import Archive
from tests.storage.conftest import DAY_FILE, records, an_answer
with Archive.open(Path(sys.argv[1]), create=True) as archive:
    for number in range(15):
        archive.captures.keep(an_answer(body=f"{sys.argv[2]}-{number}".encode()), page_id=None)
"""


def test_many_processes_append_at_once(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", APPENDING, str(tmp_path), name]) for name in "abcd"]
    assert [process.wait(60) for process in running] == [0] * 4
    bodies = {content for kind, _, content in records(tmp_path / DAY_FILE) if kind == "response"}
    assert bodies == {f"{name}-{number}".encode() for name in "abcd" for number in range(15)}
    with Archive.open(tmp_path, read_only=True) as archive:
        for row in archive.db.rows("SELECT id FROM captures"):
            assert archive.captures.read(row["id"]).body in bodies


def test_a_full_disk_is_told_and_harms_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.captures.keep(an_answer(body=b"1"), page_id=None)
    real = os.pwrite

    def full(handle: int, content: bytes, offset: int) -> int:
        real(handle, bytes(content)[:7], offset)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        with pytest.raises(ArchiveUnusable, match="No space left"):
            archive.captures.keep(an_answer(body=b"2"), page_id=None)
    archive.captures.keep(an_answer(body=b"3"), page_id=None)
    assert [content for kind, _, content in records(archive.data / DAY_FILE) if kind == "response"] == [b"1", b"3"]
