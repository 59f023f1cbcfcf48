"""Which deliveries are due, in what order, and when to try again: from rows alone. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scheduler.delivery.answers import LONGEST_WAIT, Answer
from storage.outbox import ALERT, DIGEST, WAITING
from storage.times import from_text

Row = dict[str, Any]
FIRST_WAIT = timedelta(minutes=1)
GIVE_UP = timedelta(days=3)
# After a sleep of a week three days are soon over: so many tries are made in any case.
FEWEST_TRIES = 10
# A crawl's sources end one by one: an alert looks for all that came in meanwhile.
GATHER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """The rows that say when to deliver next. rows: open deliveries. recipients: the pairs of the configuration.

    unqueued: something made has no row yet. behind: something came in since the alerts looked, at looked_at.
    room_at: when an alert that has used up its hour may tell on.
    """

    rows: Sequence[Row] = ()
    recipients: Collection[tuple[str, str]] = ()
    unqueued: bool = False
    behind: bool = False
    looked_at: datetime | None = None
    room_at: datetime | None = None


def post_due(facts: PostFacts, now: datetime) -> datetime | None:
    """When to deliver next; None where nothing waits. What comes in is gathered for two minutes."""
    if facts.unqueued:
        return now
    times = [next_due(facts.rows, facts.recipients, now), facts.room_at]
    if facts.behind:
        looked = facts.looked_at or now
        times.append(now if looked > now else max(now, looked + GATHER))
    return min((at for at in times if at is not None), default=None)


def backoff(attempts: int) -> timedelta:
    """The wait after so many attempts: a minute, doubled each time, six hours at most."""
    return min(FIRST_WAIT * int(2 ** max(0, min(attempts, 20) - 1)), LONGEST_WAIT)


def due(rows: Iterable[Row], recipients: Collection[tuple[str, str]], now: datetime) -> list[Row]:
    """What to send now, alerts first. recipients: the (target, recipient) pairs of the configuration.

    Editions of one profile reach a recipient oldest first: one that waits for its next try holds back the newer ones.
    """
    found: list[Row] = []
    held: set[tuple[str, str, str]] = set()
    for row in _waiting(rows, recipients):
        line = line_of(row)
        at = _believed(row, now)
        if row["what"] == DIGEST and (line in held or at > now):
            held.add(line)
        elif at <= now:
            found.append(row)
    return sorted(found, key=lambda row: (row["what"] != ALERT, row["id"]))


def next_due(rows: Iterable[Row], recipients: Collection[tuple[str, str]], now: datetime) -> datetime | None:
    """When something is due next; None where nothing waits."""
    first: dict[tuple[str, str, str], datetime] = {}
    times = []
    for row in _waiting(rows, recipients):
        at = _believed(row, now)
        if row["what"] == DIGEST:
            first.setdefault(line_of(row), at)
        else:
            times.append(at)
    return min([*times, *first.values()], default=None)


def next_try(row: Row, answer: Answer, now: datetime) -> datetime | None:
    """When to try again what was not taken for now; None: it is given up. row: with this attempt counted."""
    began = from_text(row["first_tried_at"])
    if row["attempts"] >= FEWEST_TRIES and now - began >= GIVE_UP:
        return None
    return now + max(backoff(row["attempts"]), answer.after or timedelta(0))


def given_up(row: Row, answer: Answer) -> str:
    """The words of a delivery that is tried no more."""
    return f"given up after {row['attempts']} tries since {row['first_tried_at'][:16]}: {answer.words}"


def line_of(row: Row) -> tuple[str, str, str]:
    """The row of editions that a delivery stands in: target, recipient, profile."""
    return row["target"], row["recipient"], str(row["thing"]).partition("/")[0]


def _waiting(rows: Iterable[Row], recipients: Collection[tuple[str, str]]) -> list[Row]:
    waiting = (row for row in rows if row["state"] == WAITING and (row["target"], row["recipient"]) in recipients)
    return sorted(waiting, key=lambda row: int(row["id"]))


def _believed(row: Row, now: datetime) -> datetime:
    """The stored time; now where there is none, or one that only a wrong clock can have written."""
    if row["next_at"] is None:
        return now
    at = from_text(row["next_at"])
    return now if at > now + 2 * LONGEST_WAIT else at
