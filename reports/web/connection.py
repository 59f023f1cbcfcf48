"""What a reader's own SQL may do: read this archive, for a while, within a bounded memory. Nothing else.

Datasette admits statements that begin like a question; the engine is told as well
(sqlite.org/c3ref/set_authorizer.html), so that no statement attaches another file, loads an
extension or changes a setting, however it is written.
"""

from __future__ import annotations

from typing import Any

from storage.engine import sqlite3

# All connections of the process together; beyond it a statement fails, and the service stays.
HEAP_BYTES = 512 << 20
BUSY_SECONDS = 5
_ALLOWED = {
    getattr(sqlite3, name, number)
    for name, number in (("SQLITE_READ", 20), ("SQLITE_SELECT", 21), ("SQLITE_FUNCTION", 31), ("SQLITE_RECURSIVE", 33))
}
_READ = getattr(sqlite3, "SQLITE_READ", 20)
# Who gets a digest is nobody's reading: these columns read as NULL, in whatever statement.
_PRIVATE = {
    *(("recipients", "recipient"), ("deliveries", "recipient"), ("deliveries", "receipt"), ("deliveries", "reason")),
}
_PRAGMA = getattr(sqlite3, "SQLITE_PRAGMA", 19)
_FUNCTION = getattr(sqlite3, "SQLITE_FUNCTION", 31)
_READING_PRAGMAS = {
    *("table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list"),
    *("database_list", "schema_version", "function_list", "collation_list", "compile_options", "data_version"),
}
# Those of the SQLite shell and of its optional parts that read or write files, load code, or hold pointers.
_REFUSED_FUNCTIONS = {
    *("load_extension", "readfile", "writefile", "edit", "fsdir", "lsdir", "zipfile", "fts3_tokenizer"),
    *("sqlite_dbpage", "sqlite_dbdata", "sqlite_log"),
}


def harden(connection: Any) -> None:
    """Bind a read-only connection to reading. connection: a sqlite3 or pysqlite3 one, opened with mode=ro."""
    connection.execute("PRAGMA query_only = 1")
    connection.execute("PRAGMA trusted_schema = 0")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute(f"PRAGMA hard_heap_limit = {HEAP_BYTES}")
    connection.execute("PRAGMA temp_store = 2")
    if hasattr(connection, "enable_load_extension"):
        connection.enable_load_extension(False)  # noqa: FBT003  SQLite's own call
    connection.set_authorizer(_judge)


def _judge(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    if action == _PRAGMA:
        allowed = (first or "").lower() in _READING_PRAGMAS
    elif action == _FUNCTION:
        allowed = (second or "").lower() not in _REFUSED_FUNCTIONS
    elif action == _READ and (first, second) in _PRIVATE:
        return int(sqlite3.SQLITE_IGNORE)
    else:
        allowed = action in _ALLOWED
    return int(sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY)
