"""An error of SQLite is told in words, whether the call that failed gave a code or no more than a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engine import sqlite3
from storage.troubles import BUSY, CORRUPT, DISK_ERROR, FULL, NOT_A_DATABASE, code_of, trouble_of


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database is locked", BUSY),
        ("disk I/O error", DISK_ERROR),
        ("database disk image is malformed", CORRUPT),
        ("database or disk is full", FULL),
        ("no such table: articles", 0),
    ],
)
def test_a_message_without_a_code_has_one(said: str, code: int) -> None:
    assert code_of(sqlite3.OperationalError(said)) == code


def test_a_code_counts_more_than_the_message(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(b"no database at all, but words of some length" * 30)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        sqlite3.connect(tmp_path / "other.db").execute("SELECT 1 FROM sqlite_master")
    assert code_of(caught.value) == NOT_A_DATABASE
    told = trouble_of(code_of(caught.value), tmp_path / "other.db")
    assert told is not None
    assert "not a database" in told
