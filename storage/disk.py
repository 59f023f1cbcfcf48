"""Writing that outlives a power cut: whole bytes at a place, private folders, and their entries synchronised."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path


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
