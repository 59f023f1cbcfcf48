"""What a page, built anew, says no more of its article: headline and day stay as an earlier state said them. Pure.

Newsrooms move to other programs, which print no day, "two hours ago" alone, or the day of the move on every page; and a
headline that our reading does not find there is not one that the outlet took back. The day without its time is no news.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from storage.fingerprint import shares, wording
from storage.forms import evidence_from_form
from storage.records import Article, Evidence, FieldState
from storage.times import DAY_SIGNS, from_text

_NONE = Evidence(state=FieldState.ABSENT)
# A day whose zone is not known may lie so far ahead.
ZONES = timedelta(hours=26)
# The address shows the same article while so much of either text stands in the other, and the same text while so much
# of both does, with the same numbers: a bulletin at one address has a day of its own each time.
SAME_ARTICLE, SAME_TEXT = 0.5, 0.9
EARLIER = "an earlier state of the page"


def kept(article: Article, before: Mapping[str, Any] | None, *, first_seen_at: str) -> Article:
    """The article with the headline and day of a state before, where its page now has none, or a day that cannot be.

    before: a row of revisions, None for none. first_seen_at: of the article; no day of publication lies after it.
    """
    if before is None:
        return article
    title = article.title is None and before["title"] is not None
    day = before["published_at"] is not None and _is_no_day(article, before, first_seen_at)
    if not (title or day) or not _is_same(article, before, whole=day and article.published_at is not None):
        return article
    evidence, known = dict(article.evidence), evidence_from_form(json.loads(before["evidence"]))
    columns: dict[str, Any] = {}
    if title:
        columns["title"] = before["title"]
        evidence["title"] = _of_before(known.get("title", _NONE), None)
    if day:
        columns |= {
            "published_at": from_text(before["published_at"]),
            "published_raw": before["published_raw"],
            "published_local": before["published_local"],
        }
        evidence["published_at"] = _of_before(known.get("published_at", _NONE), article.published_raw)
    return replace(article, **columns, evidence=evidence)


def _is_no_day(article: Article, before: Mapping[str, Any], first_seen_at: str) -> bool:
    """No day at all, one after the article had been read, or the known day alone, where its time is known."""
    now, known = article.published_at, from_text(before["published_at"])
    if now is None:
        return True
    days = {known.date().isoformat(), (before["published_local"] or "")[:DAY_SIGNS]}
    if now.time() == time() != known.time() and now.date().isoformat() in days:
        return True
    seen = from_text(first_seen_at) + ZONES
    return now > seen >= known


def _is_same(article: Article, before: Mapping[str, Any], *, whole: bool) -> bool:
    """Whether both are of one article; whole: and of one text."""
    now, then = wording(article.body), wording(before["body"])
    found = shares(now, then)
    if whole:
        return min(found.of_a, found.of_b) >= SAME_TEXT and now.numbers == then.numbers
    return max(found.of_a, found.of_b) >= SAME_ARTICLE


def _of_before(evidence: Evidence, says: str | None) -> Evidence:
    """How a field was found before, with what the page says in its place now."""
    basis = EARLIER if says is None else f"{EARLIER}, which says {says} now"
    return evidence if (evidence.basis or "").startswith(EARLIER) else replace(evidence, basis=basis)
