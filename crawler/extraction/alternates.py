"""The same article in other languages, as its page declares it: <link rel="alternate" hreflang>. Pure.

html.spec.whatwg.org/multipage/links.html#rel-alternate: with hreflang it names a translation, with the type of a feed a
feed. What is declared is kept as it is; whether two pages are one article is judged where both are known.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.urls import canonical, resolve

# The European Union has 24 languages, a church's site may have hundreds.
MOST = 40
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
_PAGES = ("", "text/html", "application/xhtml+xml")


def translations(tree: LexborHTMLParser, url: str | None) -> dict[str, str]:
    """Language tag (lower case) to address of each other page; a home page, the page itself and feeds are none."""
    found: dict[str, str] = {}
    if url is None:
        return found
    for node in tree.css('link[rel~="alternate" i][hreflang][href]:not([rel~="stylesheet" i])'):
        attributes = node.attributes
        tag = (attributes.get("hreflang") or "").strip().lower()
        kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
        address = _address(url, attributes.get("href") or "")
        if _TAG.fullmatch(tag) and kind in _PAGES and address is not None and len(found) < MOST:
            found.setdefault(tag, address)
    try:
        own = canonical(url)
    except ValueError:  # a page of a file may come with any words for an address
        return found
    return {tag: address for tag, address in found.items() if address != own}


def _address(url: str, href: str) -> str | None:
    address = resolve(url, href)
    if address is None:
        return None
    try:
        address = canonical(address)
    except ValueError:
        return None
    parts = urlsplit(address)
    return address if parts.path.strip("/") or parts.query else None
