"""Invented pages for the extraction tests: a newsroom's markup, fictional prose."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.extraction.article import extract
from crawler.extraction.page import Page
from storage.records import Article, Rejection

NOW = datetime(2026, 11, 21, tzinfo=UTC)
URL = "http://news.example.org/world/2023/crossing.html"
TITLE = "Blue-helmet engineers reopen river crossing near Wau"
PROSE = [
    "A team of invented engineers finished work on a river crossing on Sunday, two weeks later than had been planned.",
    "The crossing carries water trucks to three camps, and the ferry that it replaces could not take the trucks at all.",  # noqa: E501
    "Two weeks of rain had delayed the foundations, said the fictional team leader, who thanked the village council.",
    "The next crossing, farther north, is planned for the dry season, when the river can be forded on foot by anyone.",
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in PROSE)


def news(inner: str, head: str = "", title: str = TITLE) -> str:
    """A whole page around an article's markup."""
    return (
        f"<html><head><title>{title} - Northwind</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/b'>B</a></nav>"
        f"<article><h1>{title}</h1>{inner}</article><footer>Copyright 1999 Northwind.</footer></body></html>"
    )


def read(html: str, url: str = URL) -> Article | Rejection:
    """What the extraction makes of a page."""
    return extract(Page(html.encode(), url, "text/html; charset=utf-8", NOW), None)


def article(html: str, url: str = URL) -> Article:
    """The article of a page that must hold one."""
    found = read(html, url)
    assert isinstance(found, Article), found
    return found


# CPU seconds that no page may cost; the worker's own deadline is longer.
LONG_SECONDS = 10.0
