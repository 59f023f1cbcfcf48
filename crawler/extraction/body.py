"""Our own generic body: the region with the most prose, cleaned of what is not the article's text.

Scores: prose counts for the region it stands in and, fading, for those above; then the winner climbs while the parent
adds more prose than noise. The result says how sure it is, so that a library is asked only where it is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extraction.closing import is_advert_mark, is_related_heading
from crawler.extraction.outline import Outline, TextBlock
from crawler.extraction.plain import ends_sentence

FADE = 0.75
LEVELS = 6
PROSE_SIZE = 60
SHORT_PROSE = 25
CLIMB = 1.2
MAX_CLIMB = 8
WRAPPER_NOISE = 120.0
TEASER = 0.3
TEASER_SIZE = 350
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_GOOD = re.compile(
    r"(?:^|[-_ ])(?:article|articlebody|story|storybody|post|entry|content|body|text|main"
    r"|news|detail|details|page|zoom|artical|artibody|contentbody|bodytext|rich-text|prose"
    r"|ueditor)(?:$|[-_ ]|\d)"
)
_CONSENT = re.compile(
    (
        r"\b(?:we|our (?:site|website|partners)|this (?:site|website)|us to)\b[^.]{0,80}\bcookies\b"
        r"|\bcookies? (?:policy|preferences|settings)\b|opt(?:ing)?[- ]out\b|(?:sites?|partners?)"
        r" (?:uses?|store) cookies|verwenden (?:wir )?cookies|utilisons des cookies|california"
        r" consumer"
    ),
    re.IGNORECASE,
)
_BODY_ITEM = re.compile(r"\barticleBody\b|\btext\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The chosen blocks (indices into the outline, in order) and how sure the choice is, from 0 to 1."""

    blocks: tuple[int, ...]
    region: int
    sure: float
    prose: int


def is_prose(block: TextBlock) -> bool:
    """Whether a block reads as running text rather than as a label, a headline or a list of links."""
    if block.link_share > 0.5:
        return False
    if block.size >= PROSE_SIZE * 2:
        return True
    return (block.size >= PROSE_SIZE and (ends_sentence(block.text) or "," in block.text or "，" in block.text)) or (
        block.size >= SHORT_PROSE
        and block.link_share < 0.2
        and ends_sentence(block.text)
        and not block.text.endswith(":")
    )


def _weights(outline: Outline, *, lenient: bool) -> tuple[list[float], list[float]]:
    """Prose and noise of each block; furniture counts as noise unless lenient."""
    prose, noise = [], []
    seen: set[str] = set()
    teasers = teasers_of(outline)
    for i, block in enumerate(outline.blocks):
        region = outline.regions[block.region]
        again = block.text in seen
        seen.add(block.text)
        if again or _CONSENT.search(block.text[:300]):
            prose.append(0.0)
            noise.append(float(min(block.size, 60)))
        elif (region.furniture and not lenient) or region.caption:
            prose.append(0.0)
            noise.append(float(min(block.size, 100)))
        elif is_prose(block) and block.tag not in ("h1", "h2", "h3"):
            prose.append(block.size * (1 - block.link_share) * (TEASER if i in teasers else 1.0))
            noise.append(0.0)
        else:
            prose.append(0.0)
            noise.append(min(block.size, 60) * (0.3 + block.link_share))
    return prose, noise


def _cumulate(outline: Outline, values: list[float]) -> list[float]:
    """Sums of a block value below each region."""
    sums = [0.0] * len(outline.regions)
    for block, value in zip(outline.blocks, values, strict=True):
        sums[block.region] += value
    for index in range(len(sums) - 1, 0, -1):
        sums[outline.regions[index].parent] += sums[index]
    return sums


def _factor(outline: Outline, index: int) -> float:
    region = outline.regions[index]
    factor = 1.0
    if region.itemprop and _BODY_ITEM.search(region.itemprop):
        factor *= 1.5
    if region.tag in ("article", "main"):
        factor *= 1.15
    if region.name and _GOOD.search(region.name):
        factor *= 1.2
    if region.tag in ("td", "li", "ul", "ol", "blockquote", "p"):
        factor *= 0.8
    return factor


def find_body(outline: Outline, *, title: str | None = None, declared: str | None = None) -> Body | None:
    """The body of a page, or None where no region holds prose.

    title: the headline, which stands in or before the article's region; declared: the text of the page's JSON-LD, which
    weighs for the blocks that it repeats.
    """
    for lenient in (False, True):
        body = _find(outline, title, declared, lenient=lenient)
        if body is not None and (body.prose >= 200 or lenient):
            return body
    return None


