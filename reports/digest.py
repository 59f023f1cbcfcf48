"""From the rows of a week to its edition: a dict that holds everything any form of the digest prints.

The same rows give the same dict; every list has a total order. Which week an item belongs to is design.md, section 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reports.by_mission import blocks, by_day, means_of, quiet
from reports.casualties import casualties, not_read
from reports.casualties_wounds import hurt_who_died
from reports.contingents import contingents, due
from reports.copies import marked, of_before, of_one_story, texts, with_numbers
from reports.corrections import changes, retold
from reports.expected import Expected, expected
from reports.first import first_told
from reports.glance import glance
from reports.health import sources_of_week
from reports.lines import MissionNames, line
from reports.mandates_week import mandates
from reports.missing import missing
from reports.numbers import numbers
from reports.people import people
from reports.plausible import Limit
from reports.sections import chosen
from reports.top import top
from reports.week import Week
from storage.profiles import DEFAULT, Profile
from storage.records import Label
from storage.times import from_text, to_text

FORM = 2

Line = dict[str, Any]


def build(
    rows: Mapping[str, Any],
    week: Week,
    *,
    first: Week,
    number: int | None,
    version: str,
    now: datetime,
    profile: Profile = DEFAULT,
    base: str | None = None,
    limits: Sequence[Limit] = (),
    watched: Sequence[Expected] = (),
) -> dict[str, Any]:
    """The edition of a week. rows: storage.weekly.Weekly.rows; number: None for a provisional one.

    first is the archive's first week; now is the moment of writing and the only time that is not of the rows. base:
    where `bluewatch serve` stands, for links to article pages. limits: what numbers cannot be; watched: what comes
    back at a rhythm.
    """
    names = MissionNames(rows["missions"])
    on_time, late = _parted([line(row, names) for row in rows["open"]], week, frozen=set(rows["edition_weeks"]))
    text_of = {row["uid"]: row["text_id"] for row in rows["open"]}
    kept_lines = marked([entry for entry in (*on_time, *late) if entry["label"] == Label.PEACEKEEPING], text_of)
    kept_lines = of_one_story(kept_lines, {row["uid"]: row["story_id"] for row in rows["open"]})
    kept_lines = with_numbers(kept_lines, rows["copied"])
    tellers = first_told(rows["stories"], {entry["uid"]: entry for entry in kept_lines}, rows["stood"])
    kept_lines = of_before(kept_lines, tellers)
    items = [entry for entry in kept_lines if "own_week" not in entry]
    late_items = [entry for entry in kept_lines if "own_week" in entry]
    apart = {label: _apart(label, on_time, late) for label in (Label.BORDERLINE, Label.CONTESTED)}
    kept = {entry["uid"]: entry for entry in (*items, *late_items)}
    sources = sources_of_week(rows, week.days, now=now, items=Counter(entry["source"] for entry in kept.values()))
    means = means_of(rows["before"], names, week, first)
    ahead = [line(row, names) for row in rows["ahead"]]
    edition: dict[str, Any] = {
        "form": FORM,
        "profile": profile.name,
        "choice": profile.form(),
        "sections": chosen(profile.sections),
        "base": base,
        "week": str(week),
        "number": number,
        "provisional": number is None,
        "window": {"start": to_text(week.start), "end": to_text(week.end), "days": [d.isoformat() for d in week.days]},
        "first_week": str(first),
        "written_at": to_text(now),
        "version": version,
        "rules": _rules(rows),
        "finding_rules": _finding_rules(rows),
        "counts": _counts(rows, week, kept=kept, late=late_items, apart=apart, sources=sources),
        "missions": blocks(items, names, means, rows["facts"]["person"]),
        "missions_quiet": quiet(rows["missions"], list(kept.values()), means),
        "late": late_items,
        "borderline": apart[Label.BORDERLINE],
        "contested": apart[Label.CONTESTED],
        "changes": changes(rows, names, printed_here={e["uid"] for e in (*on_time, *late)}),
        "retold": retold(rows["printed_facts"], {row["uid"]: line(row, names) for row in rows["retold_articles"]}),
        "by_day": by_day(items, week),
        "sources": sources,
        "outside": [dict(row) for row in rows["outside"]],
    }
    edition |= _facts(rows, week, kept, limits) | {"first": tellers}
    acronyms = [row["acronym"] for row in rows["missions"]]
    edition["expected"] = expected(rows["titles"], acronyms, week.days, watched)
    edition["missing"] = missing(
        edition, rows["unread"], ahead,
        rotations=due(rows["rotations"], week.days[0], week.days[-1]),
        unsettled=[kept[row["uid"]] | {"raw": row["published_raw"]} for row in rows["open"]
                   if row["uid"] in kept and row["published_at"] is None and row["published_raw"]],
    )  # fmt: skip
    edition["top"] = top(edition, rows["facts"], kept, acronyms)
    edition["glance"] = glance(edition)
    return edition


def lines_of(edition: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The (section, uid) pairs that an edition prints, for edition_lines."""
    found = {("mission", entry["uid"]) for block in edition["missions"] for entry in block["items"]}
    for section in ("late", "borderline", "contested"):
        found |= {(section, entry["uid"]) for entry in edition[section]}
    found |= {("changed", entry["uid"]) for entry in edition["changes"]}
    return sorted(found)


