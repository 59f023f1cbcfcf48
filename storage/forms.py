"""Records as JSON objects and back, without loss: what `parse` and `export` print, and workers exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storage.records import Article, Block, Decision, Evidence, FieldState, Label, Match, Rejection, RelatedLink
from storage.times import from_text_or_none, to_text

Form = dict[str, Any]
# Columns of `articles` that a form gives under their own names, as they are.
PLAIN_FIELDS = (
    "url", "source", "key", "title", "outlet", "dateline", "dateline_place", "dateline_date", "published_raw",
    "published_local", "language", "type", "body", "trailer",
)  # fmt: skip


def article_to_form(article: Article, decision: Decision | None = None, *, file: str | None = None) -> Form:
    """Write an article as the JSON object of design.md, section 6; file: the name it was read from."""
    plain = {name: getattr(article, name) for name in PLAIN_FIELDS}
    form: Form = {
        "file": file,
        **plain,
        "editor": article.editor,
        "editors": list(article.editors),
        "byline": article.byline,
        "authors": list(article.authors),
        "published_at": None if article.published_at is None else _instant(article),
        "paragraphs": list(article.paragraphs),
        "blocks": blocks_to_form(article.blocks),
        "captions": list(article.captions),
        "related": related_to_form(article.related),
        "evidence": evidence_to_form(article.evidence),
        "inferred": dict(article.inferred),
        "shape": [list(piece) for piece in article.shape],
    }
    if decision is not None:
        form["decision"] = decision_to_form(decision)
    return form


def article_from_form(form: Mapping[str, Any]) -> Article:
    """Read what article_to_form wrote; keys that are no part of an article are left alone."""
    plain = {name: form[name] for name in PLAIN_FIELDS if name in form}
    return Article(
        **plain,
        editors=tuple(form.get("editors") or ()),
        authors=tuple(form.get("authors") or ()),
        published_at=from_text_or_none(form.get("published_at")),
        blocks=blocks_from_form(form.get("blocks") or ()),
        captions=tuple(form.get("captions") or ()),
        related=related_from_form(form.get("related") or ()),
        evidence=evidence_from_form(form.get("evidence") or {}),
        inferred=dict(form.get("inferred") or {}),
        shape=shape_from_form(form.get("shape") or ()),
    )


def decision_to_form(decision: Decision) -> Form:
    """Write a decision with every match that counted."""
    return {
        "label": str(decision.label),
        "score": decision.score,
        "rules": decision.rules,
        "operation_kind": decision.operation_kind,
        "reason": decision.reason,
        "matches": matches_to_form(decision.matches),
    } | ({"blocks": [decision_to_form(block) for block in decision.blocks]} if decision.blocks else {})


def decision_from_form(form: Mapping[str, Any]) -> Decision:
    """Read what decision_to_form wrote."""
    return Decision(
        label=Label(form["label"]),
        score=form["score"],
        rules=form["rules"],
        operation_kind=form.get("operation_kind"),
        reason=form.get("reason"),
        matches=matches_from_form(form.get("matches") or ()),
        blocks=tuple(decision_from_form(block) for block in form.get("blocks") or ()),
    )


def rejection_to_form(rejection: Rejection) -> Form:
    """Write a rejection as the value of ``error``."""
    return {"kind": rejection.kind, "message": rejection.message}


def evidence_to_form(evidence: Mapping[str, Evidence]) -> dict[str, Form]:
    """Write evidence with its state and what else is known of it."""
    return {
        name: {"state": str(one.state)}
        | ({"how": one.how} if one.how else {})
        | {key: value for key in ("raw", "basis", "reason") if (value := getattr(one, key)) is not None}
        for name, one in evidence.items()
    }


def evidence_from_form(form: Mapping[str, Mapping[str, Any]]) -> dict[str, Evidence]:
    """Read what evidence_to_form wrote."""
    return {name: Evidence(**{**one, "state": FieldState(one["state"])}) for name, one in form.items()}


def blocks_to_form(blocks: Sequence[Block]) -> list[Form]:
    """Write the blocks of a body; speaker and label only where they are known."""
    return [
        {"kind": block.kind, "start": block.start, "end": block.end}
        | {key: value for key in ("speaker", "label") if (value := getattr(block, key)) is not None}
        for block in blocks
    ]


def blocks_from_form(form: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Read what blocks_to_form wrote."""
    return tuple(Block(**block) for block in form)


def related_to_form(related: Sequence[RelatedLink]) -> list[Form]:
    """Write the article's own related news."""
    return [{"title": link.title, "url": link.url} for link in related]


def related_from_form(form: Sequence[Mapping[str, Any]]) -> tuple[RelatedLink, ...]:
    """Read what related_to_form wrote."""
    return tuple(RelatedLink(link["title"], link.get("url")) for link in form)


def shape_from_form(form: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Read the pieces of a shape."""
    return tuple((kind, value) for kind, value in form)


def matches_to_form(matches: Sequence[Match]) -> list[Form]:
    """Write the terms and rules that counted."""
    return [{name: getattr(match, name) for name in Match.__dataclass_fields__} for match in matches]


def matches_from_form(form: Sequence[Mapping[str, Any]]) -> tuple[Match, ...]:
    """Read what matches_to_form wrote."""
    return tuple(Match(**match) for match in form)


def _instant(article: Article) -> str:
    """Give the instant in UTC; below a second only where the page did."""
    moment = article.published_at
    assert moment is not None  # noqa: S101 - asked by the only caller
    return to_text(moment, milliseconds=bool(moment.microsecond))
