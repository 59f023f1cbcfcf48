"""The findings behind a digest week: of its articles, of what was said before, and of what earlier editions printed.

Reads only, as the archive stands. Every query is bounded by the week's articles or by SeriesRows' own limits.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from storage.article_rows import as_json
from storage.carriers import Carriers
from storage.database import Database, Row
from storage.finding_store import FindingStore
from storage.series_rows import SeriesRows
from storage.text_rows import many
from storage.times import DAY_SIGNS
from storage.weekly_printed import SAID, Printed, said_of

TYPES = {
    "casualty": "casualties",
    "resolution": "resolution_mentions",
    "person": "people",
    "rotation": "rotations",
    "medal": "medals",
    "visit": "visits",
    "exercise": "exercises",
}
# Those of the numbers.
_COUNTING = ("figures", "casualties")
MOST_SERIES = 2_000
MOST_STORIES = 500
_CITED_DAYS = "-400 days"
# So long the dead of an attack are told of again.
_TOLD_DAYS = "-42 days"
_VICTIMS = ("mission", "personnel", "nationality", "cause")


class WeekFacts:
    """Rows of findings around one week."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._series = SeriesRows(db)
        self._carriers = Carriers(db, FindingStore(db))

    def rows(self, articles: Collection[int], bounds: dict[str, Any], like: Sequence[str]) -> dict[str, Any]:
        """Everything told by these articles, by name. bounds: start and end of the week, profile; like: of titles.

        claims is read as it is gone through, once, and stood as it is asked: use both in the same snapshot.
        """
        facts = {kind: self._of(table, articles) for kind, table in TYPES.items()}
        return {
            "facts": facts,
            "claims": self._claims(articles, bounds["end"]),
            "stories": self._stories(articles, bounds["end"]),
            "people_before": self._people_before(facts["person"], bounds["start"]),
            "rotations": [row for row in self._series.rotations() if row["said_at"] < bounds["end"]],
            "gazetteer": self._series.missions(),
            "cited": self._cited(bounds["end"]),
            "stood": self._stood(bounds["profile"]),
            "tolls_before": self._tolls_before(facts["casualty"], bounds["start"], bounds["profile"]),
            "printed_facts": Printed(self._db).gone(bounds["profile"]),
            "titles": self._titles(bounds["end"], like),
            "copied": [row for table in _COUNTING for row in self._copied(table, articles)],
            "newest_finding_rules": self._db.value("SELECT max(rules) FROM finding_sets"),
        }

    def missions_and_countries(self, articles: Collection[int]) -> dict[int, tuple[set[str], set[str]]]:
        """The missions and countries that findings of each article name."""
        found: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for place, (table, column) in enumerate((("mission_mentions", "mission"), ("country_mentions", "iso3"))):
            rows = self._db.rows(
                f"SELECT DISTINCT f.article_id, f.{column} AS name FROM {table} f JOIN articles a"  # noqa: S608  names of ours
                " ON a.id = f.article_id AND a.revision = f.revision"
                " WHERE f.article_id IN (SELECT value FROM json_each(?))",
                (many(articles),),
            )
            for row in rows:
                found[row["article_id"]][place].add(row["name"])
        return found

    def said(self, uids: Iterable[str]) -> list[dict[str, Any]]:
        """Findings by uid, as edition_facts keeps them: type (their table), revision, rules, said, printed."""
        wanted = as_json(sorted(uids))
        found = []
        for table in SAID:
            rows = self._db.rows(
                f"SELECT f.*, a.uid AS article_uid, s.rules AS set_rules FROM {table} f"  # noqa: S608  names of ours
                " JOIN articles a ON a.id = f.article_id LEFT JOIN finding_sets s"
                " ON s.article_id = f.article_id AND s.revision = f.revision"
                " WHERE f.uid IN (SELECT value FROM json_each(?)) ORDER BY f.uid",
                (wanted,),
            )
            found += [
                {
                    "uid": row["uid"],
                    "article_uid": row["article_uid"],
                    "type": table,
                    "revision": row["revision"],
                    "rules": row["set_rules"],
                    "said": said_of(table, row),
                    "printed": row["words"],
                }
                for row in rows
            ]
        return found

    def _of(self, table: str, articles: Collection[int]) -> list[Row]:
        """The counted findings of one type, with the text around them.

        revised_at: when the article began to say so, where it did not from the first; None: it did.
        """
        alike = " AND ".join(f"o.{name} IS f.{name}" for name in SAID[table])
        rows = self._db.rows(
            "SELECT f.*, a.uid AS article_uid, a.story_id, a.text_id,"  # noqa: S608  names of ours
            " (SELECT v.seen_at FROM revisions v WHERE v.article_id = f.article_id AND v.number = 1 + ("
            "   SELECT max(b.number) FROM revisions b WHERE b.article_id = f.article_id AND b.number < f.revision"
            f"   AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.article_id = f.article_id AND o.revision = b.number"
            f"     AND {alike}))) AS revised_at"
            f" FROM {table} f JOIN articles a ON a.id = f.article_id AND a.revision = f.revision"
            " WHERE f.counted = 1 AND f.article_id IN (SELECT value FROM json_each(?))"
            " ORDER BY a.uid, f.field DESC, f.position, f.start, f.uid",
            (many(articles),),
        )
        for row in rows:
            row["around"], row["at"] = self._series.around(row)
        return rows

    def _copied(self, table: str, articles: Collection[int]) -> list[Row]:
        """The numbers that these articles tell where several of them carry one text, in the order of each text."""
        return self._db.rows(
            f"SELECT ?1 AS 'table', a.uid AS article_uid, f.* FROM articles a JOIN {table} f"  # noqa: S608  names of ours
            " ON f.article_id = a.id AND f.revision = a.revision AND f.counted = 1 WHERE a.id IN ("
            "  SELECT value FROM json_each(?2)) AND a.text_id IN (SELECT text_id FROM articles"
            "  WHERE id IN (SELECT value FROM json_each(?2)) AND text_id IS NOT NULL GROUP BY text_id"
            "  HAVING count(*) > 1)"
            " ORDER BY a.uid, f.field DESC, f.position, f.start, f.uid",
            (table, many(articles)),
        )

    def _claims(self, articles: Collection[int], end: str) -> Iterator[list[Row]]:
        """All that was said up to the week's end, series by series, of those that these articles speak of."""
        touched = self._db.rows(
            "SELECT DISTINCT series FROM claims WHERE article_id IN (SELECT value FROM json_each(?))"
            " ORDER BY series LIMIT ?",
            (many(articles), MOST_SERIES),
        )
        names = self._names()
        for series in touched:
            rows = [row for row in self._series.claims(series["series"]) if row["said_at"] < end]
            for row in rows:
                # The view tells a source by its slug where the page names no outlet; a reader wants its name.
                row["outlet"] = names.get(row["outlet"], row["outlet"])
                if row["article_id"] in articles:
                    row["around"], row["at"] = self._series.around(row)
            yield rows

    def _stories(self, articles: Collection[int], end: str) -> list[dict[str, Any]]:
        """The stories of these articles that more than one had told by the week's end."""
        firsts = self._db.rows(
            # Asked of who told it first: its text is the one that others copied, its time the one they lag behind.
            "SELECT coalesce(began.uid, min(a.uid)) AS uid, a.story_id FROM articles a"
            " JOIN stories ON stories.id = a.story_id"
            " LEFT JOIN articles began ON began.id = stories.first_article_id AND began.story_id = a.story_id"
            " WHERE a.id IN (SELECT value FROM json_each(?1))"
            " AND a.story_id IN (SELECT story_id FROM articles WHERE story_id IS NOT NULL"
            "   AND coalesce(published_at, first_seen_at) < ?2 GROUP BY story_id HAVING count(*) > 1)"
            " GROUP BY a.story_id ORDER BY a.story_id LIMIT ?3",
            (many(articles), end, MOST_STORIES),
        )
        found = []
        for first in firsts:
            company = self._carriers.of(first["uid"])
            by_then = [one for one in company.carriers if one.at < end] if company else []
            if len(by_then) < 2:
                continue
            told = self._articles([one.uid for one in by_then])
            carriers = [{**asdict(one), **told[one.uid]} for one in by_then]
            own = {one["source"] for one in carriers}
            silent = [row["name"] for row in self._enabled(end) if row["slug"] not in own]
            found.append({"story": first["story_id"], "carriers": carriers, "silent": silent})
        return found

    def _articles(self, uids: Sequence[str]) -> dict[str, dict[str, Any]]:
        rows = self._db.rows(
            "SELECT a.uid, a.url, coalesce(a.outlet, s.name, a.source) AS outlet, a.language, a.label,"  # noqa: S608
            f" coalesce(length(a.published_local) > {DAY_SIGNS}, 1) AS timed"
            " FROM articles a LEFT JOIN sources s ON s.slug = a.source WHERE a.uid IN (SELECT value FROM json_each(?))",
            (as_json(sorted(uids)),),
        )
        return {
            row["uid"]: {name: row[name] for name in ("url", "outlet", "language", "label", "timed")} for row in rows
        }

    def _names(self) -> dict[str, str]:
        return {row["slug"]: row["name"] for row in self._db.rows("SELECT slug, name FROM sources")}

    def _enabled(self, end: str) -> list[Row]:
        return self._db.rows(
            "SELECT slug, name FROM sources WHERE enabled = 1 AND first_used_at < ? ORDER BY slug", (end,)
        )

    def _people_before(self, people: Iterable[Row], start: str) -> list[Row]:
        """What was said before the week of the same names, and of posts of the same bodies."""
        people = list(people)
        return self._db.rows(
            "SELECT p.uid, p.name, p.post, p.body, a.uid AS article_uid,"
            " coalesce(a.outlet, s.name, a.source) AS outlet,"
            " coalesce(a.published_at, a.first_seen_at) AS said_at, a.url"
            " FROM people p JOIN articles a ON a.id = p.article_id AND a.revision = p.revision"
            " LEFT JOIN sources s ON s.slug = a.source"
            " WHERE p.counted = 1 AND (p.name IN (SELECT value FROM json_each(?1))"
            "   OR p.body IN (SELECT value FROM json_each(?2)))"
            " AND coalesce(a.published_at, a.first_seen_at) < ?3 ORDER BY said_at, p.uid",
            (
                as_json(sorted({row["name"] for row in people})),
                as_json(sorted({row["body"] for row in people if row["body"] and row["post"]})),
                start,
            ),
        )

    def _cited(self, end: str) -> dict[str, list[dict[str, Any]]]:
        """By mission, the resolutions cited beside it in the year and more before the week's end."""
        since = self._db.value("SELECT date(substr(?, 1, 10), ?)", (end, _CITED_DAYS))
        missions = self._db.rows(
            "SELECT DISTINCT m.mission FROM resolution_mentions r JOIN mission_mentions m"
            " ON m.article_id = r.article_id AND m.revision = r.revision ORDER BY m.mission"
        )
        return {
            row["mission"]: [one for one in self._series.resolutions(row["mission"], since) if one["said_at"] < end]
            for row in missions
        }

    def _titles(self, end: str, like: Sequence[str]) -> list[Row]:
        """Titles of the year before that hold one of these words, of articles and of pages that we passed over."""
        if not like:
            return []
        since = self._db.value("SELECT date(substr(?, 1, 10), ?)", (end, _CITED_DAYS))
        wanted = " OR ".join("instr(lower(x.title), ?) > 0" for _ in like)
        return self._db.rows(
            "SELECT x.title, x.source, coalesce(s.name, x.source) AS name, x.day FROM ("  # noqa: S608  only marks
            " SELECT title, source, coalesce(published_at, first_seen_at) AS day FROM articles WHERE title IS NOT NULL"
            " UNION ALL SELECT title, source, coalesce(listed_as_published, first_seen_at) FROM pages"
            "   WHERE kind = 'article' AND article_id IS NULL AND title IS NOT NULL"
            f") x LEFT JOIN sources s ON s.slug = x.source WHERE x.day >= ? AND x.day < ? AND ({wanted})"
            " ORDER BY x.day, x.source, x.title",
            (since, end, *(word.lower() for word in like)),
        )

    def _tolls_before(self, tolls: Sequence[Row], start: str, profile: str) -> list[Row]:
        """The tolls that editions printed of the stories of these, and of the weeks before; the newest edition first.

        What was printed of a finding that is gone since has no day and no victims.
        """
        if not tolls:
            return []
        rows = self._db.rows(
            "SELECT c.*, a.id AS article_id, a.uid AS article_uid, a.uid AS article, a.story_id, a.text_id,"
            " p.said ->> 0 AS kind, p.said ->> 1 AS value, e.week, e.number, ("
            "   SELECT j.value FROM json_each(e.rows, '$.casualties.recent') j WHERE j.value ->> 'uid' = p.uid) AS told"
            " FROM edition_facts p JOIN editions e ON e.id = p.edition JOIN articles a ON a.uid = p.article_uid"
            " LEFT JOIN casualties c ON c.uid = p.uid"
            " WHERE e.profile = ?1 AND p.type = 'casualties' AND (a.story_id IN (SELECT value FROM json_each(?2))"
            "   OR coalesce(a.published_at, a.first_seen_at) >= date(substr(?3, 1, 10), ?4))"
            " ORDER BY e.number DESC, p.uid",
            (profile, many({row["story_id"] for row in tolls if row["story_id"] is not None}), start, _TOLD_DAYS),
        )
        for row in rows:
            row["around"], row["at"] = self._series.around(row) if row["uid"] is not None else ("", 0)
            # The edition tells of the whole incident, and the finding alone less of it.
            told = json.loads(row.pop("told") or "{}")
            row.update({name: told[name] for name in ("date", *_VICTIMS) if told.get(name) is not None})
        return rows

    def _stood(self, profile: str) -> Callable[[str], Row | None]:
        """Where an article was printed before, by uid: week and number of the first edition that did, or None."""
        return lambda uid: self._db.row(
            "SELECT e.week, e.number FROM edition_lines l JOIN editions e ON e.id = l.edition"
            " WHERE e.profile = ? AND l.section <> 'changed' AND l.uid = ? ORDER BY e.number LIMIT 1",
            (profile, uid),
        )
