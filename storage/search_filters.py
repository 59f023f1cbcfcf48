"""The fields of a query as SQL: what each asks of an article, and where its articles are found when they are few."""

# ruff: noqa: S608 - every name in these statements is ours; what a user wrote is a parameter
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.database import Database
from storage.errors import UsageError
from storage.findings import BY_TYPE
from storage.known_names import KnownNames
from storage.query_fields import ALL_LABELS, Compared, Days
from storage.query_words import Group, Query
from storage.snippets import folded_words

_OPERATORS = frozenset({">", ">=", "<", "<=", "="})
# The text column of a finding's table that a field asks for.
_NAMED = {
    "mission": ("mission_mentions", "mission"),
    "country": ("country_mentions", "iso3"),
    "resolution": ("resolution_mentions", "number"),
}
_OWN = {"lang": "language", "type": "type", "source": "source", "label": "label"}
_MOMENT = "coalesce(n.published_at, n.first_seen_at)"
_OUTLETS = """
WITH RECURSIVE each (outlet) AS (
  SELECT min(outlet) FROM articles
  UNION ALL
  SELECT (SELECT min(outlet) FROM articles WHERE outlet > each.outlet) FROM each WHERE each.outlet IS NOT NULL
)
SELECT outlet FROM each WHERE outlet IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the article ``n``. candidates: a SELECT of the article_ids that can meet it, where it is cheap."""

    sql: str
    parameters: dict[str, Any] = field(default_factory=dict)
    candidates: str | None = None


class Filters:
    """Turns the fields of a query into conditions, with the names that this archive knows."""

    def __init__(self, db: Database) -> None:
        self._db, self._names = db, KnownNames(db)
        db.define("folded_words", lambda text: None if text is None else folded_words(text))

    def of(self, query: Query, labels: Sequence[str]) -> list[Filter]:
        """The conditions of all fields. labels: wanted where the query has no field ``label``.

        Raises UsageError for a mission, country or source that this archive does not know.
        """
        groups = [group for group in query.groups if group.field not in ("", "title")]
        if not query.of("label"):
            groups.append(Group("label", tuple(labels)))
        return [one for number, group in enumerate(groups) if (one := self._of(group, f"v{number}")) is not None]

    def _of(self, group: Group, name: str) -> Filter | None:
        if group.field == "label" and ALL_LABELS in group.values:
            if group.wanted:
                return None
            raise UsageError("-label:all leaves nothing; name the labels to leave out")
        made = self._wanted(group, name)
        return made if group.wanted else Filter(f"NOT ({made.sql})", made.parameters)

    def _wanted(self, group: Group, name: str) -> Filter:
        if group.field in _NAMED:
            return self._named(group, name)
        if group.field in _OWN:
            return self._own(group, name)
        parts = [self._one(group.field, value, f"{name}_{number}") for number, value in enumerate(group.values)]
        union = " UNION ".join(part.candidates for part in parts if part.candidates)
        return Filter(
            "(" + " OR ".join(part.sql for part in parts) + ")",
            {key: value for part in parts for key, value in part.parameters.items()},
            union if all(part.candidates for part in parts) else None,
        )

    def _named(self, group: Group, name: str) -> Filter:
        table, column = _NAMED[group.field]
        values: Iterable[str | int] = [str(value) for value in group.values]
        if group.field == "mission":
            values = [acronym for value in values for acronym in self._missions(str(value))]
        elif group.field == "country":
            values = [self._known("country", self._names.country, str(value)) for value in values]
        elif group.field == "resolution":
            values = [int(value) for value in values]
        parameters, chosen = _one_of(column, values, name)
        return Filter(
            _finding(table, f"f.{chosen}", f"{table}_{column}"),
            parameters,
            f"SELECT article_id FROM {table} INDEXED BY {table}_{column} WHERE {chosen}",
        )

    def _own(self, group: Group, name: str) -> Filter:
        values = [str(value) for value in group.values]
        if group.field == "source":
            values = [self._source(value) for value in values]
        parameters, chosen = _one_of(_OWN[group.field], values, name)
        index = {"label": "articles_label", "source": "articles_source_newest"}.get(group.field)
        return Filter(
            f"n.{chosen}",
            parameters,
            f"SELECT id AS article_id FROM articles INDEXED BY {index} WHERE {chosen}" if index else None,
        )

    def _one(self, asked: str, value: object, name: str) -> Filter:
        if isinstance(value, Compared):
            return _figure(value, name)
        if isinstance(value, Days):
            return _days(value, name)
        text = str(value)
        if asked == "person":
            return _person(text, name)
        if asked == "outlet":
            return self._outlet(text, name)
        return _has(text)

    def _outlet(self, part: str, name: str) -> Filter:
        wanted = part.casefold()
        sources = [
            row["slug"]
            for row in self._db.rows("SELECT slug, name FROM sources")
            if wanted in row["slug"].casefold() or wanted in row["name"].casefold()
        ]
        outlets = [row["outlet"] for row in self._db.each(_OUTLETS) if wanted in row["outlet"].casefold()]
        of_source, source_in = _one_of("source", sources, f"{name}_s")
        of_outlet, outlet_in = _one_of("outlet", outlets, f"{name}_o")
        return Filter(f"(n.{source_in} OR n.{outlet_in})", of_source | of_outlet)

    def _missions(self, named: str) -> list[str]:
        """All that a name may mean: a search looks for each."""
        return sorted(self._names.missions(named)) or [self._known("mission", self._names.mission, named)]

    def _source(self, slug: str) -> str:
        return self._known("source", self._names.source, slug)

    @staticmethod
    def _known(field: str, ask: Callable[[str], str], given: str) -> str:
        try:
            return ask(given)
        except UsageError as error:
            raise UsageError(f"{error}; to look for the word, leave {field}: out") from error


