"""Reads one listing and judges it: which of its links are articles of the source, and is it a listing of ours at all.

Bounds: MAX_LINKS wanted links a page are kept, of each pattern of addresses a share; which ones, goes round by the day.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler import urls
from crawler.address_signs import looks_like_article
from crawler.budgets import fairly
from crawler.discovery.feed import read_feed
from crawler.discovery.found import Entry, Found, one_line
from crawler.discovery.listing_read import ListingRead
from crawler.discovery.section import read_section
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.sniff import kind_of
from crawler.extraction.charset import decode
from crawler.patterns import Patterns
from crawler.source import Listing, Section, Source
from storage.records import Link, Outcome

MAX_LINKS = 20_000
MAX_SHOWN = 80
# A page names an address again soon; one of a hundred thousand shall not be held for it.
_AT_HAND = 4096
# One for all links with nothing beside them.
_BARE = Entry(())


def read_listing(
    listing: Listing, source: Source, *, url: str, body: bytes, content_type: str | None, now: datetime
) -> ListingRead:
    """Read a listing's answer. url: the address that answered, for relative links. Never raises on any content."""
    wanted = _Wanted(source)
    found = _find(listing, source, url=url, body=body, content_type=content_type, now=now, wanted=wanted)
    if found.wrong_kind:
        return ListingRead(problem=_shown(found.wrong_kind, body, content_type), outcome=Outcome.LISTING_FAILED)
    links: dict[str, Entry] = {}
    for entry in found.entries:
        address = next((form for candidate in entry.urls if (form := wanted(candidate))), None)
        if address:
            links[address] = _joined(links.get(address), entry)
    for address in found.more:
        if form := wanted(address):
            links.setdefault(form, _BARE)
    # A back-fill reads a list once: nothing comes round again, and a sitemap has its own bound.
    count = len(links)
    if count > MAX_LINKS and not listing.deep:
        chosen = _share(links, now)
        links = {address: entry for address, entry in links.items() if address in chosen}
    next_url = found.next_url if found.next_url and _stays(found.next_url, listing, source) else None
    children = {
        child: changed
        for child, changed in zip_longest(found.children, found.children_changed, fillvalue="")
        if _stays(child, listing, source)
    }
    problem = None if links or children else _shown(_problem(found, source), body, content_type)
    return ListingRead(
        links=tuple(_link(address, entry) for address, entry in links.items()),
        next_url=next_url,
        children=tuple(children),
        children_changed=tuple(children.values()),
        seen_links=found.seen,
        problem=problem,
        outcome=Outcome.NO_LINKS if problem else None,
        # What lists the newest days alone is empty on quiet ones; a web page without a link has changed.
        empty=problem is not None and found.sound and not found.seen,
        left=found.left or (f"{len(links)} of {count} links" if len(links) < count else None),
        broken=found.broken,
        later=tuple(one for one in found.later if _stays(one, listing, source)),
    )


def _share(links: Collection[str], now: datetime) -> frozenset[str]:
    """MAX_LINKS of them: the same share of each pattern, and tomorrow the next ones of it."""
    learnt, patterns = Patterns(links), dict[str, deque[str]]()
    for address in links:
        patterns.setdefault(learnt.of(address), deque()).append(address)
    for queue in patterns.values():
        if len(queue) > MAX_LINKS // len(patterns):
            queue.rotate(-now.toordinal() * (MAX_LINKS // len(patterns)) % len(queue))
    return frozenset(fairly(patterns.values(), MAX_LINKS))


class _Wanted:
    """The canonical address of a link to an article of the source, None for any other; the last few are at hand."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known = lru_cache(maxsize=_AT_HAND)(self._judge)

    def __call__(self, address: str) -> str | None:
        return self._known(address)

    def _judge(self, address: str) -> str | None:
        if not self._source.owns(address):  # asked first: it is the cheap question
            return None
        try:
            form = self._source.canonical(address)
        except ValueError:
            return None
        if not self._source.is_article(form):
            return None
        first = self._source.first_part(form)
        return address if first == address else first  # one string for both: a page may name a hundred thousand


def _find(
    listing: Listing,
    source: Source,
    *,
    url: str,
    body: bytes,
    content_type: str | None,
    now: datetime,
    wanted: Callable[[str], str | None],
) -> Found:
    if listing.kind == "section":
        return read_section(
            body,
            section=listing.section or Section(url=listing.url),
            url=url,
            content_type=content_type,
            languages=source.languages,
            zone=source.timezone,
            now=now,
            wanted=wanted,
            deep=listing.deep,
        )
    how: dict[str, Any] = {
        "url": url, "content_type": content_type, "languages": source.languages, "zone": source.timezone, "now": now,
    }  # fmt: skip
    return read_feed(body, **how) if listing.kind == "feed" else read_sitemap(body, deep=listing.deep, **how)


def _joined(known: Entry | None, entry: Entry) -> Entry:
    """What is known of a link with what its first mention lacks."""
    if known is None:
        return entry
    if (known.title or not entry.title) and (known.published_raw or not entry.published_raw):
        return known
    dated = known if known.published_raw else entry
    return Entry(
        known.urls,
        title=known.title or entry.title,
        published_raw=dated.published_raw,
        published_at=dated.published_at,
        changed=known.changed or entry.changed,
    )


def _link(address: str, entry: Entry) -> Link:
    return Link(
        url=address, title=entry.title, published_raw=entry.published_raw, published_at=entry.published_at,
        changed=entry.changed,
    )  # fmt: skip


def _stays(address: str, listing: Listing, source: Source) -> bool:
    """True for the source's hosts and the listing's own: a pager or an index leads nowhere else."""
    try:
        return source.owns(address) or urls.host_of(address) == urls.host_of(listing.url)
    except ValueError:
        return False


def _shown(problem: str, body: bytes, content_type: str | None) -> str:
    """The trouble with what the page calls itself: a notice or a request for consent says there what it is."""
    title = LexborHTMLParser(decode(body, content_type).text).css_first("title") if kind_of(body) == "html" else None
    words = one_line(title.text(deep=True), MAX_SHOWN) if title is not None else None
    return f"{problem} (the page is called '{words}')" if words else problem


def _problem(found: Found, source: Source) -> str:
    """Say in plain words why there is nothing to collect."""
    if found.children:
        example = found.children[0][:120]
        return f"its lists are all at other hosts, such as {example}: add the host to `hosts` if it is the outlet's"
    if found.broken:
        return f"nothing could be read of it: {found.broken}"
    count = f"{found.seen:,} link{'' if found.seen == 1 else 's'}"
    addresses = found.unwanted or tuple(entry.urls[0] for entry in found.entries)
    if not found.seen or not addresses:
        return "the listing holds no link at all"
    hosts: Counter[str] = Counter()
    for address in addresses:
        try:
            hosts[urls.host_of(address)] += 1
        except ValueError:
            hosts["no host"] += 1
    own = sum(number for host, number in hosts.items() if host in source.hosts)
    if own == 0:
        first, others = hosts.most_common(1)[0][0], len(hosts) - 1
        where = f"all at {first}" if not others else f"most at {first}, none at {source.hosts[0]}"
        return f"no link is an article address of {source.slug} ({count}, {where}): page of another site?"
    ours = [address for address in addresses if source.owns(address)]
    example = next((address for address in ours if looks_like_article(address)), ours[0])
    return (
        f"no link is an article address of {source.slug} ({count}, {own:,} at its own hosts, such as {example[:120]}): "
        "have the addresses changed?"
    )
