"""The address of an article's next part, where its text is printed over several pages. Nothing is guessed or fetched.

A link counts only where it is the page's own address with the next number: ``a.html``, ``a_2.html``, ``a_3.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction.plain import squeeze
from crawler.urls import resolve

_NUMBERED = re.compile(r"^(?P<stem>.*?)(?:[_\-/](?P<n>\d{1,2}))?(?P<end>\.\w{2,5})?/?$")
_PAGE_KEYS = frozenset({"page", "p", "pg", "pn", "part", "currentpage", "seite", "pagina"})
_NEXT = re.compile(
    r"^\W*(?:next(?: page| part)?|下一页|下页|下一頁|后一页|suivant|page suivante|weiter|nächste seite|siguiente"
    r"|следующая"
    r"|selanjutnya|\d{1,2}|page \d{1,2}|第?\d{1,2}页?|[»›>]+)\W*$",
    re.IGNORECASE,
)
MAX_PARTS = 50


def next_part(tree: LexborHTMLParser, url: str | None, pattern: str | None = None) -> tuple[str | None, str]:
    """The address of the next part as a link of the page gives it, and how it was known; None where there is none.

    pattern: the source's own, such as ``{stem}_{n}.html``.
    """
    if not url:
        return None, ""
    links = [(node, _mark(node)) for node in tree.css('link[rel~="next"][href], a[href]')]
    if not pattern and not any(how for _, how in links):
        return None, ""
    host = urlsplit(url).netloc
    resolved = [(resolve(url, node.attributes.get("href") or ""), how) for node, how in links]
    own = [(address, how) for address, how in resolved if address and urlsplit(address).netloc == host]
    addresses = {address for address, _ in own}
    for address, how in own:
        if how and _follows(url, address, addresses):
            return address, how
    for expected in _expected(url, pattern) if pattern else ():
        if expected in addresses:
            return expected, "the source's pattern of parts"
    return None, ""


def _mark(node: LexborNode) -> str:
    """What makes a link one to a next page; empty for another link."""
    if "next" in (node.attributes.get("rel") or "").split():
        return "link: rel=next"
    words = node.text(deep=True)
    return "pager link" if len(words) <= 60 and _NEXT.match(squeeze(words)[:40]) else ""


def _split(url: str) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], int]:
    """An address without its page number, and that number; 1 where it has none."""
    parts = urlsplit(url)
    number, query = 1, []
    for key, value in parse_qsl(parts.query):
        if key.lower() in _PAGE_KEYS and value.isdigit():
            number = int(value)
        else:
            query.append((key, value))
    return (parts.netloc, parts.path, tuple(query)), number


def _follows(url: str, address: str, addresses: set[str]) -> bool:
    """Whether an address is the part after url: the same but for its number, which is the next."""
    (here, number), (there, other) = _split(url), _split(address)
    if here == there:
        return other == number + 1 and other <= MAX_PARTS
    if here[0] != there[0] or here[2] != there[2] or number != 1 or other != 1:
        return False
    own, their = _NUMBERED.match(here[1]), _NUMBERED.match(there[1])
    if own is None or their is None or their.group("n") is None or own.group("end") != their.group("end"):
        return False
    whole = here[1].removesuffix("/").removesuffix(own.group("end") or "")
    if their.group("stem") == whole:
        return int(their.group("n")) == 2
    if own.group("n") is None or their.group("stem") != own.group("stem"):
        return False
    # A number may be the article's own: it is a part's only where the page links to the first part as well.
    first = f"{own.group('stem')}{own.group('end') or ''}"
    linked = any(urlsplit(one).path.removesuffix("/") == first for one in addresses)
    return linked and int(their.group("n")) == int(own.group("n")) + 1 <= MAX_PARTS


def _expected(url: str, pattern: str) -> Iterator[str]:
    """The addresses that a source's pattern gives for the part after url, as the first part and as a later one."""
    parts = urlsplit(url)
    name, dot, ending = parts.path.rpartition(".")
    stem, end = (name, dot + ending) if dot and "/" not in ending else (parts.path, "")
    joint, _, tail = pattern.removeprefix("{stem}").partition("{n}")
    query = f"?{parts.query}" if parts.query else ""
    yield f"{parts.scheme}://{parts.netloc}{stem}{joint}2{end or tail}{query}"
    later = re.fullmatch(rf"(?P<stem>.*){re.escape(joint)}(?P<n>\d{{1,2}})", stem) if joint else None
    if later:
        following = int(later.group("n")) + 1
        yield f"{parts.scheme}://{parts.netloc}{later.group('stem')}{joint}{following}{end or tail}{query}"
