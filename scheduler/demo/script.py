"""The demo's script: every invented article with its truth, read from the package's TOML files.

The truth (what an article is, of what it is a copy, when it changes or goes) is what a demo run is tested against.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from typing import Any

from scheduler.demo.routine import routine_articles
from storage.records import PARAGRAPH_BREAK

OUTLETS = ("portal", "ministry", "service")
NORTHMARK_TIME = timezone(timedelta(hours=8))
WEEKS = 8
FIRST_MONDAY = datetime(2026, 9, 14, tzinfo=UTC)
FIRST_NUMBER = {"portal": 16401000, "ministry": 4501000, "service": 1191000}


@dataclass(frozen=True, slots=True)
class Edit:
    """A change the publisher makes to a published article: words replaced in title and body from ``at`` on."""

    at: datetime
    replace: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """One invented article. ``at`` is the printed time of publication; ``announced`` when listings first show it.

    label: what it is (peacekeeping, borderline, contested, other). dated: False where the page prints no date.
    credit: the closing line of a copy. scheme: which of the outlet's page generations. sections: the listings that
    carry it. number: the address's. internal: linked from a listing and forbidden by robots.txt. parts: over how many
    pages its text is printed.
    """

    id: str
    outlet: str
    at: datetime
    title: str
    body: str
    label: str
    number: int = 0
    announced: datetime | None = None
    withdrawn: datetime | None = None
    edits: tuple[Edit, ...] = ()
    copy_of: str | None = None
    credit: str | None = None
    editor: str | None = None
    by: str | None = None
    captions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    scheme: str = ""
    language: str = "en"
    encoding: str = "utf-8"
    dated: bool = True
    printed_zone: str | None = None
    internal: bool = False
    parts: int = 1

    @property
    def visible_from(self) -> datetime:
        """When a listing first links the article."""
        return self.announced or self.at

    def state_at(self, now: datetime) -> DemoArticle:
        """The article as its page stands at that moment."""
        title, body = self.title, self.body
        for edit in self.edits:
            if edit.at <= now:
                for old, new in edit.replace.items():
                    title, body = title.replace(old, new), body.replace(old, new)
        return replace(self, title=title, body=body)

    def changed_at(self, now: datetime) -> datetime:
        """The last moment up to ``now`` at which the page changed."""
        return max([self.visible_from, *(edit.at for edit in self.edits if edit.at <= now)])

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's paragraphs."""
        return tuple(self.body.split(PARAGRAPH_BREAK))

    def paragraphs_of(self, part: int) -> tuple[str, ...]:
        """The paragraphs on one of the article's pages, from 1."""
        each = -(-len(self.paragraphs) // self.parts)
        return self.paragraphs[(part - 1) * each : part * each]


@dataclass(frozen=True)
class Script:
    """All articles in the order of publication, with their truth."""

    articles: tuple[DemoArticle, ...]
    by_id: Mapping[str, DemoArticle]

    def of(self, outlet: str, now: datetime) -> list[DemoArticle]:
        """What an outlet's listings show at that moment, newest first."""
        shown = [
            article.state_at(now)
            for article in self.articles
            if article.outlet == outlet
            and article.visible_from <= now
            and (article.withdrawn is None or article.withdrawn > now)
        ]
        return sorted(shown, key=lambda article: (article.visible_from, article.number), reverse=True)


def week_end(week: int) -> datetime:
    """The first instant after the demo's week of that number (0 to 7)."""
    return FIRST_MONDAY + timedelta(weeks=week + 1)


def load_script() -> Script:
    """Read the package's article files and deal the routine items; the same Script on every machine and day."""
    folder = resources.files("scheduler.demo") / "articles"
    tables: list[dict[str, Any]] = []
    for outlet in OUTLETS:
        document = tomllib.loads((folder / f"{outlet}.toml").read_text(encoding="utf-8"))
        tables += [{"outlet": outlet, **document.get("defaults", {}), **table} for table in document["article"]]
    tables += routine_articles(tomllib.loads((folder / "routine.toml").read_text(encoding="utf-8")))
    by_id = {str(table["id"]): table for table in tables}
    if len(by_id) != len(tables):
        raise ValueError("the demo's script uses one id twice")
    articles = [_article(_with_original(table, by_id)) for table in tables]
    return _numbered(articles)


def _with_original(table: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A copy takes the kept paragraphs of its original; its page closes with the credit line."""
    if "copy_of" not in table:
        return dict(table)
    original = by_id[table["copy_of"]]
    paragraphs = [part.strip() for part in str(original["body"]).strip().split(PARAGRAPH_BREAK)]
    kept = [paragraphs[index] for index in table["keep"]]
    for old, new in table.get("instead", {}).items():
        kept = [paragraph.replace(old, new) for paragraph in kept]
    body = PARAGRAPH_BREAK.join(kept)
    title = table.get("title", original["title"])
    return {**table, "title": title, "body": body, "label": table.get("label", original["label"])}


def _article(table: Mapping[str, Any]) -> DemoArticle:
    plain = {
        key: value
        for key, value in table.items()
        if key not in {"edit", "keep", "instead", "captions", "related", "sections", "body"}
    }
    return DemoArticle(
        **plain,
        body=PARAGRAPH_BREAK.join(" ".join(part.split()) for part in str(table["body"]).strip().split(PARAGRAPH_BREAK)),
        edits=tuple(Edit(at=edit["at"], replace=edit["replace"]) for edit in table.get("edit", ())),
        captions=tuple(table.get("captions", ())),
        related=tuple(table.get("related", ())),
        sections=tuple(table.get("sections", ())),
    )


def _numbered(articles: Sequence[DemoArticle]) -> Script:
    """Give each article the number of its address: it grows with time, as in the outlets' own systems."""
    ordered = sorted(articles, key=lambda article: (article.at, article.id))
    counts = dict.fromkeys(OUTLETS, 0)
    numbered = []
    for article in ordered:
        counts[article.outlet] += 1
        numbered.append(replace(article, number=FIRST_NUMBER[article.outlet] + 37 * counts[article.outlet]))
    return Script(articles=tuple(numbered), by_id={article.id: article for article in numbered})
