"""From a page to an article or to the reason why there is none: the cascade of docs/design.md, section 4.

Order for every field: the source's declared layout, structured data and meta elements, the header grammar, our generic
body, a library where ours is not sure. Each field says in its evidence which step found it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction import library
from crawler.extraction.alternates import translations
from crawler.extraction.body import Body, find_body
from crawler.extraction.charset import clean_text, decode
from crawler.extraction.credits import Draft
from crawler.extraction.deck import deck_of, openings
from crawler.extraction.depth import flattened
from crawler.extraction.edges import Edges
from crawler.extraction.embedded import AUTHORS, DATES, embedded_text
from crawler.extraction.fields import Choice, found_choice
from crawler.extraction.inference import infer_year
from crawler.extraction.language import language_of
from crawler.extraction.layout import LayoutRead, read_layout
from crawler.extraction.metadata import Found, Metadata, read_metadata
from crawler.extraction.outline import Outline, TextBlock, outline_of
from crawler.extraction.page import Page
from crawler.extraction.parts import part_links
from crawler.extraction.prose import is_prose
from crawler.extraction.refusal import refuse_bytes, refuse_page
from crawler.extraction.shape import blocks_of, dateline_fields, kind_of
from crawler.extraction.stretch import outline_between
from crawler.extraction.titles import choose_title, title_above
from crawler.extraction.writers import before_writers
from crawler.extraction.zones import REGISTERED, assumed_zone, with_basis
from storage.records import PARAGRAPH_BREAK, Article, Evidence, FieldState, Rejection

if TYPE_CHECKING:
    from crawler.source import Source

_MAY_BREAK = re.compile(r"</?wbr\s*/?>", re.IGNORECASE)
UNSURE = 0.25
ENOUGH = 1200
UNSEEN = 300
LEAD = 12
FOOT = 60
Parts = tuple[Outline, Draft, Choice]


def extract(page: Page, source: Source | None) -> Article | Rejection:
    """Read one page. Pure: no file, network or clock; the same page gives the same answer."""
    refused = refuse_bytes(page.body, page.content_type)
    if refused:
        return refused
    decoded = decode(page.body, page.content_type)
    if "<" not in decoded.text[:5000]:
        return Rejection(kind="not-a-page", message="the content holds no markup")
    html = decoded.text
    if "<wbr" in html or "<WBR" in html:
        # A place where a long word may be broken is no end of it.
        html = _MAY_BREAK.sub("", html)
    tree = LexborHTMLParser(flattened(html))
    root = tree.body or tree.root
    if root is None:
        return Rejection(kind="no-text", message="the page is empty")
    meta = read_metadata(tree, decoded.text)
    layout = read_layout(tree, source, page.url, page.fetched_at)
    declared = _declared(root, layout, meta, source, page.url) if layout else None
    parts = declared or _generic(page, source, decoded.text, tree, root, meta, layout)
    if isinstance(parts, Rejection):
        return parts
    outline, draft, title = parts
    if not draft.paragraphs:
        return Rejection(kind="no-text", message="the page holds no running text")
    return _Assembly(
        page, source, meta, layout, outline, draft, tree, doubtful=decoded.doubtful, charset=decoded.charset
    ).article(title.value, title.evidence)


def _titled(meta: Metadata, source: Source | None, url: str | None) -> Choice:
    return choose_title(meta, (source.name, *source.aliases) if source else (), url)


def _declared(
    root: LexborNode, layout: LayoutRead, meta: Metadata, source: Source | None, url: str | None
) -> Parts | None:
    """The text by the layout, with as much of the page around it as header and closing lines need."""
    body = layout.body.blocks if layout.body is not None else []
    texts = [block for block in body if block.link_share < 0.95 or block.size < 40]
    if not texts:
        return None
    outline = outline_between(root, *layout.stretch) if layout.stretch else outline_of(root)
    first, last = _places(outline, texts)
    if "title" in layout.values:
        title = found_choice(layout.values["title"], layout.how["title"])
    else:
        title = title_above(outline, first, _titled(meta, source, url), meta.page_title)
    return outline, Draft(texts, layout.how["body"], first=first, last=last), title


def _generic(  # noqa: PLR0917 - all of it is what one page gave so far
    page: Page,
    source: Source | None,
    html: str,
    tree: LexborHTMLParser,
    root: LexborNode,
    meta: Metadata,
    layout: LayoutRead | None,
) -> Parts | Rejection:
    """The text by our own body, by the page's data, or by a library, where no layout gives it."""
    outline = outline_of(root)
    title = _titled(meta, source, page.url)
    described = openings(meta.descriptions)
    generic = find_body(outline, title=title.value, declared=meta.article_body, described=described)
    if layout is None and outline.unseen > UNSEEN and _shown(outline, generic) < ENOUGH:
        outline, generic = _with_hidden(root, outline, generic, title.value, meta.article_body)
    title = title_above(outline, generic.blocks[0] if generic else None, title, meta.page_title)
    generic = _with_deck(outline, generic, title.value, described)
    refused, draft = refuse_page(outline, meta, generic, page.body), None
    if refused is None or refused.kind in ("no-text", "listing"):
        draft = _embedded(tree, outline, generic, meta)
    if refused and draft is None:
        return refused
    return outline, draft or _draft(outline, generic, html, page.url), title


def _with_deck(outline: Outline, generic: Body | None, title: str | None, described: Sequence[str]) -> Body | None:
    """The body with the summary between headline and text, unless the text says it again."""
    place = deck_of(outline, generic.blocks[0], title, described) if generic else None
    if generic is None or place is None:
        return generic
    deck = "".join(outline.blocks[place].text.split())
    if any(deck in "".join(outline.blocks[i].text.split()) for i in generic.blocks):
        return generic
    return replace(generic, deck=place)


