"""What one page of an unknown site shows: its links, the feeds it names, its name and language, its pager. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler import urls
from crawler.extraction.charset import decode
from crawler.extraction.language import declared_code
from crawler.extraction.metadata import read_metadata
from crawler.extraction.plain import squeeze

MOST_LINKS = 3_000
Pager = tuple[tuple[str, str | int], ...]
_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml", re.IGNORECASE)
_FEED_NAME = re.compile(r"(?:^|[/._-])(?:rss|atom|feed)s?(?:[/._-]|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?[/_-]?feed|/comments?/", re.IGNORECASE)
_NAME_PARTS = re.compile(r"\s+[|\-–—·:]\s+|\s*[|_]\s*")
_NEXT_CLASS = re.compile(r"[A-Za-z_-]*next[A-Za-z_-]*", re.IGNORECASE)
_NEXT_WORDS = re.compile(
    r"(?:next(?: page)?|older(?: posts)?|more|下一页|suivante?|siguiente|weiter|[>»›→\s])+", re.IGNORECASE
)
_SECTION = re.compile(
    r"news|press|release|latest|stor(?:y|ies)|article|world|mission|peace|milit|army|forces?|defen[cs]e|police|securit|"
    r"topic|statement|media|actualit|noticia|berita|新闻|要闻|维和|军事|国际|发布|новост",
    re.IGNORECASE,
)
_NO_SECTION = re.compile(
    r"/(?:about|contact|login|signin|register|subscribe|privacy|terms|cookies?|careers?|jobs|help|faq|search|user|account|"
    r"donate|shop|video|photos?|gallery|podcasts?)(?:[-_/.]|$)|\.(?:jpe?g|png|gif|svg|pdf|xml|rss|zip|mp[34])$|mailto",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What one page of a site shows. links: own and foreign, absolute, with the words of the link.

    pager: keys of a [[section]] that lead to the next page; none where the reader finds it by itself.
    """

    url: str
    links: tuple[tuple[str, str], ...] = ()
    feeds: tuple[str, ...] = ()
    name: str | None = None
    language: str | None = None
    pager: Pager = ()


def read_front(body: bytes, *, url: str, content_type: str | None) -> FrontPage:
    """Read a page for its links, the feeds it names, its language and the site's name. Never raises."""
    text = decode(body, content_type).text
    tree = LexborHTMLParser(text)
    base_node = tree.css_first("base[href]")
    base = (urls.resolve(url, base_node.attributes.get("href") or "") if base_node else None) or url
    links: dict[str, str] = {}
    named: list[str] = []
    for node in tree.css("a[href]")[:MOST_LINKS]:
        address = urls.resolve(base, node.attributes.get("href") or "")
        if address is None:
            continue
        address = urldefrag(address).url
        words = squeeze(node.text(deep=True, separator=" "))
        if len(words) > len(links.get(address, "")) or address not in links:
            links[address] = words
        if _FEED_NAME.search(urlsplit(address).path):
            named.append(address)
    declared = [
        address
        for node in tree.css('link[rel~="alternate"][href]')
        if _FEED_TYPE.match(node.attributes.get("type") or "")
        and (address := urls.resolve(base, node.attributes.get("href") or ""))
    ]
    feeds = [one for one in dict.fromkeys([*declared, *named]) if not _COMMENTS.search(one)]
    meta = read_metadata(tree, text)
    return FrontPage(
        url=url,
        links=tuple(links.items()),
        feeds=tuple(feeds),
        name=meta.site_name or _site_name(meta.page_title),
        language=declared_code(meta.language),
        pager=_pager(tree, url, links),
    )


def _site_name(title: str | None) -> str | None:
    """The shortest part of a front page's title that is no word such as Home."""
    parts = [part.strip() for part in _NAME_PARTS.split(title or "") if part.strip()]
    real = [
        part for part in parts if not re.fullmatch(r"(?:home(?:page)?|welcome|index|首页|news)", part, re.IGNORECASE)
    ]
    return min(real, key=len)[:80] if real else None


def _pager(tree: LexborHTMLParser, url: str, links: Iterable[str]) -> Pager:
    """The way to the next page: a link's class, or the numbered addresses of the further pages; empty for none."""
    if tree.css_first('a[rel~="next"][href], link[rel~="next"][href]'):
        return ()
    for node in tree.css("a[href][class]")[:MOST_LINKS]:
        words = squeeze(node.text(deep=True, separator=" "))
        for name in (node.attributes.get("class") or "").split():
            if _NEXT_CLASS.fullmatch(name) and (not words or _NEXT_WORDS.fullmatch(words)):
                return (("next", f"a.{name}"),)
    folder, _, last = urlsplit(url).path.rpartition("/")
    stem = last.rpartition(".")[0] if "." in last else "index"
    paths = {urlsplit(address).path for address in links if not urlsplit(address).query}
    for before, after in ((f"{stem}_", r"\.\w+"), ("page/", "/?")):
        for path in sorted(paths):
            found = re.fullmatch(f"{re.escape(f'{folder}/{before}')}2({after})", path)
            if found:
                first = 1 if f"{folder}/{before}1{found[1]}" in paths else 2
                return (("page_pattern", f"{before}{{n}}{found[1]}"), ("page_start", first))
    return ()


def section_candidates(front: FrontPage, learnt_from: Sequence[str], own: Iterable[str]) -> list[str]:
    """Own pages of the front page that may list articles, the likeliest first. learnt_from: addresses of articles."""
    mine, articles = set(own), set(learnt_from)
    scored = []
    for order, (address, words) in enumerate(front.links):
        parts = urlsplit(address)
        depth = len([part for part in parts.path.split("/") if part])
        if not _is_own(address, mine) or address in articles or not 0 < depth <= 4 or parts.query:
            continue
        if _NO_SECTION.search(parts.path) or address.rstrip("/") == front.url.rstrip("/"):
            continue
        above = sum(article.startswith(address.rsplit("/", 1)[0] + "/") for article in articles)
        scored.append((-(3 * bool(_SECTION.search(f"{parts.path} {words}")) + 2 * bool(above)), order, address))
    return [address for _, _, address in sorted(scored)]


def _is_own(address: str, hosts: set[str]) -> bool:
    try:
        return urls.host_of(address) in hosts
    except ValueError:
        return False
