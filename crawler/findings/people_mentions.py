"""Somebody named at one place, before all mentions of an item are joined. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

WRITTEN = "written"
_LONG = lazy(r"[^\W\d_]{4,}")
_SMALL_IN_TITLES = frozenset(
    [
        "with",
        "from",
        "into",
        "over",
        "after",
        "under",
        "amid",
        "than",
        "that",
        "their",
        "near",
        "during",
        "before",
        "between",
        "against",
    ]
)


@dataclass(frozen=True, slots=True)
class Named:
    """start, end: post and name. plural: the post is said of the next names too (Presidents A and B)."""

    passage: Passage
    start: int
    end: int
    name: str
    posts: tuple[str, ...] = ()
    body: str | None = None
    basis: str | None = None
    rule: str = "person: name with post"
    confidence: float = 1.0
    plural: bool = False


def is_title_case(text: str) -> bool:
    """True for a headline in which every longer word has a capital letter."""
    words = _LONG.findall(text)
    small = [word for word in words if word[0].islower() and word not in _SMALL_IN_TITLES]
    return len(words) >= 4 and len(small) < 2 and len(small) < 0.25 * len(words)
