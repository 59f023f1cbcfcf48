"""A box of related links that stands between the paragraphs of a text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from crawler.extraction.closing import MAX_LABEL, MAX_RELATED, is_furniture_line, is_related_heading
from crawler.extraction.outline import Outline, TextBlock

NEAR = 4


def inline_related(
    blocks: Sequence[TextBlock], outline: Outline
) -> tuple[tuple[int, int], tuple[TextBlock, ...]] | None:
    """A related box between paragraphs: the span of its lines in blocks, and its linked lines.

    It is one where links stand straight below the heading and the article's own prose goes on behind them, in the
    element that holds the prose before, or, where no link announces it, in one close by: a box may part a text in two.
    """
    for i, block in enumerate(blocks[:-1]):
        if i == 0 or not is_related_heading(block.text):
            continue
        at = next((n for n, other in enumerate(outline.blocks) if other is block), len(outline.blocks))
        run = _linked_below(outline.blocks[at + 1 : at + 1 + 2 * MAX_RELATED])
        linked = tuple(one for one in run if one.link_share > 0.5)
        end = i + 1
        while end < len(blocks) and any(blocks[end] is one for one in run):
            end += 1
        holders = {outline.regions[b.region].parent for b in blocks[:i]} | {b.region for b in blocks[:i]}
        near = {above for b in blocks[:i] for above in itertools.islice(outline.ancestors(b.region), NEAR)}
        behind = itertools.pairwise(outline.blocks[at + 1 + len(run) :])
        told = {id(b) for a, b in behind if a.link_share <= 0.5 and a.size > MAX_LABEL}
        rest = [
            b
            for b in blocks[end:]
            if b.size > 100
            and b.link_share < 0.3
            and not is_furniture_line(b.text)
            and (
                b.region in holders
                or outline.regions[b.region].parent in holders
                or (id(b) in told and not near.isdisjoint(itertools.islice(outline.ancestors(b.region), NEAR)))
            )
        ]
        if linked and sum(b.size for b in rest) > 200:
            return (i, end), linked
    return None


def _linked_below(blocks: Sequence[TextBlock]) -> Sequence[TextBlock]:
    """The links from the first block on, with labels before and behind them (a day, the minutes to read)."""
    for place, (block, below) in enumerate(itertools.zip_longest(blocks, blocks[1:])):
        if block.link_share > 0.5:
            continue
        announces = below is not None and below.link_share > 0.5
        if not place or block.size > MAX_LABEL or not (announces or any(map(str.isdigit, block.text))):
            return blocks[:place]
    return blocks
