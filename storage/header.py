"""What can be told of a database file from outside, before SQLite takes what is there for all there was."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

_MAGIC = b"SQLite format 3\x00"
_LARGEST_PAGE = 65536
# walformat.html: the index's head stands twice in -shm, then how many frames were taken over into the database.
_HEAD = struct.Struct("=IIIBBHII")
_HEAD_BYTES, _TAKEN_OVER = 48, 96
_LOG_HEAD, _FRAME_HEAD = 32, 24


def lost_changes(path: Path) -> str | None:
    """Why committed changes of a database are missing: its log is gone or cut, or the file itself is; None if not.

    SQLite takes a log that is not there for one that was never written. Its index (-shm) tells better as long as the
    machine has not been started anew; after that its bytes mean nothing.
    """
    log, index = Path(f"{path}-wal"), Path(f"{path}-shm")
    try:
        # In this order, and twice: others may be writing. Their log is always as long as their index says.
        needed, bytes_of_log = _needed(index), _length(log)
        if needed > bytes_of_log and needed == _needed(index):
            what = "was cut short" if log.exists() else "is gone"
            return f"{log.name} {what}, and with it changes that were committed; put it back"
        cut = _cut(path) if bytes_of_log == 0 else None
        return cut if cut is not None and _length(log) == 0 and cut == _cut(path) else None
    except OSError:
        return None  # opening it will say why it cannot be read


def _length(log: Path) -> int:
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return 0


def _needed(index: Path) -> int:
    """The least length of a log whose index is this: 0 where all of it was taken over, or nothing can be told."""
    if not index.exists() or index.stat().st_mtime < _started():
        return 0
    with index.open("rb") as file:
        head = file.read(_TAKEN_OVER + 4)
    if len(head) < _TAKEN_OVER + 4 or head[:_HEAD_BYTES] != head[_HEAD_BYTES : 2 * _HEAD_BYTES]:
        return 0
    _, _, _, begun, _, page, frames, _ = _HEAD.unpack_from(head)
    (taken_over,) = struct.unpack_from("=I", head, _TAKEN_OVER)
    if not begun or frames <= taken_over:
        return 0
    return int(_LOG_HEAD + frames * (_FRAME_HEAD + (_LARGEST_PAGE if page == 1 else page)))


def _cut(path: Path) -> str | None:
    """Whether a database without a log is shorter than its own head says (fileformat.html, section 1.3)."""
    if not path.exists() or Path(f"{path}-journal").exists():
        return None
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_MAGIC):
        return None
    (page,) = struct.unpack_from(">H", head, 16)
    changed, pages = struct.unpack_from(">II", head, 24)
    (valid_for,) = struct.unpack_from(">I", head, 92)
    whole = pages * (_LARGEST_PAGE if page == 1 else page)
    missing = whole - path.stat().st_size
    if changed != valid_for or missing <= 0:
        return None
    return f"it was cut short by {missing:,} bytes; put a whole copy back"


def _started() -> float:
    """When this machine was started, in seconds since 1970; where nothing tells, never: no index is believed then."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/stat").read_text(encoding="ascii").splitlines():
            if line.startswith("btime "):
                return float(line.split()[1])
    return float("inf")
