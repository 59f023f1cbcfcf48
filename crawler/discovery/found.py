"""What a listing's reader finds before anyone asks whose links they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_TITLE = 500
MAX_DATE = 100


@dataclass(slots=True)
class Entry:
    """One announced address with its other possible addresses, best first, and what is printed beside it."""

    urls: tuple[str, ...]
    title: str | None = None
    published_raw: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The entries of one listing page. wrong_kind: why the page is no listing of that kind, in words."""

    entries: tuple[Entry, ...] = ()
    seen: int = 0
    next_url: str | None = None
    children: tuple[str, ...] = ()
    wrong_kind: str | None = None


def one_line(text: str | None, limit: int = MAX_TITLE) -> str | None:
    """The text with its white space narrowed, cut at the limit; None where nothing is left."""
    if not text:
        return None
    line = " ".join(text[: limit * 8].split())
    return line[:limit].rstrip() or None