def _shown(outline: Outline, body: Body | None) -> int:
    return sum(outline.blocks[i].size for i in body.blocks) if body else 0


def _with_hidden(
    root: LexborNode, outline: Outline, generic: Body | None, title: str | None, declared: str | None
) -> tuple[Outline, Body | None]:
    """The page with what styles hide, where that is far more text than it shows: scripts unfold it later."""
    whole = outline_of(root, hidden=True)
    body = find_body(whole, title=title, declared=declared)
    if body is not None and body.prose > 600 and _shown(whole, body) >= 3 * _shown(outline, generic):
        shown = {block.text for block in outline.blocks if is_prose(block)}
        first = body.blocks[0]
        near = [i for i in range(max(0, first - LEAD), first) if whole.blocks[i].text in shown]
        lead = [i for i in near if not whole.regions[whole.blocks[i].region].caption]
        return whole, replace(body, blocks=(*lead, *body.blocks))
    return outline, generic


def _embedded(tree: LexborHTMLParser, outline: Outline, generic: Body | None, meta: Metadata) -> Draft | None:
    """The text from the page's data, where the page's markup shows less than a third of it.

    Day and authors that the data give beside the text are added to what the page declares.
    """
    shown = _shown(outline, generic)
    if shown > ENOUGH:
        return None
    found = embedded_text(tree, meta.article_body)
    if not found.blocks or sum(block.size for block in found.blocks) < 3 * shown:
        return None
    meta.published.extend(Found(value, how) for value, how in found.values(DATES))
    meta.authors.extend(Found(value, how) for value, how in found.values(AUTHORS))
    first, last = (generic.blocks[0], generic.blocks[-1]) if generic else (len(outline.blocks), len(outline.blocks))
    return Draft(found.blocks, found.how, first=first, last=last)


def _draft(outline: Outline, generic: Body | None, html: str, url: str | None) -> Draft:
    """The text's lines by our own body, by a library where that is not sure."""
    if generic is None:
        return Draft([], "")
    deck = () if generic.deck is None else (generic.deck,)
    chosen = [outline.blocks[i] for i in (*deck, *generic.blocks)]
    if generic.sure < UNSURE:
        lines = library.body_by_library(html, url)
        if not _run_together(lines, outline) and sum(len(line) for line in lines) > 1.3 * sum(
            len(block.text) for block in chosen
        ):
            blocks = [TextBlock(clean_text(line), "p", 0, len(line), 0) for line in lines]
            return Draft(blocks, "library: trafilatura", first=generic.blocks[0], last=generic.blocks[-1])
    return Draft(chosen, "generic body", first=generic.blocks[0], last=generic.blocks[-1])


def _run_together(lines: list[str], outline: Outline) -> bool:
    """Whether a library joined several paragraphs of the page, captions and the headline among them, into one line."""
    long = [block.text for block in outline.blocks if block.size > (20 if block.tag == "h1" else 60)]
    return any(sum(1 for text in long if text in line) > 1 for line in lines)


def _places(outline: Outline, texts: list[TextBlock]) -> tuple[int, int]:
    """Where a layout's text begins and ends in the page's own list of blocks."""
    wanted = {block.text for block in texts}
    spots = [i for i, block in enumerate(outline.blocks) if block.text in wanted]
    return (spots[0], spots[-1]) if spots else (0, 0)


@dataclass(slots=True)
class _Assembly(Edges):
    """The steps that turn a draft into an article."""

    def article(self, title: str | None, title_evidence: Evidence) -> Article | Rejection:
        """Put the fields together."""
        sample = " ".join(block.text for block in self.draft.paragraphs[:8])
        languages = self._languages(sample)
        zone, rests_on = (self.source.timezone, None) if self.source else self._assumed_zone(languages)
        title, self.evidence["title"] = self._title(title, title_evidence)
        self._read_header(title, languages, zone)
        self._cut_edges(title, languages, zone)
        texts = [block.text for block in self.draft.paragraphs]
        if not texts:
            return Rejection(kind="no-text", message="the page holds no running text")
        published = self._published(languages, zone)
        if published.read is not None and rests_on:
            published = replace(published, read=with_basis(published.read, rests_on))
            basis = published.read.basis if published.read else None
            self.evidence["published_at"] = replace(self.evidence["published_at"], basis=basis)
        authors, editors = self._people(title)
        self.draft.paragraphs = self.draft.paragraphs[: before_writers(self.draft.paragraphs, authors)]
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
        # A wire text names below it those who took part.
        joined = authors if self.draft.header.byline_closes and authors == self.draft.header.authors else ()
        if self.draft.dateline and self.draft.dateline.reporters and (weak or not authors or joined):
            authors = tuple(dict.fromkeys((*self.draft.dateline.reporters, *joined)))
            self.evidence["byline"] = Evidence(
                state=FieldState.FOUND, how="dateline: reporters", raw="、".join(authors)
            )
        self._next_part()
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
            inferred=self._inferred(dated=bool(read and read.value)),
        )

    def _assumed_zone(self, languages: tuple[str, ...]) -> tuple[str | None, str | None]:
        foot = (block.text for block in self.outline.blocks[-FOOT:])
        return assumed_zone(self.page.url, languages, registered=any(map(REGISTERED.search, foot)))

    def _inferred(self, *, dated: bool) -> dict[str, object]:
        named = translations(self.tree, self.page.url)
        year = {} if dated else infer_year([block.text for block in self.draft.paragraphs])
        return {**year, **({"translations": named} if named else {})}

    def _next_part(self) -> None:
        """Say in the evidence where the text goes on, for the crawler to follow."""
        self.evidence |= part_links(self.tree, self.page.url, self.source.parts if self.source else None).evidence()
