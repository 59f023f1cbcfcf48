"""When a page is asked for again: re-checks by age and habit, listings by their rhythm, withdrawals. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from crawler.rhythm import Pace, before_the_week_is_closed, bounds_of, next_look

# (an article younger than, asked again after); beyond the last it rests (docs/design.md, behaviour of re-checks).
STEPS = (
    (timedelta(days=2), timedelta(hours=12)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=7)),
    (timedelta(days=180), timedelta(days=30)),
)
YOUNG = STEPS[0][0]
# A young page of a source whose habits are known: again when it is so much older, which finds what is mended soon
# after publication soon, and sleeps longer over what was left alone.
GROWTH, SOONEST = 0.75, timedelta(hours=2)
# Of older ones no interval becomes shorter than such a part of its step, and none longer than the step.
SHORTEST_PART = 0.25
# Changes of an article that are usual while it is young, and later; so many of them count beside a source's own.
USUAL_YOUNG, USUAL_LATER, BELIEVED = 0.15, 0.1, 3.0
LEAST_HABIT, GREATEST_HABIT = 0.25, 9.0
LONGEST_MAX_AGE = timedelta(days=1)
# Runs are as far apart as re-checks, and a page is asked some minutes into a run: without this grace, what is due again
# in a day would miss the next day's run by those minutes, and be asked every other day.
GRACE = timedelta(minutes=45)
APART = timedelta(hours=12)
# A run's own clock never runs backwards, so it may be a little ahead of the machine's.
CLOCK_SLACK = timedelta(hours=1)
GONE_AGAIN = timedelta(hours=13)
# A listing that is gone for good may come back; a little less than a week, as runs come at any minute.
GONE_REST = timedelta(days=7) - GRACE
REJECTED_AGAIN = {"challenge": 3, "login": 3, "elsewhere": 3, "soft-404": 2, "home": 2, "no-text": 2, "not-a-page": 1}
# A missing page that never gave an article is asked for so often.
TRIED_WHEN_NEW = 3


@dataclass(frozen=True, slots=True)
class Habits:
    """How often a source's articles change, against what is usual (1): in their first two days, and later."""

    young: float
    later: float


def habits_of(articles: Iterable[tuple[timedelta, Sequence[timedelta]]]) -> Habits:
    """Habits by what was seen of a source's articles: of each its age now, and its ages when changes were seen."""
    young = later = young_changes = later_changes = 0.0
    for age, changes in articles:
        young += min(1.0, age / YOUNG)
        later += min(1.0, max(0.0, (age - YOUNG) / (STEPS[2][0] - YOUNG)))
        early = sum(one < YOUNG for one in changes)
        young_changes += early
        later_changes += len(changes) - early

    def against_usual(changes: float, articles: float, usual: float) -> float:
        found = (changes + BELIEVED) / (articles * usual + BELIEVED)
        return min(max(found, LEAST_HABIT), GREATEST_HABIT)

    return Habits(
        against_usual(young_changes, young, USUAL_YOUNG), against_usual(later_changes, later, USUAL_LATER)
    )  # fmt: skip


def article_again(age_from: datetime, now: datetime, habits: Habits | None = None) -> datetime | None:
    """When a kept article is asked for again, or None when it is older than half a year.

    habits: of its source, where they are known; the square root of how much more it changes is how much more it is
    asked, within bounds.
    """
    age = now - age_from
    for younger_than, after in STEPS:
        if age >= younger_than:
            continue
        if habits is None:
            return now + after
        if younger_than == YOUNG:
            wanted = max(SOONEST, GROWTH * age) / sqrt(habits.young)
            return now + min(max(wanted, SOONEST), STEPS[1][1])
        return now + min(max(after / sqrt(habits.later), SHORTEST_PART * after), after)
    return None


def listing_again(
    now: datetime,
    interval: timedelta,
    cache_control: str | None,
    slug: str = "",
    pace: Pace | None = None,
    *,
    turns_over: timedelta | None = None,
) -> datetime:
    """When a listing is due again: its interval, or by its source's own pace; lengthened by Cache-Control.

    max-age counts to a day (RFC 9111, 5.2.2.1). turns_over: in what time all of its entries may be new ones; it is
    asked in half of that at the latest, whatever else is said, but for the shortest time of its interval.
    """
    again = _wanted_again(now, interval, cache_control, slug, pace)
    if turns_over is None:
        return again
    return min(again, now + max(turns_over / 2, bounds_of(interval).least))


def _wanted_again(
    now: datetime, interval: timedelta, cache_control: str | None, slug: str, pace: Pace | None
) -> datetime:
    again = now + interval
    if pace is not None:
        again = next_look(slug, pace, bounds_of(interval), now)
        again = before_the_week_is_closed(slug, again, interval, now)
    found = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", cache_control or "", re.IGNORECASE)
    if found is None or re.search(r"no-cache|no-store", cache_control or "", re.IGNORECASE):
        return again
    return max(again, now + min(timedelta(seconds=int(found.group(1))), LONGEST_MAX_AGE))


def listing_due(again: datetime, checked: datetime | None, now: datetime, interval: timedelta) -> bool:
    """True where a listing is asked in a run that is under way: its time has come, or comes soon.

    A time further off than any listing is given, or a look in the future, comes from a clock that was wrong.
    """
    ahead = checked is not None and checked > now + CLOCK_SLACK
    grace = grace_of(interval if checked is None or ahead else again - checked)
    return again <= now + grace or again > now + timedelta(days=3) or ahead


def grace_of(wait: timedelta) -> timedelta:
    """How much sooner than it is due a thing is done where the next look may be far: a small part of its wait."""
    return min(GRACE, max(wait, timedelta(0)) / 8)


def gone_for_now(checked: datetime, now: datetime) -> bool:
    """True where a listing that is gone for good is not asked yet: its next time is a week after its last answer."""
    return timedelta(0) <= now - checked < GONE_REST


def page_due(again: datetime, checked: datetime, now: datetime) -> bool:
    """True where a kept page is asked in such a run; storage.frontier says the same in SQL."""
    return again <= now or (again <= now + GRACE and again - checked >= APART)


def withdrawn_now(status: int, gone_since: datetime | None, now: datetime) -> bool:
    """True where an answer says that an article is gone for good: 410 at once, else a second time 12 hours apart."""
    if status == 410:
        return True
    return gone_since is not None and now - gone_since >= APART


def rejected_again(kind: str, tries: int, now: datetime) -> datetime | None:
    """When a page that gave no article is tried once more; tries counts the answers so far, from 1."""
    return now + timedelta(days=1) if tries < REJECTED_AGAIN.get(kind, 0) else None


def gone_again(
    tries: int, now: datetime, *, kept: bool, age_from: datetime, sure: bool = False, final: bool = False
) -> datetime | None:
    """When a missing page is asked for again: three times in all where it never gave an article.

    That of a kept article soon, whatever its age, until it is sure to be gone; then by age, as it may be back. final:
    the server says for good (410; RFC 9110, 15.5.11), so never.
    """
    if final:
        return None
    if not kept:
        return now + timedelta(days=1) if tries < TRIED_WHEN_NEW else None
    if not sure:
        return now + GONE_AGAIN
    again = article_again(age_from, now)
    return None if again is None else max(again, now + GONE_AGAIN)
