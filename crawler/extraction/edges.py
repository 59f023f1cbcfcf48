"""The edges of a text: header lines before it, closing lines behind it, captions and dateline at its head."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from crawler.extraction.captions import is_caption, lead_captions, page_captions
from crawler.extraction.closing import (
    CLOSING_CREDIT,
    MAX_LABEL,
    credit_at_end,
    cut_closing,
    is_address_line,
    is_end_mark,
    is_related_heading,
    related_links,
)
from crawler.extraction.credits import Credits
from crawler.extraction.dateline import read_dateline
from crawler.extraction.fields import ABSENT, folded
from crawler.extraction.header import Header, read_header, read_line
from crawler.extraction.header_words import FIRST, IN_LABELS, LABEL, UPDATE
from crawler.extraction.names import is_agency_sign
from crawler.extraction.outline import TextBlock
from crawler.extraction.plain import ends_sentence
from crawler.extraction.prose import is_prose
from crawler.extraction.related_box import inline_related
from crawler.extraction.stretch import related_behind
from crawler.extraction.wire_end import HOW as WIRE_END
from crawler.extraction.wire_end import is_wire_end, take_wire_end
from crawler.urls import resolve
from storage.records import Evidence, FieldState, RelatedLink

HEADER_BLOCKS = 14
NEAR = 4
MOST_LABELS = 8
LABELLED = frozenset({"dt", "dd", "li"})
MANY = 3
# ``Last updated``, ``First published``: the label opens the line, or the page speaks of itself.
LABEL_WORDS = 12
OF_PAGE = re.compile(
    r"(?:this|the) (?:page|article|story|post|release|content)\b|本[文页頁]|cet article|ce contenu"
    r"|este (?:artículo|artigo)|dieser (?:artikel|beitrag)",
    re.IGNORECASE,
)
# A run of Chinese or Japanese words that is longer than a label's.
CJK_SENTENCE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]{6}")


def _tells_of_day(text: str, header: Header) -> bool:
    """Whether a line is a sentence in which a day stands (``The road was opened on 3 May.``) and names no author."""
    raw = header.published.raw if header.published else None
    if raw is None or header.outlet or header.editors or header.authors:
        return False
    if not text.rstrip('”"’»)）').endswith((".", "!", "?", "。", "！")):
        return False
    rest = text.replace(raw, " ")
    label = UPDATE.search(rest) or FIRST.search(rest)
    if IN_LABELS.search(rest) or (label and (label.start() < LABEL_WORDS or OF_PAGE.match(rest))):
        return False
    words = sum(1 for word in rest.split() if word[0].isalpha() and not word[0].isupper())
    return words >= MANY or CJK_SENTENCE.search(rest) is not None


def _says_more(block: TextBlock, header: Header) -> bool:
    """Whether a line holds more words than a label beside what a header says."""
    raw = header.published.raw if header.published else ""
    said = bool(header.outlet or header.editors or header.authors)
    return not said and block.size - len(raw) > MAX_LABEL


def _opens_text(text: str) -> bool:
    """Whether a line with a date in it is a sentence under a dateline, and no header line."""
    return len(text) > 80 and read_dateline(text) is not None


@dataclass(slots=True)
class Edges(Credits):
    """The steps that part header, captions, closing lines and related links from the text."""

    def _read_header(self, title: str | None, languages: tuple[str, ...], zone: str | None) -> None:
        """Read the lines between title and text, then the text's own first lines, then those behind it."""
        blocks = self.outline.blocks
        first, wanted = self.draft.first, folded(title)
        begin = max(0, first - HEADER_BLOCKS)
        titled = [
            i
            for i in range(max(0, first - 59), first + 1)
            if wanted and i < len(blocks) and folded(blocks[i].text) == wanted
        ]
        if titled:
            begin = titled[-1] + 1
            # A page for two kinds of screens prints headline and header lines twice.
            while len(titled) > 1 and titled.pop() - titled[-1] <= HEADER_BLOCKS:
                begin = titled[-1] + 1
        near = [block for block in blocks[begin:first] if block.size <= 300 and folded(block.text) != wanted]
        names = (self.source.name, *self.source.aliases) if self.source else ()
        reference = self.page.fetched_at
        lines = [block.text for block in near]
        self.draft.header = read_header(
            lines, languages=languages, zone=zone, reference=reference, outlets=names, bare=True, lone_editor=False
        )
        if titled and self.draft.header.outlet is None:
            # Some print the line of the source above the headline.
            texts = [block.text for block in blocks[max(0, titled[0] - NEAR) : titled[0]]]
            above = [self._line(text, languages, zone) for text in texts if LABEL.match(text)]
            self._merge(next((line for line in above if line.outlet), Header()))

    def _cut_edges(self, title: str | None, languages: tuple[str, ...], zone: str | None) -> None:
        """Take header lines off the front, and trailer, editor's and furniture lines off the end of the text."""
        draft = self.draft
        self._cut_front(title, languages, zone)
        inline: list[TextBlock] = []
        while box := inline_related(draft.paragraphs, self.outline):
            (start, end), linked = box
            inline.extend(linked)
            draft.paragraphs = draft.paragraphs[:start] + draft.paragraphs[end:]
        declared = self.source.trailer if self.source else ()
        end, heading = cut_closing(draft.paragraphs, declared, self._announced())
        cut, draft.paragraphs = draft.paragraphs[end:], draft.paragraphs[:end]
        draft.paragraphs, sign = take_wire_end(draft.paragraphs)
        credit = self._cut_end(languages, zone)
        if sign is None:
            draft.paragraphs, sign = take_wire_end(draft.paragraphs)
        below = self.outline.blocks[draft.last + 1 : draft.last + 2]
        if sign is None and below and is_wire_end(below[0].text):
            sign = below[0].text
        related = self._related(cut or inline, inside=heading is not None)
        draft.trailer = heading or related or credit or sign
        how = CLOSING_CREDIT if draft.trailer and draft.trailer == credit else "closing: related heading"
        how = WIRE_END if draft.trailer and draft.trailer == sign else how
        self.evidence["trailer"] = (
            Evidence(state=FieldState.FOUND, how=how, raw=draft.trailer) if draft.trailer else ABSENT
        )
        self.evidence["related"] = (
            Evidence(state=FieldState.FOUND, how="links below the related heading") if draft.related else ABSENT
        )

    def _announced(self) -> frozenset[int]:
        """The places of the text's lines that stand straight below a line that is a link."""
        blocks = self.outline.blocks
        pairs = itertools.pairwise(blocks)
        below = {id(block) for above, block in pairs if above.size >= 20 and above.link_share > 0.8}
        return frozenset(i for i, block in enumerate(self.draft.paragraphs) if id(block) in below)

    def _line(self, text: str, languages: tuple[str, ...], zone: str | None) -> Header:
        return read_header([text], languages=languages, zone=zone, reference=self.page.fetched_at, bare=False)

    def _cut_front(self, title: str | None, languages: tuple[str, ...], zone: str | None) -> None:
        """Headline and header lines among the first lines of the text leave it."""
        blocks = self.draft.paragraphs
        start = 0
        while start < min(len(blocks), 6):
            text = blocks[start].text
            line = (
                read_line(text, languages=languages, zone=zone, reference=self.page.fetched_at)
                if len(text) <= 200
                else None
            )
            if folded(text) == folded(title) or is_end_mark(text):
                start += 1
            elif line is not None and line.certain and not _opens_text(text):
                header = self._line(text, languages, zone)
                if _tells_of_day(text, header):
                    break
                self._merge(header)
                start += 1
            else:
                break
        self.draft.paragraphs = blocks[start:]
        self._cut_below_summary(languages, zone)
        for block in self.draft.paragraphs[1:3]:
            # A Chinese wire text prints its reporter's line below the dateline.
            own = self._line(block.text, languages, zone) if len(block.text) <= 30 else Header()
            if own.authors and not own.outlet and own.published is None and self.draft.header.byline_raw is None:
                self._merge(own)
                self.draft.paragraphs.remove(block)
                break

    def _cut_below_summary(self, languages: tuple[str, ...], zone: str | None) -> None:
        """Header lines between a summary and the text leave it, with the labels of the list that they stand in."""
        regions, run = self.outline.regions, list[tuple[TextBlock, Header]]()
        for block in self.draft.paragraphs[1 : MOST_LABELS + 2]:
            if len(block.text) > 120:
                break
            line = read_line(block.text, languages=languages, zone=zone, reference=self.page.fetched_at)
            plain = line is None or not line.certain or ends_sentence(block.text.rstrip(")）"))
            if plain and block.tag not in LABELLED and is_prose(block):
                break
            run.append((block, Header() if plain else self._line(block.text, languages, zone)))
        if not 0 < len(run) <= MOST_LABELS:
            return
        # A list with lines of more than labels is the text's own: what, when and where of an event, days of a story.
        known = self.draft.header.published is not None
        told = {
            regions[block.region].parent
            for block, header in run
            if block.tag == "li" and (known or (_says_more(block, header) and block.link_share < 0.5))
        }
        run = [(block, header) for block, header in run if regions[block.region].parent not in told]
        dated = {regions[block.region].parent for block, header in run if header.published is not None}
        for block, header in run:
            listed = block.tag in LABELLED and regions[block.region].parent in dated
            if dated and (header.lines or listed):
                self._merge(header)
                self.draft.paragraphs.remove(block)

    def _cut_end(self, languages: tuple[str, ...], zone: str | None) -> str | None:
        """Lines of credits that end the text leave it; the line that credits an outlet is returned as printed."""
        draft, credit = self.draft, None
        while len(draft.paragraphs) > 1 and len(draft.paragraphs[-1].text) <= 120:
            text = draft.paragraphs[-1].text
            closing = self._line(text, languages, zone)
            if is_address_line(text):
                draft.paragraphs = draft.paragraphs[:-1]
                continue
            dated = closing.published is not None and not (closing.outlet or closing.editors or closing.authors)
            if not closing.lines or (dated and (len(text) > 60 or _tells_of_day(text, closing))):
                break
            self._merge(closing, closing=True)
            if text[0] in "（(" and closing.authors and not closing.outlet:
                # In brackets the reporters are named as a part of the text.
                break
            credit = credit or (text if closing.outlet else None)
            draft.paragraphs = draft.paragraphs[:-1]
        if draft.paragraphs and (outlet := credit_at_end(draft.paragraphs[-1].text)):
            self._merge(Header(outlet=outlet), closing=True)
        for place, block in enumerate(self.outline.blocks[draft.last + 1 : draft.last + 8]):
            if block.size <= 200 and (draft.header.editors == () or place == 0):
                closing = self._line(block.text, languages, zone)
                # A link with a day beside it is the headline of another article.
                if closing.published is not None and block.link_share > 0.5:
                    continue
                self._merge(closing, dates=False, closing=True)
                if place == 0 and closing.outlet:
                    credit = credit or block.text
        return credit

    def _related(self, cut: list[TextBlock], *, inside: bool) -> str | None:
        """Related links from the lines cut off, the layout, or below a heading elsewhere, which is returned."""
        draft, heading = self.draft, None
        links = tuple(
            RelatedLink(text, href)
            for block in cut
            for href, text in block.links
            if text and not is_related_heading(text)
        )
        if self.layout and self.layout.related:
            links = tuple(RelatedLink(text, href) for href, text in self.layout.related)
        if not links and (inside or self.outline.rest is None):
            own = frozenset() if inside else frozenset(range(draft.first, draft.last + 1))
            heading, links = related_links(self.outline, draft.first, own)
        if not links and self.outline.rest is not None:
            heading, links = related_behind(self.outline.rest)
        draft.related = tuple(RelatedLink(link.title, self._absolute(link.url)) for link in links)
        return heading

    def _absolute(self, href: str | None) -> str | None:
        if href is None or self.page.url is None:
            return href
        return resolve(self.page.url, href)

    def _merge(self, other: Header, *, dates: bool = True, closing: bool = False) -> None:
        """Take from further lines what the header above the text does not say."""
        header = self.draft.header
        if header.outlet is None and other.outlet is not None:
            header.outlet = other.outlet
            header.outlet_how = CLOSING_CREDIT if closing else other.outlet_how
        if not header.editors:
            header.editors, header.editor_raw = other.editors, other.editor_raw
        of_agency = bool(other.authors) and all(map(is_agency_sign, header.authors))
        if header.byline_raw is None or of_agency:
            header.authors, header.byline_raw = other.authors, other.byline_raw
            header.byline_closes = closing
        if closing and dates:
            header.closing = header.closing or other.published
        elif dates and other.published is not None and (header.published is None or header.published.value is None):
            header.published, header.updated = other.published, other.updated

    def _captions_and_dateline(self) -> None:
        """Find the dateline among the first paragraphs; captions and a byline before it leave the body."""
        draft = self.draft
        captions = list(self.layout.captions) if self.layout else []
        captions.extend(page_captions(self.outline, draft.first, draft.last))
        texts = [block.text for block in draft.paragraphs]
        lead = lead_captions(texts, [block.after_image for block in draft.paragraphs])
        draft.dateline = lead.dateline
        under = {i for i, block in enumerate(draft.paragraphs) if block.after_image and is_caption(block.text)}
        # A page of pictures has no other text than their captions.
        if MANY * sum(len(texts[i]) for i in under) > sum(map(len, texts)):
            under.clear()
        under -= {lead.at}
        captions = [*lead.captions, *(texts[i] for i in sorted(under - lead.taken)), *captions]
        draft.paragraphs = [block for i, block in enumerate(draft.paragraphs) if i not in lead.taken | under]
        kept = {block.text for block in draft.paragraphs}
        draft.captions = [text for text in dict.fromkeys(captions) if text not in kept]
        found = Evidence(state=FieldState.FOUND, how="caption elements and lines before the dateline")
        self.evidence["captions"] = found if draft.captions else ABSENT
