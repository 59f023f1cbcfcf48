"""Raw pages by month, and their removal, which nothing but a person's word starts.

The rows of removed captures stay, with ``pruned/`` in the place of ``pages/`` in their file's name.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from storage.captures import PAGES_FOLDER, PRUNED_FOLDER
from storage.database import Database
from storage.disk import sync_folder
from storage.errors import ArchiveUnusable, UsageError

# In ``meta``: the files that are being removed, as a JSON list.
_PRUNING = "pruning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of the page store. articles: those of which a state rests on a capture of it."""

    month: str
    files: int
    bytes: int
    captures: int
    articles: int


def months(db: Database) -> list[Month]:
    """The page store by month, oldest first."""
    return [
        Month(**row)
        for row in db.rows(
            "WITH files AS (SELECT substr(warc, 7, 7) AS month, count(*) AS files, sum(committed) AS bytes"
            "   FROM warc_files GROUP BY month),"
            " kept AS (SELECT substr(warc, 7, 7) AS month, count(DISTINCT captures.id) AS captures,"
            "   count(DISTINCT article_id) AS articles FROM captures"
            "   LEFT JOIN article_captures ON capture_id = captures.id WHERE warc LIKE 'pages/%' GROUP BY month)"
            " SELECT files.month AS month, files, bytes, coalesce(captures, 0) AS captures,"
            " coalesce(articles, 0) AS articles FROM files LEFT JOIN kept USING (month) ORDER BY month"
        )
    ]


def refuse_unread(db: Database, before: str) -> None:
    """Raise UsageError where captures of these months were never read: what they say would be lost unseen."""
    waiting = db.value(
        "SELECT count(*) FROM captures WHERE settled_at IS NULL AND warc LIKE 'pages/%' AND substr(warc, 7, 7) < ?",
        (before,),
    )
    if waiting:
        raise UsageError(f"{waiting} pages of these months were never read; `bluewatch crawl` reads them first")


def prune(db: Database, data: Path, before: str) -> int:
    """Remove the files of every month before this one (``2026-03``) that the archive knows; the bytes freed.

    The rows change first: whatever ends the work, no row says that a record is there when it is not, and the files
    that are left over go with the next call. Raises UsageError where a capture of those months was never read,
    ArchiveUnusable where a file cannot be removed.
    """
    with db.write():
        refuse_unread(db, before)
        known = db.rows("SELECT warc FROM warc_files WHERE substr(warc, 7, 7) < ?", (before,))
        _note(db, {*_noted(db), *(row["warc"] for row in known)})
        db.execute(
            # Without validators the next answer comes with its bytes.
            "UPDATE pages SET etag = NULL, last_modified = NULL WHERE id IN (SELECT page_id FROM captures"
            " WHERE warc LIKE 'pages/%' AND substr(warc, 7, 7) < ?)",
            (before,),
        )
        db.execute(
            f"UPDATE captures SET warc = '{PRUNED_FOLDER}' || substr(warc, 6)"  # noqa: S608  a name of ours
            " WHERE warc LIKE 'pages/%' AND substr(warc, 7, 7) < ?",
            (before,),
        )
        db.execute("DELETE FROM warc_files WHERE substr(warc, 7, 7) < ?", (before,))
    freed = sum(_removed(db, data / name, name) for name in sorted(_noted(db)))
    with db.write():
        _note(db, ())
    return freed


def unknown(db: Database, data: Path, before: str) -> list[str]:
    """The files of the months before this one that no row speaks of, such as those of a newer archive: they stay."""
    known = {row["warc"] for row in db.rows("SELECT warc FROM warc_files")} | _noted(db)
    files = (data / PAGES_FOLDER).glob("[0-9]*-[0-9]*/bluewatch-*.warc.gz")
    names = (f"{PAGES_FOLDER}/{path.parent.name}/{path.name}" for path in files if path.parent.name < before)
    return sorted(name for name in names if name not in known)


def _noted(db: Database) -> set[str]:
    """The files that a call began to remove."""
    return set(json.loads(db.value("SELECT value FROM meta WHERE key = ?", (_PRUNING,)) or "[]"))


def _note(db: Database, names: Collection[str]) -> None:
    db.execute("DELETE FROM meta WHERE key = ?", (_PRUNING,))
    if names:
        db.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (_PRUNING, json.dumps(sorted(names))))


def _removed(db: Database, path: Path, name: str) -> int:
    """Remove a file that no row speaks of any more, and its folder when that is empty; the bytes freed."""
    try:
        # A record is appended inside write(): none comes between the look and the removal.
        with db.write():
            if not path.exists() or db.value("SELECT 1 FROM warc_files WHERE warc = ?", (name,)) is not None:
                return 0
            freed = path.stat().st_size
            path.unlink()
        sync_folder(path.parent)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    except OSError as error:
        raise ArchiveUnusable(f"{path}: cannot be removed: {error.strerror}; run prune again") from error
    return freed
