"""The sources: how each is, what was collected on which day, and of one its listings, runs and reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from reports.charts_coverage import coverage
from reports.web.answers import Answer, Asked, as_csv, as_json
from reports.web.condition import condition
from reports.web.rendering import page, with_quotes
from storage.archive import Archive
from storage.browse import Browse
from storage.errors import NotFound, UsageError
from storage.known import NO_SOURCE

# Days that sources can be asked for: round each of them the calendar has room for a span.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
DAYS = 28
LONGEST = 92
MOST_ROWS = 40
COLUMNS = ("slug", "name", "state", "reason", "last_success", "last_item", "items", "home")


def listed(archive: Archive, asked: Asked) -> Answer:
    """``/sources``: a row a source, a column a day."""
    until = _day(asked, "until") or asked.now.date()
    days = _days(asked)
    told = condition(archive, asked.now, days=days, until=until)
    if asked.form == "json":
        return as_json({"since": str(told.days[0]), "until": str(told.days[-1]), "sources": list(told.sources)})
    if asked.form == "csv":
        return as_csv(told.sources, COLUMNS, name="sources")
    on = [one for one in told.sources if one["state"] != "disabled"]
    return page(
        "sources.html",
        room="/sources",
        title="Sources and coverage",
        days=[str(day) for day in told.days],
        span=days,
        until=until,
        today=asked.now.date(),
        earlier=until - timedelta(days=days) if _first_day(archive) < told.days[0] else None,
        later=min(asked.now.date(), until + timedelta(days=days)) if until < asked.now.date() else None,
        sources=on,
        picture=Markup(coverage(on, most=MOST_ROWS)),  # noqa: S704  escaped where drawn
        off=[one for one in told.sources if one["state"] == "disabled"],
        counts=told.counts,
    )


def source(archive: Archive, asked: Asked) -> Answer:
    """``/sources/SLUG``."""
    slug = asked.path["slug"]
    browse = Browse(archive.db)
    known = browse.source(slug)
    if known is None and not browse.is_source(slug):
        raise NotFound(f"no source is called {slug}; /sources lists them")
    until = _day(asked, "until") or asked.now.date()
    days = _days(asked)
    first = until - timedelta(days=days - 1)
    runs = archive.health.runs_of(slug)
    labels, states = browse.state_of(slug)
    coverage = archive.health.coverage(first.isoformat(), until.isoformat(), slug)
    told = next((one for one in condition(archive, asked.now).sources if one["slug"] == slug), None)
    if asked.form == "json":
        return as_json({"source": known, "condition": told, "coverage": coverage})
    return page(
        "source.html",
        room="/sources",
        title=known["name"] if known else "Imported texts" if slug == NO_SOURCE else slug,
        slug=slug,
        known=known,
        told=told,
        labels=labels,
        states=states,
        troubled=browse.troubled_of(slug, 10),
        runs=runs,
        days=[str(first + timedelta(days=n)) for n in range(days)],
        listings=_by_listing(coverage),
        reasons=[row for row in reversed(coverage) if row["reason"]][:30],
        newest=with_quotes(browse.newest_of(slug, 20)),
    )


def _by_listing(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        found[row["listing"]][row["day"]] = row["state"]
    return dict(found)


def _day(asked: Asked, name: str) -> date | None:
    text = asked.one(name)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{name}={text[:20]} is no day such as 2026-11-01") from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise UsageError(f"{name}={day} is no day from {FIRST_DAY} to {LAST_DAY}")
    return day


def _first_day(archive: Archive) -> date:
    """The oldest day of an item; where none has a day, one that nothing is before."""
    day = Browse(archive.db).totals()["first_day"]
    return max(FIRST_DAY, date.fromisoformat(day[:10])) if day else LAST_DAY


def _days(asked: Asked) -> int:
    return asked.number("days", DAYS, most=LONGEST)
