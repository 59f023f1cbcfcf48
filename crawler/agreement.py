"""Selectors for title, date and body, proposed only where what they find agrees with the page's structured data. Pure.

Structured data: JSON-LD, OpenGraph, meta elements. A selector must agree on every page that has the data, and hold in
at least one; it is a class or id of the page, never a position.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.dates import find_date, parse_date
from crawler.extraction.charset import decode
from crawler.extraction.metadata import Metadata, read_metadata
from crawler.extraction.page import Page
from crawler.extraction.plain import squeeze

MOST_NODES = 300
SHORTEST_LEAD = 40
BODY_SHARE = 0.9
_WORD = re.compile(r"[A-Za-z_][A-Za-z_-]{0,40}")
_TITLE_PLACES = 'h1, h2, [class*="title"], [class*="headline"], [id*="title"], [itemprop~="headline"]'
_DATE_PLACES = "time, span, p, div, dd, li, td, small, b, strong, em, i, a"
LONGEST_DATE = 120


@dataclass(frozen=True, slots=True)
class Proposed:
    """One selector. agrees: the structured data it agrees with; pages: on how many of the pages looked at."""

    field: str
    selector: str
    agrees: str
    pages: int


class _Seen:
    """One article page: its tree and what it says of itself."""

    def __init__(self, page: Page) -> None:
        text = decode(page.body, page.content_type).text
        self.tree = LexborHTMLParser(text)
        self.meta: Metadata = read_metadata(self.tree, text)
        self.fetched_at = page.fetched_at
        lead = self.tree.css_first('meta[property="og:description"], meta[name="description"]')
        self.lead = squeeze((lead.attributes.get("content") or "") if lead else "").rstrip(". …")


Choices = Callable[[_Seen], Iterable[str]]
Agreement = Callable[[_Seen, str], str | None]


def propose(pages: Sequence[Page]) -> tuple[Proposed, ...]:
    """The selectors on which all pages with structured data agree; the first page proposes, the others confirm."""
    seen = [_Seen(page) for page in pages]
    found = (_first(seen, field, choices, agreement) for field, choices, agreement in _FIELDS)
    return tuple(one for one in found if one)


def _first(seen: Sequence[_Seen], field: str, choices: Choices, agreement: Agreement) -> Proposed | None:
    tried: set[str] = set()
    for page in seen:
        for selector in choices(page):
            if selector in tried:
                continue
            tried.add(selector)
            verdicts = [agreement(one, selector) for one in seen]
            told = [verdict for verdict in verdicts if verdict]
            if told and "" not in verdicts:
                return Proposed(field, selector, told[0], len(told))
    return None


def _structured_titles(page: _Seen) -> list[tuple[str, str]]:
    return [(one.value, one.how) for one in page.meta.titles if one.how.startswith(("json-ld", "meta: og:"))]


def _title_choices(page: _Seen) -> Iterator[str]:
    titles = _structured_titles(page)
    for node in page.tree.css(_TITLE_PLACES)[:MOST_NODES]:
        if _same_title(_words(node), titles):
            yield from _selectors(page.tree, node)


def _title_agrees(page: _Seen, selector: str) -> str | None:
    """The data that the first match agrees with; empty where it contradicts, None where the page has no such data."""
    titles = _structured_titles(page)
    if not titles:
        return None
    node = page.tree.css_first(selector)
    return _same_title(_words(node), titles) or "" if node is not None else ""


def _same_title(words: str, titles: Iterable[tuple[str, str]]) -> str | None:
    """How the title is declared that these words are; a declared one may carry the site's name behind a sign."""
    for title, how in titles:
        rest = title[len(words) :].strip() if words and title.casefold().startswith(words.casefold()) else None
        if rest is not None and len(words) > len(title) // 3 and (not rest or rest[0] in "|-–—_:·"):
            return how
    return None


def _structured_dates(page: _Seen) -> list[tuple[set[str], str]]:
    """Each declared instant, as minutes in UTC and on its own clock."""
    found = []
    for one in page.meta.published:
        read = parse_date(one.value, zone=None, reference=page.fetched_at)
        if one.how.startswith(("json-ld", "meta: ")) and read.value and read.precision != "day":
            own = datetime.fromisoformat(read.local) if read.local and "T" in read.local else read.value
            found.append(({f"{read.value:%Y-%m-%d %H:%M}", f"{own:%Y-%m-%d %H:%M}"}, one.how))
    return found