def _find(outline: Outline, title: str | None, declared: str | None, *, lenient: bool) -> Body | None:
    if not outline.blocks:
        return None
    prose, noise = _weights(outline, lenient=lenient)
    if declared:
        _confirm(outline, declared, prose)
    all_prose, all_noise = _cumulate(outline, prose), _cumulate(outline, noise)
    score = [0.0] * len(outline.regions)
    for block, value in zip(outline.blocks, prose, strict=True):
        if not value:
            continue
        share = value + 25
        for level, above in enumerate(outline.ancestors(block.region)):
            if level >= LEVELS:
                break
            score[above] += share * FADE ** max(level - 1, 0)
    for index, value in enumerate(score):
        if value:
            score[index] = value * _factor(outline, index)
    if title:
        _anchor(outline, title, score)
    top = max(range(len(score)), key=score.__getitem__)
    if not score[top]:
        return None
    top = _climb(outline, top, all_prose, all_noise)
    chosen = _clean(outline, top, prose, lenient=lenient)
    if not chosen:
        return None
    kept = sum(prose[i] for i in chosen)
    total = all_prose[0] or 1.0
    sure = min(1.0, kept / total) * min(1.0, kept / 600)
    return Body(tuple(chosen), top, sure, int(kept))


def _confirm(outline: Outline, declared: str, prose: list[float]) -> None:
    """Where markup repeats the text, its blocks weigh thrice."""
    plain = "".join(declared.split())
    for i, block in enumerate(outline.blocks):
        if block.size >= SHORT_PROSE and "".join(block.text.split()) in plain:
            prose[i] = 3.0 * max(prose[i], float(block.size))


def _anchor(outline: Outline, title: str, score: list[float]) -> None:
    """Regions around the headline are worth more, so that a teaser list or the next article does not win."""
    wanted = "".join(title.lower().split())
    for block in outline.blocks:
        if block.tag in ("h1", "h2", "h3") and block.link_share < 0.9 and "".join(block.text.lower().split()) == wanted:
            for level, above in enumerate(outline.ancestors(block.region)):
                if level > 5 or outline.regions[above].tag in ("body", "html"):
                    break
                score[above] *= 1.3
            return


def _climb(outline: Outline, top: int, prose: list[float], noise: list[float]) -> int:
    """Go up while a region above brings clearly more prose than noise; wrappers that add nothing are passed."""
    reached = top
    for level, above in enumerate(outline.ancestors(outline.regions[top].parent)):
        if outline.regions[above].tag == "html" or level > MAX_CLIMB:
            break
        gain, cost = prose[above] - prose[reached], noise[above] - noise[reached]
        if gain > 0.15 * prose[reached] and gain > CLIMB * cost:
            reached = above
        elif gain > 0 or cost > WRAPPER_NOISE:
            break
    return reached


def teasers_of(outline: Outline) -> frozenset[int]:
    """Blocks that are summaries under linked headlines, where a page has several of them."""
    found = []
    for i, block in enumerate(outline.blocks):
        if block.size > 700 or block.link_share > 0.5 or not is_prose(block):
            continue
        before = outline.blocks[max(0, i - 2) : i]
        if any(above.link_share > 0.8 and above.size >= 20 and above.tag in HEADINGS for above in before):
            found.append(i)
    return frozenset(found) if len(found) >= 3 else frozenset()


def _clean(outline: Outline, top: int, prose: list[float], *, lenient: bool) -> list[int]:
    """The article's blocks below a region: furniture, captions, link lists and trailing headings taken off."""
    inside = _inside(outline, top)
    for other in _alike(outline, top, prose):
        inside = [one or two for one, two in zip(inside, _inside(outline, other), strict=True)]
    chosen = []
    for i, block in enumerate(outline.blocks):
        if not inside[block.region]:
            continue
        region = outline.regions[block.region]
        if region.caption or (region.furniture and not lenient):
            continue
        if block.tag == "h1" or is_advert_mark(block.text):
            continue
        if block.link_share > 0.6 and (block.size > 12 or block.link_share > 0.9):
            continue
        chosen.append(i)
    first = next((n for n, i in enumerate(chosen) if prose[i]), None)
    if first is None:
        return []
    last = max(n for n, i in enumerate(chosen) if prose[i])
    return _without_tail(outline, chosen[first : last + 1])


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
    sums = _cumulate(outline, prose)
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
