"""SQLite as sqlite-utils finds it: pysqlite3 where it has wheels, a SQLite without the WAL-reset race. One per process.

sqlite-utils also loads pandas and numpy wherever they are installed, to know their types: half a second and 100 MB for
every command and child process, for types that never reach us. They are out of its sight while it is loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def out_of_sight(*names: str) -> Iterator[None]:
    """Packages that are not to be loaded by what is imported inside, where nobody has loaded them yet."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        # The import system's own sign for "not there".
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with out_of_sight("pandas", "numpy"):
    from sqlite_utils import Migrations
    from sqlite_utils.db import Database as UtilsDatabase
    from sqlite_utils.db import sqlite3  # type: ignore[attr-defined]

__all__ = ["Migrations", "UtilsDatabase", "out_of_sight", "sqlite3"]
