"""Gzip of many members, as blocked gzip writes it and as who means ill does."""

from __future__ import annotations

import gzip

import pytest

from crawler.decoding import MOST_MEMBERS, BrokenCodingError, TooLargeDecodedError, decode_content
from crawler.discovery.sniff import MAX_UNPACKED as MOST
from crawler.discovery.sniff import BombError, unpacked

BLOCK = b"<url><loc>https://www.paper.example/a/1</loc></url>" * 40


@pytest.mark.parametrize("padding", [b"", b"\0", b"\0" * 3000])
def test_members_are_read_to_the_last_wherever_they_begin(padding: bytes) -> None:
    for blocks in (1, 2, 300):
        body = (gzip.compress(BLOCK) + padding) * blocks
        assert decode_content(body, "gzip", 10 << 20) == unpacked(body) == BLOCK * blocks
        with pytest.raises(TooLargeDecodedError):
            decode_content(body, "gzip", len(BLOCK) * blocks - 1)
        assert decode_content(body, "gzip", len(BLOCK), beginning=True) == BLOCK


@pytest.mark.parametrize("behind", [b"junk", b"\x1f", b"\x1f\x8b\x08 broken"])
def test_what_stands_behind_the_last_member_is_refused_or_left_out(behind: bytes) -> None:
    body = gzip.compress(BLOCK) * 2 + behind
    with pytest.raises(BrokenCodingError):
        decode_content(body, "gzip", 10 << 20)
    assert unpacked(body) == BLOCK * 2


def test_a_body_of_empty_members_is_refused_before_they_are_all_read() -> None:
    body = gzip.compress(b"") * 500_000
    with pytest.raises(BrokenCodingError, match=f"{MOST_MEMBERS:,} members"):
        decode_content(body, "gzip", 10 << 20)
    assert unpacked(body) == b""


def test_a_bomb_in_a_later_member_is_one() -> None:
    with pytest.raises(BombError):
        unpacked(gzip.compress(BLOCK) + gzip.compress(bytes(MOST)))
