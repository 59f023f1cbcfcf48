"""The tables inside a source file: sections (pages of links) and layouts (where a field stands in a page)."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crawler.source_fields import DateFormat, PagePattern, Patterns, SoupSelectors, Text, TreeSelector, compiled


def path_of(url: str) -> str:
    """Path and query: what the patterns of a source file are tried on."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


class Table(BaseModel):
    """A table of the file: its keys are the fields, no other is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False, use_attribute_docstrings=True)

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
