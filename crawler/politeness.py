"""How long to wait: the gap between two requests of a host, Retry-After, retries and backoff. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from storage.times import in_utc

LONGEST_PAUSE = timedelta(days=1)
PAUSE_UNASKED = timedelta(minutes=10)
LONGEST_CRAWL_DELAY = 120.0
LONGEST_WAIT_IN_RUN = 60.0
RETRIES_IN_RUN = 2
BACKOFF = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
LEAST_RETRY_SECONDS = 0.2
# One address is asked for so often in a run at most, whatever its answers were.
ATTEMPTS_IN_RUN = 4
# After so many failed runs, a day apart from the third on, an address has one attempt a run; then it rests for a week.
FAILED_RUNS_BEFORE_ONE, FAILED_RUNS_BEFORE_REST = 7, 10
NO_ROBOTS = "robots.txt unreachable"
ROBOTS_REST = timedelta(minutes=10)
LONGEST_SHOWN = 60


def gap_of(default: float, source_gap: float | None, crawl_delay: float | None) -> float:
    """Seconds between two requests of a host: never less than the robots file or the operator asks for."""
    return max(source_gap if source_gap is not None else default, crawl_delay or 0.0)


def crawl_delay_refused(crawl_delay: float | None) -> str | None:
    """Why a host with this Crawl-delay is left alone: slower than LONGEST_CRAWL_DELAY a run would never end."""
    if crawl_delay is None or crawl_delay <= LONGEST_CRAWL_DELAY:
        return None
    return f"robots.txt asks for {crawl_delay:g} s between requests; more than {LONGEST_CRAWL_DELAY:g} s is skipped"


@dataclass(frozen=True, slots=True)
class Rest:
    """How long a server asks to be left alone. wait: at most LONGEST_PAUSE; words: what it asked for, to be shown."""

    wait: timedelta
    words: str


def retry_after(value: str | None, *, now: datetime, server_date: str | None = None) -> Rest | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds, or a date, taken against the server's own Date where it gives one.

    None for what is no number and no date, negative, or already over.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=int(text)) if len(text) < 12 else timedelta.max
    else:
        until = http_date(text)
        if until is None:
            return None
        wait = until - (http_date(server_date or "") or now)
    if wait <= timedelta(0):
        return None
    if wait <= LONGEST_PAUSE:
        return Rest(wait, "asks to wait")
    return Rest(LONGEST_PAUSE, f"asks to wait longer ({text[:LONGEST_SHOWN]}), of which one day is granted")


def unread_retry_after(value: str | None) -> str:
    """Words for a Retry-After that says no time to wait; empty where there was none."""
    return "" if value is None else f" (its Retry-After says no time to come: {value.strip()[:LONGEST_SHOWN]})"


def rest_left(until: datetime, now: datetime) -> float:
    """Seconds to the end of a host's rest; 0 where it is over.

    A rest of more than a day is never granted: such a time comes from a clock that was wrong.
    """
    left = (until - now).total_seconds()
    return left if 0 < left <= LONGEST_PAUSE.total_seconds() + 1 else 0.0


def rest_until(now: datetime, wait: timedelta) -> datetime:
    """The end of a rest as it is stored, in whole seconds: never sooner than was asked for."""
    until = now + wait
    return until if until.microsecond == 0 else until.replace(microsecond=0) + timedelta(seconds=1)


def retry_delay(tries: int, gap: float) -> float:
    """Seconds before the next try of an address in the same run; tries counts those already made, from 1."""
    return max(gap, LEAST_RETRY_SECONDS) * (3 * tries + 1)


def retries_in_run(failed_runs: int) -> int:
    """How often an address is tried again in a run: not at all once it has failed on seven days."""
    return RETRIES_IN_RUN if failed_runs < FAILED_RUNS_BEFORE_ONE else 0


def robots_rest(before: timedelta | None) -> timedelta:
    """How long a site rests whose robots.txt cannot be had; before: its rest until now, six times as long each time."""
    return ROBOTS_REST if before is None else min(max(6 * before, ROBOTS_REST), LONGEST_PAUSE)


def backoff(failed_runs: int) -> timedelta:
    """When to try an address again after so many failed runs, from 1: an hour, six hours, then daily."""
    return BACKOFF[min(max(failed_runs, 1), len(BACKOFF)) - 1]


def http_date(text: str) -> datetime | None:
    """Read a date of HTTP (RFC 9110, 5.6.7); None for what is none."""
    try:
        return in_utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
