"""How long to wait: the gap between two requests of a host, Retry-After, retries and backoff. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_PAUSE = timedelta(days=1)
PAUSE_UNASKED = timedelta(minutes=10)
LONGEST_CRAWL_DELAY = 120.0
LONGEST_WAIT_IN_RUN = 60.0
RETRIES_IN_RUN = 2
BACKOFF = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
LEAST_RETRY_SECONDS = 0.2


def gap_of(default: float, source_gap: float | None, crawl_delay: float | None) -> float:
    """Seconds between two requests of a host: never less than the robots file or the operator asks for."""
    return max(source_gap if source_gap is not None else default, crawl_delay or 0.0)


def crawl_delay_refused(crawl_delay: float | None) -> str | None:
    """Why a host with this Crawl-delay is left alone: slower than LONGEST_CRAWL_DELAY a run would never end."""
    if crawl_delay is None or crawl_delay <= LONGEST_CRAWL_DELAY:
        return None
    return f"robots.txt asks for {crawl_delay:g} s between requests; more than {LONGEST_CRAWL_DELAY:g} s is skipped"


def retry_after(value: str | None, *, now: datetime, server_date: str | None = None) -> timedelta | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds, or a date, taken against the server's own Date where it gives one.

    Capped at LONGEST_PAUSE. None for what is no number and no date, negative, or already over.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:12]), 10**8))
    else:
        until = http_date(text)
        if until is None:
            return None
        wait = until - (http_date(server_date or "") or now)
    return min(wait, LONGEST_PAUSE) if wait > timedelta(0) else None


def retry_delay(tries: int, gap: float) -> float:
    """Seconds before the next try of an address in the same run; tries counts those already made, from 1."""
    return max(gap, LEAST_RETRY_SECONDS) * (3 * tries + 1)


def backoff(failed_runs: int) -> timedelta:
    """When to try an address again after so many failed runs, from 1: an hour, six hours, then daily."""
    return BACKOFF[min(max(failed_runs, 1), len(BACKOFF)) - 1]


def http_date(text: str) -> datetime | None:
    """Read a date of HTTP (RFC 9110, 5.6.7); None for what is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
