"""Casualties of a week, told once an incident: what was said, by whom, and whose word confirms it. Pure.

An incident is what the articles of one story, and of another that agrees closely, say of one day and kind of the same
victims. What is told without a day, or of a day long past, stands apart: a memorial names the dead of other years.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from reports.casualties_before import told_before
from reports.casualties_number import first_at, how_much, leading, numbers_told
from reports.casualties_same import LATER, PERSONNEL, merged, only, tellings_apart, totals
from reports.casualties_where import HOSTS
from reports.phrases import language_of
from reports.refs import WITNESSES, by_article, ref, witness
from reports.tellings import Group
from storage.countries import country_name
from storage.findings import CASUALTY_LANGUAGES
from storage.times import YEAR_SIGNS

RECENT_DAYS = 28
_KINDS = ("death", "injury", "missing", "captured", "illness")


def casualties(
    rows: Sequence[Mapping[str, Any]], lines: Mapping[str, Mapping[str, Any]], kinds: Mapping[str, str | None],
    days: tuple[date, date], *, before: Sequence[Mapping[str, Any]], hosts: Mapping[str, Collection[str]],
) -> dict[str, list[dict[str, Any]]]:  # fmt: skip
    """``recent`` incidents and ``other`` mentions. rows: findings; kinds: the kind of each source by slug.

    days: the week's first and last. before: tolls that earlier editions printed, the newest edition first. hosts: the
    codes of the countries that each mission serves in.
    """
    rows, before = ([{**row, HOSTS: hosts.get(row["mission"], ())} for row in told] for told in (rows, before))
    by_story: dict[Any, Group] = defaultdict(list)
    for row, entry in by_article(rows, lines):
        by_story[row["story_id"] or entry["uid"]].append((row, entry))
    since, until = (days[0] - timedelta(days=RECENT_DAYS)).isoformat(), days[1].isoformat()
    apart = [tellings_apart([pair for pair in told if pair[0]["nature"] != "cumulative"]) for told in by_story.values()]
    sums = totals([pair for told in by_story.values() for pair in told if pair[0]["nature"] == "cumulative"])
    found = [(stories, _incident(group, kinds, before)) for stories, group in merged(apart)]
    recent = [one for _, one in found if _is_recent(one, since, until)]
    other = [_incident(group, kinds, before) for group in sums]
    for stories, one in found:
        if _is_recent(one, since, until):
            continue
        # The hurt of an attack are told beside its dead, in a sentence of their own that names no day.
        beside = [now for of, now in found if of & stories and _is_recent(now, since, until)]
        (recent if _goes_with(one, beside) else other).append(one)
    for shown in (recent, other):
        shown.sort(key=lambda one: (one["date"] or one["day"], _KINDS.index(one["kind"]), -one["value"], one["uid"]))
    return {"recent": recent, "other": other}


def not_read(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Items by language, of those in which no rule looks for the dead and hurt. lines: each with its ``language``."""
    items = Counter(language_of(line["language"]) for line in lines if line["language"])
    return {code: number for code, number in sorted(items.items()) if code not in CASUALTY_LANGUAGES}


def is_past(day: str | None, now: date) -> bool:
    """Whether a day, or the month or year that is known of it, is too long ago for what befell to be news ``now``."""
    return day is not None and day < (now - timedelta(days=RECENT_DAYS)).isoformat()[: len(day)]


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
        return len(one["date"]) > YEAR_SIGNS and bool(since[: len(one["date"])] <= one["date"] <= until)
    return one["personnel"] in PERSONNEL and (one["mission"] is not None or one["cause"] is not None)


def _incident(group: Group, kinds: Mapping[str, str | None], before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One line: the number that leads, by the finding that says most; the others stay beside it, with their times.

    What its outlet took down has no say beside what stands.
    """
    first = [pair for pair in group if not pair[0].get(LATER)] or group
    standing = [pair for pair in first if pair[1]["withdrawn"] is None] or first
    value = leading(standing, kinds)
    said = [pair for pair in standing if pair[0]["value"] == value]
    row, entry = min(said, key=lambda pair: (-how_much(pair[0]), pair[1]["at"], pair[0]["uid"]))
    also = numbers_told(first, but=value)
    words: dict[str, list[str]] = {}
    for _, line in said:
        words.setdefault(witness(kinds.get(line["source"])), []).append(line["outlet"])
    nationality = only(first, "nationality")
    return {
        **ref(row, entry),
        "kind": row["kind"],
        "value": value,
        "qualifier": row["qualifier"],
        "first_at": first_at(said),
        "others": [one["value"] for one in also],
        "also": also,
        "died_later": numbers_told([pair for pair in group if pair[0].get(LATER)]) if first is not group else [],
        "nature": row["nature"],
        "personnel": only(first, "personnel"),
        "nationality": nationality,
        "nationality_name": country_name(nationality),
        "mission": only(first, "mission"),
        "cause": only(first, "cause"),
        "date": row["date"] or only(first, "date"),
        "confirmed": {name: sorted(set(words[name])) for name in WITNESSES if name in words},
        "articles": len({line["uid"] for _, line in group}),
        **told_before(first, row["kind"], value, before),
    }
