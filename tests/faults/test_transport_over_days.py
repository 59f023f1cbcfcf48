"""Faults that last: what is asked for on the following days, and what is kept meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.crawler.sites import html, page
from tests.faults.fault import BAD, GOOD, LAST, Fault, World, hold
from tests.faults.robots import TURNS_TO_DENY
from tests.faults.server import TEXT

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALL = (GOOD, BAD, LAST)
GONE = Fault(name="410 after it was kept", site=lambda _: None, whole=ALL)
FEED_GONE = Fault(
    name="feed: 410 for good", site=lambda one: one.routes.update({"/feed.xml": (410, {}, b"")}), whole=()
)
ROBOTS_LOST = Fault(
    name="robots: lost later",
    site=lambda one: one.routes.update({"/robots.txt": (200, TEXT, b"User-agent: *\nDisallow: /a/2\n")}),
    whole=(GOOD, LAST),
)
RESTING = Fault(
    name="503 for two hours",
    site=lambda one: one.routes.update({BAD: (503, {"Retry-After": "7200"}, b"")}),
    whole=(GOOD,),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    one = World(tmp_path_factory.mktemp("days"), (TURNS_TO_DENY, GONE, FEED_GONE, ROBOTS_LOST, RESTING))
    one.crawl(at=NOW)
    yield one
    one.close()


def asked(world: World, name: str) -> Counter[str]:
    """How often each path of a site was asked for so far."""
    return Counter(path for _, path, _ in world.sites[name].log)


@pytest.mark.timeout(600)
@pytest.mark.long
def test_what_lasts_is_asked_for_as_seldom_as_it_must_be(world: World) -> None:
    for name in world.faults:
        hold(world.seen(name))
    site = world.sites
    before = {name: asked(world, name) for name in world.faults}
    # Within the two hours nothing of a site that rests is asked for, whoever asks.
    world.crawl(RESTING.name, at=NOW + HOUR, mode="all")
    assert asked(world, RESTING.name) == before[RESTING.name]
    site[RESTING.name].routes[BAD] = html(page(2))
    site[GONE.name].routes[BAD] = (410, {}, b"")
    site[ROBOTS_LOST.name].routes |= {"/robots.txt": (503, {}, b"")}
    site[ROBOTS_LOST.name].articles(1, 2, 3, 4)
    world.crawl(at=NOW + 13 * HOUR)
    # Rules of less than a day ago hold on, for what they allow and for what they forbid.
    assert asked(world, ROBOTS_LOST.name)["/a/4"] == 1
    assert asked(world, ROBOTS_LOST.name)[BAD] == 0
    assert sorted(world.seen(RESTING.name).articles) == sorted(ALL)
    assert asked(world, GONE.name)[BAD] == 2
    assert world.seen(GONE.name).articles[BAD]["withdrawn_at"] is not None
    # The site closed itself: nothing but its robots.txt was asked for, and what was kept is kept.
    closed = asked(world, TURNS_TO_DENY.name)
    assert {path: closed[path] for path in (*ALL, "/feed.xml")} == dict.fromkeys((*ALL, "/feed.xml"), 1)
    hold(world.seen(TURNS_TO_DENY.name))
    assert "robots.txt disallows it" in world.seen(TURNS_TO_DENY.name).told
    for days in (2, 9, 40):
        world.crawl(at=NOW + days * DAY, mode="recheck" if days == 40 else "due")
    assert asked(world, GONE.name)[BAD] == 2, "none after 410, not even when every article is asked for again"
    assert asked(world, ROBOTS_LOST.name)["/a/4"] == 1, "rules of more than a day ago hold no longer"
    assert "robots.txt unreachable, so the site rests" in world.seen(ROBOTS_LOST.name).told
    assert sorted(world.seen(ROBOTS_LOST.name).articles) == [GOOD, LAST, "/a/4"]


@pytest.mark.long
def test_a_listing_that_is_gone_is_asked_once_a_week_and_status_goes_on_saying_so(world: World) -> None:
    """Runs were after 0 and 13 hours, 2, 9 and 40 days; the last asked for every listing."""
    assert asked(world, FEED_GONE.name)["/feed.xml"] <= 4, "not after two days"
    assert "gone (410) since 2026-" in world.seen(FEED_GONE.name).told
    assert "it is asked for once a week" in world.seen(FEED_GONE.name).report["reason"]


FOR_EVER = (
    Fault(name="500 for ever", site=lambda one: one.routes.update({BAD: (500, {}, b"")}), whole=(GOOD, LAST)),
    Fault(name="feed: 500 for ever", site=lambda one: one.routes.update({"/feed.xml": (500, {}, b"")}), whole=()),
    Fault(name="robots: 500 for ever", site=lambda one: one.routes.update({"/robots.txt": (500, {}, b"")}), whole=()),
    Fault(name="403 for ever", site=lambda one: one.routes.update({BAD: (403, {}, b"")}), whole=(GOOD, LAST)),
    Fault(name="404 for ever", site=lambda one: one.routes.update({BAD: (404, {}, b"")}), whole=(GOOD, LAST)),
    Fault(name="cut for ever", site=lambda one: one.routes.update({BAD: (200, {"Content-Length": "9999"}, b"x")}),
          whole=(GOOD, LAST)),
)  # fmt: skip


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_no_address_is_asked_for_more_than_four_times_a_run_nor_once_a_day_after_a_week(tmp_path: Path) -> None:
    world = World(tmp_path, FOR_EVER)
    try:
        days: dict[tuple[str, str], list[int]] = {}
        seen = {name: Counter[str]() for name in world.faults}
        for turn in range(4 * 16):
            at = NOW + turn * 6 * HOUR
            world.crawl(at=at)
            for name in world.faults:
                now = asked(world, name)
                for path, count in (now - seen[name]).items():
                    assert count <= 4, (name, path, count, turn)
                    days.setdefault((name, path), [0] * 16)[turn // 4] += count
                seen[name] = now
        for (name, path), counts in days.items():
            fails = path in (BAD, "/feed.xml" if name.startswith("feed") else BAD) or (
                path == "/robots.txt" and name.startswith("robots")
            )
            if fails:
                assert max(counts[8:]) <= 1, (name, path, counts)
        for name in world.faults:
            hold(world.seen(name))
    finally:
        world.close()
