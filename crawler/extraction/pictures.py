"""Captions that no name of an element tells: words that stand in one element with a picture, and nothing else there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.plain import ends_sentence

if TYPE_CHECKING:
    from crawler.extraction.outline import Outline, TextBlock

LONGEST = 260
CREDIT = 90
SHORTEST = 25
PARAGRAPH = 80
MOST = 0.25
LABELS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "th"})


def mark_captions(outline: Outline) -> None:
    """Set ``caption`` on the regions of lines that stand alone in one element with a picture.

    A portrait above a name and a text is none, nor a lead with its picture: a text's own paragraphs are written alike.
    """
    if not outline.signs.pictures:
        return
    found = [one for place, region in outline.signs.pictures if (one := _beside(outline, place, region))]
    if not found:
        return
    blocks, regions = outline.blocks, outline.regions
    own = {i for run, _ in found for i in run}
    makes, wrappers = set[tuple[str, str]](), set[tuple[str, str]]()
    whole, first = 0, len(blocks)
    for i, block in enumerate(blocks):
        region = regions[block.region]
        if (
            i not in own
            and block.size >= PARAGRAPH
            and block.link_share < 0.5
            and region.own < 2
            and not region.caption
        ):
            whole += block.size
            first = min(first, i)
            makes.add((region.tag, region.name))
            if region.parent > 0 and not _shared(outline, i, region.parent):
                wrappers.add((regions[region.parent].tag, regions[region.parent].name))
    # Cards of a picture and a text each are the text itself.
    if sum(blocks[i].size for i in own) > MOST * whole:
        return
    for run, home in found:
        region = regions[blocks[run.start].region]
        # A paragraph in a wrapper like those of others, which have no picture.
        if (regions[home].tag, regions[home].name) in wrappers:
            continue
        # Above a text a name, a day or a line of the site has its picture too.
        above = run.start < first
        caption = blocks[run.start]
        if not above or (
            (region.tag, region.name) not in makes and (caption.size > CREDIT or ends_sentence(caption.text))
        ):
            for i in run:
                regions[blocks[i].region].caption = True


def _beside(outline: Outline, place: int, region: int) -> tuple[range, int] | None:
    """The caption and its credit behind a picture, and the smallest element that holds both; None for other text."""
    blocks = outline.blocks
    if place >= len(blocks) or not _may_be(blocks[place]):
        return None
    home = _common(outline, region, blocks[place].region)
    if home <= 0 or (place and _holds(outline, home, blocks[place - 1].region)):
        return None
    end = place + 1
    while end < len(blocks) and end <= place + 2 and _holds(outline, home, blocks[end].region):
        end += 1
    behind = blocks[place + 1 : end]
    if len(behind) > 1 or any(one.size > CREDIT or one.tag in LABELS or ends_sentence(one.text) for one in behind):
        return None
    shared = home == blocks[place].region and outline.regions[home].tag in {"p", "td", "li", "blockquote", "a"}
    return None if shared else (range(place, end), home)


def _shared(outline: Outline, place: int, home: int) -> bool:
    """Whether an element holds more than one block."""
    beside = (one for one in (place - 1, place + 1) if 0 <= one < len(outline.blocks))
    return any(_holds(outline, home, outline.blocks[one].region) for one in beside)


def _may_be(block: TextBlock) -> bool:
    return SHORTEST <= block.size <= LONGEST and block.link_share < 0.3 and block.tag not in LABELS


def _common(outline: Outline, one: int, two: int) -> int:
    """The smallest element that holds two: regions are numbered as they begin, so the later one is never above."""
    while one != two:
        one, two = min(one, two), outline.regions[max(one, two)].parent
    return one


def _holds(outline: Outline, home: int, region: int) -> bool:
    while region > home:
        region = outline.regions[region].parent
    return region == home
