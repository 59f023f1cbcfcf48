"""Which other processes hold SQLite's locks on a database, as Linux tells it; elsewhere nothing is known."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

# The byte of -shm that a writer locks (walformat.html, "The WAL-Index Lock Bytes").
_WRITER = 120
_LONGEST = 60


def blockers(path: Path) -> list[str]:
    """Those that write to a database now, else those that hold any lock on it: ``process 4711 (datasette)``."""
    files = {key for end in ("-shm", "") if (key := _file(Path(f"{path}{end}"))) is not None}
    writing: dict[int, None] = {}
    others: dict[int, None] = {}
    with suppress(OSError):
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            # 3: POSIX  ADVISORY  WRITE 4711 fe:00:131 120 120; one that waits has an arrow after its number.
            words = line.split()
            if len(words) != 8 or words[5] not in files or int(words[4]) in (os.getpid(), -1):
                continue
            writes = words[3] == "WRITE" and words[6].isdigit() and int(words[6]) <= _WRITER
            (writing if writes else others)[int(words[4])] = None
    return [f"process {pid}{_name(pid)}" for pid in writing or others]


def _file(path: Path) -> str | None:
    """A file as /proc/locks names it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"


def _name(pid: int) -> str:
    """The program of a process and, of an interpreter, what it runs; no other argument, which may be a secret."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return ""
    names = [Path(words[0]).name]
    if names[0].startswith("python"):
        rest = [word for word in words[1:] if word]
        script = rest[rest.index("-m") + 1 :] if "-m" in rest else [word for word in rest if word.endswith(".py")]
        names += [Path(word).name for word in script[:1]]
    return f" ({' '.join(names)[:_LONGEST]})" if names[0] else ""
