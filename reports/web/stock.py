"""What Datasette's own tables lack: pages without gaps, files with every row, cells that no spreadsheet runs.

Datasette 0.65 (views/table.py) sorts the first page of a table by the chosen column alone, and all later ones by the
table's key as well: of rows that are alike in that column the pages then lose some and repeat others. Its CSV of a
table ends with the first page unless it is asked to go on.

A table is counted for a moment only, and no facets are looked for in a large one: of a view whose count took too long
Datasette (facets.py) counts once more for its suggestions, and then gives up the whole page.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.database import QueryInterrupted
from datasette.views import base

from reports.web.tables import DATABASE
from storage.database import Database
from storage.spreadsheet import MARK, defused

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
COUNT_MS, SUGGESTION_MS = 1000, 20
# Of more rows the suggestions take a second of the processor, and find little in the time that each is given.
MOST_SUGGESTED = 5000


@dataclass(slots=True)
class _Asked:
    """The table whose page is being made. large: it has more rows than facets are looked for in, or nobody knows."""

    table: str
    large: bool = False


# In a reader's own SQL nothing is changed.
_ASKED: ContextVar[_Asked | None] = ContextVar("asked", default=None)
_COUNTS = "select count(*) from "
_COUNTS_AGAIN = "select count(*) from ("
_PATH = re.compile(rf"/{DATABASE}/(?P<table>[^/.]+)(?P<form>\.[a-z]+)?")
_SORTED = re.compile(r" order by (?:\[[^\]]+\]|\w+)(?: desc)?(?= limit \d+(?: offset \d+)?$)")


class Stock:
    """An ASGI application round Datasette's."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Tell the statements below which table they are for, and ask for all of a file."""
        found = _PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        if found["form"] == ".csv":
            scope = {**scope, "query_string": _to_the_end(scope["query_string"])}
        token = _ASKED.set(_Asked(found["table"]))
        try:
            await self._app(scope, receive, send)
        finally:
            _ASKED.reset(token)


def make_whole(database: Any, keys: Mapping[str, Sequence[str]]) -> None:
    """Sort every page of a table alike, bound its counts, and defuse Datasette's CSV.

    database: Datasette's; keys: as keys_of gives.
    """
    plain = database.execute

    async def execute(sql: str, *given: Any, **named: Any) -> Any:
        asked = _ASKED.get()
        if asked is None:
            return await plain(sql, *given, **named)
        if sql.startswith(_COUNTS_AGAIN):
            return await plain("select 0")
        if sql.startswith(_COUNTS):
            asked.large = True
            counted = await plain(sql, *given, **named, custom_time_limit=COUNT_MS)
            asked.large = counted.rows[0][0] > MOST_SUGGESTED
            return counted
        if asked.large and named.get("custom_time_limit") == SUGGESTION_MS:
            raise QueryInterrupted(None, sql, given)
        return await plain(_tied(sql, keys.get(asked.table, ())), *given, **named)

    database.execute = execute
    base.csv = SimpleNamespace(writer=Writer)


def keys_of(db: Database) -> dict[str, tuple[str, ...]]:
    """By what the rows of each table are told apart: its key; of a view, which has none, all its columns."""
    found = {}
    for row in db.rows("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"):
        columns = db.rows("SELECT name, pk FROM pragma_table_info(?) ORDER BY pk, cid", (row["name"],))
        key = [one["name"] for one in columns if one["pk"] or row["type"] == "view"]
        found[row["name"]] = tuple(key or ["rowid"])
    return found


class Writer:
    """A csv.writer as Datasette uses it: out is a file whose write() is awaited by whoever calls writerow()."""

    def __init__(self, out: Any) -> None:
        self._writer = csv.writer(out)
        self._mark = MARK

    def writerow(self, cells: Sequence[Any]) -> Any:
        """One row; the first begins with the mark by which spreadsheets know UTF-8."""
        row = [defused(cell) for cell in cells]
        if row:
            row[0] = f"{self._mark}{'' if row[0] is None else row[0]}"
            self._mark = ""
        return self._writer.writerow(row)


def _tied(sql: str, key: Sequence[str]) -> str:
    """The statement of a page, its rows sorted by their key where they are alike in the chosen column."""
    if not key or " group by " in sql:
        return sql
    ties = "".join(f', "{name}"' for name in key)
    return _SORTED.sub(lambda found: found[0] + ties, sql)


def _to_the_end(query: bytes) -> bytes:
    """The query of a CSV file of a table: all rows, unless it names a page or a number of rows."""
    asked = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    given = dict(asked)
    if "_next" in given or "_stream" in given or given.get("_size", "max") != "max":
        return query
    kept = [(name, value) for name, value in asked if name != "_size"]
    return urlencode([*kept, ("_size", "max"), ("_stream", "1")]).encode("latin-1")
