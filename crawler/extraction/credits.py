"""The credits of an article in the making: title, date, authors, editors and outlet by the cascade, with evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.dates import parse_date
from crawler.extraction import library
from crawler.extraction.bylines import names_in, printed_bylines
from crawler.extraction.charset import decode
from crawler.extraction.dateline import Dateline
from crawler.extraction.embedded import keyed_day
from crawler.extraction.fields import (
    ABSENT,
    choose_outlet,
    choose_people,
    credited_body,
    folded,
    organisations_of,
    says_more,
)
from crawler.extraction.header import Header, read_line
from crawler.extraction.language import declared_code, script_language
from crawler.extraction.layout import LayoutRead
from crawler.extraction.lone_names import NEAR, name_above, name_closing, name_opening
from crawler.extraction.metadata import Found, Metadata
from crawler.extraction.names import split_names
from crawler.extraction.neighbours import without_neighbours
from crawler.extraction.outline import Outline, TextBlock, outline_of
from crawler.extraction.page import Page
from crawler.extraction.published import NEIGHBOUR, Published, Reader, choose_published, made_exact
from storage.records import Evidence, FieldState, RelatedLink

HEADER_REACH = 60
LONG_LABEL = 4
# What a host leaves out of its outlet's name.
_ARTICLES = ("the", "der", "die", "das", "le", "la", "les", "el", "il")
People = tuple[tuple[str, ...], str, str]
_DAY_FIRST = frozenset({"en-gb", "en-au", "en-in", "en-nz", "en-ie", "en-za", "en-ke", "en-ng", "en-pk", "en-sg"})

if TYPE_CHECKING:
    from crawler.source import Source


# Templates print the editor in an element made for the author; its label says who it is.
_OF_AN_EDITOR = re.compile(
    r"\W*(?:(?:web |copy |chief |managing )?editors?(?: in charge)?\s*[:：]|edited by\b|责任编辑|責任編輯|责\s*编)",
    re.IGNORECASE,
)


def _day_first(declared: str | None) -> str | None:
    """The English of a country that writes the day first; en-US is no sign, content systems set it unasked."""
    tag = (declared or "").replace("_", "-").lower()
    return tag if tag in _DAY_FIRST else None


def _names_of_layout(words: str, *, people_only: bool) -> tuple[str, ...]:
    """The names in what a layout's selector gave, with or without label."""
    line = read_line(words)
    marks = [words[s:e] for kind, s, e in line.marks if kind in ("byline_raw", "editor")] if line else []
    return split_names(marks[0] if marks else words, people_only=people_only)


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
    headline: str | None = None

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
            title = self.layout.values["title"]
            evidence = Evidence(state=FieldState.FOUND, how=self.layout.how["title"], raw=title)
        self.headline = title
        return title, evidence

    def _published(self, languages: tuple[str, ...], zone: str | None) -> Published:
        reader = Reader(languages, zone, self.page.fetched_at)
        if self.layout and "published" in self.layout.values:
            read = made_exact(reader.read(self.layout.values["published"]), self.layout.moment, reader)
            state = FieldState.FOUND if read.value else FieldState.UNREADABLE
            evidence = Evidence(
                state=state, how=self.layout.how["published"], raw=read.raw, basis=read.basis, reason=read.reason
            )
            if read.value:
                return self._keep(Published(read, evidence))
        placed = self._titled(self.headline, HEADER_REACH) is not None
        header = self.draft.header
        if header.published is not None and self._beside_the_text(header.published.raw):
            header = replace(header, published=None)
        chosen = choose_published(self.meta, header, self.outline, self.page.url, reader, placed=placed)
        if chosen.read is None and self.outline.rest is not None and self.tree.body is not None:
            whole = outline_of(self.tree.body)
            chosen = choose_published(self.meta, header, whole, self.page.url, reader, placed=placed)
        if chosen.read is None:
            day = keyed_day(self.tree) or self._by_library()
            found = parse_date(day.value, zone=zone, reference=self.page.fetched_at) if day else None
            if day is not None and found is not None and found.value is not None:
                evidence = Evidence(state=FieldState.FOUND, how=day.how, raw=found.raw, basis=found.basis)
                return self._keep(Published(found, evidence))
        return self._keep(chosen)

    def _by_library(self) -> Found | None:
        text = without_neighbours(decode(self.page.body, self.page.content_type).text)
        day = library.day_by_library(text, self.page.url)
        return Found(day, "library: htmldate") if day else None

    def _beside_the_text(self, words: str) -> bool:
        """Whether words are printed only in parts of the page that are named for other articles or for readers."""
        outline, first = self.outline, self.draft.first
        own = set(outline.ancestors(outline.blocks[first].region)) if first < len(outline.blocks) else set()
        printed = [block for block in outline.blocks if words in block.text]
        return bool(printed) and all(
            any(NEIGHBOUR.search(outline.regions[at].name) for at in outline.ancestors(block.region) if at not in own)
            for block in printed
        )

    def _keep(self, published: Published) -> Published:
        self.evidence["published_at"] = published.evidence
        return published

    def _people(self, title: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Authors and editors."""
        names = self._own_names()
        editors, how, raw = choose_people(self.meta.editors, names)
        header = self.draft.header
        if header.editors and (not editors or set(map(folded, editors)) < set(map(folded, header.editors))):
            editors, how, raw = header.editors, "header: editor line", header.editor_raw or ""
        authors, author_how, author_raw = self._authors(title, names, editors)
        for selector in ("byline", "editor"):
            if self.layout and selector in self.layout.values:
                words = self.layout.values[selector]
                found = _names_of_layout(words, people_only=selector == "byline")
                if found and selector == "byline":
                    authors, author_how, author_raw = found, self.layout.how[selector], words
                elif found:
                    editors, how, raw = found, self.layout.how[selector], words
        self.evidence["byline"] = (
            Evidence(state=FieldState.FOUND, how=author_how, raw=author_raw) if authors else ABSENT
        )
        self.evidence["editor"] = Evidence(state=FieldState.FOUND, how=how, raw=raw) if editors else ABSENT
        return authors, editors

    def _own_names(self) -> set[str]:
        """Names that stand for the outlet, folded: none of them is an author."""
        names = organisations_of(self.meta, self.draft.header)
        if self.source:
            names |= {folded(name) for name in (self.source.name, *self.source.aliases)}
        host = urlsplit(self.page.url or "").hostname or ""
        labels = {folded(part) for part in host.split(".")}
        called = {f"{article}{label}" for article in _ARTICLES for label in labels if len(label) >= LONG_LABEL}
        return names | labels | called | {folded(host), folded(host.removeprefix("www."))}

    def _authors(self, title: str | None, names: set[str], editors: Sequence[str]) -> People:
        """Authors: markup checked against the printed byline, byline elements, the header's line, a bare name, a body.

        Names in a plain meta element count least: many systems write the editor's account there.
        """
        header = self.draft.header
        spaced = declared_code(self.meta.language) == "ja"
        authors, how, raw = choose_people(self.meta.authors, names, spaced=spaced)
        if how == "meta: author" and editors and set(map(folded, authors)) <= set(map(folded, editors)):
            authors = ()
        if not authors and not header.authors:
            texts, place = printed_bylines(self.tree, title)
            texts = tuple(words for words in texts if not _OF_AN_EDITOR.match(words))
            authors, how, raw = choose_people([Found(text, place) for text in texts], names)
            if texts and not authors and folded(texts[0]) not in names:
                authors, how, raw = names_in(texts[0], marked=True), place, texts[0]
        printed = tuple(name for name in header.authors if folded(name) not in names)
        if printed and (
            not authors
            or how.startswith("meta: author")
            or set(map(folded, authors)) <= set(map(folded, header.editors))
            or says_more(printed, authors)
        ):
            authors, how, raw = printed, "header: byline", header.byline_raw or ""
        bare = self._names_above(title, editors)
        if bare[0] and (not authors or (len(bare[0]) > len(authors) and says_more(bare[0], authors))):
            authors, how, raw = bare
        if not authors:
            authors, how, raw = self._names_in_text()
        if not authors and header.credited and folded(header.credited) not in names:
            authors, how, raw = (header.credited,), "header: byline, a body", header.credited
        return (authors, how, raw) if authors else credited_body(self.meta.authors, names)

    def _names_above(self, title: str | None, editors: Sequence[str]) -> People:
        """People's names alone on lines between headline and text, the editors left out."""
        names, raw = name_above(self.outline, self.draft.first, self._titled(title, NEAR))
        names = tuple(name for name in names if name not in editors)
        return names, "a line of names below the headline", raw

    def _titled(self, title: str | None, reach: int) -> int | None:
        """The block that prints the headline, at most so many blocks above the text."""
        first, wanted = min(self.draft.first, len(self.outline.blocks) - 1), folded(title)
        above = range(first, max(-1, first - reach - 1), -1)
        return next((i for i in above if wanted and folded(self.outline.blocks[i].text) == wanted), None)

    def _names_in_text(self) -> People:
        """People's names alone on a line at the head of the text, or as a signature below it; the line leaves it."""
        draft = self.draft
        at, names = name_opening(draft.paragraphs)
        if names:
            raw = draft.paragraphs[at].text
            draft.paragraphs = [*draft.paragraphs[:at], *draft.paragraphs[at + 1 :]]
            return names, "a line of names above the text", raw
        below = self.outline.blocks[draft.last + 1 : draft.last + 2]
        inside = len(draft.paragraphs) > 2
        for place in ([*draft.paragraphs[-2:]] if inside else [], [*draft.paragraphs[-1:], *below]):
            if len(place) == 2 and (names := name_closing(*place)):
                draft.paragraphs = [block for block in draft.paragraphs if block is not place[1]]
                return names, "a signature below the text", place[1].text
        return (), "", ""

    def _outlet(self) -> str | None:
        if self.layout and "outlet" in self.layout.values and (self.source is None or self.source.outlet == "printed"):
            words = self.layout.values["outlet"]
            line = read_line(words)
            printed = next((words[s:e] for kind, s, e in line.marks if kind == "outlet"), words) if line else words
            self.evidence["outlet"] = Evidence(state=FieldState.FOUND, how=self.layout.how["outlet"], raw=words)
            return printed
        printed_only = self.source is not None and self.source.outlet == "printed"
        choice = choose_outlet(
            self.meta,
            self.draft.header,
            self.source.name if self.source else None,
            self.headline,
            printed_only=printed_only,
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
