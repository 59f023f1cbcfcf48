"""What today's code reads differently in a stored capture: label, reason, fields and findings, old beside new."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.settled import NOT_JUDGED
from storage.article_rows import article_of, content_of
from storage.database import Row
from storage.finding_forms import words_of
from storage.findings import Finding
from storage.records import Article, Decision

# How a field was found may change without the field: evidence is compared field by field.
COMPARED = (
    "title", "outlet", "editor", "byline", "dateline", "dateline_place", "dateline_date", "published_at",
    "published_raw", "language", "type", "body", "blocks", "captions", "trailer",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What today's code reads differently in one capture. fields: name to the old and the new value."""

    capture_id: int
    url: str | None
    uid: str | None
    label: tuple[str | None, str]
    reason: str | None
    fields: Mapping[str, tuple[str | None, str | None]]


def difference_of(
    row: Row,
    *,
    state: Row | None,
    before: Row | None,
    article: Article | None,
    decision: Decision,
    found: Mapping[str, tuple[str | None, str | None]],
) -> Difference | None:
    """The difference between what is stored of a capture and what it reads by now; None where there is none."""
    fields: dict[str, tuple[str | None, str | None]] = {}
    if state is not None and article is not None:
        content = content_of(article)
        fields = {name: (state[name], content[name]) for name in COMPARED if state[name] != content[name]}
        fields |= _evidence(json.loads(state["evidence"]), json.loads(content["evidence"])) | dict(found)
    was = None if before is None else before["label"]
    same_reason = decision.rules != NOT_JUDGED or (before is not None and before["reason"] == decision.reason)
    if not fields and was == str(decision.label) and same_reason:
        return None
    return Difference(
        capture_id=row["id"],
        url=row["url"],
        uid=None if state is None else state["uid"],
        label=(was, str(decision.label)),
        reason=decision.reason,
        fields=fields,
    )


def findings_apart(
    state: Row, known: Sequence[Finding], article: Article, found: Sequence[Finding]
) -> dict[str, tuple[str | None, str | None]]:
    """The words of the findings that only the archive has, and of those that only today's rules give, by type."""
    old = article_of(state, ())
    lost = sorted({(one.TYPE, words_of(old, one)) for one in known if one not in found})
    gained = sorted({(one.TYPE, words_of(article, one)) for one in found if one not in known})
    return {
        f"findings.{kind}": (_joined(lost, kind), _joined(gained, kind))
        for kind in sorted({kind for kind, _ in (*lost, *gained)})
    }


def _joined(found: Sequence[tuple[str, str]], kind: str) -> str | None:
    return "; ".join(words for of, words in found if of == kind) or None


def _evidence(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    """The fields that were found in another way, with both ways."""
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    return {f"evidence.{name}": (_way(old.get(name)), _way(new.get(name))) for name in changed}


def _way(evidence: Mapping[str, Any] | None) -> str | None:
    return None if evidence is None else "; ".join(str(value) for value in evidence.values())
