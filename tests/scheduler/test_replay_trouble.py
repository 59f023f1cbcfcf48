"""``bluewatch replay`` of odd archives, and stopped between files: nothing is lost, nothing read twice."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.catalogue import Catalogue
from crawler.peacekeeping.byte_scan_engine import load_byte_scan
from crawler.replay import Replay
from crawler.source import parse_source
from crawler.web_archive import records
from crawler.worker import WorkerLimits, Workers
from storage.archive import Archive
from tests.crawler.test_multi_page import part
from tests.scheduler.days import START, address, page, sound, source
from tests.scheduler.test_import import Bluewatch, bluewatch, data
from tests.scheduler.warc_records import chunked, http, record, replay, sha1

__all__ = ["bluewatch", "data"]

ONE, TWO, THREE = (record("response", address("paper", n), http(page(n))) for n in (1, 2, 3))


@pytest.mark.parametrize("kind", ["response", "revisit", "request"])
@pytest.mark.parametrize("packed", [True, False])
def test_a_record_without_an_address_is_refused_and_the_others_read(
    bluewatch: Bluewatch, tmp_path: Path, kind: str, packed: bool
) -> None:
    nameless = record(kind, address("paper", 9), http(page(9))).replace(b"WARC-Target-URI", b"WARC-Another-URI")
    whole = [ONE, nameless, TWO]
    found = b"".join(map(gzip.compress, whole)) if packed else b"".join(whole)
    form = json.loads(replay(bluewatch, tmp_path, found).out)
    assert form["kept"] == 2
    assert sum(form["refused"].values()) + sum(form["other"].values()) >= 1


@pytest.mark.parametrize("size", [100, 1 << 18, 3 << 18])
def test_a_blank_stretch_is_told_and_read_on_behind(bluewatch: Bluewatch, tmp_path: Path, size: int) -> None:
    hole = gzip.compress(ONE) + bytes(size) + gzip.compress(TWO)
    ended = replay(bluewatch, tmp_path, hole)
    form = json.loads(ended.out)
    assert (ended.code, form["kept"], sum(form["refused"].values())) == (1, 2, 1)
    (tmp_path / "end.warc").write_bytes(gzip.compress(ONE) + bytes(size))
    assert [one.fault for one in records(tmp_path / "end.warc", most_bytes=1 << 20)] == [None]


def test_the_same_of_what_is_no_page_is_none_either(bluewatch: Bluewatch, tmp_path: Path) -> None:
    image, url = b"\x89PNG" * 20, "https://paper.example/x.png"
    digest = f"WARC-Payload-Digest: {sha1(image)}"
    found = b"".join(
        [
            record("response", url, http(image, kind="image/png"), digest),
            record("revisit", url, http(b"", kind="image/png"), digest, day=1),
            record("response", address("paper", 4), http(page(4), status="404 Not Found")),
            record(
                "revisit", address("paper", 4), http(b"", status="404 Not Found"), "WARC-Payload-Digest: x:y", day=1
            ),
        ]
    )
    ended = replay(bluewatch, tmp_path, found)
    form = json.loads(ended.out)
    assert (ended.code, form["refused"], form["kept"]) == (0, {}, 0)


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("first", [False, True])
def test_a_record_is_known_by_its_number_in_whatever_file_it_is(
    bluewatch: Bluewatch, tmp_path: Path, apart: bool, first: bool
) -> None:
    number = ONE.partition(b"WARC-Record-ID: ")[2].partition(b"\r\n")[0].decode()
    again = record("revisit", address("paper", 8), http(b""), f"WARC-Refers-To: {number}", day=2)
    both = (again, ONE) if first else (ONE, again)
    form = json.loads(replay(bluewatch, tmp_path, *(both if apart else (b"".join(both), TWO))).out)
    assert (form["kept"], form["refused"]) == (2 if apart else 3, {})


def test_a_file_by_two_names_is_read_once(bluewatch: Bluewatch, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(ONE + TWO)
    shutil.copy(tmp_path / "a.warc", tmp_path / "b.warc")
    names = [str(tmp_path / name) for name in ("a.warc", "a.warc", "b.warc")]
    for more in ([], ["--again"], ["--again", "--jobs", "2"]):
        ended = bluewatch("replay", "--json", *more, *names)
        form = json.loads(ended.out)
        assert (ended.code, form["records"], form["finished_before"]) == (0, 2, 2)


def test_two_states_of_one_second_are_kept_once(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    other = record("response", address("paper", 1), http(page(1).replace(b"</p>", b" And more.</p>", 1)))
    assert json.loads(replay(bluewatch, tmp_path, ONE + other).out)["kept"] == 2
    for _ in range(2):
        assert json.loads(bluewatch("replay", "--json", "--again", str(tmp_path / "0-one.warc")).out)["kept"] == 0
    assert sound(data) == []


def test_chunks_say_how_long_a_body_is(bluewatch: Bluewatch, tmp_path: Path) -> None:
    body = chunked(page(1))
    said = http(body, "Transfer-Encoding: chunked").replace(b"Content-Length: ", b"Content-Length: 9")
    form = json.loads(replay(bluewatch, tmp_path, record("response", address("paper", 1), said)).out)
    assert (form["kept"], form["refused"]) == (1, {})


def test_stopped_between_files_the_same_bytes_are_still_found(tmp_path: Path) -> None:
    coded = gzip.compress(page(1))
    digest = f"WARC-Payload-Digest: {sha1(coded)}"
    files = [tmp_path / "1.warc", tmp_path / "2.warc"]
    files[0].write_bytes(record("response", address("paper", 1), http(coded, "Content-Encoding: gzip"), digest))
    files[1].write_bytes(TWO + THREE + record("revisit", "https://mirror.example/1", http(b""), digest, day=3))
    kept, scan = set(), load_byte_scan(slow=True)
    with Workers(WorkerLimits(), most=1) as workers:
        for stop in range(5):
            with Archive.open(tmp_path / str(stop), create=True) as archive:
                for records_read in (stop, 99):
                    one = Replay(
                        archive, workers, Catalogue([]), now=lambda: START + timedelta(days=9), most_bytes=1 << 20,
                        scan=scan,
                    )  # fmt: skip
                    going = one.keep(files)
                    for _ in zip(range(records_read), going, strict=False):
                        pass
                    going.close()
                assert one.summary.refused == {}
                kept.add(archive.db.value("SELECT count(*) FROM captures"))
    assert kept == {4}


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2025", "2025-01-01T00:00:00Z"), ("2025-09", "2025-09-01T00:00:00Z"), ("2025-09-02", "2025-09-02T00:00:00Z"),
        ("2025-09-02t03:04:05z", "2025-09-02T03:04:05Z"), ("2025-09-02T03:04:05.123456789Z", "2025-09-02T03:04:05Z"),
    ],
)  # fmt: skip
def test_a_record_may_be_of_a_year_or_of_a_billionth_of_a_second(
    bluewatch: Bluewatch, tmp_path: Path, data: Path, said: str, at: str
) -> None:
    one = re.sub(rb"WARC-Date: [^\r]+", f"WARC-Date: {said}".encode(), ONE, count=1)
    assert json.loads(replay(bluewatch, tmp_path, one).out)["kept"] == 1
    with Archive.open(data, read_only=True) as archive:
        assert archive.db.value("SELECT fetched_at FROM captures") == at


@pytest.mark.parametrize("part_first", [False, True])
@pytest.mark.parametrize("packed", ["all", "scanned"])
def test_the_further_pages_of_an_article_are_read_with_it(tmp_path: Path, packed: str, *, part_first: bool) -> None:
    """Their addresses are no articles by the source file, and they may name nothing that the scan looks for."""
    url = "https://paper.example/a/walk{}.html"
    first, second = (part("walk", n, [3 - n]).replace(b"Peacekeepers walk", b"They walk") for n in (1, 2))
    second = second.replace(b"UN peacekeepers of UNMISS", b"They").replace(b"Blue Helmets", b"others")
    pages = [(url.format(""), first), (url.format("_2"), second)]
    found = [record("response", where, http(body)) for where, body in pages]
    if packed == "scanned" or part_first:
        found.insert(0, ONE)
    (tmp_path / "found.warc").write_bytes(b"".join(found[:1] + found[:0:-1] if part_first else found))
    table = {**source("paper").table(), "article_url": [r"^/a/[a-z]+\.html$", r"^/a/\d$"]}
    sources = Catalogue([parse_source(table, file="paper.toml", packaged=False)])
    scan = load_byte_scan() if packed == "scanned" else None
    with (
        Archive.open(tmp_path, create=True) as archive,
        Workers(WorkerLimits(sources=dict(sources)), most=1) as workers,
    ):
        replay = Replay(archive, workers, sources, now=lambda: START, most_bytes=1 << 20, scan=scan)
        list(replay.keep([tmp_path / "found.warc"]))
        list(replay.read(replay.unread()))
        [body] = [row["body"] for row in archive.db.rows("SELECT body FROM articles WHERE url LIKE '%walk.html'")]
        assert "walk 1" in body
        assert "walk 2" in body
        assert archive.captures.unsettled() == []
    assert sound(tmp_path) == []
