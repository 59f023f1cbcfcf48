"""What is to be told of a back-fill: its counts, and its addresses by month, with the gaps. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage.database import Database, Row

STATES = ("waiting", "copy", "taken", "copied", "known", "gone", "failed", "refused")


@dataclass(slots=True, kw_only=True)
class MonthFound:
    """One month (``2019-03``; empty: no day is known). states: addresses by state; articles, items: in the archive."""

    month: str
    states: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    items: int = 0

    @property
    def found(self) -> int:
        """Addresses found that are of this month."""
        return sum(self.states.values())

    @property
    def gap(self) -> bool:
        """True where nothing of this month was found or is in the archive."""
        return bool(self.month) and not self.found and not self.articles

    def form(self) -> dict[str, Any]:
        """The month as JSON."""
        return {
            "month": self.month or None, "found": self.found, **{name: self.states.get(name, 0) for name in STATES},
            "articles": self.articles, "items": self.items, "gap": self.gap,
        }  # fmt: skip


def counts(db: Database, source: str) -> dict[str, int]:
    """Addresses of a source by state."""
    rows = db.rows(
        "SELECT state, count(*) AS n FROM backfill_addresses WHERE source = ? GROUP BY state ORDER BY state", (source,)
    )
    return {row["state"]: row["n"] for row in rows}


def steps(db: Database, job: int) -> list[Row]:
    """By way: steps by state, and the oldest day that it reached."""
    return db.rows(
        "SELECT way, sum(state = 'done') AS done, sum(state = 'waiting') AS waiting, sum(state = 'failed') AS failed,"
        " sum(coalesce(found, 0)) AS found, min(oldest) AS oldest FROM backfill_steps WHERE backfill = ?"
        " GROUP BY way ORDER BY way",
        (job,),
    )


def failures(db: Database, job: int, most: int) -> list[Row]:
    """The newest steps that could not be read: url and reason."""
    return db.rows(
        "SELECT url, reason FROM backfill_steps WHERE backfill = ? AND state = 'failed' ORDER BY asked_at DESC, id DESC"
        " LIMIT ?",
        (job, most),
    )


def months(db: Database, source: str, since: date, until: date) -> list[MonthFound]:
    """Every month of the days wanted, oldest first, and those beyond of which there is something; undated ones last."""
    found: dict[str, MonthFound] = {month: MonthFound(month=month) for month in _between(since, until)}
    for row in db.rows(
        "SELECT coalesce(substr(day, 1, 7), '') AS month, state, count(*) AS n FROM backfill_addresses"
        " WHERE source = ? GROUP BY 1, 2",
        (source,),
    ):
        month = found.setdefault(row["month"], MonthFound(month=row["month"]))
        month.states[row["state"]] = row["n"]
    for row in db.rows(
        "SELECT substr(coalesce(published_at, first_seen_at), 1, 7) AS month, count(*) AS n,"
        " sum(label = 'peacekeeping') AS items FROM articles WHERE source = ? GROUP BY 1",
        (source,),
    ):
        month = found.setdefault(row["month"], MonthFound(month=row["month"]))
        month.articles, month.items = row["n"], row["items"]
    return sorted(found.values(), key=lambda one: (not one.month, one.month))


def page_bytes(db: Database, source: str) -> float | None:
    """Bytes that a stored page of a source takes on average, packed; None before there is one."""
    found = db.value(
        "SELECT avg(length) FROM captures JOIN pages ON pages.id = page_id WHERE source = ? AND kind = 'article'",
        (source,),
    )
    return None if found is None else float(found)


def _between(since: date, until: date) -> Iterable[str]:
    year, month = since.year, since.month
    while (year, month) <= (until.year, until.month):
        yield f"{year:04}-{month:02}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def copies_of(db: Database, article_id: int) -> list[Row]:
    """The states of an article whose bytes came from a web archive: revision, time, archive, what was asked there."""
    return db.rows(
        "SELECT DISTINCT revision, fetched_at, archive, address FROM article_captures"
        " JOIN copies USING (capture_id) JOIN captures ON captures.id = capture_id WHERE article_id = ?"
        " ORDER BY fetched_at, revision",
        (article_id,),
    )
