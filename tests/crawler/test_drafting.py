"""A source file drafted by looking: the form of addresses, the front page, rhythm, selectors, and whole small sites."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.address_form import learn
from crawler.address_signs import looks_like_article
from crawler.drafting import Draft, Seen, rhythm, slug_of, to_toml
from crawler.front_page import read_front, site_name
from crawler.source import parse_source

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
    assert (site_name(front, []), front.language) == ("The Paper", "en")
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
