"""When an outlet, or the page of an article, is asked next, and why: its rhythm as the archive knows it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from scheduler.commands.options import ARCHIVE_FILE, Settings

if TYPE_CHECKING:
    from crawler.rhythm import Pace
    from crawler.source import Source
    from storage.archive import Archive

HOUR = timedelta(hours=1)
BUSY_HOURS = 8


def rhythm_of_source(settings: Settings, source: Source) -> dict[str, Any] | None:
    """When an outlet is asked next and why, as plain values; None where there is no archive yet."""
    from scheduler.gather import planned, rhythm_of
    from scheduler.plan import source_due
    from storage.rhythms import Rhythms
    from storage.times import to_text

    if not source.enabled or not (settings.data / ARCHIVE_FILE).is_file():
        return None
    now = settings.now()
    with settings.archive(read_only=True) as archive:
        past = archive.health.pasts([source.slug])[source.slug]
        paused = {one.host: one.until for one in archive.health.paused_hosts(now)}
        due = source_due(planned(source), past, rhythm_of(settings.config), now, paused=paused)
        listings = [at for url, at in past.listings.items() if at is not None and url in planned(source).listings]
        row = Rhythms(archive.db).row(source.slug)
        return {
            "next_at": to_text(max(due, now)),
            "listing_at": to_text(min(listings)) if listings else None,
            "because": _because(settings, archive, row),
            "new_a_day": None if row is None else round(_pace(settings, archive, row).per_day, 2),
            "changes_young": None if row is None else round(row["young"], 2),
            "changes_later": None if row is None else round(row["later"], 2),
            "estimated_at": None if row is None else row["at"],
        }


def page_words(archive: Archive, article_id: int) -> Iterator[str]:
    """When the pages of an article are asked for again, a line each."""
    for row in archive.db.rows(
        "SELECT pages.url, pages.next_at, coalesce(articles.published_at, pages.first_seen_at) AS began FROM pages"
        " JOIN articles ON articles.id = pages.article_id WHERE pages.article_id = ? AND pages.kind = 'article'"
        " ORDER BY pages.id",
        (article_id,),
    ):
        again = row["next_at"] or "never by itself: it is older than half a year, or leads elsewhere"
        yield f"asked for again: {again}; {row['url']} (of {row['began'][:10]}; the older a page, the more seldom)"


def _because(settings: Settings, archive: Archive, row: dict[str, Any] | None) -> str:
    from crawler.rhythm import bounds_of

    interval = settings.config.schedule.interval
    if settings.config.schedule.by != "news":
        return f"every outlet is asked every {_hours(interval)}, as [schedule] says"
    if row is None:
        return f"its rhythm is known after a week; until then it is asked every {_hours(interval)}"
    bounds, pace = bounds_of(interval), _pace(settings, archive, row)
    wait = _usual_wait(pace, row["source"], interval, settings.now())
    return (
        f"{pace_words(pace)}; so once in {_hours(wait)} on average, where all outlets together are asked every "
        f"{_hours(interval)}, and none oftener than every {_hours(bounds.least)} or more seldom than every "
        f"{_hours(bounds.greatest)}"
    )


def pace_words(pace: Pace) -> str:
    """``about 3.4 new a day (4.4 Monday to Friday, 0.9 on other days), most from 06 to 14 UTC``."""
    days = [sum(pace.rates[24 * day : 24 * day + 24]) for day in range(7)]
    hours = [sum(pace.rates[hour::24]) for hour in range(24)]
    said = f"about {pace.per_day:.2g} new a day"
    if abs(sum(days[:5]) / 5 - sum(days[5:]) / 2) > 0.2 * pace.per_day:
        said += f" ({sum(days[:5]) / 5:.2g} Monday to Friday, {sum(days[5:]) / 2:.2g} on other days)"
    windows = [sum(hours[(first + n) % 24] for n in range(BUSY_HOURS)) for first in range(24)]
    if max(windows) > sum(hours) / 2:
        first = windows.index(max(windows))
        said += f", most from {first:02} to {(first + BUSY_HOURS) % 24:02} UTC"
    return said


def _usual_wait(pace: Pace, slug: str, interval: timedelta, began: datetime) -> timedelta:
    """The mean time between looks of a week that goes on as it is known."""
    from crawler.rhythm import WEEK, bounds_of, next_look

    moment, looks = began, 0
    while moment < began + WEEK:
        moment, looks = next_look(slug, pace, bounds_of(interval), moment), looks + 1
    return (moment - began) / looks


def _pace(settings: Settings, archive: Archive, row: dict[str, Any]) -> Pace:
    from crawler.pacing import pace_of
    from storage.rhythms import Rhythms

    return pace_of(row, Rhythms(archive.db).roots(), settings.config.schedule.interval)


def _hours(span: timedelta) -> str:
    hours = span / HOUR
    return f"{round(60 * hours)} min" if hours < 1 else f"{hours:.1f} h".replace(".0 ", " ")
