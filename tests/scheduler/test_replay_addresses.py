"""``bluewatch replay ADDRESS``: fetched in parts through the guard, read as a file, removed; resumed where it stopped."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.sites import Site
from tests.scheduler.days import address, configure, page, sound
from tests.scheduler.test_import import Bluewatch, Ended, bluewatch, data
from tests.scheduler.test_replay import http, record

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


def test_a_fetch_that_was_stopped_goes_on_behind_what_has_come(
    bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.fails = 1
    ended = replay(bluewatch, tmp_path, shelf.url)
    assert ended.code == 1
    assert f"{HEAD:,} bytes are kept" in ended.err
    assert json.loads(ended.out)["refused"] == {"a file that cannot be fetched": 1}
    form = json.loads(replay(bluewatch, tmp_path, shelf.url).out)
    assert form["taken"] == {"new": 2}
    assert len([one for one in shelf.ranges if one.startswith("bytes=0-")]) == 1


def test_a_file_that_changed_meanwhile_is_begun_anew(bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path) -> None:
    shelf.fails = 1
    replay(bluewatch, tmp_path, shelf.url)
    shelf.mark = '"b"'
    assert json.loads(replay(bluewatch, tmp_path, shelf.url).out)["taken"] == {"new": 2}


def test_a_server_without_parts_gives_the_whole(bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path) -> None:
    shelf.whole = True
    assert json.loads(replay(bluewatch, tmp_path, shelf.url).out)["taken"] == {"new": 2}


@pytest.mark.parametrize(
    ("path", "more", "said"),
    [
        ("/nothing.warc.gz", (), "not found"),
        ("/inside.warc.gz", (), "forbidden target"),
        ("/closed/one.warc.gz", (), "robots.txt"),
        ("/huge.warc.gz", ("--most-mb", "1"), "too large"),
        ("/odd.warc.gz", (), "another part"),
    ],
)
def test_what_cannot_be_had_is_told_and_the_next_one_read(  # noqa: PLR0917
    bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path, path: str, more: tuple[str, ...], said: str
) -> None:
    shelf.routes |= {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /closed/\n"),
        "/inside.warc.gz": (302, {"Location": "http://127.0.0.1:9/secret"}, b""),
        "/huge.warc.gz": (206, {"Content-Range": "bytes 0-65535/99000000"}, bytes(HEAD)),
        "/odd.warc.gz": (206, {"Content-Range": "bytes 5-65540/99000"}, bytes(HEAD)),
    }
    ended = replay(bluewatch, tmp_path, *more, shelf.base + path, shelf.url)
    assert ended.code == 1
    assert said in ended.err
    form = json.loads(ended.out)
    assert (form["taken"], form["refused"]) == ({"new": 2}, {"a file that cannot be fetched": 1})
