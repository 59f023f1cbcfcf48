"""Writing that outlives a power cut: whole bytes at a place, private folders, and their entries synchronised."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

_PROBE_BYTES = 1 << 16
_FULL = "the disk is full: make room and run the command again"
_HELPS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EEXIST: "it is no folder: a file, or a link to a disk that is not mounted",
    errno.ENOENT: "its folder is gone: is its disk still mounted?",
    errno.EROFS: "its disk is mounted for reading only",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
    errno.ENFILE: "the machine has too many open files",
    errno.EFBIG: "raise the limit on the size of files (ulimit -f)",
}


def make_folders(folder: Path, data: Path) -> Sequence[Path]:
    """Make the folders of a file, private; return those whose own entry must be synchronised."""
    parents = [parent for parent in (folder, *folder.parents) if data in parent.parents and not parent.exists()]
    for parent in reversed(parents):
        parent.mkdir(mode=0o700, exist_ok=True)
    return [parent.parent for parent in parents]


def write_all(handle: int, content: bytes, offset: int) -> None:
    """Write all of the content at an offset of an open file."""
    view = memoryview(content)
    while view:
        written = os.pwrite(handle, view, offset)
        view, offset = view[written:], offset + written


def sync_folder(folder: Path) -> None:
    """Make the entries of a folder durable: a new file in it, or one that was renamed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def free_bytes(folder: Path) -> int | None:
    """Room on the disk of a folder, or of the first one above it that is there; None where nobody can tell."""
    place = next((one for one in (folder, *folder.parents) if one.is_dir()), None)
    try:
        return None if place is None else shutil.disk_usage(place).free
    except OSError:
        return None


def size_of(path: Path) -> int:
    """Bytes of a file; 0 for one that is not there or cannot be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def is_read_only(folder: Path) -> bool:
    """True where the disk of a folder is mounted for reading only, as Linux mounts one that failed."""
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except (OSError, AttributeError):  # no folder, or a system without the call
        return False


def unreached(path: Path) -> bool:
    """True for a link that leads nowhere, as to a disk that is not mounted, and for a file where a folder should be."""
    return os.path.lexists(path) and not path.is_dir()


def refusal(folder: Path) -> str | None:
    """What the system says to a small file in this folder, in its words and with what helps; None where it takes it.

    SQLite keeps the system's own reason to itself; this asks again.
    """
    probe = folder / f".room-{os.getpid()}.part"
    try:
        try:
            handle = os.open(probe, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            try:
                write_all(handle, bytes(_PROBE_BYTES), 0)
                os.fsync(handle)
            finally:
                os.close(handle)
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        return in_words(error, folder)
    return None


def closed(path: Path, *, write: bool) -> str | None:
    """What keeps this user from a file or folder that is there, and what helps; None where nothing does.

    It is not opened: see storage.opened.
    """
    wanted = os.R_OK | (os.W_OK if write else 0) | (os.X_OK if path.is_dir() else 0)
    if not path.exists() or os.access(path, wanted):
        return None
    return f"{os.strerror(errno.EACCES)}; check the owner and the permissions of {path}"


def in_words(error: OSError, folder: Path) -> str:
    """What the system said of a file in this folder, and what helps."""
    return f"{error.strerror}; {_HELPS.get(error.errno or 0, f'check the disk and the permissions of {folder}')}"
