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
from crawler.replay import NOT_HERE, UNCHANGED, Replay
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


@pytest.mark.parametrize(
    ("packed", "part_first"),
    [
        ("all", False), ("scanned", True),
        pytest.param("all", True, marks=pytest.mark.long), pytest.param("scanned", False, marks=pytest.mark.long),
    ],
)  # fmt: skip
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


def lengthened(whole: bytes, by: int) -> bytes:
    """A record that says another length."""
    said = re.search(rb"Content-Length: (\d+)\r\n\r\n", whole)
    assert said is not None
    return whole[: said.start(1)] + str(int(said[1]) + by).encode() + whole[said.end(1) :]


def test_an_archive_cut_anywhere_gives_what_is_whole_and_tells_the_rest_once(tmp_path: Path) -> None:
    whole, size = ONE + TWO, len(ONE)
    for cut in [*range(1, 700), *range(size - 9, size + 700), len(whole) - 5]:
        (tmp_path / "cut.warc").write_bytes(whole[:cut])
        found = list(records(tmp_path / "cut.warc", most_bytes=1 << 20))
        count, rest = divmod(cut + 4, size)  # the last blank lines may be missing
        assert [one.fault for one in found[:count]] == [None] * count
        assert [one.offset for one in found[count:]] == ([] if rest <= 4 else [count * size]), cut


@pytest.mark.parametrize("ending", ["warc", "arc"])
def test_a_wrong_length_costs_its_own_record_only(tmp_path: Path, ending: str) -> None:
    if ending == "warc":
        first, second, third = ONE, TWO, THREE
        wrong = [lengthened(second, -10), lengthened(second, 50), second[:-4] + b"junk\r\n\r\n"]
        joined = first[:-4] + second[:-4] + third
    else:
        first, second, third = (
            b"%s 10.0.0.1 20260105080000 text/html %d\n%s\n" % (address("paper", n).encode(), len(block), block)
            for n, block in enumerate(map(http, map(page, (1, 2, 3))), 1)
        )
        size = re.search(rb" (\d+)\n", second)
        assert size is not None
        wrong = [second.replace(size[0], b" %d\n" % (int(size[1]) + by), 1) for by in (-10, 50)]
        joined = first[:-1] + second[:-1] + third
    for odd in wrong:
        (tmp_path / f"a.{ending}").write_bytes(first + odd + third)
        found = list(records(tmp_path / f"a.{ending}", most_bytes=1 << 20))
        faults = ["its length is wrong: other bytes follow it"]
        assert [one.offset for one in found if one.fault is None] == [0, len(first + odd)]
        assert [one.fault for one in found if one.fault is not None] == faults
        assert found[1].offset == len(first)
    (tmp_path / f"a.{ending}").write_bytes(b"\r\n\r\n" + joined)
    assert [one.fault for one in records(tmp_path / f"a.{ending}", most_bytes=1 << 20)] == [None] * 3


def test_what_is_no_page_is_not_refused_for_its_size(bluewatch: Bluewatch, tmp_path: Path) -> None:
    film = bytes(11 << 20)
    found = [
        record("response", "https://paper.example/film", http(film, kind="video/mp4")),
        record("response", "https://paper.example/film", http(b"x", kind="video/mp4"), "WARC-Truncated: length"),
        record("response", "https://paper.example/i", http(b"x", "Content-Encoding: br", kind="image/png")),
        ONE,
    ]
    ended = replay(bluewatch, tmp_path, b"".join(found))
    form = json.loads(ended.out)
    assert (ended.code, form["kept"], form["refused"]) == (0, 1, {})
    assert form["other"] == {"not a page of text (video/mp4)": 2, "not a page of text (image/png)": 1}
    ended = replay(bluewatch, tmp_path, record("response", address("paper", 1), http(film)), name="film.warc")
    assert (ended.code, json.loads(ended.out)["kept"]) == (1, 0)


@pytest.mark.parametrize("packed", [True, False])
def test_one_segment_of_a_page_is_none(bluewatch: Bluewatch, tmp_path: Path, packed: bool) -> None:
    begun = record("response", address("paper", 1), http(page(1))[:-700], "WARC-Segment-Number: 1")
    further = record("continuation", address("paper", 1), page(1)[-700:], "WARC-Segment-Number: 2")
    found = [begun, further, TWO]
    ended = replay(bluewatch, tmp_path, b"".join(map(gzip.compress, found) if packed else found))
    form = json.loads(ended.out)
    assert (ended.code, form["kept"], form["other"]) == (1, 1, {"a continuation record": 1})
    assert list(form["refused"]) == ["cut when it was recorded (one of the segments of a record)"]


def test_a_clock_at_its_zero_says_nothing_of_when(bluewatch: Bluewatch, tmp_path: Path) -> None:
    old = re.sub(rb"WARC-Date: [^\r]*", b"WARC-Date: 1970-01-01T00:00:00Z", ONE)
    ended = replay(bluewatch, tmp_path, old + TWO)
    assert json.loads(ended.out)["refused"] == {"its date lies before the first web page": 1}
    assert f"{tmp_path / '0-one.warc'} at byte 0: " in ended.err


def test_a_port_that_is_the_schemes_own_makes_no_other_address(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    named = record("response", "https://mirror.example:443/a", http(page(1)))
    ended = replay(bluewatch, tmp_path, named + record("response", "https://mirror.example/a", http(page(1)), day=1))
    form = json.loads(ended.out)
    assert (form["kept"], form["known"]) == (1, 1)
    with Archive.open(data, read_only=True) as archive:
        assert archive.db.value("SELECT url FROM articles") == "https://mirror.example/a"


def test_what_has_not_changed_is_known_or_counted_and_never_an_empty_page(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    nothing, number = f"WARC-Payload-Digest: {sha1(b'')}", ONE.partition(b"Record-ID: ")[2].partition(b"\r\n")[0]
    still = [
        record("revisit", address("paper", 1), http(b"", status="304 Not Modified", kind=""), nothing, day=2),
        record("revisit", address("paper", 1), http(b"", status="304 Not Modified", kind=""), nothing,
               f"WARC-Refers-To: {number.decode()}", day=3),
    ]  # fmt: skip
    empty = record("response", address("paper", 1), http(b""), nothing, day=1)
    ended = replay(bluewatch, tmp_path, b"".join([ONE, empty, *still]))
    form = json.loads(ended.out)
    assert (ended.code, form["kept"], form["other"]) == (0, 3, {UNCHANGED: 1})
    with Archive.open(data, read_only=True) as archive:
        captures = archive.db.rows("SELECT id FROM captures ORDER BY fetched_at")
        assert [archive.captures.read(row["id"]).body for row in captures] == [page(1), b"", page(1)]


def test_a_record_that_waits_for_a_later_archive_says_how_it_is_had(bluewatch: Bluewatch, tmp_path: Path) -> None:
    body = page(1)
    digest = f"WARC-Payload-Digest: {sha1(body)}"
    again = record("revisit", "https://mirror.example/1", http(b""), digest, day=2)
    ended = replay(bluewatch, tmp_path, again)
    assert (ended.code, f"0-one.warc at byte 0: {NOT_HERE}" in ended.err) == (1, True)
    (tmp_path / "b.warc").write_bytes(record("response", address("paper", 1), http(body), digest))
    names = [str(tmp_path / name) for name in ("0-one.warc", "b.warc")]
    assert json.loads(bluewatch("replay", "--json", names[1]).out)["kept"] == 1
    ended = bluewatch("replay", "--json", "--again", *names)
    assert (ended.code, json.loads(ended.out)["kept"]) == (0, 1)
