"""The questions an analyst asks first: each with why one asks it, its answer now, and its SQL to go on from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from reports.web.answers import Answer, Asked, as_csv, as_json
from reports.web.leads import lead
from reports.web.rendering import address, page
from storage.archive import Archive
from storage.known_names import KnownNames
from storage.questions import LIMIT, MOST_ROWS, Question, load_questions
from storage.questions import question as saved


def listed(archive: Archive, asked: Asked) -> Answer:  # noqa: ARG001  every page is asked alike
    """``/questions``."""
    if asked.form == "json":
        return as_json([{"id": one.id, "title": one.title, "why": one.why, "sql": one.sql} for one in load_questions()])
    return page("questions.html", room="/questions", title="Questions", questions=load_questions())


def question(archive: Archive, asked: Asked) -> Answer:
    """``/questions/ID``: its answer with the given or the proposed parameters."""
    one = saved(asked.path["id"])
    given = {name: value for name in one.params if (value := _given(asked, name)) is not None}
    whole = asked.form != "html" and LIMIT not in given
    if whole:
        given[LIMIT] = str(MOST_ROWS)
    values = one.asked(given, KnownNames(archive.db))
    columns, rows = _answer(archive, one, values)
    full = len(rows) >= int(values.get(LIMIT, MOST_ROWS))
    told = f"cut here: {len(rows):,} rows, and there may be more; its SQL without a limit gives all"
    cut = told if whole and full else None
    if asked.form == "json":
        return as_json({"id": one.id, "title": one.title, "params": values, "full": full, "rows": rows}, cut=cut)
    if asked.form == "csv":
        return as_csv(rows, columns, name=one.id, cut=cut)
    chosen = {name: value for name, value in values.items() if name != LIMIT}
    return page(
        "question.html",
        room="/questions",
        title=one.title,
        one=one,
        values=values,
        columns=columns,
        rows=rows,
        lead=partial(lead, archive),
        full=full,
        editor=address("/archive", sql=one.sql, **values),
        json=address("/questions", f"{one.id}.json", **chosen),
        csv=address("/questions", f"{one.id}.csv", **chosen),
    )


def _given(asked: Asked, name: str) -> str | None:
    """A parameter of the request; one that was emptied on purpose means any, one that is absent its default."""
    values = asked.query.get(name)
    return values[0].strip() if values else None


def _answer(archive: Archive, one: Question, values: Mapping[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
    rows = archive.db.rows(one.sql, values)
    return (list(rows[0]) if rows else []), rows
