"""From the pages of one article to the whole of it: which pages belong to it, which are missing, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.article import extract
from crawler.extraction.charset import decode
from crawler.extraction.joining import adds_nothing, join, same_article
from crawler.extraction.page import Page
from crawler.extraction.parts import PartLinks, links_of, part_links
from crawler.extraction.refusal import refuse_depth
from storage.records import Article, Evidence, FieldState, Rejection

if TYPE_CHECKING:
    from crawler.source import Source

MOST_PARTS = 20
# So many pages in a row without a new word: the site gives the same page under every number.
MOST_IDLE = 2
# Pages of which it is worth asking whether they belong to a text that begins elsewhere.
_MAY_BE_A_PART = frozenset({"no-text", "listing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An article with what is known of its pages.

    parts: the addresses of its further pages that were given, in order. wanted: addresses that it names and that were
    not given. first: the address of its first page, where this page is a later one.
    """

    found: Article | Rejection
    parts: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    first: str | None = None


def read_whole(page: Page, source: Source | None) -> Whole:
    """Read a page and, where it is the first of several, those of page.further that belong to it.

    With page.further None a page is read alone, and its evidence says where it goes on.
    """
    found = extract(page, source)
    if page.further is None:
        return Whole(found=found)
    if isinstance(found, Rejection):
        links = _links_of_rejected(page, source) if found.kind in _MAY_BE_A_PART else PartLinks(1)
        return Whole(found=found, first=links.addresses.get(1) if links.number > 1 else None)
    links = links_of(found.evidence)
    if links.number > 1:
        return Whole(found=found, first=links.addresses.get(1))
    if not links.addresses:
        return Whole(found=found)
    return _Pages(found, page, source, {one.url: one for one in page.further if one.url}).read(links)


@dataclass(slots=True)
class _Pages:
    """The walk over the given pages of one article."""

    first: Article
    page: Page
    source: Source | None
    given: Mapping[str, Page]
    known: dict[int, str] = field(default_factory=dict)
    kept: list[Article] = field(default_factory=list)
    used: dict[int, str] = field(default_factory=dict)
    without_text: list[int] = field(default_factory=list)

    def read(self, links: PartLinks) -> Whole:
        """Take one part after the other, until none is left, one is another article, or nothing new comes."""
        self.known, self.kept = dict(links.addresses), [self.first]
        bodies, idle = {self.page.body}, 0
        number = 1
        while number < min(max(self.known, default=1), MOST_PARTS):
            number += 1
            address = self.known.get(number)
            part = None if address is None else self.given.get(address)
            if address is None or part is None:
                continue
            read = extract(part, self.source)
            if part.body in bodies or (isinstance(read, Article) and not same_article(self.first, read)):
                self._end_before(number)
                break
            bodies.add(part.body)
            idle = idle + 1 if isinstance(read, Article) and adds_nothing(self.kept, read) else 0
            self._take(number, address, read, part)
            if idle == MOST_IDLE:
                self._end_before(number + 1)
        return self._whole()

    def _end_before(self, number: int) -> None:
        self.known = {place: address for place, address in self.known.items() if place < number}

    def _take(self, number: int, address: str, read: Article | Rejection, part: Page) -> None:
        self.used[number] = address
        if isinstance(read, Article):
            self.kept.append(read)
            links = links_of(read.evidence)
        else:
            self.without_text.append(number)
            links = _links_of_rejected(part, self.source)
        seen = {self.page.url, *self.known.values()}
        for place, other in links.addresses.items():
            if place > number and other not in seen:
                self.known.setdefault(place, other)

    def _whole(self) -> Whole:
        wanted = {
            place: address
            for place, address in sorted(self.known.items())
            if place <= MOST_PARTS and place not in self.used
        }
        article = join(self.kept)
        evidence = {name: one for name, one in article.evidence.items() if name not in ("next_part", "parts")}
        if self.used or wanted:
            evidence["parts"] = self._evidence()
        article = replace(article, evidence=evidence)
        return Whole(found=article, parts=tuple(self.used.values()), wanted=tuple(wanted.values()))

    def _evidence(self) -> Evidence:
        total = max([1, *self.used, *self.known])
        lines = "\n".join(f"{number} {address}" for number, address in self.used.items())
        holes = sorted({*range(2, min(total, MOST_PARTS) + 1)} - set(self.used))
        reasons = [
            f"{_numbers(holes)} of {total} not fetched" if holes else "",
            f"{_numbers(self.without_text)} of {total} without text of its own" if self.without_text else "",
            f"more than {MOST_PARTS} parts" if total > MOST_PARTS else "",
        ]
        return Evidence(
            state=FieldState.FOUND,
            how="links to parts",
            raw=lines or None,
            basis=f"{1 + len(self.used)} of {total} parts",
            reason="; ".join(filter(None, reasons)) or None,
        )


def _numbers(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"part {numbers[0]}"
    *others, last = map(str, numbers)
    return f"parts {', '.join(others)} and {last}"


def _links_of_rejected(page: Page, source: Source | None) -> PartLinks:
    """A page with a picture alone has a pager too."""
    text = decode(page.body, page.content_type).text
    if "<" not in text[:5000] or refuse_depth(text):
        return PartLinks(1)
    return part_links(LexborHTMLParser(text), page.url, source.parts if source else None)
