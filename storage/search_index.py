"""What the full-text index holds of an article, and the number of its row there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import cjk
from storage.database import Database
from storage.times import from_text

TABLE = "articles_words"
# A row's number is the second (from the year 1700, 34 bits: to 2244) followed by the article's id (28 bits): the order
# of the rows is that of time, and the number is a function of what the article's own row says.
ID_BITS = 28
_SECOND_BITS = 34
_SECONDS_BEFORE_1970 = 8_520_336_000
MOST_ID = (1 << ID_BITS) - 1
# So many signs wait at most; the rest is written at once.
MOST_WAITING = 4 << 20
ID_OF_SLOT = f"{TABLE}.rowid & {MOST_ID}"


def slot(moment: str, article_id: int) -> int:
    """The number of an article's row in the index. moment: when it was published, else first seen (storage.times)."""
    return _slot(from_text(moment), article_id)


def first_slot(day: str) -> int:
    """The lowest number of a day (ISO 8601) or later ones."""
    return _slot(datetime.fromisoformat(f"{day}T00:00:00+00:00"), 0)


def slot_of(table: str) -> str:
    """The same as SQL, over a table or alias with the columns of articles."""
    seconds = f"CAST(strftime('%s', coalesce({table}.published_at, {table}.first_seen_at)) AS INTEGER)"
    most = (1 << _SECOND_BITS) - 1
    return f"(min(max({seconds} + {_SECONDS_BEFORE_1970}, 0), {most}) << {ID_BITS} | {table}.id)"


def _slot(moment: datetime, article_id: int) -> int:
    if not 0 <= article_id <= MOST_ID:
        raise ValueError(f"the index numbers articles up to {MOST_ID}, not {article_id}")
    # Whole seconds, rounded down, as SQLite's strftime gives them.
    seconds = int(moment.timestamp() // 1) + _SECONDS_BEFORE_1970
    return min(max(seconds, 0), (1 << _SECOND_BITS) - 1) << ID_BITS | article_id


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index holds of one article. The table keeps no text, so an entry is taken out by what went in."""

    moment: str
    title: str
    body: str
    names: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Indexed:
        """Read it from the columns of an article."""
        names = (row["outlet"], row["editor"], row["byline"], row["dateline_place"])
        return cls(
            moment=row["published_at"] or row["first_seen_at"],
            title=cjk.spaced(row["title"] or ""),
            body=cjk.spaced("\n".join([row["body"], *json.loads(row["captions"])])),
            names=cjk.spaced("\n".join(name for name in names if name)),
        )

    def values(self, article_id: int) -> tuple[int, str, str, str]:
        """The row: number, title, body, names."""
        return slot(self.moment, article_id), self.title, self.body, self.names


class Entries:
    """What a transaction puts into the full-text index and takes out of it, written at its end in the order of rows.

    The index begins a new segment whenever a row's number is lower than the one before, and segments are merged for
    days to come; in order, all articles of a transaction make one.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[tuple[tuple[int, str, str, str], bool]] = []
        self._signs = 0

    def take_out(self, article_id: int, entry: Indexed) -> None:
        """Take out what was put in for an article."""
        self._add(entry.values(article_id), put=False)

    def put_in(self, article_id: int, entry: Indexed) -> None:
        """Put in an article."""
        self._add(entry.values(article_id), put=True)

    def _add(self, row: tuple[int, str, str, str], *, put: bool) -> None:
        self._waiting.append((row, put))
        self._signs += len(row[2])
        if self._signs > MOST_WAITING:
            self.finish()

    def finish(self) -> None:
        """Write what waits; of one row in the order in which it came."""
        waiting = sorted(self._waiting, key=lambda one: one[0][0])
        self.forget()
        for row, put in waiting:
            self._db.execute(_PUT_IN if put else _TAKE_OUT, row)

    def forget(self) -> None:
        """Nothing waits any more."""
        self._waiting, self._signs = [], 0


_PUT_IN = f"INSERT INTO {TABLE} (rowid, title, body, names) VALUES (?, ?, ?, ?)"  # noqa: S608  a name of ours
_TAKE_OUT = f"INSERT INTO {TABLE} ({TABLE}, rowid, title, body, names) VALUES ('delete', ?, ?, ?, ?)"  # noqa: S608
