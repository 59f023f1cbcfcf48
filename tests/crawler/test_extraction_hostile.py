"""Deep, wide and broken markup: an article or a rejection in bounded time, never an exception."""

from __future__ import annotations

import time

import pytest

from crawler.extraction.article import extract
from crawler.extraction.page import Page
from storage.records import Article, Rejection
from tests.crawler.invented_pages import LONG_SECONDS, NOW, PARAGRAPHS, PROSE, URL, news

CASES = {
    "deep": news("<div>" * 100_000 + PARAGRAPHS),
    "deep and closed": news("<div>" * 100_000 + PARAGRAPHS + "</div>" * 100_000),
    "deep inline": news("<b>" * 20_000 + PARAGRAPHS),
    "deep lists": news("<ul><li>" * 20_000 + PARAGRAPHS),
    "long attribute": news(f"<div class='{'x-' * 500_000}'>{PARAGRAPHS}</div>"),
    "many classes": news(f"<div class='{'author related ' * 50_000}'>x</div>{PARAGRAPHS}"),
    "entities": news(PARAGRAPHS + "<p>" + "&lt;" * 1_000_000 + "</p>"),
    "many empty elements": news(PARAGRAPHS + "<p></p>" * 200_000),
    "many links": news(PARAGRAPHS + "<a href='/x'>y</a>" * 50_000),
    "many headings": news("<h1>x</h1>" * 20_000 + PARAGRAPHS),
    "spaces": news("<p>" + " " * 1_000_000 + "</p>" + PARAGRAPHS),
    "digits": news("<p>" + "1" * 300_000 + "</p>" + PARAGRAPHS),
    "dates": news("<p>" + "2020-01-02 " * 20_000 + "</p>" + PARAGRAPHS),
    "brackets": news("<p>" + "(" * 200_000 + "</p>" + PARAGRAPHS),
    "capitals": news("<p>" + "JUBA, " * 50_000 + "</p>" + PARAGRAPHS),
    "cut off": news(PARAGRAPHS)[:-200],
    "json": news(PARAGRAPHS, '<script type="application/ld+json">' + "[" * 50_000 + "</script>"),
    "comment": news("<!--" + "-" * 500_000 + PARAGRAPHS),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_page_costs_bounded_time_and_raises_nothing(name: str) -> None:
    started = time.process_time()
    found = extract(Page(CASES[name].encode(), URL, "text/html", NOW), None)
    assert isinstance(found, Article | Rejection)
    assert time.process_time() - started < LONG_SECONDS
    if name in ("long attribute", "many empty elements", "cut off"):
        assert isinstance(found, Article)
        assert found.paragraphs[0] == PROSE[0]
