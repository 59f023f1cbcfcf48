"""How a query is run: from the words, from the few articles that a field leaves, or from the newest article back.

Each way gives the same rows, newest first; which one is quick depends on how rare words and fields are. A way can be
bounded: it looks at no more than so many of the newest rows that it starts from, so that no count takes long.
"""

# ruff: noqa: S608 - every name in these statements is ours; what a user wrote is a parameter
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from storage.cjk import Term
from storage.database import Database
from storage.query_fields import Value
from storage.query_words import Group, Query
from storage.search_filters import Filter, days_of
from storage.search_index import ID_OF_SLOT, MOST_ID, TABLE, first_slot, slot_of

# A field that leaves no more articles than this is rare: each of them is looked at.
RARE = 5000
# What a bounded way looks at: rows that hold the words, or articles, or (each costs as much as a hundred) articles of a
# rare field that are asked for their words.
MOST_ROWS = 10_000
MOST_ASKED = 150
# The newest rows that hold the words are ranked, not more; a rank rests on each row and on how rare the words are.
MOST_RANKED = 5000
# From the words is the way where they have no more hits than so many times the articles of the rare field.
FEW_HITS = 10
# Title, body, names: how much a word counts for rank there.
_WEIGHTS = "4.0, 1.0, 2.0"
_MOMENT = "coalesce(published_at, first_seen_at)"
_NARROW = "CROSS JOIN articles AS n INDEXED BY articles_narrow ON n.id = "


class Plan:
    """One query with its fields as conditions, and the way that was chosen for it."""

    def __init__(self, db: Database, query: Query, filters: Sequence[Filter]) -> None:
        self._db = db
        self._parameters: dict[str, Any] = {}
        for one in filters:
            self._parameters |= one.parameters
        self._conditions = [one.sql for one in filters]
        self._match, without = _words(query)
        wanted = [group for group in query.of("", "title", "person") if group.wanted]
        self._groups = [f"({' OR '.join(_fts(value) for value in group.values)})" for group in wanted]
        self._phrased = any(len(re.findall(r"\w+", _fts(value))) > 1 for group in wanted for value in group.values)
        self._days = list(days_of(query))
        self._words = self._of_words() if self._match else []
        if without is not None:
            self._conditions.append(_asked("without", "NOT "))
            self._parameters["without"] = without
        few = _rarest(db, filters)
        if self._match is not None:
            self._parameters["match"] = self._match
            # Few hits are quicker to go through than the few articles, each of which has to be found in the index.
            if few is not None and not _more(db, f"{TABLE} WHERE {TABLE} MATCH ?", (self._match,), few[1] * FEW_HITS):
                few = None
        self._few = few[0] if few else None

    @property
    def has_words(self) -> bool:
        """Whether there is anything to rank by."""
        return self._match is not None

    def ids(self, most: int) -> list[int]:
        """The first ids, the newest first."""
        return self._ids(most, -1)

    def newest(self, most: int, *, to_rank: bool = False) -> tuple[list[int], bool]:
        """The first ids among the newest rows of this way, and whether there may be others beyond these rows."""
        if to_rank and self._phrased and not self._few:
            return self._newest_of_phrase(most, MOST_RANKED)
        asking = self._few is not None and self._match is not None
        ranking = to_rank and self._match is not None
        bound = MOST_ASKED if asking else MOST_RANKED if ranking else MOST_ROWS
        ids = self._ids(most, bound)
        source, parameters = self._source()
        return ids, len(ids) >= most or _more(self._db, source, parameters, bound)

    def _newest_of_phrase(self, most: int, bound: int) -> tuple[list[int], bool]:
        """The index is read once: that a rare phrase of common words has no more rows takes long to find out."""
        rows = f"SELECT rowid AS slot FROM {TABLE} WHERE {' AND '.join(self._words)} ORDER BY rowid DESC LIMIT :bound"
        parameters = self._parameters | {"bound": bound + 1, "most": most}
        slots = json.loads(self._db.value(f"SELECT json_group_array(slot) FROM ({rows})", parameters))
        ids = (
            f"SELECT n.id AS id FROM json_each(:slots) AS found {_NARROW}(found.value & {MOST_ID})"
            f" WHERE {' AND '.join(self._conditions) or '1'} LIMIT :most"
        )
        kept = self._read(ids, parameters | {"slots": json.dumps(slots[:bound])})
        return kept, len(kept) >= most or len(slots) > bound

    def ranked(self, ids: Sequence[int]) -> list[int]:
        """The same ids, those first that the words fit best; without words as they are.

        Single words by bm25, a headline counting most. bm25 asks how rare each phrase is in the whole index, which for
        common ones takes longer than all else; with a phrase (a Chinese word is one), those first that have all of the
        words in the headline, then those that have one there, then the newest.
        """
        if self._match is None or not ids:
            return list(ids)
        if not self._phrased:
            points = f"bm25({TABLE}, {_WEIGHTS})"
            return _sorted(ids, self._points(points, self._words, self._parameters))
        title = f"{TABLE} MATCH :title"
        newer = f"{TABLE}.rowid >= (SELECT {slot_of('n')} FROM articles AS n WHERE n.id = :oldest)"
        found: dict[int, float] = {}
        for point, joiner in ((-1, " OR "), (-2, " AND "))[-len(self._groups) :]:
            expression = f"{{title}} : ({joiner.join(self._groups)})"
            found |= self._points(str(point), [title, newer], {"title": expression, "oldest": ids[-1]})
        return _sorted(ids, found)

    def _points(self, points: str, conditions: Sequence[str], parameters: dict[str, Any]) -> dict[int, float]:
        rows = self._db.each(
            f"SELECT {ID_OF_SLOT} AS id, {points} AS points FROM {TABLE} WHERE {' AND '.join(conditions)}"
            f" ORDER BY {TABLE}.rowid DESC LIMIT {MOST_RANKED}",
            parameters,
        )
        return {row["id"]: row["points"] for row in rows}

    def statement(self, most: int, bound: int) -> tuple[str, dict[str, Any]]:
        """The SQL that gives the ids, with its parameters; bound -1: none."""
        parameters = self._parameters | {"most": most, "bound": bound}
        conditions = " AND ".join(self._conditions) or "1"
        if self._few is not None:
            asked = f" AND {_asked('match', '')}" if self._match else ""
            found = (
                f"WITH few (id) AS MATERIALIZED (SELECT DISTINCT article_id FROM ({self._few})),"
                f" found (id, slot) AS MATERIALIZED (SELECT n.id, {slot_of('n')} FROM few {_NARROW}few.id"
                f" WHERE {conditions} ORDER BY 2 DESC LIMIT :bound) SELECT n.id FROM found {_NARROW}found.id WHERE 1"
            )
            return f"{found}{asked} ORDER BY found.slot DESC LIMIT :most", parameters
        if self._match is not None:
            rows = f"SELECT {TABLE}.rowid AS slot FROM {TABLE} WHERE {' AND '.join(self._words)}"
            found = f"({rows} ORDER BY {TABLE}.rowid DESC LIMIT :bound) AS found"
            joined = f"{found} {_NARROW}(found.slot & {MOST_ID})"
            return (
                f"SELECT n.id AS id FROM {joined} WHERE {conditions} ORDER BY found.slot DESC LIMIT :most",
                parameters,
            )
        source, _ = self._source()
        rows = f"SELECT id FROM {source} ORDER BY {_MOMENT} DESC, id DESC LIMIT :bound"
        joined = f"({rows}) AS found {_NARROW}found.id"
        return f"SELECT n.id AS id FROM {joined} WHERE {conditions} LIMIT :most", parameters

    def _ids(self, most: int, bound: int) -> list[int]:
        return self._read(*self.statement(most, bound))

    def _read(self, sql: str, parameters: dict[str, Any]) -> list[int]:
        """The ids of a statement as one value: making Python's rows would take as long as finding them."""
        return [int(one) for one in json.loads(self._db.value(f"SELECT json_group_array(id) FROM ({sql})", parameters))]

    def _of_words(self) -> list[str]:
        conditions = [f"{TABLE} MATCH :match"]
        for number, days in enumerate(self._days):
            for sign, name, day in ((">=", "first", days.first), ("<", "end", days.end)):
                if day is not None:
                    conditions.append(f"{TABLE}.rowid {sign} :{name}{number}")
                    self._parameters[f"{name}{number}"] = first_slot(day)
        return conditions

    def _source(self) -> tuple[str, dict[str, Any]]:
        """What this way starts from, as tables with conditions."""
        if self._few is not None:
            return f"({self._few})", self._parameters
        if self._match is not None:
            return f"{TABLE} WHERE {' AND '.join(self._words)}", self._parameters
        sides = [
            f"{_MOMENT} {sign} '{day}'"
            for days in self._days
            for sign, day in ((">=", days.first), ("<", days.end))
            if day is not None
        ]
        return f"articles INDEXED BY articles_newest WHERE {' AND '.join(sides) or '1'}", self._parameters


