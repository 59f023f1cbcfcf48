"""From the rows of a week to its edition: a dict that holds everything any form of the digest prints.

The same rows give the same dict; every list has a total order. Which week an item belongs to is design.md, section 3.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reports.glance import NO_MISSION, glance
from reports.health import sources_of_week
from reports.lines import MissionNames, excerpt, line
from reports.missing import missing
from reports.week import Week
from storage.records import Label
from storage.times import from_text, to_text

FORM = 1
ACTIVE_KINDS = ("un-pko", "un-au-hybrid")
MEAN_WEEKS = 4
MOST_DETAILS = 3

Line = dict[str, Any]


def build(
    rows: Mapping[str, Any],
    week: Week,
    *,
    first: Week,
    number: int | None,
    version: str,
    now: datetime,
    profile: str = "default",
) -> dict[str, Any]:
    """The edition of a week. rows: storage.weekly.Weekly.rows; number: None for a provisional one.

    first is the archive's first week; now is the moment of writing and the only time that is not of the rows.
    """
    names = MissionNames(rows["missions"])
    on_time, late = _parted([line(row, names) for row in rows["open"]], week, frozen=set(rows["edition_weeks"]))
    items = [entry for entry in on_time if entry["label"] == Label.PEACEKEEPING]
    late_items = [entry for entry in late if entry["label"] == Label.PEACEKEEPING]
    apart = {label: _apart(label, on_time, late) for label in (Label.BORDERLINE, Label.CONTESTED)}
    by_source = Counter(entry["source"] for entry in (*items, *late_items))
    sources = sources_of_week(rows, week.days, now=now, items=by_source)
    means = _means(rows["before"], names, week, first)
    edition: dict[str, Any] = {
        "form": FORM,
        "profile": profile,
        "week": str(week),
        "number": number,
        "provisional": number is None,
        "window": {"start": to_text(week.start), "end": to_text(week.end), "days": [d.isoformat() for d in week.days]},
        "first_week": str(first),
        "written_at": to_text(now),
        "version": version,
        "rules": _rules(rows),
        "counts": {
            "read": rows["read"],
            "kept": len(items) + len(late_items),
            "late": len(late_items),
            "undated": sum(entry["undated"] for entry in (*items, *late_items)),
            "seen_after": sum(entry["first_seen"] >= to_text(week.end) for entry in (*items, *late_items)),
            "borderline": len(apart[Label.BORDERLINE]),
            "contested": len(apart[Label.CONTESTED]),
            "sources_healthy": sum(s["state"] == "healthy" for s in sources),
            "sources_tried": sum(s["tried"] for s in sources),
            "sources_enabled": sum(s["state"] != "disabled" for s in sources),
        },
        "missions": _missions(items, names, means),
        "missions_quiet": _quiet(rows["missions"], (*items, *late_items), means),
        "late": late_items,
        "borderline": apart[Label.BORDERLINE],
        "contested": apart[Label.CONTESTED],
        "changes": _changes(rows, names, printed_here={e["uid"] for e in (*on_time, *late)}),
        "by_day": _by_day(items, week),
        "sources": sources,
        "outside": [dict(row) for row in rows["outside"]],
    }
    edition["missing"] = missing(edition, rows["unread"], [line(row, names) for row in rows["ahead"]])
    edition["glance"] = glance(edition)
    return edition


def lines_of(edition: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The (section, uid) pairs that an edition prints, for edition_lines."""
    found = {("mission", entry["uid"]) for block in edition["missions"] for entry in block["items"]}
    for section in ("late", "borderline", "contested"):
        found |= {(section, entry["uid"]) for entry in edition[section]}
    found |= {("changed", entry["uid"]) for entry in edition["changes"]}
    return sorted(found)


def _parted(entries: Sequence[Line], week: Week, *, frozen: set[str]) -> tuple[list[Line], list[Line]]:
    """What belongs to this week, and what is late: its own week is frozen. A week still open keeps its own lines."""
    on_time, late = [], []
    for entry in sorted(entries, key=lambda e: (e["at"], str(e["outlet"]).casefold(), e["uid"])):
        own = Week.of(from_text(entry["at"]))
        if own == week:
            on_time.append(entry)
        elif own < week and str(own) in frozen:
            late.append({**entry, "own_week": str(own)})
    return on_time, late


def _apart(label: Label, on_time: Sequence[Line], late: Sequence[Line]) -> list[Line]:
    return [entry for entry in (*on_time, *late) if entry["label"] == label]


def _rules(rows: Mapping[str, Any]) -> list[str]:
    """The versions of the relevance rules behind the lines; without a line, those in use last."""
    used = sorted({row["rules"] for row in rows["open"] if row["rules"]})
    return used or ([rows["newest_rules"]] if rows["newest_rules"] else [])