def printed_uids(edition: Mapping[str, Any]) -> set[str]:
    """The findings that an edition prints as facts."""
    found = {one["uid"] for name in ("recent", "other") for one in edition["casualties"][name]}
    found |= {one["uid"] for lines in edition["numbers"].values() for line in lines
              for one in line["refs"]}  # fmt: skip
    found |= {one["uid"] for name in ("adopted", "cited") for one in edition["mandates"][name]}
    found |= {one["uid"] for name in ("new", "first", "left") for one in edition["people"][name]}
    return found | {one["uid"] for one in edition["contingents"]} | {one["uid"] for one in edition["top"]}


def _facts(
    rows: Mapping[str, Any], week: Week, kept: Mapping[str, Line], limits: Sequence[Limit]
) -> dict[str, Any]:  # fmt: skip
    """The sections that are made of findings."""
    facts, days = rows["facts"], (week.days[0], week.days[-1])
    kinds = {row["slug"]: row["kind"] for row in rows["sources"]}
    hosts = {row["acronym"]: (row["country_iso3"] or "").split(";") for row in rows["gazetteer"]}
    dead = hurt_who_died(facts["casualty"])
    claims = ([row for row in series if row["uid"] not in dead] for series in rows["claims"])
    return {
        "numbers": numbers(claims, set(kept), rows["stood"], week.days[0], limits),
        "casualties": casualties(facts["casualty"], kept, kinds, days, before=rows["tolls_before"], hosts=hosts),
        "casualties_not_read": not_read(kept.values()),
        "mandates": mandates(facts["resolution"], rows["gazetteer"], rows["cited"], kept, days=days),
        "people": people(facts["person"], rows["people_before"], kept),
        "contingents": contingents(facts["rotation"], facts["medal"], kept, days[1]),
    }


def _counts(
    rows: Mapping[str, Any], week: Week, *, kept: Mapping[str, Line], late: Sequence[Line],
    apart: Mapping[Label, Sequence[Line]], sources: Sequence[Mapping[str, Any]],
) -> dict[str, int]:  # fmt: skip
    return {
        "read": rows["read"],
        "kept": len(kept),
        "texts": texts(kept.values()),
        "late": len(late),
        "undated": sum(entry["undated"] for entry in kept.values()),
        "seen_after": sum(entry["first_seen"] >= to_text(week.end) for entry in kept.values()),
        "borderline": len(apart[Label.BORDERLINE]),
        "contested": len(apart[Label.CONTESTED]),
        "sources_healthy": sum(s["state"] == "healthy" for s in sources),
        "sources_tried": sum(s["tried"] for s in sources),
        "sources_enabled": sum(s["state"] != "disabled" for s in sources),
    }


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


def _finding_rules(rows: Mapping[str, Any]) -> list[str]:
    """The versions of the finding rules behind the facts; without a fact, the newest in the archive."""
    used = sorted({row["rules"] for facts in rows["facts"].values() for row in facts if row["rules"]})
    return used or ([rows["newest_finding_rules"]] if rows["newest_finding_rules"] else [])
