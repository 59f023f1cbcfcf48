"""Web archives compressed by zstd give the records that the same ones give in gzip, whole or broken."""

from __future__ import annotations

import gzip
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest

from crawler.quick_archive import quick_records
from crawler.web_archive import Record, records
from crawler.zstd_frames import DICTIONARY, zstd
from tests.crawler.test_quick_archive import MOST, WHOLE

WORDS = zstd.train_dict([one[n : n + 400] for one in WHOLE for n in range(0, min(len(one), 60_000), 400)], 4096)
SUMS = {zstd.CompressionParameter.checksum_flag: 1}
FRAMES = [zstd.compress(one) for one in WHOLE]
SUMMED = [zstd.compress(one, options=SUMS) for one in WHOLE]
BY_WORDS = [zstd.compress(one, options=SUMS, zstd_dict=WORDS) for one in WHOLE]
NOTE = b"\x51\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"\x28\xb5\x2f\xfd!"


def in_front(words: bytes) -> bytes:
    return DICTIONARY + len(words).to_bytes(4, "little") + words


def streamed(content: bytes) -> bytes:
    """In one frame of several blocks, as what does not know the length beforehand writes it."""
    writer = zstd.ZstdCompressor(options=SUMS)
    pieces = [
        writer.compress(content[start : start + 100_000], mode=writer.FLUSH_BLOCK)
        for start in range(0, len(content), 100_000)
    ]
    return b"".join([*pieces, writer.flush()])


PACKED = {
    "a frame a record": b"".join(FRAMES),
    "with sums": b"".join(SUMMED),
    "in blocks": b"".join(map(streamed, WHOLE)),
    "by a dictionary": in_front(WORDS.dict_content) + b"".join(BY_WORDS),
    "by a compressed dictionary": in_front(zstd.compress(WORDS.dict_content)) + b"".join(BY_WORDS),
    "with notes of another tool": b"".join(one + NOTE for one in FRAMES),
}


def told(path: Path, start: int = 0) -> list[Record]:
    """The records of a file without their places; both readers must give the same."""
    found = list(records(path, most_bytes=MOST, start=start))
    assert [one for one, _ in quick_records(path, most_bytes=MOST, start=start)] == found
    return [replace(one, offset=0, length=0) for one in found]


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "one.warc.zst"
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    path = tmp_path_factory.mktemp("gzip") / "one.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, WHOLE)))
    return [replace(one, offset=0, length=0) for one in records(path, most_bytes=MOST)]


@pytest.mark.parametrize("name", PACKED)
def test_the_records_are_those_of_the_same_archive_in_gzip(tmp_path: Path, wanted: list[Record], name: str) -> None:
    assert told(written(tmp_path, PACKED[name])) == wanted


def test_one_frame_around_all_is_read_as_one_gzip_is(tmp_path: Path) -> None:
    packed = tmp_path / "one.warc.gz"
    packed.write_bytes(gzip.compress(b"".join(WHOLE)))
    assert told(written(tmp_path, streamed(b"".join(WHOLE)))) == told(packed)


def test_reading_goes_on_at_any_frame(tmp_path: Path, wanted: list[Record]) -> None:
    path = written(tmp_path, PACKED["by a dictionary"])
    places = [one.offset for one in records(path, most_bytes=MOST)]
    for number, place in enumerate(places):
        if place != places[max(number - 1, 0)]:
            assert told(path, place) == wanted[number:]


@pytest.mark.parametrize("kept", [3, 5, 9, 40, -1])
def test_a_cut_frame_is_told_with_its_place_and_costs_itself_only(
    tmp_path: Path, wanted: list[Record], kept: int
) -> None:
    *before, last = FRAMES[:3]
    found = list(records(written(tmp_path, b"".join(before) + last[:kept]), most_bytes=MOST))
    place = len(b"".join(before))
    assert [replace(one, offset=0, length=0) for one in found[:2]] == wanted[:2]
    assert [one.offset for one in found[2:] if one.fault] == [place]
    assert f"byte {place}" in str(found[-1].fault)


def test_a_damaged_frame_costs_itself_only(tmp_path: Path, wanted: list[Record]) -> None:
    packed = list(SUMMED)
    packed[2] = packed[2][:60] + bytes(255 - byte for byte in packed[2][60:70]) + packed[2][70:]
    found = list(records(written(tmp_path, b"".join(packed)), most_bytes=MOST))
    damaged = [one for one in found if one.kind == "broken" and "zstd" in str(one.fault)]
    assert [one.offset for one in damaged] == [list(accumulate(map(len, packed)))[1]]
    assert [one.fields.get("warc-record-id") for one in found][-5:] == [
        one.fields.get("warc-record-id") for one in wanted[-5:]
    ]


def test_bytes_of_none_between_frames_are_told(tmp_path: Path, wanted: list[Record]) -> None:
    found = told(written(tmp_path, FRAMES[0] + b"no frame at all" * 9 + FRAMES[1]))
    assert [one.fault is None for one in found] == [True, False, True]
    assert [found[0], found[2]] == wanted[:2]


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.zstd_frames.MOST_RATIO", 10)
    found = told(written(tmp_path, streamed(bytes(16 << 20))))
    assert any("inflates beyond any page" in str(one.fault) for one in found)


def test_a_dictionary_that_is_missing_is_told(tmp_path: Path) -> None:
    assert "damaged zstd at byte 0" in str(told(written(tmp_path, BY_WORDS[2]))[0].fault)


@pytest.mark.parametrize("words", [b"", b"no dictionary", zstd.compress(b"none either")])
def test_a_dictionary_that_is_none_is_told(tmp_path: Path, words: bytes) -> None:
    found = told(written(tmp_path, in_front(words) + BY_WORDS[2]))
    assert "damaged zstd at byte" in str(found[0].fault)
