"""How the sources are, over the last days up to the newest run: the digest's own judgement, outside a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from reports.health import sources_of_week
from storage.archive import Archive
from storage.browse import Browse
from storage.times import from_text, to_text

DAYS = 7


@dataclass(frozen=True, slots=True)
class Condition:
    """sources: as reports.health tells them; days: those of their cells; at: the moment it is told of."""

    sources: tuple[Mapping[str, Any], ...]
    days: tuple[date, ...]
    at: datetime

    @property
    def counts(self) -> Mapping[str, int]:
        """How many sources are in each state."""
        return Counter(source["state"] for source in self.sources)

    @property
    def troubled(self) -> tuple[Mapping[str, Any], ...]:
        """Those that are switched on and not healthy."""
        return tuple(source for source in self.sources if source["state"] not in ("healthy", "disabled"))


def condition(archive: Archive, now: datetime, *, days: int = DAYS, until: date | None = None) -> Condition:
    """Judge every source by the days up to ``until``, else up to today.

    In a demo's archive, and where nothing ran for long, today is far from the newest run: the page says both.
    """
    last = until or now.date()
    span = tuple(last - timedelta(days=back) for back in reversed(range(days)))
    start, end = f"{span[0]}T00:00:00Z", to_text(from_text(f"{last}T00:00:00Z") + timedelta(days=1))
    rows = archive.weekly.of_sources(from_text(start), from_text(end))
    told = sources_of_week(rows, span, now=now, items=Browse(archive.db).items_by_source(start, end))
    return Condition(tuple(told), span, now)
