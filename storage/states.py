"""Every state an article was seen in: its revisions, the captures that gave them, the newest related news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.article_rows import as_json, compared_state
from storage.database import Database, Row
from storage.forms import related_to_form
from storage.records import Article, RelatedLink
from storage.revisions import FieldChange, differences
from storage.times import to_text


class States:
    """The tables revisions, article_captures and related; all writing is inside the caller's write()."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, article_id: int, number: int) -> Row | None:
        """The columns of one state, or None."""
        return self._db.row("SELECT * FROM revisions WHERE article_id = ? AND number = ?", (article_id, number))

    def put(  # noqa: PLR0917 - the columns of a row, in their order
        self, article_id: int, number: int, article: Article, content: Mapping[str, Any],
        changes: Sequence[FieldChange], at: datetime,
    ) -> None:  # fmt: skip
        """Store a new state."""
        row = {
            "article_id": article_id, "number": number, "seen_at": to_text(at), **content,
            "changes": as_json([change.as_form() for change in changes]),
            "related": as_json(related_to_form(article.related)),
        }  # fmt: skip
        insert(self._db, "revisions", row)

    def changes(self, article_id: int, number: int, content: Mapping[str, Any]) -> tuple[FieldChange, ...]:
        """Compare one state with the content of an article as it is now."""
        state = self.of(article_id, number)
        return () if state is None else differences(compared_state(state), compared_state(content))

    def compare_again(self, article_id: int, number: int) -> None:
        """Write anew what a state changed of the one before it, after either was read again."""
        before, state = self.of(article_id, number - 1), self.of(article_id, number)
        if before is not None and state is not None:
            changes = differences(compared_state(before), compared_state(state))
            columns = {"changes": as_json([change.as_form() for change in changes])}
            update(self._db, "revisions", columns, {"article_id": article_id, "number": number})

    def said_before(self, article_id: int, number: int, capture_id: int) -> Row | None:
        """The state that an article had before one of the captures of a state: this one, where it is not the first."""
        first = self._db.value(
            "SELECT capture_id FROM article_captures WHERE article_id = ? AND revision = ? ORDER BY position LIMIT 1",
            (article_id, number),
        )
        return self.of(article_id, number if first != capture_id else number - 1)

    def newest_of_page(self, article_id: int, page_id: int | None) -> int | None:
        """The number of the newest state that this page itself gave."""
        found = self._db.value(
            "SELECT max(revision) FROM article_captures JOIN captures ON captures.id = capture_id"
            " WHERE article_id = ? AND page_id = ?",
            (article_id, page_id),
        )
        return None if found is None else int(found)

    def link(self, article_id: int, number: int, capture_id: int) -> None:
        """Note that a capture gave a state."""
        self._db.execute(
            "INSERT INTO article_captures (article_id, revision, position, capture_id)"
            " SELECT ?1, ?2, coalesce(max(position), 0) + 1, ?3 FROM article_captures"
            " WHERE article_id = ?1 AND revision = ?2",
            (article_id, number, capture_id),
        )

    def put_parts(self, article_id: int, capture_id: int, further: Sequence[int]) -> None:
        """Note from which further captures, in order, a state was read along with that of its first page."""
        number = self._db.value(
            "SELECT max(revision) FROM article_captures WHERE article_id = ? AND capture_id = ?",
            (article_id, capture_id),
        )
        rows = self._db.rows(
            "SELECT capture_id, kind = 'other' AS further FROM article_captures"
            " JOIN captures ON captures.id = capture_id LEFT JOIN pages ON pages.id = page_id"
            " WHERE article_captures.article_id = ? AND revision = ? ORDER BY position",
            (article_id, number),
        )
        known = [row["capture_id"] for row in rows]
        if capture_id not in known:
            return
        start = len(known) - known[::-1].index(capture_id)
        end = next((n for n in range(start, len(rows)) if not rows[n]["further"]), len(rows))
        wanted = [*known[:start], *further, *known[end:]]
        if wanted != known:
            self._db.execute("DELETE FROM article_captures WHERE article_id = ? AND revision = ?", (article_id, number))
            self._db.execute_many(
                "INSERT INTO article_captures (article_id, revision, position, capture_id) VALUES (?, ?, ?, ?)",
                [(article_id, number, position, one) for position, one in enumerate(wanted, start=1)],
            )

    def related(self, article_id: int) -> list[RelatedLink]:
        """The related news of the newest state, in order."""
        rows = self._db.each("SELECT title, url FROM related WHERE article_id = ? ORDER BY position", (article_id,))
        return [RelatedLink(row["title"], row["url"]) for row in rows]

    def put_related(self, article_id: int, related: Sequence[RelatedLink]) -> None:
        """Put related news in the place of what was there."""
        self._db.execute("DELETE FROM related WHERE article_id = ?", (article_id,))
        self._db.execute_many(
            "INSERT INTO related (article_id, position, title, url) VALUES (?, ?, ?, ?)",
            [(article_id, position, link.title, link.url) for position, link in enumerate(related, start=1)],
        )


def insert(db: Database, table: str, columns: Mapping[str, Any]) -> int:
    """Insert one row; the names are our own, the values parameters. Return its id."""
    places = ", ".join(f":{name}" for name in columns)
    return db.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", columns)  # noqa: S608


def update(db: Database, table: str, columns: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    """Set columns of the row that these key columns name."""
    assigned = ", ".join(f"{name} = :{name}" for name in columns)
    where = " AND ".join(f"{name} = :key_{name}" for name in row)
    keys = {f"key_{name}": value for name, value in row.items()}
    db.execute(f"UPDATE {table} SET {assigned} WHERE {where}", {**columns, **keys})  # noqa: S608 - our own names
