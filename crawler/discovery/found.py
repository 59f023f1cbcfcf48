"""What a listing's reader finds before anyone asks whose links they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.extraction.charset import clean_text

MAX_TITLE = 500
MAX_DATE = 100


@dataclass(slots=True)
class Entry:
    """One announced address with its other possible addresses, best first, and what is printed beside it.

    changed: when a sitemap says that it was changed last, ISO in UTC: no day of publication, but not before it either.
    """

    urls: tuple[str, ...]
    title: str | None = None
    published_raw: str | None = None
    published_at: datetime | None = None
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The entries of one listing page. wrong_kind: why the page is no listing of that kind, in words.

    more: addresses behind the entries, on a page with more links than are looked at for a title and a date.
    unwanted: where a page of links has no entry at all, the addresses that it has instead.
    left: what was not looked at, where there was too much: ``49,000 of 50,000 entries``. broken: why it is used only
    as far as it goes. later: the pages of the list behind the next one, as far as the page numbers them.
    children_changed: when each child was changed last, ISO in UTC; empty where that is not said. sound: a feed or a
    sitemap without a fault, so that one without entries has nothing now.
    """

    entries: tuple[Entry, ...] = ()
    seen: int = 0
    next_url: str | None = None
    children: tuple[str, ...] = ()
    children_changed: tuple[str, ...] = ()
    wrong_kind: str | None = None
    left: str | None = None
    broken: str | None = None
    more: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    sound: bool = False


def one_line(text: str | None, limit: int = MAX_TITLE) -> str | None:
    """The text without control signs, its white space narrowed, cut at the limit; None where nothing is left."""
    if not text:
        return None
    line = " ".join(clean_text(text[: limit * 8]).split())
    return line[:limit].rstrip() or None
