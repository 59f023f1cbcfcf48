"""What passes between a worker and its parent: length-prefixed frames, readings and listings as JSON. Pure."""

from __future__ import annotations

import struct
from typing import Any

from crawler.discovery.listing import ListingRead
from crawler.reading import Reading
from storage.finding_forms import finding_to_form, findings_from_form
from storage.forms import article_from_form, article_to_form, decision_from_form, decision_to_form
from storage.records import Link, Outcome, Rejection
from storage.times import from_text_or_none, to_text

HEADER = struct.Struct(">Q")


def reading_to_form(reading: Reading) -> dict[str, Any]:
    """A Reading as JSON: the article's and the decision's own forms."""
    if reading.rejection is not None or reading.article is None:
        rejection = reading.rejection or Rejection(kind="no-text", message="nothing was read")
        return {"rejection": {"kind": rejection.kind, "message": rejection.message}, "first": reading.first}
    return {
        "article": article_to_form(reading.article),
        "decision": None if reading.decision is None else decision_to_form(reading.decision),
        "findings": [finding_to_form(finding) for finding in reading.findings],
        "found_by": reading.found_by,
        "parts": list(reading.parts),
        "wanted": list(reading.wanted),
        "first": reading.first,
    }


def listing_to_form(read: ListingRead) -> dict[str, Any]:
    """A ListingRead as JSON."""
    return {
        "links": [
            {
                "url": link.url,
                "title": link.title,
                "published_raw": link.published_raw,
                "published_at": link.published_at and to_text(link.published_at),
                "changed": link.changed,
            }
            for link in read.links
        ],
        "next_url": read.next_url,
        "children": list(read.children),
        "children_changed": list(read.children_changed),
        "seen_links": read.seen_links,
        "problem": read.problem,
        "outcome": read.outcome and str(read.outcome),
        "left": read.left,
        "broken": read.broken,
    }


def listing_from_form(form: dict[str, Any]) -> ListingRead:
    """The ListingRead of its JSON."""
    return ListingRead(
        links=tuple(
            Link(**{**link, "published_at": from_text_or_none(link["published_at"])}) for link in form["links"]
        ),
        next_url=form["next_url"],
        children=tuple(form["children"]),
        children_changed=tuple(form.get("children_changed", ())),
        seen_links=form["seen_links"],
        problem=form["problem"],
        outcome=Outcome(form["outcome"]) if form["outcome"] else None,
        left=form.get("left"),
        broken=form.get("broken"),
    )


def reading_from_form(form: dict[str, Any]) -> Reading:
    """The Reading of its JSON."""
    if "rejection" in form:
        return Reading(rejection=Rejection(**form["rejection"]), first=form.get("first"))
    decision = form["decision"]
    return Reading(
        article=article_from_form(form["article"]),
        decision=None if decision is None else decision_from_form(decision),
        findings=findings_from_form(form["findings"]),
        found_by=form["found_by"],
        parts=tuple(form["parts"]),
        wanted=tuple(form["wanted"]),
        first=form["first"],
    )
