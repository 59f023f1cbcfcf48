"""The summary that a newsroom prints between headline and text (deck, standfirst): it is the article's own prose."""

from __future__ import annotations

from crawler.extraction.captions import is_caption
from crawler.extraction.header import read_line
from crawler.extraction.outline import Outline
from crawler.extraction.plain import ends_sentence

REACH = 16
NEAR = 4
SHORTEST = 40
LONGEST = 900


def deck_of(outline: Outline, first: int, title: str | None) -> int | None:
    """The place of the deck above the text's first block; None where the page prints none.

    It is the first sentence-like block close below the headline, neither caption nor header line.
    """
    blocks = outline.blocks
    wanted = "".join((title or "").lower().split())
    heads = [
        i
        for i in range(max(0, first - REACH), first)
        if blocks[i].tag in ("h1", "h2") and (not wanted or "".join(blocks[i].text.lower().split()) == wanted)
    ]
    if not heads:
        return None
    for i in range(heads[-1] + 1, min(first, heads[-1] + 1 + NEAR)):
        if _is_deck(outline, i):
            return i
    return None


def _is_deck(outline: Outline, place: int) -> bool:
    block = outline.blocks[place]
    region = outline.regions[block.region]
    if region.furniture or region.caption or block.link_share > 0.3 or not SHORTEST <= block.size <= LONGEST:
        return False
    if block.size < 2 * SHORTEST and not (ends_sentence(block.text) or block.tag in ("h2", "h3", "p")):
        return False
    return read_line(block.text) is None and not is_caption(block.text)
