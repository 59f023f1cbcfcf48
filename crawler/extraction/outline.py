"""One pass over the page's markup: a list of text blocks, each with the region (block element) that holds it.

Everything after this pass (body, header, captions, related links) works on these flat lists, not on the tree.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.extraction.breaks import split_breaks
from crawler.extraction.markup import (
    ASK,
    BLOCK,
    BOLD,
    BREAK,
    IMAGE,
    INNER,
    LINK,
    RULE,
    SKIP,
    Start,
    after_comment,
    after_element,
    parted,
    pieces_of,
    plain_of,
    start_of,
    text_within,
)
from crawler.extraction.plain import size_of, squeeze
from crawler.extraction.regions import Region
from crawler.extraction.settle import settle
from crawler.extraction.signs import NOTED, PICTURES, Signs
from crawler.extraction.talk_words import MAX_SIGN_UP, is_sign_up

ABOVE = 12


@dataclass(slots=True)
class TextBlock:
    """One paragraph of text. size: length in signs, a CJK sign counting thrice; link_size: the part inside links."""

    text: str
    tag: str
    region: int
    size: int
    link_size: int
    links: tuple[tuple[str, str], ...] = ()
    bold: bool = False
    after_image: bool = False

    @property
    def link_share(self) -> float:
        """Share of the text that is inside links."""
        return self.link_size / self.size if self.size else 0.0


@dataclass(slots=True)
class Outline:
    """All regions and blocks of a page, in document order.

    prose, teasers: see prose_of and teasers_of in prose.py, which keep them here; rest: the markup behind the text,
    where only a part of the page was read; unseen: how much running text stands in what styles hide;
    signs: what its markup shows besides.
    """

    regions: list[Region] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)
    prose: list[bool] | None = None
    teasers: frozenset[int] | None = None
    rest: str | None = None
    unseen: int = 0
    signs: Signs = field(default_factory=Signs)
    _homes: list[int] | None = None

    def home(self, block: TextBlock) -> int:
        """The nearest region above a block's own that holds more blocks: whatever wraps it alone is passed."""
        if self._homes is None:
            held, homes = self.sums([1.0] * len(self.blocks)), list[int]()
            for index, region in enumerate(self.regions):
                above = region.parent
                homes.append(homes[above] if above > 0 and held[above] == held[index] else above)
            self._homes = homes
        return self._homes[block.region]

    def ancestors(self, region: int) -> Iterator[int]:
        """The region and all above it."""
        while region >= 0:
            yield region
            region = self.regions[region].parent

    def sums(self, values: Sequence[float]) -> list[float]:
        """Sums of a value of each block below each region."""
        sums = [0.0] * len(self.regions)
        for block, value in zip(self.blocks, values, strict=True):
            sums[block.region] += value
        for index in range(len(sums) - 1, 0, -1):
            sums[self.regions[index].parent] += sums[index]
        return sums


def outline_of(root: LexborNode, *, hidden: bool = False) -> Outline:
    """The outline of the markup below a node; hidden: also what styles hide."""
    walk = _Walk(pieces_of(root), hidden=hidden)
    walk.run()
    settle(walk.outline)
    return walk.outline


def outline_of_part(markup: str, *, most: int = sys.maxsize) -> Outline:
    """The outline of a stretch of a page's markup that begins with a tag, below regions that stand for all above it.

    most: so many blocks are enough.
    """
    walk = _Walk(markup.split("<"), hidden=False)
    # The elements that the stretch stands in: each end tag without a start leaves one of them.
    walk.outline.regions.extend(Region(level - 1, "body", "") for level in range(ABOVE))
    walk.region, walk.most = ABOVE - 1, most
    walk.run()
    settle(walk.outline)
    return walk.outline


