"""Casualties of a week, told once an incident: what was said, by whom, and whose word confirms it. Pure.

An incident is what the articles of one story say of one day and kind. What is told without a day, or of a day long
past, stands apart: a memorial names the dead of other years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from reports.refs import WITNESSES, by_article, ref, witness
from storage.countries import country_name

RECENT_DAYS = 28
# Signs of a year alone.
_YEAR = 4
PERSONNEL = ("military", "police", "military observer")
_KINDS = ("death", "injury", "missing", "captured", "illness")


def casualties(
    rows: Sequence[Mapping[str, Any]], lines: Mapping[str, Mapping[str, Any]], kinds: Mapping[str, str | None],
    first_day: date, last_day: date,
) -> dict[str, list[dict[str, Any]]]:  # fmt: skip
    """``recent`` incidents and ``other`` mentions. rows: findings; kinds: the kind of each source by slug."""
    by_story: dict[Any, list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = defaultdict(list)
    for row, entry in by_article(rows, lines):
        by_story[row["story_id"] or entry["uid"]].append((row, entry))
    since, until = (first_day - timedelta(days=RECENT_DAYS)).isoformat(), last_day.isoformat()
    recent: list[dict[str, Any]] = []
    other: list[dict[str, Any]] = []
    for told in by_story.values():
        groups = _incidents([pair for pair in told if pair[0]["nature"] != "cumulative"])
        groups += [[pair] for pair in told if pair[0]["nature"] == "cumulative"]
        found = [_incident(group, kinds) for group in groups]
        now = [one for one in found if _is_recent(one, since, until)]
        # The hurt of an attack are told beside its dead, in a sentence of their own that names no day.
        now += [one for one in found if one not in now and _goes_with(one, now)]
        recent += now
        other += [one for one in found if one not in now]
    for shown in (recent, other):
        shown.sort(key=lambda one: (one["date"] or one["day"], _KINDS.index(one["kind"]), -one["value"], one["uid"]))
    return {"recent": recent, "other": other}


def _goes_with(one: Mapping[str, Any], incidents: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a toll without a day is of the one incident that its story tells: it is of another kind than those."""
    return (
        one["date"] is None
        and one["nature"] != "cumulative"
        and len({incident["date"] for incident in incidents}) == 1
        and one["kind"] not in {incident["kind"] for incident in incidents}
    )


def _is_recent(one: Mapping[str, Any], since: str, until: str) -> bool:
    if one["nature"] == "cumulative":
        return False
    if one["date"] is not None:
        # A year alone is of no week: the dead of "a year ago" were not killed in this January.
        return len(one["date"]) > _YEAR and bool(since[: len(one["date"])] <= one["date"] <= until)
    return one["personnel"] in PERSONNEL and (one["mission"] is not None or one["cause"] is not None)


def _incidents(
    told: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
) -> list[list[tuple[Mapping[str, Any], Mapping[str, Any]]]]:
    """Parts what one story tells by day and kind; what has no day joins the only day of its kind."""
    groups: dict[tuple[str, str | None], list[Any]] = defaultdict(list)
    for pair in told:
        if pair[0]["date"] is not None:
            groups[pair[0]["kind"], pair[0]["date"]].append(pair)
    for pair in told:
        if pair[0]["date"] is not None:
            continue
        kind, value = pair[0]["kind"], pair[0]["value"]
        days = sorted(day for of, day in groups if of == kind and day is not None)
        saying = [day for day in days if any(one["value"] == value for one, _ in groups[kind, day])]
        day = days[0] if len(days) == 1 else saying[0] if saying else None
        groups[kind, day].append(pair)
    return list(groups.values())


def _incident(group: Sequence[tuple[Any, Any]], kinds: Mapping[str, str | None]) -> dict[str, Any]:
    """One line; the finding that says most stands for it, the other numbers stay beside it."""
    row, entry = min(group, key=lambda pair: (-_said(pair[0]), -pair[0]["value"], pair[1]["at"], pair[0]["uid"]))
    others = sorted({one["value"] for one, _ in group if one["value"] != row["value"]})
    words: dict[str, list[str]] = {}
    for one, line in group:
        if one["value"] == row["value"]:
            words.setdefault(witness(kinds.get(line["source"])), []).append(line["outlet"])
    nationality = _first(group, "nationality")
    return {
        **ref(row, entry),
        "kind": row["kind"],
        "value": row["value"],
        "qualifier": row["qualifier"],
        "others": others,
        "nature": row["nature"],
        "personnel": _first(group, "personnel"),
        "nationality": nationality,
        "nationality_name": country_name(nationality),
        "mission": _first(group, "mission"),
        "cause": _first(group, "cause"),
        "date": row["date"] or _first(group, "date"),
        "confirmed": {name: sorted(set(words[name])) for name in WITNESSES if name in words},
        "articles": len({line["uid"] for _, line in group}),
    }


def _said(row: Mapping[str, Any]) -> int:
    return sum(row[name] is not None for name in ("date", "mission", "personnel", "nationality", "cause"))


def _first(group: Sequence[tuple[Any, Any]], name: str) -> Any:
    """The one value that the group's findings give; None where they give none or several."""
    said = {row[name] for row, _ in group if row[name] is not None}
    return next(iter(said)) if len(said) == 1 else None
