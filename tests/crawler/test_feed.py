"""Feeds of all kinds, whole and broken."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.discovery.feed import MAX_ENTRIES, read_feed
from crawler.discovery.found import Found

URL = "https://www.paper.example/feeds/all.xml"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
RSS = '<?xml version="1.0"?><rss version="2.0"{more}><channel><title>The Paper</title>{items}</channel></rss>'


def read(body: str | bytes, zone: str | None = None, content_type: str | None = None) -> Found:
    content = body.encode() if isinstance(body, str) else body
    return read_feed(content, url=URL, content_type=content_type, languages=("en",), zone=zone, now=NOW)


def rss(items: str, more: str = "") -> Found:
    return read(RSS.format(items=items, more=more))


def test_rss() -> None:
    found = rss(
        "<item><title>Medal &amp;amp; parade &lt;b&gt;held&lt;/b&gt;</title><link>https://www.paper.example/a/1</link>"
        "<pubDate>Fri, 20 Nov 2026 18:00:00 +0800</pubDate><description>&lt;p&gt;x&lt;/p&gt;</description></item>"
    )
    (entry,) = found.entries
    assert entry.urls == ("https://www.paper.example/a/1",)
    assert entry.title == "Medal & parade held"
    assert entry.published_raw == "Fri, 20 Nov 2026 18:00:00 +0800"
    assert entry.published_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_atom_with_base_and_next_page() -> None:
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://www.paper.example/news/">'
        '<link rel="next" href="?page=2"/><entry><title type="html">A &amp;lt; B</title>'
        '<link rel="enclosure" href="x.mp3"/><link rel="alternate" href="two.html"/><id>urn:x</id>'
        "<published>2026-11-20T10:00:00Z</published><updated>2026-11-21T10:00:00Z</updated></entry></feed>"
    )
    (entry,) = found.entries
    assert entry.urls[0] == "https://www.paper.example/news/two.html"
    assert entry.title == "A < B"
    assert entry.published_raw == "2026-11-20T10:00:00Z"
    assert found.next_url is not None
    assert found.next_url.endswith("?page=2")


def test_rdf_with_dublin_core_dates() -> None:
    found = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>t</title></channel>'
        '<item rdf:about="https://www.paper.example/a/1"><title>One</title><link>https://www.paper.example/a/1</link>'
        "<dc:date>2026-11-20T10:00:00+02:00</dc:date></item></rdf:RDF>"
    )
    assert found.entries[0].published_at == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_json_feed() -> None:
    items = [
        {"id": "https://www.paper.example/a/1", "title": "One", "date_published": "2026-11-20T10:00:00+01:00"},
        {"id": "2", "url": "../a/2", "external_url": "https://other.example/2"},
        {"id": "3"},
        "no item",
    ]
    found = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items, "next_url": "?p=2"}))
    assert [entry.urls for entry in found.entries] == [
        ("https://www.paper.example/a/1",),
        ("https://www.paper.example/a/2", "https://other.example/2"),
    ]
    assert found.entries[0].published_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert found.next_url == "https://www.paper.example/feeds/all.xml?p=2"


LINKS = {
    "relative to the feed": ("<link>../a/1.html</link>", "https://www.paper.example/a/1.html"),
    "with white space": ("<link>\n  https://www.paper.example/a/1 \n</link>", "https://www.paper.example/a/1"),
    "in CDATA": ("<link><![CDATA[https://www.paper.example/a?x=1&y=2]]></link>", "https://www.paper.example/a?x=1&y=2"),
    "permanent id without link": ("<guid>https://www.paper.example/a/1</guid>", "https://www.paper.example/a/1"),
    "as an attribute": (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="https://www.paper.example/a/1"/>',
        "https://www.paper.example/a/1",
    ),
    "javascript": ("<link>javascript:alert(1)</link>", None),
    "an id that is no address": ('<guid isPermaLink="false">tag-17</guid>', None),
}


@pytest.mark.parametrize(("inner", "expected"), LINKS.values(), ids=LINKS.keys())
def test_the_address_of_an_entry(inner: str, expected: str | None) -> None:
    found = rss(f"<item><title>t</title>{inner}</item>")
    assert [entry.urls[0] for entry in found.entries] == ([expected] if expected else [])
    assert found.seen == 1


def test_the_address_behind_a_counting_service_comes_first() -> None:
    found = rss(
        "<item><link>https://counter.example/r/1</link>"
        "<feedburner:origLink>https://www.paper.example/a/1</feedburner:origLink></item>",
        ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
    )
    assert found.entries[0].urls == ("https://www.paper.example/a/1", "https://counter.example/r/1")


BROKEN = {
    "cut off": '<rss version="2.0"><channel><item><title>One</title><link>https://www.paper.example/a/1</link></item><item><tit',
    "bare ampersand": '<rss version="2.0"><channel><item><title>A & B</title><link>https://www.paper.example/a/1</link></item></channel></rss>',
    "HTML entity": '<rss version="2.0"><channel><item><title>caf&eacute;&nbsp;x</title><link>https://www.paper.example/a/1</link></item></channel></rss>',
    "blank lines first": '\n\n  <?xml version="1.0"?><rss version="2.0"><channel><item><link>https://www.paper.example/a/1</link></item></channel></rss>',
    "control signs": '<rss version="2.0"><channel><item><title>\x0b\x01x</title><link>https://www.paper.example/a/1</link></item></channel></rss>',
    "no end of CDATA": '<rss version="2.0"><channel><item><link>https://www.paper.example/a/1</link><description><![CDATA[x</description></item></channel></rss>',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_broken_xml_is_used_as_far_as_it_goes(body: str) -> None:
    assert [entry.urls[0] for entry in read(body).entries] == ["https://www.paper.example/a/1"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("a&#55357;&#56832;b", "a\U0001f600b"),
        ("a&#xD83D;&#xDE00;b", "a\U0001f600b"),
        ("a&#xD83D;b", "a\ufffdb"),
        ("a&#x110000;b", "a\ufffdb"),
        ("a&#99999999999999999999;b", "a\ufffdb"),
        ("<![CDATA[a&#55357;&#56832;b]]>", "a\U0001f600b"),
    ],
)
def test_a_number_that_is_no_character_costs_no_feed(written: str, title: str) -> None:
    items = "".join(
        f"<item><title>{words}</title><link>https://gazette.example/{n}</link></item>"
        for n, words in enumerate(("first", written, "third"))
    )
    found = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), url="https://gazette.example/")
    assert [entry.title for entry in found.entries] == ["first", title, "third"]


def test_what_feedparser_trips_over_is_named() -> None:
    found = read("<rss version='2.0'><channel><item><link>https://www.paper.example/a/1</item></link></channel></rss>")
    assert (found.entries, found.broken) == ((), "feed broken: KeyError: 'links'")


def test_a_text_that_holds_its_own_closing_tag_in_cdata() -> None:
    found = rss(
        "<item><description><![CDATA[a </description> <link>https://evil.example/</link>]]></description>"
        "<link>https://www.paper.example/a/1</link></item>"
    )
    assert [entry.urls for entry in found.entries] == [("https://www.paper.example/a/1",)]


DATES = {
    "with a zone": ("Fri, 20 Nov 2026 10:00:00 GMT", None, datetime(2026, 11, 20, 10, tzinfo=UTC)),
    "without one, the outlet's known": ("2026-11-20 18:00:00", "Asia/Shanghai", datetime(2026, 11, 20, 10, tzinfo=UTC)),
    "without one, and none known": ("2026-11-20 18:00:00", None, None),
    "no date": ("soon", "Asia/Shanghai", None),
}


@pytest.mark.parametrize(("raw", "zone", "expected"), DATES.values(), ids=DATES.keys())
def test_dates_are_read_and_never_guessed(raw: str, zone: str | None, expected: datetime | None) -> None:
    body = RSS.format(more="", items=f"<item><link>https://www.paper.example/1</link><pubDate>{raw}</pubDate></item>")
    (entry,) = read(body, zone).entries
    assert (entry.published_raw, entry.published_at) == (raw, expected)


def test_utf8_that_is_sent_as_latin_1() -> None:
    body = RSS.format(more="", items="<item><title>Élan</title><link>https://www.paper.example/1</link></item>")
    assert read(body, content_type="text/xml; charset=iso-8859-1").entries[0].title == "Élan"


def test_gb2312_that_is_declared() -> None:
    body = '<?xml version="1.0" encoding="GB2312"?><rss version="2.0"><channel><item><title>维和</title><link>https://www.paper.example/1</link></item></channel></rss>'
    assert read(body.encode("gb2312")).entries[0].title == "维和"


WRONG_KIND = {
    "a web page": (b"<!DOCTYPE html><html><body><a href='/a'>x</a></body></html>", "a web page (HTML) came"),
    "a challenge": (b"\n<html><script>x()</script></html>", "a web page (HTML) came"),
    "nothing": (b"", "an empty answer came"),
    "a sitemap": (b'<?xml version="1.0"?><urlset><url><loc>x</loc></url></urlset>', "a sitemap came"),
    "other JSON": (b'{"error": 1}', "JSON that is no feed came"),
    "broken JSON": (b'{"items": [', "broken JSON came"),
    "a binary file": (b"%PDF-1.4\x00\xff\xfe\x00", "a binary file came"),
    "a text": (b"Service is down.", "plain text came"),
}


@pytest.mark.parametrize(("body", "words"), WRONG_KIND.values(), ids=WRONG_KIND.keys())
def test_what_is_no_feed_is_named(body: bytes, words: str) -> None:
    found = read(body)
    assert found.wrong_kind is not None
    assert words in found.wrong_kind
    assert not found.entries


def test_entities_that_grow_stay_unread() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE r [<!ENTITY l0 "lol">{lol}<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.format(
        more="", items="<item><title>&l11;&x;</title><link>https://www.paper.example/a/1</link></item>"
    ).removeprefix('<?xml version="1.0"?>')
    found = read(body)
    assert "root:" not in str(found)


def test_the_number_of_entries_is_bounded() -> None:
    item = "<item><title>T</title><link>https://www.paper.example/a/{n}</link><description>{text}</description></item>"
    body = RSS.format(more="", items="".join(item.format(n=n, text="x &lt;br&gt;" * 20) for n in range(30_000)))
    found = read(body)
    assert len(found.entries) == MAX_ENTRIES
    assert found.entries[-1].urls == (f"https://www.paper.example/a/{MAX_ENTRIES - 1}",)


@pytest.mark.corpus
def test_every_feed_of_the_corpus_is_read(corpus: Path) -> None:
    files = [file for file in sorted((corpus / "feeds").rglob("*")) if file.is_file()]
    entries = [len(read(file.read_bytes(), "UTC").entries) for file in files]
    assert sum(count > 0 for count in entries) > 30


def test_a_feed_that_is_packed_without_a_word_is_read() -> None:
    body = gzip.compress(b"<rss version='2.0'><channel><item><link>https://a.example/1</link></item></channel></rss>")
    assert [entry.urls[0] for entry in read_feed(body, url="https://a.example/f.xml").entries] == [
        "https://a.example/1"
    ]
