"""From a page to an article or to the reason why there is none: the cascade of docs/design.md, section 4.

Order for every field: the source's declared layout, structured data and meta elements, the header grammar, our generic
body, a library where ours is not sure. Each field says in its evidence which step found it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from crawler.extraction import library
from crawler.extraction.body import Body, find_body
from crawler.extraction.captions import lead_captions, page_captions
from crawler.extraction.charset import clean_text, decode
from crawler.extraction.closing import cut_closing, is_end_mark, is_related_heading, related_links
from crawler.extraction.fields import (
    ABSENT,
    choose_title,
    folded,
)
from crawler.extraction.header import Header, read_header, read_line
from crawler.extraction.inference import infer_year
from crawler.extraction.language import language_of
from crawler.extraction.layout import LayoutRead, read_layout
from crawler.extraction.metadata import read_metadata
from crawler.extraction.outline import Outline, TextBlock, outline_of
from crawler.extraction.page import Page
from crawler.extraction.refusal import refuse_bytes, refuse_page
from crawler.extraction.shape import blocks_of, dateline_fields, kind_of
from crawler.extraction.zones import with_basis, zone_of_host
from crawler.urls import resolve
from storage.records import PARAGRAPH_BREAK, Article, Evidence, FieldState, Rejection, RelatedLink

if TYPE_CHECKING:
    from crawler.source import Source

from crawler.extraction.credits import Credits, Draft

UNSURE = 0.25
HEADER_BLOCKS = 14


def extract(page: Page, source: Source | None) -> Article | Rejection:
    """Read one page. Pure: no file, network or clock; the same page gives the same answer."""
    refused = refuse_bytes(page.body, page.content_type)
    if refused:
        return refused
    decoded = decode(page.body, page.content_type)
    if "<" not in decoded.text[:5000]:
        return Rejection(kind="not-a-page", message="the content holds no markup")
    tree = LexborHTMLParser(decoded.text)
    root = tree.body or tree.root
    if root is None:
        return Rejection(kind="no-text", message="the page is empty")
    meta = read_metadata(tree)
    layout = read_layout(tree, source, page.url, page.fetched_at)
    outline = outline_of(root)
    title = choose_title(meta, (source.name, *source.aliases) if source else ())
    generic = find_body(outline, title=title.value, declared=meta.article_body)
    if layout is None or layout.body is None:
        refused = refuse_page(outline, meta, generic, page.body)
        if refused:
            return refused
    draft = _draft(outline, generic, layout, decoded.text, page.url)
    if not draft.paragraphs:
        return Rejection(kind="no-text", message="the page holds no running text")
    return _Assembly(
        page, source, meta, layout, outline, draft, doubtful=decoded.doubtful, charset=decoded.charset
    ).article(title.value, title.evidence)


def _draft(outline: Outline, generic: Body | None, layout: LayoutRead | None, html: str, url: str | None) -> Draft:
    """The text's lines by the first step that yields them."""
    if layout is not None and layout.body is not None:
        texts = [block for block in layout.body.blocks if block.link_share < 0.95 or block.size < 40]
        if texts:
            spots = _places(outline, texts)
            return Draft(texts, layout.how["body"], first=spots[0], last=spots[1])
    if generic is None:
        return Draft([], "")
    chosen = [outline.blocks[i] for i in generic.blocks]
    if generic.sure < UNSURE:
        lines = library.body_by_library(html, url)
        if sum(len(line) for line in lines) > 1.3 * sum(len(block.text) for block in chosen):
            blocks = [TextBlock(clean_text(line), "p", 0, len(line), 0) for line in lines]
            return Draft(blocks, "library: trafilatura", first=generic.blocks[0], last=generic.blocks[-1])
    return Draft(chosen, "generic body", first=generic.blocks[0], last=generic.blocks[-1])


