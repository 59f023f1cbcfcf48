"""How the sources are, over the last days up to the newest run: the digest's own judgement, outside a week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from reports.health import cell_of, sources_of_week
from storage.archive import Archive
from storage.browse import Browse
from storage.times import from_text, to_text

DAYS = 7


@dataclass(frozen=True, slots=True)
class Condition:
    """sources: as reports.health tells them, their cells and items those of ``days``; at: the moment it is told of."""

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
    """Judge every source by the last DAYS days up to ``until``, else up to today, however many ``days`` are shown.

    In a demo's archive, and where nothing ran for long, today is far from the newest run: the page says both.
    """
    last = until or now.date()
    week, span = _up_to(last, DAYS), _up_to(last, days)
    end = from_text(f"{last}T00:00:00Z") + timedelta(days=1)
    rows = archive.weekly.of_sources(from_text(f"{week[0]}T00:00:00Z"), end)
    items = Browse(archive.db).items_by_source(f"{span[0]}T00:00:00Z", to_text(end))
    told = sources_of_week(rows, week, now=now, items=items)
    if span != week:
        first = {source["slug"]: str(source["first_used_at"])[:10] for source in rows["sources"]}
        ledger = defaultdict(list)
        for row in archive.health.coverage(str(span[0]), str(last)):
            ledger[row["source"]].append(row)
        for one in told:
            slug = one["slug"]
            one["days"] = [cell_of(day, ledger[slug], first=first[slug], today=now.date()) for day in span]
    return Condition(tuple(told), span, now)


def _up_to(last: date, days: int) -> tuple[date, ...]:
    return tuple(last - timedelta(days=back) for back in reversed(range(days)))
