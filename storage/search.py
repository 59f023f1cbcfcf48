"""Full-text search with fields: newest first or best first, with snippets and counts beside."""

# ruff: noqa: S608 - every name in these statements is ours; what a user wrote is a parameter
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage import snippets
from storage.article_rows import as_json
from storage.cjk import Term, searchable
from storage.database import Database
from storage.errors import UsageError
from storage.query_words import Query, parse
from storage.records import Label
from storage.search_filters import Filter, Filters
from storage.search_index import TABLE, Entries, Indexed
from storage.search_plan import Plan
from storage.snippets import Marks, pieces

__all__ = ["Answer", "Facet", "Hit", "Indexed", "Search", "pieces"]

# Hits are counted, ranked and faceted up to so many, the newest ones.
MOST_HITS = 5000
# Where the newest rows that hold the words leave fewer hits to rank than this, older ones are looked for as well.
LEAST_RANKED = 100
FACET_VALUES = 12
_SHOWN = (
    "uid",
    "title",
    "outlet",
    "source",
    "url",
    "label",
    "language",
    "published_at",
    "first_seen_at",
    "withdrawn_at",
)
_OF_HITS = (
    "(SELECT value AS id FROM json_each(:ids)) AS hit"
    " CROSS JOIN articles AS n INDEXED BY articles_narrow ON n.id = hit.id"
)
# Field of the query language: a column of an article, or of its findings (table, column).
_OWN = {
    "source": "n.source",
    "label": "n.label",
    "lang": "n.language",
    "on": "substr(coalesce(n.published_at, n.first_seen_at), 1, 4)",
}
_FOUND = {"mission": ("mission_mentions", "mission"), "country": ("country_mentions", "iso3")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article found. marks: the spans of the snippet that the query's words rest on, in code points.

    title_marks: the same of the title.
    """

    uid: str
    title: str | None
    outlet: str | None
    source: str
    url: str | None
    label: str
    language: str | None
    published_at: str | None
    first_seen_at: str
    withdrawn_at: str | None
    snippet: str
    marks: Marks = ()
    title_marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """How many hits have which value of a field: (value, count, the query narrowed to it), the most frequent first."""

    field: str
    counts: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The hits asked for. total: how many were counted; more: counting stopped there, and there may be others."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    facets: tuple[Facet, ...] = ()


class Search:
    """The full-text index and questions to it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._filters = Filters(db)

    def index(self, article_id: int, old: Indexed | None, new: Indexed | None) -> None:
        """Put new in the place of old when the caller's write() ends; None stands for no entry."""
        if old == new:
            return
        entries = self._db.late(Entries)
        if old is not None:
            entries.take_out(article_id, old)
        if new is not None:
            entries.put_in(article_id, new)

    def rebuild(self) -> int:
        """Index every article anew; return how many."""
        with self._db.write():
            self._db.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')")
            for row in self._db.each("SELECT * FROM articles ORDER BY coalesce(published_at, first_seen_at)"):
                self.index(row["id"], None, Indexed.of(row))
            return int(self._db.value("SELECT count(*) FROM articles"))

    def find(
        self, query: str, *, labels: Sequence[str] = (Label.PEACEKEEPING,), limit: int = 20, newest_first: bool = True
    ) -> list[Hit]:
        """The articles that a query finds (storage.query_words tells its language); raises UsageError."""
        read = parse(query)
        made = self._plan(read, labels)
        if newest_first:
            return self._hits(made.ids(limit), read)
        return self._hits(made.ranked(_to_rank(made)[0])[:limit], read)

    def answer(
        self, query: str, *, labels: Sequence[str] | None = None, limit: int = 20, offset: int = 0, best: bool = False,
        facets: bool = False,
    ) -> Answer:  # fmt: skip
        """A page of hits with their count. labels: those wanted where the query names none; None: peacekeeping.

        Hits are counted and faceted up to 5,000, among the newest 10,000 articles that hold the words; best: by rank,
        those among the newest 5,000 such articles, and older ones up to a hundred hits. Raises UsageError for a query
        that has no meaning, and for a page beyond the 5,000th hit.
        """
        read = parse(query)
        if offset + limit > MOST_HITS:
            raise UsageError(f"only the first {MOST_HITS} hits can be shown; add a word or a field to find fewer")
        made = self._plan(read, (Label.PEACEKEEPING,) if labels is None else labels)
        best = best and made.has_words
        ids, more = _to_rank(made) if best else made.newest(MOST_HITS)
        if more and len(ids) < offset + limit and not best:
            ids = made.ids(offset + limit)
            more = len(ids) == offset + limit
        shown = made.ranked(ids) if best else ids
        return Answer(
            hits=tuple(self._hits(shown[offset : offset + limit], read)),
            total=len(ids),
            more=more,
            facets=self._facets(ids, read) if facets else (),
        )

    def ids(self, query: str, *, labels: Sequence[str]) -> list[int]:
        """The row numbers of all articles that a query finds, the newest first; raises UsageError."""
        return self._plan(parse(query), labels).ids(-1)

    def filters(self, query: Query, labels: Sequence[str]) -> list[Filter]:
        """The fields of a query as conditions; raises UsageError for a name that this archive does not know."""
        return self._filters.of(query, [str(label) for label in labels])

    def _plan(self, query: Query, labels: Sequence[str]) -> Plan:
        return Plan(self._db, query, self.filters(query, labels))

    def _hits(self, ids: Sequence[int], query: Query) -> list[Hit]:
        rows = {
            row["id"]: row
            for row in self._db.each(
                "SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?))", (as_json(ids),)
            )
        }
        people = [Term(str(value)) for group in query.of("person") for value in group.values if group.wanted]
        words = snippets.pattern([*query.terms, *people])
        return [_hit(rows[one], words) for one in ids]

    def _facets(self, ids: Sequence[int], query: Query) -> tuple[Facet, ...]:
        hits = {"ids": as_json(ids)}
        own = self._db.rows(f"SELECT {', '.join(_OWN.values())} FROM {_OF_HITS}", hits)
        counts = {
            name: Counter(value for value in values if value is not None)
            for name, values in zip(_OWN, zip(*(row.values() for row in own), strict=True), strict=False)
        }
        for name, (table, column) in _FOUND.items():
            rows = self._db.rows(
                f"SELECT f.{column} AS value, count(DISTINCT n.id) AS count FROM {_OF_HITS}"
                f" CROSS JOIN {table} AS f INDEXED BY {table}_article"
                " ON f.article_id = n.id AND f.revision = n.revision GROUP BY value",
                hits,
            )
            counts[name] = Counter({row["value"]: row["count"] for row in rows})
        order = ("source", "label", "lang", "mission", "country", "on")
        return tuple(_facet(name, counts.get(name, Counter()), query) for name in order)


def _to_rank(made: Plan) -> tuple[list[int], bool]:
    """The hits that are ranked, the same ones for every page of them, and whether there may be others."""
    ids, more = made.newest(MOST_HITS, to_rank=True)
    if more and len(ids) < LEAST_RANKED:
        ids = made.ids(LEAST_RANKED)
        more = len(ids) == LEAST_RANKED
    return ids, more


def _facet(name: str, counts: Counter[str], query: Query) -> Facet:
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:FACET_VALUES]
    named = tuple((value, count, str(query.narrowed(name, value))) for value, count in most if searchable(value))
    return Facet("year" if name == "on" else name, named)


def _hit(row: Mapping[str, Any], words: Any) -> Hit:
    snippet, marked = snippets.best([row["body"], *json.loads(row["captions"])], words)
    return Hit(
        **{name: row[name] for name in _SHOWN},
        snippet=snippet,
        marks=marked,
        title_marks=snippets.marks(row["title"] or "", words),
    )
