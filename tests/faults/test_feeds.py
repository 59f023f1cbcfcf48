"""Broken, hostile and huge feeds, all in one crawl: used as far as they go, the rest named, nothing waits for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.discovery.feed import read_feed
from tests.faults.fault import World, crawled, hold
from tests.faults.feeds import FAULTS, OPTIONS

# Every fourth one every day, the others at length.
EVERYDAY = FAULTS[::4]
SELDOM = tuple(fault for fault in FAULTS if fault not in EVERYDAY)


@pytest.fixture(scope="module")
def everyday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from crawled(tmp_path_factory.mktemp("feeds"), EVERYDAY, **OPTIONS)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from crawled(tmp_path_factory.mktemp("feeds"), SELDOM, **OPTIONS)


@pytest.mark.parametrize("name", [fault.name for fault in EVERYDAY])
def test_a_feed_is_used_as_far_as_it_goes(everyday: World, name: str) -> None:
    hold(everyday.seen(name))


@pytest.mark.long
@pytest.mark.timeout(700)
@pytest.mark.parametrize("name", [fault.name for fault in SELDOM])
def test_so_is_every_other_one(others: World, name: str) -> None:
    hold(others.seen(name))


PERSONS = (
    "author",
    "dc:creator",
    "managingEditor",
    "webMaster",
    "contributor",
    "itunes:author",
    "dc:publisher",
    "x:author",
)


@pytest.mark.parametrize("tag", PERSONS)
@pytest.mark.parametrize("sign", ["a", "a.", "a@", "(", "a ("])
def test_the_time_for_a_feed_does_not_grow_with_a_person_s_name(tag: str, sign: str) -> None:
    name = sign * (64 * 1024 // len(sign))
    item = f"<item><{tag}>{name}</{tag}><link>https://n.example/a/1</link></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>"
    # The square of it would take forty seconds each.
    found = read_feed(body.encode(), url="https://n.example/feed.xml")
    assert [entry.urls[0] for entry in found.entries] == ["https://n.example/a/1"]
