"""How far each web archive was replayed: one row a file, by what it holds and not by its name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.times import to_text

COUNTS = ("records", "scanned", "left_out", "slow", "kept", "refused")


@dataclass(frozen=True, slots=True)
class Identity:
    """A file by its size in bytes and the digest of its beginning."""

    size: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a file is. waiting: records that say the same as one not seen yet: place, and which one there."""

    id: int
    ended: bool = False
    place: int = 0
    passed: int = 0
    asked: tuple[str, str, str] = ("", "", "")
    waiting: tuple[tuple[int, int], ...] = ()
    records: int = 0


class Replays:
    """The table replay_files."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, identity: Identity, how: str) -> Progress | None:
        """How far a file is that was begun in this way; None for one that was not."""
        row = self._db.row(
            "SELECT * FROM replay_files WHERE size = ? AND head = ? AND how = ?", (identity.size, identity.head, how)
        )
        if row is None:
            return None
        asked = json.loads(row["asked"])
        return Progress(
            id=row["id"], ended=row["ended_at"] is not None, place=row["place"], passed=row["passed"],
            asked=(asked[0], asked[1], asked[2]) if asked else ("", "", ""),
            waiting=tuple((place, passed) for place, passed in json.loads(row["waiting"])),
            records=row["records"],
        )  # fmt: skip

    def begin(self, identity: Identity, how: str, *, name: str, now: datetime, again: bool = False) -> Progress:
        """The row of a file, made where there is none. again: from its first record, whatever was done before."""
        with self._db.write():
            if again:
                self._db.execute(
                    "DELETE FROM replay_files WHERE size = ? AND head = ? AND how = ?",
                    (identity.size, identity.head, how),
                )
            self._db.execute(
                "INSERT OR IGNORE INTO replay_files (name, size, head, how, begun_at) VALUES (?, ?, ?, ?, ?)",
                (name, identity.size, identity.head, how, to_text(now)),
            )
        begun = self.of(identity, how)
        assert begun is not None  # noqa: S101  the row was just made
        return begun

    def advance(
        self, file_id: int, *, place: int, passed: int, asked: Sequence[str], waiting: Sequence[tuple[int, int]],
        counted: Mapping[str, int], ended_at: datetime | None = None,
    ) -> None:  # fmt: skip
        """Note how far a file is, and add what was counted since."""
        columns: dict[str, Any] = {
            "place": place, "passed": passed, "asked": json.dumps(list(asked)), "waiting": json.dumps(list(waiting)),
            "ended_at": None if ended_at is None else to_text(ended_at),
        }  # fmt: skip
        sums = ", ".join(f"{name} = {name} + ?" for name in COUNTS)
        self._db.execute(
            f"UPDATE replay_files SET place = ?, passed = ?, asked = ?, waiting = ?, ended_at = ?, {sums}"  # noqa: S608  names of ours
            " WHERE id = ?",
            (*columns.values(), *(counted.get(name, 0) for name in COUNTS), file_id),
        )
