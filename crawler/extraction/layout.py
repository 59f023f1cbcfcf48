"""The source's declared layout: which one fits address and day of capture, and what its selectors find.

The fast tree finds the cut of the page that holds the article, BeautifulSoup reads that cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.extraction.outline import Outline, outline_of
from crawler.extraction.plain import squeeze

if TYPE_CHECKING:
    from crawler.source import Layout, Source

FIELDS = ("title", "outlet", "editor", "published", "byline")


@dataclass(slots=True)
class LayoutRead:
    """What a layout yields. values: field to printed words; how: field to evidence; body: the outline of its body."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    body: Outline | None = None
    captions: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    not_provided: tuple[str, ...] = ()


def read_layout(
    tree: LexborHTMLParser, source: Source | None, url: str | None, captured: datetime | None
) -> LayoutRead | None:
    """The first fitting layout that yields a title or a body; None where the source declares none or none yields."""
    if source is None:
        return None
    for layout in source.layouts:
        if not layout.covers(url, captured.date() if captured else None):
            continue
        read = _read(tree, layout)
        if "title" in read.values or read.body is not None:
            return read
    return None


def _read(tree: LexborHTMLParser, layout: Layout) -> LayoutRead:
    read = LayoutRead(layout.name, not_provided=tuple(layout.not_provided))
    wanted = [
        *layout.title,
        *layout.outlet,
        *layout.editor,
        *layout.published,
        *layout.byline,
        *layout.body,
        *layout.captions,
        *layout.related,
    ]
    soup = _cut(tree, wanted)
    if soup is None:
        return read
    for selector in layout.drop:
        for tag in soup.select(selector):
            tag.decompose()
    for name in FIELDS:
        for selector in getattr(layout, name):
            text = next((words for tag in soup.select(selector) if (words := _words(tag))), None)
            if text:
                read.values[name] = text
                read.how[name] = f"layout {layout.name}: {selector}"
                break
    read.captions = tuple(
        dict.fromkeys(words for s in layout.captions for tag in soup.select(s) if (words := squeeze(tag.get_text(" "))))
    )
    read.related = tuple(_links(soup, layout.related))
    for selector in layout.captions:
        for tag in soup.select(selector):
            tag.decompose()
    for selector in layout.body:
        tags = _outermost(soup.select(selector))
        if any(squeeze(tag.get_text(" ")) for tag in tags):
            read.how["body"] = f"layout {layout.name}: {selector}"
            inner = LexborHTMLParser("<div>" + "".join(str(tag) for tag in tags) + "</div>")
            if inner.body is not None:
                read.body = outline_of(inner.body)
            break
    return read


def _cut(tree: LexborHTMLParser, selectors: Sequence[str]) -> BeautifulSoup | None:
    """The smallest part of the page that holds every match, as soup; the whole page where a selector is soup's own."""
    nodes: list[LexborNode] = []
    for selector in selectors:
        try:
            nodes.extend(tree.css(selector)[:50])
        except (SelectolaxError, ValueError):
            return BeautifulSoup(tree.html or "", "lxml")
    if not nodes:
        return None
    paths = [_path(node) for node in nodes]
    shared = 0
    shortest = min(len(path) for path in paths)
    while shared < shortest and len({path[shared].mem_id for path in paths}) == 1:
        shared += 1
    # One level up, so that a selector naming the parent still matches inside the cut.
    top = paths[0][max(0, shared - 2)]
    return BeautifulSoup(_shell(top), "lxml")


def _shell(node: LexborNode) -> str:
    """A node's markup inside empty copies of the elements above it, for selectors that name an ancestor."""
    markup = node.html or ""
    above = node.parent
    while above is not None and above.tag not in ("html", "body", "-undef", "#document"):
        attributes = "".join(
            f' {name}="{(value or "").replace("&", "&amp;").replace(chr(34), "&quot;")}"'
            for name, value in above.attributes.items()
            if name in ("class", "id", "itemprop")
        )
        markup = (
            f"<{above.tag}{attributes}>{markup}</{above.tag}>"
            if above.tag in ("div", "section", "article", "main")
            else markup
        )
        above = above.parent
    return markup


def _path(node: LexborNode) -> list[LexborNode]:
    path = [node]
    while (above := path[-1].parent) is not None:
        path.append(above)
    return path[::-1]


def _words(tag: Tag) -> str:
    """The printed words of a field; a meta element gives its content, an empty time element its machine form."""
    if tag.name == "meta":
        return squeeze(str(tag.get("content") or ""))
    return squeeze(tag.get_text(" ")) or squeeze(str(tag.get("datetime") or tag.get("content") or ""))


def _outermost(tags: Sequence[Tag]) -> list[Tag]:
    chosen = {id(tag) for tag in tags}
    return [tag for tag in tags if not any(id(above) in chosen for above in tag.parents)]


def _links(soup: BeautifulSoup, selectors: Sequence[str]) -> Iterator[tuple[str, str]]:
    for selector in selectors:
        for tag in soup.select(selector):
            for link in [tag] if tag.name == "a" else tag.select("a[href]"):
                text = squeeze(link.get_text(" "))
                if text and link.get("href"):
                    yield str(link["href"]), text
