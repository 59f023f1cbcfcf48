"""Which blocks of a page read as running text, and which of those only announce another page's text."""

from __future__ import annotations

import re

from crawler.extraction.outline import Outline, TextBlock
from crawler.extraction.plain import ends_sentence
from crawler.extraction.rights import is_rights_line

PROSE_SIZE = 60
# Thai and Lao put no sign at the end of a sentence.
_WITHOUT_STOPS = re.compile("[\u0e00-\u0eff]")
SHORT_PROSE = 25
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
MAX_TEASER = 700
LABEL = 40
ABOVE = 5


def is_prose(block: TextBlock) -> bool:
    """Whether a block reads as running text rather than as a label, a headline or a list of links."""
    if block.size < SHORT_PROSE or block.link_share > 0.5:
        return False
    if block.size >= PROSE_SIZE * 2:
        return True
    text = block.text
    if block.size >= PROSE_SIZE and ("," in text or "，" in text or ends_sentence(text)):
        return True
    if block.size >= PROSE_SIZE and _WITHOUT_STOPS.match(text[-1]):
        return True
    return block.link_share < 0.2 and ends_sentence(text) and not text.endswith(":")


def prose_of(outline: Outline) -> list[bool]:
    """For every block whether it is prose."""
    if outline.prose is None:
        outline.prose = [is_prose(block) and not is_rights_line(block.text) for block in outline.blocks]
    return outline.prose


def teasers_of(outline: Outline) -> frozenset[int]:
    """Blocks that are summaries under linked headlines, where a page has several of them."""
    if outline.teasers is None:
        reads = prose_of(outline)
        found = [i for i, block in enumerate(outline.blocks) if reads[i] and _is_teaser(outline.blocks, i, block)]
        outline.teasers = frozenset(found) if len(found) >= 3 else frozenset()
    return outline.teasers


def _is_teaser(blocks: list[TextBlock], place: int, block: TextBlock) -> bool:
    """A linked headline stands above a block of prose; only labels (a name, a day, a section) stand between them."""
    if block.size > MAX_TEASER:
        return False
    for above in blocks[max(0, place - ABOVE) : place][::-1]:
        if above.tag in HEADINGS:
            return above.size >= 20 and above.link_share > 0.8
        if above.size > LABEL:
            return False
    return False
