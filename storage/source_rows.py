"""What is known of a source's pages over time: the newest readings, and the days on which it gave something.

Everything but ``all_readings`` looks at a bounded number of rows, whatever the archive holds, and by an index.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from storage.database import Database
from storage.readings import PageRead, page_read
from storage.silence import WEEK, Given
from storage.times import from_text, from_text_or_none, to_text

# Drift is judged by so many days with something new and about so many pages, the same number of each day: a busy source
# is judged by a sample, and none by more than the bound, whatever the archive holds.
MOST_DAYS, MOST_PAGES, LEAST_A_DAY, MOST_A_DAY = 60, 300, 5, 60
RHYTHM_DAYS = 32

# From one day with something new to the one before it: each step is one look into the index pages_seen.
_STEPS = """
WITH RECURSIVE steps (at) AS (
  SELECT max(first_seen_at) FROM pages WHERE source = :source AND kind = 'article' AND first_seen_at < :before
  UNION ALL
  SELECT (SELECT max(first_seen_at) FROM pages
    WHERE source = :source AND kind = 'article' AND first_seen_at < substr(steps.at, 1, 10))
  FROM steps WHERE steps.at IS NOT NULL
  LIMIT :most
),
days (at, day) AS (SELECT at, substr(at, 1, 10) FROM steps WHERE at IS NOT NULL)
"""
_NEWEST_SEEN = """
SELECT named.value AS source, (
  SELECT max(first_seen_at) FROM pages INDEXED BY pages_seen
  WHERE source = named.value AND kind = 'article' AND first_seen_at < :before
) AS at
FROM json_each(:named) AS named
"""
_GIVEN = f"{_STEPS} SELECT at FROM days ORDER BY at DESC"  # noqa: S608 - our own text

# The first capture of a page that gave an article speaks for the page, else its first.
_SHOWN = """
SELECT pages.url, pages.reason, pages.state, articles.uid, captures.reading,
  coalesce(captures.fetched_at, pages.checked_at) AS at
"""
_CAPTURE = """
LEFT JOIN captures ON captures.id = (
  SELECT id FROM captures AS mine WHERE page_id = pages.id AND reading IS NOT NULL AND fetched_at < :before
  ORDER BY reading LIKE '{"rejection"%', id LIMIT 1
)
LEFT JOIN articles ON articles.id = pages.article_id
"""
_NEWEST = f"""{_STEPS} {_SHOWN}
FROM days CROSS JOIN pages ON pages.id IN (
  SELECT id FROM pages AS announced
  WHERE source = :source AND kind = 'article' AND first_seen_at >= days.day AND first_seen_at <= days.at
    AND state IN ('kept', 'other', 'rejected')
  ORDER BY first_seen_at, id LIMIT :each
)
{_CAPTURE} WHERE at < :before
"""  # noqa: S608 - our own text
_ALL = f"""{_SHOWN}
FROM pages {_CAPTURE}
WHERE pages.source = :source AND pages.kind = 'article' AND pages.first_seen_at >= :since
  AND pages.state IN ('kept', 'other', 'rejected') AND at < :before
"""


class SourceRows:
    """Reads over pages and captures; nothing is written."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def given(self, slug: str, before: datetime) -> Given:
        """The newest days before an instant on which a source announced an address that was not known."""
        rows = self._db.rows(_GIVEN, {"source": slug, "before": to_text(before), "most": RHYTHM_DAYS})
        moments = [from_text(row["at"]) for row in rows]
        first = self._db.value("SELECT min(started_at) FROM runs WHERE source = ?", (slug,))
        return Given(
            newest=moments[0] if moments else None,
            days=tuple(at.date() for at in moments),
            read_since=from_text_or_none(first),
        )

    def given_to_judge(self, slugs: Collection[str], now: datetime, before: datetime) -> dict[str, Given]:
        """The same of many sources, as far as silence is judged by it: who gave something this week has no days."""
        rows = self._db.rows(_NEWEST_SEEN, {"named": json.dumps(list(slugs)), "before": to_text(before)})
        newest = {row["source"]: from_text_or_none(row["at"]) for row in rows}
        return {
            slug: Given(newest=at) if at is not None and now - at <= WEEK else self.given(slug, before)
            for slug, at in newest.items()
        }

    def readings(self, slug: str, before: datetime) -> list[PageRead]:
        """The pages that drift is judged by, as the archive stood before an instant."""
        parameters: dict[str, object] = {"source": slug, "before": to_text(before), "most": MOST_DAYS}
        days = len(self._db.rows(_GIVEN, parameters))
        if not days:
            return []
        each = min(MOST_A_DAY, max(LEAST_A_DAY, MOST_PAGES // days))
        return list(self._pages(_NEWEST, {**parameters, "each": each}))

    def readings_now(self, slug: str, now: datetime) -> list[PageRead]:
        """The same of the archive as it stands, those of this very second too: instants are kept to the second."""
        return self.readings(slug, now + timedelta(seconds=1))

    def all_readings(self, slug: str, since: datetime, before: datetime) -> Iterator[PageRead]:
        """Every page of a source that was announced since then and read, in no order."""
        return self._pages(_ALL, {"source": slug, "since": to_text(since), "before": to_text(before)})

    def _pages(self, query: str, parameters: dict[str, object]) -> Iterator[PageRead]:
        for row in self._db.each(query, parameters):
            # A page that led away from its article was rejected without an answer to keep.
            reason = row["reason"] if row["state"] == "rejected" else None
            page = page_read(row["reading"], day=row["at"], url=row["url"], uid=row["uid"], reason=reason)
            if page is not None:
                yield page
