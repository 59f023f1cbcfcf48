"""The blocks of a digest by mission, with how their numbers stand to the weeks before. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from reports.copies import texts
from reports.glance import NO_MISSION
from reports.lines import MissionNames
from reports.people import named_by_mission
from reports.week import Week

ACTIVE_KINDS = ("un-pko", "un-au-hybrid")
MEAN_WEEKS = 4
MOST_PEOPLE = 6

Line = dict[str, Any]


def means_of(
    before: Sequence[Mapping[str, Any]], names: MissionNames, week: Week, first: Week
) -> dict[str, Any]:  # fmt: skip
    """Items a week that named each mission, over the up to four weeks before that the archive has watched."""
    weeks = 0
    back = week.previous
    while weeks < MEAN_WEEKS and back >= first:
        weeks, back = weeks + 1, back.previous
    counts = Counter(mission for row in before for mission in names.of(row["matches"]))
    return {"weeks": weeks, "of": {name: round(count / weeks, 1) for name, count in counts.items()} if weeks else {}}


def blocks(
    items: Sequence[Line], names: MissionNames, means: Mapping[str, Any], people: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """A block for each mission that an item names: the most named first, items that name none last.

    An item stands in full under the mission that weighs most in it, and by reference under each other one. people:
    findings of persons.
    """
    full: defaultdict[str, list[Line]] = defaultdict(list)
    also: defaultdict[str, list[Line]] = defaultdict(list)
    named = {entry["uid"]: entry["missions"] for entry in items}
    for entry in items:
        # A copy that was cut before the mission's name stands with its text.
        mine = entry["missions"] or named.get(str(entry.get("copy_of"))) or [NO_MISSION]
        full[mine[0]].append(entry)
        for other in mine[1:]:
            also[other].append(
                {key: entry[key] for key in ("uid", "day", "outlet", "title", "language", "copy_of") if key in entry}
                | {"under": mine[0]}
            )
    found = []
    for mission in {*full, *also}:
        count = len(full[mission]) + len(also[mission])
        mean = means["of"].get(mission, 0.0) if means["weeks"] and mission != NO_MISSION else None
        found.append(
            {
                "mission": mission,
                "name": names.names.get(mission),
                "count": count,
                "texts": texts((*full[mission], *also[mission])),
                "mean": mean,
                "mean_weeks": means["weeks"] if mean is not None else 0,
                "trend": trend(count, mean),
                "people": named_by_mission(people, {entry["uid"] for entry in full[mission]}, MOST_PEOPLE),
                "items": full[mission],
                "also": also[mission],
            }
        )
    return sorted(found, key=lambda b: (b["mission"] == NO_MISSION, -b["count"], -len(b["items"]), b["mission"]))


def trend(count: int, mean: float | None) -> str | None:
    """More or fewer: apart from the mean by at least one item and a quarter of it; else the same."""
    if mean is None:
        return None
    if abs(count - mean) < max(1.0, mean / 4):
        return "same"
    return "more" if count > mean else "fewer"


def quiet(
    missions: Sequence[Mapping[str, Any]], items: Sequence[Line], means: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Missions that no line names: the UN peacekeeping operations of today, and others that the weeks before named."""
    ended = {row["acronym"] for row in missions if row["ended"]}
    named = {mission for entry in items for mission in entry["missions"]}
    today = {row["acronym"] for row in missions if row["kind"] in ACTIVE_KINDS and not row["ended"]}
    return [
        {"mission": name, "mean": means["of"].get(name)} for name in sorted((today | set(means["of"])) - named - ended)
    ]


def by_day(items: Sequence[Line], week: Week) -> dict[str, Any]:
    """How many items each outlet printed on each day, the busiest outlet first."""
    days = [day.isoformat() for day in week.days]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in items:
        counts[entry["outlet"]][entry["day"]] += 1
    outlets = sorted(counts, key=lambda outlet: (-counts[outlet].total(), outlet.casefold(), outlet))
    return {"days": days, "outlets": [{"outlet": o, "counts": [counts[o][day] for day in days]} for o in outlets]}
