"""Our own generic body: the region with the most prose, cleaned of what is not the article's text.

Scores: prose counts for the region it stands in and, fading, for those above; then the winner climbs while the parent
adds more prose than noise. The result says how sure it is, so that a library is asked only where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.extraction.deck import is_described
from crawler.extraction.outline import Outline
from crawler.extraction.prose import SHORT_PROSE, prose_of, teasers_of
from crawler.extraction.trim import clean

FADE = 0.75
LEVELS = 6
CLIMB = 1.2
MAX_CLIMB = 8
WRAPPER_NOISE = 120.0
TEASER = 0.3
HEADLINE = 20
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
    """The chosen blocks (indices into the outline, in order) and how sure the choice is, from 0 to 1.

    deck: the place of the summary that stands apart between headline and text.
    """

    blocks: tuple[int, ...]
    region: int
    sure: float
    prose: int
    deck: int | None = None


def _weights(outline: Outline, *, lenient: bool) -> tuple[list[float], list[float]]:
    """Prose and noise of each block; furniture counts as noise unless lenient."""
    prose, noise = [], []
    seen: set[str] = set()
    teasers, reads = teasers_of(outline), prose_of(outline)
    for i, block in enumerate(outline.blocks):
        region = outline.regions[block.region]
        again = block.text in seen
        seen.add(block.text)
        if again or _asks_consent(block.text):
            prose.append(0.0)
            noise.append(float(min(block.size, 60)))
        elif (region.furniture and not lenient) or region.talk or region.caption:
            prose.append(0.0)
            noise.append(float(min(block.size, 100)))
        elif reads[i] and block.tag not in ("h1", "h2", "h3"):
            prose.append(block.size * (1 - block.link_share) * (TEASER if i in teasers else 1.0))
            noise.append(0.0)
        else:
            prose.append(0.0)
            noise.append(min(block.size, 60) * (0.3 + block.link_share))
    return prose, noise


def _asks_consent(text: str) -> bool:
    """Whether a block asks to permit cookies; few blocks hold the words, so that the patterns are rarely tried."""
    start = text[:300]
    # Written out, as every block of a page is asked.
    may = "ookie" in start or "COOKIE" in start or "pt out" in start or "pt-out" in start or "pting" in start
    return (may or "alifornia" in start) and _CONSENT.search(start) is not None


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


def find_body(
    outline: Outline, *, title: str | None = None, declared: str | None = None, described: Sequence[str] = ()
) -> Body | None:
    """The body of a page, or None where no region holds prose.

    title: the headline, which stands in or before the article's region; declared: the text of the page's JSON-LD, which
    weighs for the blocks that it repeats; described: openings of the page's descriptions, which tell a short text from
    the summaries of other articles below it.
    """
    for lenient in (False, True):
        body = _find(outline, title, declared, lenient=lenient)
        if body is not None and (body.prose >= 200 or lenient):
            if described and _announces(outline, body):
                above = _find(outline, title, declared, lenient=lenient, end=body.blocks[0])
                found = any(is_described(outline.blocks[i].text, described) for i in (above.blocks if above else ()))
                return replace(above, sure=1.0) if above and found else body
            return body
    return _brief(outline)


def _announces(outline: Outline, body: Body) -> bool:
    """Whether each paragraph found stands below the link to another article, or opens with it."""
    blocks, reads = outline.blocks, prose_of(outline)
    told = [i for i in body.blocks if reads[i]]
    return all(
        (blocks[i - 1].link_share > 0.8 and blocks[i - 1].size >= HEADLINE)
        or (bool(blocks[i].links) and blocks[i].text.startswith(blocks[i].links[0][1]))
        for i in told
    )


def _brief(outline: Outline) -> Body | None:
    """Sentences too short to count as prose, straight below the headline: all there is on the page of a short brief."""
    blocks, regions = outline.blocks, outline.regions
    head = next(
        (i for i, block in enumerate(blocks) if block.tag == "h1" and not regions[block.region].furniture), None
    )
    if head is None:
        return None
    end = head + 1
    while end < len(blocks) and _is_sentence(outline, end):
        end += 1
    if end == head + 1:
        return None
    size = sum(block.size for block in blocks[head + 1 : end])
    return Body(tuple(range(head + 1, end)), blocks[head + 1].region, 0.5, size)


def _is_sentence(outline: Outline, place: int) -> bool:
    block = outline.blocks[place]
    region = outline.regions[block.region]
    plain = block.link_share < 0.2 and not (region.furniture or region.caption)
    return plain and block.tag in ("p", "div", "td") and block.text.endswith((".", "!", "?", "。", "！", "？"))


def _find(
    outline: Outline, title: str | None, declared: str | None, *, lenient: bool, end: int | None = None
) -> Body | None:
    """The body among the blocks before the place `end`."""
    if not outline.blocks:
        return None
    prose, noise = _weights(outline, lenient=lenient)
    if declared:
        _confirm(outline, declared, prose)
    if end is not None:
        prose[end:] = [0.0] * (len(prose) - end)
    all_prose, all_noise = outline.sums(prose), outline.sums(noise)
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
    chosen = clean(outline, top, prose, lenient=lenient)
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
    wanted, size = "".join(title.lower().split()), len(title)
    found = None
    for block in outline.blocks:
        if abs(len(block.text) - size) > 4 or block.link_share >= 0.9 or "".join(block.text.lower().split()) != wanted:
            continue
        if block.tag in ("h1", "h2", "h3"):
            found = block
            break
        # Old pages print the headline in a bold line or a cell; the title element of a broken head is none.
        if block.tag not in ("title", "li", "option") and not outline.regions[block.region].furniture:
            found = block
    if found is None:
        return
    reach = 5 if found.tag in ("h1", "h2", "h3") else 2
    for level, above in enumerate(outline.ancestors(found.region)):
        if level > reach or outline.regions[above].tag in ("body", "html"):
            break
        score[above] *= 1.3


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