def _places(outline: Outline, texts: list[TextBlock]) -> tuple[int, int]:
    """Where a layout's text begins and ends in the page's own list of blocks."""
    wanted = {block.text for block in texts}
    spots = [i for i, block in enumerate(outline.blocks) if block.text in wanted]
    return (spots[0], spots[-1]) if spots else (0, 0)


@dataclass(slots=True)
class _Assembly(Credits):
    """The steps that turn a draft into an article."""

    def article(self, title: str | None, title_evidence: Evidence) -> Article | Rejection:
        """Put the fields together."""
        zone, ending = (self.source.timezone, None) if self.source else zone_of_host(self.page.url)
        sample = " ".join(block.text for block in self.draft.paragraphs[:8])
        languages = self._languages(sample)
        title, self.evidence["title"] = self._title(title, title_evidence)
        self._read_header(title, languages, zone)
        self._cut_edges(title, languages, zone)
        texts = [block.text for block in self.draft.paragraphs]
        if not texts:
            return Rejection(kind="no-text", message="the page holds no running text")
        published = self._published(languages, zone)
        if published.read is not None and ending:
            published = replace(published, read=with_basis(published.read, ending))
            basis = published.read.basis if published.read else None
            self.evidence["published_at"] = replace(self.evidence["published_at"], basis=basis)
        authors, editors = self._people()
        outlet = self._outlet()
        self._captions_and_dateline()
        body = PARAGRAPH_BREAK.join(block.text for block in self.draft.paragraphs)
        if not body:
            return Rejection(kind="no-text", message="the page holds no running text")
        language, how = language_of(body, self.meta.language)
        self.evidence["language"] = Evidence(
            state=FieldState.FOUND if language else FieldState.ABSENT, how=how, raw=self.meta.language
        )
        basis = f"bytes read as {self.charset}, not without doubt" if self.doubtful else None
        self.evidence["body"] = Evidence(state=FieldState.FOUND, how=self.draft.how, basis=basis)
        place, day, dateline_evidence = dateline_fields(self.draft.dateline, published.read)
        self.evidence["dateline"] = dateline_evidence
        weak = self.evidence["byline"].how.startswith("meta: author")
        if self.draft.dateline and self.draft.dateline.reporters and (weak or not authors):
            authors = self.draft.dateline.reporters
            self.evidence["byline"] = Evidence(
                state=FieldState.FOUND, how="dateline: reporters in brackets", raw="、".join(authors)
            )
        blocks = blocks_of([(block.text, block.tag) for block in self.draft.paragraphs])
        self._not_provided()
        read = published.read
        return Article(
            body=body,
            url=self.page.url,
            source=self.source.slug if self.source else None,
            key=self.source.key_of(self.page.url) if self.source and self.page.url else None,
            title=title,
            outlet=outlet,
            editors=editors,
            authors=authors,
            dateline=self.draft.dateline.raw if self.draft.dateline else None,
            dateline_place=place,
            dateline_date=day,
            published_at=read.value if read else None,
            published_raw=read.raw if read else None,
            published_local=read.local if read else None,
            language=language,
            type=kind_of(title, blocks, body, self.draft.captions),
            blocks=blocks,
            captions=tuple(self.draft.captions),
            trailer=self.draft.trailer,
            related=self.draft.related,
            evidence=self.evidence,
            inferred={} if read and read.value else infer_year([block.text for block in self.draft.paragraphs]),
        )

    def _read_header(self, title: str | None, languages: tuple[str, ...], zone: str | None) -> None:
        """Read the lines between title and text, then the text's own first lines, then those behind it."""
        blocks = self.outline.blocks
        first, wanted = self.draft.first, folded(title)
        begin = max(0, first - HEADER_BLOCKS)
        for i in range(first, max(-1, first - 60), -1):
            if i < len(blocks) and wanted and folded(blocks[i].text) == wanted:
                begin = i + 1
                break
        near = [block for block in blocks[begin:first] if block.size <= 300]
        names = (self.source.name, *self.source.aliases) if self.source else ()
        reference = self.page.fetched_at
        lines = [block.text for block in near]
        self.draft.header = read_header(
            lines, languages=languages, zone=zone, reference=reference, outlets=names, bare=True
        )

    def _cut_edges(self, title: str | None, languages: tuple[str, ...], zone: str | None) -> None:
        """Take header lines off the front, and trailer, editor's and furniture lines off the end of the text."""
        draft, header = self.draft, self.draft.header
        blocks = draft.paragraphs
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
            elif line is not None and line.certain:
                self._merge(
                    read_header([text], languages=languages, zone=zone, reference=self.page.fetched_at, bare=False)
                )
                start += 1
            else:
                break
        blocks = blocks[start:]
        end, trailer = cut_closing([block.text for block in blocks], self.source.trailer if self.source else ())
        cut = blocks[end:]
        blocks = blocks[:end]
        while blocks and len(blocks[-1].text) <= 120:
            text = blocks[-1].text
            closing = read_header([text], languages=languages, zone=zone, reference=self.page.fetched_at, bare=False)
            if not closing.lines or (
                closing.published is not None
                and not (closing.outlet or closing.editors or closing.authors)
                and len(text) > 60
            ):
                break
            self._merge(closing)
            blocks = blocks[:-1]
        for block in self.outline.blocks[draft.last + 1 : draft.last + 8]:
            if block.size <= 200 and header.editors == ():
                self._merge(
                    read_header(
                        [block.text], languages=languages, zone=zone, reference=self.page.fetched_at, bare=False
                    ),
                    dates=False,
                )
        draft.trailer = trailer
        own = frozenset(range(draft.first, draft.last + 1)) if trailer is None else frozenset()
        links = tuple(
            RelatedLink(text, href)
            for block in cut
            for href, text in block.links
            if text and not is_related_heading(text)
        )
        if self.layout and self.layout.related:
            links = tuple(RelatedLink(text, href) for href, text in self.layout.related)
        if not links:
            heading, links = related_links(self.outline, draft.first, own)
            draft.trailer = trailer or heading
        draft.related = tuple(RelatedLink(link.title, self._absolute(link.url)) for link in links)
        draft.paragraphs = blocks
        how = "closing: related heading" if draft.trailer else ""
        self.evidence["trailer"] = (
            Evidence(state=FieldState.FOUND, how=how, raw=draft.trailer) if draft.trailer else ABSENT
        )
        self.evidence["related"] = (
            Evidence(state=FieldState.FOUND, how="links below the related heading") if draft.related else ABSENT
        )

    def _absolute(self, href: str | None) -> str | None:
        if href is None or self.page.url is None:
            return href
        return resolve(self.page.url, href)

    def _merge(self, other: Header, *, dates: bool = True) -> None:
        """Take from further lines what the header above the text does not say."""
        header = self.draft.header
        if header.outlet is None:
            header.outlet = other.outlet
        if not header.editors:
            header.editors, header.editor_raw = other.editors, other.editor_raw
        if header.byline_raw is None:
            header.authors, header.byline_raw = other.authors, other.byline_raw
        if dates and (header.published is None or header.published.value is None) and other.published is not None:
            header.published = other.published

    def _captions_and_dateline(self) -> None:
        """Find the dateline among the first paragraphs; captions and a byline before it leave the body."""
        draft = self.draft
        captions = list(self.layout.captions) if self.layout else []
        captions.extend(page_captions(self.outline, draft.first, draft.last))
        texts = [block.text for block in draft.paragraphs]
        lead = lead_captions(texts, [block.after_image for block in draft.paragraphs])
        draft.dateline = lead.dateline
        captions = [*lead.captions, *captions]
        draft.paragraphs = [block for i, block in enumerate(draft.paragraphs) if i not in lead.taken]
        kept = {block.text for block in draft.paragraphs}
        draft.captions = [text for text in dict.fromkeys(captions) if text not in kept]
        self.evidence["captions"] = (
            Evidence(state=FieldState.FOUND, how="caption elements and lines before the dateline")
            if draft.captions
            else ABSENT
        )
