"""Pages to articles: the cascade, its evidence, charsets, and pages that are no articles. All prose is invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction.article import extract
from crawler.extraction.charset import decode
from crawler.extraction.page import Page
from crawler.source import parse_source
from storage.records import Article, FieldState, Rejection

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PROSE = [
    "WAU, South Sudan, Sept. 17 (NWMP) -- A team of invented engineers finished work on a river crossing on Sunday.",
    "The crossing carries water trucks to three camps, and the ferry that it replaces could not take the trucks at all.",  # noqa: E501
    "Two weeks of rain had delayed the foundations, said the fictional team leader, who thanked the village council.",
    "The next crossing, farther north, is planned for the dry season, when the river can be forded on foot by anyone.",
]
TITLE = "Blue-helmet engineers reopen river crossing near Wau"


def page(html: str, url: str = "http://news.example.cn/view/2023-09/18/content_1.htm") -> Page:
    return Page(html.encode(), url, "text/html; charset=utf-8", NOW)


def article(html: str, **options: str) -> Article:
    found = extract(page(html, **options), None)
    assert isinstance(found, Article), found
    return found


def news(inner: str, head: str = "") -> str:
    return (
        f"<html><head><title>{TITLE} - Northwind</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/b'>B</a></nav>"
        f"<h1>{TITLE}</h1>{inner}<footer>Copyright 1999 Northwind. All rights reserved.</footer></body></html>"
    )


PARAGRAPHS = "".join(f"<p>{text}</p>" for text in PROSE)
BROKEN = "<br/><br/>".join(PROSE)


@pytest.mark.parametrize("inner", [f"<div class='content'>{PARAGRAPHS}</div>", f"<div>{BROKEN}</div>"], ids=["p", "br"])
def test_body_holds_the_paragraphs_and_nothing_else(inner: str) -> None:
    found = article(news("<div class='info'>Source:Northwind Press Editor:Lin Qiao 2023-09-18 10:02:45</div>" + inner))
    assert list(found.paragraphs) == PROSE
    assert found.title == TITLE
    assert (found.outlet, found.editors) == ("Northwind Press", ("Lin Qiao",))
    assert (found.published_raw, found.published_local) == ("2023-09-18 10:02:45", "2023-09-18T10:02:45+08:00")
    assert "host's ending .cn" in (found.evidence["published_at"].basis or "")
    assert (found.dateline_place, found.dateline_date) == ("Wau, South Sudan", "2023-09-17")
    assert found.evidence["body"].how == "generic body"


def test_captions_byline_and_trailer_leave_the_body() -> None:
    found = article(
        news(
            "<div class='content'><figure><img src='a.jpg'><figcaption>Engineers at the crossing.</figcaption></figure>"
            f"<p>By Mira Probe</p>{PARAGRAPHS}<p>Related News</p>"
            "<ul><li><a href='/view/2.htm'>A second invented crossing is planned</a></li></ul></div>"
        )
    )
    assert list(found.paragraphs) == PROSE
    assert found.captions == ("Engineers at the crossing.",)
    assert (found.authors, found.trailer) == (("Mira Probe",), "Related News")
    assert [link.url for link in found.related] == ["http://news.example.cn/view/2.htm"]


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"%s","datePublished":"2023-09-18T08:00:00Z","author":{"name":"Mira Probe"}}',
        '{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"%s","datePublished":"2023-09-18T08:00:00Z","author":[{"name":"Mira Probe"}]}]}',  # noqa: E501
        '[{"@type":"NewsArticle","headline":"%s","datePublished":"2023-09-18T08:00:00Z","author":"Mira Probe",}]',
        '/*<![CDATA[*/ {"@type":"NewsArticle","headline":"%s","datePublished":"2023-09-18T08:00:00Z",\n"author":"Mira\n Probe"};',  # noqa: E501
    ],
    ids=["plain", "graph", "trailing comma", "comments and raw line ends"],
)
def test_json_ld_is_read_with_patience(script: str) -> None:
    head = f'<script type="application/ld+json">{script % TITLE}</script>'
    found = article(news(PARAGRAPHS, head))
    assert found.published_at == datetime(2023, 9, 18, 8, tzinfo=UTC)
    assert found.evidence["published_at"].how == "json-ld: datePublished"
    assert found.authors == ("Mira Probe",)


def test_neither_copyright_year_nor_fetch_time_becomes_the_date() -> None:
    found = article(news(PARAGRAPHS), url="http://news.example.org/a")
    assert (found.published_at, found.evidence["published_at"].state) == (None, FieldState.ABSENT)


def test_an_impossible_date_keeps_its_words() -> None:
    found = article(news(PARAGRAPHS, '<meta name="publishdate" content="2023-02-31">'), url="http://news.example.org/a")
    assert (found.published_at, found.published_raw) == (None, "2023-02-31")
    assert found.evidence["published_at"].state is FieldState.UNREADABLE


def test_the_declared_layout_comes_first_and_says_what_it_never_prints() -> None:
    table = {
        "slug": "northwind",
        "name": "Northwind Press",
        "home": "http://news.example.cn/",
        "hosts": ["news.example.cn"],
        "timezone": "Asia/Shanghai",
        "language": "en",
        "feeds": ["http://news.example.cn/rss"],
        "layout": [
            {
                "name": "2023",
                "match": ["^/view/"],
                "title": ["div.head h2"],
                "published": ["div.head span"],
                "body": ["div.text"],
                "drop": [".noise"],
                "not_provided": ["byline"],
            }
        ],
    }
    source = parse_source(table, file="northwind.toml", packaged=False)
    html = news(
        "<div class='wrap'><div class='head'><h2>The layout's own headline</h2><span>2023-09-18 10:02:45</span></div>"
        f"<div class='text'>{PARAGRAPHS}<p class='noise'>Noise that the layout drops from the text.</p></div></div>"
    )
    found = extract(page(html), source)
    assert isinstance(found, Article)
    assert found.title == "The layout's own headline"
    assert found.evidence["body"].how == "layout 2023: div.text"
    assert list(found.paragraphs) == PROSE
    assert found.published_at == datetime(2023, 9, 18, 2, 2, 45, tzinfo=UTC)
    assert found.evidence["byline"].state is FieldState.NOT_PROVIDED
    assert found.outlet == "Northwind Press"


LINKS = "".join(f"<li><a href='/n/{n}'>An invented headline about a patrol number {n}</a></li>" for n in range(40))


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("", "no-text"),
        ("%PDF-1.4 binary", "not-a-page"),
        ("<?xml version='1.0'?><rss><channel></channel></rss>", "not-a-page"),
        ("plain words without any markup", "not-a-page"),
        ("<html><title>Just a moment...</title><body><p>Checking your browser</p></body></html>", "challenge"),
        ("<html><title>Sign in</title><body><h1>Log in</h1><form><input></form></body></html>", "login"),
        ("<html><title>404 Not Found</title><body><h1>Page not found</h1></body></html>", "soft-404"),
        (f"<html><title>News</title><body><ul>{LINKS}</ul></body></html>", "listing"),
        ("<html><title>Empty</title><body><div id='app'></div></body></html>", "no-text"),
    ],
)
def test_what_is_no_article_is_refused_with_its_kind(html: str, kind: str) -> None:
    found = extract(Page(html.encode(), "http://news.example.org/a", "text/html", NOW), None)
    assert isinstance(found, Rejection)
    assert found.kind == kind


CHINESE = "虚构维和工兵分队昨日完成道路修复任务，当地居民前来致谢。"


@pytest.mark.parametrize(
    ("body", "content_type", "text", "charset"),
    [
        ("é – ü".encode(), "text/html; charset=iso-8859-1", "é – ü", "utf-8"),
        ("café".encode("latin-1"), "text/html; charset=iso-8859-1", "café", "cp1252"),
        ("“curly”".encode("cp1252"), "text/html; charset=latin1", "“curly”", "cp1252"),
        (CHINESE.encode("gbk"), "text/html; charset=gb2312", CHINESE, "gb18030"),
        (b"<meta charset=gbk>" + CHINESE.encode("gbk"), None, "<meta charset=gbk>" + CHINESE, "gb18030"),
        (
            b"<meta charset=utf-8>" + CHINESE.encode("gbk"),
            "text/html; charset=gbk",
            "<meta charset=utf-8>" + CHINESE,
            "gb18030",
        ),
        (b"\xef\xbb\xbf" + CHINESE.encode(), "text/html; charset=gbk", CHINESE, "utf-8"),
        (CHINESE.encode(), None, CHINESE, "utf-8"),
    ],
)
def test_charsets(body: bytes, content_type: str | None, text: str, charset: str) -> None:
    decoded = decode(body, content_type)
    assert (decoded.text, decoded.charset) == (text, charset)


def test_control_signs_leave_the_text() -> None:
    found = article(news(PARAGRAPHS.replace("river", "ri\x07v\u202eer")))
    assert list(found.paragraphs) == PROSE
