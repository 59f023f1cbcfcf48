"""Source files as they were read last, so that thousands of them need not be read again. This module reads files.

What is remembered of a file counts while the file is the same by size and times, and the reader is. A file that was
changed within two seconds of the writing may have changed once more since, unseen: it is read again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pydantic

from crawler import source, source_addresses, source_fields, source_tables, urls
from crawler.source import Source

# Fewer files are read as quickly as remembered.
MANY = 100
UNSURE_NS = 2_000_000_000
_Table = dict[str, Any]


class Memory:
    """The sources of one folder. file: where they are remembered; None, or where it cannot be read: nowhere."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known: Mapping[str, list[Any]] = {}
        self._until = 0
        if file is not None:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                self._until = file.stat().st_mtime_ns - UNSURE_NS
                held = json.loads(file.read_bytes())
                self._known = held["files"] if held["reader"] == _reader() else {}

    def source(self, path: Path) -> Source | None:
        """The source of a file that is as it was."""
        entry = self._known.get(str(path))
        if entry is None:
            return None
        with contextlib.suppress(OSError, ValueError, TypeError, IndexError):
            if entry[0] == _state(path) and max(entry[0][:2]) < self._until:
                return Source.model_validate({**entry[1], "packaged": False})
        return None

    def keep(self, read: Mapping[Path, Source], anew: int) -> None:
        """Remember what was read; anew: how many files were. A folder that cannot be written is left as it is."""
        if self._file is None or anew < MANY or not self._file.parent.is_dir():
            return
        with contextlib.suppress(OSError):
            files = {str(path): [_state(path), one.table()] for path, one in read.items()}
            content = json.dumps({"reader": _reader(), "files": files}).encode()
            beside = self._file.with_suffix(f".{os.getpid()}")
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                out.write(content)
            beside.replace(self._file)


def _state(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]


def _reader() -> str:
    """What reads source files: another version of it may read them otherwise."""
    modules = [Path(one.__file__ or "") for one in (source, source_addresses, source_fields, source_tables, urls)]
    states = [_state(module)[:3:2] for module in modules]
    return sha256(repr((sys.version, pydantic.VERSION, states)).encode()).hexdigest()
