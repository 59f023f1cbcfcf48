"""What a run takes of a listing that announces more than anyone reads: what is known, and a share of each pattern."""

from __future__ import annotations

import asyncio
from collections import deque

from crawler.budgets import LINKS_PER_LISTING, fairly
from crawler.discovery.listing_read import ListingRead
from crawler.patterns import Patterns
from storage.frontier import Frontier
from storage.records import Link

# So many links are looked at before the other sources have their turn again.
LINKS_AT_ONCE = 500


async def share_of(read: ListingRead, frontier: Frontier, where: str) -> tuple[tuple[Link, ...], str | None]:
    """The links of a listing within its bound, in printed order, and what to say of those that are left.

    Those that are known, and of the others a share of each pattern, the newest where dates are given. What is left is
    met again once these are known.
    """
    links, announced = read.links, f"{len(read.links)} links"
    said = None if read.left is None else f"over budget: {read.left} of {where}"
    if read.left is not None and read.left.endswith(" links"):
        announced = read.left.partition(" of ")[2]
    if len(links) <= LINKS_PER_LISTING:
        return links, said
    unknown, learnt = set[str](), Patterns()
    for start in range(0, len(links), LINKS_AT_ONCE):
        fresh = frontier.unknown(link.url for link in links[start : start + LINKS_AT_ONCE])
        unknown |= fresh
        learnt.add_all(fresh)
        await asyncio.sleep(0)
    if len(unknown) <= LINKS_PER_LISTING:
        return links, said
    patterns: dict[str, deque[int]] = {}
    for n, position in enumerate(sorted(range(len(links)), key=lambda i: (-_newness(links[i]), i))):
        if n % LINKS_AT_ONCE == 0:
            await asyncio.sleep(0)
        if links[position].url in unknown:
            patterns.setdefault(learnt.of(links[position].url), deque()).append(position)
    most, count = max(((name, len(queue)) for name, queue in patterns.items()), key=lambda one: one[1])
    chosen = set(fairly(patterns.values(), LINKS_PER_LISTING))
    kept = tuple(link for i, link in enumerate(links) if i in chosen or link.url not in unknown)
    return kept, f"over budget: {len(kept)} of {announced} of {where}, {count} or more of them {most}"


def _newness(link: Link) -> float:
    return link.published_at.timestamp() if link.published_at is not None else float("-inf")
