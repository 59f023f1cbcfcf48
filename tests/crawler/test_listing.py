"""The judgement over a listing: what is ours, what is none, and the words for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.discovery.listing import read_listing
from crawler.discovery.listing_read import ListingRead
from crawler.source import Source, parse_source
from crawler.worker_frames import listing_from_form, listing_to_form
from storage.records import Link, Outcome

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def source() -> Source:
    return parse_source(
        {
            "slug": "paper",
            "name": "The Paper",
            "home": "https://www.paper.example/",
            "hosts": ["www.paper.example", "old.paper.example"],
            "timezone": "Africa/Juba",
            "feeds": ["https://feeds.example/paper.xml"],
            "sitemaps": ["/sitemap.xml"],
            "section": [{"url": "/news/"}],
            "article_url": [r"^/a/\d+(?:_\d+)?\.html$"],
            "parts": "{stem}_{n}.html",
        },
        file="paper.toml",
        packaged=False,
    )


def read(source: Source, kind: str, body: str, **more: Any) -> ListingRead:
    listing = next(one for one in source.listings if one.kind == kind)
    given = {"url": listing.url, "content_type": None, "now": NOW} | more
    return read_listing(listing, source, body=body.encode(), **given)


def test_wanted_links_canonical_in_order_without_doubles(source: Source) -> None:
    found = read(
        source,
        "section",
        '<a href="/a/2.html?utm_source=x"><img></a><a href="http://old.paper.example/a/1.html">One</a>'
        '<li><a href="/a/2.html#c">Two</a> 20 November 2026 12:00</li><a href="/a/1_3.html">part</a>'
        '<a href="/about">About</a><a href="https://other.example/a/1.html">Other</a>',
    )
    assert found.links == (
        Link(
            url="https://www.paper.example/a/2.html",
            title="Two",
            published_raw="20 November 2026 12:00",
            published_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
        ),
        Link(url="https://www.paper.example/a/1.html", title="One"),
    )
    assert (found.problem, found.outcome) == (None, None)


def test_a_feeds_own_address_is_taken_where_its_link_leads_elsewhere(source: Source) -> None:
    found = read(
        source,
        "feed",
        '<rss version="2.0"><channel><item><title>One</title><link>https://counter.example/1</link>'
        "<guid>https://www.paper.example/a/1.html</guid></item></channel></rss>",
    )
    assert [link.url for link in found.links] == ["https://www.paper.example/a/1.html"]


def test_paging_and_children_stay_at_home(source: Source) -> None:
    here = '<a href="/a/1.html">x</a><a rel="next" href="{}">next</a>'
    assert read(source, "section", here.format("?p=2")).next_url == "https://www.paper.example/news/?p=2"
    assert read(source, "section", here.format("https://other.example/2")).next_url is None
    index = "<sitemapindex><sitemap><loc>https://other.example/s.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>"
    assert read(source, "sitemap", index).children == ("https://www.paper.example/s2.xml",)


def test_an_index_of_sitemaps_needs_no_link(source: Source) -> None:
    found = read(source, "sitemap", "<sitemapindex><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>")
    assert (found.problem, found.links) == (None, ())


PROBLEMS = {
    "no link at all": ("section", "<p>We are back soon.</p>", Outcome.NO_LINKS, "holds no link at all"),
    "an empty feed": ("feed", '<rss version="2.0"><channel/></rss>', Outcome.NO_LINKS, "holds no link at all"),
    "another site's page": (
        "section",
        "".join(f'<a href="https://other.example/a/{n}.html">x</a>' for n in range(40)),
        Outcome.NO_LINKS,
        "no link is an article address of paper (40 links, all at other.example): page of another site?",
    ),
    "another site's feed": (
        "feed",
        '<rss version="2.0"><channel><item><link>https://other.example/1</link></item></channel></rss>',
        Outcome.NO_LINKS,
        "(1 link, all at other.example)",
    ),
    "a redesign": (
        "section",
        '<a href="/new/1">x</a><a href="/new/2">y</a><a href="https://other.example/">z</a>',
        Outcome.NO_LINKS,
        "(3 links, 2 at its own hosts, such as https://www.paper.example/new/1): have the addresses changed?",
    ),
    "a redesign whose menu comes first": (
        "section",
        '<a href="/about">x</a><a href="/stories/engineers-open-the-old-bridge">y</a>',
        Outcome.NO_LINKS,
        "such as https://www.paper.example/stories/engineers-open-the-old-bridge)",
    ),
    "a notice": (
        "section",
        "<!DOCTYPE html><html><head><title>\n Back &amp; open\x1b soon </title></head><body>Sorry.</body></html>",
        Outcome.NO_LINKS,
        "holds no link at all (the page is called 'Back & open soon')",
    ),
    "a notice for a feed": (
        "feed",
        "<!DOCTYPE html><html><head><title>We value your privacy</title></head><body>Accept.</body></html>",
        Outcome.LISTING_FAILED,
        "(the page is called 'We value your privacy')",
    ),
    "a page for a feed": (
        "feed",
        "<html><a href=/a/1.html>x</a></html>",
        Outcome.LISTING_FAILED,
        "a feed was expected",
    ),
    "a feed for a page": (
        "section",
        '<rss version="2.0"><channel/></rss>',
        Outcome.LISTING_FAILED,
        "a page of links was expected, a feed came",
    ),
    "nothing": ("section", "", Outcome.LISTING_FAILED, "an empty answer came"),
}


@pytest.mark.parametrize(("kind", "body", "outcome", "words"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_listing_without_our_links_says_why(
    source: Source, kind: str, body: str, outcome: Outcome, words: str
) -> None:
    found = read(source, kind, body)
    assert found.outcome is outcome
    assert found.problem is not None
    assert words in found.problem
    assert found.links == ()


@pytest.mark.parametrize(
    ("kind", "body", "empty"),
    [
        ("feed", '<rss version="2.0"><channel><title>x</title></channel></rss>', True),
        ("feed", '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>', True),
        ("feed", '{"version": "https://jsonfeed.org/version/1.1", "items": []}', True),
        ("sitemap", "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>", True),
        ("sitemap", "<sitemapindex/>", True),
        ("feed", '<rss version="2.0"><channel><title>x</title>', False),
        ("feed", '<rss version="2.0"><channel><item><title>x</title></item></channel></rss>', False),
        (
            "feed",
            '<rss version="2.0"><channel><item><link>https://other.example/1</link></item></channel></rss>',
            False,
        ),
        ("feed", "<html><body>Down</body></html>", False),
        ("sitemap", "<urlset>", False),
        ("sitemap", "<urlset><url></url></urlset>", False),
        ("sitemap", "<urlset><error>no such site</error></urlset>", False),
        ("section", "<p>We are back soon.</p>", False),
        ("feed", "", False),
    ],
)
def test_what_is_sound_and_holds_no_entry_now(source: Source, kind: str, body: str, *, empty: bool) -> None:
    found = read(source, kind, body)
    assert found.problem
    assert found.empty == empty
    assert listing_from_form(listing_to_form(found)) == found
