"""The shim that makes disk operations fail: built by the system's compiler, preloaded, armed inside a process."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from functools import cache
from hashlib import sha256
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
_HEAD = struct.Struct("<BQqIII")


class Kind(IntFlag):
    """Kinds of disk operations, as in shim.c."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 4
    SYNC = 8
    NAME = 16
    REMOVE = 32
    READ = 64
    OPEN = 128


CHANGES = Kind.CREATE | Kind.WRITE | Kind.TRUNCATE | Kind.SYNC | Kind.NAME | Kind.REMOVE
# What takes room; a synchronisation is where a file system that allocates late says so.
GROWS = Kind.CREATE | Kind.WRITE | Kind.TRUNCATE | Kind.SYNC | Kind.NAME
EVERYTHING = CHANGES | Kind.READ | Kind.OPEN


class Act(IntEnum):
    """What is done at an operation."""

    NOTHING = 0
    KILL = 1
    TEAR = 2
    FAIL = 3


class Op(IntEnum):
    """Kinds of recorded operations."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    RENAME = 5
    LINK = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    MARK = 10
    FIRED = 11
    NAMED = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done, at operations of which kinds; lasting: at every one from there on."""

    name: str
    kinds: Kind
    act: Act
    error: int = 0
    lasting: bool = False


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("kill", CHANGES, Act.KILL),
        Fault("torn write", Kind.WRITE, Act.TEAR),
        Fault("disk full", GROWS, Act.FAIL, errno.ENOSPC, lasting=True),
        Fault("disk full once", GROWS, Act.FAIL, errno.ENOSPC),
        Fault("I/O error", EVERYTHING, Act.FAIL, errno.EIO, lasting=True),
        Fault("I/O error once", EVERYTHING, Act.FAIL, errno.EIO),
    )
}
RECORDING = Fault("recording", EVERYTHING, Act.NOTHING)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded operation. other: the new name of a rename or link; of one that fired or is named, its word.

    inode: of one that is named before it is done, its kind.
    """

    op: Op
    inode: int
    offset: int
    path: str
    other: str
    data: bytes


@cache
def built() -> Path | None:
    """The shared object, built where it is not; None where this machine has no compiler or refuses to load it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not hasattr(os, "posix_fadvise"):
        return None
    text = SOURCE.read_bytes()
    place = Path(tempfile.gettempdir()) / f"bluewatch-torture-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    target = place / f"shim-{sha256(text).hexdigest()[:16]}.so"
    if not target.exists():
        part = place / f".{target.name}.{os.getpid()}"
        line = [compiler, "-std=gnu11", "-O2", "-Wall", "-shared", "-fPIC", "-o", str(part), str(SOURCE)]
        made = subprocess.run([*line, "-ldl", "-lpthread"], capture_output=True, text=True, check=False)
        if made.returncode:
            return None
        part.replace(target)
    env = {**os.environ, "LD_PRELOAD": str(target)}
    tried = subprocess.run(["/bin/true"], env=env, capture_output=True, check=False)
    return target if tried.returncode == 0 and b"LD_PRELOAD" not in tried.stderr else None


def arm(folder: Path, fault: Fault, at: int, log: int) -> None:
    """In a process that has the shim: count operations below the folder, and do what the fault says at number at."""
    library = ctypes.CDLL(None)
    library.torture_arm.argtypes = [ctypes.c_char_p] + [ctypes.c_int] * 2 + [ctypes.c_long] + [ctypes.c_int] * 3
    library.torture_arm(os.fsencode(folder), fault.kinds, fault.act, at, fault.error, fault.lasting, log)


def disarm() -> None:
    """In a process that has the shim: let everything through again."""
    ctypes.CDLL(None).torture_disarm()


def counted() -> int:
    """In a process that has the shim: how many operations of the armed kinds there were."""
    library = ctypes.CDLL(None)
    library.torture_count.restype = ctypes.c_long
    return int(library.torture_count())


def mark(word: str) -> None:
    """Put a word among the recorded operations."""
    ctypes.CDLL(None).torture_mark(word.encode())


def recorded(log: Path) -> Iterator[Recorded]:
    """The operations of a log, in their order."""
    with log.open("rb") as file:
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            op, inode, offset, path, other, data = _HEAD.unpack(head)
            first, second = os.fsdecode(file.read(path)), os.fsdecode(file.read(other))
            yield Recorded(Op(op), inode, offset, first, second, file.read(data))
