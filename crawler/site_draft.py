"""The draft of a source out of all that a look at its site gave: which listings are of use, its rhythm, its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from crawler import urls
from crawler.address_form import Learnt
from crawler.discovery.found import Entry
from crawler.drafting import MOST_LISTED, Draft, Seen, rhythm
from crawler.extraction.zones import zone_of_host
from crawler.front_page import FrontPage
from crawler.new_site import Site
from crawler.site_addresses import LEAST_LINKS, TONGUE, canonical
from storage.records import Answer

FEW_ENTRIES = 5
A_DAY = timedelta(days=1)


def draft_of(site: Site, learnt: Learnt, front: FrontPage, answer: Answer, *, slug: str, name: str | None) -> Draft:
    """Put together what is known so far."""
    zone, ending = zone_of_host(answer.url)
    dated = {e.urls[0]: e.published_at for _, entries in (site.feeds or site.sitemaps) for e in entries}
    # What is dated ahead, by a mistake, tells nothing of the past.
    pace = rhythm(moment for moment in dated.values() if moment and moment <= site.now + A_DAY)
    guesses = {"name": "the page's own title"} if name is None and front.name else {}
    guesses |= {"timezone": f"the host ends in .{ending}"} if zone else {}
    guesses |= {"per_week": pace[1]} if pace else {}
    guesses |= {"languages": "declared by the front page"} if front.language else {}
    feeds = tuple(seen for seen, entries in _feeds_of_use(site, learnt) if _taken(learnt, entries))[:MOST_LISTED]
    sitemaps = tuple(seen for seen, entries in site.sitemaps if _taken(learnt, entries))[:MOST_LISTED]
    return Draft(
        slug=slug,
        name=name or front.name or urls.host_of(answer.url),
        home=canonical(answer.url),
        hosts=site.hosts,
        on=site.now.date(),
        languages=(front.language,) if front.language else (),
        timezone=zone,
        per_week=pace[0] if pace else None,
        feeds=feeds,
        sitemaps=sitemaps,
        sections=tuple(_sections(site, learnt, announced=bool(feeds or sitemaps))),
        left_out=tuple(site.left_out),
        learnt=learnt,
        guesses=guesses,
        examples=tuple(site.articles(learnt)[:2]),
    )


def _feeds_of_use(site: Site, learnt: Learnt) -> list[tuple[Seen, tuple[Entry, ...]]]:
    """The feeds, without another form of one, or a short one (it overflows) that a page of links has too."""
    instead = {one.url for one in _sections(site, learnt, announced=False)}
    linked = {
        url for _, page in site.pages if canonical(page.url) in instead for url in site.own_articles(page, learnt)
    }
    kept, known = [], set[str]()
    for seen, entries in site.feeds:
        mine = {learnt.form(canonical(url)) for entry in entries for url in entry.urls[:1]}
        few = len(entries) < FEW_ENTRIES and mine <= linked
        if few or mine <= known:
            why = "alone, all of them on a page of links too" if few else "that another feed has too"
            site.left_out.append(replace(seen, said=f"{seen.said} {why}"))
        else:
            kept.append((seen, entries))
            known |= mine
    return kept


def _sections(site: Site, learnt: Learnt, *, announced: bool) -> list[Seen]:
    """The pages with most articles; the site's front page, if that was asked for, only where nothing else is."""
    counted = [(len(site.own_articles(page, learnt)), seen, page) for seen, page in site.pages]
    given = urlsplit(site.steps[0].url).path.rstrip("/") + "/"
    home = given == "/" or bool(TONGUE.fullmatch(given))
    best: list[Seen] = []
    known: set[str] = set()
    for count, _, page in sorted(counted[home:], key=lambda one: -one[0]):
        mine = set(site.own_articles(page, learnt))
        # What another page lists as well, and more, is of no use: it only overflows sooner.
        if count >= LEAST_LINKS and not mine <= known:
            best.append(Seen(canonical(page.url), f"{count} articles linked", page.pager))
            known |= mine
    if best or announced:
        return best[: 1 if announced else MOST_LISTED]
    return [
        Seen(canonical(one.url), f"the front page: {count} articles linked", one.pager) for count, _, one in counted[:1]
    ]


def _taken(learnt: Learnt, entries: Sequence[Entry]) -> bool:
    """Whether a listing holds articles; where no form was learnt, any listing may."""
    return not learnt.patterns or any(learnt.takes(canonical(url)) for entry in entries for url in entry.urls)
