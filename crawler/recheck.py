"""When a page is asked for again: re-checks by age, listings by their own rhythm, withdrawals. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

# (an article younger than, asked again after); beyond the last it rests (docs/design.md, behaviour of re-checks).
STEPS = (
    (timedelta(days=2), timedelta(hours=12)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=7)),
    (timedelta(days=180), timedelta(days=30)),
)
LONGEST_MAX_AGE = timedelta(days=1)
# Runs are as far apart as re-checks, and a page is asked some minutes into a run: without this grace, what is due again
# in a day would miss the next day's run by those minutes, and be asked every other day.
GRACE = timedelta(minutes=45)
APART = timedelta(hours=12)
GONE_AGAIN = timedelta(hours=13)
REJECTED_AGAIN = {"challenge": 3, "login": 3, "soft-404": 2, "no-text": 2, "not-a-page": 1}


def article_again(age_from: datetime, now: datetime) -> datetime | None:
    """When a kept article is asked for again, or None when it is older than half a year."""
    age = now - age_from
    for younger_than, after in STEPS:
        if age < younger_than:
            return now + after
    return None


def listing_again(now: datetime, interval: timedelta, cache_control: str | None) -> datetime:
    """When a listing is due again: its interval, lengthened by Cache-Control max-age to a day (RFC 9111, 5.2.2.1)."""
    found = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", cache_control or "", re.IGNORECASE)
    if found is None or re.search(r"no-cache|no-store", cache_control or "", re.IGNORECASE):
        return now + interval
    return now + max(interval, min(timedelta(seconds=int(found.group(1))), LONGEST_MAX_AGE))


def withdrawn_now(status: int, gone_since: datetime | None, now: datetime) -> bool:
    """True where an answer says that an article is gone for good: 410 at once, else a second time 12 hours apart."""
    if status == 410:
        return True
    return gone_since is not None and now - gone_since >= APART


def rejected_again(kind: str, tries: int, now: datetime) -> datetime | None:
    """When a page that gave no article is tried once more; tries counts the answers so far, from 1."""
    return now + timedelta(days=1) if tries < REJECTED_AGAIN.get(kind, 0) else None


def gone_again(
    tries: int, now: datetime, *, kept: bool, age_from: datetime, sure: bool = False, final: bool = False
) -> datetime | None:
    """When a missing page is asked for again: three times in all where it never gave an article.

    That of a kept article soon, whatever its age, until it is sure to be gone; then by age, as it may be back. final:
    the server says for good (410; RFC 9110, 15.5.11), so never.
    """
    if final:
        return None
    if not kept:
        return now + timedelta(days=1) if tries < 3 else None
    if not sure:
        return now + GONE_AGAIN
    again = article_again(age_from, now)
    return None if again is None else max(again, now + GONE_AGAIN)
