"""Which address an article is kept under: its own, or the one its page names if that is plainly the same page. Pure."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.source import Source
from storage.records import Article

# The source of a file that names no outlet we know.
IMPORT_SOURCE = "import"

_MISSING = re.compile(
    r"(?:^|[/_\-])(?:404|410|error|(?:page[_\-]?)?(?:not[_\-]?found|gone|missing))(?=[/_.\-]|$)", re.I
)
_LOGIN = re.compile(
    r"(?:^|[/_\-.])(?:log[_\-]?[io]n|sign[_\-]?in|sso|auth(?:enticate|orize)?|(?:user|member)[_\-]?login|passport|"
    r"denglu|connexion|anmelden)(?=[/_.\-]|$)",
    re.I,
)
_CHALLENGE = re.compile(r"(?:^|[/_\-.])(?:captcha|challenge|verify|validate|waf)(?=[/_.\-]|$)", re.I)
_INDEX = re.compile(r"/(?:index|default)\.\w+$|/amp$|\.amp$", re.IGNORECASE)


def address_of(claimed: str | None, fetched: str, source: Source | None) -> str:
    """The canonical address of a page fetched at ``fetched`` that claims (rel=canonical) to live at ``claimed``.

    A claim is believed only for an article address on the source's own hosts that has the outlet's own key or the path
    in common with the fetched one: sites print the home page, another host, or one address on every page.
    """
    if source is None:
        return fetched
    own = _canonical(fetched, source)
    if claimed is None:
        return own
    other = _canonical(claimed, source)
    return other if source.is_article(other) and same_page(other, own, source) else own


def placed(article: Article, *, answered: str | None, owner: str | None, source: Source | None) -> Article:
    """The article under its source, address and key. answered: the address that gave it; None: an imported file."""
    if answered is None:
        url = article.url if article.url and article.url.startswith(("http://", "https://")) else None
        return replace(article, source=article.source or owner or IMPORT_SOURCE, url=url)
    url = address_of(article.url, answered, source)
    key = article.key or (source.key_of(url) if source else None)
    return replace(article, source=owner, url=url, key=key)


def may_be_part(address: str, source: Source) -> bool:
    """Whether an address that is no article's is by its form that of a further page of one."""
    from crawler.extraction.parts import whole_addresses  # noqa: PLC0415  with a parser, which few commands need

    return not source.is_article(address) and any(map(source.is_article, whole_addresses(address)))


def same_page(one: str, other: str, source: Source) -> bool:
    """True where two addresses of a source name one page: the same key, or the same path but for its ending."""
    if one == other:
        return True
    key = source.key_of(one)
    if key is not None and key == source.key_of(other):
        return True
    return bool(_path(one)) and _path(one) == _path(other)


def is_home(url: str, source: Source) -> bool:
    """True for the home page of a source or one of its listings: where a withdrawn article often leads."""
    path = urlsplit(url).path
    if source.owns(url) and not _path(url) and not urlsplit(url).query:
        return True
    places = [source.home, *(listing.url for listing in source.listings)]
    return any(_canonical(place, source) == _canonical(url, source) for place in places) or path in ("", "/")


def says_missing(url: str) -> bool:
    """True for an address that by its own words is a page for what is not there (``/404.html``, ``/not-found``)."""
    return bool(_MISSING.search(urlsplit(url).path))


def led_to(url: str, source: Source) -> str:
    """What an address that is no article's is, by its own words: home, soft-404, login, challenge or elsewhere."""
    if is_home(url, source):
        return "home"
    if says_missing(url):
        return "soft-404"
    path = urlsplit(url).path
    return "login" if _LOGIN.search(path) else "challenge" if _CHALLENGE.search(path) else "elsewhere"


def elsewhere(asked: str, answered: str, source: Source) -> str:
    """Where a listing that holds nothing led to, such as a page for log-in or a new front page; empty for itself."""
    there = _canonical(answered, source)
    return "" if there == _canonical(asked, source) else f" (it leads to {there[:120]})"


def _canonical(url: str, source: Source) -> str:
    try:
        return source.canonical(url)
    except ValueError:
        return url


def _path(url: str) -> str:
    path = urlsplit(url).path.rstrip("/")
    return _INDEX.sub("", path).lower()


def is_unfollowed(slug: str | None, sources: Container[str]) -> bool:
    """Whether pages of this slug are of an outlet that has no source file here."""
    return slug not in (None, IMPORT_SOURCE) and slug not in sources
