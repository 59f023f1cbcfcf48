"""The article's blocks below the chosen region, without furniture, captions, link lists and teasers."""

from __future__ import annotations

import itertools
import re

from crawler.extraction.closing import is_advert_mark, is_furniture_line, is_related_heading
from crawler.extraction.outline import Outline, TextBlock
from crawler.extraction.plain import ends_sentence
from crawler.extraction.prose import LABEL, is_prose, teasers_of

TEASER_SIZE = 350
BOX = 500
MOST = 0.7
NEAR = 8
COPIED = 0.5
LINKED_PROSE = 60
OWN_TEXT = 400
MOST_HEADLINES = 8
LONGEST_HEADLINE = 300
# The line that ends a post: ``— Name (@account) May 3, 2021``, ``A post shared by Name (@account)``.
_POSTED = re.compile(
    r"^[—–-] ?.{1,80}\(@\w{1,30}\)|\b(?:shared|geteilt|partagée|compartid[ao]|condiviso)\b.{1,80}\(@[\w.]+\)"
)
_STOP = re.compile(r"[.!?…。！？”\"’»]\s*$")


def clean(outline: Outline, top: int, prose: list[float], *, lenient: bool) -> list[int]:
    """The article's blocks below a region: furniture, captions, link lists and trailing headings taken off."""
    inside = _inside(outline, top)
    for other in _alike(outline, top, prose):
        inside = [one or two for one, two in zip(inside, _inside(outline, other), strict=True)]
    strange = [region.furniture for region in outline.regions]
    if lenient:
        strange = _furniture_below(outline, top)
        values = [value * inside[block.region] for block, value in zip(outline.blocks, prose, strict=True)]
        kept = sum(value for block, value in zip(outline.blocks, values, strict=True) if not strange[block.region])
        if kept < 0.5 * sum(values):
            strange = [False] * len(strange)
    chosen, linked = _candidates(outline, inside, strange)
    first = next((n for n, i in enumerate(chosen) if prose[i]), None)
    if first is None:
        return []
    last = max(n for n, i in enumerate(chosen) if prose[i])
    chosen = _before_next_article(outline, _with_last_lines(outline, chosen, first, last), prose)
    chosen = [i for i in chosen if i not in linked or _amid(outline, chosen, i)]
    chosen = _without_boxes(outline, chosen)
    return _without_tail(outline, _without_doubles(outline, _without_copy(outline, chosen)))


def _without_boxes(outline: Outline, chosen: list[int]) -> list[int]:
    """The text without the boxes in it: where a reader can type something (a newsletter's), what others posted."""
    blocks, regions = outline.blocks, outline.regions
    roots = {_box_of_post(outline, block) for block in blocks if "(@" in block.text and _POSTED.search(block.text)}
    asking = [index for index in _between(outline, chosen) if regions[index].asks]
    if asking:
        held = outline.sums([block.size for block in blocks])
        for index in asking:
            root = index if held[index] <= BOX else -1
            while root > 0 and regions[root].parent > 0 and held[regions[root].parent] <= BOX:
                root = regions[root].parent
            roots.add(root)
    roots.discard(-1)
    if not roots:
        return chosen
    boxed = [index in roots for index in range(len(regions))]
    for index in range(1, len(regions)):
        boxed[index] = boxed[index] or boxed[regions[index].parent]
    kept = [i for i in chosen if not boxed[blocks[i].region]]
    return kept if sum(blocks[i].size for i in kept) > MOST * sum(blocks[i].size for i in chosen) else chosen


def _between(outline: Outline, chosen: list[int]) -> range:
    """The regions from just before the text's first block to just behind its last."""
    places = [outline.blocks[i].region for i in (chosen[:1] + chosen[-1:])] or [0]
    return range(max(min(places) - NEAR, 0), min(max(places) + NEAR, len(outline.regions)))


def _box_of_post(outline: Outline, block: TextBlock) -> int:
    """The quotation of a post that the line of its author ends."""
    above = (index for index in outline.ancestors(block.region) if outline.regions[index].tag == "blockquote")
    return next(above, -1)


