"""Web archives compressed by zstd give the records that the same ones give in gzip, whole or broken."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest
import zstandard

from crawler.quick_archive import quick_records
from crawler.recorded_body import plain_body
from crawler.web_archive import Record, records
from crawler.zstd_frames import DICTIONARY, Frames
from tests.crawler.test_quick_archive import MOST, WHOLE

WORDS = zstandard.train_dictionary(
    4096, [one[n : n + 400] for one in WHOLE for n in range(0, min(len(one), 60_000), 400)]
)
PLAIN, SUMMED = zstandard.ZstdCompressor(), zstandard.ZstdCompressor(write_checksum=True, write_content_size=False)
BY_WORDS = zstandard.ZstdCompressor(dict_data=WORDS, write_checksum=True)
FRAMES = [PLAIN.compress(one) for one in WHOLE]
NOTE = b"\x51\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"\x28\xb5\x2f\xfd!"


def in_front(words: bytes) -> bytes:
    return DICTIONARY + len(words).to_bytes(4, "little") + words


def streamed(content: bytes) -> bytes:
    """In one frame of several blocks, as what does not know the length beforehand writes it."""
    out = io.BytesIO()
    with SUMMED.stream_writer(out, closefd=False) as writer:
        for start in range(0, len(content), 100_000):
            writer.write(content[start : start + 100_000])
            writer.flush(zstandard.FLUSH_BLOCK)
    return out.getvalue()


PACKED = {
    "a frame a record": b"".join(FRAMES),
    "with sums": b"".join(map(SUMMED.compress, WHOLE)),
    "in blocks": b"".join(map(streamed, WHOLE)),
    "one frame": streamed(b"".join(WHOLE)),
    "by a dictionary": in_front(WORDS.as_bytes()) + b"".join(map(BY_WORDS.compress, WHOLE)),
    "by a compressed dictionary": in_front(PLAIN.compress(WORDS.as_bytes())) + b"".join(map(BY_WORDS.compress, WHOLE)),
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


@pytest.mark.parametrize("name", [name for name in PACKED if name != "one frame"])
def test_the_records_are_those_of_the_same_archive_in_gzip(tmp_path: Path, wanted: list[Record], name: str) -> None:
    assert told(written(tmp_path, PACKED[name])) == wanted


def test_one_frame_around_all_is_read_as_one_gzip_is(tmp_path: Path) -> None:
    packed = tmp_path / "one.warc.gz"
    packed.write_bytes(gzip.compress(b"".join(WHOLE)))
    assert told(written(tmp_path, PACKED["one frame"])) == told(packed)


def test_reading_goes_on_at_any_frame(tmp_path: Path, wanted: list[Record]) -> None:
    path = written(tmp_path, in_front(WORDS.as_bytes()) + b"".join(map(BY_WORDS.compress, WHOLE)))
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
    assert [replace(one, offset=0, length=0) for one in found[:-1]] == wanted[:2]
    assert found[-1].offset == place
    assert f"byte {place}" in str(found[-1].fault)


def test_a_damaged_frame_costs_itself_only(tmp_path: Path, wanted: list[Record]) -> None:
    packed = list(map(SUMMED.compress, WHOLE))
    packed[2] = packed[2][:60] + bytes(255 - byte for byte in packed[2][60:70]) + packed[2][70:]
    found = list(records(written(tmp_path, b"".join(packed)), most_bytes=MOST))
    damaged = [one for one in found if one.kind == "broken" and "zstd" in str(one.fault)]
    assert [one.offset for one in damaged] == [list(accumulate(map(len, packed)))[1]]
    assert [one.fields.get("warc-record-id") for one in found if one not in damaged][-5:] == [
        one.fields.get("warc-record-id") for one in wanted[-5:]
    ]


def test_bytes_of_none_between_frames_are_told(tmp_path: Path, wanted: list[Record]) -> None:
    found = told(written(tmp_path, FRAMES[0] + b"no frame at all" * 9 + FRAMES[1]))
    assert [one.fault is None for one in found] == [True, False, True]
    assert [found[0], found[2]] == wanted[:2]


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.zstd_frames.MOST_RATIO", 10)
    found = told(written(tmp_path, streamed(bytes(16 << 20))))
    assert "inflates beyond any page" in str(found[-1].fault)


def test_a_dictionary_that_is_missing_is_told(tmp_path: Path) -> None:
    found = told(written(tmp_path, BY_WORDS.compress(WHOLE[2])))
    assert "damaged zstd at byte 0" in str(found[0].fault)


def test_without_the_package_it_is_said_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    with pytest.raises(OSError, match="pip install zstandard"):
        list(records(written(tmp_path, FRAMES[0]), most_bytes=MOST))


def test_a_body_in_zstd_is_undone() -> None:
    said = [("Content-Encoding", "zstd")]
    assert plain_body(streamed(b"A text. " * 99), said, MOST) == b"A text. " * 99
    assert plain_body(b"A text, undone when it was recorded", said, MOST) == b"A text, undone when it was recorded"


def test_the_length_of_a_frame_is_found_without_inflating_it() -> None:
    for content in (b"", b"a", bytes(300_000), WHOLE[3]):
        for packed in (PLAIN.compress(content), SUMMED.compress(content), streamed(content)):
            assert Frames(io.BytesIO(packed + FRAMES[0])).inflate(0, io.BytesIO()) == (len(packed), None)
