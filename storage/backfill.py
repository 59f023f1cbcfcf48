"""What back-fills know: their jobs, the steps of each way, and the old addresses found. The archive is their memory.

A found address enters ``pages`` only when it is asked for: until then it is unknown to the crawl, whose walks back and
whose silence are judged by what stands there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from storage.article_rows import as_json
from storage.backfill_forms import OldAddress, Step, StepDone
from storage.database import Database, Row
from storage.times import to_text

# So many copies of a page are remembered: one may be damaged, or turn out to be no article.
MOST_COPIES = 4
# The ways by which the outlet itself names an address.
OUTLET = ("listings", "sitemaps")
# What a page row must say for its article to be had already, or never to be had.
_HAD = "article_id IS NOT NULL OR state IN ('kept', 'other', 'fetched')"


class BackfillStore:
    """The tables backfills, backfill_steps, backfill_addresses and copies."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def open(
        self, source: str, *, since: date, until: date, ways: Sequence[str], prefer: str, first: Iterable[Step],
        now: datetime,
    ) -> int:  # fmt: skip
        """The job of these days, open again; a new one tries what failed or was refused, an ended one the indexes."""
        key = (source, f"{since:%Y-%m-%d}", f"{until:%Y-%m-%d}")
        known = "SELECT id FROM backfills WHERE source = ? AND since = ? AND until = ?"
        with self._db.write():
            if self._db.value(known, key) is None:
                self._db.execute(
                    "UPDATE backfill_addresses SET state = 'waiting', tries = 0, next_at = NULL, asked = ''"
                    " WHERE source = ? AND state IN ('failed', 'refused')",
                    (source,),
                )
            self._db.execute(
                "UPDATE backfill_steps SET state = 'waiting', tries = 0, next_at = NULL WHERE state = 'failed'"  # noqa: S608
                f" AND way NOT IN ('listings', 'sitemaps') AND backfill IN ({known} AND ended_at IS NOT NULL)", key,
            )  # fmt: skip
            self._db.execute(
                "INSERT INTO backfills (source, since, until, ways, prefer, started_at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (source, since, until) DO UPDATE SET ways = excluded.ways, prefer = excluded.prefer,"
                " ended_at = NULL",
                (*key, as_json(list(ways)), prefer, to_text(now)),
            )
            job = int(self._db.value(known, key))
            self._add_steps(job, first)
        return job

    def newest(self, source: str, *, unended: bool = False) -> Row | None:
        """The newest job of a source, or the newest that has not ended."""
        where = " AND ended_at IS NULL" if unended else ""
        return self._db.row(f"SELECT * FROM backfills WHERE source = ?{where} ORDER BY id DESC", (source,))  # noqa: S608

    def jobs(self) -> list[Row]:
        """Every job, by source."""
        return self._db.rows("SELECT * FROM backfills ORDER BY source, id")

    def spend(self, job: int, requests: int, now: datetime) -> None:
        """Count requests, in all and of the day."""
        day = f"{now:%Y-%m-%d}"
        with self._db.write():
            self._db.execute(
                "UPDATE backfills SET requests = requests + ?1,"
                " day_requests = CASE WHEN day = ?2 THEN day_requests ELSE 0 END + ?1, day = ?2 WHERE id = ?3",
                (requests, day, job),
            )

    def spent_on(self, job: int, now: datetime) -> int:
        """Requests of the day, of all jobs of the job's source."""
        return int(
            self._db.value(
                "SELECT coalesce(sum(day_requests), 0) FROM backfills WHERE day = ? AND source ="
                " (SELECT source FROM backfills WHERE id = ?)",
                (f"{now:%Y-%m-%d}", job),
            )
        )

    def end(self, job: int, reason: str, now: datetime, *, ended: bool) -> None:
        """Say why a run of the job ended, and whether nothing is left."""
        with self._db.write():
            self._db.execute(
                "UPDATE backfills SET reason = ?, ended_at = ? WHERE id = ?",
                (reason, to_text(now) if ended else None, job),
            )

    def left(self, job: int, source: str, ways: Sequence[str], *, find_only: bool) -> str | None:
        """What a job still has to ask for, in words, now or later; None where it has come to its end."""
        marks = ", ".join("?" * len(ways))
        steps, steps_at = self._left(
            f"backfill_steps WHERE backfill = ? AND state = 'waiting' AND way IN ({marks})", (job, *ways)
        )
        pages, pages_at = self._left("backfill_addresses WHERE source = ? AND state IN ('waiting', 'copy')", (source,))
        if find_only or not pages:
            pages_at = None
        said = [f"lists or indexes: {steps:,}"] if steps else []
        said += [f"pages: {pages:,}"] if pages and not find_only else []
        soonest = min((at for at in (steps_at, pages_at) if at), default=None)
        return f"there wait {', '.join(said)}" + (f"; the first until {soonest}" if soonest else "") if said else None

    def _left(self, where: str, parameters: Sequence[Any]) -> tuple[int, str | None]:
        row = self._db.row(f"SELECT count(*) AS n, min(next_at) AS at FROM {where}", tuple(parameters))  # noqa: S608
        return (0, None) if row is None else (row["n"], row["at"])

    def next_step(self, job: int, ways: Sequence[str], now: datetime) -> Row | None:
        """The step to take now, of these ways."""
        marks = ", ".join("?" * len(ways)) or "NULL"
        return self._db.row(
            f"SELECT * FROM backfill_steps WHERE backfill = ? AND state = 'waiting' AND way IN ({marks})"  # noqa: S608
            f" AND (next_at IS NULL OR next_at <= ?) ORDER BY way, tries, id LIMIT 1",
            (job, *ways, to_text(now)),
        )

    def step_done(self, step: Row, source: str, done: StepDone, now: datetime) -> int:
        """Note what a step gave, with its addresses and the steps behind it, in one transaction; the addresses new."""
        with self._db.write():
            new = self.add(source, step["way"], done.addresses, now)
            self._db.execute(
                "UPDATE backfill_steps SET state = 'done', reason = ?, asked_at = ?, links = ?, found = ?, oldest = ?,"
                " links_digest = ?, next_at = NULL WHERE id = ?",
                (
                    done.reason, to_text(now), done.links, new, None if done.oldest is None else str(done.oldest),
                    done.links_digest, step["id"],
                ),
            )  # fmt: skip
            self._add_steps(step["backfill"], done.further)
        return new

    def step_failed(
        self, step: Row, reason: str, now: datetime, *, again: datetime | None, further: Sequence[Step] = ()
    ) -> None:
        """Note that a step gave nothing. again: when it may be asked once more, None for never; further: beside it."""
        state, next_at = ("failed", None) if again is None else ("waiting", to_text(again))
        with self._db.write():
            self._db.execute(
                "UPDATE backfill_steps SET state = ?, reason = ?, tries = tries + 1, asked_at = ?, next_at = ?"
                " WHERE id = ?", (state, reason, to_text(now), next_at, step["id"])
            )  # fmt: skip
            self._add_steps(step["backfill"], further)

    def said_before(self, step: Row, links_digest: str) -> bool:
        """True where another page of the same list said the same: paging beyond the end, or in a circle."""
        return (
            self._db.value(
                "SELECT 1 FROM backfill_steps WHERE backfill = ? AND entry = ? AND links_digest = ? AND id <> ?",
                (step["backfill"], step["entry"], links_digest, step["id"]),
            )
            is not None
        )

    def end_walk(self, step: Row, reason: str) -> None:
        """Ask for no further page of the list that a step is of."""
        with self._db.write():
            self._db.execute(
                "UPDATE backfill_steps SET state = 'done', reason = ? WHERE backfill = ? AND entry = ? AND kind = ?"
                " AND state = 'waiting'",
                (reason, step["backfill"], step["entry"], step["kind"]),
            )

    def _add_steps(self, job: int, steps: Iterable[Step]) -> None:
        self._db.execute_many(
            "INSERT INTO backfill_steps (backfill, way, kind, url, entry, depth, barren) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (backfill, url) DO NOTHING",
            [(job, one.way, one.kind, one.url, one.entry, one.depth, one.barren) for one in steps],
        )

    def add(self, source: str, way: str, addresses: Iterable[OldAddress], now: datetime) -> int:
        """Remember addresses that nobody knew; a copy of a known one joins it. Inside the caller's write()."""
        new = 0
        for one in addresses:
            known = self._known(source, one)
            if known is not None:
                self._join(known, one, way)
            elif not self._had(source, one):
                new += 1
                self._db.execute(
                    "INSERT INTO backfill_addresses (source, url, key, way, found_at, day, day_by, title, copies)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        source, one.url, one.key, way, to_text(now), None if one.day is None else str(one.day),
                        one.day_by if one.day else None, one.title, as_json([dict(one.copy)] if one.copy else []),
                    ),
                )  # fmt: skip
        return new

    def _known(self, source: str, one: OldAddress) -> Row | None:
        by_url = self._db.row("SELECT * FROM backfill_addresses WHERE url = ?", (one.url,))
        if by_url is not None or one.key is None:
            return by_url
        return self._db.row(
            "SELECT * FROM backfill_addresses WHERE source = ? AND key = ? ORDER BY id", (source, one.key)
        )

    def _had(self, source: str, one: OldAddress) -> bool:
        """True where the crawl has the page, or the article by its outlet's own number."""
        by_page = f"SELECT 1 FROM pages WHERE url = ? AND ({_HAD} OR next_at IS NOT NULL)"  # noqa: S608  ours
        if self._db.value(by_page, (one.url,)) is not None:
            return True
        return one.key is not None and self.article_of(source, one.key) is not None

    def article_of(self, source: str, key: str) -> int | None:
        """The article of an outlet's own number."""
        found = self._db.value("SELECT id FROM articles WHERE source = ? AND key = ?", (source, key))
        return None if found is None else int(found)

    def _join(self, known: Row, one: OldAddress, way: str) -> None:
        copies = json.loads(known["copies"])
        columns: dict[str, Any] = {}
        if one.copy is not None and len(copies) < MOST_COPIES and dict(one.copy) not in copies:
            columns["copies"] = as_json(sorted([*copies, dict(one.copy)], key=lambda copy: str(copy["at"])))
            if known["state"] == "gone":
                columns["state"] = "copy"
        better = {"listed": 3, "address": 2, "changed": 1, "captured": 0}
        nearer = better.get(one.day_by or "", -1) > better.get(known["day_by"] or "", -1)
        if one.day is not None and nearer and known["day_by"] != "printed":
            columns |= {"day": str(one.day), "day_by": one.day_by}
        if way in OUTLET and known["way"] not in OUTLET and known["state"] in ("waiting", "copy", "gone"):
            # The outlet names another address of the same number today: that one is worth asking for.
            columns |= {"url": one.url, "way": way, "state": "waiting", "asked": ""}
        if one.title and not known["title"]:
            columns["title"] = one.title
        if columns:
            self.update(known["id"], **columns)

    def next_address(self, source: str, state: str, now: datetime) -> Row | None:
        """The address to ask for now, newest first."""
        return self._db.row(
            "SELECT * FROM backfill_addresses WHERE source = ? AND state = ? AND (next_at IS NULL OR next_at <= ?)"
            " ORDER BY day DESC, id LIMIT 1",
            (source, state, to_text(now)),
        )

    def update(self, address_id: int, **columns: Any) -> None:
        """Set columns of one address."""
        values = [to_text(value) if isinstance(value, datetime) else value for value in columns.values()]
        assigned = ", ".join(f"{name} = ?" for name in columns)
        with self._db.write():
            self._db.execute(f"UPDATE backfill_addresses SET {assigned} WHERE id = ?", (*values, address_id))  # noqa: S608

    def address_at(self, url: str) -> Row | None:
        """One address by its form of today."""
        return self._db.row("SELECT * FROM backfill_addresses WHERE url = ?", (url,))

    def prefer_copies(self, source: str) -> None:
        """Let addresses with a copy be asked for there first."""
        with self._db.write():
            self._db.execute(
                "UPDATE backfill_addresses SET state = 'copy' WHERE source = ? AND state = 'waiting' AND copies <> '[]'"
                " AND asked = ''",
                (source,),
            )
