"""One connection to the archive file, and the only way to write to it: short BEGIN IMMEDIATE transactions.

Every other module of storage that speaks SQL is given a Database; none opens one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from storage.disk import closed, refusal
from storage.engine import UtilsDatabase, sqlite3
from storage.errors import ArchiveUnusable
from storage.opened import enter, leave
from storage.troubles import BUSY_SECONDS, code_of, trouble_of

Row = dict[str, Any]
Parameters = Sequence[Any] | Mapping[str, Any]
# What a query may raise, for those that tell a failing archive from a mistake of ours.
EngineError: type[Exception] = sqlite3.Error
# Storing one page takes some 140 different statements, the migrations of a new archive 300. The module keeps 128 by
# default, those used most: what comes first when that many are kept is made anew each time, at three times its cost.
PREPARED_STATEMENTS = 1000


class Troubles:
    """The context of Database.troubles(); a class, as it is entered for every statement and a generator costs more."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, sqlite3.DatabaseError):
            return
        if (trouble := trouble_of(code_of(error), self._path)) is not None:
            raise ArchiveUnusable(f"{self._path}: {trouble} ({error})") from error


class Late(Protocol):
    """What is done once a transaction, at its end, for all that was written in it. Made with the Database."""

    def __init__(self, db: Database) -> None: ...

    def finish(self) -> None:
        """Do it, inside the transaction and before it is committed; what it raises undoes the transaction."""

    def forget(self) -> None:
        """The transaction has ended, committed or not."""


SomeLate = TypeVar("SomeLate", bound=Late)
_JOINED: AbstractContextManager[None] = nullcontext()


