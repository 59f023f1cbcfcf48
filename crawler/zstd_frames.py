"""The frames of a web archive compressed by zstd (``.warc.zst``), one after the other.

RFC 8878 for frames; https://iipc.github.io/warc-specifications/specifications/warc-zstd/ for the dictionary in front,
with which all frames behind it were compressed.
"""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import Any, BinaryIO

FRAME = b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
MAGICS = (FRAME, DICTIONARY)
NEEDED = (
    "it is compressed by zstd, which needs the package zstandard (pip install zstandard), or unpack it: zstd -d FILE"
)
# Dictionaries that tools make take some hundred kilobytes.
MOST_DICTIONARY = 64 << 20
# What a frame may ask to be held: a page is read long before, and zstd's own tool stops there, too.
MOST_WINDOW = 128 << 20
PIECE = 1 << 18
# Blocks of one byte repeated shrink most: 128 KiB take four bytes.
MOST_RATIO = 40_000
_SKIPPABLE = b"\x2a\x4d\x18"
_HEADER_BYTES = 18
_REPEATED = 1


class _Part:
    """So many bytes of a file from a place on, for what reads to the end of what it is given."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        self._file, self._at, self._end = file, start, start + length

    def read(self, size: int = -1) -> bytes:
        left = self._end - self._at
        self._file.seek(self._at)
        piece = self._file.read(left if size < 0 else min(size, left))
        self._at += len(piece)
        return piece


class Frames:
    """The frames of one file. Raises OSError where nothing is installed that inflates them."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zstd = import_module("zstandard")
        except ImportError:
            raise OSError(NEEDED) from None
        self._file = file
        self._decompressor: Any = None

    def inflate(self, offset: int, out: Any) -> tuple[int, str | None]:
        """Write what the frame at an offset holds: its length in the file (0 at the end), and what is wrong with it."""
        length, fault = self._length(offset)
        if not length or fault is not None:
            return length, fault
        self._file.seek(offset)
        if self._file.read(len(FRAME)) != FRAME:
            return length, None  # the dictionary, or another tool's own
        written = 0
        try:
            reader = self._made().stream_reader(_Part(self._file, offset, length))
            while piece := reader.read(PIECE):
                out.write(piece)
                written += len(piece)
                if written > MOST_RATIO * (length + PIECE):
                    return length, f"the zstd frame at byte {offset} inflates beyond any page"
        except (self._zstd.ZstdError, ValueError) as error:
            return length, f"damaged zstd at byte {offset}: {error}"
        return length, None

    def _made(self) -> Any:
        """What inflates the frames of this file. Raises ZstdError for a dictionary that is none."""
        if self._decompressor is None:
            words = _dictionary(self._file, self._zstd)
            known = None if words is None else self._zstd.ZstdCompressionDict(words)
            self._decompressor = self._zstd.ZstdDecompressor(dict_data=known, max_window_size=MOST_WINDOW)
        return self._decompressor

    def _length(self, offset: int) -> tuple[int, str | None]:
        """The bytes that the frame at an offset takes, and why it is none or cut."""
        self._file.seek(offset)
        head = self._file.read(_HEADER_BYTES)
        if not head:
            return 0, None
        if head[1:4] == _SKIPPABLE and head[0] >> 4 == 5:
            length = 8 + int.from_bytes(head[4:8], "little")
            return (length, None) if offset + length <= _size(self._file) else _cut(self._file, offset)
        if not head.startswith(FRAME):
            return len(head), f"no frame of zstd begins at byte {offset}"
        if len(head) < 6:
            return _cut(self._file, offset)
        at = offset + _header_length(head[4])
        while True:
            self._file.seek(at)
            block = self._file.read(3)
            if len(block) < 3:
                return _cut(self._file, offset)
            said = int.from_bytes(block, "little")
            at += 3 + (1 if said >> 1 & 3 == _REPEATED else said >> 3)
            if said & 1:
                break
        at += 4 if head[4] & 4 else 0
        return (at - offset, None) if at <= _size(self._file) else _cut(self._file, offset)


def _header_length(descriptor: int) -> int:
    """Bytes of a frame's magic number and header by its descriptor (RFC 8878, 3.1.1.1)."""
    single, content = descriptor >> 5 & 1, descriptor >> 6
    size = (1 if single else 0) if content == 0 else 1 << content
    return 4 + 1 + (0 if single else 1) + (0, 1, 2, 4)[descriptor & 3] + size


def _dictionary(file: BinaryIO, zstd: ModuleType) -> bytes | None:
    """The dictionary in front of a file, plain or compressed itself. Raises ZstdError."""
    file.seek(0)
    head = file.read(8)
    if head[:4] != DICTIONARY:
        return None
    words: bytes = file.read(min(int.from_bytes(head[4:8], "little"), MOST_DICTIONARY))
    if words.startswith(FRAME):
        words = zstd.ZstdDecompressor().stream_reader(words).read(MOST_DICTIONARY)
    return words


def _size(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def _cut(file: BinaryIO, offset: int) -> tuple[int, str]:
    return _size(file) - offset, f"cut: the zstd frame at byte {offset} has no end"
