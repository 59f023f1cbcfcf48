"""The reading of an article with those of its further pages that the page store holds beside its first page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.extraction.page import Page
from crawler.lost_pages import UNREADABLE
from crawler.parts import Part, stored_part
from crawler.reading import Reading
from crawler.source import Source
from storage.archive import Archive
from storage.database import Row

# The first page with these further ones -> its reading.
Read = Callable[[Sequence[Page]], Reading]


def whole_reading(
    archive: Archive, source: Source, row: Row, reading: Reading, read: Read, *, unread: bool = False
) -> tuple[Reading, list[Part]]:
    """Read again with every further page that is wanted and stored. row: the capture of the first page.

    unread: pages that were not read yet are no articles of their own, and one that is lost is none that was ever had (a
    page store that is being read back); else PageStore.read()'s errors are raised.
    """
    before = archive.frontier.next_capture(row["page_id"], row["id"])
    parts: dict[str, Part | None] = {}
    pages: list[Page] = []
    while wanted := [address for address in reading.wanted if address not in parts]:
        for address in wanted:
            try:
                found = stored_part(archive, address, source, before)
            except UNREADABLE:
                if not unread:
                    raise
                found = None
            parts[address] = found[0] if found else None
            pages += [found[1]] if found else []
        more = read(pages)
        if more.rejection is not None:
            break
        reading = more
    known = [part for part in parts.values() if part is not None]
    if unread:
        known = [replace(part, own=part.own and _has_article(archive, part)) for part in known]
    # What stands as an article of its own stays one until the crawler asks for the first page again.
    own = {part.address for part in known if part.own} & set(reading.parts)
    if own:
        reading = read([page for page in pages if page.url not in own])
    return reading, known


def _has_article(archive: Archive, part: Part) -> bool:
    page = archive.frontier.page(part.page_id)
    return page is not None and page["state"] in ("kept", "other")
