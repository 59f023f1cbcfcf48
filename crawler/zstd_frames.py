"""The frames of a web archive compressed by zstd (``.warc.zst``), one after the other.

RFC 8878 for frames; https://iipc.github.io/warc-specifications/specifications/warc-zstd/ for the dictionary in front,
with which all frames behind it were compressed.
"""

from __future__ import annotations

import os
import sys
from typing import Any, BinaryIO

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FRAME = b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
MAGICS = (FRAME, DICTIONARY)
# Dictionaries that tools make take some hundred kilobytes.
MOST_DICTIONARY = 64 << 20
# What a frame may ask to be held, as for zstd's own tool: 128 MiB.
LARGEST_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 27}
PIECE = 1 << 18
# Blocks of one byte repeated shrink most: 128 KiB take four bytes.
MOST_RATIO = 40_000
_SKIPPED = b"\x2a\x4d\x18"
__all__ = ["DICTIONARY", "FRAME", "LARGEST_WINDOW", "MAGICS", "Frames", "zstd"]


class Frames:
    """The frames of one file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._dictionary: zstd.ZstdDict | None = None
        self._is_known = False

    def inflate(self, offset: int, out: Any) -> tuple[int, str | None]:
        """Write what the frame at an offset holds: its length in the file (0 at the end), and what is wrong with it."""
        file = self._file
        file.seek(offset)
        head = file.read(8)
        if not head:
            return 0, None
        left = file.seek(0, os.SEEK_END) - offset
        if head[1:4] == _SKIPPED and head[0] >> 4 == 5:  # the dictionary, or what another tool notes for itself
            length = 8 + int.from_bytes(head[4:], "little")
            return (length, None) if len(head) == 8 and length <= left else (left, _cut(offset))
        if not head.startswith(FRAME[: len(head)]):
            return len(head), f"no frame of zstd begins at byte {offset}"
        try:
            known = self._known()
            file.seek(offset)
            return self._frame(zstd.ZstdDecompressor(zstd_dict=known, options=LARGEST_WINDOW), offset, out)
        except (zstd.ZstdError, ValueError) as error:
            return len(FRAME), f"damaged zstd at byte {offset}: {error}"

    def _frame(self, decoder: zstd.ZstdDecompressor, offset: int, out: Any) -> tuple[int, str | None]:
        read = written = 0
        while not decoder.eof:
            rest = self._file.read(PIECE) if decoder.needs_input else b""
            if decoder.needs_input and not rest:
                return read, _cut(offset)
            piece = decoder.decompress(rest, PIECE)
            read += len(rest)
            written += len(piece)
            out.write(piece)
            if written > MOST_RATIO * (read + PIECE):
                return read, f"the zstd frame at byte {offset} inflates beyond any page"
        return read - len(decoder.unused_data), None

    def _known(self) -> zstd.ZstdDict | None:
        """The dictionary in front of the file, plain or compressed itself. Raises ZstdError, ValueError."""
        if not self._is_known:
            self._file.seek(0)
            head, words = self._file.read(8), b""
            if head.startswith(DICTIONARY):
                words = self._file.read(min(int.from_bytes(head[4:], "little"), MOST_DICTIONARY))
            if words.startswith(FRAME):
                words = zstd.ZstdDecompressor(options=LARGEST_WINDOW).decompress(words, MOST_DICTIONARY)
            self._dictionary, self._is_known = (zstd.ZstdDict(words) if words else None), True
        return self._dictionary


def _cut(offset: int) -> str:
    return f"cut: the zstd frame at byte {offset} has no end"
