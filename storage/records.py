"""The records that pass between the floors. Values only: frozen, without behaviour that reads or writes.

Words as in docs/design.md, section 1. Times are aware and in UTC; spans count Unicode code points, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

PARAGRAPH_BREAK = "\n\n"


class Label(StrEnum):
    """What the relevance rules make of an article."""

    PEACEKEEPING = "peacekeeping"
    BORDERLINE = "borderline"
    CONTESTED = "contested"
    OTHER = "other"


KEPT_LABELS = frozenset({Label.PEACEKEEPING, Label.BORDERLINE, Label.CONTESTED})


class FieldState(StrEnum):
    """How a field ended: the three ways of being empty are three things."""

    FOUND = "found"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    NOT_PROVIDED = "not_provided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How one field of an article came about.

    how: the step of the cascade and its place in the page, such as ``layout 2025: div.pub-info dd``,
    ``json-ld: datePublished``, ``header: timestamp line``, ``generic body``, ``library: trafilatura``.
    raw: the printed words. basis: what a value rests on that the words do not say (a zone, a year). reason: why a
    field that was there could not be read.
    """

    state: FieldState
    how: str = ""
    raw: str | None = None
    basis: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One stretch of the body. kind: paragraph, subheading, question, answer, caption or list."""

    kind: str
    start: int
    end: int
    speaker: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """One line of an article's own related news; url is NULL where the outlet printed a bare title."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text at one outlet, in the shape of the seed articles. Every field but body may be absent.

    body: paragraphs parted by one empty line; it opens with the dateline as printed and holds no header line.
    dateline: the printed words with their dashes (``BEIJING, Apr. 30 --``). published_local: ISO with the outlet's
    offset. dateline_date: ISO 8601, of reduced precision where less is known. shape: see storage.seedshape.
    evidence: a field's name to its Evidence.
    """

    body: str
    url: str | None = None
    source: str | None = None
    key: str | None = None
    title: str | None = None
    outlet: str | None = None
    editors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    dateline_place: str | None = None
    dateline_date: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    published_local: str | None = None
    language: str | None = None
    type: str = "news"
    blocks: tuple[Block, ...] = ()
    captions: tuple[str, ...] = ()
    trailer: str | None = None
    related: tuple[RelatedLink, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    inferred: Mapping[str, Any] = field(default_factory=dict)
    shape: tuple[tuple[str, str], ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's paragraphs, in order."""
        return tuple(p for p in self.body.split(PARAGRAPH_BREAK) if p)

    @property
    def editor(self) -> str | None:
        """The editors' names joined by a semicolon, as the column holds them."""
        return "; ".join(self.editors) or None

    @property
    def byline(self) -> str | None:
        """The authors' names joined by a semicolon, as the column holds them."""
        return "; ".join(self.authors) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why a page is no article. kind is one of REJECTION_KINDS; message says it in words."""

    kind: str
    message: str


REJECTION_KINDS = (
    "no-text",
    "listing",
    "challenge",
    "login",
    "soft-404",
    "elsewhere",
    "not-a-page",
    "unreadable",
    "too-large",
    "too-slow",
    "crashed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One term or rule that counted in a decision, with the words it rests on.

    kind: strong, supporting, negative, mission, contested or rule. field: title, body or caption. place: 3 title, 2
    first two paragraphs, 1 elsewhere. points = weight x place (supporting terms: weight, within their cap).
    """

    kind: str
    term: str
    field: str
    start: int
    end: int
    weight: float
    place: int
    points: float
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the relevance rules said of an article, and why. rules: the version of the terms and missions used.

    blocks: of a transcript, the decision on each question with its answers, in order; the best of them decides.
    """

    label: Label
    score: float
    rules: str
    matches: tuple[Match, ...] = ()
    operation_kind: str | None = None
    reason: str | None = None
    blocks: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said to one request: the bytes after transfer and content decoding, and the headers as received."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    method: str = "GET"
    requested_url: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case of letters."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One article that a listing announces, with the title and date that it prints beside it.

    changed: when a sitemap says that it was changed last, ISO in UTC.
    """

    url: str
    title: str | None = None
    published_raw: str | None = None
    published_at: datetime | None = None
    changed: str | None = None


class Outcome(StrEnum):
    """Why a run of one source ended as it did."""

    COLLECTED = "collected"
    NOTHING_NEW = "nothing-new"
    PARTIAL = "partial"
    LISTING_FAILED = "listing-failed"
    NO_LINKS = "no-links"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    INTERRUPTED = "interrupted"
    CRASHED = "crashed"

    @property
    def ok(self) -> bool:
        """True where the source was read as far as it could be."""
        return self in (Outcome.COLLECTED, Outcome.NOTHING_NEW)


class CoverageState(StrEnum):
    """What is known of one listing on one day. A row is laid down as never-ran before the run."""

    NEVER_RAN = "never-ran"
    COLLECTED = "collected"
    REACHED_EMPTY = "reached-empty"
    FAILED = "failed"
    HEALED = "healed"


# How the reason begins of a day on which a listing was read, and did not reach back to what was known of it.
MAY_HAVE_MISSED = "may have missed items"
