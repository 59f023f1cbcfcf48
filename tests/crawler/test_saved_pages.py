"""Every saved page of tests/pages with the record or the links expected of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.catalogue import load_catalogue
from crawler.discovery.listing import read_listing
from crawler.extraction.article import extract
from crawler.extraction.page import Page
from crawler.source import Listing, Source
from storage.records import Article, Link
from storage.times import from_text, to_text

PAGES = Path(__file__).resolve().parents[1] / "pages"
RECORDS = sorted(file for file in PAGES.glob("*/*.json") if not file.name.endswith(".links.json"))
LISTS = sorted(PAGES.glob("*/*.links.json"))


def named(file: Path) -> str:
    return f"{file.parent.name}/{file.name.removesuffix('.json').removesuffix('.links')}"


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return dict(load_catalogue(None, "all"))


@pytest.mark.parametrize("file", RECORDS, ids=map(named, RECORDS))
def test_a_saved_page_gives_its_record(file: Path, sources: dict[str, Source]) -> None:
    expected = json.loads(file.read_text("utf-8"))
    source = sources[file.parent.name]
    assert source.is_article(source.canonical(expected["url"]))
    page = Page(
        body=file.with_suffix(".html").read_bytes(),
        url=source.canonical(expected["url"]),
        content_type="text/html",
        fetched_at=from_text(expected["fetched_at"]),
    )
    article = extract(page, source)
    assert isinstance(article, Article), article
    assert {name: _plain(getattr(article, name)) for name in expected["article"]} == expected["article"]


@pytest.mark.parametrize("file", LISTS, ids=map(named, LISTS))
def test_a_saved_listing_gives_its_links(file: Path, sources: dict[str, Source]) -> None:
    expected = json.loads(file.read_text("utf-8"))
    source = sources[file.parent.name]
    listing = next(one for one in source.listings if (one.kind, one.url) == (expected["kind"], expected["url"]))
    read = _read(listing, source, expected, (file.parent / expected["file"]).read_bytes())
    assert read.problem is None
    assert read.next_url == expected["next_url"]
    wanted = expected["links"]
    assert [{name: _link(link, name) for name in wish} for link, wish in zip(read.links, wanted, strict=True)] == wanted


def test_every_packaged_source_has_a_saved_listing(sources: dict[str, Source]) -> None:
    assert {file.parent.name for file in LISTS} >= {"chinamil-en", "lecamps", "mps-en", "un-news"}
    assert {file.parent.name for file in RECORDS} <= set(sources)


def _read(listing: Listing, source: Source, expected: dict[str, Any], body: bytes) -> Any:
    now = from_text(expected["fetched_at"])
    return read_listing(listing, source, url=listing.url, body=body, content_type=None, now=now)


def _link(link: Link, name: str) -> Any:
    value = getattr(link, name)
    return to_text(value) if name == "published_at" and value else value


def _plain(value: Any) -> Any:
    """A value as JSON writes it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return to_text(value) if hasattr(value, "astimezone") else value
