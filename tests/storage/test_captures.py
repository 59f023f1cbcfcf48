from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import warc
from storage.archive import Archive
from storage.captures import Kept
from storage.errors import ArchiveUnusable, NotFound
from storage.records import Answer
from tests.storage.conftest import DAY_FILE, START, Newsroom, an_answer, an_article, records


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


def test_a_number_that_is_given_again_is_no_longer_at_hand(archive: Archive) -> None:
    url = "http://newsroom.example/b/{}.html"
    numbers = []

    def undone() -> None:
        with archive.db.write():
            numbers.append(archive.captures.keep(an_answer(url.format(1), b"first"), page_id=None).capture_id)
            assert archive.captures.address(numbers[0]) == url.format(1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    with Archive.open(archive.data) as other:
        kept = other.captures.keep(an_answer(url.format(2), b"other"), page_id=None)
    assert kept.capture_id == numbers[0]
    assert archive.captures.address(kept.capture_id) == url.format(2)


def test_size_tells_the_growth_of_a_year(archive: Archive) -> None:
    assert archive.captures.size().bytes_a_year is None
    for days in (0, 10):
        archive.captures.keep(an_answer(body=bytes([days]), fetched_at=START + timedelta(days=days)), page_id=None)
    size = archive.captures.size()
    assert size.captures == 2
    assert size.bytes == sum(path.stat().st_size for path in archive.data.glob("pages/*/*"))
    assert size.bytes_a_year == pytest.approx(size.bytes * 36.525)


def test_files_that_are_gone_or_cut_short_are_named(archive: Archive) -> None:
    for day in range(3):
        archive.captures.keep(an_answer(body=b"%d" % day, fetched_at=START + timedelta(days=day)), page_id=None)
    assert archive.captures.lost() == []
    first, second, _ = sorted(archive.data.glob("pages/*/*.warc.gz"))
    first.unlink()
    os.truncate(second, second.stat().st_size - 1)
    assert archive.captures.lost() == [str(one.relative_to(archive.data)) for one in (first, second)]
