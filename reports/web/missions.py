"""The missions: which are in the news, and for each its items, numbers, casualties, contingents and mandate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from reports.casualties import not_read
from reports.mandates import cited_in, mandate
from reports.phrases import not_read_words
from reports.rotations import rotations
from reports.web.answers import PAGE_ROWS, Answer, Asked, as_csv, as_json
from reports.web.rendering import page, with_quotes
from reports.web.series import told_series
from storage.archive import Archive
from storage.browse import NEWEST_SEARCHED, Browse
from storage.errors import NotFound
from storage.mission_rows import MissionRows

# Resolutions cited lately say what holds; where none is, those of the year before are asked for.
CITED_DAYS = (60, 400)
MOST_STEPS, MOST_LINES = 2000, 12
MOST_FINDINGS = 30
MOST_SERIES, MOST_KEYS = 15, 1000
FINDINGS = ("casualties", "medals", "figures")
WEEKS = 26
COLUMNS = (
    "mission",
    "name",
    "organisation",
    "location",
    "kind",
    "start",
    "end",
    "mandate_until",
    "items",
    "lately",
    "last_day",
)
ITEM_COLUMNS = ("uid", "dated_at", "title", "outlet_name", "language", "label", "missions", "url")


def listed(archive: Archive, asked: Asked) -> Answer:
    """``/missions``: every mission that an item names."""
    rows = Browse(archive.db).missions()
    if asked.form == "json":
        return as_json(rows)
    if asked.form == "csv":
        return as_csv(rows, COLUMNS, name="missions")
    most = max((row["lately"] or 0 for row in rows), default=0)
    return page("missions.html", room="/missions", title="Missions", missions=rows, most=most)


def mission(archive: Archive, asked: Asked) -> Answer:
    """``/mission/ACRONYM``."""
    browse = Browse(archive.db)
    wanted = asked.path["mission"]
    known = browse.mission(wanted)
    name = known["acronym"] if known else browse.mission_named(wanted)
    if name is None:
        raise NotFound(f"no mission is called {wanted}, and no article names one; /missions lists those that are named")
    number = asked.page()
    rows = browse.items_of_mission(name, limit=PAGE_ROWS + 1, offset=(number - 1) * PAGE_ROWS)
    if asked.form == "csv":
        return as_csv(browse.items_of_mission(name, limit=100_000, offset=0), ITEM_COLUMNS, name=name)
    if asked.form == "json":
        return as_json({"mission": known or {"acronym": name}, "items": rows[:PAGE_ROWS], "page": number})
    today, newest, more_of = asked.now.date(), browse.newest_of_mission(name), MissionRows(archive.db)
    last = min(today.isoformat(), more_of.last_day() or today.isoformat())
    weeks = _weeks(browse.weeks_of_mission(name, _first_day(rows, date.fromisoformat(last))), last)
    keys = browse.series_of_mission(name, newest, MOST_KEYS)
    series = _series(archive, keys[:MOST_SERIES])
    lines = rotations(more_of.rotations_of(name, MOST_STEPS), today=today, mission=name)
    return page(
        "mission.html",
        room="/missions",
        title=name,
        name=name,
        known=known,
        items=with_quotes(rows[:PAGE_ROWS]),
        more=len(rows) > PAGE_ROWS,
        number=number,
        weeks=weeks,
        busiest=max((week["n"] for week in weeks), default=0),
        mandate=_mandate(archive, name, today) if known else None,
        series=series,
        contingents=lines[:MOST_LINES],
        casualties=browse.findings_of_mission("casualties", name, newest, MOST_FINDINGS),
        not_read=not_read_words(not_read(more_of.languages(newest))),
        medals=browse.findings_of_mission("medals", name, newest, MOST_FINDINGS),
        figures=browse.findings_of_mission("figures", name, newest, MOST_FINDINGS),
        counts={table: more_of.count(table, name, newest) for table in FINDINGS}
        | {"series": len(keys) if len(keys) > MOST_SERIES else len(series), "contingents": len(lines)},
        searched=NEWEST_SEARCHED if len(newest) == NEWEST_SEARCHED else None,
    )


def _mandate(archive: Archive, name: str, today: date) -> Any:
    row = next((one for one in archive.series.missions() if one["acronym"] == name), None)
    if row is None or row["kind"] == "standby-force":
        return None
    for days in CITED_DAYS:
        since = (today - timedelta(days=days)).isoformat()
        cited = cited_in(row, archive.series.resolutions(name, since))
        if cited:
            break
    return mandate(row, cited, today=today)


def _series(archive: Archive, keys: Sequence[str]) -> list[Any]:
    """The latest of each of these statistics."""
    found = (told_series(archive, key) for key in keys)
    return [one for one in found if one is not None]


def _first_day(newest: Sequence[Mapping[str, Any]], today: date) -> str:
    """The day from which weeks are counted: so many weeks before the newest item of today or earlier."""
    days = [day for row in newest if (day := str(row["dated_at"])[:10]) <= today.isoformat()]
    last = date.fromisoformat(days[0]) if days else today
    return (last - timedelta(weeks=WEEKS)).isoformat()


def _weeks(rows: list[dict[str, Any]], last_day: str) -> list[dict[str, Any]]:
    """The last weeks up to the newest with an item, those without one among them.

    last_day: when the archive last got something; an item of a later week is dated ahead, and that week is not read.
    """
    counts = {row["monday"]: row["n"] for row in rows if row["monday"] and row["monday"] <= last_day}
    if not counts:
        return []
    last = date.fromisoformat(max(counts))
    first = max(date.fromisoformat(min(counts)), last - timedelta(weeks=WEEKS - 1))
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    return [{"monday": str(monday), "n": counts.get(str(monday), 0)} for monday in reversed(mondays)]
