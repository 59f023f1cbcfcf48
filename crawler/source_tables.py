"""The tables inside a source file: sections (pages of links) and layouts (where a field stands in a page)."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crawler.mistakes import shown
from crawler.source_fields import (
    DateFormat,
    PagePattern,
    Pattern,
    Patterns,
    SoupSelectors,
    Text,
    TreeSelector,
    compiled,
)

_PLACE = re.compile(r"\{(\w+)\}")
_PERIODS = frozenset(("yyyy", "yy", "mm", "m", "dd", "d"))


def path_of(url: str) -> str:
    """Path and query: what the patterns of a source file are tried on."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


class Table(BaseModel):
    """A table of the file: its keys are the fields, no other is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False, defer_build=True)

    @classmethod
    def keys(cls) -> frozenset[str]:
        """The keys that the table may have in the file."""
        return frozenset(field.alias or name for name, field in cls.model_fields.items())


class Section(Table):
    """A page of links. next: CSS of the next page's link; or page_pattern, counted from page_start."""

    url: Text
    """Address of the page of links."""
    link: TreeSelector | None = None
    """CSS of the article links; default: all links."""
    date: TreeSelector | None = None
    """CSS of the date beside a link."""
    date_format: DateFormat | None = None
    """strptime format of that date."""
    next: TreeSelector | None = None
    """CSS of the next page's link."""
    page_pattern: PagePattern | None = None
    """Name of the further pages, such as `index_{n}.html`."""
    page_start: int = Field(default=1, ge=0, le=100)
    """The first n."""
    pages: int = Field(default=10, ge=1, le=1000)
    """How far a walk back goes at most."""


def _period(text: str) -> str:
    if "{yyyy}" not in text or set(_PLACE.findall(text)) - _PERIODS:
        raise ValueError(f"found {shown(text)}; allowed: an address with {{yyyy}}, {{mm}} or {{m}}, {{dd}} or {{d}}")
    return text


class Dated(Section):
    """Pages of links by year, month or day, such as `/2019/03/`. Only a back-fill reads them."""

    url: Annotated[Text, AfterValidator(_period)]
    """Address with `{yyyy}`, and `{mm}` or `{m}`, `{dd}` or `{d}` where there is a page for each."""

    def of(self, day: date) -> str:
        """The address of the page on which the articles of a day are listed."""
        parts = {"yyyy": f"{day:%Y}", "yy": f"{day:%y}", "mm": f"{day:%m}", "m": str(day.month)}
        parts |= {"dd": f"{day:%d}", "d": str(day.day)}
        return _PLACE.sub(lambda found: parts[found[1]], self.url)


class Was(Table):
    """An older form of the outlet's addresses. An article that had several of them is one article."""

    match: Pattern
    """Regular expression on host, path and query of an old address; the host is one of `hosts`."""
    now: Text | None = None
    """Today's address of the page, with `{1}` or `{name}` for a group of `match`; left out where nothing tells it."""
    key: Text | None = None
    """The outlet's own stable number, as `{1}` or `{name}`; default: what the source's `key` reads."""

    def filled(self, template: str, found: re.Match[str]) -> str:
        """A template with the groups of what was found."""
        return _PLACE.sub(lambda place: found[int(place[1]) if place[1].isdigit() else place[1]] or "", template)

    @model_validator(mode="after")
    def _known_groups(self) -> Self:
        pattern = compiled(self.match)
        known = {*map(str, range(1, pattern.groups + 1)), *pattern.groupindex}
        for name, template in (("now", self.now), ("key", self.key)):
            if odd := sorted(set(_PLACE.findall(template or "")) - known):
                raise ValueError(f"{name}: found {{{odd[0]}}}; allowed: a group of match")
        return self


class Layout(Table):
    """Where a field stands in the outlet's pages, for the addresses that match and the days the layout was in use."""

    name: Text
    """Name of the layout, shown in the evidence."""
    match: Patterns = ()
    """Regular expressions on path and query of the pages it is for; none: all."""
    from_: date | None = Field(default=None, alias="from")
    """First day of capture it holds for."""
    until: date | None = None
    """Last day of capture it holds for."""
    title: SoupSelectors
    """CSS of the title."""
    outlet: SoupSelectors
    """CSS of the credit line."""
    editor: SoupSelectors
    """CSS of the editor."""
    published: SoupSelectors
    """CSS of the date."""
    byline: SoupSelectors
    """CSS of the byline."""
    body: SoupSelectors
    """CSS of the paragraphs."""
    captions: SoupSelectors
    """CSS of the captions."""
    related: SoupSelectors
    """CSS of the related links."""
    drop: SoupSelectors
    """CSS of what is cut away first."""
    not_provided: tuple[Literal["title", "outlet", "editor", "published", "byline", "captions", "related"], ...] = ()
    """Fields that this outlet never prints."""

    def covers(self, url: str | None, day: date | None) -> bool:
        """True where the layout was in use on the day of capture and one of its patterns fits path and query."""
        if day and ((self.from_ and day < self.from_) or (self.until and day > self.until)):
            return False
        return not self.match or (url is not None and any(compiled(p).search(path_of(url)) for p in self.match))

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.from_ and self.until and self.from_ > self.until:
            raise ValueError(f"from ({self.from_}) is later than until ({self.until})")
        return self