def _without_doubles(outline: Outline, chosen: list[int]) -> list[int]:
    """The text without leading paragraphs that another element says again: a summary made of the first paragraph."""
    blocks, regions = outline.blocks, outline.regions
    start = 0
    while start < min(len(chosen) - 1, 3):
        first = blocks[chosen[start]]
        home = regions[first.region].parent
        again = (blocks[i] for i in chosen[start + 1 :])
        if not any(one.text == first.text and regions[one.region].parent != home for one in again):
            break
        start += 1
    return chosen[start:]


def _without_copy(outline: Outline, chosen: list[int]) -> list[int]:
    """The text once, where another element prints it again for other screens: a run of lines that all stood above."""
    blocks, regions, above, place = outline.blocks, outline.regions, 0, 0
    seen: dict[str, int] = {}
    while place < len(chosen):
        block = blocks[chosen[place]]
        home = regions[block.region].parent
        if seen.setdefault(block.text, home) == home:
            above += block.size
            place += 1
            continue
        run = list(itertools.takewhile(lambda n: blocks[n].text in seen, itertools.islice(chosen, place, None)))
        if sum(blocks[n].size for n in run) >= COPIED * above:
            return [*chosen[:place], *chosen[place + len(run) :]]
        place += len(run)
    return chosen


def _candidates(outline: Outline, inside: list[bool], strange: list[bool]) -> tuple[list[int], set[int]]:
    """The blocks that may be text, and those of them that are links from end to end."""
    chosen, linked = [], set()
    for i, block in enumerate(outline.blocks):
        if not inside[block.region] or strange[block.region] or outline.regions[block.region].caption:
            continue
        if block.tag == "h1" or is_advert_mark(block.text):
            continue
        if block.link_share > 0.6 and (block.size > 12 or block.link_share > 0.9):
            if block.size < LINKED_PROSE or block.tag != "li" or not ends_sentence(block.text):
                continue
            linked.add(i)
        chosen.append(i)
    return chosen, linked


def _amid(outline: Outline, chosen: list[int], linked: int) -> bool:
    """Whether a sentence that is a link from end to end stands among paragraphs of the same element."""
    blocks, regions = outline.blocks, outline.regions
    home = regions[blocks[linked].region].parent
    alike = [i for i in chosen if i != linked and regions[blocks[i].region].parent == home and is_prose(blocks[i])]
    return len(alike) > 1 and alike[0] < linked < alike[-1]


def _with_last_lines(outline: Outline, chosen: list[int], first: int, last: int) -> list[int]:
    """The blocks from the first prose to the last, and the short paragraphs that go on in the same element."""
    blocks = outline.blocks
    end = last + 1
    tag = blocks[chosen[last]].tag
    home = outline.home(blocks[chosen[last]]) if tag == "p" and end < len(chosen) else -1
    while end < len(chosen) and tag == "p":
        block = blocks[chosen[end]]
        if block.tag != tag or outline.home(block) != home or block.link_share > 0.3:
            break
        if is_related_heading(block.text) or is_furniture_line(block.text):
            break
        if block.size < 2 * len(block.text) and not _STOP.search(block.text):
            break
        end += 1
    end = _list_told(outline, chosen, end)
    return chosen[_opening_heading(outline, chosen, first) : end]


def _list_told(outline: Outline, chosen: list[int], end: int) -> int:
    """Where the text ends: behind the list, of words however short, that its last paragraph announces."""
    blocks, regions = outline.blocks, outline.regions
    above = blocks[chosen[end - 1]]
    if above.tag != "p" or above.size < LABEL or not above.text.endswith((":", "：")):
        return end
    home = regions[above.region].parent
    for i in chosen[end:]:
        block = blocks[i]
        listed = regions[block.region].parent
        if block.tag != "li" or block.link_share > 0.3 or listed < 0 or regions[listed].parent != home:
            break
        end += 1
    return end


def _opening_heading(outline: Outline, chosen: list[int], first: int) -> int:
    """Where the text begins: at a sub-heading straight above its first paragraph, where others like it follow."""
    blocks = outline.blocks
    place = chosen[first - 1] if first else -1
    alike = [i for i in chosen[first:] if place >= 0 and blocks[i].tag == blocks[place].tag]
    straight = place + 1 == chosen[first] and blocks[place].tag in ("h2", "h3", "h4") and len(alike) > 1
    homes = {outline.regions[blocks[i].region].parent for i in (place, chosen[first])}
    return first - 1 if straight and len(homes) == 1 else first


