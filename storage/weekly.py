"""The rows behind a digest week, and the editions that were made of them.

Instants are handed in; which week they bound is the business of reports.week. An article belongs to the week of
published_at, or of first_seen_at where the outlet gave no date (design.md, section 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.decisions import NEWEST
from storage.health import ASKED
from storage.outlet_rows import OutletRows
from storage.profiles import DEFAULT, DEFAULT_NAME, Profile
from storage.source_rows import SourceRows
from storage.times import from_text, from_text_or_none, to_text
from storage.weekly_changes import LINE, WeekChanges

if TYPE_CHECKING:
    from storage.weekly_facts import WeekFacts

PROFILE = DEFAULT_NAME

# A machine whose clock stood at 1970 for one run must not call for thousands of empty editions.
_EARLIEST_RUN = "2000-01-01T00:00:00Z"

_NOT_PRINTED = """
NOT EXISTS (SELECT 1 FROM edition_lines l JOIN editions e ON e.id = l.edition
  WHERE l.uid = a.uid AND l.section <> 'changed' AND e.profile = :profile)
"""


class Weekly:
    """Rows of a week, of the four weeks before it, and the editions."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @cached_property
    def _facts(self) -> WeekFacts:
        from storage.weekly_facts import WeekFacts  # noqa: PLC0415 - who asks for the schedule needs no findings

        return WeekFacts(self._db)

    def first_run_at(self) -> datetime | None:
        """When the first crawl began: the archive's first week is the one that holds it."""
        return from_text_or_none(
            self._db.value("SELECT min(started_at) FROM runs WHERE started_at >= ?", (_EARLIEST_RUN,))
        )

    def untried(self, since: datetime) -> list[str]:
        """Slugs of the enabled sources, known by then, of which no run that began since that instant has ended."""
        rows = self._db.rows(
            "SELECT slug FROM sources WHERE enabled = 1 AND first_used_at < :since AND NOT EXISTS (SELECT 1 FROM runs"
            " WHERE runs.source = sources.slug AND runs.started_at >= :since AND runs.ended_at IS NOT NULL)"
            " ORDER BY slug",
            {"since": to_text(since)},
        )
        return [row["slug"] for row in rows]

    def editions(self, profile: str = PROFILE) -> list[Row]:
        """All editions without their rows, oldest first: id, week, number, version, rules, hash, written_at."""
        return self._db.rows(
            "SELECT id, week, number, version, rules, hash, written_at FROM editions WHERE profile = ? ORDER BY number",
            (profile,),
        )

    def next_number(self, profile: str = PROFILE) -> int:
        """The number of the next edition: they are counted from 1, without gaps."""
        return int(self._db.value("SELECT coalesce(max(number), 0) + 1 FROM editions WHERE profile = ?", (profile,)))

    def facts(self, uids: Iterable[str]) -> list[dict[str, Any]]:
        """Findings as edition_facts keeps them: what each says, so that a later edition can tell what changed."""
        return self._facts.said(uids)

    def counts(self, profile: str = PROFILE) -> dict[str, str]:
        """The counts of each edition's head, as JSON text, by week."""
        rows = self._db.rows("SELECT week, counts FROM editions WHERE profile = ?", (profile,))
        return {row["week"]: row["counts"] for row in rows}

    def edition(self, week: str, profile: str = PROFILE) -> Row | None:
        """One edition with its rows (the JSON text of the digest), or None."""
        return self._db.row("SELECT * FROM editions WHERE profile = ? AND week = ?", (profile, week))

    def record(
        self,
        *,
        week: str,
        number: int,
        version: str,
        rules: str,
        digest: str,
        text: str,
        lines: Iterable[tuple[str, str]],
        facts: Iterable[Mapping[str, Any]] = (),
        at: datetime,
        profile: str = PROFILE,
    ) -> int:
        """Write an edition, its lines (section, uid) and its facts in one transaction; return its id.

        facts: rows of edition_facts without the edition; a finding printed twice is kept once.
        """
        with self._db.write():
            edition = self._db.execute(
                "INSERT INTO editions (profile, week, number, version, rules, hash, rows, written_at, counts)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, json_extract(?7, '$.counts'))",
                (profile, week, number, version, rules, digest, text, to_text(at)),
            )
            self._db.execute_many(
                "INSERT INTO edition_lines (edition, section, uid) VALUES (?, ?, ?)",
                [(edition, section, uid) for section, uid in lines],
            )
            self._db.execute_many(
                "INSERT OR IGNORE INTO edition_facts (edition, uid, article_uid, type, revision, rules, said, printed)"
                " VALUES (:edition, :uid, :article_uid, :type, :revision, :rules, :said, :printed)",
                [{"edition": edition, **fact} for fact in facts],
            )
        return edition

    def rows(
        self, start: datetime, end: datetime, *, first: datetime, profile: Profile = DEFAULT, like: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Everything a digest of [start, end) may print, by name; first: the start of the archive's first week.

        open: articles of no edition of this profile yet that the profile takes, dated in [start, end), or before it
        since the first week that an edition of the profile closed. before: dates and matches of the items of the four
        weeks before. revisions, withdrawn, relabelled: what happened in the week. printed: where those stood before.
        The rest: storage.weekly_facts, of the open articles. like: words of titles that are watched for.
        """
        bounds: dict[str, Any] = {
            "start": to_text(start),
            "end": to_text(end),
            "first": to_text(first),
            "back": to_text(max(first, start - timedelta(days=28))),
            "since": to_text(max(first, min(start, self._first_closed(profile.name) or start))),
            "profile": profile.name,
        }
        opened = self._taken(self._open(bounds), profile)
        facts = self._facts.rows({row["id"] for row in opened if row["label"] == "peacekeeping"}, bounds, like)
        return {
            "open": opened,
            "before": self._taken(self._before(bounds), profile),
            "ahead": self._taken(self._ahead(bounds), profile),
            "outside": self._outside(bounds),
            "read": self._read(bounds),
            "unread": self._unread(bounds),
            "missions": self._db.rows(
                'SELECT acronym, name, kind, aliases, location, "end" AS ended FROM missions ORDER BY acronym'
            ),
            "edition_weeks": [row["week"] for row in self.editions(profile.name)],
            "newest_rules": self._db.value("SELECT rules FROM decisions ORDER BY id DESC LIMIT 1"),
            **self._changed(bounds, profile),
            **self._sources(bounds),
            **facts,
            "retold_articles": self._lines({row["article_id"] for row in facts["printed_facts"]}),
        }

    def _lines(self, articles: Iterable[int]) -> list[Row]:
        return self._db.rows(
            LINE + "WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.uid",  # noqa: S608  a constant
            (as_json(list(articles)),),
        )

    def _taken(self, rows: list[Row], profile: Profile) -> list[Row]:
        """The rows of articles that a profile takes; rows: id, source, language, matches."""
        if not profile.chooses:
            return rows
        named = self._facts.missions_and_countries([row["id"] for row in rows])
        none: tuple[set[str], set[str]] = (set(), set())
        found = []
        for row in rows:
            missions, countries = named.get(row["id"], none)
            if profile.takes(row, missions=missions, countries=countries):
                found.append(row)
        return found

    def _changed(self, bounds: dict[str, Any], profile: Profile) -> dict[str, Any]:
        """What changed in the week, of articles that the profile takes."""
        rows = WeekChanges(self._db).rows(bounds)
        taken = {row["id"] for row in self._taken(list(rows["changed"].values()), profile)}
        return {**rows, "changed": {key: row for key, row in rows["changed"].items() if key in taken}}

    def _first_closed(self, profile: str) -> datetime | None:
        """When the first week began that an edition of this profile closed; None: none did."""
        week = self._db.value("SELECT min(week) FROM editions WHERE profile = ?", (profile,))
        return datetime.strptime(f"{week}-1", "%G-W%V-%u").replace(tzinfo=UTC) if week else None

    def _open(self, bounds: dict[str, Any]) -> list[Row]:
        return self._db.rows(
            LINE + "WHERE a.label IN ('peacekeeping', 'borderline', 'contested') AND a.origin = 'crawl'"
            " AND coalesce(a.published_at, a.first_seen_at) >= :since"
            f" AND coalesce(a.published_at, a.first_seen_at) < :end AND {_NOT_PRINTED}"
            " ORDER BY dated_at, a.uid",
            bounds,
        )

    def _before(self, bounds: dict[str, Any]) -> list[Row]:
        return self._db.rows(
            "SELECT a.id, a.source, a.language, coalesce(a.published_at, a.first_seen_at) AS dated_at, d.matches"  # noqa: S608  a constant
            " FROM articles a"
            " LEFT JOIN decisions d ON d.id = " + NEWEST + " WHERE a.label = 'peacekeeping' AND a.origin = 'crawl'"
            " AND coalesce(a.published_at, a.first_seen_at) >= :back"
            " AND coalesce(a.published_at, a.first_seen_at) < :start ORDER BY a.uid",
            bounds,
        )

    def _ahead(self, bounds: dict[str, Any]) -> list[Row]:
        """Items that came in the week and carry a date more than a day after they were first seen."""
        return self._db.rows(
            LINE + "WHERE a.label = 'peacekeeping' AND a.origin = 'crawl' AND a.published_at >= :end"
            " AND a.first_seen_at >= :start AND a.first_seen_at < :end"
            " AND julianday(a.published_at) > julianday(a.first_seen_at) + 1 ORDER BY a.uid",
            bounds,
        )

    def _outside(self, bounds: dict[str, Any]) -> list[Row]:
        """Counts of items that no edition prints, by reason, for the week of first_seen_at and in all up to its end."""
        return self._db.rows(
            "SELECT CASE WHEN origin <> 'crawl' THEN origin ELSE 'older' END AS why,"
            " sum(first_seen_at >= :start) AS week, count(*) AS total FROM articles"
            " WHERE label = 'peacekeeping' AND first_seen_at < :end"
            " AND (origin <> 'crawl' OR coalesce(published_at, first_seen_at) < :first) GROUP BY why ORDER BY why",
            bounds,
        )

    def _read(self, bounds: dict[str, Any]) -> int:
        """How many article addresses gave an answer that was kept in the week."""
        return int(
            self._db.value(
                "SELECT count(DISTINCT captures.page_id) FROM captures JOIN pages ON pages.id = captures.page_id"
                " WHERE pages.kind = 'article' AND captures.fetched_at >= :start AND captures.fetched_at < :end",
                bounds,
            )
        )

    def _unread(self, bounds: dict[str, Any]) -> list[Row]:
        """Article addresses that were asked for last in the week and gave no article, counted by source and state."""
        return self._db.rows(
            "SELECT p.source, coalesce(s.name, p.source) AS name, p.state, count(*) AS pages, max(p.reason) AS reason"
            " FROM pages p LEFT JOIN sources s ON s.slug = p.source"
            " WHERE p.kind = 'article' AND p.state IN ('failed', 'refused', 'rejected')"
            " AND p.checked_at >= :start AND p.checked_at < :end GROUP BY p.source, p.state ORDER BY p.source, p.state",
            bounds,
        )

    def of_sources(self, start: datetime, end: datetime) -> dict[str, Any]:
        """What reports.health judges the sources by, for [start, end): sources, runs, coverage, given and readings."""
        return self._sources({"start": to_text(start), "end": to_text(end)})

    def _sources(self, bounds: dict[str, Any]) -> dict[str, Any]:
        return {
            "sources": self._db.rows(
                "SELECT slug, name, kind, home, per_week_least, per_week_most, enabled, disabled_because,"  # noqa: S608  a constant
                " first_used_at,"
                " (SELECT max(ended_at) FROM runs WHERE source = slug AND outcome IN ('collected', 'nothing-new')"
                f"  AND {ASKED}) AS last_success_at,"
                " (SELECT max(started_at) FROM runs WHERE source = slug AND started_at < :start) AS run_before,"
                " (SELECT min(started_at) FROM runs WHERE source = slug AND started_at >= :end) AS run_after,"
                " (SELECT max(coalesce(published_at, first_seen_at)) FROM articles"
                "   WHERE articles.source = slug AND label = 'peacekeeping'"
                "   AND coalesce(published_at, first_seen_at) < :end) AS last_item_at"
                " FROM sources WHERE first_used_at < :end ORDER BY slug",
                bounds,
            ),
            "runs": self._db.rows(
                f"SELECT source, started_at, ended_at, outcome, reason, {ASKED} AS asked FROM runs"  # noqa: S608  a constant
                " WHERE started_at >= :start AND started_at < :end ORDER BY id",
                bounds,
            ),
            "coverage": self._db.rows(
                "SELECT source, listing, day, state, reason FROM coverage"
                " WHERE day >= substr(:start, 1, 10) AND day < substr(:end, 1, 10) ORDER BY source, day, listing",
                bounds,
            ),
            **self._over_time(from_text(bounds["end"])),
        }

    def _over_time(self, end: datetime) -> dict[str, Any]:
        """By source, as the archive stood at the week's end: when it gave something new, and how its pages read."""
        rows = SourceRows(self._db)
        slugs = [row["slug"] for row in self._db.rows("SELECT slug FROM sources WHERE enabled = 1 ORDER BY slug")]
        return {
            "given": {slug: rows.given(slug, end) for slug in slugs},
            "readings": {slug: rows.readings(slug, end) for slug in slugs},
            "none_read": OutletRows(self._db).unread(slugs, end),
        }
