"""An article as the columns of the archive, and back: the columns alone hold all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from storage import forms
from storage.records import Article, Decision, RelatedLink
from storage.times import from_text_or_none, to_text

NAMES_PARTED_BY = "; "
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
TEXT_COLUMNS = (
    "title", "outlet", "editor", "byline", "dateline", "dateline_place", "dateline_date", "published_raw",
    "published_local", "language", "type", "body", "trailer",
)  # fmt: skip
# What a revision keeps of an article: everything that its page said.
CONTENT_COLUMNS = (*TEXT_COLUMNS, "published_at", "blocks", "captions", "shape", "inferred", "evidence")


def content_of(article: Article) -> dict[str, Any]:
    """Give the columns of CONTENT_COLUMNS, as they are stored."""
    published = article.published_at
    return {
        **{name: getattr(article, name) for name in TEXT_COLUMNS},
        "published_at": None if published is None else to_text(published, milliseconds=bool(published.microsecond)),
        "blocks": as_json(forms.blocks_to_form(article.blocks)),
        "captions": as_json(article.captions),
        "shape": as_json(article.shape),
        "inferred": as_json(dict(article.inferred)),
        "evidence": as_json(forms.evidence_to_form(article.evidence)),
    }


def article_of(row: Mapping[str, Any], related: Sequence[RelatedLink]) -> Article:
    """Rebuild an article from its row (or a revision's columns with url, source and key beside them)."""
    plain = {name: row[name] for name in TEXT_COLUMNS if name not in ("editor", "byline")}
    return Article(
        **plain,
        url=row["url"],
        source=row["source"],
        key=row["key"],
        editors=_names(row["editor"]),
        authors=_names(row["byline"]),
        published_at=from_text_or_none(row["published_at"]),
        blocks=forms.blocks_from_form(json.loads(row["blocks"])),
        captions=tuple(json.loads(row["captions"])),
        related=tuple(related),
        evidence=forms.evidence_from_form(json.loads(row["evidence"])),
        inferred=json.loads(row["inferred"]),
        shape=forms.shape_from_form(json.loads(row["shape"])),
    )


def decided_columns(decision: Decision) -> dict[str, Any]:
    """Give the columns of an article that come from the decision on it."""
    return {"label": str(decision.label), "score": decision.score, "operation_kind": decision.operation_kind}


def compared_state(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row's content as revisions.differences reads it: captions as a list."""
    return {**content, "captions": json.loads(content["captions"])}


def as_json(value: Any) -> str:
    """Write a JSON column: compact, signs as they are, always the same for the same value."""
    return _JSON.encode(value)


def _names(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(NAMES_PARTED_BY)) if joined else ()
