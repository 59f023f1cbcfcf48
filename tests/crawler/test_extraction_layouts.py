"""Declared layouts: which of several wins, what is read of a page, and how little of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.article import extract
from crawler.extraction.closing import is_related_heading
from crawler.extraction.layout import read_layout
from crawler.extraction.page import Page
from crawler.extraction.stretch import related_behind
from crawler.source import Source, parse_source
from storage.records import Article
from tests.crawler.invented_pages import NOW, PARAGRAPHS, PROSE, TITLE, URL, news

FILLER = "".join(f"<div class='tile'><span>{n}</span></div><script>var a = '<p>{n}</p>';</script>" for n in range(3000))


def source_with(*layouts: dict[str, Any]) -> Source:
    raw = {
        "slug": "northwind",
        "name": "Northwind",
        "home": "http://news.example.org/",
        "country": "SSD",
        "languages": ["en"],
        "timezone": "Africa/Juba",
        "section": [{"url": "/world/"}],
        "layout": [{"name": f"layout-{number}", **layout} for number, layout in enumerate(layouts, 1)],
    }
    return parse_source(raw, file="northwind.toml", packaged=False)


def read(html: str, *layouts: dict[str, Any]) -> Article:
    found = extract(Page(html.encode(), URL, "text/html; charset=utf-8", NOW), source_with(*layouts))
    assert isinstance(found, Article), found
    return found


def test_a_layout_with_the_body_wins_over_one_before_it_with_the_title_alone() -> None:
    found = read(
        news(f"<div class='text'>{PARAGRAPHS}</div>"),
        {"title": ["h1"], "body": ["div.elsewhere"]},
        {"title": ["h1"], "body": ["div.text"]},
    )
    assert found.evidence["title"].how == "layout layout-2: h1"
    assert found.evidence["body"].how == "layout layout-2: div.text"


def test_of_layouts_without_a_body_the_first_with_a_title_wins() -> None:
    found = read(news(PARAGRAPHS), {"title": ["h2"]}, {"title": ["article h1"]}, {"title": ["h1"]})
    assert found.evidence["title"].how == "layout layout-2: article h1"
    assert found.paragraphs == tuple(PROSE)


@pytest.mark.parametrize("inner", ["div.text", "div.text > *, div.text p", "article > div > p"])
def test_what_is_dropped_and_captions_leave_the_body_and_the_tree_stays(inner: str) -> None:
    html = news(
        f"<div class='text'><p class='lead'>{PROSE[0]}</p><figure><p class='cap'>The new crossing.</p></figure>"
        f"<p>{PROSE[1]}<span class='noise'> Noise inside.</span></p><p class='noise'>{PROSE[2]}</p></div>"
    )
    layout = {"title": ["h1"], "body": [inner], "captions": ["p.cap"], "drop": [".noise"]}
    found = read(html, layout)
    assert found.paragraphs == (PROSE[0], PROSE[1])
    assert found.captions == ("The new crossing.",)
    tree = LexborHTMLParser(html)
    before = tree.html
    read_layout(tree, source_with(layout), URL, NOW)
    assert tree.html == before


def test_a_selector_that_only_soup_knows_is_read_alike() -> None:
    html = news(f"<p class='by'>By Ana Placeholder</p><div class='text'>{PARAGRAPHS}</div>")
    known = {"title": ["h1"], "body": ["div.text"], "byline": ["p.by"]}
    soup = known | {"byline": ["p:-soup-contains('By Ana')"]}
    one, other = read(html, known), read(html, soup)
    assert (one.title, one.body, one.authors) == (other.title, other.body, other.authors)
    assert other.authors == ("Ana Placeholder",)


def test_a_meta_element_gives_a_title_far_from_the_body() -> None:
    html = news(
        f"{FILLER}<div class='text'>{PARAGRAPHS}</div>", "<meta name='headline' content='The crossing is open'>"
    )
    found = read(html, {"title": ['meta[name="headline"]'], "body": ["div.text"]})
    assert found.title == "The crossing is open"
    assert found.paragraphs == tuple(PROSE)


TIMES = {
    "seconds": ("2023-09-18 10:02", "2023-09-18T10:02:45+02:00", datetime(2023, 9, 18, 8, 2, 45, tzinfo=UTC)),
    "another minute": ("2023-09-18 10:02", "2023-09-18T11:40:45+02:00", datetime(2023, 9, 18, 8, 2, tzinfo=UTC)),
    "day alone": ("18 September 2023", "2023-09-18T10:02:45+02:00", datetime(2023, 9, 18, 8, 2, 45, tzinfo=UTC)),
    "another day": ("18 September 2023", "2023-10-02T10:02:45+02:00", datetime(2023, 9, 18, tzinfo=UTC)),
    "midnight": ("18 September 2023", "2023-09-18T00:00:00+02:00", datetime(2023, 9, 18, tzinfo=UTC)),
    "none": ("2023-09-18 10:02", "", datetime(2023, 9, 18, 8, 2, tzinfo=UTC)),
}


@pytest.mark.parametrize("name", TIMES)
def test_the_attribute_of_a_time_element_makes_the_printed_time_exact_where_they_agree(name: str) -> None:
    printed, attribute, expected = TIMES[name]
    html = news(f"<p class='when'>Posted <time datetime='{attribute}'>{printed}</time></p>{PARAGRAPHS}")
    for selector in ("p.when", "p.when time"):
        found = read(html, {"title": ["h1"], "body": ["article > p:not(.when)"], "published": [selector]})
        assert found.published_at == expected, selector
        assert printed in (found.published_raw or "")
        assert found.evidence["published_at"].how == f"layout layout-1: {selector}"


def test_header_and_closing_lines_and_related_links_around_the_body_are_found() -> None:
    related = (
        "<h3>Related <b>stories</b></h3><ul><li><a href='/world/2.html'>A second crossing is planned</a></li></ul>"
    )
    html = news(
        f"<p>Source: Southwind Daily</p><div class='text'>{PARAGRAPHS}</div><p>Editor: Li Example</p>{FILLER}"
        f"<h3>Related stories</h3><p>None today.</p>{FILLER}{related}"
    )
    found = read(html, {"title": ["h1"], "body": ["div.text"]})
    assert found.editors == ("Li Example",)
    assert found.evidence["outlet"].raw == "Southwind Daily"
    assert [link.url for link in found.related] == ["http://news.example.org/world/2.html"]
    assert found.paragraphs == tuple(PROSE)


def test_a_date_that_stands_far_from_the_body_is_found() -> None:
    html = news(f"<div class='text'>{PARAGRAPHS}</div>{FILLER}<p class='date'>18 September 2023</p>").replace(
        "1999", ""
    )
    found = read(html, {"title": ["h1"], "body": ["div.text"]})
    assert found.published_local == "2023-09-18"


HEADINGS = (
    "Related news,Related,Read more,Read also,More on this story,See also,Also read,You may also like,Recommended,"
    "More stories,More from Northwind,Você pode gostar,Te puede gustar,Further reading,What to read next,Don't miss,"
    "Latest news,Top stories,Most read,相关新闻,相關報導,延伸阅读,推荐阅读,更多新闻,猜你喜欢,热门文章,精彩推荐,"
    "新闻推荐,往期回顾,À lire aussi,Lire aussi,À voir aussi,Sur le même sujet,Mehr zum Thema,"
    "Das könnte Sie auch interessieren,Lesen Sie auch,Weitere Artikel,Zum Thema,"
    "Читайте также,По теме,Материалы по теме,Смотрите также,Baca juga,Berita terkait,Artikel terkait,Lea también,"
    "Te puede interesar,Noticias relacionadas,Leggi anche,Leia também,Czytaj też,Zobacz też,» Related,&nbsp;Read more"
)


@pytest.mark.parametrize("heading", HEADINGS.split(","))
def test_every_heading_of_related_news_is_seen_in_markup(heading: str) -> None:
    words, links = related_behind(f'<div><h3> {heading}</h3><p><a href="/2">A second crossing is planned</a></p></div>')
    assert words is not None
    assert is_related_heading(words)
    assert [link.url for link in links] == ["/2"]


def test_the_title_of_the_layout_is_the_title() -> None:
    found = read(news(f"<h2>Another line of the page</h2>{PARAGRAPHS}"), {"title": ["h2"], "body": ["article > p"]})
    assert found.title == "Another line of the page" != TITLE
