"""Web archives looked through by tasks, each file a task; what was found comes back as a part, in the file's order.

A part is a file of its own in a folder that coordinator and worker both see, or, where they share no disk, bytes. A
file that a worker does not see, or sees another one under its name, is sent to it.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from crawler.archived_page import Found, interpret
from crawler.web_archive import records
from scheduler.spread.child import receive, send
from scheduler.spread.job import FAILED, Job
from scheduler.spread.stamp import Stamp, stamp_of_here, unlike
from scheduler.spread.task import DONE, REFUSED, Told, packed

# A worker without the file says so.
ABSENT = "absent"
TOKEN = "token"  # noqa: S105 - names the folder, and opens nothing
ENDS = 1 << 16
FRAME = 200
FRAME_BYTES = 4 << 20
# A larger file is not sent: it would lie in the memory of the scheduler.
MOST_SENT = 1 << 30
T = TypeVar("T")


class Hands(Protocol):
    """Who does tasks: scheduler.spread.pool.Processes or scheduler.spread.cluster.Cluster."""

    def run(self, jobs: Iterable[Job[T]]) -> Iterator[tuple[T, Told]]:
        """Each job's thing with what its task told, in the order of the jobs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How files are looked through: bounds, and the time from after which a record is refused."""

    most_bytes: int
    now: datetime


def identity(path: Path) -> tuple[int, str]:
    """Size and digest of both ends: enough to tell whether two machines see one file. Raises OSError."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        digest = sha256(file.read(ENDS))
        file.seek(max(0, size - ENDS))
        digest.update(file.read(ENDS))
    return size, digest.hexdigest()


def look_at(asked: Stamp, path: str, known: tuple[int, str], how: bytes, parts: tuple[str, str]) -> bytes:
    """Look through a file where it lies; absent: it is not here. parts: folder, and the token that lies in it."""
    if why := unlike(stamp_of_here(), asked):
        return packed(REFUSED, why)
    try:
        if identity(Path(path)) != known:
            return packed(ABSENT, "another file has its name there")
    except OSError as error:
        return packed(ABSENT, str(error.strerror or error))
    name = sha256(repr((path, known, how, sorted(asked.items()))).encode()).hexdigest()[:24]
    return _looked(Path(path), pickle.loads(how), parts, name)  # noqa: S301  see task.read_block


def look_into(asked: Stamp, content: bytes, how: bytes) -> bytes:
    """Look through a file that was sent."""
    if why := unlike(stamp_of_here(), asked):
        return packed(REFUSED, why)
    with tempfile.NamedTemporaryFile(prefix="bluewatch-") as file:
        file.write(content)
        file.flush()
        return _looked(Path(file.name), pickle.loads(how), ("", ""), "")  # noqa: S301  see task.read_block


def _looked(path: Path, how: Asked, parts: tuple[str, str], name: str) -> bytes:
    folder, token = Path(parts[0]), parts[1]
    if not token or not _holds(folder, token):
        part = BytesIO()
        _write(part, path, how)
        return packed(DONE, part.getvalue())
    place = folder / f"{name}.part"
    if not place.exists():
        draft = folder / f"{name}.{os.getpid()}.draft"
        try:
            with draft.open("wb") as file:
                _write(file, path, how)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
    return packed(DONE, place.name)


def _holds(folder: Path, token: str) -> bool:
    """Whether the folder is that of the coordinator, and can be written."""
    try:
        return (folder / TOKEN).read_text() == token and os.access(folder, os.W_OK)
    except OSError:
        return False


def _write(part: IO[bytes], path: Path, how: Asked) -> None:
    """Frames of records, then one that says why there are no more of them, which is mostly nothing."""
    frame: list[Found] = []
    size, why = 0, None
    try:
        for found in interpret(records(path, most_bytes=how.most_bytes), most_bytes=how.most_bytes, now=how.now):
            frame.append(found)
            size += len(found.answer.body) if found.answer is not None else 0
            if len(frame) == FRAME or size >= FRAME_BYTES:
                send(part, pickle.dumps(frame))
                frame, size = [], 0
    except OSError as error:
        why = str(error.strerror or error)
    send(part, pickle.dumps(frame))
    send(part, pickle.dumps(why))


@dataclass(slots=True)
class Parts:
    """Gives files to tasks, and their records to who stores, file by file in the order given. folder: for parts."""

    hands: Hands
    how: Asked
    folder: Path
    _sends: bool = False

    def of(self, files: Iterable[Path]) -> Iterator[tuple[Path, Iterator[Found]]]:
        """Each file with its records; iterating over these raises OSError where the file cannot be read on."""
        clear(self.folder)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        token = os.urandom(16).hex()
        (self.folder / TOKEN).write_text(token)
        how = pickle.dumps(self.how)
        try:
            for job, told in self.hands.run(self._jobs(files, how, token)):
                yield job, self._found(job, told, how)
        finally:
            clear(self.folder)

    def _jobs(self, files: Iterable[Path], how: bytes, token: str) -> Iterator[Job[Path]]:
        parts = (str(self.folder.absolute()), token)
        for file in files:
            try:
                known = identity(file)
            except OSError:
                known = (-1, "")
            if self._sends and 0 <= known[0] <= MOST_SENT:
                yield self._sent(file, how)
            else:
                yield Job(look_at, (stamp_of_here(), str(file.absolute()), known, how, parts), file)

    def _found(self, file: Path, told: Told, how: bytes) -> Iterator[Found]:
        said, what = told
        if said == ABSENT:
            size, _ = identity(file)
            if size > MOST_SENT:
                raise OSError(f"a worker does not see it ({what}), and it is too large to be sent")
            self._sends = True
            ((_, (said, what)),) = self.hands.run([self._sent(file, how)])
        if said == FAILED:
            raise OSError(str(what))
        if isinstance(what, bytes):
            yield from _read(BytesIO(what))
            return
        place = self.folder / what
        with place.open("rb") as part:
            yield from _read(part)
        place.unlink()

    @staticmethod
    def _sent(file: Path, how: bytes) -> Job[Path]:
        content = file.read_bytes()
        return Job(look_into, (stamp_of_here(), content, how), file, weight=len(content))


def clear(folder: Path) -> None:
    """Remove a folder for parts with what is left in it, by a run that was killed too."""
    if folder.is_dir():
        for one in folder.iterdir():
            one.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()


def _read(part: IO[bytes]) -> Iterator[Found]:
    while (frame := receive(part)) is not None:
        held: Any = pickle.loads(frame)  # noqa: S301  see task.told
        if isinstance(held, list):
            yield from held
        elif held is not None:
            raise OSError(held)
