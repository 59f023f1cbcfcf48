"""The rows that the service's plan and the commands status and coverage read. Nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.database import Database, Row
from storage.records import Outcome
from storage.shared_listings import listing_address
from storage.tallies import Tallies
from storage.times import from_text, from_text_or_none, to_text

RECENT_RUNS = 12
# A page that reads differently at every visit is left alone after so many states.
MOST_REVISIONS = 24
# What was given up for good is told so long.
TROUBLE_TOLD = timedelta(days=30)
# What asked a listing counted it; a run that asked none tells how its listings stood, and nothing of its own.
ASKED = "coalesce(counts, '') LIKE '%\"listings\":%'"
_RUN = f"runs.id, runs.started_at, runs.ended_at, runs.outcome, runs.reason, {ASKED} AS asked"
# Each of one look into an index a source: there are no statistics, so the way is written down.
_NEWEST_RUNS = f"""
SELECT runs.source, {_RUN}
FROM json_each(?) AS named CROSS JOIN runs ON runs.id = (
  SELECT id FROM runs AS mine INDEXED BY runs_newest WHERE mine.source = named.value ORDER BY id DESC LIMIT 1
)
"""  # noqa: S608 - our own text
_PAGES_NEXT = """
SELECT named.value AS source, (
  SELECT min(next_at) FROM pages INDEXED BY pages_due
  WHERE source = named.value AND kind = 'article' AND next_at IS NOT NULL
) AS next_at
FROM json_each(?) AS named
"""
_LISTINGS = """
SELECT pages.source, pages.url, pages.next_at FROM json_each(?) AS named
CROSS JOIN pages INDEXED BY pages_due ON pages.source = named.value AND pages.kind = 'listing'
"""
SUCCESSES = (Outcome.COLLECTED.value, Outcome.NOTHING_NEW.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One run of a source. ended_at and outcome are None while it runs, and after a kill until they are closed.

    asked: False where it asked no listing: it looked at articles alone, or at nothing.
    """

    id: int
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    reason: str | None = None
    asked: bool = True

    @property
    def ok(self) -> bool:
        """True where the source was read as far as it could be."""
        return self.outcome in SUCCESSES


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePast:
    """What the archive knows of one source's past, for the plan.

    runs: the newest first, a dozen at most, and one where it went well. listings: address to the time it is due again
    (None: never asked). pages_next_at: when the first of its articles is due again. waiting: known articles that were
    never answered, or answered and not yet read.
    """

    runs: tuple[PastRun, ...] = ()
    listings: Mapping[str, datetime | None] = field(default_factory=dict)
    pages_next_at: datetime | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedHost:
    """A host that asked for, or was given, a rest."""

    host: str
    until: datetime
    reason: str | None