class _Transaction:
    """The context of an outermost Database.write(); a class, as Troubles is."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.begin()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            self._db.commit()
        else:
            self._db.undo()


class Database:
    """A connection with WAL and full synchronisation. Not for use by two threads at once."""

    def __init__(
        self, path: Path, *, read_only: bool = False, look: Callable[[Path], str | None] | None = None
    ) -> None:
        """look: says from outside why the file must not be opened, or None. Raises ArchiveUnusable."""
        self.path = path
        self.read_only = read_only
        self._troubles = Troubles(path)
        lost = enter(path, look)
        self._entered = True
        try:
            if lost is not None:
                raise ArchiveUnusable(f"{path}: {lost}")
            self._connect(path, read_only=read_only)
        except BaseException:
            self._leave()
            raise

    def _connect(self, path: Path, *, read_only: bool) -> None:
        try:
            if read_only:
                address = f"{path.absolute().as_uri()}?mode=ro"
            else:
                _create_private(path)
                address = str(path)
            connection = sqlite3.connect(
                address, uri=read_only, timeout=BUSY_SECONDS, cached_statements=PREPARED_STATEMENTS
            )
        except (sqlite3.Error, OSError) as error:
            reason = closed(path, write=not read_only)
            if reason is None and isinstance(error, sqlite3.Error) and not read_only:
                reason = refusal(path.parent)
            raise ArchiveUnusable(f"{path}: cannot be opened: {reason or error}") from error
        self.utils = UtilsDatabase(connection, recursive_triggers=False, execute_plugins=False)
        self._connection = connection
        self._transaction = _Transaction(self)
        self._late: dict[type[Late], Any] = {}
        self._in_snapshot = False
        try:
            with self.troubles():
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
        except ArchiveUnusable:
            connection.close()
            raise

    @property
    def uses_wal(self) -> bool:
        """True where readers and a writer do not wait for each other."""
        return bool(self.value("PRAGMA journal_mode") == "wal")

    def use_wal(self) -> None:
        """Set the journal mode, which writes to the file: only once it is known to be ours."""
        if not self.uses_wal:
            self.value("PRAGMA journal_mode = WAL")

    def write(self) -> AbstractContextManager[None]:
        """Make one transaction: all of it or nothing. Inside another one it joins that."""
        if self._in_snapshot:
            raise RuntimeError("nothing is written inside Database.snapshot()")
        return _JOINED if self._connection.in_transaction else self._transaction

    def late(self, kind: type[SomeLate]) -> SomeLate:
        """What this transaction does at its end: the one of its kind, made at the first call; inside write()."""
        if not self._connection.in_transaction:
            raise RuntimeError("what is done at the end of a transaction belongs inside Database.write()")
        found: SomeLate | None = self._late.get(kind)
        if found is None:
            found = self._late[kind] = kind(self)
        return found

    def begin(self) -> None:
        """Begin the transaction of write()."""
        with self.troubles():
            self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Commit it, after what it does late."""
        try:
            for late in list(self._late.values()):
                late.finish()
            with self.troubles():
                self._connection.commit()
        except BaseException:
            self.undo()
            raise
        self._end()

    def undo(self) -> None:
        """Take it back."""
        try:
            self._connection.rollback()
        finally:
            self._end()

    def _end(self) -> None:
        ended, self._late = self._late, {}
        for late in ended.values():
            late.forget()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All queries inside see one state of the archive, while others go on writing; nothing is written inside."""
        with self.troubles():
            self._connection.execute("BEGIN")
        self._in_snapshot = True
        try:
            yield
        finally:
            self._in_snapshot = False
            self._connection.rollback()

    def troubles(self) -> Troubles:
        """Turn what the machine or the file did to a statement into ArchiveUnusable; our own mistakes stay."""
        return self._troubles

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement inside write(); return the last row id."""
        if not self._connection.in_transaction:
            raise RuntimeError("a statement that writes belongs inside Database.write()")
        with self.troubles():
            return self._connection.execute(sql, parameters).lastrowid or 0

    def changed_by(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement inside write(); return how many rows it changed."""
        if not self._connection.in_transaction:
            raise RuntimeError("a statement that writes belongs inside Database.write()")
        with self.troubles():
            return int(self._connection.execute(sql, parameters).rowcount)

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one writing statement for each row, inside write()."""
        if not self._connection.in_transaction:
            raise RuntimeError("a statement that writes belongs inside Database.write()")
        with self.troubles():
            self._connection.executemany(sql, rows)

    def define(self, name: str, function: Callable[[Any], Any]) -> None:
        """Let the statements of this connection call a function of one value, which always gives the same for it."""
        self._connection.create_function(name, 1, function, deterministic=True)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query, each a dict of column to value."""
        with self.troubles():
            cursor = self._connection.execute(sql, parameters)
            found = cursor.fetchall()
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, values, strict=True)) for values in found]

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[Row]:
        """The rows of a query one by one, for results that need not fit in memory."""
        with self.troubles():
            cursor = self._connection.execute(sql, parameters)
            names = [column[0] for column in cursor.description or ()]
            while (values := cursor.fetchone()) is not None:
                yield dict(zip(names, values, strict=True))

    def tuples(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a query as they come: for many short ones."""
        with self.troubles():
            found: list[tuple[Any, ...]] = self._connection.execute(sql, parameters).fetchall()
        return found

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        with self.troubles():
            found = self._connection.execute(sql, parameters).fetchone()
        return None if found is None else found[0]

    def interrupt(self) -> None:
        """End a query of this connection that another thread waits for; nothing where it is closed already."""
        with suppress(sqlite3.ProgrammingError):
            self._connection.interrupt()

    def close(self) -> None:
        """Close the connection; what was committed stays."""
        self._connection.close()
        self._leave()

    def _leave(self) -> None:
        if self._entered:
            self._entered = False
            leave(self.path)


def sqlite_version() -> str:
    """The version of the SQLite in use (3.51.3 and later are free of the WAL-reset race)."""
    return str(sqlite3.sqlite_version)


def _create_private(path: Path) -> None:
    """Make the file and its folder readable by their owner only; SQLite gives -wal and -shm the file's own mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
