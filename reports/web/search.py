"""The search: the query language of `bluewatch search`, snippets, and counts by outlet, mission, language and year."""

from __future__ import annotations

from typing import Any

from reports.web.answers import PAGE_ROWS, Answer, Asked, as_csv, as_json
from reports.web.rendering import page
from storage.archive import Archive
from storage.browse import Browse
from storage.errors import UsageError
from storage.query_fields import HELP
from storage.query_words import advice
from storage.search import MOST_HITS, Hit, pieces
from storage.search import Answer as Found

COLUMNS = (
    "uid", "published_at", "first_seen_at", "title", "outlet", "source", "language", "label", "url", "withdrawn_at",
    "snippet",
)  # fmt: skip
FACET_NAMES = {
    "source": "Source",
    "mission": "Mission",
    "country": "Country",
    "lang": "Language",
    "label": "Label",
    "year": "Year",
}


def search(archive: Archive, asked: Asked) -> Answer:
    """``/search?q=QUERY``."""
    query = asked.one("q")
    best = asked.one("order") == "best"
    if query is None and asked.form != "html":
        raise UsageError(f"what is searched for? /search.{asked.form}?q=QUERY gives the articles found")
    if query is None:
        return _page(archive, "", None, number=1, best=best)
    number = asked.page()
    if asked.form in ("json", "csv"):
        found = archive.search.answer(query, limit=MOST_HITS, best=best)
        rows = [{name: getattr(hit, name) for name in COLUMNS} for hit in found.hits]
        cut = _cut(len(rows)) if found.more else None
        if asked.form == "csv":
            return as_csv(rows, COLUMNS, name="search", cut=cut)
        return as_json({"query": query, "total": found.total, "more": found.more, "hits": rows}, cut=cut)
    try:
        offset = (number - 1) * PAGE_ROWS
        answer = archive.search.answer(query, limit=PAGE_ROWS, offset=offset, best=best, facets=True)
    except UsageError as error:
        return _page(archive, query, None, number=1, best=best, mistake=str(error))
    return _page(archive, query, answer, number=number, best=best)


def _page(
    archive: Archive, query: str, found: Found | None, *, number: int, best: bool, mistake: str | None = None
) -> Answer:
    lines = Browse(archive.db).lines([hit.uid for hit in found.hits]) if found else {}
    return page(
        "search.html",
        room="/search",
        title=f"Search: {query}" if query else "Search",
        status=400 if mistake else 200,
        query=query,
        best=best,
        mistake=mistake,
        advice=None if mistake else advice(query),
        found=found,
        hits=[_shown(hit, lines[hit.uid]) for hit in found.hits] if found else [],
        facets=[
            (FACET_NAMES.get(facet.field, facet.field), facet.counts) for facet in found.facets if len(facet.counts) > 1
        ]
        if found
        else [],
        number=number,
        older=bool(found and _goes_on(found, number, best=best)),
        most=MOST_HITS,
        help=HELP,
    )


def _cut(rows: int) -> str:
    return f"cut here: {rows:,} articles, and there are more; add a word or a field to find fewer"


def _goes_on(found: Found, number: int, *, best: bool) -> bool:
    """Whether a next page has hits: by rank those that were counted; by date others may follow these."""
    there = found.total > number * PAGE_ROWS or (found.more and not best and len(found.hits) == PAGE_ROWS)
    return there and (number + 1) * PAGE_ROWS <= MOST_HITS


def _shown(hit: Hit, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "line": line,
        "title": list(pieces(hit.title or "", hit.title_marks)),
        "snippet": list(pieces(hit.snippet, hit.marks)),
    }
