"""The time elements of a page that are of its own article, by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction.header import says_update
from crawler.extraction.plain import squeeze

MOST = 12
# Signs of the words before a time element that may be its label.
MOST_LABEL = 30
_FURNITURE = re.compile(
    r"comment|related|sidebar|footer|modified|updated|widget|teaser|card|most-|popular|recommend", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TimeElement:
    """value: its attribute. shown: its words. changed: the words before it say that it is a change's."""

    value: str | None
    shown: str
    changed: bool


def times_of(tree: LexborHTMLParser) -> Iterator[TimeElement]:
    """Time elements that stand in no teaser, row of a list, comment or change note, in the page's order."""
    nodes = tree.css("time")[:MOST]
    for node in nodes:
        value, shown = node.attributes.get("datetime"), squeeze(node.text(deep=True, separator=" "))
        if (value or shown) and not _in_furniture(node) and not (len(nodes) > 1 and _in_row(node)):
            yield TimeElement(value, shown, _changed(node))


def _in_furniture(node: LexborNode) -> bool:
    """Whether a time element belongs to a teaser, a comment or a change note."""
    above: LexborNode | None = node
    for _ in range(6):
        if above is None or above.tag in ("body", "html"):
            return False
        attributes = above.attributes
        if above.tag in ("aside", "footer", "nav", "li") or _FURNITURE.search(
            f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"
        ):
            return True
        above = above.parent
    return False


def _in_row(node: LexborNode) -> bool:
    """Whether a time element stands in one of several like elements side by side, each with a time and a link."""
    above = node.parent
    for _ in range(5):
        if above is None or above.tag in ("body", "html"):
            return False
        if _is_row(above) and any(_is_row(one) and _form(one) == _form(above) for one in _beside(above)):
            return True
        above = above.parent
    return False


def _is_row(node: LexborNode) -> bool:
    return node.css_first("time") is not None and node.css_first("a[href]") is not None


def _form(node: LexborNode) -> tuple[str | None, str | None]:
    return node.tag, node.attributes.get("class")


def _beside(node: LexborNode) -> Iterator[LexborNode]:
    """The element before and the one after, where there are such."""
    for step in ("prev", "next"):
        beside: LexborNode | None = getattr(node, step)
        while beside is not None and not beside.is_element_node:
            beside = getattr(beside, step)
        if beside is not None:
            yield beside


def _changed(node: LexborNode) -> bool:
    """Whether the words straight before a time element say that it is a change's."""
    before = node.prev
    return before is not None and says_update(squeeze(before.text(deep=True))[-MOST_LABEL:])
