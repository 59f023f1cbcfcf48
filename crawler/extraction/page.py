"""What the extraction is given: the bytes of one page and where and when they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Page:
    """One page as received. content_type: the header's value; fetched_at: aware, UTC, never a date of the text.

    further: the further pages of its article that are at hand, in any order, each under the address by which the
    article names it; None: the page is to be read alone.
    """

    body: bytes
    url: str | None = None
    content_type: str | None = None
    fetched_at: datetime | None = None
    further: tuple[Page, ...] | None = None
