"""Raw pages by month, and their removal, which nothing but a person's word starts.

The rows of removed captures stay, with ``pruned/`` in the place of ``pages/`` in their file's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storage.captures import PAGES_FOLDER, PRUNED_FOLDER
from storage.database import Database
from storage.disk import sync_folder
from storage.errors import ArchiveUnusable


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


def unread(db: Database, before: str) -> int:
    """How many captures of the months before this one were never read: what they say would be lost unseen."""
    return int(
        db.value(
            "SELECT count(*) FROM captures WHERE settled_at IS NULL AND warc LIKE 'pages/%' AND substr(warc, 7, 7) < ?",
            (before,),
        )
    )


def prune(db: Database, data: Path, before: str) -> int:
    """Remove the files of every month before this one (``2026-03``); the bytes freed. Raises ArchiveUnusable.

    The rows change first: whatever ends the work, no row says that a record is there when it is not, and the files
    that are left over go with the next call.
    """
    with db.write():
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
    folders = sorted(folder for folder in (data / PAGES_FOLDER).glob("[0-9]*-[0-9]*") if folder.name < before)
    return sum(_empty(db, folder) for folder in folders if folder.is_dir())


def _empty(db: Database, folder: Path) -> int:
    """Remove the files of a folder that no row speaks of any more, and the folder when it is empty."""
    freed = 0
    try:
        for path in sorted(folder.glob("bluewatch-*.warc.gz")):
            name = f"{PAGES_FOLDER}/{folder.name}/{path.name}"
            if db.value("SELECT 1 FROM warc_files WHERE warc = ?", (name,)) is None:
                freed += path.stat().st_size
                path.unlink()
        sync_folder(folder)
        if not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise ArchiveUnusable(f"{folder}: cannot be removed: {error.strerror}; run prune again") from error
    return freed
