"""``bluewatch replay`` of WACZ and other zip files, and of files that are no web archives at all."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from crawler.bundled_archive import FOLDER
from crawler.zstd_frames import zstd
from tests.scheduler.days import address, configure, page
from tests.scheduler.test_import import Bluewatch, bluewatch, data
from tests.scheduler.warc_records import http, record, replay

__all__ = ["bluewatch", "data"]

ONE, TWO, THREE = (record("response", address("paper", n), http(page(n))) for n in (1, 2, 3))
NUMBERS = ("kept", "records", "finished_before")


def bundle(path: Path, way: int = zipfile.ZIP_STORED, **more: bytes) -> Path:
    """A WACZ file of two web archives."""
    with zipfile.ZipFile(path, "w", way) as found:
        found.writestr("archive/data-1.warc.gz", gzip.compress(ONE) + gzip.compress(TWO))
        found.writestr("archive/data-2.warc", THREE)
        found.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}')
        for name, content in more.items():
            found.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("way", "how"), [(zipfile.ZIP_STORED, ["--jobs", "1"]), (zipfile.ZIP_DEFLATED, ["--jobs", "2"])]
)
def test_the_archives_of_a_bundle_are_read_once(
    bluewatch: Bluewatch, tmp_path: Path, data: Path, way: int, how: list[str]
) -> None:
    configure(tmp_path, "paper")
    file = bundle(tmp_path / "collection.wacz", way)
    form = json.loads(bluewatch("replay", "--json", *how, str(file)).out)
    assert [form[name] for name in NUMBERS] == [3, 3, 0]
    assert form["refused"] == {}
    form = json.loads(bluewatch("replay", "--json", *how, str(file)).out)
    assert [form[name] for name in NUMBERS] == [0, 0, 1]
    form = json.loads(bluewatch("replay", "--json", "--again", *how, str(file)).out)
    assert [form[name] for name in NUMBERS] == [0, 3, 0]
    assert not (data / FOLDER).exists()


def test_a_folder_and_two_names_of_one_archive(bluewatch: Bluewatch, tmp_path: Path) -> None:
    configure(tmp_path, "paper")
    folder = tmp_path / "found"
    folder.mkdir()
    bundle(folder / "a.wacz")
    (folder / "same.warc").write_bytes(THREE)
    form = json.loads(bluewatch("replay", "--json", str(folder)).out)
    assert [form[name] for name in NUMBERS] == [3, 3, 1]


def test_what_of_a_bundle_is_damaged_costs_itself_only_and_is_told_each_time(
    bluewatch: Bluewatch, tmp_path: Path
) -> None:
    configure(tmp_path, "paper")
    file = bundle(tmp_path / "collection.wacz")
    whole = file.read_bytes()
    file.write_bytes(whole.replace(THREE, THREE[:-9] + b"damaged!!"))
    for kept in (2, 0):
        ended = bluewatch("replay", "--json", str(file))
        form = json.loads(ended.out)
        assert (ended.code, form["kept"], sum(form["refused"].values())) == (1, kept, 1)
        assert "collection.wacz/2-data-2.warc: cannot be unpacked" in ended.err
    file.write_bytes(whole)
    assert json.loads(bluewatch("replay", "--json", str(file)).out)["kept"] == 1


@pytest.mark.parametrize("how", [["--jobs", "1"], pytest.param(["--jobs", "2"], marks=pytest.mark.long)])
def test_archives_compressed_by_zstd_are_read_once(bluewatch: Bluewatch, tmp_path: Path, how: list[str]) -> None:
    configure(tmp_path, "paper")
    folder = tmp_path / "found"
    folder.mkdir()
    (folder / "first.warc.zst").write_bytes(zstd.compress(ONE) + zstd.compress(TWO))
    (folder / "first.warc.gz").write_bytes(gzip.compress(ONE) + gzip.compress(TWO))
    bundle(folder / "more.wacz", **{"archive/data-3.warc.zst": zstd.compress(record("metadata", "", b""))})
    form = json.loads(bluewatch("replay", "--json", *how, str(folder)).out)
    assert [form[name] for name in NUMBERS] == [3, 6, 1]
    assert form["refused"] == {}
    form = json.loads(bluewatch("replay", "--json", *how, str(folder)).out)
    assert [form[name] for name in NUMBERS] == [0, 0, 3]


def test_a_name_in_a_bundle_leads_nowhere(bluewatch: Bluewatch, tmp_path: Path) -> None:
    configure(tmp_path, "paper")
    file = bundle(tmp_path / "collection.zip", **{"../../../outside.warc": THREE, "/rooted.warc": ONE})
    form = json.loads(bluewatch("replay", "--json", str(file)).out)
    assert form["kept"] == 3
    assert not list(tmp_path.rglob("*outside.warc")) + list(tmp_path.rglob("*rooted.warc"))


def test_a_bundle_that_the_disk_cannot_hold_is_refused(
    bluewatch: Bluewatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.bundled_archive.FREE_BYTES", 1 << 60)
    configure(tmp_path, "paper")
    ended = bluewatch("replay", "--json", str(bundle(tmp_path / "collection.wacz")))
    assert ended.code == 1
    assert "the disk has no room" in ended.err


OTHERS = {
    "nothing": (b"", "it is empty"),
    "a page": (b"\n<!DOCTYPE html><html><body>" + page(1), "bluewatch import takes saved pages"),
    "MHTML": (b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n", "save it as HTML"),
    "compressed prose by zstd": (zstd.compress(b"Nothing.\n" * 40), "no record of WARC or ARC begins here"),
    "a cut zip file": (b"PK\x03\x04" + bytes(40), "damaged or cut"),
    "prose": (b"Nothing of the kind.\n" * 40, "no record of WARC or ARC begins here"),
    "compressed prose": (gzip.compress(b"Nothing.\n" * 40), "no record of WARC or ARC begins here"),
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_is_no_web_archive_is_said_in_words_and_the_others_are_read(
    bluewatch: Bluewatch, tmp_path: Path, what: str
) -> None:
    content, words = OTHERS[what]
    ended = replay(bluewatch, tmp_path, content, ONE)
    form = json.loads(ended.out)
    assert (ended.code, form["kept"], sum(form["refused"].values())) == (1, 1, 1)
    assert words in ended.err
    assert words in next(iter(form["refused"]))


def test_a_zip_file_without_an_archive_is_refused(bluewatch: Bluewatch, tmp_path: Path) -> None:
    file = tmp_path / "pictures.zip"
    with zipfile.ZipFile(file, "w") as found:
        found.writestr("picture.png", bytes(10))
    configure(tmp_path, "paper")
    ended = bluewatch("replay", str(file))
    assert ended.code == 1
    assert "without a WARC or ARC file in it" in ended.err
