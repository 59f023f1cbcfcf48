"""What one reading of a page filled, in short: which fields, how much text, by which step. Pure.

It is kept beside every settled capture (``captures.reading``), of pages that were passed over too: their text is not
kept, and most of what a redesign breaks would otherwise leave no trace.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from storage.article_rows import as_json
from storage.records import REJECTION_KINDS, Article, FieldState, Rejection

# The fields of an article that a page may or may not fill, in the order in which they are told.
FIELDS = (
    "title", "outlet", "byline", "editor", "dateline", "published_at", "captions", "related", "trailer", "language",
)  # fmt: skip
# A parser that gave up says nothing of the page.
OUR_FAULTS = frozenset({"crashed", "too-slow"})
# What one and the same page says anew each time: times, addresses, numbers of requests.
_RUN = re.compile("[!-~]+")
_LONG = 8
# What every run of signs that passes holds.
_MAY_PASS = re.compile("[/@0-9]")
LAYOUT, OWN, LIBRARY = "layout", "own", "library"
LED_AWAY = "led away"
# What a kept article's page shows all of a sudden, until it shows it again.
HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """One page as it was read first. day: of that capture. body: layout, own or library. rejection: no article, why.

    states: field to its state; a field that is missing there is absent.
    """

    day: date
    url: str
    uid: str | None = None
    type: str = "news"
    language: str | None = None
    states: Mapping[str, FieldState] = field(default_factory=dict)
    paragraphs: int = 0
    length: int = 0
    body: str = OWN
    rejection: str | None = None
    published: date | None = None


def reading_text(article: Article | None, rejection: Rejection | None) -> str | None:
    """The JSON text for ``captures.reading``; None where the reading says nothing of the page.

    Both are given for a text that is no article, as it stands at several addresses, and for one that is held.
    """
    if article is None or (rejection is not None and rejection.kind != HELD):
        kind = "no-text" if rejection is None else rejection.kind
        mark = {} if article is None else {"mark": text_mark(article)}
        return None if kind in OUR_FAULTS else as_json({"rejection": kind, **mark})
    states = {name: article.evidence[name].state for name in FIELDS if name in article.evidence}
    form: dict[str, Any] = {
        "type": article.type,
        "language": article.language,
        "published": None if article.published_at is None else f"{article.published_at:%Y-%m-%d}",
        "paragraphs": len(article.paragraphs),
        "length": len(article.body),
        "body": step_of(article.evidence["body"].how if "body" in article.evidence else ""),
        "mark": text_mark(article),
    }
    for state in (FieldState.FOUND, FieldState.UNREADABLE, FieldState.NOT_PROVIDED):
        names = [name for name in FIELDS if states.get(name) is state]
        if names or state is FieldState.FOUND:
            form[str(state)] = names
    return as_json(form)


def text_mark(article: Article) -> str:
    """A short hash of headline and text, by which the same one is known at another address."""
    words = [
        kept for word in f"{article.title or ''}\n{article.body}".casefold().split()
        if (kept := _RUN.sub(_lasting, word) if _MAY_PASS.search(word) else word)
    ]  # fmt: skip
    return sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lasting(run: re.Match[str]) -> str:
    """A run of ASCII signs, unless it is one that passes."""
    signs = run.group()
    numbered = any(sign.isdigit() for sign in signs)
    return "" if "/" in signs or "@" in signs or (numbered and (":" in signs or len(signs) >= _LONG)) else signs


def step_of(how: str) -> str:
    """The step of the cascade behind a body: the source's layout, our own reading, or a library."""
    if how.startswith("layout"):
        return LAYOUT
    return LIBRARY if how.startswith("library") else OWN


def page_read(text: str | None, *, day: str, url: str, uid: str | None, reason: str | None) -> PageRead | None:
    """One row as a PageRead; None where there is nothing to tell. reason: of a page that was rejected unread."""
    if text is None:
        kind = _kind_of(reason or "")
        return None if kind is None else PageRead(day=_day(day), url=url, uid=uid, rejection=kind)
    form: dict[str, Any] = json.loads(text)
    if "rejection" in form:
        return PageRead(day=_day(day), url=url, uid=uid, rejection=form["rejection"])
    states = {name: state for state in FieldState for name in form.get(str(state), ())}
    return PageRead(
        day=_day(day),
        url=url,
        uid=uid,
        type=form["type"],
        language=form["language"],
        states=states,
        paragraphs=form["paragraphs"],
        length=form["length"],
        body=form["body"],
        published=_day(form["published"]) if form.get("published") else None,
    )


def _kind_of(reason: str) -> str | None:
    if reason.startswith("leads to "):
        return LED_AWAY
    kind = reason.partition(":")[0]
    return kind if kind in REJECTION_KINDS and kind not in OUR_FAULTS else None


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
