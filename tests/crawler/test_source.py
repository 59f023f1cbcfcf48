"""A source file: what it declares, and every mistake of it named at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crawler.source import Source, parse_source
from storage.errors import ConfigurationError

LEAST: dict[str, Any] = {
    "slug": "paper",
    "name": "The Paper",
    "home": "https://www.paper.example",
    "feeds": ["/feed.xml"],
}


def made(**more: Any) -> Source:
    return parse_source({**LEAST, **more}, file="paper.toml", packaged=False)


def test_the_least_that_is_needed() -> None:
    source = made()
    assert source.hosts == ("www.paper.example", "paper.example")
    assert [(listing.kind, listing.url) for listing in source.listings] == [
        ("feed", "https://www.paper.example/feed.xml")
    ]


def test_listings_in_order_with_relative_addresses() -> None:
    source = made(sitemaps=["/s.xml"], section=[{"url": "news/?source=rss"}])
    assert [listing.url for listing in source.listings] == [
        "https://www.paper.example/feed.xml",
        "https://www.paper.example/s.xml",
        "https://www.paper.example/news/?source=rss",
    ]
    assert source.listings[2].section is source.sections[0]


def test_a_source_can_be_written_and_read_again() -> None:
    source = made(
        language="en", section=[{"url": "/n"}], layout=[{"name": "a", "from": date(2025, 1, 1), "title": "h1"}]
    )
    again = parse_source(source.table(), file="x", packaged=False)
    assert again == source


WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "unknown key": ({"lnik": 1, "feed": ["x"]}, ["lnik: unknown key", 'feed: unknown key; did you mean "feeds"?']),
    "unknown key in a section": (
        {"section": [{"url": "/"}, {"url": "/n", "lnik": "a"}]},
        ['section[2].lnik: unknown key; did you mean "link"?'],
    ),
    "missing": ({"name": None, "slug": 3}, ["name: found None", "slug: found 3"]),
    "slug": ({"slug": "The Paper"}, ['slug: found "The Paper"', "small letters"]),
    "pattern": (
        {"article_url": ["/a/(", "["]},
        ["article_url[1]: found", "article_url[2]: found", "regular expression"],
    ),
    "key without a group": ({"key": r"\d+"}, ["key: found", "one group"]),
    "selector": ({"layout": [{"name": "a", "title": ["h1["]}]}, ["layout[1].title[1]: found", "CSS selector"]),
    "section selector": ({"section": [{"url": "/", "link": "a["}]}, ["section[1].link: found", "CSS selector"]),
    "zone": ({"timezone": "Asia/Shanghia"}, ['found "Asia/Shanghia"', 'did you mean "Asia/Shanghai"?']),
    "zone as a path": ({"timezone": "../../etc/passwd"}, ["timezone: found"]),
    "date": ({"layout": [{"name": "a", "from": "2025-13-01"}]}, ["layout[1].from: found", "a date such as"]),
    "order of dates": (
        {"layout": [{"name": "a", "from": "2025-02-01", "until": "2025-01-01"}]},
        ["from (2025-02-01) is later than until (2025-01-01)"],
    ),
    "choice": ({"outlet": "printd", "fetch": "curl"}, ["'name' or 'printed'", "'http' or 'browser'"]),
    "home": ({"home": "ftp://paper.example/"}, ["home: found", "http or https"]),
    "host": ({"hosts": ["www.paper.example/news"]}, ["hosts[1]: found", "host:port"]),
    "home elsewhere": ({"hosts": ["other.example"]}, ["hosts: found", "without the host of home"]),
    "no listing": ({"feeds": []}, ["at least one listing"]),
    "gap": ({"gap_seconds": -1}, ["gap_seconds: found -1", "at least 0"]),
    "per_week": ({"per_week": [5, 1]}, ["per_week: found"]),
    "both ways on": (
        {"section": [{"url": "/", "next": "a.n", "page_pattern": "p{n}"}]},
        ["section[1]: next and page_pattern both found"],
    ),
    "page pattern": ({"section": [{"url": "/", "page_pattern": "p"}]}, ["section[1].page_pattern: found", "{n}"]),
    "parts": ({"parts": "{n}"}, ["parts: found", "{stem}_{n}.html"]),
    "provided or not": (
        {"layout": [{"name": "a", "title": ["h1"], "not_provided": ["title"]}]},
        ["both selected and not_provided"],
    ),
    "two of a name": ({"layout": [{"name": "a"}, {"name": "a"}]}, ['two of the name "a"']),
}


@pytest.mark.parametrize(("more", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_named(more: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        made(**more)
    message = str(caught.value)
    assert message.startswith("paper.toml: ")
    for word in words:
        assert word in message


def test_all_mistakes_at_once() -> None:
    with pytest.raises(ConfigurationError, match=r"paper\.toml: 4 mistakes"):
        made(slug="A b", outlet="x", gap_seconds=-1, key="x")


def test_ownership_and_articles() -> None:
    source = made(hosts=["www.paper.example", "old.paper.example"], article_url=[r"^/a/\d+\.html$", r"^/v\?id=\d+$"])
    assert source.owns("http://old.paper.example/x")
    assert not source.owns("http://paper.example.evil.example/x")
    assert not source.owns("http://www.paper.example:8080/x")
    assert source.is_article("https://www.paper.example/a/1.html")
    assert source.is_article("https://www.paper.example/v?id=3")
    assert not source.is_article("https://www.paper.example/v?id=x")
    assert not source.is_article("https://other.example/a/1.html")


def test_without_patterns_any_own_page_but_listings_and_files() -> None:
    source = made(section=[{"url": "/news/"}])
    assert source.is_article("https://www.paper.example/story-of-the-day")
    for path in ("/", "/news/", "/feed.xml", "/picture.jpg", "/style.css"):
        assert not source.is_article("https://www.paper.example" + path), path


def test_canonical_writes_the_first_host_and_the_homes_scheme() -> None:
    source = made(hosts=["www.paper.example", "old.paper.example"], article_url=[r"^/a/\d+\.html$"])
    assert source.canonical("http://old.paper.example/a/1.html#x") == "https://www.paper.example/a/1.html"
    assert source.canonical("https://www.paper.example/a/1.html?tab=2") == "https://www.paper.example/a/1.html"
    assert source.canonical("http://other.example/a/1.html?tab=2") == "http://other.example/a/1.html?tab=2"


def test_a_host_with_a_port_stays_itself() -> None:
    source = made(home="http://127.0.0.1:8001/", hosts=["127.0.0.1:8001", "127.0.0.1:8002"])
    assert source.canonical("http://127.0.0.1:8002/a") == "http://127.0.0.1:8002/a"


def test_key_and_parts() -> None:
    source = made(article_url=[r"^/a/\d+(?:_\d+)?\.html?$"], key=r"/(\d+)(?:_\d+)?\.html?$", parts="{stem}_{n}.html")
    whole = "https://www.paper.example/a/77.htm"
    assert source.key_of(whole) == "77"
    assert source.first_part("https://www.paper.example/a/77_2.htm") == whole
    assert source.first_part("https://www.paper.example/a/77_1.htm") == "https://www.paper.example/a/77_1.htm"
    assert source.key_of("https://www.paper.example/b") is None


def test_a_layout_covers_addresses_and_days() -> None:
    source = made(
        layout=[
            {"name": "new", "match": ["^/n/"], "from": "2025-01-01"},
            {"name": "old", "until": date(2024, 12, 31)},
        ]
    )

    def names(path: str, day: date) -> list[str]:
        return [layout.name for layout in source.layouts if layout.covers("https://www.paper.example" + path, day)]

    assert names("/n/1", date(2025, 1, 1)) == ["new"]
    assert names("/n/1", date(2024, 12, 31)) == ["old"]
    assert names("/x/1", date(2025, 6, 1)) == []


@pytest.mark.parametrize(("country", "home"), [("CHN", "CHN"), ("UN", None), ("NATO", None), (None, None)])
def test_a_body_has_no_soldiers_of_its_own(country: str | None, home: str | None) -> None:
    assert made(country=country).home_country == home
