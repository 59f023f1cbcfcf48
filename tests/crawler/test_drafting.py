"""A source file drafted by looking: the form of addresses, the front page, rhythm, selectors, and whole small sites."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.address_form import learn, looks_like_article
from crawler.agreement import propose
from crawler.drafting import Draft, Seen, rhythm, slug_of, to_toml
from crawler.extraction.page import Page
from crawler.fetch_one import Refusal
from crawler.front_page import read_front
from crawler.looking import Look, look
from crawler.source import parse_source
from scheduler.demo.script import OUTLETS, WEEKS, load_script, week_end
from scheduler.demo.server import NewsroomServer
from storage.records import Answer

SITE = "https://paper.example"
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
KEYS = [f"{n}418399e480b9459986b9aa2ee8008cd" for n in range(4)]
FORMS: dict[str, tuple[list[str], list[str], str, list[str]]] = {
    # name: wanted, others, an article never seen, pages that are none
    "number and slug": (
        ["/en/story/2026/11/1160001-a-clinic", "/en/story/2026/10/1159801-radio", "/en/story/2026/11/1160221-x-y-z"],
        ["/en/news", "/en/"],
        "/en/story/2027/01/1170001-another-one",
        ["/en/story/2026/11/", "/en/events"],
    ),
    "number under two sections": (
        [f"/2025nb/{s}/L_25111/1640{n}001.html" for s in ("W_25110", "F_25120") for n in range(3)],
        ["/2025nb/W_25110/index.html"],
        "/2025nb/C_25130/L_25111/16409999.html",
        ["/2025nb/F_25120/index.html", "/2025nb/F_25120/index_2.html"],
    ),
    "hex keys": ([f"/f/view-3-{key}.html" for key in KEYS], ["/f/list-3.html"], f"/f/view-3-{'ab12' * 8}.html", ["/"]),
    "dated folders": (
        [f"/view/2021-0{n}/1{n}/content_1003098{n}.htm" for n in range(1, 5)],
        ["/china-military/node_83137.htm"],
        "/view/2022-12/31/content_10180482.htm",
        ["/china-military/node_83138.htm"],
    ),
    "number in the query": (
        [f"/PressReleasePage.aspx?PRID=220{n}001" for n in range(3)],
        ["/allRel.aspx", "/RssMain.aspx?ModId=6"],
        "/PressReleasePage.aspx?PRID=2300000",
        ["/PressReleasePage.aspx"],
    ),
    "words alone, told from shorter ones": (
        ["/unmiss-holds-first-medal-parade", "/police-unit-awarded-medals-in-malakal", "/women-lead-a-police-unit"],
        ["/about-us", "/who-we-are"],
        "/peacekeepers-open-a-road",
        ["/about-us", "/who-we-are", "/contact"],
    ),
    "section, day and key": (
        [f"/{s}/2026111{n}/{KEYS[n]}/c.html" for s in ("world", "africa") for n in range(3)],
        ["/world/", "/africa/index.htm"],
        f"/china/20270101/{'ab12' * 8}/c.html",
        ["/world/index.htm"],
    ),
    "mixed keys": (
        [f"/bangladesh/is{n}q07pou{n}r" for n in range(3)],
        ["/bangladesh", "/bangladesh/districtnews"],
        "/bangladesh/ab1cd23efg4h",
        ["/bangladesh"],
    ),
    "dates and slugs": (
        [f"/2026/11/0{n}/words-of-number-{w}/" for n, w in enumerate(("one", "two", "three"), 1)],
        ["/2026/11/", "/category/news/"],
        "/2027/01/15/other-words/",
        ["/2026/", "/category/news/page/2/"],
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_form_of_addresses_is_learnt(name: str) -> None:
    wanted, others, unseen, none = FORMS[name]
    learnt = learn([SITE + path for path in wanted], [SITE + path for path in others])
    assert all(learnt.takes(SITE + path) for path in [*wanted, unseen])
    assert not any(learnt.takes(SITE + path) for path in [*others, *none])
    assert not learnt.doubtful


def test_a_pattern_that_takes_other_pages_says_so() -> None:
    learnt = learn([f"{SITE}/{w}" for w in ("alpha-beta", "gamma-delta", "one-two")], [f"{SITE}/about-us"])
    assert [example for _, example in learnt.doubtful] == ["/about-us"] or not learnt.patterns


@pytest.mark.parametrize(
    ("paths", "key"),
    [
        ([f"/a/116000{n}-words" for n in range(3)], "1160001"),
        ([f"/view/2021-04/30/content_1003098{n}.htm" for n in range(3)], "10030981"),
        ([f"/article/words-{key}" for key in KEYS], KEYS[1]),
        ([f"/2026111{n}/words" for n in range(3)], None),
    ],
)
def test_the_stable_key(paths: list[str], key: str | None) -> None:
    learnt = learn([SITE + path for path in paths], [], sure=True)
    table = {"slug": "x", "name": "x", "home": SITE, "section": [{"url": "/"}], "article_url": list(learnt.patterns)}
    source = parse_source({**table, **({"key": learnt.key} if learnt.key else {})}, file="x", packaged=False)
    assert source.key_of(SITE + paths[1]) == key


@pytest.mark.parametrize(
    ("path", "words", "alike"),
    [
        ("/news/2026/11/19/some-words/", "", True),
        ("/n2255/n2279/c10014001/content.html", "", True),
        ("/en/2026/sc19001.doc.htm", "Council hears a briefing today", True),
        ("/index.php?id=4711", "", True),
        ("/peace-returns-to-the-invented-valley", "", True),
        ("/china-military/node_83137.htm", "More", False),
        ("/category/world-news-and-much-more/", "", False),
        ("/news/", "News", False),
        ("/pictures/20261119-parade-on-the-square.jpg", "", False),
        ("/", "", False),
    ],
)
def test_an_address_looks_like_an_article(path: str, words: str, alike: bool) -> None:
    assert looks_like_article(SITE + path, words) is alike


def test_a_front_page_is_read() -> None:
    page = (
        '<html lang="en-GB"><head><title>Home | The Paper</title>'
        '<link rel="alternate" type="application/rss+xml" href="/news.rss">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
        '</head><body><a href="/a/1#top">One</a><a href="javascript:x()">No</a><a href="/rss/world.xml">RSS</a>'
        '<a class="btn next-page" href="/p/2">Next »</a></body></html>'
    )
    front = read_front(page.encode(), url=f"{SITE}/", content_type="text/html")
    assert (front.name, front.language) == ("The Paper", "en")
    assert front.feeds == (f"{SITE}/news.rss", f"{SITE}/rss/world.xml")
    assert (f"{SITE}/a/1", "One") in front.links
    assert front.pager == (("next", "a.next-page"),)


@pytest.mark.parametrize(
    ("url", "links", "pager"),
    [
        ("/list/index.html", ["index_1.html", "index_2.html"], (("page_pattern", "index_{n}.html"), ("page_start", 1))),
        ("/list/", ["page/2/", "page/3/"], (("page_pattern", "page/{n}/"), ("page_start", 2))),
        ("/list/", ["other/2/"], ()),
    ],
)
def test_the_pager_of_a_section(url: str, links: list[str], pager: object) -> None:
    page = "".join(f'<a href="{link}">x</a>' for link in links)
    assert read_front(page.encode(), url=SITE + url, content_type="text/html").pager == pager


@pytest.mark.parametrize(
    ("host", "slug"),
    [
        ("www.gazette.example", "gazette"),
        ("news.paper.co.uk", "news-paper"),
        ("127.0.0.1:8080", "127-0-0-1-8080"),
        ("localhost", "localhost"),
    ],
)
def test_the_slug_comes_from_the_host(host: str, slug: str) -> None:
    assert slug_of(host) == slug


def test_the_rhythm_of_a_feed() -> None:
    days = [NOW - timedelta(days=n) for n in range(14)]
    found = rhythm(days)
    assert found is not None
    assert found[0] == (2, 21)
    assert rhythm(days[:3]) is None
    assert rhythm([NOW] * 9) is None


def test_a_drafted_file_cannot_be_broken_by_what_a_page_says() -> None:
    evil = 'The "Paper"\n[checked]\nenabled = true # \x1b[31m\u2028 \x7f\\'
    seen = Seen(f"{SITE}/a'b\"c?x=#", evil)
    draft = Draft(
        slug="x", name=evil, home=f"{SITE}/", hosts=("paper.example",), on=date(2026, 11, 20), feeds=(seen,),
        sections=(seen,), left_out=(seen,), guesses={"name": evil}, examples=(evil,),
    )  # fmt: skip
    table = tomllib.loads(to_toml(draft))
    assert table["name"] == evil
    assert table["checked"]["how"] == "drafted by sources add; not tried yet"
    assert parse_source(table, file="x", packaged=False).feeds[0].startswith(SITE)


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
