"""When a source that answers is called silent: the one rule, and its words, for status and digest. Pure.

A source gives something when one of its listings announces an address that we did not know. It is silent when it gave
nothing for a week, and for twice as long as its own rhythm lets expect: the articles a week that its file declares at
least, else the pauses between the days on which it gave something. Where neither is known, four weeks are too long for
any source, and one week for one that never gave anything. The view ``silent_sources`` says the same in SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

WEEK = timedelta(days=7)
TIMES = 2
# With fewer pauses a rhythm is a guess; the longest of all is left out, for it may be our own absence.
LEAST_PAUSES, MOST_PAUSES = 5, 30
# The patience with a source of which no rhythm is known.
UNKNOWN = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """When a source gave something new. days: newest first. newest: None: never. read_since: our first run."""

    newest: datetime | None = None
    days: tuple[date, ...] = ()
    read_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """since: the newest thing it gave, or our first run of it (then ever is False). why: its rhythm, in words.

    least: articles a week declared; pause: its usual pause in days, where that was learned. days: how long it lasts.
    """

    since: datetime
    ever: bool
    days: int
    least: float | None = None
    pause: int | None = None

    @property
    def words(self) -> str:
        """``nothing new since 2026-11-09; at least 2 a week are usual``, ``nothing new for 28 days; ...``."""
        if self.least is None and self.pause is None:
            ever = "" if self.ever else f", since it was first read on {self.since:%Y-%m-%d}"
            return f"nothing new for {self.days} days{ever}; its rhythm is not known yet"
        began = f"nothing new since {self.since:%Y-%m-%d}" + ("" if self.ever else ", when it was first read")
        return f"{began}; {rhythm_words(self.least, self.pause)}"


def rhythm_words(least: float | None, pause: int | None) -> str:
    """What is usual, as declared or as learned; one of the two is known."""
    if least is not None:
        return f"at least {least:g} a week are usual"
    days = "1 day" if pause == 1 else f"{pause} days"
    return f"its pauses were {days} at most"


def silence(given: Given, *, least: float | None, now: datetime) -> Silence | None:
    """Judge a source whose listings are read.

    least: articles a week that its file declares at least; 0 means that it may be silent for ever.
    """
    pause = None
    if least is None:
        pause = usual_pause(given.days)
        unknown = WEEK if given.newest is None else UNKNOWN
        patience = unknown if pause is None else timedelta(days=TIMES * pause)
    elif least > 0:
        patience = TIMES * WEEK / least
    else:
        return None
    since = given.newest or given.read_since
    if since is None or now - since <= max(WEEK, patience):
        return None
    return Silence(since=since, ever=given.newest is not None, days=(now - since).days, least=least, pause=pause)


def usual_pause(days: Sequence[date]) -> int | None:
    """The longest pause but one, in days, among the newest; None where there are too few to tell."""
    ordered = sorted(set(days), reverse=True)[: MOST_PAUSES + 1]
    pauses = sorted((after - before).days for after, before in pairwise(ordered))
    return pauses[-2] if len(pauses) >= LEAST_PAUSES else None
