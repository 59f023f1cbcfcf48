"""Pages of links: which anchors, what title and date beside them, and the way to the next page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.discovery.found import Entry, Found
from crawler.discovery.section import MAX_ANCHORS, MAX_ENTRIES, read_section
from crawler.source import Section

URL = "http://www.paper.example/news/index.html"


def read(body: str, *, url: str = URL, **more: Any) -> Found:
    return read_section(
        f"<html><body>{body}</body></html>".encode(),
        section=Section(url=URL, **more),
        url=url,
        languages=("en",),
        zone="Asia/Shanghai",
        now=datetime(2026, 11, 21, tzinfo=UTC),
        wanted=lambda address: address if "/a/" in address else None,
    )


def wanted(found: Found) -> list[Entry]:
    return [entry for entry in found.entries if "/a/" in entry.urls[0]]


def test_all_anchors_in_first_seen_order_without_doubles() -> None:
    found = read(
        '<a href="/a/2">Two</a> <a href="../a/1">One</a> <a href="/a/2">again</a> <a href="#top">up</a>'
        '<a href="javascript:x()">x</a> <a href="mailto:a@b.example">m</a> <a href="/about">About</a> <a>none</a>'
    )
    assert [entry.urls[0] for entry in wanted(found)] == [
        "http://www.paper.example/a/2",
        "http://www.paper.example/a/1",
    ]
    assert found.seen == 3


def test_the_page_may_move_its_base() -> None:
    found = read('<base href="/archive/"><a href="a/1">One</a>')
    assert found.entries[0].urls == ("http://www.paper.example/archive/a/1",)


TITLES = {
    "its text": ('<a href="/a/1"> One\n <b>more</b> </a>', "One more"),
    "the heading in it": ('<a href="/a/1"><h3>One</h3><p>A long summary of it.</p></a>', "One"),
    "the second mention, where the first is a picture": (
        '<a href="/a/1"><img src="x"></a><a href="/a/1">One</a>',
        "One",
    ),
    "not the words read more": ('<a href="/a/1">Read more »</a><a href="/a/1">One</a>', "One"),
    "the whole title where the text is cut": ('<a href="/a/1" title="One and all">One a...</a>', "One and all"),
    "the picture's words": ('<a href="/a/1"><img alt="One"></a>', "One"),
    "without the date in it": ('<a href="/a/1">One <span>2026-11-20</span></a>', "One"),
    "none": ('<a href="/a/1"></a>', None),
}


@pytest.mark.parametrize(("body", "expected"), TITLES.values(), ids=TITLES.keys())
def test_titles(body: str, expected: str | None) -> None:
    assert wanted(read(body))[0].title == expected


TEN = datetime(2026, 11, 20, 10, tzinfo=UTC)
DATES: dict[str, tuple[str, dict[str, Any], str | None, datetime | None]] = {
    "beside the link": ('<li><a href="/a/1">One</a> <i>2026-11-20 18:00:00</i></li>', {}, "2026-11-20 18:00:00", TEN),
    "in the link": ('<a href="/a/1">One 2026-11-20 18:00:00</a>', {}, "2026-11-20 18:00:00", TEN),
    "a time element": (
        '<li><a href="/a/1">One</a><time datetime="2026-11-20T10:00:00Z">yesterday</time></li>',
        {},
        "2026-11-20T10:00:00Z",
        TEN,
    ),
    "two levels up": (
        '<div><h2><a href="/a/1">One</a></h2><p><a href="/tag/x">Tag</a> 20 November 2026, 18:00</p></div>',
        {},
        "20 November 2026, 18:00",
        TEN,
    ),
    "without a year it stays words": ('<li><a href="/a/1">One</a>11-20 18:00:05</li>', {}, "11-20 18:00:05", None),
    "by selector": (
        '<li><a href="/a/1">One</a><i>2001-01-01</i><b class="d">20.11.2026</b></li>',
        {"date": "b.d", "date_format": "%d.%m.%Y"},
        "20.11.2026",
        datetime(2026, 11, 20, tzinfo=UTC),
    ),
    "of another form than declared": (
        '<li><a href="/a/1">One</a><b class="d">soon</b></li>',
        {"date": "b.d", "date_format": "%d.%m.%Y"},
        "soon",
        None,
    ),
    "none": ('<li><a href="/a/1">One</a></li>', {}, None, None),
}


@pytest.mark.parametrize(("body", "more", "raw", "moment"), DATES.values(), ids=DATES.keys())
def test_dates(body: str, more: dict[str, Any], raw: str | None, moment: datetime | None) -> None:
    page = f'<ul>{body}<li><a href="/a/9">Nine</a> 1999-01-01</li></ul>'
    entry = wanted(read(page, **more))[0]
    assert (entry.published_raw, entry.published_at) == (raw, moment)


def test_the_date_of_the_next_article_is_not_taken() -> None:
    first, second = wanted(read('<div><a href="/a/1">One</a><p><a href="/a/2">Two</a> 2026-11-20</p></div>'))
    assert (first.published_raw, second.published_raw) == (None, "2026-11-20")


LINKS = {
    "the anchors themselves": "ul.list a",
    "what holds an anchor": "ul.list li",
    "what lies in an anchor": "ul.list a span",
}


@pytest.mark.parametrize("selector", LINKS.values(), ids=LINKS.keys())
def test_links_by_selector(selector: str) -> None:
    found = read(
        '<a href="/a/0">no</a><ul class="list"><li><a href="/a/1"><span>One</span></a></li></ul>', link=selector
    )
    assert [entry.urls[0] for entry in found.entries] == ["http://www.paper.example/a/1"]


NEXT: dict[str, tuple[str, dict[str, Any], str, str | None]] = {
    "rel on an anchor": ('<a rel="next" href="p2.html">2</a>', {}, URL, "http://www.paper.example/news/p2.html"),
    "rel on a link": ('<link rel="next" href="?page=2">', {}, URL, "http://www.paper.example/news/index.html?page=2"),
    "by selector": ('<a class="n" href="p2">›</a>', {"next": "a.n"}, URL, "http://www.paper.example/news/p2"),
    "by a selector that finds none": ('<a rel="next" href="p2">›</a>', {"next": "a.n"}, URL, None),
    "by pattern": ("", {"page_pattern": "index_{n}.html"}, URL, "http://www.paper.example/news/index_1.html"),
    "by pattern, further on": (
        "",
        {"page_pattern": "index_{n}.html"},
        "http://www.paper.example/news/index_7.html",
        "http://www.paper.example/news/index_8.html",
    ),
    "by pattern, at the bound": (
        "",
        {"page_pattern": "index_{n}.html"},
        "http://www.paper.example/news/index_9.html",
        None,
    ),
    "by pattern in a query": (
        "",
        {"page_pattern": "?page={n}", "page_start": 2},
        URL,
        "http://www.paper.example/news/index.html?page=2",
    ),
    "by pattern in a query, further on": (
        "",
        {"page_pattern": "?page={n}", "page_start": 2},
        "http://www.paper.example/news/index.html?page=2",
        "http://www.paper.example/news/index.html?page=3",
    ),
    "by the pager's script": (
        "<script>createPageHTML(5, 0,'index',\"html\");</script>",
        {},
        URL,
        "http://www.paper.example/news/index_1.html",
    ),
    "the script's last page": ("<script>createPageHTML(5, 4, 'index', 'html');</script>", {}, URL, None),
    "to itself": ('<a rel="next" href="index.html#x">2</a>', {}, URL, None),
    "by a script's address": ('<a rel="next" href="javascript:next()">2</a>', {}, URL, None),
    "none": ("", {}, URL, None),
}


@pytest.mark.parametrize(("body", "more", "url", "expected"), NEXT.values(), ids=NEXT.keys())
def test_the_next_page(body: str, more: dict[str, Any], url: str, expected: str | None) -> None:
    assert read(body + '<a href="/a/1">One</a>', url=url, **more).next_url == expected


HOSTILE = {
    "links side by side": "".join(f'<a href="/a/{n}">Article number {n}</a> 2026-11-20<br>' for n in range(100_000)),
    "links in a list": "<ul>"
    + "".join(f'<li><a href="/a/{n}">Number {n}</a><i>11-20 10:00</i></li>' for n in range(30_000))
    + "</ul>",
    "links to sort out": "".join(f'<a href="//x.example/b/../{n}?utm_source=x">{n}</a>' for n in range(100_000)),
    "one long attribute": f'<a href="/a/1" title="{"x " * 4_000_000}"></a>',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.timeout(60)
def test_a_hostile_page_is_read_in_a_few_seconds_and_bounded(body: str) -> None:
    found = read(body)
    assert len(wanted(found)) <= MAX_ANCHORS
    assert sum(entry.title is not None for entry in wanted(found)) <= MAX_ENTRIES
    assert all(len(entry.title or "") <= 500 for entry in found.entries)
