"""Files for others to take: put into a folder whole or not at all, as readable as the folder is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from scheduler.delivery.answers import Answer, not_now, taken
from scheduler.delivery.wire import Commit


def send(place: Path, files: Mapping[str, bytes], commit: Commit) -> Answer:
    """Write the files by name. Doing it twice gives the same files, so nothing here is ever uncertain."""
    commit()
    try:
        place.mkdir(parents=True, exist_ok=True)
        mode = place.stat().st_mode & 0o666
        for name, content in files.items():
            _put(place / name, content, mode)
    except OSError as error:
        return not_now(f"{place} cannot be written: {error.strerror}", alone=False)
    return taken(f"{', '.join(files)} in {place}")


def _put(path: Path, content: bytes, mode: int) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
