"""The outline of a part of a page: from before the headline to some way behind the text; related links farther on.

A page with a declared layout needs no more, and most pages are furniture for the greater part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.extraction.closing import MAX_RELATED, is_related_heading, may_be_related_heading, related_links
from crawler.extraction.markup import plain_of
from crawler.extraction.outline import Outline, outline_of_part
from crawler.extraction.plain import squeeze
from storage.records import RelatedLink

FIRST, LAST = "data-bluewatch-first", "data-bluewatch-last"
# In signs of markup.
BEFORE, BEHIND, BELOW_HEADING = 6_000, 10_000, 200_000
MOST_BLOCKS = 2 * MAX_RELATED + 2
_TEXT = re.compile(r">\s*([^<>\s][^<>]{2,79})<")


def outline_between(root: LexborNode, first: LexborNode, last: LexborNode) -> Outline:
    """The outline from some way before one element to some way behind another; ``rest`` is what follows the other."""
    first.attrs[FIRST], last.attrs[LAST] = "", ""
    try:
        markup, size = root.html or "", len(last.html or "")
    finally:
        del first.attrs[FIRST], last.attrs[LAST]
    opening, ending = (max(markup.rfind("<", 0, max(markup.find(mark), 0)), 0) for mark in (FIRST, LAST))
    begin, end = min(opening, ending), max(opening, ending + size)
    outline = outline_of_part(markup[_before(markup, begin) : end + BEHIND])
    outline.rest = markup[end:]
    return outline


def _before(markup: str, begin: int) -> int:
    """A tag some way before a place, outside of comments and of elements that hold no markup."""
    start = max(markup.rfind("<", 0, max(begin - BEFORE, 1)), 0)
    for opening, closing in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
        if markup.rfind(opening, 0, start + 1) > markup.rfind(closing, 0, start + 1):
            after = markup.find(closing, start, begin)
            start = begin if after < 0 else after + len(closing)
    return start


def related_behind(markup: str) -> tuple[str | None, tuple[RelatedLink, ...]]:
    """What closing.related_links finds, of the rest of a page."""
    for place in _headings(markup):
        part = outline_of_part(markup[place : place + BELOW_HEADING], most=MOST_BLOCKS)
        heading, links = related_links(part, 0, frozenset())
        if links:
            return heading, links
    return None, ()


def _headings(markup: str) -> Iterator[int]:
    """Where the elements begin whose words announce related news."""
    for found in _TEXT.finditer(markup):
        if may_be_related_heading(found[1]) and is_related_heading(squeeze(plain_of(found[1]))):
            yield markup.rfind("<", 0, found.start() + 1)
