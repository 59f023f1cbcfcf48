"""A Source: one outlet, declared in one file. The form stands in docs/design.md, section 7.

parse_source() refuses a wrong file with all its mistakes at once; regular expressions, selectors, time zones and dates
are tried when the file is read, so that a mistake is named here and not in the middle of a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationError

from crawler import urls
from crawler.mistakes import in_words, refuse, shown
from crawler.source_addresses import absolute_addresses
from crawler.source_fields import (
    FOUND_RIGHT,
    Host,
    Language,
    OneGroup,
    PartsPattern,
    Patterns,
    Slug,
    Text,
    Texts,
    Zone,
    compiled,
    listed,
)
from crawler.source_tables import Dated, Layout, Section, Table, Was, path_of

__all__ = ["Layout", "Listing", "Section", "Source", "parse_source"]

ISO3 = re.compile(r"[A-Z]{3}")
NOT_A_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|css|js|json|xml|rss|atom|gz|zip|rar|7z|exe|apk|docx?|xlsx?|pptx?|pdf|"
    r"mp[34]|m4[av]|avi|mov|wm[av]|flv|webm|ogg|wav|woff2?|ttf|eot)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One place where a source announces articles. deep: a back-fill reads it, so its pager is guessed at too."""

    kind: Literal["feed", "sitemap", "section"]
    url: str
    section: Section | None = None
    deep: bool = False


