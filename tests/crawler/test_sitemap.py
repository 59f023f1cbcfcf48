"""Sitemaps: news fields, indexes, packed and plain ones, broken and hostile ones."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.discovery.found import Found
from crawler.discovery.sitemap import MAX_CHILDREN, MAX_ENTRIES, read_sitemap

URL = "https://www.paper.example/sitemap.xml"
NAMES = " ".join(
    f'xmlns{prefix}="http://www.{place}"'
    for prefix, place in (
        ("", "sitemaps.org/schemas/sitemap/0.9"),
        (":news", "google.com/schemas/sitemap-news/0.9"),
        (":image", "google.com/schemas/sitemap-image/1.1"),
    )
)


def read(body: str | bytes) -> Found:
    return read_sitemap(
        body.encode() if isinstance(body, str) else body, url=URL, zone="UTC", now=datetime(2026, 11, 21, tzinfo=UTC)
    )


def urlset(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NAMES}>{inner}</urlset>'


def loc(n: int) -> str:
    return f"<url><loc>https://www.paper.example/a/{n}</loc></url>"


def test_news_title_and_date() -> None:
    found = read(
        urlset(
            "<url><loc>\n https://www.paper.example/a/1?x=1&amp;y=2 </loc><lastmod>2026-11-21</lastmod>"
            "<image:image><image:loc>https://www.paper.example/i.jpg</image:loc><image:title>Picture</image:title></image:image>"
            "<news:news><news:publication><news:name>The Paper</news:name></news:publication>"
            "<news:publication_date>2026-11-20T10:00:00+08:00</news:publication_date>"
            "<news:title>Medal &amp; parade</news:title></news:news></url>" + loc(2)
        )
    )
    first, second = found.entries
    assert first.urls == ("https://www.paper.example/a/1?x=1&y=2",)
    assert first.title == "Medal & parade"
    assert first.published_at == datetime(2026, 11, 20, 2, tzinfo=UTC)
    assert (second.title, second.published_raw) == (None, None)


def test_a_sign_written_as_its_two_halves_costs_no_sitemap() -> None:
    rows = "".join(
        f"<url><loc>https://www.paper.example/{n}</loc><news:news><news:title>{title}</news:title></news:news></url>"
        for n, title in enumerate(("first", "a&#55357;&#56832;b", "a&#xDE00;b"))
    )
    found = read(f"<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{rows}</urlset>")
    assert [entry.title for entry in found.entries] == ["first", "a\U0001f600b", "a\ufffdb"]


def test_a_lastmod_is_no_date_of_publication() -> None:
    found = read(urlset("<url><loc>https://www.paper.example/1</loc><lastmod>2026-11-21</lastmod></url>"))
    assert found.entries[0].published_raw is None


def test_an_index_gives_its_children_newest_first() -> None:
    found = read(
        f"<sitemapindex {NAMES}><sitemap><loc>/old.xml</loc><lastmod>2019-01-01</lastmod></sitemap>"
        "<sitemap><loc>/undated.xml</loc></sitemap>"
        "<sitemap><loc>https://www.paper.example/new.xml</loc><lastmod>2026-11-20T10:00:00+02:00</lastmod></sitemap>"
        "</sitemapindex>"
    )
    assert found.children == (
        "https://www.paper.example/new.xml",
        "https://www.paper.example/old.xml",
        "https://www.paper.example/undated.xml",
    )
    assert not found.entries


def test_packed_and_twice_packed() -> None:
    packed = gzip.compress(urlset(loc(1)).encode())
    assert len(read(packed).entries) == 1
    assert len(read(gzip.compress(packed)).entries) == 1


def test_a_packed_file_that_is_cut_off_is_used_as_far_as_it_goes() -> None:
    packed = gzip.compress(urlset("".join(loc(n * 7919 % 100_003) for n in range(2000))).encode())
    assert 0 < len(read(packed[: len(packed) // 2]).entries) < 2000


def test_a_bomb_is_refused() -> None:
    found = read(gzip.compress(b" " * 70_000_000))
    assert found.wrong_kind is not None
    assert "unpacks to more than" in found.wrong_kind


@pytest.mark.parametrize("behind", [b"", b"\0" * 600, b"junk", gzip.compress(b"", mtime=0), b"\x1f\x8b\x08 broken"])
def test_a_packed_sitemap_ends_where_its_last_member_does(behind: bytes) -> None:
    xml = urlset("".join(loc(n) for n in range(45_000))).encode()
    half = len(xml) // 2
    packed = gzip.compress(xml[:half]) + b"\0" * 4 + gzip.compress(xml[half:])
    assert half > 1 << 20
    assert len(read(packed + behind).entries) == 45_000


def test_a_bomb_in_a_later_member_is_refused() -> None:
    found = read(gzip.compress(urlset(loc(1)).encode()) + gzip.compress(b" " * 70_000_000))
    assert "unpacks to more than" in (found.wrong_kind or "")


FORMS = {
    "plain text": "https://www.paper.example/a/1\nhttps://www.paper.example/a/2\n",
    "plain text with a mark": "\ufeffhttps://www.paper.example/a/1\r\nhttps://www.paper.example/a/2",
    "no namespace": f"<urlset>{loc(1)}{loc(2)}</urlset>",
    "another prefix": '<s:urlset xmlns:s="x"><s:url><s:loc>https://www.paper.example/a/1</s:loc></s:url><s:url><s:loc>https://www.paper.example/a/2</s:loc></s:url></s:urlset>',
    "blank lines first": "\n\n" + urlset(loc(1) + loc(2)),
    "cut off": urlset(loc(1) + loc(2) + "<url><loc>https://www.pa").removesuffix("</urlset>"),
    "bare ampersand": urlset("<url><loc>https://www.paper.example/a/1?a=1&b=2</loc></url>" + loc(2)),
    "in CDATA": urlset("<url><loc><![CDATA[https://www.paper.example/a/1]]></loc></url>" + loc(2)),
    "a feed": '<rss version="2.0"><channel><item><link>https://www.paper.example/a/1</link></item><item><link>https://www.paper.example/a/2</link></item></channel></rss>',
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS.keys())
def test_every_form(body: str) -> None:
    assert [entry.urls[0].split("?")[0] for entry in read(body).entries] == [
        "https://www.paper.example/a/1",
        "https://www.paper.example/a/2",
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<!doctype html><p>x", "a web page (HTML) came"),
        ("", "an empty answer came"),
        ("User-agent: *\nDisallow: /\n", "plain text came"),
        ("<note>x</note>", "another kind of XML came"),
    ],
)
def test_what_is_no_sitemap_is_named(body: str, words: str) -> None:
    found = read(body)
    assert found.wrong_kind is not None
    assert words in found.wrong_kind


def test_entities_stay_closed() -> None:
    found = read(
        f'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset {NAMES}>'
        "<url><loc>https://www.paper.example/&x;</loc></url></urlset>"
    )
    assert "root:" not in str(found)


def test_the_number_of_addresses_and_children_is_bounded() -> None:
    found = read(urlset("".join(loc(n) for n in range(MAX_ENTRIES + 5_000))))
    assert len(found.entries) == MAX_ENTRIES
    child = "<sitemap><loc>https://www.paper.example/{}.xml</loc></sitemap>"
    index = f"<sitemapindex>{''.join(child.format(n) for n in range(3000))}</sitemapindex>"
    assert len(read(index).children) == MAX_CHILDREN


@pytest.mark.corpus
def test_every_sitemap_of_the_corpus_is_read(corpus: Path) -> None:
    for file in sorted((corpus / "sitemaps").rglob("*")):
        if file.is_file():
            found = read(file.read_bytes())
            assert found.entries or found.children, file


def test_the_newest_pages_come_first_and_those_without_a_day_in_their_order() -> None:
    days = {1: "2019-01-01", 2: None, 3: "2026-11-20", 4: None, 5: "2026-11-20T10:00:00+02:00"}
    body = urlset(
        "".join(
            f"<url><loc>https://www.paper.example/a/{n}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
            for n, day in days.items()
        )
    )
    assert [entry.urls[0].rpartition("/")[2] for entry in read(body).entries] == ["5", "3", "1", "2", "4"]
