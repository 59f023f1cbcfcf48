"""A page without what belongs to other articles, readers and the site: for a library that knows no such parts."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction.depth import flattened
from crawler.extraction.header import says_update

_WORDS = (
    "related",
    "comment",
    "teaser",
    "sidebar",
    "recommend",
    "copyright",
    "popular",
    "most-read",
    "footer",
    "latest",
)
_PARTS = ",".join(
    [
        "aside,footer,nav,menu",
        *(f'[class*="{word}" i],[id*="{word}" i]' for word in _WORDS),
        '[itemtype$="Comment"],[itemprop~="comment"],[itemprop~="dateModified"]',
    ]
)
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_WHOLE = frozenset({"html", "body", "main", "article", "head"})
SHORT = 200
HEADLINE = 20
LEVELS = 3


def without_neighbours(html: str) -> str:
    """The page's markup without asides, footers, comments, teasers, items in lists and lines about changes.

    Nor with scripts and the server's own notes (``<!-- served from the cache at ... -->``): a time in them may be any.
    """
    tree = LexborHTMLParser(flattened(html))
    for node in tree.css(_PARTS):
        if node.tag not in _WHOLE and (node.css_first("h1") is None or node.tag in {"footer", "nav"}):
            node.decompose()
    for node in tree.css('[itemscope][class*="card" i],[class~="card"]'):
        if node.css_first("h1") is None:
            node.decompose()
    for node in tree.css("p,span,div,time,li"):
        # Only the innermost are asked for their text: of nested ones it would be read again at every level.
        if node.css_first("span,p,div,li" if node.tag in {"span", "time"} else "p,div,li") is not None:
            continue
        text = node.text(deep=True)
        if len(text) <= SHORT and any(sign.isdigit() for sign in text) and says_update(text):
            node.decompose()
    for row in _listed(tree):
        row.decompose()
    for node in tree.css("script"):
        if "ld+json" not in (node.attributes.get("type") or ""):
            node.decompose()
    return _COMMENT.sub("", tree.html or "")


def _listed(tree: LexborHTMLParser) -> list[LexborNode]:
    """Rows of lists of other articles: three or more side by side, each a linked headline with a number by it."""
    rows: dict[int, dict[int, LexborNode]] = {}
    texts: dict[int, str] = {}
    for link in tree.css("a[href]"):
        linked, node = link.text(deep=True), link.parent
        for _ in range(LEVELS if len(linked.strip()) >= HEADLINE else 0):
            if node is None or node.parent is None:
                break
            if node.mem_id not in texts:
                texts[node.mem_id] = node.text(deep=True)
            text = texts[node.mem_id]
            if len(text) <= SHORT and any(sign.isdigit() for sign in text.replace(linked, "", 1)):
                rows.setdefault(node.parent.mem_id, {})[node.mem_id] = node
                break
            node = node.parent
    return [row for alike in rows.values() if len(alike) >= 3 for row in alike.values()]
