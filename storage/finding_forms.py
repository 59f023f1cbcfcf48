"""Findings as JSON objects and back, without loss: what `parse` prints and workers exchange; and their uids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storage.findings import BY_TYPE, Finding, Parts, own_columns
from storage.records import Article
from storage.uids import mint_finding

Form = dict[str, Any]
BETWEEN_PARTS = " … "


def finding_to_form(finding: Finding, article: Article | None = None) -> Form:
    """Write a finding; with its article also the words of each part, as ``text``."""
    form: Form = {"type": finding.TYPE, "field": finding.field}
    if finding.position is not None:
        form["position"] = finding.position
    form |= {"start": finding.start, "end": finding.end, "parts": [list(part) for part in finding.parts]}
    if article is not None:
        words = field_text(article, finding.field, finding.position)
        form["text"] = [words[start:end] for start, end in finding.parts]
    for name in own_columns(type(finding)):
        value = getattr(finding, name)
        if value is not None:
            form[name] = [list(part) for part in value] if name == "part_of" else value
    return form | {"rule": finding.rule, "confidence": finding.confidence, "counted": finding.counted}


def finding_from_form(form: Mapping[str, Any]) -> Finding:
    """Read what finding_to_form wrote."""
    kind = BY_TYPE[form["type"]]
    own = {name: form[name] for name in own_columns(kind) if name in form}
    if own.get("part_of") is not None:
        own["part_of"] = _parts(own["part_of"])
    return kind(
        field=form["field"],
        position=form.get("position"),
        parts=_parts(form["parts"]),
        rule=form["rule"],
        confidence=form["confidence"],
        counted=form["counted"],
        **own,
    )


def findings_from_form(forms: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Read several."""
    return tuple(finding_from_form(form) for form in forms)


def field_text(article: Article, field: str, position: int | None) -> str:
    """The text that the spans of a field count in."""
    if field == "caption":
        return article.captions[(position or 1) - 1]
    return article.body if field == "body" else article.title or ""


def words_of(article: Article, finding: Finding) -> str:
    """The words that a finding rests on, several stretches parted by an ellipsis."""
    text = field_text(article, finding.field, finding.position)
    return BETWEEN_PARTS.join(text[start:end] for start, end in finding.parts)


def finding_uid(article_uid: str, revision: int, finding: Finding, nth: int) -> str:
    """The uid that people cite: the same for the same words, rule's type and revision, whatever found it.

    nth: its number, from 0, among findings of its type on the same words (three countries in one phrase).
    """
    place = finding.field if finding.position is None else f"{finding.field} {finding.position}"
    spans = ",".join(f"{start}-{end}" for start, end in finding.parts)
    return mint_finding(article_uid, revision, f"{finding.TYPE} {place} {spans} {nth}")


def _parts(form: Sequence[Sequence[int]]) -> Parts:
    return tuple((start, end) for start, end in form)
