"""``bluewatch replay`` of lists of web archives, as Common Crawl publishes them for each month."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.archive_list import NoListError, addresses_in
from tests.crawler.sites import Site
from tests.scheduler.days import address, page
from tests.scheduler.test_import import Bluewatch, bluewatch, data
from tests.scheduler.test_replay_addresses import replay
from tests.scheduler.warc_records import http, record

__all__ = ["bluewatch", "data"]

FOLDER = "crawl-data/NEWS/2026/10"


def name(day: int) -> str:
    return f"{FOLDER}/NEWS-202610{day:02}-0001.warc.gz"


class Shelf(Site):
    """Three archives of a page each, and the list of them."""

    def __init__(self, *names: str) -> None:
        routes = {
            f"/{name(day)}": (200, {}, gzip.compress(record("response", address("paper", day), http(page(day)))))
            for day in (1, 2, 3)
        }
        listed = "".join(f"{one}\n" for one in names or (name(1), name(2), name(3)))
        routes[f"/{FOLDER}/warc.paths.gz"] = (200, {}, gzip.compress(listed.encode()))
        routes["/robots.txt"] = (404, {}, b"")
        super().__init__(dict(routes))

    @property
    def url(self) -> str:
        return f"{self.base}/{FOLDER}/warc.paths.gz"

    @property
    def asked(self) -> list[str]:
        return [path.rpartition("/")[2] for _, path, _ in self.log if path.endswith(".warc.gz")]


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    one = Shelf()
    yield one
    one.close()


def test_the_archives_of_a_list_are_read_one_after_the_other_and_once(
    bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path, data: Path
) -> None:
    ended = replay(bluewatch, tmp_path, "--only", "*-2026100[12]-*", shelf.url)
    form = json.loads(ended.out)
    assert (ended.code, form["taken"], form["refused"]) == (0, {"new": 2}, {})
    assert f"2 of 2: {shelf.base}/{name(2)}" in ended.err
    form = json.loads(replay(bluewatch, tmp_path, shelf.url).out)
    assert (form["taken"], form["finished_before"]) == ({"new": 1}, 2)
    assert not list((data / "downloads").iterdir())


def test_each_archive_is_read_before_the_next_is_fetched(
    bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path, data: Path
) -> None:
    shelf.routes[f"/{name(2)}"] = (404, {}, b"")
    ended = replay(bluewatch, tmp_path, shelf.url)
    form = json.loads(ended.out)
    assert (ended.code, form["taken"], sum(form["refused"].values())) == (1, {"new": 2}, 1)
    assert name(2) in ended.err


def test_a_host_that_gives_none_is_left_alone(bluewatch: Bluewatch, tmp_path: Path) -> None:
    shelf = Shelf(*(f"{FOLDER}/gone-{number}.warc.gz" for number in range(9)))
    try:
        ended = replay(bluewatch, tmp_path, shelf.url)
        assert ended.code == 1
        assert "3 in a row could not be fetched; 6 archives are left" in ended.err
        assert len(set(shelf.asked)) == 3
    finally:
        shelf.close()


def test_a_list_that_is_a_file_holds_whole_addresses(bluewatch: Bluewatch, shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "mine.paths"
    file.write_text(f"# of October\n{shelf.base}/{name(3)}\n\n{shelf.base}/{name(3)}\n")
    form = json.loads(replay(bluewatch, tmp_path, str(file)).out)
    assert form["taken"] == {"new": 1}
    file.write_text(name(3))
    ended = replay(bluewatch, tmp_path, str(file))
    assert ended.code == 2
    assert "line 1 of the list is no address of a web archive" in ended.err


def test_a_list_does_not_open_hosts_of_the_own_network(bluewatch: Bluewatch, tmp_path: Path) -> None:
    shelf = Shelf("http://10.1.2.3/inside.warc.gz", "http://127.0.0.1:9/inside.warc.gz")
    try:
        ended = replay(bluewatch, tmp_path, shelf.url)
        assert json.loads(ended.out)["refused"] == {"a file that cannot be fetched": 2}
        assert ended.err.count("forbidden target") == 2
    finally:
        shelf.close()


def test_lists_of_text_that_was_taken_out_are_refused(bluewatch: Bluewatch, tmp_path: Path) -> None:
    shelf = Shelf(f"{FOLDER}/part-1.warc.wet.gz")
    try:
        ended = replay(bluewatch, tmp_path, shelf.url)
        assert ended.code == 1
        assert "the list of the WARC files is wanted" in ended.err
    finally:
        shelf.close()


@pytest.mark.parametrize("content", [b"nothing.txt", b"\x1f\x8b\x08broken", b"ftp://host.example/a.warc.gz", b"//"])
def test_no_list(content: bytes) -> None:
    with pytest.raises(NoListError):
        addresses_in(content, came_from="https://host.example/a/warc.paths.gz")


def test_paths_are_of_the_host_of_their_list() -> None:
    found = addresses_in(
        b"a/one.warc.gz\n/b/two.wacz\nhttps://other.example/c.arc.gz", came_from="https://host.example/x/y.paths"
    )
    assert found == [
        "https://host.example/a/one.warc.gz",
        "https://host.example/b/two.wacz",
        "https://other.example/c.arc.gz",
    ]
