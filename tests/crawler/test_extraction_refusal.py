"""What is no article, and what only looks as if it were none. All prose is invented."""

from __future__ import annotations

import pytest

from crawler.extraction.article import extract
from crawler.extraction.page import Page
from crawler.extraction.refusal import refuse_bytes
from storage.records import Article, Rejection
from tests.crawler.invented_pages import NOW, PARAGRAPHS, PROSE, URL, news, read

TEASERS = "".join(
    f"<h3><a href='/n/{n}'>An invented headline about patrol number {n}</a></h3><p>{PROSE[n % 4]}</p>"
    for n in range(12)
)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (f"<html><title>News</title><body>{TEASERS}</body></html>", "listing"),
        ("<title>Attention Required!</title><body><p>Please complete the security check</p></body>", "challenge"),
        ("<title>安全验证</title><body><p>请完成验证后继续访问</p></body>", "challenge"),
        ("<title>登录</title><body><h1>用户登录</h1><form><input></form></body>", "login"),
        ("<title>出错了</title><body><p>您访问的页面不存在</p></body>", "soft-404"),
        ("<title>x</title><body><h1>This article is no longer available</h1></body>", "soft-404"),
        ("<title>x</title><body></body>", "no-text"),
        ("<title>x</title>", "no-text"),
    ],
)
def test_a_page_without_an_article_says_what_it_is(html: str, kind: str) -> None:
    found = read(html)
    assert isinstance(found, Rejection), found
    assert found.kind == kind


@pytest.mark.parametrize(
    ("content", "is_mail"),
    [
        ("From: desk@news.test\r\nTo: a@desk.test\r\nSubject: Ferry\r\n\r\nThe ferry came.", True),
        ("From desk@news.test Mon Nov 16\nFrom: Desk <desk@news.test>\nDate: Mon\n\nThe ferry came.", True),
        ("Received: a;\r\n\tMon\r\n" * 900 + "X-1: a\r\nMIME-Version: 1.0\r\n\r\nThe ferry came.", True),
        ("From: the harbour\nTo: all\nSubject: the ferry\n\nThe ferry came.", False),
        ("From: the harbour to the bridge\nThe ferry came; write to desk@news.test.", False),
        ("The ferry came\nFrom: desk@news.test\nDate: Monday\n\nIt came at noon.", False),
    ],
)
def test_an_email_is_known_by_its_head(content: str, is_mail: bool) -> None:
    refused = refuse_bytes(content.encode(), None)
    assert (refused is not None and "an e-mail" in refused.message) == is_mail


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"\x89PNG\r\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"<x>\x00\x01\x02"])
def test_bytes_that_are_no_html_are_not_a_page(content: bytes) -> None:
    found = extract(Page(content, URL, None, NOW), None)
    assert isinstance(found, Rejection)
    assert found.kind == "not-a-page"


@pytest.mark.parametrize(
    "title",
    [
        "Hackers ask: are you a robot?",
        "Captcha makers visit the camp",
        "404 peacekeepers go home",
        "Sign in, says the sentry",
    ],
)
def test_an_article_about_such_words_is_an_article(title: str) -> None:
    long = PARAGRAPHS + "".join(f"<p>{text} And this was said again at noon.</p>" for text in PROSE)
    assert isinstance(read(news(long, title=title)), Article)