def _date_choices(page: _Seen) -> Iterator[str]:
    dates = _structured_dates(page)
    nodes = [node for node in page.tree.css(_DATE_PLACES)[: MOST_NODES * 10] if dates and _same_date(node, dates)]
    for node in sorted(nodes, key=lambda one: len(_words(one))):
        yield from _selectors(page.tree, node)


def _date_agrees(page: _Seen, selector: str) -> str | None:
    dates = _structured_dates(page)
    if not dates:
        return None
    node = page.tree.css_first(selector)
    return _same_date(node, dates) or "" if node is not None else ""


def _same_date(node: LexborNode, dates: Iterable[tuple[set[str], str]]) -> str | None:
    """How the instant is declared that the element prints to the minute; a day alone proves too little."""
    words = _words(node)
    read = find_date(words, zone="UTC") if len(words) <= LONGEST_DATE and re.search(r"\d", words) else None
    if read is None or read.read.value is None or read.read.precision == "day":
        return None
    printed = f"{read.read.value:%Y-%m-%d %H:%M}"
    return next((how for moments, how in dates if printed in moments), None)


def _body_choices(page: _Seen) -> Iterator[str]:
    if not page.meta.article_body and len(page.lead) < SHORTEST_LEAD:
        return
    parents: dict[int, tuple[LexborNode, int]] = {}
    for paragraph in page.tree.css("p")[: MOST_NODES * 3]:
        above = paragraph.parent
        if above is not None and above.tag not in ("body", "html"):
            _, size = parents.get(above.mem_id, (above, 0))
            parents[above.mem_id] = (above, size + len(_words(paragraph)))
    for node, _ in sorted(parents.values(), key=lambda one: -one[1])[:3]:
        yield from (f"{selector} p" for selector in _selectors(page.tree, node))


def _body_agrees(page: _Seen, selector: str) -> str | None:
    """Against JSON-LD's articleBody, nearly all of both; else the page's description must be in the text."""
    text = _bare("".join(_words(node) for node in page.tree.css(selector)[: MOST_NODES * 3]))
    if page.meta.article_body:
        declared = _bare(page.meta.article_body)
        shorter, longer = sorted((len(text), len(declared)))
        paragraphs = [_bare(_words(node)) for node in page.tree.css(selector)]
        held = sum(len(one) for one in paragraphs if one in declared)
        return "json-ld: articleBody" if shorter >= BODY_SHARE * longer and held >= BODY_SHARE * len(text) else ""
    if len(page.lead) < SHORTEST_LEAD:
        return None
    return "description" if _bare(page.lead)[:80] in text else ""


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _words(node: LexborNode) -> str:
    return squeeze(node.text(deep=True, separator=" "))


def _selectors(tree: LexborHTMLParser, node: LexborNode) -> Iterator[str]:
    """Selectors whose first match is the node: its id, its classes, its name; then below the nearest named ancestor."""
    own = [*_named(node), node.tag or ""]
    above = node.parent
    near: list[str] = []
    while above is not None and above.tag not in ("body", "html", None) and not near:
        near = _named(above)
        above = above.parent
    for selector in (*own[:-1], *(f"{one} {mine}" for one in near for mine in own), own[-1]):
        found = tree.css_first(selector) if selector else None
        if found is not None and found.mem_id == node.mem_id:
            yield selector


def _named(node: LexborNode) -> list[str]:
    """``#id`` and ``tag.class`` of an element, without names that hold numbers: those change from page to page."""
    attributes = node.attributes
    name = attributes.get("id") or ""
    ids = [f"#{name}"] if _WORD.fullmatch(name) else []
    classes = [word for word in (attributes.get("class") or "").split() if _WORD.fullmatch(word)]
    return [*ids, *(f"{node.tag}.{word}" for word in classes[:3])]


_FIELDS: tuple[tuple[str, Choices, Agreement], ...] = (
    ("title", _title_choices, _title_agrees),
    ("published", _date_choices, _date_agrees),
    ("body", _body_choices, _body_agrees),
)
