"""Entries of a listing that gives all its links another address at every look: a token in the query, or in the path.

An entry that is known under another query keeps the address that it has; one that is known by its headline and its
moment shows that nothing was missed, and is read at its new address, as a site that moved has no other. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from crawler.discovery.listing_read import ListingRead
from storage.records import Link
from storage.times import to_text


def recognised(read: ListingRead, pages: Iterable[Mapping[str, Any]]) -> tuple[ListingRead, bool]:
    """The listing with known addresses in the place of such that only look new; and whether any entry is known.

    pages: url, title, listed_as_published and state of those that it announced lately; none of its own is among them.
    """
    paths = [_path(link.url) for link in read.links]
    # Where a path serves several entries, the query is what tells them apart.
    apart = len(set(paths)) == len(paths)
    by_path: dict[str, list[Mapping[str, Any]]] = {}
    moments = set()
    for page in pages:
        moments.add((page["title"], page["listed_as_published"]))
        by_path.setdefault(_path(page["url"]), []).append(page)
    links, known = [], False
    for link, path in zip(read.links, paths, strict=True):
        there = by_path.get(path, []) if apart else []
        if len(there) == 1 and there[0]["state"] != "gone" and _is_same(link, there[0]):
            links.append(replace(link, url=there[0]["url"]))
            known = True
            continue
        said = link.title, _moment(link)
        known = known or (None not in said and said in moments)
        links.append(link)
    return replace(read, links=tuple(links)), known


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def _moment(link: Link) -> str | None:
    return link.published_raw if link.published_at is None else to_text(link.published_at)


def _is_same(link: Link, page: Mapping[str, Any]) -> bool:
    """Whether the listing says the same of both: their moment, else their headline."""
    moment, before = _moment(link), page["listed_as_published"]
    if moment is not None and before is not None:
        return bool(moment == before)
    return link.title is not None and link.title == page["title"]
