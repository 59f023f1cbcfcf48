"""A source as a back-fill reads it: its lists to their very end, those of each month or day, and any sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urljoin

from crawler.source import Listing, Section, Source
from crawler.source_tables import Dated

# A list is walked by its own next links and dates; this only bounds one that never ends.
MOST_PAGES = 100_000


class DeepSource(Source):
    """A source whose listings are those that a back-fill may ask for; made by deepened()."""

    first_day: date
    """First day wanted."""
    last_day: date
    """Last day wanted."""

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """Feeds, sitemaps, sections and dated lists of the days wanted; then any sitemap, and any list of a month."""
        plain = (
            *(Listing("feed", url, deep=True) for url in self.feeds),
            *(Listing("sitemap", url, deep=True) for url in self.sitemaps),
            *(Listing("section", section.url, _long(section, section.url), deep=True) for section in self.sections),
        )
        dated = dict(self._dated())
        return (
            *plain,
            *(Listing("section", url, section, deep=True) for url, section in dated.items()),
            Listing("sitemap", urljoin(self.home, "/sitemap.xml"), deep=True),
            Listing("section", self.home, Section(url=self.home), deep=True),
        )

    def _dated(self) -> Iterator[tuple[str, Section]]:
        for table in self.dated:
            for address in dated_pages(table, self.first_day, self.last_day):
                yield address, _long(table, address)

    def position(self, kind: str, url: str) -> int:
        """Which of the listings reads a page of that list."""
        sitemap = kind == "sitemap"
        own = enumerate(self.listings[:-2])
        fitting = (n for n, one in own if one.url == url and (one.kind == "sitemap") is sitemap)
        return next(fitting, len(self.listings) - (2 if sitemap else 1))


def deepened(source: Source, since: date, until: date) -> DeepSource:
    """The source for a back-fill of these days."""
    fields = {field.alias or name: getattr(source, name) for name, field in Source.model_fields.items()}
    return DeepSource.model_construct(**fields, first_day=since, last_day=until)


def dated_pages(table: Dated, since: date, until: date) -> list[str]:
    """The lists of each year, month or day, the newest first."""
    days = (until - timedelta(days=n) for n in range((until - since).days + 1))
    return list(dict.fromkeys(table.of(day) for day in days))


def _long(section: Section, url: str) -> Section:
    known = {name: getattr(section, name) for name in Section.model_fields}
    return Section.model_construct(**{**known, "url": url, "pages": MOST_PAGES})
