"""What the regions of a page are, once its text is known: which hold captions, and which are furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.pictures import mark_captions
from crawler.extraction.regions import SOFT_TAGS
from crawler.extraction.threads import mark_threads

if TYPE_CHECKING:
    from crawler.extraction.outline import Outline

LONG = 80
MUCH = 0.4
MAX_CAPTION = 1500
SOME = 150
HEAD, TEXT, ARTICLE = 1, 2, 4
_TEXT = re.compile(r"(?:^|[-_ ])(?:entry|article|post|story|news)-?_?(?:content|body|text)(?:$|[-_ ])")


def settle(outline: Outline) -> None:
    """Decide what is a caption, and what is furniture.

    That is what its name says, unless a region of a doubtful name holds much of the text.
    """
    regions = outline.regions
    _pardon(outline)
    mark_threads(outline)
    mark_captions(outline)
    hard = [False] * len(regions)
    for index, region in enumerate(regions):
        hard[index] = region.own >= 2 or region.talk or (index > 0 and hard[region.parent])
    sums, whole = [0.0] * len(regions), [0] * len(regions)
    for block in outline.blocks:
        whole[block.region] += block.size
        if block.size >= LONG and not hard[block.region] and block.link_share < 0.5:
            sums[block.region] += block.size
    for index in range(len(regions) - 1, 0, -1):
        parent = regions[index].parent
        sums[parent] += sums[index]
        whole[parent] += whole[index]
    for index, region in enumerate(regions):
        # A class name with "caption" or "credit" on a region of many words is no caption's.
        own = region.caption and (region.tag == "figcaption" or whole[index] <= MAX_CAPTION)
        above = regions[region.parent] if index else None
        region.caption = own or (above is not None and above.caption)
        doubtful = region.own == 1 and sums[index] < MUCH * sums[0]
        region.furniture = region.own >= 2 or region.talk or doubtful or (above is not None and above.furniture)


def _pardon(outline: Outline) -> None:
    """A region named like furniture that holds the page's h1 and much of its text is the article in a dialog.

    So is one that holds much of the text in an element named as the text, and one with headline and article element.
    Where the name is only often that of furniture (``ad-slots-enabled``), a headline with some text below it is enough.
    """
    regions = outline.regions
    named = [index for index, region in enumerate(regions) if region.own in (1, 2) and region.tag not in SOFT_TAGS]
    if not named:
        return
    sums, held = [0.0] * len(regions), [0] * len(regions)
    for index, region in enumerate(regions):
        if region.own == 0 and _is_text(region.name):
            held[index] = TEXT
        if region.tag == "article":
            held[index] |= ARTICLE
    for block in outline.blocks:
        if block.tag == "h1":
            held[block.region] |= HEAD
        if block.size >= LONG and block.link_share < 0.5:
            sums[block.region] += block.size
    for index in range(len(regions) - 1, 0, -1):
        parent = regions[index].parent
        sums[parent] += sums[index]
        held[parent] |= held[index]
    for index in named:
        much = sums[index] >= MUCH * sums[0] and held[index] & (HEAD | TEXT)
        headed = held[index] & HEAD and (regions[index].own == 1 or held[index] & ARTICLE)
        if much or (headed and sums[index] >= SOME):
            regions[index].own = 0


def _is_text(name: str) -> bool:
    """Whether a name says that an element holds the text; most names are told apart without the pattern."""
    return ("content" in name or "body" in name or "text" in name) and _TEXT.search(name) is not None
