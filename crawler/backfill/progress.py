"""How far a back-fill is, in one line: what it asked for, found and kept, how far back, and what is left."""

from __future__ import annotations

from datetime import timedelta

from crawler.source import Source
from storage.backfill_counts import counts, steps
from storage.database import Database


class Progress:
    """Tells of one job. gap, archive_gap: seconds between two requests to the outlet, and to a web archive."""

    def __init__(self, db: Database, source: Source, job: int, gap: float, archive_gap: float) -> None:
        self._db, self._source, self._job = db, source, job
        self._gap = source.gap_seconds if source.gap_seconds is not None else gap
        self._archive_gap = archive_gap

    def line(self, requests: int) -> str:
        """``gazette: 120 requests; 3,400 addresses found, 80 taken, back to 2016-03-04; 3,300 wait (4 h 35 min)``."""
        found, ways = counts(self._db, self._source.slug), steps(self._db, self._job)
        oldest = min((way["oldest"] for way in ways if way["oldest"]), default=None)
        had = found.get("taken", 0) + found.get("copied", 0)
        waiting = found.get("waiting", 0) + sum(way["waiting"] for way in ways)
        back = f", back to {oldest}" if oldest else ""
        left = waiting + found.get("copy", 0)
        seconds = waiting * self._gap + found.get("copy", 0) * self._archive_gap
        return (
            f"{self._source.slug}: {requests:,} requests; {sum(found.values()):,} addresses found, {had:,} had{back}; "
            f"{left:,} wait ({spoken(seconds)})"
        )


def spoken(seconds: float) -> str:
    """A time in the two largest of its units."""
    left = timedelta(seconds=round(seconds))
    hours, minutes = divmod(left.seconds // 60, 60)
    if left.days:
        return f"{left.days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
