"""One pass over the fast tree: the page as a list of text blocks, each with the region (block element) that holds it.

Everything after this pass (body, header, captions, related links) works on these flat lists, not on the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.extraction.elements import INLINE, SKIPPED
from crawler.extraction.plain import ends_sentence, size_of, squeeze
from crawler.extraction.regions import Region, is_hidden, is_unseen, region_of

MAX_DEPTH = 400
LONG = 80
MUCH = 0.4
MAX_CAPTION = 1500


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
    """All regions and blocks of a page, in document order."""

    regions: list[Region] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)

    def ancestors(self, region: int) -> Iterator[int]:
        """The region and all above it."""
        while region >= 0:
            yield region
            region = self.regions[region].parent


class _Writer:
    """Collects inline text into blocks while the walk goes down and up."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.pieces: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.link_chars = 0
        self.bold_chars = 0
        self.in_link = 0
        self.in_bold = 0
        self.image = False

    def add(self, text: str) -> None:
        self.pieces.append(text)
        if self.in_link or self.in_bold:
            size = size_of(text.strip())
            if self.in_link:
                self.link_chars += size
            if self.in_bold:
                self.bold_chars += size

    def flush(self, region: int) -> None:
        """End the block that is being written; text parted by line breaks may become several blocks."""
        if not self.pieces:
            return
        raw = "".join(self.pieces)
        if raw and not raw.isspace():
            self._write(raw, region)
        self.pieces = []
        self.links = []
        self.link_chars = self.bold_chars = 0

    def _write(self, raw: str, region: int) -> None:
        total = max(size_of(squeeze(raw.replace("\v", " "))), 1)
        links, bold, image = tuple(self.links), self.bold_chars >= 0.9 * total, self.image
        tag = self.outline.regions[region].tag
        for text in _split_breaks(raw):
            size = size_of(text)
            own = tuple(link for link in links if link[1] and link[1] in text)
            link_size = (
                min(size, self.link_chars) if "\v" not in raw else min(size, sum(size_of(link[1]) for link in own))
            )
            self.outline.blocks.append(TextBlock(text, tag, region, size, link_size, own, bold, image))
            self.image = image = False


def _split_breaks(raw: str) -> Iterator[str]:
    """Paragraphs of text that holds line breaks (written as a vertical tab).

    Two breaks part, and so does one after a sentence end or before an indent.
    """
    if "\v" not in raw:
        text = squeeze(raw)
        if text:
            yield text
        return
    held = ""
    blank = False
    for line in raw.split("\v"):
        text = squeeze(line)
        if not text:
            blank = True
            continue
        indent = line.lstrip("\n\r\t ").startswith(("\u3000", "\xa0\xa0"))
        if held and (blank or indent or ends_sentence(held)):
            yield held
            held = text
        else:
            held = f"{held} {text}" if held else text
        blank = False
    if held:
        yield held


def _settle(outline: Outline) -> None:
    """Decide what is a caption, and what is furniture.

    That is what its name says, unless a region of a doubtful name holds much of the text.
    """
    regions = outline.regions
    sums = [0.0] * len(regions)
    hard = [False] * len(regions)
    _pardon(outline)
    for index, region in enumerate(regions):
        hard[index] = region.own >= 2 or (region.parent >= 0 and hard[region.parent])
    for block in outline.blocks:
        if block.size >= LONG and block.link_share < 0.5 and not hard[block.region]:
            sums[block.region] += block.size
    for index in range(len(regions) - 1, 0, -1):
        sums[regions[index].parent] += sums[index]
    whole = [0] * len(regions)
    for block in outline.blocks:
        whole[block.region] += block.size
    for index in range(len(regions) - 1, 0, -1):
        whole[regions[index].parent] += whole[index]
    for index, region in enumerate(regions):
        # A class name with "caption" or "credit" on a region of many words is no caption's.
        own = region.caption and (region.tag == "figcaption" or whole[index] <= MAX_CAPTION)
        region.caption = own or (region.parent >= 0 and regions[region.parent].caption)
        above = region.parent >= 0 and regions[region.parent].furniture
        doubtful = region.own == 1 and sums[index] < MUCH * sums[0]
        region.furniture = above or region.own >= 2 or doubtful


