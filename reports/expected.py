"""What comes at a rhythm of its own: when it was seen last, and whether a week lets it be missed. Pure.

Nothing is expected that the archive has not seen come back: a monthly one in two of the three months before, one of
another rhythm at least three times.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median
from typing import Any

MONTHS_BACK = 3
LEAST_MONTHS = 2
LEAST_SEEN = 3
GRACE = 14
SHORTEST = 20


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that comes back. like: words for the archive; titles: what a title must hold."""

    name: str
    like: tuple[str, ...]
    titles: re.Pattern[str]
    by: str
    every: str


@cache
def load_expected() -> tuple[Expected, ...]:
    """What is watched for (reports/expected.toml), read once a process."""
    text = resources.files("reports").joinpath("expected.toml").read_text(encoding="utf-8")
    return tuple(
        Expected(
            name=one["name"],
            like=tuple(one["like"]),
            titles=re.compile("|".join(f"(?:{title})" for title in one["titles"]), re.IGNORECASE),
            by=one["by"],
            every=one["every"],
        )
        for one in tomllib.loads(text)["expected"]
    )


def expected(
    titles: Sequence[Mapping[str, Any]], missions: Iterable[str], days: Sequence[date], watched: Sequence[Expected]
) -> list[dict[str, Any]]:
    """Lines of {"what", "of", "last", "seen", "overdue", "since"}, those overdue first.

    titles: title, source, name, day, up to the week's end; missions: acronyms; days: of the week.
    """
    found = []
    for one in watched:
        groups: dict[str, list[date]] = defaultdict(list)
        for row in titles:
            if one.titles.search(row["title"]):
                for group in _groups(one, row, missions):
                    groups[group].append(date.fromisoformat(row["day"][:10]))
        found += [_told(one, group, sorted(set(seen)), days) for group, seen in sorted(groups.items())]
        if not groups:
            found.append(_told(one, "", [], days))
    return sorted(found, key=lambda line: (not line["overdue"], line["what"], line["of"]))


def _groups(one: Expected, row: Mapping[str, Any], missions: Iterable[str]) -> list[str]:
    if one.by == "source":
        return [row["name"]]
    if one.by == "mission":
        return [name for name in missions if re.search(rf"\b{re.escape(name)}\b", row["title"])]
    return [""]


def _told(one: Expected, group: str, seen: Sequence[date], days: Sequence[date]) -> dict[str, Any]:
    since = _monthly(seen, days) if one.every == "month" else _by_rhythm(seen, days)
    return {
        "what": one.name,
        "of": group,
        "last": seen[-1].isoformat() if seen else None,
        "seen": len(seen),
        "overdue": since is not None,
        "since": since.isoformat() if since else None,
    }


def _monthly(seen: Sequence[date], days: Sequence[date]) -> date | None:
    """The end of a month that lies in this week and went without."""
    ends = [day for day in days if (day + timedelta(days=1)).month != day.month]
    if not ends:
        return None
    months = {(day.year, day.month) for day in seen}
    if (ends[0].year, ends[0].month) in months:
        return None
    before, month = 0, ends[0].replace(day=1)
    for _ in range(MONTHS_BACK):
        month = (month - timedelta(days=1)).replace(day=1)
        before += (month.year, month.month) in months
    return ends[0] if before >= LEAST_MONTHS else None


def _by_rhythm(seen: Sequence[date], days: Sequence[date]) -> date | None:
    """The day by which the next one was to come, where it is past and not yet twice past."""
    if len(seen) < LEAST_SEEN:
        return None
    rhythm = median((later - earlier).days for earlier, later in pairwise(seen))
    due = seen[-1] + timedelta(days=round(rhythm))
    late = (days[-1] - due).days
    return due if rhythm >= SHORTEST and GRACE < late < rhythm else None
