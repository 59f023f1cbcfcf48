"""The further pages of an article in the archive: their rows, their captures, and to which article they belong.

A further page is a row of ``pages`` of kind other whose listing is the address of the article's first page. It is asked
for with that page alone; a time of its own (next_at) stands there only after it could not be had.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import urls
from crawler.addresses import may_be_part
from crawler.extraction.page import Page
from storage.archive import Archive
from storage.database import Row
from storage.records import Answer
from storage.states import States

if TYPE_CHECKING:
    from crawler.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A further page as it was had. address: as the article names it. capture_id: None where there is none.

    failed: it could not be had now; a capture is one from before then. own: it stands as an article of its own.
    """

    address: str
    page_id: int
    capture_id: int | None = None
    failed: bool = False
    own: bool = False


def part_address(address: str, source: Source) -> str:
    """The canonical form of a further page's address: with its query, which an article pattern may not know of.

    Raises ValueError as urls.canonical does.
    """
    form, query = source.canonical(address), urlsplit(urls.canonical(address)).query
    return urlsplit(form)._replace(query=query).geturl()


def place_of(url: str, source: Source | None) -> tuple[str, str | None]:
    """The address under which an answer's page is kept, and its kind: ``article``, or None for nothing to be kept.

    ``other`` is what may be a further page of an article: it waits unread for the first page, which asks for it. Raises
    ValueError for no usable address.
    """
    address = source.canonical(url) if source else urls.canonical(url)
    if source is None or source.is_article(address):
        return address, "article"
    part = part_address(url, source)
    return part, "other" if may_be_part(part, source) else None


def page_of(answer: Answer, *, url: str | None = None, further: tuple[Page, ...] | None = None) -> Page:
    """An answer as the extraction reads it; url: the address by which an article names it."""
    return Page(
        body=answer.body,
        url=url or answer.url,
        content_type=answer.header("Content-Type"),
        fetched_at=answer.fetched_at,
        further=further,
    )


def stored_part(archive: Archive, address: str, source: Source, before: int | None) -> tuple[Part, Page] | None:
    """A further page out of the page store, without asking the site; None where it was never had.

    before: the number of the next capture of the article's first page, which later captures of a part belong to.
    Raises as PageStore.read() does.
    """
    try:
        row = archive.frontier.page_at(part_address(address, source))
    except ValueError:
        return None
    capture = None if row is None or row["kind"] == "listing" else archive.frontier.capture_of(row["id"], before)
    if row is None or capture is None:
        return None
    answer = archive.captures.read(capture["id"])
    part = Part(address=address, page_id=row["id"], capture_id=capture["id"], own=row["kind"] == "article")
    return part, page_of(answer, url=address)


def claim(  # noqa: PLR0917 - what a settled article knows of its pages
    archive: Archive, page_id: int, capture_id: int, parts: Sequence[Part], belonging: Collection[str], now: datetime
) -> None:
    """Give the further pages to the article that was just stored; inside the caller's write()."""
    first = archive.frontier.page(page_id)
    if first is None:
        return
    for part in parts:
        row = archive.frontier.page(part.page_id)
        if row is None:
            continue
        if part.address in belonging:
            _take(archive, first, row, part)
        elif part.capture_id is not None and row["kind"] == "other" and row["article_id"] is None:
            reason = f"it is no part of {first['url']}"
            archive.frontier.update(row["id"], state="rejected", reason=reason, next_at=None, tries=0)
        elif row["kind"] == "other":
            archive.frontier.update(row["id"], article_id=first["article_id"])
            continue
        if part.capture_id is not None and (part.address in belonging or row["kind"] == "other"):
            archive.captures.settle(part.capture_id, now)
    if first["article_id"] is not None:
        link_parts(archive, first["article_id"], capture_id, parts, belonging)


def link_parts(
    archive: Archive, article_id: int, capture_id: int, parts: Sequence[Part], belonging: Collection[str]
) -> None:
    """Note the captures that a state of an article was read from, in the order of its pages."""
    by_address = {part.address: part.capture_id for part in parts}
    further = [number for address in belonging if (number := by_address.get(address)) is not None]
    with archive.db.write():
        States(archive.db).put_parts(article_id, capture_id, further)


def _take(archive: Archive, first: Row, row: Row, part: Part) -> None:
    columns: dict[str, object] = {
        name: first[name] for name in ("article_id", "label", "score", "title") if row[name] != first[name]
    }
    if row["kind"] != "other":
        columns |= {"kind": "other", "listing": first["url"]}
    if not part.failed:
        columns |= {"state": first["state"], "reason": None, "next_at": None, "tries": 0, "gone_since": None}
    if columns:
        archive.frontier.update(row["id"], **columns)