class Health:
    """Reads over sources, pages, hosts, runs, coverage and editions."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def pasts(self, slugs: Collection[str]) -> dict[str, SourcePast]:
        """The past of each source, an empty one where there is none. Asked every minute, of thousands of sources.

        Of runs the newest, and where it did not go well those before it too.
        """
        named, waiting, listings = json.dumps(list(slugs)), self._waiting(), self._listings(slugs)
        newest = {row["source"]: row for row in self._db.rows(_NEWEST_RUNS, (named,))}
        pages = {row["source"]: row["next_at"] for row in self._db.rows(_PAGES_NEXT, (named,))}
        return {
            slug: SourcePast(
                runs=self._back_to_good(newest.get(slug)),
                listings=listings.get(slug, {}),
                pages_next_at=from_text_or_none(pages.get(slug)),
                waiting=waiting.get(slug, 0),
            )
            for slug in slugs
        }

    def _back_to_good(self, newest: Row | None) -> tuple[PastRun, ...]:
        if newest is None:
            return ()
        run = _past_run(newest)
        return (run,) if run.ok else self.runs_of(newest["source"])

    def runs_of(self, slug: str, limit: int = RECENT_RUNS) -> tuple[PastRun, ...]:
        """The newest runs of a source, newest first: by number, for the clock may have been set back between two."""
        # The index is named: without statistics that of the times would be taken, and all runs of the source sorted.
        rows = self._db.rows(
            f"SELECT {_RUN} FROM runs INDEXED BY runs_newest WHERE source = ? ORDER BY id DESC LIMIT ?",  # noqa: S608
            (slug, limit),
        )
        return tuple(map(_past_run, rows))

    def open_runs(self, slugs: Collection[str]) -> list[Row]:
        """Runs of these sources that have no end: id and source."""
        return self._db.rows(
            f"SELECT id, source FROM runs WHERE ended_at IS NULL AND source IN ({_marks(slugs)})",  # noqa: S608
            tuple(slugs),
        )

    def paused_hosts(self, now: datetime) -> tuple[PausedHost, ...]:
        """The hosts that rest beyond ``now``."""
        return tuple(
            PausedHost(host=row["host"], until=from_text(row["paused_until"]), reason=row["reason"])
            for row in self._db.rows(
                "SELECT host, paused_until, reason FROM hosts WHERE paused_until > ? ORDER BY host", (to_text(now),)
            )
        )

    def last_request_at(self, hosts: Collection[str]) -> str | None:
        """When any of these hosts was last asked for anything, as stored: a crawl that lives changes it."""
        query = f"SELECT max(last_request_at) FROM hosts WHERE host IN ({_marks(hosts)})"  # noqa: S608
        found = self._db.value(query, tuple(hosts))
        return None if found is None else str(found)

    def newest_run_at(self) -> datetime | None:
        """When this archive's newest run began."""
        return from_text_or_none(self._db.value("SELECT started_at FROM runs ORDER BY id DESC LIMIT 1"))

    def days_run_after(self, moment: datetime, most: int) -> int:
        """On how many days runs began after this, counted up to ``most``."""
        days = "SELECT DISTINCT substr(started_at, 1, 10) FROM runs WHERE started_at > ? LIMIT ?"
        return len(self._db.rows(days, (to_text(moment), most)))

    def edition_weeks(self, profile: str | None = None) -> frozenset[str]:
        """The weeks (``2026-W47``) that have a frozen edition."""
        rows = self._db.rows("SELECT week FROM editions WHERE ? IS NULL OR profile = ?", (profile, profile))
        return frozenset(row["week"] for row in rows)

    def last_edition(self) -> Row | None:
        """Week, number and time of writing of the newest edition."""
        return self._db.row(
            "SELECT profile, week, number, written_at FROM editions ORDER BY week DESC, id DESC LIMIT 1"
        )

    def last_articles(self) -> dict[str, datetime]:
        """Source to the day of its newest article: as published, else as first seen."""
        # One look into an index a source, not at all articles.
        rows = self._db.rows(
            "SELECT source, (SELECT max(coalesce(published_at, first_seen_at)) FROM articles AS own"
            " INDEXED BY articles_source_newest WHERE own.source = counted.source) AS at"
            " FROM (SELECT DISTINCT source FROM tallies WHERE counted = 'articles') AS counted"
        )
        return {row["source"]: from_text(row["at"]) for row in rows if row["at"] is not None}

    def last_successes(self) -> dict[str, datetime]:
        """Source to the end of its newest run that went well, of those that asked a listing."""
        # The outcomes stand in the SQL, as in the index runs_success: with parameters it would not be used.
        named = ", ".join(f"'{outcome}'" for outcome in SUCCESSES)
        rows = self._db.rows(
            "SELECT slug AS source, (SELECT max(ended_at) FROM runs INDEXED BY runs_success"  # noqa: S608
            f" WHERE source = slug AND outcome IN ({named}) AND ended_at IS NOT NULL AND {ASKED}) AS at FROM sources"
        )
        return {row["source"]: from_text(row["at"]) for row in rows if row["at"] is not None}

    def page_states(self) -> dict[str, dict[str, int]]:
        """Source to state to the number of article addresses in that state."""
        return Tallies(self._db).by_source("pages")

    def troubled_pages(self, now: datetime) -> dict[str, list[Row]]:
        """Source to every address that failed, was refused or gave no article, newest first, as rows of pages.

        Also that of a kept article which could not be had when it was asked for again; and what was given up for good
        in the last month.
        """
        troubles: dict[str, list[Row]] = {}
        for row in self._db.each(
            "SELECT source, kind, url, state, reason, next_at, tries FROM pages INDEXED BY pages_in_trouble "
            # In the very words of that index.
            "WHERE (state IN ('failed', 'refused', 'rejected') OR (state = 'gone' AND article_id IS NULL)"
            "  OR (state IN ('kept', 'fetched') AND tries > 0 AND reason IS NOT NULL))"
            # A neighbour that was looked at as a further page, and is none, is no trouble.
            " AND NOT (kind = 'other' AND state IN ('rejected', 'gone'))"
            " AND (next_at IS NOT NULL OR checked_at IS NULL OR checked_at >= ?) ORDER BY checked_at DESC, id DESC",
            (to_text(now - TROUBLE_TOLD),),
        ):
            troubles.setdefault(row["source"], []).append(row)
        return troubles

    def unstable_pages(self) -> dict[str, list[str]]:
        """Source to the addresses whose articles had as many states as are kept of one."""
        found: dict[str, list[str]] = {}
        for row in self._db.each(
            "SELECT source, coalesce(url, uid) AS name FROM articles INDEXED BY articles_unstable"
            " WHERE revision >= 24 AND revision >= ? ORDER BY updated_at DESC, id",
            (MOST_REVISIONS,),
        ):
            found.setdefault(row["source"], []).append(row["name"])
        return found

    def article_labels(self) -> dict[str, dict[str, int]]:
        """Source to label to the number of stored articles."""
        return Tallies(self._db).by_source("articles")

    def run_outcomes(self, after: int, until: int) -> list[tuple[str, str, int]]:
        """Source, outcome and the number of the runs with numbers above ``after`` up to ``until`` that have ended."""
        rows = self._db.rows(
            "SELECT source, outcome, count(*) AS n FROM runs WHERE id > ? AND id <= ? AND outcome IS NOT NULL"
            " GROUP BY 1, 2",
            (after, until),
        )
        return [(row["source"], row["outcome"], row["n"]) for row in rows]

    def newest_run_id(self) -> int:
        """The number of the newest run; 0 before the first."""
        return int(self._db.value("SELECT coalesce(max(id), 0) FROM runs"))

    def coverage_states(self, since: str) -> list[tuple[str, str, int]]:
        """Source, state and the number of its listing days since a day (ISO)."""
        rows = self._db.rows(
            "SELECT source, state, count(*) AS n FROM coverage WHERE day >= ? GROUP BY 1, 2 ORDER BY 1, 2", (since,)
        )
        return [(row["source"], row["state"], row["n"]) for row in rows]

    def coverage(self, since: str, until: str, source: str | None = None) -> list[Row]:
        """The ledger's rows of the days from ``since`` to ``until`` (ISO, both counted), by source, listing and day."""
        return self._db.rows(
            "SELECT source, listing, day, state, run_id, reason FROM coverage "
            "WHERE day BETWEEN ? AND ? AND (? IS NULL OR source = ?) ORDER BY source, listing, day",
            (since, until, source, source),
        )

    def newest_coverage_days(self) -> dict[str, str]:
        """Source to the newest day (ISO) that the ledger has a row of."""
        rows = self._db.rows("SELECT source, max(day) AS day FROM coverage GROUP BY source")
        return {row["source"]: row["day"] for row in rows}

    def sources_of_day(self, day: str) -> frozenset[str]:
        """The sources that the ledger has a row of for a day (ISO)."""
        rows = self._db.rows("SELECT DISTINCT source FROM coverage INDEXED BY coverage_day WHERE day = ?", (day,))
        return frozenset(row["source"] for row in rows)

    def size_bytes(self) -> int:
        """The size of the archive file as its pages count it."""
        return int(self._db.value("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"))

    def _waiting(self) -> dict[str, int]:
        rows = self._db.rows(
            "SELECT source, count(*) AS n FROM pages WHERE state IN ('new', 'fetched') AND kind = 'article' "
            "GROUP BY source"
        )
        return {row["source"]: row["n"] for row in rows}

    def _listings(self, slugs: Collection[str]) -> dict[str, dict[str, datetime | None]]:
        """Source to its listings, by an index: the service asks every minute, among a million pages."""
        found: dict[str, dict[str, datetime | None]] = {}
        for row in self._db.each(_LISTINGS, (json.dumps(list(slugs)),)):
            found.setdefault(row["source"], {})[listing_address(row["url"])] = from_text_or_none(row["next_at"])
        return found


def _past_run(row: Row) -> PastRun:
    return PastRun(
        id=row["id"],
        started_at=from_text(row["started_at"]),
        ended_at=from_text_or_none(row["ended_at"]),
        outcome=row["outcome"],
        reason=row["reason"],
        asked=bool(row["asked"]),
    )


def _marks(values: Collection[str]) -> str:
    """As many question marks as there are values; NULL, which equals nothing, for none."""
    return ", ".join("?" * len(values)) or "NULL"
