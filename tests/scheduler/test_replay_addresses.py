"""``bluewatch replay ADDRESS``: fetched in parts through the guard, read as a file, removed; resumed where stopped."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.fetch_one import Refusal
from crawler.replay_download import Limits, bring, place_of
from tests.crawler.sites import Site
from tests.scheduler.days import address, configure, page, sound
from tests.scheduler.test_import import Bluewatch, Ended, bluewatch, data
from tests.scheduler.warc_records import http, record

__all__ = ["bluewatch", "data"]

HEAD = 65536
NOISE = random.Random(4).randbytes(90_000)  # noqa: S311
ARCHIVE = b"".join(
    gzip.compress(one)
    for one in (
        record("response", address("paper", 1), http(page(1))),
        record("response", "https://elsewhere.example/noise", http(NOISE, kind="image/png")),
        record("response", address("paper", 2), http(page(2))),
    )
)


class Shelf(Site):
    """Serves ARCHIVE. fails: so many pieces behind the head fail first; whole: it knows no parts."""

    def __init__(self, *, whole: bool = False, fails: int = 0) -> None:
        super().__init__({"/robots.txt": (404, {}, b""), "/news/one.warc.gz": self.serve})
        self.whole, self.fails, self.mark = whole, fails, '"a"'

    def serve(self, handler: Any) -> None:
        asked = handler.headers.get("Range")
        if self.whole:
            handler.answer(200, {}, ARCHIVE)
            return
        begin, end = (int(one) for one in asked.removeprefix("bytes=").split("-"))
        if begin and self.fails:
            self.fails -= 1
            handler.answer(403, {}, b"")
            return
        part = ARCHIVE[begin : end + 1]
        where = f"bytes {begin}-{begin + len(part) - 1}/{len(ARCHIVE)}"
        handler.answer(206, {"Content-Range": where, "ETag": self.mark}, part)

    @property
    def url(self) -> str:
        return f"{self.base}/news/one.warc.gz"

    @property
    def ranges(self) -> list[str]:
        return [headers.get("range", "") for _, path, headers in self.log if path == "/news/one.warc.gz"]


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    one = Shelf()
    yield one
    one.close()


def replay(bluewatch: Bluewatch, folder: Path, *arguments: str) -> Ended:
    configure(folder, "paper")
    with (folder / "bluewatch.toml").open("a") as file:
        file.write('gap_seconds = 0\ncontact = "desk@example.org"\n')
    return bluewatch("replay", "--json", *arguments)


def brought(shelf: Shelf, data: Path, path: str = "/news/one.warc.gz", most_bytes: int = 1 << 30) -> Path | str:
    """Where the file is, or why it could not be had."""
    limits = Limits(
        contact="desk@example.org", gap=0, timeout_seconds=20, most_bytes=most_bytes,
        permitted=frozenset({shelf.host}),
    )  # fmt: skip
    found = bring(shelf.base + path, data, limits, now=datetime(2026, 10, 6, tzinfo=UTC))
    assert found is not None
    return found.reason if isinstance(found, Refusal) else found


def test_an_archive_is_fetched_in_parts_read_and_removed_and_not_fetched_again(
    bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path, data: Path
) -> None:
    ended = replay(bluewatch, tmp_path, shelf.url)
    assert ended.code == 0, ended.err
    form = json.loads(ended.out)
    assert (form["records"], form["taken"]) == (3, {"new": 2})
    assert [one.partition("-")[0] for one in shelf.ranges] == ["bytes=0", f"bytes={HEAD}"]
    assert list((data / "downloads").iterdir()) == []
    assert sound(data) == []
    again = json.loads(replay(bluewatch, tmp_path, shelf.url).out)
    assert (again["finished_before"], again["records"]) == (1, 0)
    assert shelf.ranges[2:] == [f"bytes=0-{HEAD - 1}"]


@pytest.mark.long
def test_what_cannot_be_fetched_is_counted_and_the_next_one_read(
    bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path
) -> None:
    ended = replay(bluewatch, tmp_path, shelf.base + "/nothing.warc.gz", shelf.url)
    assert ended.code == 1
    assert "not found" in ended.err
    form = json.loads(ended.out)
    assert (form["taken"], form["refused"]) == ({"new": 2}, {"a file that cannot be fetched": 1})


def test_a_fetch_that_was_stopped_goes_on_behind_what_has_come(shelf: Shelf, data: Path) -> None:
    shelf.fails = 1
    assert f"{HEAD:,} bytes are kept" in str(brought(shelf, data))
    found = brought(shelf, data)
    assert isinstance(found, Path)
    assert (found.name, found.read_bytes()) == ("one.warc.gz", ARCHIVE)
    assert len([one for one in shelf.ranges if one.startswith("bytes=0-")]) == 1


@pytest.mark.long
def test_a_file_that_changed_meanwhile_is_begun_anew(shelf: Shelf, data: Path) -> None:
    shelf.fails = 1
    brought(shelf, data)
    shelf.mark = '"b"'
    found = brought(shelf, data)
    assert isinstance(found, Path)
    assert found.read_bytes() == ARCHIVE


@pytest.mark.long
def test_a_server_without_parts_gives_the_whole(shelf: Shelf, data: Path) -> None:
    shelf.whole = True
    found = brought(shelf, data)
    assert isinstance(found, Path)
    assert found.read_bytes() == ARCHIVE


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nothing.warc.gz", "not found"),
        ("/inside.warc.gz", "forbidden target"),
        ("/closed/one.warc.gz", "robots.txt"),
        ("/huge.warc.gz", "too large"),
        ("/odd.warc.gz", "another part"),
        ("/coded.warc.gz", "a coding of its own"),
    ],
)
def test_what_cannot_be_had_is_refused_with_its_reason(shelf: Shelf, data: Path, path: str, said: str) -> None:
    shelf.routes |= {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /closed/\n"),
        "/inside.warc.gz": (302, {"Location": "http://127.0.0.1:9/secret"}, b""),
        "/huge.warc.gz": (206, {"Content-Range": "bytes 0-65535/99000000"}, bytes(HEAD)),
        "/odd.warc.gz": (206, {"Content-Range": "bytes 5-65540/99000"}, bytes(HEAD)),
        "/coded.warc.gz": (200, {"Content-Encoding": "gzip"}, gzip.compress(ARCHIVE)),
    }
    assert said in str(brought(shelf, data, path, most_bytes=1 << 20))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://data.archive.example/a/CC-NEWS-20261005-00001.warc.gz?x=1", "CC-NEWS-20261005-00001.warc.gz"),
        ("https://data.archive.example/a/..%2f..%2fetc", "etc"),
        ("https://data.archive.example/", "archive.warc.gz"),
        ("https://data.archive.example/note.json", "archive.warc.gz"),
    ],
)
def test_no_address_names_a_file_elsewhere(url: str, name: str, tmp_path: Path) -> None:
    place = place_of(url, tmp_path)
    assert (place.name, place.parents[1]) == (name, tmp_path / "downloads")
