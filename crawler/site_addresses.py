"""Addresses of a site that is being looked at: their written form, and what those of articles teach. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler import urls
from crawler.address_form import Learnt, headlined, learn
from crawler.address_signs import looks_like_article
from crawler.source_tables import path_of

TONGUE = re.compile(r"/[a-z]{2}(?:[-_][A-Za-z]{2,4})?/")
NEWS = re.compile(r"news|post|article|stor|press|peace", re.IGNORECASE)
_LEAST_LINKS = 3


def at(url: str, path: str) -> str:
    """The address of a path on the host of an address."""
    return urls.resolve(url, path) or url


def host_in(url: str) -> str:
    """The host of an address; empty for what has none."""
    try:
        return urls.host_of(url)
    except ValueError:
        return ""


def canonical(url: str) -> str:
    """The address in its one form; one that has none as it is."""
    try:
        return urls.canonical(url)
    except ValueError:
        return url


def without_query(url: str) -> str:
    """The address without its query."""
    return urlsplit(url)._replace(query="").geturl()


def form_of_articles(
    links: Mapping[str, str], places: Sequence[str], announced: Sequence[str], *, whole: bool = False
) -> Learnt:
    """The form of a site's article addresses: from what its feeds announce, else from links that look like articles.

    links: its own, with their words. places: the pages that were looked at, the front page first. whole: as in learn().
    """
    alike = (
        [] if announced else _of_the_language([u for u, words in links.items() if looks_like_article(u, words)], places)
    )
    others = {url: words for url, words in links.items() if url not in places}
    headlines = [] if announced else _of_the_language(headlined(others), places)
    learnt = _learnt(links, announced or alike, places, sure=bool(announced), whole=whole)
    more = [url for url in headlines if not learnt.takes(url)]
    if 2 * len(more) <= len(headlines):
        more = _beside(more, alike)
    if more:
        learnt = _learnt(links, [*alike, *more], places, whole=whole)
    left = [path_of(url) for url in headlines if not learnt.takes(url)]
    return replace(learnt, left=tuple(dict.fromkeys([*learnt.left, *left])))


def _of_the_language(found: list[str], places: Sequence[str]) -> list[str]:
    """Where the front page is that of a language (``/fr/``), the addresses of that language, if there are such."""
    tongue = TONGUE.match(urlsplit(places[0]).path)
    mine = [url for url in found if tongue and urlsplit(url).path.startswith(tongue[0])]
    return mine if len(mine) >= _LEAST_LINKS else found


def _beside(headlines: Sequence[str], articles: Sequence[str]) -> list[str]:
    """Those that lie in one folder with articles, or in one of news by its name; others may be pages of the site."""
    folders = {_folder(url) for url in articles}
    return [url for url in headlines if _folder(url) in folders or NEWS.search(_folder(url))]


def _folder(url: str) -> str:
    """The first segment of a path."""
    return urlsplit(url).path.lstrip("/").partition("/")[0]


def _learnt(
    links: Mapping[str, str], wanted: Sequence[str], places: Sequence[str], *, sure: bool = False, whole: bool = False
) -> Learnt:
    """Learn from the wanted addresses; the other links, and the pages that were looked at, are none."""
    mine = set(wanted)
    others = {url for url, words in links.items() if not looks_like_article(url, words)} | set(places)
    return learn(wanted, sorted(others - mine), sure=sure, whole=whole)
