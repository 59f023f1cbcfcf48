"""How a reading of a listing joins the one before it: what may lie between the two, and how soon it is all new. Pure.

A listing that holds its newest entries alone loses the others: where none of those that were known is left in it,
nobody can say what came and went between two looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from crawler.discovery.listing_read import ListingRead
from storage.database import Row
from storage.records import MAY_HAVE_MISSED
from storage.times import from_text_or_none

# Of a listing that held no entry when it was read.
NO_LINKS_DIGEST = sha256(b"").hexdigest()


def digest_of(read: ListingRead) -> str:
    """What the links of a listing are known by until the next reading."""
    return sha256("\n".join([*(link.url for link in read.links), *read.children]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a listing from before a reading. read: ever. entries: it held some.

    at: when it was read last; None where it failed since, for then only the day is known.
    """

    read: bool
    entries: bool
    at: datetime | None

    @classmethod
    def of(cls, row: Row) -> Before:
        """By the row of the listing as it was before."""
        digest = row["links_digest"]
        at = from_text_or_none(row["checked_at"]) if row["state"] == "ok" else None
        return cls(digest is not None, digest not in (None, NO_LINKS_DIGEST), at)


def turns_over(before: Before, now: datetime, *, links: int, known: int) -> timedelta | None:
    """In what time all entries of a listing are new ones, by how many are since the look before; None: not known."""
    if before.at is None or not before.read or before.at >= now or links <= known:
        return None
    return (now - before.at) * (links / (links - known))


def missed_words(since: str, now: datetime, earlier: str | None = None) -> str:
    """``may have missed items between 2026-11-09 06:00 and 2026-11-09 18:00 UTC``.

    since: the last reading, in words. earlier: what was told of the same day before: from its beginning on.
    """
    start = since
    if earlier is not None and earlier.startswith(MAY_HAVE_MISSED):
        start = earlier.removeprefix(f"{MAY_HAVE_MISSED} between ").partition(" and ")[0]
    return f"{MAY_HAVE_MISSED} between {start} and {now:%Y-%m-%d %H:%M} UTC"
