"""A site that is being looked at for the first time: asks its addresses one by one and keeps what came.

At most MOST_REQUESTS addresses are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from crawler import urls
from crawler.address_form import Learnt, learn, looks_like_article
from crawler.discovery.feed import read_feed
from crawler.discovery.found import Entry, Found
from crawler.discovery.sitemap import read_sitemap
from crawler.drafting import MOST_LISTED, Draft, Seen, rhythm
from crawler.extraction.page import Page
from crawler.extraction.zones import zone_of_host
from crawler.fetch_one import Refusal
from crawler.front_page import FrontPage, read_front
from crawler.scripted import looks_scripted
from crawler.trial import Get, StepTried
from storage.records import Answer

MOST_REQUESTS = 24
FEED_PATHS = ("/feed/", "/rss.xml", "/feed.xml", "/rss")
MOST_FEEDS, MOST_SITEMAPS, MOST_ARTICLES, MOST_CHILDREN = 4, 2, 2, 2
LEAST_LINKS = 3
LONG_SITEMAP = 2_000
_NEWS_MAP = re.compile(r"news|post|article|stor|press", re.IGNORECASE)


class Site:
    """Asks, and keeps what came."""

    def __init__(self, get: Get, now: datetime) -> None:
        self._get, self._now = get, now
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
        return _host(url) in self.hosts

    @property
    def announced(self) -> list[str]:
        """Own addresses out of feeds, first those; else out of sitemaps."""
        feeds = [url for _, entries in self.feeds for entry in entries for url in entry.urls[:1]]
        maps = [url for _, entries in self.sitemaps for entry in entries for url in entry.urls[:1]]
        return [
            _canonical(url) for url in (feeds or [url for url in maps if looks_like_article(url)]) if self.owns(url)
        ]

    def read_feeds(self, front: FrontPage) -> None:
        """The feeds that the page names; only without one the usual places."""
        for named, places in ((True, front.feeds[:MOST_FEEDS]), (False, [_at(front.url, p) for p in FEED_PATHS])):
            for url in places:
                found = self._listing("feed", url)
                if found and found.entries:
                    self._adopt_hosts(found.entries)
                    self.feeds.append((Seen(url, f"{len(found.entries)} entries"), found.entries))
                    if not named:
                        break
            if self.feeds:
                return

    def _adopt_hosts(self, entries: Sequence[Entry]) -> None:
        """A feed may write its own site with another of the site's names."""
        base = self.hosts[0].removeprefix("www.")
        for entry in entries:
            host = _host(entry.urls[0])
            if host and host not in self.hosts and host.endswith(f".{base}") and ":" not in host:
                self.hosts = (*self.hosts, host)

    def read_sitemaps(self, home: str) -> None:
        """Those that robots.txt names; without one and without a feed, the usual place."""
        robots = self.ask("robots.txt", _at(home, "/robots.txt"))
        named = re.findall(rb"(?im)^\s*sitemap\s*:\s*(\S+)", robots.body) if robots else []
        places = [
            url for one in named if (url := urls.resolve(home, one.decode("utf-8", "replace"))) and self.owns(url)
        ]
        if robots:
            self.said(f"{len(places)} sitemaps named")
        places.sort(key=lambda url: not _NEWS_MAP.search(url))
        for url in places[:MOST_SITEMAPS] or ([] if self.feeds else [_at(home, "/sitemap.xml")]):
            self._sitemap(url)

    def _sitemap(self, url: str) -> None:
        found = self._listing("sitemap", url)
        entries = found.entries if found else ()
        if found and not entries:
            children = sorted((c for c in found.children if self.owns(c)), key=lambda c: not _NEWS_MAP.search(c))
            for child in children[:MOST_CHILDREN]:
                inner = self._listing("sitemap", child)
                entries = (*entries, *(inner.entries if inner else ()))
        mine = tuple(entry for entry in entries if self.owns(entry.urls[0]))
        if mine:
            dated = sum(entry.published_at is not None for entry in mine)
            seen = Seen(url, f"{len(mine)} own addresses, {dated} with a date of publication")
            if len(mine) > LONG_SITEMAP and not dated:
                self.left_out.append(Seen(url, f"{seen.said}: the whole site, much of it old"))
            else:
                self.sitemaps.append((seen, mine))

    def _listing(self, kind: str, url: str) -> Found | None:
        answer = self.ask(kind, url)
        if answer is None:
            return None
        read = read_feed if kind == "feed" else read_sitemap
        found = read(answer.body, url=answer.url, content_type=answer.header("Content-Type"), now=self._now)
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
        links = {_canonical(url): words for _, page in self.pages for url, words in page.links if self.owns(url)}
        alike = [url for url, words in links.items() if looks_like_article(url, words)]
        announced = self.announced
        wanted = announced or alike
        places = {_canonical(page.url) for _, page in self.pages}
        others = set(links) - set(alike) | places
        return learn(wanted, sorted(others - set(wanted)), sure=bool(announced))

    def draft(self, slug: str, name: str | None, front: FrontPage, learnt: Learnt, answer: Answer) -> Draft:
        """Put together what is known so far."""
        zone, ending = zone_of_host(answer.url)
        dates = [e.published_at for _, entries in (self.feeds or self.sitemaps) for e in entries if e.published_at]
        pace = rhythm(dates)
        guesses = {"name": "the page's own title"} if name is None and front.name else {}
        guesses |= {"timezone": f"the host ends in .{ending}"} if zone else {}
        guesses |= {"per_week": pace[1]} if pace else {}
        guesses |= {"languages": "declared by the front page"} if front.language else {}
        feeds = tuple(seen for seen, entries in self.feeds if _taken(learnt, entries))[:MOST_LISTED]
        sitemaps = tuple(seen for seen, entries in self.sitemaps if _taken(learnt, entries))[:MOST_LISTED]
        return Draft(
            slug=slug,
            name=name or front.name or urls.host_of(answer.url),
            home=_canonical(answer.url),
            hosts=self.hosts,
            on=self._now.date(),
            languages=(front.language,) if front.language else (),
            timezone=zone,
            per_week=pace[0] if pace else None,
            feeds=feeds,
            sitemaps=sitemaps,
            sections=tuple(self._sections(learnt, announced=bool(feeds or sitemaps))),
            left_out=tuple(self.left_out),
            learnt=learnt,
            guesses=guesses,
            examples=tuple(self._articles(learnt)[:2]),
        )

    def _sections(self, learnt: Learnt, *, announced: bool) -> list[Seen]:
        """The pages with most articles; the front page only where there is nothing else."""
        counted = [(len(self._own_articles(page, learnt)), seen, page) for seen, page in self.pages]
        front, others = counted[0], sorted(counted[1:], key=lambda one: -one[0])
        best = [
            Seen(page.url, f"{count} articles linked", page.pager) for count, _, page in others if count >= LEAST_LINKS
        ]
        if best or announced:
            return best[: 1 if announced else MOST_LISTED]
        return [Seen(front[2].url, f"the front page: {front[0]} articles linked", front[2].pager)]

    def _own_articles(self, page: FrontPage, learnt: Learnt) -> list[str]:
        mine = (_canonical(url) for url, _ in page.links if self.owns(url))
        return list(dict.fromkeys(url for url in mine if learnt.takes(url)))

    def _articles(self, learnt: Learnt) -> list[str]:
        linked = [url for _, page in self.pages for url in self._own_articles(page, learnt)]
        return list(dict.fromkeys([*(url for url in self.announced if learnt.takes(url)), *linked]))

    def read_articles(self, draft: Draft) -> list[Page]:
        """One or two articles of those that the listings name."""
        pages: list[Page] = []
        for url in self._articles(draft.learnt)[: MOST_ARTICLES + 1]:
            answer = self.ask("article", url) if len(pages) < MOST_ARTICLES else None
            if answer is not None:
                pages.append(Page(answer.body, answer.url, answer.header("Content-Type"), answer.fetched_at))
        return pages


def _taken(learnt: Learnt, entries: Sequence[Entry]) -> bool:
    """Whether a listing holds articles; where no form was learnt, any listing may."""
    return not learnt.patterns or any(learnt.takes(_canonical(url)) for entry in entries for url in entry.urls)


def _at(url: str, path: str) -> str:
    return urls.resolve(url, path) or url


def _host(url: str) -> str:
    try:
        return urls.host_of(url)
    except ValueError:
        return ""


def _canonical(url: str) -> str:
    try:
        return urls.canonical(url)
    except ValueError:
        return url