def _figure(value: Compared, name: str) -> Filter:
    if value.operator not in _OPERATORS:
        raise UsageError(f"figure takes one of {', '.join(sorted(_OPERATORS))}")
    chosen = f"value {value.operator} :{name}"
    return Filter(
        _finding("figures", f"f.{chosen}", "figures_article"),
        {name: value.number},
        f"SELECT article_id FROM figures INDEXED BY figures_value WHERE {chosen}",
    )


def _days(value: Days, name: str) -> Filter:
    sides = [
        (f"{_MOMENT} {sign} :{name}{end}", f"{name}{end}", day)
        for sign, end, day in ((">=", "a", value.first), ("<", "z", value.end))
        if day is not None
    ]
    return Filter("(" + " AND ".join(sql for sql, _, _ in sides) + ")", {parameter: day for _, parameter, day in sides})


def _person(named: str, name: str) -> Filter:
    """The words are looked for in the text as well (storage.search), which leaves few articles to look at here."""
    condition = f"instr(folded_words(f.name), :{name}) > 0"
    return Filter(_finding("people", condition, "people_article"), {name: folded_words(named)})


def _has(what: str) -> Filter:
    if what == "revision":
        return Filter("n.revision > 1")
    if what == "withdrawal":
        return Filter(
            "n.withdrawn_at IS NOT NULL",
            candidates="SELECT id AS article_id FROM articles WHERE withdrawn_at IS NOT NULL",
        )
    if what == "copy":
        return Filter(
            "EXISTS (SELECT 1 FROM articles AS f INDEXED BY articles_text WHERE f.text_id = n.text_id AND f.id <> n.id)"
        )
    table = BY_TYPE[what].TABLE
    index = f"{table}_article"
    return Filter(_finding(table, "1", index), candidates=f"SELECT DISTINCT article_id FROM {table} INDEXED BY {index}")


def _finding(table: str, condition: str, index: str) -> str:
    """The article's current state has such a finding. The index is named: SQLite has no figures to choose one by."""
    return (
        f"EXISTS (SELECT 1 FROM {table} AS f INDEXED BY {index}"
        f" WHERE {condition} AND f.article_id = n.id AND f.revision = n.revision)"
    )


def _one_of(column: str, values: Iterable[str | int], name: str) -> tuple[dict[str, Any], str]:
    parameters: dict[str, Any] = {f"{name}_{number}": value for number, value in enumerate(values)}
    return parameters, f"{column} IN ({', '.join(f':{one}' for one in parameters)})"


def days_of(query: Query) -> Iterator[Days]:
    """The days that an article must lie in, where they are told without OR."""
    for group in query.of("after", "before", "on"):
        (value, *more) = group.values
        if group.wanted and not more and isinstance(value, Days):
            yield value
