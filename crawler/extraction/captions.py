"""Captions apart from the body: caption elements, and the lines that stand before a dateline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.extraction.dateline import LOOK_AHEAD, Dateline, read_dateline
from crawler.extraction.header import read_line
from crawler.extraction.outline import Outline

_CREDIT = re.compile(
    (
        r"[(（\[]\s*(?:file )?(?:photo|photos|picture|image|xinhua|screenshot|video|credit)[^()（）\[\]]{0"
        r",80}[)）\]]\s*\.?$|(?-i:(?<![a-z,] )|(?=[A-Z]))\b"
        r"(?:photo|picture|image|photograph|credit|photos)\s*(?:by|courtesy"
        r"|credit|:)\s*[^.]{2,60}\.?\s*$|/(?:Xinhua|AFP|AP|Reuters|VCG|IC|CFP|UN Photo|Getty)[^/]{0"
        r",40}$"
        r"|\[Photo[^\]]{0,60}\]\s*$|[（(](?:资料图片?|新华社.{0,10}摄|.{0,20}[ 　]?[摄攝影]|图片来源.{0,20}|.{0"
        r",12}供图)[)）]?\s*$|(?:新华社|中新社|本报)?(?:记者|通讯员)\s*[\u4e00-\u9fff]{2,8}\s*(?:摄|攝)\s*$"
        r"|[。！” 　][\u4e00-\u9fff·]{2,4}[ 　]?[摄攝]$|^(?:图为"
        r"|图[:：]|资料图)"
    ),
    re.IGNORECASE,
)
# One of these stands in every credit; the search for them spares most texts the pattern.
_CREDIT_WORDS = ("photo", "pict", "image", "xinhua", "screens", "video", "credit", "/", "图", "摄", "攝", "影")
MAX_CAPTION = 700


@dataclass(frozen=True, slots=True)
class Lead:
    """The head of a text. taken: indices of paragraphs that leave the body; at: the one with the dateline."""

    dateline: Dateline | None = None
    at: int | None = None
    captions: tuple[str, ...] = ()
    taken: frozenset[int] = field(default_factory=frozenset)


def is_caption(text: str) -> bool:
    """Whether a line reads as a caption by its photo credit."""
    if len(text) > MAX_CAPTION:
        return False
    plain = text.lower()
    return any(word in plain for word in _CREDIT_WORDS) and bool(_CREDIT.search(text))


def lead_captions(texts: Sequence[str], after_image: Sequence[bool] = ()) -> Lead:
    """Find the dateline in the first paragraphs. What stands before a firm one is caption or byline, where it reads so.

    A firm dateline (with date or agency) opens the text, so a short line straight under a picture before it is a
    caption; other lines before it (a summary) stay in the body.
    """
    for i, text in enumerate(texts[:LOOK_AHEAD]):
        found = read_dateline(text)
        if found is None or (i > 0 and not found.firm and i > 2):
            continue
        taken = {
            n
            for n in range(i)
            if is_caption(texts[n])
            or (n < len(after_image) and after_image[n] and found.firm and len(texts[n]) <= MAX_CAPTION)
        }
        return Lead(found, i, tuple(texts[n] for n in sorted(taken)), frozenset(taken))
    taken = set()
    for i, text in enumerate(texts[:3] if not all(map(is_caption, texts)) else ()):
        if not is_caption(text) or read_line(text) is not None or len(texts) < 3:
            break
        taken.add(i)
    return Lead(None, None, tuple(texts[n] for n in sorted(taken)), frozenset(taken))


def page_captions(outline: Outline, first: int, last: int) -> list[str]:
    """The caption elements of the page between the header and the end of the text, not of teasers."""
    found = []
    start = max(0, first - 8)
    for place, block in enumerate(outline.blocks[start : _last_caption(outline, last) + 1], start):
        region = outline.regions[block.region]
        captioned = region.caption or (place < first and block.after_image and is_caption(block.text))
        if captioned and not region.furniture and 3 <= len(block.text) <= MAX_CAPTION and block.link_share < 0.9:
            found.append(block.text)
    return found


def _last_caption(outline: Outline, last: int) -> int:
    """Where the pictures that follow straight behind the text end."""
    reached, strange = last, 0
    for i in range(last + 1, len(outline.blocks)):
        region = outline.regions[outline.blocks[i].region]
        if region.caption and not region.furniture:
            reached, strange = i, 0
        else:
            strange += 1
            if strange > 2 or outline.blocks[i].size > 200:
                break
    return reached
