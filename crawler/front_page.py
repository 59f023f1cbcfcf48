"""What one page of an unknown site shows: its links, the feeds it names, its name and language, its pager. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler import urls
from crawler.address_signs import is_label
from crawler.discovery.anchors import base_of, links_in, unfolded
from crawler.extraction.charset import decode
from crawler.extraction.language import declared_code
from crawler.extraction.metadata import read_metadata
from crawler.extraction.plain import squeeze
from crawler.pager import Pager, leads_on, pager_of
from crawler.source_tables import path_of

MOST_LINKS = 3_000
_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml", re.IGNORECASE)
_FEED_NAME = re.compile(
    r"(?:^|[/._-])(?:rss|rdf|atom|feed)s?(?:[/._?-]|$)|[?&](?:[\w.-]{1,20}=)?(?:rss|rdf|atom)[\d._]{0,4}(?:&|$)",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(
    r"(?:(?:our|news|subscribe:?|via|full)\s)?(?:rss|rdf|atom|xml)(?:\s?[\d.]{1,4})?(?:\s?feeds?)?", re.IGNORECASE
)
# Soon enough to be no clock that loads the same page again.
_REFRESH = re.compile(r"\s*\d?(?:\.\d*)?\s*[;,]\s*url\s*=\s*(.+)", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?[/_-]?feed|/comments?/", re.IGNORECASE)
_NAME_PARTS = re.compile(r"\s+[|\-–—·]\s+|\s*[|_]\s*|\s*:\s+")
_HOME = re.compile(
    r"home(?: ?page)?|main page|welcome|index|default|news|首页|主页|网站首页|accueil|inicio|portada|início|startseite|"
    r"beranda|главная(?: страница)?|головна|الرئيسية|الصفحة الرئيسية|ana ?sayfa|ホーム|トップページ|홈|메인",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"news|press|release|latest|stor(?:y|ies)|article|world|mission|peace|milit|army|forces?|defen[cs]e|police|securit|"
    r"topic|statement|media|actualit|noticia|berita|新闻|要闻|维和|军事|国际|发布|новост|أخبار|보도|소식|ニュース|nachricht|aktuell|aktualn|notizie|haber",
    re.IGNORECASE,
)
_TAG = re.compile(r"/(?:tags?|authors?|keywords?|calendar|events?)/", re.IGNORECASE)
_NO_SECTION = re.compile(
    r"/(?:about|contact|login|signin|register|subscribe|privacy|terms|cookies?|careers?|jobs|help|faq|search|user|account|"
    r"donate|shop|video|photos?|gallery|podcasts?)(?:[-_/.]|$)|\.(?:jpe?g|png|gif|svg|pdf|xml|rss|zip|mp[34])$|mailto",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What one page of a site shows. links: own and foreign, canonical, with the words of the link.

    title: its title element. pager: keys of a [[section]] that lead to the next page; none where the reader finds it by
    itself. frames: pages shown inside this one. refresh: where it sends its readers at once.
    further: the addresses of its pager.
    """

    url: str
    links: tuple[tuple[str, str], ...] = ()
    feeds: tuple[str, ...] = ()
    name: str | None = None
    title: str | None = None
    language: str | None = None
    pager: Pager = ()
    frames: tuple[str, ...] = ()
    refresh: str | None = None
    further: frozenset[str] = frozenset()


def read_front(body: bytes, *, url: str, content_type: str | None) -> FrontPage:
    """Read a page for its links, the feeds it names, its language and the site's name. Never raises."""
    text = unfolded(decode(body, content_type).text)
    tree = LexborHTMLParser(text)
    base = base_of(tree, url)
    links: dict[str, str] = {}
    named: list[str] = []
    further: set[str] = set()
    for node, href in islice(links_in(tree), MOST_LINKS):
        address = urls.resolve(base, href)
        if address is None:
            continue
        words = _words(node)
        named += [address] * bool(_FEED_NAME.search(path_of(address)) or _FEED_WORDS.fullmatch(words))
        try:
            address = urls.canonical(address)
        except ValueError:
            continue
        if leads_on(node):
            further.add(address)
        if len(words) > len(links.get(address, "")) or address not in links:
            links[address] = words
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
        name=meta.site_name,
        title=meta.page_title,
        language=declared_code(meta.language),
        pager=pager_of(tree, url, base),
        frames=_frames(tree, base),
        refresh=_refresh(tree, base),
        further=frozenset(further),
    )


def _words(node: LexborNode) -> str:
    """The words of a link; of one that is a picture, the picture's."""
    words = squeeze(node.text(deep=True, separator=" "))
    picture = None if words else node.css_first("img[alt]")
    return words if picture is None else squeeze(picture.attributes.get("alt") or "")


def _frames(tree: LexborHTMLParser, base: str) -> tuple[str, ...]:
    found = (urls.resolve(base, node.attributes.get("src") or "") for node in tree.css("frame[src], iframe[src]"))
    return tuple(dict.fromkeys(address for address in found if address))


def _refresh(tree: LexborHTMLParser, base: str) -> str | None:
    for node in tree.css("meta[http-equiv][content]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh":
            told = _REFRESH.match(node.attributes.get("content") or "")
            return urls.resolve(base, told[1].strip("'\" ")) if told else None
    return None


def site_name(front: FrontPage, others: Sequence[FrontPage]) -> str | None:
    """What a site calls itself: as declared, else the part of its title that most other pages' titles share.

    Of several the shortest; none is a word such as Home.
    """
    if front.name:
        return front.name
    shared = Counter(part for other in others for part in set(_title_parts(other)))
    real = [part for part in _title_parts(front) if not _HOME.fullmatch(part)]
    return min(real, key=lambda part: (-shared[part], len(part)))[:80] if real else None


def _title_parts(page: FrontPage) -> list[str]:
    return [part.strip() for part in _NAME_PARTS.split(page.title or "") if part.strip()]


def section_candidates(front: FrontPage, learnt_from: Sequence[str], own: Iterable[str]) -> list[str]:
    """Own pages of the front page that may list articles, the likeliest first. learnt_from: addresses of articles.

    What is shown inside it is asked for first; a headline and a page with a query last. A further page of the same list
    is none: what is new comes there late.
    """
    mine, articles = set(own), set(learnt_from)
    scored = []
    for order, (address, words) in enumerate(front.links):
        parts = urlsplit(address)
        depth = len([part for part in parts.path.split("/") if part])
        if not _is_own(address, mine) or address in articles or not (0 < depth <= 5 or parts.query):
            continue
        if _NO_SECTION.search(parts.path) or address.rstrip("/") == front.url.rstrip("/"):
            continue
        if address in front.feeds or address in front.further:
            continue
        above = sum(article.startswith(address.rsplit("/", 1)[0] + "/") for article in articles)
        score = 3 * bool(_SECTION.search(f"{parts.path} {words}")) + 2 * bool(above)
        score -= 4 * (not is_label(words)) + bool(parts.query) + 3 * bool(_TAG.search(parts.path))
        scored.append((-score, order, address))
    return [*(one for one in front.frames if _is_own(one, mine)), *(address for _, _, address in sorted(scored))]


def _is_own(address: str, hosts: set[str]) -> bool:
    try:
        return urls.host_of(address) in hosts
    except ValueError:
        return False