def _before_next_article(outline: Outline, chosen: list[int], prose: list[float]) -> list[int]:
    """The text up to a second headline, where the page goes on with another article.

    A sub-heading set as h1 stands among the paragraphs themselves; a headline stands in an element of its own.
    """
    blocks, regions = outline.blocks, outline.regions
    heads = [i for i, block in enumerate(blocks) if block.tag == "h1" and not regions[block.region].furniture]
    if not 1 < len(heads) <= MOST_HEADLINES or heads[0] > chosen[0]:
        return chosen
    for head in heads[1:MOST_HEADLINES]:
        before = [i for i in chosen if i < head and prose[i]]
        homes = {regions[blocks[i].region].parent for i in before}
        behind = {regions[blocks[i].region].parent for i in chosen if i > head and prose[i]}
        if (
            blocks[head].size <= LONGEST_HEADLINE
            and regions[blocks[head].region].parent not in homes
            and not homes & behind
            and sum(prose[i] for i in before) >= OWN_TEXT
            and blocks[head].text != blocks[heads[0]].text
        ):
            return [i for i in chosen if i < head]
    return chosen


def _furniture_below(outline: Outline, top: int) -> list[bool]:
    """What is furniture by the names of the regions below top, where one above it is named like furniture."""
    strange = [False] * len(outline.regions)
    for index in range(top + 1, len(strange)):
        region = outline.regions[index]
        strange[index] = region.own >= 2 or region.talk or strange[region.parent]
    return strange


def _alike(outline: Outline, top: int, prose: list[float]) -> list[int]:
    """Other parts of one text that is printed in pieces: regions of the same tag and class in the same article.

    Another headline between them, or an article element of its own, makes them other texts.
    """
    regions = outline.regions
    own = regions[top]
    if not own.name or own.tag in ("p", "li", "td", "blockquote"):
        return []
    same = [i for i, region in enumerate(regions) if i != top and region.tag == own.tag and region.name == own.name]
    if not same or len(same) > 30:
        return []
    home = _article_of(outline, top)
    sums = outline.sums(prose)
    heads = [block.region for block in outline.blocks if block.tag == "h1"]
    found = []
    for other in same:
        low, high = min(other, top), max(other, top)
        if (
            sums[other] >= 200
            and not regions[other].furniture
            and _article_of(outline, other) == home
            and home >= 0
            and not any(low < head < high for head in heads)
        ):
            found.append(other)
    return found


def _article_of(outline: Outline, region: int) -> int:
    """The nearest article element above a region, else main, else -1."""
    above = list(outline.ancestors(outline.regions[region].parent))
    for tag in ("article", "main"):
        for index in above:
            if outline.regions[index].tag == tag:
                return index
    return -1


def _without_tail(outline: Outline, chosen: list[int]) -> list[int]:
    """The text without a run of teasers behind it: one short summary under each of several linked headlines."""
    teasers = teasers_of(outline) & frozenset(chosen)
    blocks = outline.blocks
    end, dropped = len(chosen), 0
    while end > 1:
        block = blocks[chosen[end - 1]]
        if chosen[end - 1] in teasers and block.size <= TEASER_SIZE:
            dropped += 1
        elif is_prose(block) and block.size > 40:
            break
        end -= 1
    kept = sum(blocks[i].size for i in chosen[:end] if is_prose(blocks[i]))
    if dropped < 3 or kept < sum(blocks[i].size for i in chosen[end:]):
        return chosen
    while end > 1 and (not is_prose(blocks[chosen[end - 1]]) or is_related_heading(blocks[chosen[end - 1]].text)):
        end -= 1
    return chosen[:end]


def _inside(outline: Outline, top: int) -> list[bool]:
    inside = [False] * len(outline.regions)
    inside[top] = True
    for index in range(top + 1, len(inside)):
        parent = outline.regions[index].parent
        inside[index] = inside[parent] if parent >= top else False
    return inside
