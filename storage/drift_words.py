"""What a fall is called, the same in status and digest, and its JSON form. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.drift import ARTICLE, BY_LAYOUT, ITEM, LENGTH, PARAGRAPHS, Drift, Side
from storage.readings import PageRead

# The word for a source that is read, but whose pages fill less than they did.
READS_WORSE = "reads worse"
_WORDS = {
    ARTICLE: "an article",
    ITEM: "an item",
    BY_LAYOUT: "its layout fits",
    "published_at": "date",
    "related": "related news",
    "trailer": "closing line",
}


def drift_words(found: Sequence[Drift]) -> str:
    """``since 2026-11-14: title on 40 of 40 pages before, 0 of 6 after; byline 38 of 40, 0 of 6``; "" for none."""
    days = sorted({drift.since for drift in found})
    told: list[str] = []
    for day in days:
        falls = [drift for drift in found if drift.since == day]
        parts = [_fall_words(drift, first=not told and n == 0) for n, drift in enumerate(falls)]
        told.append(f"since {day.isoformat()}: " + "; ".join(parts))
    return "; ".join(told)


def drift_forms(found: Sequence[Drift]) -> list[dict[str, Any]]:
    """The falls as JSON objects: field, since, why, and before and after with share, n, median and page."""
    return [
        {
            "field": drift.field,
            "since": drift.since.isoformat(),
            "why": drift.why,
            "before": _side_form(drift.before),
            "after": _side_form(drift.after),
        }
        for drift in found
    ]


def shown_pages(found: Sequence[Drift]) -> tuple[PageRead, PageRead]:
    """A page before and one after, of the fall that began first."""
    first = min(found, key=lambda drift: drift.since)
    return first.before.page, first.after.page


def page_form(page: PageRead) -> dict[str, Any]:
    """How a page is named: the day it was read, its uid where it was kept, its address."""
    return {"day": page.day.isoformat(), "uid": page.uid, "url": page.url}


def page_words(page: PageRead) -> str:
    """``a-1234abcd http://...`` or the address alone."""
    return f"{page.uid} {page.url}" if page.uid else page.url


def _fall_words(drift: Drift, *, first: bool) -> str:
    name = _WORDS.get(drift.field, drift.field)
    before, after = drift.before, drift.after
    if drift.field in (PARAGRAPHS, LENGTH) and before.median is not None and after.median is not None:
        what, unit = ("text", " signs") if drift.field == LENGTH else ("paragraphs", "")
        return f"{what} {before.median:,.0f}{unit} before, {after.median:,.0f} after (median)"
    pages = "pages " if first else ""
    why = f" ({drift.why})" if drift.why else ""
    return f"{name} on {_filled(before)} of {before.n} {pages}before, {_filled(after)} of {after.n} after{why}"


def _filled(side: Side) -> int:
    return round(side.share * side.n)


def _side_form(side: Side) -> dict[str, Any]:
    return {"share": round(side.share, 3), "n": side.n, "median": side.median, "page": page_form(side.page)}