class Source(Table):
    """One outlet. Its addresses are absolute; the first host is the one that others are written as."""

    slug: Slug
    """Key of the outlet everywhere: small letters, digits, hyphens."""
    name: Text
    """Name of the outlet."""
    home: Text
    """Home page; its scheme is the one asked for."""
    hosts: tuple[Host, ...] = ()
    """Hosts (with port where odd) that are the outlet; the first is canonical. Default: home's, with its www twin."""
    aliases: tuple[Text, ...] = ()
    """Other names under which it is credited."""
    country: str | None = None
    """ISO 3166 alpha-3, or the short name of a body."""
    kind: str | None = None
    """mod, mod-media, police, un, wire, paper, ..."""
    languages: Annotated[tuple[Language, ...], BeforeValidator(listed)] = ()
    """Languages of its pages, ISO 639-1."""
    timezone: Zone | None = None
    """IANA zone of printed times that name none."""
    outlet: Literal["name", "printed"] = "name"
    """`printed`: the credit line names the outlet; `name`: always this source."""
    per_week: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]] | None = None
    """Articles a week, at least and at most: silence beyond it is named."""
    gap_seconds: float | None = Field(default=None, ge=0, le=3600)
    """Seconds between two requests to a host; over the configuration."""
    feeds: Texts = ()
    """RSS, Atom, RDF or JSON feeds."""
    sitemaps: Texts = ()
    """Sitemaps: plain, index, news, gz, text."""
    sections: tuple[Section, ...] = Field(default=(), alias="section")
    """Pages of links."""
    dated: tuple[Dated, ...] = ()
    """Pages of links by month or day, for a back-fill."""
    was: tuple[Was, ...] = ()
    """Older forms of its addresses."""
    article_url: Patterns = ()
    """Regular expressions on path and query that tell articles."""
    key: OneGroup | None = None
    """Regular expression with one group: the outlet's own stable number, read from the address."""
    parts: PartsPattern | None = None
    """Pattern of the further pages of one article, such as `{stem}_{n}.html`."""
    trailer: tuple[Text, ...] = ()
    """Lines that end the text."""
    layouts: tuple[Layout, ...] = Field(default=(), alias="layout")
    """Where fields stand, dated."""
    fetch: Literal["http", "browser"] = "http"
    """`browser`: its pages need JavaScript and are shown in a headless Chromium before they are read."""
    browser_hosts: tuple[Host, ...] = ()
    """Further hosts (with port where odd) from which its pages may load scripts and data; for `fetch = "browser"`."""
    cookies: bool = False
    """Keep the cookies that each of its hosts sets, for that host alone and to the end of the run."""
    tls: Literal["verify", "accept-name"] = "verify"
    """`accept-name`: a certificate of a trusted authority may name another host; anybody with one can pose as it."""
    enabled: bool = True
    """Whether it is crawled."""
    disabled_because: str | None = None
    """Why it is off; a source with a reason is off."""
    checked: dict[str, Any] = Field(default_factory=dict)
    """How and when the file was last checked against the live site."""
    packaged: bool = False
    """Not a key of the file: whether the file is one of ours."""

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """Feeds, then sitemaps, then sections, each in the order of the file."""
        return (
            *(Listing("feed", url) for url in self.feeds),
            *(Listing("sitemap", url) for url in self.sitemaps),
            *(Listing("section", section.url, section) for section in self.sections),
        )

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """Its own hosts and those from which its pages may load their parts."""
        return (*self.hosts, *self.browser_hosts)

    def owns(self, url: str) -> bool:
        """True where the address lies on a declared host (and port)."""
        try:
            return urls.host_of(url) in self.hosts
        except ValueError:
            return False

    def canonical(self, url: str) -> str:
        """Write the address as urls.canonical does, an owned one on the first host, in the home page's scheme.

        A query that the outlet's own article pattern does not know of is no part of the address and is left out.
        Raises ValueError as urls.canonical does.
        """
        address = urls.canonical(url)
        if not self.was and "?" not in address and address.startswith(self._as_it_is):
            return address
        parts = urlsplit(address)
        if parts.netloc not in self.hosts:
            return address
        if self.was and (old := self._generation(address)):
            if (today := self._today(*old)) is None:
                return address
            address, parts = today, urlsplit(today)
        if ":" not in parts.netloc:
            first = self.hosts[0]
            scheme = urlsplit(self.home).scheme if ":" not in first else parts.scheme
            parts = parts._replace(netloc=first if ":" not in first else parts.netloc, scheme=scheme)
        if parts.query and not self._fits(path_of(address)) and self._fits(parts.path):
            parts = parts._replace(query="")
        return parts.geturl()

    def is_article(self, url: str) -> bool:
        """True for an own address that one of article_url fits; without patterns, any own page but the listings."""
        if not self.owns(url):
            return False
        if self.article_url:
            fits = self._fits(path_of(url)) or self._fits(urlsplit(url).path)
            return fits or bool(self.was and self._generation(url))
        path = urlsplit(url).path
        return path.strip("/") != "" and not NOT_A_PAGE.search(path) and self.canonical(url) not in self._no_articles

    @property
    def home_country(self) -> str | None:
        """ISO3 of the country whose outlet it is; None for that of a body (UN, AU, NATO), which has no soldiers."""
        return self.country if self.country is not None and ISO3.fullmatch(self.country) else None

    def is_old(self, url: str) -> bool:
        """True for an address of an older form of which nothing tells today's."""
        return bool(self.was) and self._generation(url) is not None

    def key_of(self, url: str) -> str | None:
        """The outlet's own stable number or word for the article, out of its address."""
        if self.was and (old := self._generation(url)) and old[0].key:
            return old[0].filled(old[0].key, old[1])
        found = compiled(self.key).search(path_of(url)) if self.key else None
        return found[1] if found else None

    def first_part(self, url: str) -> str:
        """The address of the whole article for the address of one of its parts; any other address as it is."""
        if not self.parts:
            return url
        mark = self.parts.removeprefix("{stem}").partition("{n}")
        tail = re.escape(mark[0]) + r"(?:[2-9]|[1-9]\d{1,2})" + re.escape(mark[2].rpartition(".")[0])
        parts = urlsplit(url)
        found = compiled(rf"(.+){tail}(\.[A-Za-z]+)?").fullmatch(parts.path)
        if not found:
            return url
        whole = parts._replace(path=found[1] + (found[2] or ""), query="").geturl()
        return whole if self.is_article(whole) else url

    def table(self) -> dict[str, Any]:
        """The source as parse_source takes it, JSON-able: parse_source(source.table(), ...) gives the same source."""
        return self.model_dump(mode="json", by_alias=True, exclude={"packaged"}, exclude_unset=False)

    def _generation(self, address: str) -> tuple[Was, re.Match[str]] | None:
        """The older form that an address has, with what its pattern found."""
        rest = address.partition("//")[2]
        return next(((one, found) for one in self.was if (found := compiled(one.match).search(rest))), None)

    def _today(self, old: Was, found: re.Match[str]) -> str | None:
        """Today's address of a page of that older form, where that can be told."""
        today = urls.resolve(self.home, old.filled(old.now, found)) if old.now else None
        return None if today is None else urls.canonical(today)

    def _fits(self, path: str) -> bool:
        return any(compiled(pattern).search(path) for pattern in self.article_url)

    @cached_property
    def _as_it_is(self) -> tuple[str, ...]:
        """How an address begins that canonical() has nothing to change of but what every address has changed."""
        scheme = urlsplit(self.home).scheme
        with_port = [host for host in self.hosts if ":" in host]
        first = [f"{scheme}://{self.hosts[0]}/"] if ":" not in self.hosts[0] else []
        return (*first, *(f"{one}://{host}/" for host in with_port for one in ("http", "https")))

    @cached_property
    def _no_articles(self) -> frozenset[str]:
        return frozenset(self.canonical(url) for url in (self.home, *(listing.url for listing in self.listings)))


