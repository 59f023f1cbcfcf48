"""Addresses of a site that is being looked at: their written form, and what those of articles teach. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler import urls
from crawler.address_form import Learnt, headlined, learn
from crawler.address_signs import is_label, looks_like_article
from crawler.source_tables import path_of

TONGUE = re.compile(r"/[a-z]{2}(?:[-_][A-Za-z]{2,4})?/")
NEWS = re.compile(r"news|post|article|stor|press|peace", re.IGNORECASE)
LEAST_LINKS = 3


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
    links: Mapping[str, str], places: Sequence[str], announced: Sequence[str], *, sure: bool, whole: bool = False
) -> Learnt:
    """The form of a site's article addresses: from what it announces, else from links that look like articles.

    links: its own, with their words. places: the pages that were looked at, the front page first. sure, whole: as
    in learn().
    """
    alike = like_articles(links, places)
    elsewhere = {url: words for url, words in links.items() if url not in places}
    headlines = [] if announced else _of_the_language(headlined(elsewhere), places)
    learnt = _learnt(links, announced or alike, places, sure=sure, whole=whole)
    more = [url for url in headlines if not learnt.takes(url)]
    if 2 * len(more) <= len(headlines):
        more = _beside(more, alike)
    if more:
        learnt = _learnt(links, [*alike, *more], places, whole=whole)
    lists = {path_of(without_query(place)) for place in places}
    untaken = [*learnt.left, *(path_of(url) for url in headlines if not learnt.takes(url))]
    left = (path for path in dict.fromkeys(untaken) if path.partition("?")[0] not in lists)
    return replace(learnt, left=tuple(left))


def like_articles(links: Mapping[str, str], places: Sequence[str]) -> list[str]:
    """The links whose addresses look like those of articles, of the front page's language where it has one."""
    return _of_the_language([url for url, words in links.items() if looks_like_article(url, words)], places)


def folders_of(found: Sequence[str]) -> dict[str, list[str]]:
    """The addresses by the first segment of their paths, those of news by name and the largest first; no years."""
    folders: dict[str, list[str]] = {}
    for url in found:
        if urlsplit(url).path.rstrip("/").count("/") > 1 and not _folder(url).isdigit():
            folders.setdefault(_folder(url), []).append(url)
    return dict(sorted(folders.items(), key=lambda one: (not NEWS.search(one[0]), -len(one[1]))))


def _of_the_language(found: list[str], places: Sequence[str]) -> list[str]:
    """Where the front page is that of a language (``/fr/``), the addresses of that language, if there are such."""
    tongue = TONGUE.match(urlsplit(places[0]).path)
    mine = [url for url in found if tongue and urlsplit(url).path.startswith(tongue[0])]
    return mine if len(mine) >= LEAST_LINKS else found


def _beside(headlines: Sequence[str], articles: Sequence[str]) -> list[str]:
    """Those that lie in one folder with articles, or in one of news by its name; others may be pages of the site."""
    folders = {_folder(url) for url in articles}
    inside = [url for url in headlines if urlsplit(url).path.rstrip("/").count("/") > 1]
    return [url for url in inside if _folder(url) in folders or NEWS.search(_folder(url))]


def _folder(url: str) -> str:
    return urlsplit(url).path.lstrip("/").partition("/")[0]


def _learnt(
    links: Mapping[str, str], wanted: Sequence[str], places: Sequence[str], *, sure: bool = False, whole: bool = False
) -> Learnt:
    """Learn from the wanted addresses; the other links, and the pages that were looked at, are none."""
    mine = set(wanted)
    others = {url for url, words in links.items() if not looks_like_article(url, words)}
    # A headline that was looked at for a list may well be an article.
    others |= {place for place in places if is_label(links.get(place, ""))}
    return learn(wanted, sorted(others - mine), words=links, sure=sure, whole=whole)
