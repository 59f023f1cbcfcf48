"""From the bytes of one page to its article and the decision about it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storage.findings import Finding
from storage.records import Article, Decision, Rejection
from storage.seedshape import to_text

if TYPE_CHECKING:
    from crawler.extraction.page import Page
    from crawler.findings.finder import Finder
    from crawler.peacekeeping.relevance import Relevance
    from crawler.source import Source


# The content type that `parse` and `import` give a text in the shape of the seeds; no server sends it.
SEED_SHAPE = "text/vnd.bluewatch.article"
BOM = "\ufeff"
# A text may hold stray control signs; a picture or an archive is full of them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_LONE_CR = re.compile(r"\r(?!\n)")
SNIFFED_SIGNS = 65_536
MOST_CONTROL, MOST_CONTROL_SHARE = 8, 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page gave: an article with its decision and findings, or the reason why it is none.

    found_by: the version of the rules that took the findings; None where none were asked.
    parts: the further pages that belong to the article, of those that were given; wanted: those that were not; first:
    the address of the first page, where this is a later one (crawler.extraction.whole).
    """

    article: Article | None = None
    decision: Decision | None = None
    rejection: Rejection | None = None
    findings: tuple[Finding, ...] = ()
    found_by: str | None = None
    parts: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    first: str | None = None


def read_page(page: Page, source: Source | None, relevance: Relevance, finder: Finder | None = None) -> Reading:
    """Extract, decide and take the findings. A page labelled other keeps its article here; the intake drops it."""
    from crawler.extraction.whole import (  # noqa: PLC0415  a crawling process holds Readings and never parses
        Whole,
        read_whole,
    )

    is_text = page.content_type == SEED_SHAPE
    whole = Whole(found=_read_text(page, source)) if is_text else read_whole(page, source)
    if isinstance(whole.found, Rejection):
        return Reading(rejection=whole.found, first=whole.first)
    reading = read_article(whole.found, relevance, finder, home=None if source is None else source.home_country)
    return replace(reading, parts=whole.parts, wanted=whole.wanted, first=whole.first)


def read_article(article: Article, relevance: Relevance, finder: Finder | None, *, home: str | None) -> Reading:
    """Decide on an article and take its findings. home: ISO3 of the outlet's country."""
    judgement = relevance.judge(article)
    if finder is None:
        return Reading(article=article, decision=judgement.decision)
    findings = finder.find(article, judgement, home=home)
    return Reading(article=article, decision=judgement.decision, findings=findings, found_by=finder.version)


def _read_text(page: Page, source: Source | None) -> Article | Rejection:
    """Read a text that is no page by the newsroom header grammar; its shape gives it back sign for sign."""
    from crawler.extraction.refusal import refuse_bytes  # noqa: PLC0415
    from crawler.extraction.text import article_from_text  # noqa: PLC0415
    from crawler.tabular import kind_of_data  # noqa: PLC0415

    # A stray NUL does not make a text binary; its share of control signs would.
    refused = refuse_bytes(page.body.replace(b"\x00", b""), None)
    if refused is not None:
        return refused
    text = decoded_text(page.body)
    start = text[:SNIFFED_SIGNS]
    if len(_CONTROL.findall(start)) > max(MOST_CONTROL, MOST_CONTROL_SHARE * len(start)):
        return Rejection(kind="not-a-page", message="it is neither a text nor a page")
    data = kind_of_data(text)
    if data is not None:
        return Rejection(kind="not-a-page", message=f"it is {data}; give each article as a text or page of its own")
    mark, plain = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    article = article_from_text(_harmless(plain), source=source, reference=page.fetched_at)
    if not article.body.strip():
        return Rejection(kind="no-text", message="no article text was found in it")
    if mark:
        article = replace(article, shape=(("text", mark), *article.shape))
    # What the grammar cannot write back sign for sign is kept as one literal piece.
    return article if to_text(article) == text else replace(article, shape=(("text", text),))


def _harmless(text: str) -> str:
    """The text without signs that a terminal acts on; its own line ends stay, where there is none of them.

    A carriage return alone is the line end of old systems, which no line would be found by.
    """
    from crawler.extraction.charset import clean_text  # noqa: PLC0415

    cleaned = clean_text(text)
    if _LONE_CR.search(text):
        return cleaned
    return text if cleaned == text.replace("\r\n", "\n").replace("\r", "\n") else cleaned


def decoded_text(body: bytes) -> str:
    """A newsroom text as it is read; UTF-8 keeps its byte order mark, so that it is given back."""
    from crawler.extraction.charset import decode  # noqa: PLC0415

    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return decode(body, "text/plain").text
