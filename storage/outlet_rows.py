"""How the listings of a source stand, and what of its articles could not be read: the rows behind status and digest."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.database import Database, Row
from storage.records import MAY_HAVE_MISSED
from storage.shared_listings import listing_address
from storage.times import from_text, to_text
from storage.unread import KEPT_FROM_US, Unread

# The word for a source of which something may have been missed.
GAPS = "gaps"
# So long a gap is told after it was found.
GAP_TOLD = timedelta(days=7)
# A further page of a listing is no listing of its own.
_IN_TROUBLE = """
SELECT pages.source, pages.url, pages.state, pages.reason, pages.tries FROM json_each(?) AS named
CROSS JOIN pages INDEXED BY pages_due ON pages.source = named.value AND pages.kind = 'listing'
  AND pages.listing IS NULL AND pages.state IN ('failed', 'refused', 'gone')
"""
_FAILS_SINCE = """
SELECT min(day) FROM coverage WHERE source = ?1 AND listing = ?2 AND state = 'failed' AND day > coalesce((
  SELECT max(day) FROM coverage
  WHERE source = ?1 AND listing = ?2 AND state IN ('collected', 'reached-empty')
), '')
"""
# The newest address that gave an article is one look from the end of an index, where all is well.
_UNREAD = """
WITH named (source, read_at) AS (
  SELECT value, (
    SELECT max(first_seen_at) FROM pages INDEXED BY pages_seen
    WHERE source = value AND kind = 'article' AND state IN ('kept', 'other') AND first_seen_at < ?2
  ) FROM json_each(?1)
)
SELECT named.source, pages.state, coalesce(pages.reason, pages.state) AS reason, count(*) AS n,
  min(pages.first_seen_at) AS since, named.read_at IS NULL AS never
FROM named CROSS JOIN pages INDEXED BY pages_seen ON pages.source = named.source AND pages.kind = 'article'
  AND pages.first_seen_at > coalesce(named.read_at, '') AND pages.first_seen_at < ?2
WHERE pages.state IN ('failed', 'refused', 'rejected', 'gone') AND pages.article_id IS NULL
GROUP BY 1, 2, 3 ORDER BY n DESC, reason
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingTrouble:
    """A listing that could not be read when it was asked last. state: failed, refused or gone.

    since: the first day (ISO) of it; None where only the last one is known. tries: in a row.
    """

    url: str
    state: str
    reason: str
    since: str | None
    tries: int


class OutletRows:
    """Reads over pages and coverage; nothing is written."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def listings_in_trouble(self, slugs: Collection[str]) -> dict[str, list[ListingTrouble]]:
        """Source to its listings that were not read at their last try, also those that its file names no more."""
        found: dict[str, list[ListingTrouble]] = {}
        for row in self._db.rows(_IN_TROUBLE, (json.dumps(list(slugs)),)):
            url = listing_address(row["url"])
            since = self._db.value(_FAILS_SINCE, (row["source"], url))
            found.setdefault(row["source"], []).append(
                ListingTrouble(
                    url=url, state=row["state"], reason=row["reason"] or row["state"], since=since,
                    tries=row["tries"],
                )
            )  # fmt: skip
        return found

    def gaps(self, now: datetime) -> dict[str, list[Row]]:
        """Source to the listing days of the last week on which something may have been missed, newest first."""
        found: dict[str, list[Row]] = {}
        for row in self._db.rows(
            "SELECT source, listing, day, reason FROM coverage INDEXED BY coverage_day"
            " WHERE day >= ? AND state IN ('collected', 'reached-empty') AND reason LIKE ? ORDER BY day DESC, listing",
            (f"{now - GAP_TOLD:%Y-%m-%d}", f"{MAY_HAVE_MISSED}%"),
        ):
            found.setdefault(row["source"], []).append(row)
        return found

    def unread(self, slugs: Collection[str], before: datetime) -> dict[str, Unread]:
        """Source to what it announced before an instant, and after its newest address that gave an article."""
        groups: dict[str, list[Row]] = {}
        for row in self._db.rows(_UNREAD, (json.dumps(list(slugs)), to_text(before))):
            groups.setdefault(row["source"], []).append(row)
        return {
            source: Unread(
                number=sum(row["n"] for row in rows),
                since=from_text(min(row["since"] for row in rows)),
                kept_from_us=sum(row["n"] for row in rows if row["state"] in KEPT_FROM_US),
                state=rows[0]["state"],
                reason=rows[0]["reason"],
                most=rows[0]["n"],
                never=bool(rows[0]["never"]),
            )
            for source, rows in groups.items()
        }


def gap_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """What may have been missed, in the words of the newest day, and on how many others; rows: newest first."""
    newest, *others = rows
    days = {row["day"] for row in others} - {newest["day"]}
    more = f", and on {len(days)} other day{'' if len(days) == 1 else 's'}" if days else ""
    return f"{newest['reason']}{more} ({newest['listing']})"
