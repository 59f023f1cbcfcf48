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
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from crawler.archived_page import Found
from crawler.looked import Looked, Mark, look
from scheduler.spread.child import receive, send
from scheduler.spread.job import FAILED, Job
from scheduler.spread.scanning import Scanning, scan_by
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
# A file, and behind which record it is looked through.
Place = tuple[Path, Mark]
T = TypeVar("T")


class Hands(Protocol):
    """Who does tasks: scheduler.spread.pool.Processes or scheduler.spread.cluster.Cluster."""

    def run(self, jobs: Iterable[Job[T]]) -> Iterator[tuple[T, Told]]:
        """Each job's thing with what its task told, in the order of the jobs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a file is looked through: bounds, the time from after which a record is refused, and the byte scan."""

    most_bytes: int
    now: datetime
    scanning: Scanning | None
    mark: Mark = field(default_factory=Mark)


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


def look_into(asked: Stamp, name: str, content: bytes, how: bytes) -> bytes:
    """Look through a file that was sent; its name says what it is."""
    if why := unlike(stamp_of_here(), asked):
        return packed(REFUSED, why)
    with tempfile.TemporaryDirectory(prefix="bluewatch-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        return _looked(path, pickle.loads(how), ("", ""), "")  # noqa: S301  see task.read_block


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
    frame: list[Looked] = []
    size, why = 0, None
    try:
        for looked in look(
            path, how.mark, scan=scan_by(how.scanning), known=_no_page, most_bytes=how.most_bytes, now=how.now
        ):
            frame.append(looked)
            size += len(looked.found.answer.body) if looked.found.answer is not None else 0
            if len(frame) == FRAME or size >= FRAME_BYTES:
                send(part, pickle.dumps(frame))
                frame, size = [], 0
    except OSError as error:
        why = str(error.strerror or error)
    send(part, pickle.dumps(frame))
    send(part, pickle.dumps(why))


def _no_page(_: Found) -> bool:
    """A task knows no archive; a page that was left out and is wanted is brought by the coordinator."""
    return False


@dataclass(slots=True)
class Parts:
    """Gives files to tasks, and their records to who stores, file by file in the order given. folder: for parts."""

    hands: Hands
    how: Asked
    folder: Path
    _sends: bool = False

    def of(self, files: Iterable[Place]) -> Iterator[tuple[Place, Iterator[Looked]]]:
        """Each file with its records; iterating over these raises OSError where the file cannot be read on."""
        clear(self.folder)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        token = os.urandom(16).hex()
        (self.folder / TOKEN).write_text(token)
        try:
            for place, told in self.hands.run(self._jobs(files, token)):
                yield place, self._looked(place, told)
        finally:
            clear(self.folder)

    def _jobs(self, files: Iterable[Place], token: str) -> Iterator[Job[Place]]:
        parts = (str(self.folder.absolute()), token)
        for file, mark in files:
            try:
                known = identity(file)
            except OSError:
                known = (-1, "")
            if self._sends and 0 <= known[0] <= MOST_SENT:
                yield self._sent(file, mark)
            else:
                arguments = (stamp_of_here(), str(file.absolute()), known, self._how(mark), parts)
                yield Job(look_at, arguments, (file, mark))

    def _looked(self, place: Place, told: Told) -> Iterator[Looked]:
        said, what = told
        if said == ABSENT:
            size, _ = identity(place[0])
            if size > MOST_SENT:
                raise OSError(f"a worker does not see it ({what}), and it is too large to be sent")
            self._sends = True
            ((_, (said, what)),) = self.hands.run([self._sent(*place)])
        if said == FAILED:
            raise OSError(str(what))
        if isinstance(what, bytes):
            yield from _read(BytesIO(what))
            return
        part = self.folder / what
        with part.open("rb") as file:
            yield from _read(file)
        part.unlink()

    def _sent(self, file: Path, mark: Mark) -> Job[Place]:
        content = file.read_bytes()
        arguments = (stamp_of_here(), file.name, content, self._how(mark))
        return Job(look_into, arguments, (file, mark), weight=len(content))

    def _how(self, mark: Mark) -> bytes:
        return pickle.dumps(replace(self.how, mark=mark))


def clear(folder: Path) -> None:
    """Remove a folder for parts with what is left in it, by a run that was killed too."""
    if folder.is_dir():
        for one in folder.iterdir():
            one.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()


def _read(part: IO[bytes]) -> Iterator[Looked]:
    while (frame := receive(part)) is not None:
        held: Any = pickle.loads(frame)  # noqa: S301  see task.told
        if isinstance(held, list):
            yield from held
        elif held is not None:
            raise OSError(held)