def _pardon(outline: Outline) -> None:
    """A region named like furniture that holds the page's h1 and much of its text is the article in a dialog."""
    regions = outline.regions
    named = [index for index, region in enumerate(regions) if region.own == 2]
    if not named:
        return
    sums, heads = [0.0] * len(regions), [False] * len(regions)
    for block in outline.blocks:
        heads[block.region] = heads[block.region] or block.tag == "h1"
        if block.size >= LONG and block.link_share < 0.5:
            sums[block.region] += block.size
    for index in range(len(regions) - 1, 0, -1):
        sums[regions[index].parent] += sums[index]
        heads[regions[index].parent] = heads[regions[index].parent] or heads[index]
    for index in named:
        if heads[index] and sums[index] >= MUCH * sums[0]:
            regions[index].own = 0


def outline_of(root: LexborNode, *, hidden: bool = False) -> Outline:
    """Walk the tree below root once, without recursion; hidden: also what styles hide."""
    writer = _Writer()
    regions = writer.outline.regions
    top = region_of(root, root.tag or "html", -1, None) or Region(-1, "html", "", 0)
    regions.append(top)
    stack: list[tuple[LexborNode | None, int, str]] = [(root.first_child, 0, "")]
    while stack:
        node, region, closing = stack.pop()
        if closing:
            _close(writer, closing)
        if node is None:
            continue
        tag = node.tag
        following = node.next
        if tag == "-text":
            writer.add(node.text_content or "")
            stack.append((following, region, ""))
            continue
        if tag is None or tag.startswith(("-", "!")) or tag in SKIPPED:
            stack.append((following, region, ""))
            continue
        if tag == "br":
            writer.pieces.append("\v")
            stack.append((following, region, ""))
        elif tag in {"img", "picture"}:
            writer.image = True
            stack.append((following, region, ""))
        elif tag in INLINE:
            _inline(writer, node, tag, following, region, stack)
        else:
            inner = region_of(node, tag, region, regions[region], hidden=hidden) if len(stack) < MAX_DEPTH else None
            if tag == "hr" or inner is None:
                stack.append((following, region, ""))
                continue
            writer.flush(region)
            regions.append(inner)
            stack.append((following, region, f"block {len(regions) - 1}"))
            stack.append((node.first_child, len(regions) - 1, ""))
    writer.flush(0)
    _settle(writer.outline)
    return writer.outline


def _inline(  # noqa: PLR0917 - the state of one walk
    writer: _Writer,
    node: LexborNode,
    tag: str,
    following: LexborNode | None,
    region: int,
    stack: list[tuple[LexborNode | None, int, str]],
) -> None:
    """Go into an inline element; its end is marked on the stack where it changes what the text counts as."""
    closing = ""
    if tag in ("a", "b", "strong", "span", "small", "label"):
        attributes = node.attributes
        style = attributes.get("style")
        if "hidden" in attributes or is_hidden(style) or is_unseen(attributes.get("class")):
            stack.append((following, region, ""))
            return
        if tag == "a" and attributes.get("href"):
            closing = "a"
            writer.in_link += 1
            writer.links.append((attributes.get("href") or "", squeeze(node.text(deep=True))))
        elif tag in ("b", "strong"):
            closing = "b"
            writer.in_bold += 1
    stack.append((following, region, closing))
    stack.append((node.first_child, region, ""))


def _close(writer: _Writer, closing: str) -> None:
    if closing == "a":
        writer.in_link -= 1
    elif closing == "b":
        writer.in_bold -= 1
    else:
        writer.flush(int(closing.split()[1]))
