"""The rows behind the query pages: lists, counts, what belongs to one article. Reads only; every query is bounded."""

from __future__ import annotations

from collections.abc import Sequence

from storage import browse_series
from storage.article_rows import as_json
from storage.database import Database, Row
from storage.findings import FINDINGS
from storage.known import NO_SOURCE

_LINE = """
SELECT a.id, a.uid, a.url, a.source, a.title, a.outlet, a.language, a.label, a.type, a.dateline, a.dateline_place,
  a.published_at, a.first_seen_at, a.withdrawn_at, a.revision, substr(a.body, 1, 600) AS opening,
  coalesce(a.published_at, a.first_seen_at) AS dated_at, coalesce(a.outlet, s.name, a.source) AS outlet_name,
  (SELECT group_concat(mission, ';') FROM (SELECT DISTINCT mission FROM mission_mentions m
    WHERE m.article_id = a.id AND m.revision = a.revision AND m.counted = 1 ORDER BY mission)) AS missions
FROM articles a LEFT JOIN sources s ON s.slug = a.source
"""
# Every mission that an item names, one look into the stored items each.
_NAMED = """
WITH RECURSIVE named (mission) AS (
  SELECT min(mission) FROM mission_items
  UNION ALL SELECT (SELECT min(mission) FROM mission_items WHERE mission > named.mission) FROM named
  WHERE named.mission IS NOT NULL
)
"""
# Each outlet is stepped to by its index; a source whose items name no outlet counts as one.
_OUTLETS = """
WITH RECURSIVE each (outlet) AS (
  SELECT min(outlet) FROM articles
  UNION ALL
  SELECT (SELECT min(outlet) FROM articles WHERE outlet > each.outlet) FROM each WHERE each.outlet IS NOT NULL
)
SELECT (SELECT count(*) FROM each WHERE outlet IS NOT NULL
    AND EXISTS (SELECT 1 FROM articles a WHERE a.outlet = each.outlet AND a.label = 'peacekeeping'))
  + (SELECT count(*) FROM tallies t WHERE t.counted = 'articles' AND t.value = 'peacekeeping' AND t.number > 0
    AND NOT EXISTS (SELECT 1 FROM each JOIN articles a ON a.outlet = each.outlet AND a.source = t.source))
"""
_LATELY = "(SELECT count(*) FROM mission_items i WHERE i.mission = m.mission AND i.day >= :first AND i.day < :end)"
# By the table of stored items: the days stand in it, the times within a day are looked up.
_NEWEST_OF_MISSION = """
SELECT a.id FROM mission_items m CROSS JOIN articles a INDEXED BY articles_narrow ON a.id = m.article_id
WHERE m.mission = :mission ORDER BY m.day DESC, coalesce(a.published_at, a.first_seen_at) DESC, a.id DESC
LIMIT :limit OFFSET :offset
"""
# How a finding names a mission itself, by table; looked for in so many of the mission's newest items.
MISSION_TABLES = {
    "casualties": "f.mission = :mission",
    "rotations": "f.mission = :mission",
    "medals": "f.mission = :mission",
    "figures": "f.place = :mission OR f.who = :mission",
}
NEWEST_SEARCHED = 500


