"""Broken, hostile and huge feeds, all in one crawl: used as far as they go, the rest named, nothing waits for them."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from crawler.discovery.feed import read_feed
from tests.faults.fault import World, hold
from tests.faults.feeds import FAULTS, OPTIONS


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    one = World(tmp_path_factory.mktemp("feeds"), FAULTS, **OPTIONS)
    yield one.crawl(wait=600)
    one.close()


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS])
def test_a_feed_is_used_as_far_as_it_goes(world: World, name: str) -> None:
    hold(world.seen(name))


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
    began = time.process_time()
    found = read_feed(body.encode(), url="https://n.example/feed.xml")
    assert time.process_time() - began < 3, "the square of it takes forty seconds"
    assert [entry.urls[0] for entry in found.entries] == ["https://n.example/a/1"]