def _means(before: Sequence[Mapping[str, Any]], names: MissionNames, week: Week, first: Week) -> dict[str, Any]:
    """Items a week that named each mission, over the up to four weeks before that the archive has watched."""
    weeks = 0
    back = week.previous
    while weeks < MEAN_WEEKS and back >= first:
        weeks, back = weeks + 1, back.previous
    counts = Counter(mission for row in before for mission in names.of(row["matches"]))
    return {"weeks": weeks, "of": {name: round(count / weeks, 1) for name, count in counts.items()} if weeks else {}}


def _missions(items: Sequence[Line], names: MissionNames, means: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A block for each mission that an item names: the most named first, items that name none last.

    An item stands in full under the mission that weighs most in it, and by reference under each other one.
    """
    full: defaultdict[str, list[Line]] = defaultdict(list)
    also: defaultdict[str, list[Line]] = defaultdict(list)
    for entry in items:
        mine = entry["missions"] or [NO_MISSION]
        full[mine[0]].append(entry)
        for other in mine[1:]:
            also[other].append(
                {key: entry[key] for key in ("uid", "day", "outlet", "title", "language")} | {"under": mine[0]}
            )
    blocks = []
    for mission in {*full, *also}:
        count = len(full[mission]) + len(also[mission])
        mean = means["of"].get(mission, 0.0) if means["weeks"] and mission != NO_MISSION else None
        blocks.append(
            {
                "mission": mission,
                "name": names.names.get(mission),
                "count": count,
                "mean": mean,
                "mean_weeks": means["weeks"] if mean is not None else 0,
                "trend": _trend(count, mean),
                "items": full[mission],
                "also": also[mission],
            }
        )
    return sorted(blocks, key=lambda b: (b["mission"] == NO_MISSION, -b["count"], -len(b["items"]), b["mission"]))


def _trend(count: int, mean: float | None) -> str | None:
    """More or fewer: apart from the mean by at least one item and a quarter of it; else the same."""
    if mean is None:
        return None
    if abs(count - mean) < max(1.0, mean / 4):
        return "same"
    return "more" if count > mean else "fewer"


def _quiet(
    missions: Sequence[Mapping[str, Any]], items: Sequence[Line], means: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Missions that no line names: the UN peacekeeping operations of today, and others that the weeks before named."""
    ended = {row["acronym"] for row in missions if row["ended"]}
    named = {mission for entry in items for mission in entry["missions"]}
    today = {row["acronym"] for row in missions if row["kind"] in ACTIVE_KINDS and not row["ended"]}
    return [
        {"mission": name, "mean": means["of"].get(name)} for name in sorted((today | set(means["of"])) - named - ended)
    ]


def _changes(rows: Mapping[str, Any], names: MissionNames, *, printed_here: set[str]) -> list[dict[str, Any]]:
    """Revisions, withdrawals and changed decisions of the week, in order of time."""
    found = []
    for row in rows["revisions"]:
        changes = [change for change in json.loads(row["changes"]) if isinstance(change, dict)]
        what = {
            "kind": "revised",
            "fields": list(dict.fromkeys(str(change.get("field")) for change in changes)),
            "details": [_detail(change) for change in changes[:MOST_DETAILS]],
            "more": max(0, len(changes) - MOST_DETAILS),
        }
        found.append((row["seen_at"], row["article_id"], what))
    found += [(row["withdrawn_at"], row["article_id"], {"kind": "withdrawn"}) for row in rows["withdrawn"]]
    for row in rows["relabelled"]:
        what = {"kind": "relabelled", "label_before": row["label_before"], "label_now": row["label"]}
        found.append((row["at"], row["article_id"], what))
    told = []
    for at, article_id, what in found:
        article = rows["changed"].get(article_id)
        if article is None:
            continue
        entry = line(article, names)
        place = rows["printed"].get(entry["uid"])
        told.append(
            {key: entry[key] for key in ("uid", "day", "undated", "outlet", "title", "url", "language", "label")}
            | {"changed_at": at, "here": entry["uid"] in printed_here}
            | {"edition": dict(place) if place else None}
            | what
        )
    return sorted(told, key=lambda change: (change["changed_at"], change["uid"], change["kind"]))


def _detail(change: Mapping[str, Any]) -> dict[str, Any]:
    """One change as a line prints it: its field, what the words hold, and short quotes of old and new."""
    words = {side: excerpt(change[side]) if change.get(side) else None for side in ("old", "new")}
    return {"field": change.get("field"), "kind": change.get("kind"), **words}


def _by_day(items: Sequence[Line], week: Week) -> dict[str, Any]:
    days = [day.isoformat() for day in week.days]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in items:
        counts[entry["outlet"]][entry["day"]] += 1
    outlets = sorted(counts, key=lambda outlet: (-counts[outlet].total(), outlet.casefold(), outlet))
    return {"days": days, "outlets": [{"outlet": o, "counts": [counts[o][day] for day in days]} for o in outlets]}
