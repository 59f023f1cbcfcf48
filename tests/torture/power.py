"""What a power cut may leave of a data folder: built from the recorded operations of an undisturbed run.

The model is a disk that keeps nothing it was not told to: a file's bytes last once that file was synchronised, a name
lasts once its folder was; until then each sector and each change of names may be there or not. Only this is taken for
granted: a sector of 512 bytes is written whole or not at all, a rename shows the old or the new file, and changes of
one folder reach the disk in their order (what a journalling file system does; POSIX promises nothing).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath

from tests.torture.shim import Op, Recorded

SECTOR = 512
FOLDER = -1
Change = tuple[int, bytes | None]


@dataclass
class File:
    """One file's bytes: those that last, and what was done since. A change is (place, bytes) or (length, None)."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        """All that was written lasts."""
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()

    def now(self) -> bytes:
        """The bytes that are read now."""
        now = bytearray(self.durable)
        for change in self.pending:
            _apply(now, change)
        return bytes(now)

    def left(self, chance: random.Random | None) -> bytes:
        """The bytes after a cut. chance: which unsynchronised sectors are there; None: none is."""
        left = bytearray(self.durable)
        for change in self.pending if chance is not None else ():
            for piece in _sectors(change):
                if chance is not None and chance.random() < 0.5:
                    _apply(left, piece)
        return bytes(left)


class Disk:
    """A folder on a disk that may lose its power. Names are paths relative to the folder; FOLDER stands for one."""

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._files: list[File] = []
        self._open: dict[int, int] = {}
        self.durable: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self._pending: list[tuple[str, list[tuple[str, int | None]]]] = []

    @classmethod
    def of(cls, folder: Path, recorded_in: Path) -> Disk:
        """The disk before the run: all that lies in the folder lasts. recorded_in: where the run was recorded."""
        disk = cls(recorded_in)
        for path in sorted(folder.rglob("*")):
            number = FOLDER if path.is_dir() else disk._file(path.read_bytes())
            disk.durable[str(path.relative_to(folder))] = number
        disk._now = dict(disk.durable)
        return disk

    def do(self, done: Recorded) -> None:
        """Take one recorded operation."""
        if done.op == Op.MARK:
            return
        name = self._name(done.path)
        if done.op == Op.CREATE:
            self._open[done.inode] = self._file()
            self._rename((name, self._open[done.inode]))
        elif done.op in (Op.WRITE, Op.TRUNCATE):
            file = self._files[self._of(done, name)]
            file.pending.append((done.offset, done.data if done.op == Op.WRITE else None))
        elif done.op == Op.SYNC and (name == "." or self._now.get(name) == FOLDER):
            kept = [(folder, changes) for folder, changes in self._pending if folder != name]
            for folder, changes in self._pending:
                if folder == name:
                    _rename(self.durable, changes)
            self._pending = kept
        elif done.op == Op.SYNC:
            self._files[self._of(done, name)].sync()
        elif done.op == Op.RENAME:
            self._rename((self._name(done.other), self._now[name]), (name, None))
        elif done.op == Op.LINK:
            self._rename((self._name(done.other), self._now[name]))
        elif done.op in (Op.UNLINK, Op.RMDIR):
            self._rename((name, None))
        elif done.op == Op.MKDIR:
            self._rename((name, FOLDER))

    def as_is(self, target: Path) -> None:
        """Write into an empty folder all that it holds now: what is left when nothing but the process ends."""
        target.mkdir(parents=True)
        for name, number in sorted(self._now.items()):
            if number == FOLDER:
                (target / name).mkdir()
            else:
                (target / name).write_bytes(self._files[number].now())

    def cut(self, target: Path, chance: random.Random | None) -> None:
        """Write into an empty folder what is left when the power goes now. chance: None where all unsynced is lost."""
        names = dict(self.durable)
        ends: dict[str, int] = {}
        for folder in {folder for folder, _ in self._pending} if chance is not None else ():
            many = sum(1 for one, _ in self._pending if one == folder)
            ends[folder] = chance.randint(0, many) if chance is not None else 0
        for folder, changes in self._pending:
            if ends.get(folder, 0) > 0:
                ends[folder] -= 1
                _rename(names, changes)
        target.mkdir(parents=True)
        for name, number in sorted(names.items()):
            path = target / name
            if any(names.get(str(parent)) != FOLDER for parent in PurePosixPath(name).parents if str(parent) != "."):
                continue  # its folder is not there
            if number == FOLDER:
                path.mkdir()
            else:
                path.write_bytes(self._files[number].left(chance))

    def _file(self, content: bytes = b"") -> int:
        self._files.append(File(bytearray(content)))
        return len(self._files) - 1

    def _of(self, done: Recorded, name: str) -> int:
        """The file that an open handle means; one that was there before is known by its name."""
        if done.inode not in self._open:
            self._open[done.inode] = self._now[name]
        return self._open[done.inode]

    def _name(self, path: str) -> str:
        return str(Path(path).relative_to(self._root))

    def _rename(self, *changes: tuple[str, int | None]) -> None:
        _rename(self._now, changes)
        self._pending.append((str(PurePosixPath(changes[0][0]).parent), list(changes)))


def cuts(operations: Sequence[Recorded]) -> list[int]:
    """The places of a recording at which a power cut may leave something new: before each operation, and at its end."""
    return [number for number, done in enumerate(operations) if done.op != Op.MARK] + [len(operations)]


def disk_at(before: Path, recorded_in: Path, operations: Iterable[Recorded]) -> Disk:
    """The disk after these operations."""
    disk = Disk.of(before, recorded_in)
    for done in operations:
        disk.do(done)
    return disk


def _sectors(change: Change) -> Iterator[Change]:
    """A change in the pieces that reach the disk one by one."""
    place, data = change
    if data is None:
        yield change
        return
    edges = [place, *range((place // SECTOR + 1) * SECTOR, place + len(data), SECTOR), place + len(data)]
    for start, end in pairwise(edges):
        yield start, data[start - place : end - place]


def _apply(content: bytearray, change: Change) -> None:
    place, data = change
    if data is None:
        del content[place:]
        content.extend(bytes(place - len(content)))
        return
    content.extend(bytes(max(0, place - len(content))))
    content[place : place + len(data)] = data


def _rename(names: dict[str, int], changes: Iterable[tuple[str, int | None]]) -> None:
    for name, number in changes:
        if number is None:
            names.pop(name, None)
        else:
            names[name] = number
