"""Looks at an unknown site to draft its source file: front page, feeds, sitemaps, sections, one or two articles.

look() only decides and reads; what goes out is the given ``get``, which keeps to the guard, robots.txt and the gap.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from crawler import urls
from crawler.address_form import Learnt, headlined, learn
from crawler.address_signs import looks_like_article
from crawler.agreement import Proposed, propose
from crawler.discovery.feed import read_feed
from crawler.discovery.found import one_line
from crawler.discovery.sniff import kind_of
from crawler.drafting import Draft, Seen, slug_of, to_toml
from crawler.extraction.article import extract
from crawler.extraction.page import Page
from crawler.front_page import read_front, section_candidates, site_name
from crawler.new_site import Site
from crawler.scripted import HINT
from crawler.site_addresses import canonical
from crawler.site_draft import draft_of
from crawler.source import Source, parse_source
from crawler.trial import FieldTried, Get, StepTried, fields_of
from storage.records import Answer, Article

MOST_SECTIONS, MOST_CALLED = 4, 80
SAME_TEXT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look gave. text: the drafted file, None where nothing could be drafted and problem says why."""

    slug: str
    text: str | None = None
    source: Source | None = None
    steps: tuple[StepTried, ...] = ()
    fields: tuple[FieldTried, ...] = ()
    problem: str | None = None


def hosts_of(url: str) -> tuple[str, ...]:
    """The hosts of a site at this address, its www twin with it. Raises ValueError for what is no web address."""
    urls.canonical(url)
    table = {"slug": "x", "name": "x", "home": url, "section": [{"url": url}]}
    return parse_source(table, file=url, packaged=False).hosts


def look(url: str, get: Get, now: datetime, *, slug: str | None = None, name: str | None = None) -> Look:
    """Look at the site that shows itself at the address, or whose feed that is. The caller has checked it to be one."""
    once = cache(get)
    site = Site(once, now)
    answer = site.ask("front page", url)
    given = (answer.url,) if answer is not None and kind_of(answer.body) == "feed" else ()
    if answer is not None and given:
        url, site = _home_of(answer, now), Site(once, now)
        answer = site.ask("front page", url)
    slug = slug or slug_of(urls.host_of(url))
    if answer is None or kind_of(answer.body) not in ("html", "text", "xml"):
        came = "" if answer is None else f": a {kind_of(answer.body)} came"
        problem = site.steps[-1].problem or f"no web page{came}"
        return Look(slug=slug, steps=tuple(site.steps), problem=problem)
    front = read_front(answer.body, url=answer.url, content_type=answer.header("Content-Type"))
    moved = site.ask("front page", front.refresh) if front.refresh and front.refresh != answer.url else None
    if moved is not None:
        answer, front = moved, read_front(moved.body, url=moved.url, content_type=moved.header("Content-Type"))
    front = replace(front, feeds=given or front.feeds)
    site.hosts = tuple(dict.fromkeys([*hosts_of(answer.url), *hosts_of(url)]))
    site.said(f"{len(front.links)} links, {len(front.feeds)} feeds named")
    site.read_feeds(front)
    site.read_sitemaps(answer.url)
    site.pages.append((Seen(answer.url, "the front page"), front))
    known = [link for link, _ in front.links if site.owns(link) and looks_like_article(link)]
    known += headlined({link: words for link, words in front.links if site.owns(link)})
    for candidate in section_candidates(front, [*site.announced, *known], site.hosts)[:MOST_SECTIONS]:
        site.read_section(candidate)
    learnt = site.learn()
    pages = site.read_articles(learnt)
    learnt = _led_on(learnt, pages, site)
    others = [read_front(page.body, url=page.url or "", content_type=page.content_type) for page in pages]
    front = replace(front, name=site_name(front, [*(page for _, page in site.pages[1:]), *others]))
    draft = draft_of(site, learnt, front, answer, slug=slug, name=name)
    return _finish(draft, pages, site)


def _led_on(learnt: Learnt, pages: Sequence[Page], site: Site) -> Learnt:
    """With the form of the addresses at which articles answered, where the links to them lead through others."""
    known = {canonical(page.url) for _, page in site.pages}
    answered = {canonical(page.url): page for page in pages if page.url and site.owns(page.url)}
    led = [url for url, page in answered.items() if not learnt.takes(url) and url not in known and _is_article(page)]
    more = learn(led, sorted(known), sure=True) if len(led) > 1 else Learnt()
    if not more.patterns:
        return learnt
    # The numbers of the links need not be those of the articles.
    return replace(learnt, patterns=learnt.patterns + more.patterns, fit=learnt.fit + more.fit, key=more.key)


def _is_article(page: Page) -> bool:
    return isinstance(extract(page, None), Article)


def _home_of(feed: Answer, now: datetime) -> str:
    """The first page of the site whose articles a feed announces."""
    found = read_feed(feed.body, url=feed.url, content_type=feed.header("Content-Type"), now=now)
    announced = found.entries[0].urls[0] if found.entries else feed.url
    return urls.resolve(announced, "/") or feed.url


def _finish(draft: Draft, pages: Sequence[Page], site: Site) -> Look:
    """Try the draft on the articles, add what they teach, and write the file's text."""
    plain = [_read(page, draft) for page in pages]
    spoken = tuple(dict.fromkeys(article.language for article in plain if article and article.language))
    if spoken:
        guesses = {**draft.guesses, "languages": f"of {len(pages)} article(s) read"}
        draft = replace(draft, languages=spoken, guesses=guesses)
    draft = replace(draft, selectors=_sound(draft, propose(pages), pages, plain))
    articles = [article for page in pages if (article := _read(page, draft))]
    text = to_toml(draft)
    return Look(
        slug=draft.slug,
        text=text,
        source=_source(draft),
        steps=tuple(site.steps),
        fields=fields_of(articles[0]) if articles else (),
        problem=None if articles else "no article could be read yet; the file says what was seen" + _hint(site),
    )


def _hint(site: Site) -> str:
    """What may be the matter: a page for scripts alone, or a notice in the place of the site."""
    if site.scripted:
        return f"; {HINT}"
    called = one_line(site.pages[0][1].title, MOST_CALLED)
    return f"; the page that came is called '{called}'" if called else ""


def _sound(
    draft: Draft, selectors: Sequence[Proposed], pages: Sequence[Page], plain: Sequence[Article | None]
) -> tuple[Proposed, ...]:
    """The selectors, without a body that gives another text than the generic reader where no page declares its own."""
    for one in selectors:
        if one.field != "body" or one.agrees.startswith("json-ld"):
            continue
        tried = [_read(page, replace(draft, selectors=(one,))) for page in pages]
        for before, after in zip(plain, tried, strict=True):
            sizes = len(before.body) if before else 0, len(after.body) if after else 0
            if min(sizes) < SAME_TEXT * max(sizes):
                return tuple(other for other in selectors if other is not one)
    return tuple(selectors)


def _source(draft: Draft) -> Source:
    return parse_source(tomllib.loads(to_toml(draft)), file=f"{draft.slug}.toml", packaged=False)


def _read(page: Page, draft: Draft) -> Article | None:
    found = extract(page, _source(draft))
    return found if isinstance(found, Article) else None
