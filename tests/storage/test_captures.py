from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage import warc
from storage.archive import Archive
from storage.captures import Kept
from storage.errors import ArchiveUnusable, NotFound
from storage.records import Answer
from tests.storage.conftest import START, Newsroom, an_answer, an_article

DAY_FILE = "pages/2026-11/bluewatch-20261102.warc.gz"


def records(path: Path) -> list[tuple[str, str, bytes]]:
    """Every record as any WARC tool sees it, digests checked."""
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def test_an_answer_comes_back_as_it_was_received(archive: Archive) -> None:
    answer = an_answer(
        body="<p>维和 é</p>".encode("gb18030"),
        status=404,
        headers=(
            ("Content-Type", "text/html; charset=GB2312"),
            ("Content-Encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
            ("Content-Length", "3"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("X-Title", "Café 维和"),
            ("X-Archive-Orig-Server", "odd"),
            ("X-Empty", ""),
        ),
        fetched_at=datetime(2026, 11, 2, 6, 0, 0, 123000, tzinfo=UTC),
        requested_url="http://newsroom.example/old",
    )
    kept = archive.captures.keep(answer, page_id=None)
    assert kept.new
    assert archive.captures.read(kept.capture_id) == answer
    row = archive.db.row("SELECT * FROM captures")
    assert row is not None
    assert (row["charset"], row["status"], row["warc"]) == ("gb2312", 404, DAY_FILE)
    assert records(archive.data / DAY_FILE)[1] == ("response", answer.url, answer.body)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=300),
    headers=st.lists(
        st.tuples(
            st.from_regex(r"[A-Za-z][A-Za-z\-]{0,15}", fullmatch=True),
            st.text(max_size=40).map(lambda v: " ".join(v.split())),
        ),
        max_size=5,
    ),
    status=st.integers(100, 599),
)
def test_any_answer_survives_its_record(body: bytes, headers: list[tuple[str, str]], status: int) -> None:
    plain = tuple((name, "".join(c for c in value if c.isprintable()).strip()) for name, value in headers)
    answer = Answer(url="https://a.example/x", status=status, headers=plain, body=body, fetched_at=START)
    assert warc.read_record(warc.response_record(answer))[0] == answer


def test_the_same_bytes_again_add_no_record(newsroom: Newsroom) -> None:
    captures, page = newsroom.archive.captures, newsroom.page("http://newsroom.example/a/1.html")
    first = captures.keep(an_answer(), page_id=page)
    again = captures.keep(an_answer(fetched_at=START + timedelta(days=1)), page_id=page)
    assert (again.capture_id, again.new) == (first.capture_id, False)
    assert captures.keep(an_answer(body=b"<p>two</p>"), page_id=page).new
    assert captures.keep(an_answer(), page_id=page).new, "back to the first text: that is news again"
    assert captures.keep(an_answer(status=404), page_id=page).new
    other = newsroom.page("http://newsroom.example/a/2.html")
    assert captures.keep(an_answer(), page_id=other).new


def test_an_imported_file_is_kept_once(archive: Archive) -> None:
    captures = archive.captures
    first = captures.keep_file("one 维.txt", b"text", content_type="text/plain; charset=utf-8", at=START)
    assert captures.keep_file("copy.txt", b"text", content_type="text/plain", at=START) == Kept(
        first.capture_id, new=False
    )
    answer = captures.read(first.capture_id)
    assert answer.url.startswith("urn:sha256:982d9e3eb996f559")
    assert answer.header("Bluewatch-File-Name") == "one 维.txt"
    assert answer.body == b"text"
    assert records(archive.data / DAY_FILE)[1][0] == "resource"


def test_each_day_has_its_file_that_opens_with_warcinfo(archive: Archive) -> None:
    for hours in (0, 1, 30):
        archive.captures.keep(an_answer(body=b"%d" % hours, fetched_at=START + timedelta(hours=hours)), page_id=None)
    kinds = {path.name: [kind for kind, *_ in records(path)] for path in archive.data.glob("pages/*/*")}
    assert kinds == {
        "bluewatch-20261102.warc.gz": ["warcinfo", "response", "response"],
        "bluewatch-20261103.warc.gz": ["warcinfo", "response"],
    }
    assert {oct(path.stat().st_mode & 0o777) for path in archive.data.glob("pages/*/*")} == {"0o600"}
    assert oct((archive.data / "pages").stat().st_mode & 0o777) == "0o700"


def test_a_new_article_leaves_its_uid_beside_its_capture(newsroom: Newsroom) -> None:
    stored = newsroom.publish(an_article())
    newsroom.publish(an_article(title="Other"))
    found = [record for path in sorted(newsroom.archive.data.glob("pages/*/*")) for record in records(path)]
    named = [content for kind, _, content in found if kind == "metadata"]
    assert named == [f"uid: {stored.uid}\r\nsource: newsroom\r\norigin: crawl\r\n".encode()]


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


def test_changed_bytes_are_noticed(archive: Archive) -> None:
    kept = archive.captures.keep(an_answer(body=b"x" * 500), page_id=None)
    other = warc.response_record(an_answer(body=b"y" * 500))
    row = archive.db.row("SELECT * FROM captures")
    assert row is not None
    with (archive.data / DAY_FILE).open("r+b") as file:
        file.seek(row["offset"])
        file.write(other[: row["length"]])
    with pytest.raises(ArchiveUnusable, match="bluewatch check"):
        archive.captures.read(kept.capture_id)
    (archive.data / DAY_FILE).unlink()
    with pytest.raises(ArchiveUnusable, match="cannot be read"):
        archive.captures.read(kept.capture_id)
    with pytest.raises(NotFound):
        archive.captures.read(99)


KILLED_BEFORE_COMMIT = """
import os, signal, sys
from pathlib import Path
from storage.archive import Archive
from tests.storage.conftest import an_answer
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
from tests.storage.conftest import an_answer
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


def test_unsettled_are_those_whose_parse_was_never_stored(newsroom: Newsroom) -> None:
    captures = newsroom.archive.captures
    kept = [
        captures.keep(an_answer(body=bytes([n])), page_id=newsroom.page(f"http://newsroom.example/{n}")) for n in (1, 2)
    ]
    captures.settle(kept[0].capture_id, START)
    captures.settle(kept[0].capture_id, START + timedelta(days=1))
    assert [(row["id"], row["url"]) for row in captures.unsettled()] == [
        (kept[1].capture_id, "http://newsroom.example/2")
    ]
    assert captures.unsettled("newsroom")
    assert not captures.unsettled("other")
    assert newsroom.archive.db.value("SELECT settled_at FROM captures") == "2026-11-02T06:00:00Z"


def test_size_tells_the_growth_of_a_year(archive: Archive) -> None:
    assert archive.captures.size().bytes_a_year is None
    for days in (0, 10):
        archive.captures.keep(an_answer(body=bytes([days]), fetched_at=START + timedelta(days=days)), page_id=None)
    size = archive.captures.size()
    assert size.captures == 2
    assert size.bytes == sum(path.stat().st_size for path in archive.data.glob("pages/*/*"))
    assert size.bytes_a_year == pytest.approx(size.bytes * 36.525)


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
