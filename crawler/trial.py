"""A trial of one outlet: robots.txt, one listing, one article, and what came of each. Nothing is stored.

try_source() only decides and reads; what goes out is the given ``get``, which keeps to the guard and robots.txt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.discovery.listing import read_listing
from crawler.discovery.listing_read import ListingRead
from crawler.extraction.article import extract
from crawler.extraction.page import Page
from crawler.fetch_one import Refusal
from crawler.politeness import NO_ROBOTS
from crawler.scripted import HINT, looks_scripted
from crawler.source import Listing, Source
from storage.records import Answer, Article, FieldState, Rejection

MOST_LISTINGS = 3
MOST_ARTICLES = 2
MOST_CHILDREN = 2
FIELDS = (
    "title",
    "outlet",
    "editor",
    "byline",
    "published",
    "dateline",
    "language",
    "body",
    "captions",
    "related",
    "trailer",
    "key",
)
Get = Callable[[str], Answer | Refusal]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTried:
    """One field of the article: its state, a short form of the value, and how it was found or why not."""

    field: str
    state: str
    value: str | None
    how: str
    raw: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTried:
    """One address asked for. problem: why it was of no use; said: what came, in words."""

    what: str
    url: str
    said: str
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the trial of one outlet showed. problem: why it failed; None where an article could be read."""

    source: str
    steps: tuple[StepTried, ...]
    fields: tuple[FieldTried, ...] = ()
    problem: str | None = None


def try_source(source: Source, get: Get, now: datetime) -> Trial:
    """Ask for robots.txt, a listing (the next where one gives nothing), and an article of it."""
    steps = [_robots(source, get)]
    if steps[0].problem:
        return Trial(source=source.slug, steps=tuple(steps), problem=steps[0].problem)
    read = None
    for listing in source.listings[:MOST_LISTINGS]:
        read = _listing(listing, source, get, now, steps)
        if read.links:
            break
    if read is None or not read.links:
        return Trial(source=source.slug, steps=tuple(steps), problem=steps[-1].problem or "no listing gave a link")
    for link in read.links[:MOST_ARTICLES]:
        article = _article(link.url, source, get, steps)
        if article is not None:
            return Trial(source=source.slug, steps=tuple(steps), fields=fields_of(article))
    return Trial(source=source.slug, steps=tuple(steps), problem=steps[-1].problem)


def fields_of(article: Article) -> tuple[FieldTried, ...]:
    """Each field of an article with how it came about."""
    values: dict[str, Any] = {
        "title": article.title,
        "outlet": article.outlet,
        "editor": article.editor,
        "byline": article.byline,
        "published": article.published_local or article.published_raw,
        "dateline": article.dateline,
        "language": article.language,
        "body": f"{len(article.paragraphs)} paragraphs, {len(article.body):,} signs: {article.body[:120]}",
        "captions": " | ".join(article.captions) or None,
        "related": f"{len(article.related)} links" if article.related else None,
        "trailer": article.trailer,
        "key": article.key,
    }
    return tuple(_field(article, name, values[name]) for name in FIELDS)


def _field(article: Article, name: str, value: str | None) -> FieldTried:
    aliases = {
        "published": ("published", "published_at"),
        "editor": ("editor", "editors"),
        "byline": ("byline", "authors"),
    }
    known = (article.evidence.get(one) for one in aliases.get(name, (name,)))
    evidence = next((one for one in known if one is not None), None)
    state = evidence.state if evidence else FieldState.FOUND if value else FieldState.ABSENT
    how = "; ".join(part for part in (evidence.how, evidence.basis, evidence.reason) if part) if evidence else ""
    return FieldTried(field=name, state=str(state), value=value, how=how, raw=evidence.raw if evidence else None)


def _robots(source: Source, get: Get) -> StepTried:
    parts = urlsplit(source.listings[0].url)
    url = f"{parts.scheme}://{parts.netloc}/robots.txt"
    answer = get(url)
    if isinstance(answer, Refusal):
        # Without an answer nothing may be fetched (RFC 9309, 2.3.1.4), and each further try would wait for it again.
        problem = answer.reason if answer.reason.startswith(NO_ROBOTS) else None
        return StepTried(what="robots.txt", url=url, said=answer.reason, problem=problem)
    return StepTried(what="robots.txt", url=url, said=f"status {answer.status}, {len(answer.body):,} bytes")


def _listing(listing: Listing, source: Source, get: Get, now: datetime, steps: list[StepTried]) -> ListingRead:
    """Read a listing; where it is an index of sitemaps, its newest children too."""
    waiting, read = [listing.url], ListingRead()
    for _ in range(1 + MOST_CHILDREN):
        if not waiting:
            break
        url = waiting.pop(0)
        answer = get(url)
        if isinstance(answer, Refusal):
            steps.append(StepTried(what=listing.kind, url=url, said="nothing to read", problem=answer.reason))
            continue
        read = read_listing(
            listing,
            source,
            url=answer.url,
            body=answer.body,
            content_type=answer.header("Content-Type"),
            now=now,
        )
        said = f"{len(read.links):,} articles among {read.seen_links:,} links"
        said += f", {len(read.children):,} child sitemaps" if read.children else ""
        said += f", next page {read.next_url}" if read.next_url else ""
        problem = read.problem if read.links else _hinted(read.problem, answer, source)
        steps.append(StepTried(what=listing.kind, url=url, said=said, problem=problem))
        if read.links:
            break
        waiting += read.children[:MOST_CHILDREN]
    return read


def _hinted(problem: str | None, answer: Answer, source: Source) -> str | None:
    """The problem, with a word on scripts where they may be its cause, and on what a page in the browser lacked."""
    hint = HINT if source.fetch == "http" and looks_scripted(answer.body) else None
    without = answer.header("X-Archive-Rendered-Without")
    lacked = f"in the browser it went without: {without}" if without else None
    return "; ".join(part for part in (problem, hint, lacked) if part) or None


def _article(url: str, source: Source, get: Get, steps: list[StepTried]) -> Article | None:
    answer = get(url)
    if isinstance(answer, Refusal):
        steps.append(StepTried(what="article", url=url, said="nothing to read", problem=answer.reason))
        return None
    content_type = answer.header("Content-Type")
    result = extract(Page(answer.body, answer.url, content_type, answer.fetched_at), source)
    if isinstance(result, Rejection):
        said = f"status {answer.status}, {len(answer.body):,} bytes"
        problem = _hinted(f"no article ({result.kind}): {result.message}", answer, source)
        steps.append(StepTried(what="article", url=url, said=said, problem=problem))
        return None
    steps.append(StepTried(what="article", url=url, said=f"{len(result.paragraphs)} paragraphs"))
    return result
