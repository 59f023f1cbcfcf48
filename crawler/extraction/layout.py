"""The source's declared layout: which one fits address and day of capture, and what its selectors find.

The selectors are matched on the fast tree; BeautifulSoup reads only the markup of what they matched. Where the fast
tree does not know a selector, BeautifulSoup reads the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction.cuts import Cuts, WholeSoup, cuts_of, markup_of
from crawler.extraction.outline import Outline, outline_of_part
from crawler.extraction.plain import squeeze

if TYPE_CHECKING:
    from bs4 import Tag

    from crawler.source import Layout, Source

FIELDS = ("title", "outlet", "editor", "published", "byline")


@dataclass(slots=True)
class LayoutRead:
    """What a layout yields. values: field to printed words; how: field to evidence; body: the outline of its body.

    moment: the machine-readable form beside the printed date; stretch: the first and the last element of the fast tree
    in which title and body stand, None where BeautifulSoup read the page.
    """

    name: str
    values: dict[str, str] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    body: Outline | None = None
    captions: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    not_provided: tuple[str, ...] = ()
    moment: str | None = None
    stretch: tuple[LexborNode, LexborNode] | None = None


def read_layout(
    tree: LexborHTMLParser, source: Source | None, url: str | None, captured: datetime | None
) -> LayoutRead | None:
    """The first fitting layout that yields a body, else the first that yields a title; None where none does."""
    titled: LayoutRead | None = None
    for layout in source.layouts if source else ():
        if not layout.covers(url, captured.date() if captured else None):
            continue
        read = _read(tree, layout)
        if read.body is not None:
            return read
        if titled is None and "title" in read.values:
            titled = read
    return titled


def _read(tree: LexborHTMLParser, layout: Layout) -> LayoutRead:
    read = LayoutRead(layout.name, not_provided=tuple(layout.not_provided))
    with cuts_of(tree, [*_selectors(layout), *layout.drop]) as cuts:
        cuts.drop(layout.drop)
        for name in FIELDS:
            for selector in getattr(layout, name):
                tag, text = next(((tag, text) for tag in cuts.select(selector) if (text := _words(tag))), (None, ""))
                if tag is None:
                    continue
                read.values[name] = text
                read.how[name] = f"layout {layout.name}: {selector}"
                if name == "published":
                    read.moment = _moment(tag)
                break
        captions = (squeeze(tag.get_text(" ")) for selector in layout.captions for tag in cuts.select(selector))
        read.captions = tuple(dict.fromkeys(filter(None, captions)))
        read.related = tuple(_links(tag for selector in layout.related for tag in cuts.select(selector)))
        cuts.drop(layout.captions)
        _body(cuts, layout, read)
    return read


def _selectors(layout: Layout) -> list[str]:
    lists = (*(getattr(layout, name) for name in FIELDS), layout.body, layout.captions, layout.related)
    return [selector for some in lists for selector in some]


def _body(cuts: Cuts | WholeSoup, layout: Layout, read: LayoutRead) -> None:
    """The body by the first of its selectors that finds one."""
    for selector in layout.body:
        tags = cuts.select(selector, outermost=True)
        if not tags:
            continue
        body = outline_of_part(f"<div>{markup_of(tags)}</div>")
        if body.blocks:
            read.how["body"] = f"layout {layout.name}: {selector}"
            read.body = body
            read.stretch = cuts.stretch([*layout.title, "h1"], selector)
            return


def _words(tag: Tag) -> str:
    """The printed words of a field; a meta element gives its content, an empty time element its machine form."""
    if tag.name == "meta":
        return squeeze(str(tag.get("content") or ""))
    return squeeze(tag.get_text(" ")) or squeeze(str(tag.get("datetime") or tag.get("content") or ""))


def _moment(tag: Tag) -> str | None:
    """The attribute of a date's time element, its own or that of the only one inside."""
    times = [tag] if tag.get("datetime") else tag.select("time[datetime]")
    return squeeze(str(times[0]["datetime"])) or None if len(times) == 1 else None


def _links(tags: Iterable[Tag]) -> Iterator[tuple[str, str]]:
    for tag in tags:
        for link in [tag] if tag.name == "a" else tag.select("a[href]"):
            text = squeeze(link.get_text(" "))
            if text and link.get("href"):
                yield str(link["href"]), text
