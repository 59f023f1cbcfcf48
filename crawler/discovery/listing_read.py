"""What one page of a listing gave, as a crawl works with it: the crawl itself loads no reader."""

from __future__ import annotations

from dataclasses import dataclass

from storage.records import Link, Outcome


@dataclass(frozen=True)
class ListingRead:
    """What one listing page gave.

    links: wanted ones, canonical, in first-seen order, no doubles. seen_links: all distinct links on the page.
    problem: why this is no usable listing, in plain words; outcome goes with it. empty: it is sound all the same, and
    only holds no entry now. left: what was not looked at; broken:
    why it is used only as far as it goes. later: the pages behind next_url that the page names.
    """

    links: tuple[Link, ...] = ()
    next_url: str | None = None
    children: tuple[str, ...] = ()
    children_changed: tuple[str, ...] = ()
    seen_links: int = 0
    problem: str | None = None
    outcome: Outcome | None = None
    empty: bool = False
    left: str | None = None
    broken: str | None = None
    later: tuple[str, ...] = ()
