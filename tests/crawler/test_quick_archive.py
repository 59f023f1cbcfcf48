"""Both readers of web archives say the same of every record, whole or broken."""

from __future__ import annotations

import gzip
import random
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path

import pytest

from crawler.quick_archive import exactly, quick_records
from crawler.web_archive import records
from tests.scheduler.days import address, page
from tests.scheduler.warc_records import http, record, sha1

MOST = 1 << 20
BODY = http(page(1))
# Inflating it stops several times before its end, and others follow in what was read of the file.
LARGE = http(page(9).replace(b"</body>", b"<!--" + random.Random(9).randbytes(400_000).hex().encode() + b"--></body>"))  # noqa: S311
WHOLE = [
    record("warcinfo", "", b"software: invented\r\n"),
    record("request", address("paper", 1), b"GET /1 HTTP/1.1\r\nHost: paper.example\r\n\r\n"),
    record("response", address("paper", 1), BODY, f"WARC-Payload-Digest: {sha1(page(1))}"),
    record("response", address("paper", 9), LARGE),
    record("response", address("paper", 9), LARGE, f"WARC-Block-Digest: {sha1(b'other bytes')}"),
    record("response", address("paper", 2), http(page(2), "X-Said: one", "X-Said: two")),
    record("response", address("paper", 3), http(page(3), status="404 Not Found")),
    record("revisit", address("paper", 1), http(b"")),
    record("response", address("paper", 4), BODY, f"WARC-Block-Digest: {sha1(b'other bytes')}"),
    record("request", address("paper", 4), b"GET /4 HTTP/1.1\r\n\r\n", f"WARC-Block-Digest: {sha1(b'other')}"),
    record("response", address("paper", 5), BODY, length=len(BODY) + 200),
    record("response", address("paper", 6), BODY, length=len(BODY) - 200),
    record("response", address("paper", 7), b"no answer at all"),
    record("resource", "urn:sha256:00", b"a text"),
    record("response", address("paper", 8), http(b"x" * MOST + b"yy")),
]
PACKED = {
    "plain": b"".join(WHOLE),
    "gzip per record": b"".join(map(gzip.compress, WHOLE)),
    "one gzip": gzip.compress(b"".join(WHOLE)),
    "two in a gzip": b"".join(gzip.compress(b"".join(WHOLE[n : n + 2])) for n in range(0, len(WHOLE), 2)),
    "no archive": b"no archive at all\n",
    "nothing": b"",
}


def same(path: Path) -> None:
    slow = [asdict(one) for one in records(path, most_bytes=MOST)]
    quick = [
        asdict(one if data is None else exactly(one, data, MOST)) for one, data in quick_records(path, most_bytes=MOST)
    ]
    assert quick == slow


@pytest.mark.parametrize("name", PACKED)
def test_both_readers_give_the_same_records(tmp_path: Path, name: str) -> None:
    (tmp_path / "one.warc").write_bytes(PACKED[name])
    same(tmp_path / "one.warc")


def test_every_record_of_a_whole_archive_has_its_place(tmp_path: Path) -> None:
    path = tmp_path / "one.warc.gz"
    members = [gzip.compress(one) for one in WHOLE]
    path.write_bytes(b"".join(members))
    places = [(one.offset, one.length) for one in records(path, most_bytes=MOST)]
    starts = [0, *accumulate(map(len, members))]
    assert [place for n, place in enumerate(places) if place not in places[:n]] == [
        (start, len(member)) for start, member in zip(starts, members, strict=False)
    ]


@pytest.mark.parametrize("seed", range(12))
def test_both_readers_give_the_same_records_of_damaged_archives(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    found = bytearray(PACKED[dice.choice(["gzip per record", "two in a gzip", "plain"])])
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(found) - 40)
        found[at : at + dice.randint(1, 30)] = dice.randbytes(dice.randint(0, 30))
    (tmp_path / "one.warc").write_bytes(found[: dice.choice([len(found), dice.randrange(len(found))])])
    same(tmp_path / "one.warc")


def test_reading_goes_on_at_any_record(tmp_path: Path) -> None:
    path = tmp_path / "one.warc"
    path.write_bytes(PACKED["gzip per record"])
    whole = [record.offset for record, _ in quick_records(path, most_bytes=MOST)]
    for number, offset in enumerate(whole):
        assert [one.offset for one, _ in quick_records(path, most_bytes=MOST, start=offset)] == whole[number:]
