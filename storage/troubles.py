"""What the machine or the file did to a statement, in words that say what to do next."""

from __future__ import annotations

from pathlib import Path

from storage.blockers import blockers
from storage.disk import refusal

BUSY_SECONDS = 30.0
# What puts a backup in the place of a damaged archive, for every message that needs it.
RESTORE = "`bluewatch restore` puts a backup in its place"
_PERMISSIONS = "check the permissions of the file and its folder"
# By primary result code (sqlite.org/rescode.html).
BUSY, READ_ONLY, DISK_ERROR, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE = 5, 8, 10, 11, 13, 14, 26
_WORDS = {
    READ_ONLY: f"cannot be written; {_PERMISSIONS}",
    DISK_ERROR: "the disk reports an error; check the disk and its free space, then run the command again",
    CORRUPT: f"is damaged and was left as it is; {RESTORE}",
    FULL: "the disk is full; make room and run the command again",
    CANNOT_OPEN: f"cannot be opened; {_PERMISSIONS}, and the free space of the disk",
    NOT_A_DATABASE: f"is not a database and was left as it is; {RESTORE}",
}
# What SQLite says where a call gives no code, as its backup does (sqlite3_errstr).
_SAID = {
    "database is locked": BUSY,
    "attempt to write a readonly database": READ_ONLY,
    "disk I/O error": DISK_ERROR,
    "database disk image is malformed": CORRUPT,
    "database or disk is full": FULL,
    "unable to open database file": CANNOT_OPEN,
    "file is not a database": NOT_A_DATABASE,
}


def code_of(error: BaseException) -> int:
    """The primary result code of an error of SQLite; 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF or _SAID.get(str(error), 0)


def trouble_of(code: int, path: Path) -> str | None:
    """What a primary result code means for this database here and now; None for a mistake of ours."""
    if code == BUSY:
        holders = " and ".join(blockers(path)) or "another program"
        return f"{holders} has been writing for {BUSY_SECONDS:.0f} s; wait for it or end it"
    # The system knows more than SQLite tells. A reader too needs room for the index of the log.
    refused = refusal(path.parent) if code in (READ_ONLY, DISK_ERROR, CANNOT_OPEN) else None
    return f"cannot be written: {refused}" if refused else _WORDS.get(code)
