"""The summary that a newsroom prints between headline and text (deck, standfirst): it is the article's own prose."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extraction.captions import is_caption
from crawler.extraction.fields import folded
from crawler.extraction.header import read_line
from crawler.extraction.outline import Outline
from crawler.extraction.plain import ends_sentence, size_of

REACH = 16
NEAR = 4
SHORTEST = 40
LONGEST = 900
OPENING = 60


def deck_of(outline: Outline, first: int, title: str | None, described: Sequence[str] = ()) -> int | None:
    """The place of the deck above the text's first block; None where the page prints none.

    It is the block below the headline that opens with the page's own description, however it is named, else the first
    sentence-like block close below the headline; neither caption nor header line. described: see openings.
    """
    blocks = outline.blocks
    wanted = folded(title)
    heads = [
        i
        for i in range(max(0, first - REACH), first)
        if blocks[i].tag in ("h1", "h2") and (not wanted or folded(blocks[i].text) == wanted)
    ]
    begin = heads[-1] + 1 if heads else first - NEAR
    for i in range(max(begin, 0), first):
        if is_described(blocks[i].text, described) and blocks[i].link_share < 0.3 and _reads(outline, i):
            return i
    if not heads:
        return None
    for i in range(begin, min(first, begin + NEAR)):
        if not outline.regions[blocks[i].region].furniture and _is_deck(outline, i):
            return i
    return None


def openings(descriptions: Sequence[str]) -> tuple[str, ...]:
    """How the page's descriptions of itself begin, folded; those too short to know a block by are left out."""
    return tuple(dict.fromkeys(folded(text)[:OPENING] for text in descriptions if size_of(folded(text)) >= SHORTEST))


def is_described(text: str, described: Sequence[str]) -> bool:
    """Whether a block begins as a description of the page does."""
    return bool(described) and len(text) >= SHORTEST and folded(text[: 2 * OPENING]).startswith(tuple(described))


def _is_deck(outline: Outline, place: int) -> bool:
    block = outline.blocks[place]
    if block.link_share > 0.3 or not SHORTEST <= block.size <= LONGEST:
        return False
    if block.size < 2 * SHORTEST and not (ends_sentence(block.text) or block.tag in ("h2", "h3", "p")):
        return False
    return _reads(outline, place)


def _reads(outline: Outline, place: int) -> bool:
    block = outline.blocks[place]
    caption = outline.regions[block.region].caption or is_caption(block.text)
    return not caption and read_line(block.text) is None
