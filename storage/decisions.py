"""Decisions on captures and articles as rows: one for the whole, and of a transcript one for each block."""

from __future__ import annotations

import json
from datetime import datetime

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.forms import Form, decision_from_form, matches_to_form
from storage.records import Decision
from storage.times import to_text


def record(
    db: Database, decision: Decision, *, capture_id: int, article_id: int | None, revision: int | None, at: datetime
) -> None:
    """Keep a decision; the same one twice is one row. Those on the blocks stand before that on the whole."""
    with db.write():
        for block, one in enumerate(decision.blocks, 1):
            _record(db, one, (capture_id, article_id, revision, block), to_text(at))
        _record(db, decision, (capture_id, article_id, revision, None), to_text(at))


def _record(db: Database, decision: Decision, of: tuple[int | None, ...], at: str) -> None:
    row = (
        *of, decision.rules, str(decision.label), decision.score, decision.operation_kind, decision.reason,
        as_json(matches_to_form(decision.matches)),
    )  # fmt: skip
    db.execute(
        "INSERT INTO decisions (capture_id, article_id, revision, block, rules, label, score, operation_kind, reason,"
        " matches, at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 WHERE NOT EXISTS (SELECT 1 FROM decisions"
        " WHERE capture_id = ?1 AND article_id IS ?2 AND revision IS ?3 AND block IS ?4 AND rules = ?5 AND label = ?6"
        " AND score = ?7 AND operation_kind IS ?8 AND reason IS ?9 AND matches = ?10)",
        (*row, at),
    )


# The decision that stands for an article as a whole, inside a query that has it as ``a``. A merge or a replay of older
# states decides on them later than was decided on the newest one.
_NEWEST = (
    "(SELECT id FROM decisions WHERE article_id = a.id AND block IS NULL{} ORDER BY revision DESC, id DESC LIMIT 1)"
)
NEWEST = _NEWEST.format("")
# The same as it was at the query's :start and :end.
NEWEST_AT_START, NEWEST_AT_END = (_NEWEST.format(f" AND at < :{moment}") for moment in ("start", "end"))


def newest(db: Database, article_id: int) -> Decision | None:
    """The newest decision on an article as a whole, with those on the blocks of a transcript."""
    row = db.row(
        "SELECT * FROM decisions WHERE article_id = ? AND block IS NULL ORDER BY revision DESC, id DESC LIMIT 1",
        (article_id,),
    )
    if row is None:
        return None
    blocks = db.rows(
        "SELECT * FROM decisions WHERE id IN (SELECT max(id) FROM decisions WHERE capture_id = :capture_id"
        " AND article_id = :article_id AND revision IS :revision AND rules = :rules AND block IS NOT NULL"
        " GROUP BY block) ORDER BY block",
        row,
    )
    return decision_from_form(_form(row) | {"blocks": [_form(block) for block in blocks]})


def _form(row: Row) -> Form:
    return {**row, "matches": json.loads(row["matches"])}