def parse_source(table: Mapping[str, Any], *, file: str, packaged: bool) -> Source:
    """Make a Source of a parsed TOML table. Raises ConfigurationError that names every mistake of the file."""
    given = dict(table)
    mistakes: list[str] = []
    if "language" in given and "languages" in given:
        mistakes.append("language: found beside languages; allowed: one of the two")
    if "language" in given:
        given.setdefault("languages", given.pop("language"))
    if "packaged" in given:
        mistakes.append("packaged: unknown key")
    checked = given.get("checked")
    if isinstance(checked, Mapping):
        given["checked"] = {k: v.isoformat() if isinstance(v, date) else v for k, v in checked.items()}
    absolute_addresses(given, mistakes)
    known = {(): Source.keys() - {"packaged"} | {"language"}, ("section",): Section.keys(), ("layout",): Layout.keys()}
    known |= {("dated",): Dated.keys(), ("was",): Was.keys()}
    try:
        source = Source.model_validate({**given, "packaged": packaged}, context=FOUND_RIGHT if packaged else None)
    except ValidationError as error:
        raise refuse(file, [*mistakes, *in_words(error, known)]) from None
    mistakes += _contradictions(source)
    if mistakes:
        raise refuse(file, mistakes)
    return source


def _contradictions(source: Source) -> Iterator[str]:
    if not source.listings:
        yield "feeds, sitemaps, [[section]]: none found; allowed: at least one listing"
    if not source.owns(source.home):
        yield f"hosts: found {shown(list(source.hosts))} without the host of home; allowed: {source.home}'s host too"
    if source.per_week and source.per_week[0] > source.per_week[1]:
        yield f"per_week: found {list(source.per_week)}; allowed: [at least, at most]"
    for number, section in enumerate(source.sections, 1):
        if section.next and section.page_pattern:
            yield f"section[{number}]: next and page_pattern both found; allowed: one of the two"
    names = [layout.name for layout in source.layouts]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield f"layout: two of the name {shown(name)}; allowed: each name once"
    for layout in source.layouts:
        for field in layout.not_provided:
            if getattr(layout, field):
                yield f"layout {shown(layout.name)}: {field} is both selected and not_provided; allowed: one of the two"
