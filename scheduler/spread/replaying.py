"""A replay whose files are looked through by tasks; what they give is stored as without tasks, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from crawler.archived_page import Found
from crawler.looked import Looked, Mark, identity_of, look
from crawler.replay import Replay
from crawler.replay_files import File
from scheduler.spread.look import Asked, Hands, Parts, clear
from scheduler.spread.scanning import Scanning, scan_by
from storage.archive import Archive
from storage.replays import Replays

# In the data folder: a worker that sees it puts its parts there.
FOLDER = "parts"


class SpreadReplay(Replay):
    """A Replay that is given what the records are. parts: who looks the files through."""

    def __init__(self, archive: Archive, *arguments: Any, parts: Parts, **named: Any) -> None:
        super().__init__(archive, *arguments, **named)
        self._replays, self._parts = Replays(archive.db), parts

    def sources(self, files: Iterable[Path]) -> Iterator[tuple[Path, Callable[[File], Iterator[Looked]]]]:
        """Each file with what gives its records behind file.mark."""
        for (path, mark), given in self._parts.of((path, self._mark(path)) for path in files):
            yield path, partial(self._opened, mark, given)

    def _mark(self, path: Path) -> Mark:
        """Behind which record a file is to be looked through. One that cannot be read is told when it is its turn."""
        try:
            known = None if self._anew else self._replays.of(identity_of(path), self.how)
        except OSError:
            known = None
        return Mark() if known is None else Mark(place=known.place, passed=known.passed, asked=known.asked)

    def _opened(self, mark: Mark, given: Iterator[Looked], file: File) -> Iterator[Looked]:
        if file.mark != mark:
            # The same file by another name was read meanwhile.
            yield from self._look(file)
            return
        for looked in given:
            wanted = looked.left and self._known.wants(looked.found)
            yield self._brought(file.path, mark, looked) if wanted else looked
            mark = looked.mark

    def _brought(self, path: Path, before: Mark, looked: Looked) -> Looked:
        """The record behind that mark, whose page a task left out and the archive wants."""
        whole = look(path, before, scan=None, known=_every, most_bytes=self._most_bytes, now=self._now())
        return replace(next(whole), mark=looked.mark, way=looked.way)


def _every(_: Found) -> bool:
    return True


def replay_by(
    hands: Hands | None, archive: Archive, *arguments: Any, now: Callable[[], datetime], most_bytes: int,
    scanning: Scanning | None, **named: Any,
) -> Replay:  # fmt: skip
    """A Replay into this archive; hands: who looks the files through, None for this process itself."""
    folder = archive.data / FOLDER
    named |= {"now": now, "most_bytes": most_bytes, "scan": scan_by(scanning)}
    if hands is None:
        clear(folder)
        return Replay(archive, *arguments, **named)
    parts = Parts(hands, Asked(most_bytes=most_bytes, now=now(), scanning=scanning), folder)
    return SpreadReplay(archive, *arguments, parts=parts, **named)
