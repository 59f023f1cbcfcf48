"""Contingents of a week: formed, left, arrived, took over, decorated, returned; and which rotation is due. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reports.refs import by_article, ref
from reports.rotations import STEPS, Line, is_planned, rotations
from storage.countries import country_name
from storage.times import DAY_SIGNS

_ORDER = {"took over": 0, "left": 1, "arrived": 2, "returned": 3, "formed": 4, "training": 5, "medal": 6}


def contingents(
    rows: Sequence[Mapping[str, Any]], medals: Sequence[Mapping[str, Any]], lines: Mapping[str, Mapping[str, Any]],
    last_day: date,
) -> list[dict[str, Any]]:  # fmt: skip
    """A line a step and story, in the order of days. rows: findings of rotations; medals: those of medals.

    planned: it is to come after the week (reports.rotations.is_planned).
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row, entry in by_article(rows, lines):
        # One unit of one country takes one step once in a story, however its words differ.
        step: tuple[Any, ...] = (row["country"], row["step"], row["ordinal"], row["echelon"])
        known = (row["ordinal"], row["unit"], row["date"], row["strength"])
        # Nor is what is told so closely twice, in two languages, two steps.
        closely = known[1:] if None not in known and len(row["date"]) == DAY_SIGNS else ()
        _take(found, (*step, *(closely or (row["story_id"] or entry["uid"],))), _step(row, entry, last_day), entry)
    decorated = {one["article"] for one in found.values() if one["step"] == "medal"}
    given = [(row, entry) for row, entry in by_article(medals, lines) if entry["uid"] not in decorated]
    counted = {entry["uid"] for row, entry in given if row["count"] is not None}
    for row, entry in given:
        # A headline leaves out how many its text decorates.
        if row["count"] is not None or entry["uid"] not in counted:
            key = (row["story_id"] or entry["uid"], "medal", row["count"] is not None)
            _take(found, key, _medal(row, entry, last_day), entry)
    return sorted(found.values(), key=lambda one: (one["day"], _ORDER.get(one["step"], len(_ORDER)), one["uid"]))


def _take(
    found: dict[tuple[Any, ...], dict[str, Any]], key: tuple[Any, ...], new: dict[str, Any], entry: Mapping[str, Any]
) -> None:
    known = found.get(key)
    if known is None:
        found[key] = {**new, "outlets": [entry["outlet"]]}
        return
    if entry["outlet"] not in known["outlets"]:
        known["outlets"].append(entry["outlet"])
    if _tells(new) > _tells(known):
        found[key] = {**new, "outlets": known["outlets"]}


def _tells(one: Mapping[str, Any]) -> tuple[int, bool]:
    """How much a line says; of two that say as much the one in the digest's language."""
    return sum(value is not None for name, value in one.items() if name != "outlets"), one["language"] == "en"


def _step(row: Mapping[str, Any], entry: Mapping[str, Any], last_day: date) -> dict[str, Any]:
    return {
        **ref(row, entry),
        "step": row["step"],
        "ordinal": row["ordinal"],
        "country": row["country"],
        "country_name": country_name(row["country"]),
        "unit": row["unit"],
        "where": row["mission"] or row["destination"],
        "mission": row["mission"],
        "echelon": row["echelon"],
        "strength": row["strength"],
        "date": row["date"],
        "medal": None,
        "planned": is_planned(row["words"], row["date"], last_day),
    }


def _medal(row: Mapping[str, Any], entry: Mapping[str, Any], last_day: date) -> dict[str, Any]:
    return {
        **ref(row, entry),
        "step": "medal",
        "ordinal": None,
        "country": None,
        "country_name": None,
        "unit": None,
        "where": row["mission"],
        "mission": row["mission"],
        "echelon": None,
        "strength": row["count"],
        "date": row["date"],
        "medal": row["medal"],
        "planned": is_planned(row["words"], row["date"], last_day),
    }


def due(rows: Sequence[Mapping[str, Any]], first_day: date, last_day: date) -> list[dict[str, Any]]:
    """Rotations that the rhythm of those seen expects by the week's end and that nobody has told. rows: all steps."""
    return [
        {
            "where": line.where,
            "country": line.country,
            "country_name": country_name(line.country),
            "unit": line.unit,
            "ordinal": line.next_ordinal,
            "expected": line.next_expected,
            "rhythm": line.rhythm,
            "overdue": line.overdue,
            "last": _last(line),
        }
        for line in rotations(rows, today=last_day)
        if line.next_expected is not None
        and line.next_expected <= last_day.isoformat()
        # What has been due for longer than the next one would take is a line that has ended, not one that is late.
        and (last_day - date.fromisoformat(line.next_expected)).days < (line.rhythm or 0)
        and (line.overdue or line.next_expected >= first_day.isoformat())
    ]


def _last(line: Line) -> dict[str, Any] | None:
    """The last step seen of the last numbered contingent."""
    numbered = [one for one in line.contingents if one.ordinal is not None]
    steps = [step for step in numbered[-1].steps if step.step in STEPS] if numbered else []
    if not steps:
        return None
    last = steps[-1]
    return {"uid": last.uid, "article": last.article, "outlet": last.outlet, "day": last.said_at[:10], "url": last.url}
