"""The credits of an article in the making: title, date, authors, editors and outlet by the cascade, with evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.dates import parse_date
from crawler.extraction import library
from crawler.extraction.bylines import names_in, printed_bylines
from crawler.extraction.charset import decode
from crawler.extraction.dateline import Dateline
from crawler.extraction.fields import (
    ABSENT,
    choose_outlet,
    choose_people,
    credited_body,
    folded,
    organisations_of,
)
from crawler.extraction.header import Header, read_line
from crawler.extraction.language import declared_code, script_language
from crawler.extraction.layout import LayoutRead
from crawler.extraction.metadata import Found, Metadata
from crawler.extraction.names import split_names
from crawler.extraction.outline import Outline, TextBlock
from crawler.extraction.page import Page
from crawler.extraction.published import Published, Reader, choose_published
from storage.records import Evidence, FieldState, RelatedLink

_DAY_FIRST = frozenset({"en-gb", "en-au", "en-in", "en-nz", "en-ie", "en-za", "en-ke", "en-ng", "en-pk", "en-sg"})

if TYPE_CHECKING:
    from crawler.source import Source


def _day_first(declared: str | None) -> str | None:
    """The English of a country that writes the day first; en-US is no sign, content systems set it unasked."""
    tag = (declared or "").replace("_", "-").lower()
    return tag if tag in _DAY_FIRST else None


@dataclass(slots=True)
class Draft:
    """An article in the making: the lines of its text, still with header and closing lines, and what was read."""

    paragraphs: list[TextBlock]
    how: str
    header: Header = field(default_factory=Header)
    trailer: str | None = None
    captions: list[str] = field(default_factory=list)
    related: tuple[RelatedLink, ...] = ()
    dateline: Dateline | None = None
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Credits:
    """One page, what was read of it, and the choice of its credits: title, date, people, outlet."""

    page: Page
    source: Source | None
    meta: Metadata
    layout: LayoutRead | None
    outline: Outline
    draft: Draft
    tree: LexborHTMLParser
    doubtful: bool
    charset: str
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def _languages(self, sample: str) -> tuple[str, ...]:
        """Languages to read dates in: of the script, as declared, and the source's."""
        codes = [
            script_language(sample),
            declared_code(self.meta.language),
            _day_first(self.meta.language),
            *(self.source.languages if self.source else ()),
        ]
        return tuple(dict.fromkeys(code for code in codes if code)) or ("en",)

    def _title(self, title: str | None, evidence: Evidence) -> tuple[str | None, Evidence]:
        if self.layout and "title" in self.layout.values:
            return self.layout.values["title"], Evidence(
                state=FieldState.FOUND, how=self.layout.how["title"], raw=self.layout.values["title"]
            )
        return title, evidence

    def _published(self, languages: tuple[str, ...], zone: str | None) -> Published:
        if self.layout and "published" in self.layout.values:
            read = parse_date(
                self.layout.values["published"], languages=languages, zone=zone, reference=self.page.fetched_at
            )
            state = FieldState.FOUND if read.value else FieldState.UNREADABLE
            evidence = Evidence(
                state=state, how=self.layout.how["published"], raw=read.raw, basis=read.basis, reason=read.reason
            )
            if read.value:
                return self._keep(Published(read, evidence))
        reader = Reader(languages, zone, self.page.fetched_at)
        chosen = choose_published(self.meta, self.draft.header, self.outline, self.page.url, reader)
        if chosen.read is None:
            day = library.day_by_library(decode(self.page.body, self.page.content_type).text, self.page.url)
            found = parse_date(day, zone=zone, reference=self.page.fetched_at) if day else None
            if found is not None and found.value is not None:
                evidence = Evidence(state=FieldState.FOUND, how="library: htmldate", raw=found.raw, basis=found.basis)
                return self._keep(Published(found, evidence))
        return self._keep(chosen)

    def _keep(self, published: Published) -> Published:
        self.evidence["published_at"] = published.evidence
        return published

    def _people(self, title: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Authors and editors."""
        header, names = self.draft.header, organisations_of(self.meta, self.draft.header)
        if self.source:
            names |= {folded(name) for name in (self.source.name, *self.source.aliases)}
        names |= {folded(part) for part in (urlsplit(self.page.url or "").hostname or "").split(".")}
        authors, how, raw = choose_people(self.meta.authors, names)
        editors, editor_how, editor_raw = choose_people(self.meta.editors, names)
        if header.editors and not editors:
            editors, editor_how, editor_raw = header.editors, "header: editor line", header.editor_raw or ""
        if how == "meta: author" and editors and set(map(folded, authors)) <= set(map(folded, editors)):
            authors = ()
        if not authors and not header.authors:
            texts, place = printed_bylines(self.tree, title)
            authors, how, raw = choose_people([Found(text, place) for text in texts], names)
            if texts and not authors and folded(texts[0]) not in names:
                authors, how, raw = names_in(texts[0], marked=True), place, texts[0]
        printed = tuple(name for name in header.authors if folded(name) not in names)
        if printed and (
            not authors
            or how.startswith("meta: author")
            or set(map(folded, authors)) <= set(map(folded, header.editors))
        ):
            authors, how, raw = printed, "header: byline", header.byline_raw or ""
        if not authors:
            authors, how, raw = credited_body(self.meta.authors, names)
        for name, selector in (("byline", "byline"), ("editor", "editor")):
            if self.layout and selector in self.layout.values:
                words = self.layout.values[selector]
                line = read_line(words)
                marks = [words[s:e] for kind, s, e in line.marks if kind in ("byline_raw", "editor")] if line else []
                found = split_names(marks[0] if marks else words, people_only=name == "byline")
                if found and name == "byline":
                    authors, how, raw = found, self.layout.how[selector], words
                elif found:
                    editors, editor_how, editor_raw = found, self.layout.how[selector], words
        self.evidence["byline"] = Evidence(state=FieldState.FOUND, how=how, raw=raw) if authors else ABSENT
        self.evidence["editor"] = (
            Evidence(state=FieldState.FOUND, how=editor_how, raw=editor_raw) if editors else ABSENT
        )
        return authors, editors

    def _outlet(self) -> str | None:
        if self.layout and "outlet" in self.layout.values and (self.source is None or self.source.outlet == "printed"):
            words = self.layout.values["outlet"]
            line = read_line(words)
            printed = next((words[s:e] for kind, s, e in line.marks if kind == "outlet"), words) if line else words
            self.evidence["outlet"] = Evidence(state=FieldState.FOUND, how=self.layout.how["outlet"], raw=words)
            return printed
        printed_only = self.source is not None and self.source.outlet == "printed"
        choice = choose_outlet(
            self.meta, self.draft.header, self.source.name if self.source else None, printed_only=printed_only
        )
        self.evidence["outlet"] = choice.evidence
        return choice.value

    def _not_provided(self) -> None:
        """Fields that this layout never prints are not absent but not provided."""
        for name in self.layout.not_provided if self.layout else ():
            key = "published_at" if name == "published" else name
            if self.evidence.get(key, ABSENT).state is FieldState.ABSENT:
                self.evidence[key] = Evidence(
                    state=FieldState.NOT_PROVIDED, how=f"layout {self.layout.name}" if self.layout else ""
                )
