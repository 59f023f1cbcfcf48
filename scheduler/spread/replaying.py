"""A replay whose files are looked through by tasks; what they give is stored as without tasks, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.archived_page import Found
from crawler.replay import Replay
from scheduler.spread.look import Asked, Hands, Parts, clear
from storage.archive import Archive

# In the data folder: a worker that sees it puts its parts there.
FOLDER = "parts"


class SpreadReplay(Replay):
    """A Replay that is given records. parts: who looks the files through."""

    def __init__(self, *arguments: Any, parts: Parts, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._parts = parts

    def keep(self, files: Iterable[Path]) -> Iterator[Found]:
        """Put the pages of these files into the page store, unread; yields each record when it is done with."""
        for file, found in self._parts.of(files):
            self._by_record.clear()
            try:
                for one in found:
                    self.summary.records += 1
                    self._one(file, one)
                    yield one
            except OSError as error:
                self._refuse(file, None, f"cannot be read: {error.strerror or error}")
        for file, one in self._waiting:
            if not self._again(one):
                self._refuse(file, one, "says the same as a record that is not here")
        self._waiting.clear()


def replay_by(
    hands: Hands | None, archive: Archive, *arguments: Any, now: Callable[[], datetime], **named: Any
) -> Replay:
    """A Replay into this archive; hands: who looks the files through, None for this process itself."""
    folder = archive.data / FOLDER
    if hands is None:
        clear(folder)
        return Replay(archive, *arguments, now=now, **named)
    parts = Parts(hands, Asked(most_bytes=named["most_bytes"], now=now()), folder)
    return SpreadReplay(archive, *arguments, now=now, parts=parts, **named)
