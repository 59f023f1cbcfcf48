"""A site that is being looked at for the first time: asks its addresses one by one and keeps what came.

At most MOST_REQUESTS addresses are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from crawler import urls
from crawler.address_form import Learnt
from crawler.address_signs import looks_like_article
from crawler.discovery.feed import read_feed
from crawler.discovery.found import Entry, Found
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.sniff import kind_of
from crawler.drafting import Seen
from crawler.extraction.article import extract
from crawler.extraction.page import Page
from crawler.fetch_one import Refusal
from crawler.front_page import FrontPage, read_front
from crawler.scripted import looks_scripted
from crawler.site_addresses import (
    NEWS,
    at,
    canonical,
    folders_of,
    form_of_articles,
    host_in,
    like_articles,
)
from crawler.trial import Get, StepTried
from storage.records import Answer, Article, FieldState

MOST_REQUESTS = 24
FEED_PATHS = ("/feed/", "/rss.xml", "/feed.xml", "/rss")
MOST_FEEDS, MOST_SITEMAPS, MOST_ARTICLES, MOST_LED, MOST_CHILDREN = 4, 2, 2, 5, 2
LONG_SITEMAP = 2_000
MOST_FOLDERS = 4
_PICTURES = re.compile(r"image|photo|picture|video|audio|podcast|webcast|event|job|comment", re.IGNORECASE)


class Site:
    """Asks, and keeps what came."""

    def __init__(self, get: Get, now: datetime) -> None:
        self._get, self.now = get, now
        self.steps: list[StepTried] = []
        self.hosts: tuple[str, ...] = ()
        self.feeds: list[tuple[Seen, tuple[Entry, ...]]] = []
        self.sitemaps: list[tuple[Seen, tuple[Entry, ...]]] = []
        self.pages: list[tuple[Seen, FrontPage]] = []
        self.left_out: list[Seen] = []
        self.scripted = False

    def ask(self, what: str, url: str) -> Answer | None:
        """Ask for an address within the bound; what is no 200 with a body is noted and None."""
        if len(self.steps) >= MOST_REQUESTS:
            return None
        answer = self._get(url)
        problem = None
        if isinstance(answer, Refusal):
            problem = answer.reason
        elif answer.status != 200 or not answer.body:
            problem = f"status {answer.status}" if answer.status != 200 else "an empty answer"
        said = problem or f"{len(answer.body):,} bytes" if isinstance(answer, Answer) else "nothing to read"
        if problem is None and isinstance(answer, Answer) and what in ("front page", "section", "article"):
            self.scripted |= looks_scripted(answer.body)
        self.steps.append(StepTried(what=what, url=url, said=said, problem=problem))
        return answer if problem is None and isinstance(answer, Answer) else None

    def said(self, words: str, problem: str | None = None) -> None:
        """Say of the last address what it held, or why it is of no use."""
        self.steps[-1] = replace(self.steps[-1], said=words, problem=problem)

    def owns(self, url: str) -> bool:
        """True on the site's own hosts."""
        return host_in(url) in self.hosts

    @property
    def announced(self) -> list[str]:
        """Own addresses out of feeds, first those; else out of sitemaps."""
        feeds = [url for _, entries in self.feeds for entry in entries for url in entry.urls[:1]]
        maps = [url for _, entries in self.sitemaps for entry in entries for url in entry.urls[:1]]
        return [canonical(url) for url in (feeds or [url for url in maps if looks_like_article(url)]) if self.owns(url)]

    def read_feeds(self, front: FrontPage) -> None:
        """The feeds that the page names, or a page of feeds that it leads to; only without one the usual places."""
        for named, places in ((True, front.feeds), (False, [at(front.url, p) for p in FEED_PATHS])):
            waiting, asked = list(places), set[str]()
            while waiting and len(asked) < MOST_FEEDS:
                url = waiting.pop(0)
                asked.add(url)
                found, listed = self._feed(url)
                if named:
                    more = [one for one in listed if one not in {*asked, *waiting} and not _PICTURES.search(one)]
                    waiting += sorted(more, key=lambda one: not NEWS.search(one))
                if found and found.entries:
                    self._adopt_hosts(found.entries)
                    self.feeds.append((Seen(url, f"{len(found.entries)} entries"), found.entries))
                    if not named:
                        break
            if self.feeds:
                return

    def _feed(self, url: str) -> tuple[Found | None, tuple[str, ...]]:
        """A feed; or the feeds that are named by the page that came instead."""
        answer = self.ask("feed", url)
        if answer is None:
            return None, ()
        content_type = answer.header("Content-Type")
        found = read_feed(answer.body, url=answer.url, content_type=content_type, now=self.now)
        listed: tuple[str, ...] = ()
        if found.wrong_kind and kind_of(answer.body) == "html":
            listed = read_front(answer.body, url=answer.url, content_type=content_type).feeds
        self.said(f"{len(found.entries)} entries", found.wrong_kind if not listed else None)
        return (None if found.wrong_kind else found), listed

    def _adopt_hosts(self, entries: Sequence[Entry]) -> None:
        """A feed may write its own site with another of the site's names."""
        base = self.hosts[0].removeprefix("www.")
        for entry in entries:
            host = host_in(entry.urls[0])
            if host and host not in self.hosts and host.endswith(f".{base}") and ":" not in host:
                self.hosts = (*self.hosts, host)

    def read_sitemaps(self, home: str) -> None:
        """Those that robots.txt names; without one and without a feed, the usual place."""
        robots = self.ask("robots.txt", at(home, "/robots.txt"))
        named = re.findall(rb"(?im)^\s*sitemap\s*:\s*(\S+)", robots.body) if robots else []
        places = [
            url for one in named if (url := urls.resolve(home, one.decode("utf-8", "replace"))) and self.owns(url)
        ]
        if robots:
            self.said(f"{len(places)} sitemaps named")
        places.sort(key=lambda url: not NEWS.search(url))
        for url in places[:MOST_SITEMAPS] or ([] if self.feeds else [at(home, "/sitemap.xml")]):
            self._sitemap(url)

    def _sitemap(self, url: str) -> None:
        found = self._map(url)
        entries = found.entries if found else ()
        if found and not entries:
            children = sorted((c for c in found.children if self.owns(c)), key=lambda c: not NEWS.search(c))
            for child in children[:MOST_CHILDREN]:
                inner = self._map(child)
                entries = (*entries, *(inner.entries if inner else ()))
        mine = tuple(entry for entry in entries if self.owns(entry.urls[0]))
        if mine:
            dated = sum(entry.published_at is not None for entry in mine)
            seen = Seen(url, f"{len(mine)} own addresses, {dated} with a date of publication")
            if len(mine) > LONG_SITEMAP and not dated:
                self.left_out.append(Seen(url, f"{seen.said}: the whole site, much of it old"))
            else:
                self.sitemaps.append((seen, mine))

    def _map(self, url: str) -> Found | None:
        answer = self.ask("sitemap", url)
        if answer is None:
            return None
        found = read_sitemap(answer.body, url=answer.url, content_type=answer.header("Content-Type"), now=self.now)
        self.said(f"{len(found.entries)} entries, {len(found.children)} children", found.wrong_kind)
        return None if found.wrong_kind else found

    def read_section(self, url: str) -> None:
        """One page that may list articles."""
        answer = self.ask("section", url)
        if answer is not None:
            page = read_front(answer.body, url=answer.url, content_type=answer.header("Content-Type"))
            self.pages.append((Seen(answer.url, ""), page))
            self.said(f"{len(page.links)} links")

    def learn(self) -> Learnt:
        """The form of article addresses: from what feeds announce, else from links that look like articles."""
        links = {canonical(url): words for _, page in self.pages for url, words in page.links if self.owns(url)}
        places = list(dict.fromkeys(canonical(page.url) for _, page in self.pages))
        announced, sure = self.announced, bool(self.feeds)
        if not sure and (pages := self._pages_of_the_site(announced or like_articles(links, places))):
            links = {url: words for url, words in links.items() if url not in pages}
            announced = [url for url in announced if url not in pages]
            places += pages
        learnt = form_of_articles(links, places, announced, sure=sure or bool(announced))
        if learnt.bare and self._needs_queries(learnt):
            learnt = form_of_articles(links, places, announced, sure=sure or bool(announced), whole=True)
        return learnt

    def _pages_of_the_site(self, found: Sequence[str]) -> list[str]:
        """Of what looks like articles, what lies in folders without a date on a page, where others have one."""
        folders = list(folders_of(found).values())[:MOST_FOLDERS]
        if len(folders) < 2:
            return []
        dated = [self._is_dated(urls[0]) for urls in folders]
        undated = [url for urls, is_dated in zip(folders, dated, strict=True) if is_dated is False for url in urls]
        return undated if any(dated) else []

    def _is_dated(self, url: str) -> bool | None:
        """Whether the page tells its day of publication; None where none came, or a library alone saw one."""
        answer = self.ask("article", url)
        if answer is None:
            return None
        found = extract(_page(answer), None)
        evidence = found.evidence.get("published_at") if isinstance(found, Article) else None
        how = evidence.how if evidence is not None and evidence.state is FieldState.FOUND else None
        return None if how is not None and how.startswith("library") else how is not None

    def _needs_queries(self, learnt: Learnt) -> bool:
        """Whether an article's address without its query, as a crawl would ask for it, gives no page or another one."""
        linked = [canonical(url) for _, page in self.pages for url, _ in page.links if self.owns(url)]
        url = next((one for one in [*self.announced, *linked] if learnt.takes(one) and learnt.form(one) != one), None)
        if url is None:
            return False
        full, bare = self._text("article", url), self._text("without its query", learnt.form(url))
        return full is not None and bare != full

    def _text(self, what: str, url: str) -> tuple[str | None, str] | None:
        """Title and text of an address's article; None where none came."""
        answer = self.ask(what, url)
        found = extract(_page(answer), None) if answer is not None else None
        return (found.title, found.body) if isinstance(found, Article) else None

    def own_articles(self, page: FrontPage, learnt: Learnt) -> list[str]:
        """The site's own addresses on a page that the patterns take."""
        mine = (canonical(url) for url, _ in page.links if self.owns(url))
        return list(dict.fromkeys(learnt.form(url) for url in mine if learnt.takes(url)))

    def articles(self, learnt: Learnt) -> list[str]:
        """The addresses that the patterns take, those that are announced first."""
        # The front page, which was read first, links to what is no article more than its sections do.
        pages = [page for _, page in [*self.pages[1:], *self.pages[:1]]]
        linked = [url for page in pages for url in self.own_articles(page, learnt)]
        return list(dict.fromkeys([*(learnt.form(url) for url in self.announced if learnt.takes(url)), *linked]))

    def read_articles(self, learnt: Learnt) -> list[Page]:
        """One or two articles of those that the listings name; more where they lead to addresses of another form."""
        pages: list[Page] = []
        most = MOST_ARTICLES
        for url in self.articles(learnt)[: MOST_LED + 1]:
            answer = self.ask("article", url) if len(pages) < most else None
            if answer is not None:
                pages.append(_page(answer))
                most = MOST_ARTICLES if learnt.takes(canonical(answer.url)) else MOST_LED
        return pages


def _page(answer: Answer) -> Page:
    return Page(answer.body, answer.url, answer.header("Content-Type"), answer.fetched_at)
