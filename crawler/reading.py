"""From the bytes of one page to its article and the decision about it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.records import Article, Decision, Rejection

if TYPE_CHECKING:
    from crawler.extraction.page import Page
    from crawler.peacekeeping.relevance import Relevance
    from crawler.source import Source


# The content type that `parse` and `import` give a text in the shape of the seeds; no server sends it.
SEED_SHAPE = "text/vnd.bluewatch.article"
# A text may hold a stray control sign; a picture or an archive is full of them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
SNIFFED_SIGNS, MOST_CONTROL = 65_536, 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page gave: an article with its decision, or the reason why it is none."""

    article: Article | None = None
    decision: Decision | None = None
    rejection: Rejection | None = None


def read_page(page: Page, source: Source | None, relevance: Relevance) -> Reading:
    """Extract and decide. A page labelled other keeps its article here; the intake drops it."""
    from crawler.extraction.article import extract  # noqa: PLC0415  a crawling process holds Readings and never parses

    found = _read_text(page, source) if page.content_type == SEED_SHAPE else extract(page, source)
    if isinstance(found, Rejection):
        return Reading(rejection=found)
    return Reading(article=found, decision=relevance.decide(found))


def _read_text(page: Page, source: Source | None) -> Article | Rejection:
    """Read a text that is no page by the newsroom header grammar."""
    from crawler.extraction.charset import decode  # noqa: PLC0415
    from crawler.extraction.refusal import refuse_bytes  # noqa: PLC0415
    from crawler.extraction.text import article_from_text  # noqa: PLC0415

    refused = refuse_bytes(page.body, None)
    if refused is not None:
        return refused
    text = decode(page.body, "text/plain").text
    start = text[:SNIFFED_SIGNS]
    if len(_CONTROL.findall(start)) > MOST_CONTROL * len(start):
        return Rejection(kind="not-a-page", message="it is neither a text nor a page")
    article = article_from_text(text, source=source)
    if article.body.strip() or article.title:
        return article
    return Rejection(kind="no-text", message="no article text was found in it")
