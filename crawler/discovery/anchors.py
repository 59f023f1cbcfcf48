"""The links of a page: anchors, what leads on by one line of script, and lists that wait inside a script. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler import urls

# What may lead somewhere: an anchor, or an element with its address in an attribute that scripts read.
_LEADING = "a[href], area[href], [onclick], [data-href], [data-link]"
_QUOTED = re.compile(
    r"""(?<![\w.])([\w$.]{1,60})\s{0,9}(?:=|\()\s{0,9}(?:[\w.$]{1,40}\s{0,9},\s{0,9})?(?:'([^']{2,2000})'|"([^"]{2,2000})")"""
)
# Calls that only count the click or hand the page to somebody else.
_COUNTS = re.compile(
    r"^(?:ga|_?gaq|gtag|_?paq|_?hmt|dataLayer|ym|fbq)\b|track|analytic|\bstat|\blog|share", re.IGNORECASE
)
_SIGNS = re.compile(r"[^\s'\"<>]+")
_LEADS = re.compile(r"(?:https?:/)?\.{0,2}/|[^:?#]{1,500}\.(?:s?html?|php|aspx?|jsp|do)(?:[?#]|$)", re.IGNORECASE)
# The list of a content system that many Chinese offices use: rows as CDATA in a script that is none.
_DATA_SCRIPT = re.compile(
    r"<script\b[^>]{0,200}\btype\s{0,9}=\s{0,9}[\"']?(?:text|application)/xml\b[^>]{0,200}>", re.IGNORECASE
)
_SCRIPT_END = re.compile(r"</script\s{0,9}>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")


def unfolded(text: str) -> str:
    """The page with the rows of a list that a script would put into it, where they lie in the page itself."""
    if "<![CDATA[" not in text:
        return text
    pieces, done = list[str](), 0
    while (start := _DATA_SCRIPT.search(text, done)) and (end := _SCRIPT_END.search(text, start.end())):
        pieces += [text[done : start.start()], "<div>", _CDATA.sub("", text[start.end() : end.start()]), "</div>"]
        done = end.end()
    return "".join((*pieces, text[done:]))


def links_in(tree: LexborHTMLParser | LexborNode, selector: str | None = None) -> Iterator[tuple[LexborNode, str]]:
    """The links with their href: all, or those that the selector names, holds or lies in."""
    for node in tree.css(selector or _LEADING):
        href = href_of(node)
        anchor = node if href or selector is None else anchor_at(node)
        href = href or (href_of(anchor) if anchor else "")
        if anchor and href:
            yield anchor, href


def href_of(node: LexborNode) -> str:
    """Where a node leads to, as written; empty where it leads nowhere."""
    attributes = node.attributes
    href = (attributes.get("href") or "").strip()
    scripted = href[:11].lower() == "javascript:"
    if href and href != "#" and not scripted:
        return href
    for name in ("data-href", "data-link"):
        if address := _address((attributes.get(name) or "").strip()):
            return address
    return _called(href[11:] if scripted else "") or _called(attributes.get("onclick") or "")


def _called(script: str) -> str:
    """The address that a line of script goes to: ``location.href='/a/1'``, ``open('/a/1')``."""
    for name, one, other in _QUOTED.findall(script[:4000]):
        address = _address((one or other).strip())
        if address and not _COUNTS.search(name):
            return address
    return ""


def _address(text: str) -> str:
    return text if _SIGNS.fullmatch(text) and _LEADS.match(text) else ""


def anchor_at(node: LexborNode) -> LexborNode | None:
    """The anchor inside a node, else the one around it."""
    inside = node.css_first("a[href]")
    above = node.parent
    while inside is None and above is not None:
        if above.tag == "a" and above.attributes.get("href"):
            return above
        above = above.parent
    return inside


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """What relative links of the page are relative to."""
    node = tree.css_first("base[href]")
    return (urls.resolve(url, node.attributes.get("href") or "") if node else None) or url