class Browse:
    """Questions of the pages to the archive."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def newest(self, limit: int, *, before: str) -> list[Row]:
        """The newest items by day of publication, else of first sight; what is dated after ``before`` is left out."""
        return self._db.rows(
            f"{_LINE} WHERE a.id IN (SELECT id FROM articles WHERE label = 'peacekeeping'"  # noqa: S608  ours
            " AND coalesce(published_at, first_seen_at) < :before"
            " ORDER BY coalesce(published_at, first_seen_at) DESC, id DESC LIMIT :limit)"
            " ORDER BY dated_at DESC, a.id DESC",
            {"before": before, "limit": limit},
        )

    def lines(self, uids: Sequence[str]) -> dict[str, Row]:
        """The line of each article, by uid."""
        rows = self._db.rows(
            f"{_LINE} WHERE a.uid IN (SELECT value FROM json_each(?))",  # noqa: S608  ours
            (as_json(list(uids)),),
        )
        return {row["uid"]: row for row in rows}

    def totals(self) -> Row:
        """How much there is: items, articles, the outlets that items are of, their first day, the newest run."""
        found = self._db.row(
            "SELECT (SELECT count(*) FROM articles) AS articles,"  # noqa: S608  ours
            " (SELECT count(*) FROM articles WHERE label = 'peacekeeping') AS items,"
            " (SELECT min(published_at) FROM articles) AS first_day,"
            f" ({_OUTLETS}) AS outlets,"
            " (SELECT started_at FROM runs ORDER BY id DESC LIMIT 1) AS last_run_at,"
            " (SELECT value FROM meta WHERE key = 'demo') AS demo"
        )
        return found or {}

    def where_is(self, finding: str) -> Row | None:
        """The article (article_uid), revision and type of a finding, by its uid; None where there is none."""
        for kind in FINDINGS:
            row = self._db.row(
                "SELECT a.uid AS article_uid, f.revision, a.revision AS current"  # noqa: S608  ours
                f" FROM {kind.TABLE} f JOIN articles a ON a.id = f.article_id WHERE f.uid = ?",
                (finding,),
            )
            if row is not None:
                return {**row, "type": kind.TYPE}
        return None

    def captures_of(self, article_id: int) -> list[Row]:
        """The kept answers that an article's states were read from, oldest first."""
        return self._db.rows(
            "SELECT ac.revision, ac.position, c.id, c.fetched_at, c.status, c.digest, c.warc, c.offset, c.length, p.url"
            " FROM article_captures ac JOIN captures c ON c.id = ac.capture_id LEFT JOIN pages p ON p.id = c.page_id"
            " WHERE ac.article_id = ? ORDER BY c.fetched_at, c.id, ac.position LIMIT 500",
            (article_id,),
        )

    def editions_of(self, uid: str) -> list[Row]:
        """The editions that print an article, oldest first, with the section."""
        return self._db.rows(
            "SELECT e.profile, e.week, e.number, l.section FROM edition_lines l JOIN editions e ON e.id = l.edition"
            " WHERE l.uid = ? ORDER BY e.week, e.profile, l.section",
            (uid,),
        )

    def verdicts_of(self, uids: Sequence[str]) -> list[Row]:
        """What people said of an article or its findings, oldest first."""
        return self._db.rows(
            "SELECT uid, by, at, verdict, note FROM verdicts WHERE uid IN (SELECT value FROM json_each(?))"
            " ORDER BY at, id LIMIT 500",
            (as_json(list(uids)),),
        )

    def missions(self) -> list[Row]:
        """Every mission that an item names: items, newest day, items of the last four weeks (``lately``)."""
        return self._db.rows(
            f'{_NAMED} SELECT m.mission, g.name, g.organisation, g.location, g.kind, g.start, g."end", g.mandate_until,'  # noqa: S608  ours
            " (SELECT count(*) FROM mission_items i WHERE i.mission = m.mission) AS items,"
            " (SELECT max(day) FROM mission_items i WHERE i.mission = m.mission) AS last_day,"
            f" {_LATELY} AS lately"
            " FROM named m LEFT JOIN missions g ON g.acronym = m.mission WHERE m.mission IS NOT NULL"
            " ORDER BY lately DESC, items DESC, m.mission",
            self._four_weeks(),
        )

    def missions_lately(self, limit: int) -> list[Row]:
        """The missions that most items of the last four weeks name: mission, lately (items), last_day."""
        return self._db.rows(
            f"{_NAMED} SELECT m.mission, {_LATELY} AS lately,"  # noqa: S608  ours
            " (SELECT max(day) FROM mission_items i WHERE i.mission = m.mission AND i.day < :end) AS last_day"
            " FROM named m WHERE m.mission IS NOT NULL AND lately > 0 ORDER BY lately DESC, m.mission LIMIT :limit",
            {**self._four_weeks(), "limit": limit},
        )

    def _four_weeks(self) -> Row:
        """The days that every page means by the last four weeks: from ``first`` to before ``end``.

        They end with the day on which anything was last read in: an archive that is read years later still tells its
        last news. What a text dates further ahead is in none of them.
        """
        found = self._db.row(
            "SELECT date(at, '-27 days') AS first, date(at, '+1 day') AS end FROM (SELECT max("
            " coalesce((SELECT max(started_at) FROM runs), ''),"
            " coalesce((SELECT first_seen_at FROM articles WHERE id = (SELECT max(id) FROM articles)), '')) AS at)"
        )
        return found or {}

    def mission(self, acronym: str) -> Row | None:
        """One row of the gazetteer, whatever the case of its letters."""
        return self._db.row("SELECT * FROM missions WHERE acronym = ? COLLATE NOCASE", (acronym,))

    def mission_named(self, acronym: str) -> str | None:
        """A mission that findings name and the gazetteer does not hold, such as an operator's own."""
        found = self._db.value(
            "WITH RECURSIVE named (mission) AS (SELECT min(mission) FROM mission_mentions UNION ALL"
            " SELECT (SELECT min(mission) FROM mission_mentions WHERE mission > named.mission) FROM named"
            " WHERE named.mission IS NOT NULL) SELECT mission FROM named WHERE mission = ? COLLATE NOCASE",
            (acronym,),
        )
        return None if found is None else str(found)

    def items_of_mission(self, mission: str, *, limit: int, offset: int) -> list[Row]:
        """Items that name a mission, newest first."""
        return self._db.rows(
            f"{_LINE} WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY dated_at DESC, a.id DESC",  # noqa: S608  ours
            (as_json(self.newest_of_mission(mission, limit=limit, offset=offset)),),
        )

    def newest_of_mission(self, mission: str, *, limit: int = NEWEST_SEARCHED, offset: int = 0) -> list[int]:
        """The row numbers of the items that name a mission, newest first."""
        rows = self._db.rows(_NEWEST_OF_MISSION, {"mission": mission, "limit": limit, "offset": offset})
        return [row["id"] for row in rows]

    def weeks_of_mission(self, mission: str, since: str) -> list[Row]:
        """Items since a day that name a mission, by the Monday of their week, oldest first: monday, n."""
        return self._db.rows(
            "SELECT date(day, 'weekday 0', '-6 days') AS monday, count(*) AS n FROM mission_items"
            " WHERE mission = :mission AND day >= :since GROUP BY monday ORDER BY monday",
            {"mission": mission, "since": since},
        )

    def findings_of_mission(self, table: str, mission: str, articles: Sequence[int], limit: int) -> list[Row]:
        """Findings of a table in these articles that name the mission themselves, each with its article's line.

        table: a key of MISSION_TABLES.
        """
        of = MISSION_TABLES[table]
        return self._db.rows(
            "SELECT f.*, a.uid AS article_uid, a.title, coalesce(a.outlet, a.source) AS outlet_name, a.language,"  # noqa: S608  ours
            " coalesce(a.published_at, a.first_seen_at) AS dated_at"
            f" FROM json_each(:articles) n CROSS JOIN articles a ON a.id = n.value CROSS JOIN {table} f"
            " ON f.article_id = a.id AND f.revision = a.revision"
            f" WHERE f.counted = 1 AND ({of}) ORDER BY dated_at DESC, f.uid LIMIT :limit",
            {"mission": mission, "limit": limit, "articles": as_json(list(articles))},
        )

    def series_of_mission(self, mission: str, articles: Sequence[int], limit: int) -> list[str]:
        """The keys of the statistics of the mission itself in these articles, those told most often first."""
        words = f"|{mission.lower().replace('-', ' ')}|"
        return [row["series"] for row in browse_series.said(self._db, articles, words, limit)]

    def series_keys(self, words: str | None, limit: int, *, told: int = 1) -> tuple[list[Row], bool]:
        """Series for a list, those of most texts first, and whether there may be others.

        Each row: series (its key), claims (how often it is told, copies counted), texts, and more: there are others.
        words: a part of the key; None: what the newest items speak of, counted in these.
        told: with words, keys that fewer numbers have are left out, unread.
        """
        if words is not None:
            return browse_series.holding(self._db, words, limit, told)
        found = browse_series.said_lately(self._db, limit)
        return found, len(found) == limit

    def edition_rows(self, limit: int = 2000) -> list[Row]:
        """Every edition with its counts (JSON), newest first."""
        return self._db.rows(
            "SELECT profile, week, number, version, hash, written_at, json_extract(rows, '$.counts') AS counts"
            " FROM editions ORDER BY week DESC, profile LIMIT ?",
            (limit,),
        )

    def edition(self, profile: str, week: str) -> Row | None:
        """One edition with its rows."""
        return self._db.row("SELECT * FROM editions WHERE profile = ? AND week = ?", (profile, week))

    def source(self, slug: str) -> Row | None:
        """One source as the archive knows it."""
        return self._db.row("SELECT * FROM sources WHERE slug = ?", (slug,))

    def is_source(self, slug: str) -> bool:
        """Whether a source is known, or articles were brought in under its name."""
        return self.source(slug) is not None or slug == NO_SOURCE or bool(self.newest_of(slug, 1))

    def newest_of(self, slug: str, limit: int) -> list[Row]:
        """The articles of a source that this archive had last, of any label."""
        return self._db.rows(
            f"{_LINE} WHERE a.id IN (SELECT id FROM articles WHERE source = :source"  # noqa: S608  ours
            " ORDER BY first_seen_at DESC, id DESC LIMIT :limit) ORDER BY dated_at DESC, a.id DESC",
            {"source": slug, "limit": limit},
        )

    def items_by_source(self, start: str, end: str) -> dict[str, int]:
        """How many items each source has of [start, end), by publication, else first sight."""
        rows = self._db.rows(
            "SELECT source, count(*) AS n FROM articles INDEXED BY articles_newest WHERE label = 'peacekeeping'"
            " AND coalesce(published_at, first_seen_at) >= ? AND coalesce(published_at, first_seen_at) < ?"
            " GROUP BY source",
            (start, end),
        )
        return {row["source"]: row["n"] for row in rows}

    def state_of(self, slug: str) -> tuple[dict[str, int], dict[str, int]]:
        """How many articles of a source have which label, and how many of its addresses are in which state."""
        labels = self._db.rows(
            "SELECT label AS name, count(*) AS n FROM articles WHERE source = ? GROUP BY label ORDER BY n DESC", (slug,)
        )
        states = self._db.rows(
            "SELECT state AS name, count(*) AS n FROM pages WHERE source = ? AND kind = 'article'"
            " GROUP BY state ORDER BY n DESC",
            (slug,),
        )
        return {row["name"]: row["n"] for row in labels}, {row["name"]: row["n"] for row in states}

    def troubled_of(self, slug: str, limit: int) -> list[Row]:
        """The newest addresses of a source that gave no article."""
        return self._db.rows(
            "SELECT url, state, reason FROM pages WHERE source = ? AND kind = 'article'"
            " AND state IN ('failed', 'refused', 'rejected') ORDER BY first_seen_at DESC LIMIT ?",
            (slug, limit),
        )
