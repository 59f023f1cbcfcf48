"""Mandates in a week: resolutions adopted and cited, mandates that end soon, and those past without a renewal. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reports.mandates import DUE, UNKNOWN, cited_in, listed, mandate, until_of
from reports.refs import by_article, ref

# A mandate past for longer than this is a mission that the gazetteer has not closed, not news.
UNKNOWN_DAYS = 400


def mandates(
    rows: Sequence[Mapping[str, Any]], gazetteer: Sequence[Mapping[str, Any]],
    cited: Mapping[str, Sequence[dict[str, Any]]], lines: Mapping[str, Mapping[str, Any]],
    *, days: tuple[date, date],
) -> dict[str, list[dict[str, Any]]]:  # fmt: skip
    """``adopted``, ``cited``, ``due`` within 60 days of the week's end, and ``unknown`` since a day.

    rows: findings of resolutions; cited: resolutions beside each mission in the year before; days: first and last.
    """
    first_day, last_day = days
    decided = [
        mandate(mission, cited_in(mission, cited.get(mission["acronym"], ())), today=last_day)
        for mission in gazetteer
        if mission["kind"] != "standby-force"
    ]
    shown = [
        {
            "mission": one.mission,
            "name": one.name,
            "until": one.until,
            "days": one.days,
            "state": one.state,
            "source": one.source,
            "known": one.known,
        }
        for one in listed(decided)
        if one.days is not None and one.days >= -UNKNOWN_DAYS
    ]
    resolutions = _resolutions(rows, lines)
    adopted = [
        one for one in resolutions if first_day.isoformat() <= (one["adopted"] or "") <= last_day.isoformat()
    ]  # fmt: skip
    return {
        "adopted": adopted,
        "cited": [one for one in resolutions if one not in adopted],
        "due": [one for one in shown if one["state"] == DUE],
        "unknown": [one for one in shown if one["state"] == UNKNOWN],
    }


def _resolutions(
    rows: Sequence[Mapping[str, Any]], lines: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:  # fmt: skip
    """A line a resolution: the finding that says most stands for it; outlets: all that cite it."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for row, entry in by_article(rows, lines):
        key = (row["body"] or "", row["number"])
        made = {
            **ref(row, entry),
            "number": row["number"],
            "adopted": row["adopted"],
            "council": row["body"],
            "vote": row["vote"],
            "subject": row["subject"],
            "until": until_of(row),
        }
        known = found.get(key)
        outlets = sorted({*(known["outlets"] if known else ()), entry["outlet"]}, key=str)
        says_more = known is None or _said(made) > _said(known)
        found[key] = {**(made if says_more or known is None else known), "outlets": outlets}
    return sorted(found.values(), key=lambda one: (-len(one["outlets"]), -one["number"], one["uid"]))


def _said(one: Mapping[str, Any]) -> int:
    return sum(one[name] is not None for name in ("adopted", "vote", "subject", "until", "quote"))
