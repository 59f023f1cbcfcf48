"""The date that a listing prints beside a link: its words, and its instant where words or outlet give the zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawler.dates import parse_date
from crawler.discovery.found import MAX_DATE, one_line

_ZONED = re.compile(r"[+-]\d\d:?\d\d$|(?:Z|GMT|UTC?|[ECMP][SD]T)$")


def date_in(
    raw: str | None, *, languages: tuple[str, ...], zone: str | None, now: datetime | None
) -> tuple[str | None, datetime | None]:
    """A printed date's words and its instant in UTC; no instant where neither the words nor ``zone`` give a zone."""
    words = one_line(raw, MAX_DATE)
    if words is None:
        return None, None
    moment = _stated(words)
    if moment is not None:
        return words, moment
    return words, instant(words, languages=languages, zone=zone, now=now)


def instant(words: str, *, languages: tuple[str, ...], zone: str | None, now: datetime | None) -> datetime | None:
    """The instant of printed words by the general reader; none where it had to assume a zone: a link cannot say so."""
    read = parse_date(words, languages=languages or ("en",), zone=zone, reference=now)
    return read.value if zone or "assumed" not in (read.basis or "") else None


def _stated(words: str) -> datetime | None:
    """The instant of a date in one of the two standard forms that states its zone."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        if _ZONED.search(words):
            try:
                moment = read(words)
                return moment.astimezone(UTC) if moment.tzinfo else None
            except (ValueError, OverflowError, TypeError):
                continue  # another form: the general reader is asked
    return None
