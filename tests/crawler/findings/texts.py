"""Short invented items for the tests of the rules: a text in, findings out."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from crawler.findings.finder import Finder
from crawler.findings.rules import load_finder
from crawler.peacekeeping.judgement import Judgement
from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.rules import load_relevance
from storage.findings import Finding
from storage.records import Article, Decision, Label

PUBLISHED = datetime(2024, 5, 30, 4, 0, tzinfo=UTC)


@cache
def relevance() -> Relevance:
    return load_relevance()


@cache
def finder() -> Finder:
    return load_finder(relevance())


def an_item(body: str, **more: Any) -> Article:
    """An article published on Thursday, 30 May 2024."""
    given: dict[str, Any] = {
        "published_at": PUBLISHED,
        "published_local": "2024-05-30T12:00:00+08:00",
        "language": "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in body) else "en",
    }
    return Article(body=body, **{**given, **more})


def found(article: Article | str, kind: str | None = None, *, home: str | None = None) -> list[Finding]:
    """The findings of an item that is taken as accepted, of one type where it is named."""
    article = an_item(article) if isinstance(article, str) else article
    judged = relevance().judge(article)
    accepted = Decision(label=Label.PEACEKEEPING, score=99, rules="test")
    whole = judged.accepted or (judged.document.whole(),)
    judgement = Judgement(accepted, judged.document, judged.occurrences, whole)
    findings = finder().find(article, judgement, home=home)
    return [one for one in findings if kind is None or kind == one.TYPE]


def words(article: Article | str, one: Finding) -> list[str]:
    """The words that a finding rests on."""
    text = article if isinstance(article, str) else article.body if one.field == "body" else article.title or ""
    if one.field == "caption" and isinstance(article, Article):
        text = article.captions[(one.position or 1) - 1]
    return [text[start:end] for start, end in one.parts]