def _sorted(ids: Sequence[int], points: dict[int, float]) -> list[int]:
    """Points are below zero, the best the lowest; sorting keeps the newest first among equals."""
    return sorted(ids, key=lambda one: points.get(one, 0.0))


def _asked(name: str, wanted: str) -> str:
    return f"{wanted}EXISTS (SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH :{name} AND rowid = {slot_of('n')})"


def _more(db: Database, source: str, parameters: Any, than: int) -> bool:
    return int(db.value(f"SELECT count(*) FROM (SELECT 1 FROM {source} LIMIT {than + 1})", parameters)) > than


def _rarest(db: Database, filters: Iterable[Filter]) -> tuple[str, int] | None:
    """The candidates of the field that leaves the fewest articles, and their number; None where none is rare."""
    found = []
    for one in filters:
        if one.candidates is not None:
            counted = f"SELECT count(*) FROM (SELECT 1 FROM ({one.candidates}) LIMIT {RARE + 1})"
            if (count := int(db.value(counted, one.parameters))) <= RARE:
                found.append((one.candidates, count))
    return min(found, key=lambda one: one[1], default=None)


def _words(query: Query) -> tuple[str | None, str | None]:
    """An FTS5 expression that must hold, and one that must not where there is none beside it."""
    wanted = [_expression(group) for group in query.of("", "title", "person") if group.wanted]
    unwanted = [_expression(group) for group in query.of("", "title") if not group.wanted]
    if wanted:
        return " NOT ".join([f"({' AND '.join(wanted)})", *unwanted]), None
    return None, " OR ".join(unwanted) or None


def _expression(group: Group) -> str:
    values = " OR ".join(_fts(value) for value in group.values)
    return f"{{title}} : ({values})" if group.field == "title" else f"({values})"


def _fts(value: Value) -> str:
    return (value if isinstance(value, Term) else Term(str(value))).fts
