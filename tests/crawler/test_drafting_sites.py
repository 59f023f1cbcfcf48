"""Source files drafted from whole sites: selectors, listings, what shows no page, and the demo newsroom."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.agreement import propose
from crawler.extraction.page import Page
from crawler.fetch_one import Refusal
from crawler.looking import Look, look
from scheduler.demo.script import OUTLETS, WEEKS, load_script, week_end
from scheduler.demo.server import NewsroomServer
from storage.records import Answer

SITE = "https://paper.example"
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


ARTICLE = """<html lang="en"><head><title>{title} | The Paper</title>
<meta property="og:title" content="{title} | The Paper"><meta property="og:description" content="{first}">
<script type="application/ld+json">{data}</script></head><body><div class="top"><h2 class="promo">Subscribe</h2></div>
<div class="story"><div class="story-title">{title}</div><span class="when">{when}</span>
<div class="story-text"><p>{first}</p><p>{second}</p></div></div>
<div class="more"><p>Other words.</p></div></body></html>"""
FIRST = (
    "The invented Third Engineer Company handed over a rebuilt bridge in Sampletown on Wednesday, the fourth in all."
)
SECOND = (
    "Captain Lin Example said that the crossing carries two lanes and that farmers no longer lose half a day on it."
)


def article(number: int, *, when: str = "19 November 2026 17:42", declared: str = "2026-11-19T17:42:10+08:00") -> Page:
    data = json.dumps({"@type": "NewsArticle", "headline": f"Bridge {number} opens", "datePublished": declared})
    text = ARTICLE.format(title=f"Bridge {number} opens", first=FIRST, second=SECOND, when=when, data=data)
    return Page(text.encode(), f"{SITE}/a/{number}", "text/html; charset=utf-8", NOW)


def test_selectors_that_agree_with_structured_data() -> None:
    found = {one.field: one.selector for one in propose([article(1), article(2)])}
    assert found == {"title": "div.story-title", "published": "span.when", "body": "div.story-text p"}


def test_a_selector_that_contradicts_structured_data_is_not_proposed() -> None:
    pages = [article(1), article(2, when="18 November 2026 09:00")]
    assert "published" not in {one.field for one in propose(pages)}
    assert propose([Page(b"<h1>Words</h1><p>x</p>", None, "text/html", None)]) == ()


Served = dict[str, tuple[str, str]]


def getting(served: Served, asked: list[str] | None = None) -> Callable[[str], Answer | Refusal]:
    def get(url: str) -> Answer | Refusal:
        if asked is not None:
            asked.append(url)
        kind, text = served.get(url.removeprefix(SITE), ("", ""))
        if not kind:
            return Refusal("not found (404)")
        return Answer(url=url, status=200, headers=(("Content-Type", kind),), body=text.encode(), fetched_at=NOW)

    return get


def small_site() -> Served:
    dates = [f"{18 - n:02} Nov 2026 10:00:00 +0000" for n in range(8)]
    items = "".join(
        f"<item><title>T</title><link>{SITE}/a/47110{n}</link><pubDate>{day}</pubDate></item>"
        for n, day in enumerate(dates)
    )
    home = (
        '<html lang="en"><title>The Paper</title><link rel="alternate" type="application/rss+xml" href="/f.xml">'
        '<a href="/about-us">About</a><a href="/world/">World news</a>'
    )
    section = "".join(f'<a href="/a/47110{n}">Bridge number {n} opens today</a>' for n in range(8))
    pages = {f"/a/47110{n}": ("text/html", article(n).body.decode()) for n in range(8)}
    return {
        "/": ("text/html", home),
        "/f.xml": ("text/xml", f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'),
        "/world/": ("text/html", f"<html>{section}<a rel='next' href='/world/2'>Next</a>"),
        **pages,
    }


def test_a_small_site_is_drafted() -> None:
    asked: list[str] = []
    found = look(f"{SITE}/", getting(small_site(), asked), NOW)
    assert found.problem is None
    assert len(asked) <= 24
    source = found.source
    assert source is not None
    assert (source.slug, source.name, source.languages) == ("paper", "The Paper", ("en",))
    assert source.feeds == (f"{SITE}/f.xml",)
    assert [one.url for one in source.sections] == [f"{SITE}/world/"]
    assert source.article_url == (r"^/a/\d{6,7}$",)
    assert source.key_of(f"{SITE}/a/471103") == "471103"
    assert source.per_week == (2, 21)
    assert source.layouts[0].title == ("div.story-title",)
    assert {one.field for one in found.fields if one.state == "found"} >= {"title", "published", "body"}


@pytest.mark.parametrize(
    ("served", "problem"),
    [
        ({}, "not found (404)"),
        ({"/": ("application/pdf", "%PDF-1.4 \x00\x00\x00")}, "no web page"),
        ({"/": ("application/rss+xml", "<rss version='2.0'><channel></channel></rss>")}, "no web page: a feed came"),
    ],
)
def test_what_shows_no_page_is_not_drafted(served: Served, problem: str) -> None:
    found = look(f"{SITE}/", getting(served), NOW)
    assert found.text is None
    assert problem in (found.problem or "")


def test_a_site_without_articles_is_drafted_switched_off() -> None:
    found = look(f"{SITE}/", getting({"/": ("text/html", "<html><a href='/about'>About</a><a href='/x'>X</a>")}), NOW)
    assert found.source is not None
    assert not found.source.enabled
    assert found.problem


def test_another_form_of_a_feed_is_not_asked_for_as_well() -> None:
    served = small_site()
    kind, home = served["/"]
    link = '<link rel="alternate" type="application/rss+xml" href="/f.xml?alt=rss">'
    served |= {"/": (kind, home.replace("<a", link + "<a", 1)), "/f.xml?alt=rss": served["/f.xml"]}
    found = look(f"{SITE}/", getting(served), NOW)
    assert found.source is not None
    assert found.source.feeds == (f"{SITE}/f.xml",)
    assert "8 entries that another feed has too" in (found.text or "")


def test_a_notice_in_the_place_of_the_site_is_named() -> None:
    notice = "<html><title>We value your privacy</title><body>Accept.</body></html>"
    found = look(f"{SITE}/", getting({"/": ("text/html", notice)}), NOW)
    assert (found.problem or "").endswith("the page that came is called 'We value your privacy'")


def test_the_address_of_a_feed_leads_to_its_site() -> None:
    asked: list[str] = []
    whole, feed = look(f"{SITE}/", getting(small_site()), NOW), look(f"{SITE}/f.xml", getting(small_site(), asked), NOW)
    assert whole.source is not None
    assert feed.source is not None
    assert feed.source.feeds == (f"{SITE}/f.xml",)
    assert (feed.source.name, feed.source.article_url) == (whole.source.name, whole.source.article_url)
    assert len(asked) == len(set(asked))


@pytest.fixture(scope="module")
def newsroom_looks() -> dict[str, Look]:
    """Each outlet of the demo newsroom, looked at through its own answers."""
    looks = {}
    end = week_end(WEEKS - 1)
    with NewsroomServer(load_script(), now=end, ports=dict.fromkeys(OUTLETS, 0)) as server:

        def getter(outlet: str) -> Callable[[str], Answer | Refusal]:
            def get(url: str) -> Answer | Refusal:
                path = "/" + url.split("/", 3)[3]
                reply = server.newsroom.reply(outlet, path, {}, end)
                if reply.status != 200:
                    return Refusal(f"status {reply.status}")
                return Answer(url=url, status=200, headers=reply.headers, body=reply.body, fetched_at=end)

            return get

        for outlet, path in (("portal", "/"), ("ministry", "/"), ("service", "/en")):
            looks[outlet] = look(f"http://{server.hosts[outlet]}{path}", getter(outlet), end, slug=outlet)
    return looks


@pytest.mark.parametrize(
    ("outlet", "article_path", "listing"),
    [
        ("portal", "/2025nb/W_25110/L_25111/16400001.html", "section"),
        ("ministry", f"/f/view-3-{'ab12' * 8}.html", "section"),
        ("service", "/en/story/2026/10/1160001-an-invented-story", "sitemap"),
    ],
)
def test_the_demo_newsroom_is_drafted(
    newsroom_looks: dict[str, Look], outlet: str, article_path: str, listing: str
) -> None:
    found = newsroom_looks[outlet]
    assert found.source is not None
    assert found.problem is None
    assert found.source.is_article(found.source.home.rstrip("/").removesuffix("/en") + article_path)
    assert listing in {one.kind for one in found.source.listings}
    assert set(found.source.languages) <= {"en", "zh"}
    if outlet == "portal":
        assert {section.next for section in found.source.sections} == {"a.next"}
