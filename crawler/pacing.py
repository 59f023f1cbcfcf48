"""By what a source is asked: its rhythm, estimated anew each day from the archive, and the common price of a look."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.recheck import Habits, article_again, habits_of, listing_again
from crawler.rhythm import LEAST_HISTORY, WINDOW, Pace, estimate, looks_of, root_of
from storage.archive import Archive
from storage.database import Row
from storage.rhythms import Rhythms
from storage.times import from_text, from_text_or_none

EVERY = timedelta(days=1)
# So long a price that was found is good: it takes some hundredths of a second for thousands of sources.
PRICE_GOOD = timedelta(hours=1)


@dataclass(slots=True)
class Pacing:
    """The paces of one process. by_news: False: every listing at the interval, every page by its age alone."""

    archive: Archive
    interval: timedelta
    by_news: bool = True
    _price: tuple[datetime, float] | None = None

    def listing_again(
        self, slug: str, now: datetime, cache_control: str | None, turns_over: timedelta | None = None
    ) -> datetime:
        """When a listing that was just read is due again. turns_over: see recheck.listing_again."""
        return listing_again(now, self.interval, cache_control, slug, self.pace(slug, now), turns_over=turns_over)

    def pace(self, slug: str, now: datetime) -> Pace | None:
        """The pace of a source, estimated anew where a day has passed; None while it is not known for a week."""
        rhythms = Rhythms(self.archive.db)
        if not self.by_news:
            rhythms.forget(slug)
            return None
        row = rhythms.row(slug)
        if row is None or not from_text(row["at"]) <= now < from_text(row["at"]) + EVERY:
            self._estimate(rhythms, slug, now)
            row = rhythms.row(slug)
        if row is None:
            return None
        if self._price is None or not self._price[0] <= now < self._price[0] + PRICE_GOOD:
            self._price = now, looks_of(list(rhythms.roots().values()) or [row["root"]], self.interval)
        return Pace(rates=tuple(json.loads(row["rates"])), looks=self._price[1])

    @staticmethod
    def _estimate(rhythms: Rhythms, slug: str, now: datetime) -> None:
        looks = rhythms.looks(slug, now - WINDOW, now)
        if not looks or now - looks[0] < LEAST_HISTORY:
            rhythms.forget(slug)
            return
        others = [root for source, root in rhythms.roots().items() if source != slug]
        usual = (sum(others) / len(others)) ** 3 if others else None
        rates = estimate(rhythms.seen(slug, looks, now), since=looks[0], now=now, usual=usual)
        habits = habits_of(rhythms.changes(slug, now - WINDOW, now))
        rhythms.save(slug, now, looks[0], root_of(rates), rates, habits.young, habits.later)


def pace_of(row: Row, roots: dict[str, float], interval: timedelta) -> Pace:
    """A stored rhythm with the price that all stored ones make. roots: of all sources."""
    return Pace(rates=tuple(json.loads(row["rates"])), looks=looks_of(list(roots.values()) or [row["root"]], interval))


def age_from(archive: Archive, page: Row, now: datetime, published: datetime | None = None) -> datetime:
    """An article's age counts from its publication, or from when we first knew of it if that is earlier.

    published: when, where it is at hand.
    """
    seen = from_text_or_none(page.get("first_seen_at")) or now
    if published is not None:
        return min(seen, published)
    if page.get("article_id") is None:
        return seen
    stored = archive.db.value("SELECT published_at FROM articles WHERE id = ?", (page["article_id"],))
    return min(seen, from_text(stored)) if stored else seen


def page_again(
    archive: Archive, page: Row, now: datetime, *, published: datetime | None = None
) -> datetime | None:  # fmt: skip
    """When the page of a kept article is asked for again: by its age, and the habits of its source where known."""
    habits = Rhythms(archive.db).habits(page["source"]) if "source" in page else None
    return article_again(age_from(archive, page, now, published), now, None if habits is None else Habits(*habits))
