"""One connection to the archive file, and the only way to write to it: short BEGIN IMMEDIATE transactions.

Every other module of storage that speaks SQL is given a Database; none opens one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# pysqlite3 where it has wheels: a SQLite without the WAL-reset race. Never mix it with the standard module in a process.
from sqlite_utils.db import Database as UtilsDatabase
from sqlite_utils.db import sqlite3

from storage.errors import ArchiveUnusable

BUSY_SECONDS = 30.0
Row = dict[str, Any]
Parameters = Sequence[Any] | Mapping[str, Any]


class Database:
    """A connection with WAL and full synchronisation. Not for use by two threads at once."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        try:
            if read_only:
                connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
            else:
                _create_private(path)
                connection = sqlite3.connect(str(path), timeout=BUSY_SECONDS)
        except (sqlite3.Error, OSError) as error:
            raise ArchiveUnusable(f"{path}: cannot be opened: {error}") from error
        self.utils = UtilsDatabase(connection, recursive_triggers=False, execute_plugins=False)
        self._connection = connection
        try:
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.DatabaseError as error:
            connection.close()
            raise ArchiveUnusable(f"{path}: is not a usable archive: {error}") from error

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction: all of it or nothing. Inside another write() it joins that one."""
        if self._connection.in_transaction:
            yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise ArchiveUnusable(
                f"{self.path}: another program has been writing for {BUSY_SECONDS:.0f} s: {error}"
            ) from error
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        try:
            self._connection.commit()
        except sqlite3.Error as error:
            self._connection.rollback()
            raise ArchiveUnusable(f"{self.path}: could not be written: {error}") from error

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement inside write(); return the last row id."""
        if not self._connection.in_transaction:
            raise RuntimeError("a statement that writes belongs inside Database.write()")
        return self._connection.execute(sql, parameters).lastrowid or 0

    def changed_by(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement inside write(); return how many rows it changed."""
        if not self._connection.in_transaction:
            raise RuntimeError("a statement that writes belongs inside Database.write()")
        return int(self._connection.execute(sql, parameters).rowcount)

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one writing statement for each row, inside write()."""
        if not self._connection.in_transaction:
            raise RuntimeError("a statement that writes belongs inside Database.write()")
        self._connection.executemany(sql, rows)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query, each a dict of column to value."""
        return list(self.each(sql, parameters))

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[Row]:
        """The rows of a query one by one, for results that need not fit in memory."""
        cursor = self._connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        for values in cursor:
            yield dict(zip(names, values, strict=True))

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else next(iter(found.values()))

    def close(self) -> None:
        """Close the connection; what was committed stays."""
        self._connection.close()


def sqlite_version() -> str:
    """The version of the SQLite in use (3.51.3 and later are free of the WAL-reset race)."""
    return str(sqlite3.sqlite_version)


def _create_private(path: Path) -> None:
    """Make the file and its folder readable by their owner only; SQLite gives -wal and -shm the file's own mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