class _Walk:
    """The walk along the pieces of a page's markup; inline text is held until a block begins or ends."""

    def __init__(self, pieces: list[str], *, hidden: bool) -> None:
        self.outline = Outline()
        self.pieces = pieces
        self.hidden = hidden
        self.held: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.href = ""
        self.link_at = self.link_chars = self.bold_chars = self.in_bold = 0
        self.image = False
        self.region = -1
        self.most = sys.maxsize

    def run(self) -> None:  # noqa: PLR0912 - each page takes some thousand turns here
        """Walk from the first piece to the last."""
        pieces, held, opened, seen = self.pieces, self.held, list[int](), self.hidden
        at, count, blocks, regions = 1, len(pieces), self.outline.blocks, self.outline.regions
        while at < count and len(blocks) < self.most:
            head, _, text = pieces[at].partition(">")
            sign = head[:1]
            if sign == "/":
                if not opened:
                    self._leave(head[1:])
                elif (kind := opened.pop()) == BLOCK:
                    if held:
                        self._flush()
                    if self.region > 0:
                        self.region = regions[self.region].parent
                elif kind != INNER:
                    self._end(kind)
            elif sign == "!":
                at, text = after_comment(pieces, at)
            else:
                start = start_of(head)
                kind = start.kind
                if kind == SKIP:
                    begin = at
                    at, text = after_element(pieces, at, start.tag)
                    if start.tag in NOTED:
                        self._note(start.tag, pieces[begin:at])
                elif start.hidden and opened and not seen:
                    begin = at
                    at, text = after_element(pieces, at, start.tag)
                    self.outline.unseen += text_within(pieces[begin:at])
                elif kind < BREAK:
                    opened.append(kind)
                    if kind == BLOCK:
                        if held:
                            self._flush()
                        tag, name, own, caption = start.tag, start.name, start.own, start.caption
                        regions.append(Region(self.region, tag, name, own, False, caption, start.itemprop))  # noqa: FBT003
                        self.region = len(regions) - 1
                        if start.talk:
                            self._declare()
                    elif kind != INNER:
                        self._begin(start)
                else:
                    self._lone(kind)
            if text and (held or not text.isspace()):
                held.append(text)
                if self.in_bold:
                    self.bold_chars += size_of(plain_of(text).strip())
            at += 1
        self._flush()

    def _declare(self) -> None:
        """The element that has begun says that readers wrote what it holds."""
        self.outline.regions[self.region].talk = True
        self.outline.signs.declared.append(self.region)

    def _note(self, tag: str, pieces: list[str]) -> None:
        """An element without text of the page that says something of the text round it."""
        outline = self.outline
        if outline.signs.note(tag, pieces, len(outline.blocks) + bool(self.held), self.region):
            outline.regions[self.region].asks = True
        self.image = self.image or tag in PICTURES

    def _leave(self, tag: str) -> None:
        """An element ends that began before the stretch of markup."""
        self._flush()
        if self.region > 0 and start_of(tag).kind == BLOCK:
            self.region = self.outline.regions[self.region].parent

    def _lone(self, kind: int) -> None:
        """An element without an end tag."""
        if kind == BREAK:
            self.held.append("\v")
        elif kind == IMAGE:
            self.image = True
            self.outline.signs.pictures.append((len(self.outline.blocks) + bool(self.held), self.region))
        elif kind == RULE:
            self._flush()
        elif kind == ASK:
            self.outline.regions[self.region].asks = True

    def _begin(self, start: Start) -> None:
        """A link or bold words begin."""
        if start.kind == LINK:
            if self.href:
                self._end_link()
            self.href, self.link_at = start.href, len(self.held)
            if start.talk:
                self.outline.signs.answers.append((len(self.outline.blocks) + bool(self.held), self.region))
        else:
            self.in_bold += 1

    def _end(self, kind: int) -> None:
        """A link or bold words end."""
        if kind == LINK:
            self._end_link()
            self.href = ""
        elif kind == BOLD:
            self.in_bold -= 1

    def _end_link(self) -> None:
        """Write down the open link with its words since it began or since the block began."""
        if self.href and len(self.held) > self.link_at:
            words = squeeze(plain_of("".join(self.held[self.link_at :])))
            if words:
                self.links.append((self.href, words))
                self.link_chars += size_of(words)
            self.link_at = len(self.held)

    def _flush(self) -> None:
        """End the block that is being written; text parted by line breaks may become several blocks."""
        if self.href:
            self._end_link()
            self.link_at = 0
        raw = "".join(parted(self.held) if len(self.held) > 1 else self.held)
        if raw and not raw.isspace():
            self._write(plain_of(raw))
        self.held.clear()
        self.links = []
        self.link_chars = self.bold_chars = 0

    def _write(self, raw: str) -> None:
        blocks, tag = self.outline.blocks, self.outline.regions[self.region].tag
        if "\v" not in raw:
            text = squeeze(raw)
            if text:
                size = size_of(text)
                bold = self.bold_chars >= 0.9 * size
                link_size = min(size, self.link_chars)
                blocks.append(TextBlock(text, tag, self.region, size, link_size, tuple(self.links), bold, self.image))
                self.image = False
                if link_size == size <= MAX_SIGN_UP and is_sign_up(text):
                    self.outline.regions[self.region].asks = True
            return
        bold = self.bold_chars >= 0.9 * max(size_of(squeeze(raw)), 1)
        for text in split_breaks(raw):
            size = size_of(text)
            own = tuple(link for link in self.links if link[1] in text)
            link_size = min(size, sum(size_of(link[1]) for link in own))
            blocks.append(TextBlock(text, tag, self.region, size, link_size, own, bold, self.image))
            self.image = False
