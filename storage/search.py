"""Full-text search over titles, bodies with captions, and names; Chinese words of two signs are found as well."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storage import cjk
from storage.article_rows import as_json
from storage.database import Database
from storage.records import Label

SNIPPET_SIGNS = 200


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index holds of one article. The table keeps no text, so an entry is taken out by what went in."""

    title: str
    body: str
    names: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Indexed:
        """Read it from the columns of an article."""
        names = (row["outlet"], row["editor"], row["byline"], row["dateline_place"])
        return cls(
            title=cjk.spaced(row["title"] or ""),
            body=cjk.spaced("\n".join([row["body"], *json.loads(row["captions"])])),
            names=cjk.spaced("\n".join(name for name in names if name)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article found. marks: the spans of the snippet that the query's words rest on, in code points."""

    uid: str
    title: str | None
    outlet: str | None
    source: str
    url: str | None
    label: str
    published_at: str | None
    first_seen_at: str
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()


class Search:
    """The table articles_fts and questions to it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def index(self, article_id: int, old: Indexed | None, new: Indexed | None) -> None:
        """Put new in the place of old, inside the caller's write(); None stands for no entry."""
        if old == new:
            return
        if old is not None:
            self._db.execute(
                "INSERT INTO articles_fts (articles_fts, rowid, title, body, names) VALUES ('delete', ?, ?, ?, ?)",
                (article_id, old.title, old.body, old.names),
            )
        if new is not None:
            self._db.execute(
                "INSERT INTO articles_fts (rowid, title, body, names) VALUES (?, ?, ?, ?)",
                (article_id, new.title, new.body, new.names),
            )

    def rebuild(self) -> int:
        """Index every article anew; return how many."""
        with self._db.write():
            self._db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
            rows = self._db.rows("SELECT * FROM articles")
            for row in rows:
                self.index(row["id"], None, Indexed.of(row))
            return len(rows)

    def find(
        self, query: str, *, labels: Sequence[str] = (Label.PEACEKEEPING,), limit: int = 20, newest_first: bool = True
    ) -> list[Hit]:
        """Articles with all words of the query; storage.cjk tells its grammar. Else than newest first: best first.

        Raises UsageError for a query without a word, or one too long.
        """
        terms = cjk.terms(query)
        rows = self._db.each(
            "SELECT articles.* FROM articles_fts JOIN articles ON articles.id = articles_fts.rowid"
            " WHERE articles_fts MATCH :match AND label IN (SELECT value FROM json_each(:labels))"
            " ORDER BY CASE WHEN :newest THEN coalesce(published_at, first_seen_at) END DESC,"
            " CASE WHEN :newest THEN 0 ELSE rank END, articles.id DESC LIMIT :limit",
            {
                "match": cjk.match_expression(query),
                "labels": as_json([str(label) for label in labels]),
                "limit": limit,
                "newest": newest_first,
            },
        )
        pattern = _pattern(terms)
        return [_hit(row, pattern) for row in rows]


def _hit(row: Mapping[str, Any], pattern: re.Pattern[str]) -> Hit:
    shown = ("uid", "title", "outlet", "source", "url", "label", "published_at", "first_seen_at")
    texts = [row["body"], *json.loads(row["captions"])]
    text = next((text for text in texts if pattern.search(_folded(text))), row["body"])
    snippet, marks = _snippet(text, pattern)
    return Hit(**{name: row[name] for name in shown}, snippet=snippet, marks=marks)


def _snippet(text: str, pattern: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut some 200 signs round the first match, at spaces where there are any."""
    folded = _folded(text)
    first = pattern.search(folded)
    start = max(0, first.start() - SNIPPET_SIGNS // 3) if first else 0
    if start:
        space = text.find(" ", start, first.start() if first else start)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + SNIPPET_SIGNS)
    if end < len(text):
        space = text.rfind(" ", first.end() if first and first.end() < end else start, end)
        end = space if space > start else end
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    # Line breaks become spaces one for one: the marks keep their places.
    cut = re.sub(r"\s", " ", text[start:end])
    marks = tuple(
        (match.start() - start + len(lead), match.end() - start + len(lead))
        for match in pattern.finditer(folded, start, end)
        if match.end() > match.start()
    )
    return f"{lead}{cut}{tail}", marks


def _pattern(terms: Sequence[cjk.Term]) -> re.Pattern[str]:
    """Find in a folded text what the index found in its tokens: the same words with any signs between them."""
    return re.compile("|".join(_term_patterns(terms)) or "(?!)")


def _term_patterns(terms: Sequence[cjk.Term]) -> Iterator[str]:
    for term in terms:
        words = re.findall(r"\w+", _folded(cjk.spaced(term.words)))
        if term.wanted and words:
            joined = r"[\W_]*".join(re.escape(word) for word in words)
            alphabetic = cjk.spaced(f"x{words[0][0]}") == f"x{words[0][0]}"
            before = r"(?<!\w)" if alphabetic else ""
            after = r"\w*" if term.prefix else (r"(?!\w)" if alphabetic else "")
            yield f"{before}{joined}{after}"


def _folded(text: str) -> str:
    """Fold case, width and accents sign for sign, so that places in the folded text are places in the text."""
    return text.lower() if text.isascii() else "".join(map(_folded_sign, text))


@lru_cache(maxsize=8192)
def _folded_sign(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign).lower()
    return plain[0] if plain and not unicodedata.combining(plain[0]) else sign
