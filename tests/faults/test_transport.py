"""Every fault on the wire, of robots.txt and of addresses that lead inside: all sites at once, in one crawl."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import guard, robots, transport, transport_listings
from tests.faults.fault import Fault, World, crawled, hold
from tests.faults.server import Forbidden

CALM = Fault(
    name="calm",
    site=lambda one: one.articles(*range(12)),
    source={"gap_seconds": 0.5},
    whole=tuple(f"/a/{n}" for n in range(12)),
    outcome="collected",
)


def faults(port: int) -> tuple[Fault, ...]:
    """All of them; port: the one that nobody may come to."""
    return (*transport.FAULTS, *transport_listings.FAULTS, *robots.FAULTS, *guard.faults(port), CALM)


def everyday(port: int) -> tuple[Fault, ...]:
    """Every third one of those that are not seldom, and the calm site: the last of all."""
    return (*[fault for fault in faults(port) if not fault.seldom][:-1:3], CALM)


EVERYDAY = [fault.name for fault in everyday(1)]


@pytest.fixture(scope="module")
def forbidden() -> Iterator[Forbidden]:
    port = Forbidden()
    yield port
    port.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, forbidden: Forbidden) -> Iterator[World]:
    yield from crawled(tmp_path_factory.mktemp("transport"), everyday(forbidden.port), per_pattern=50)


def check_wires(world: World, forbidden: Forbidden) -> None:
    """Nobody came to the forbidden port, and every request says who we are and nothing else of us."""
    assert forbidden.connections == 0
    for one in world.sites.values():
        for _, _, headers in one.log:
            assert headers["user-agent"] == "Bluewatch/0.1 (+desk@newsroom.example)"
            assert not {"cookie", "referer", "authorization", "origin"} & set(headers)


def check_status(world: World) -> None:
    """Every address that failed, was refused or gave no article is in `status`, each with its reason."""
    for fault in world.faults.values():
        told = {page["url"]: page["reason"] for page in world.status[fault.slug]["troubled_pages"]}
        sql = (
            "SELECT url, reason FROM pages WHERE source = ? AND kind <> 'other'"
            " AND state IN ('failed', 'refused', 'rejected', 'gone')"
        )
        for row in world.seen(fault.name).rows(sql, fault.slug):
            assert row["reason"]
            assert told[row["url"]] == row["reason"]


def check_calm(world: World) -> None:
    """A healthy site keeps its gap. How long it waits beside the others is benchmarks/faults.py's to measure."""
    gaps = [later - earlier for earlier, later in itertools.pairwise(world.sites["calm"].moments())]
    assert min(gaps) >= 0.4


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", EVERYDAY)
def test_a_fault_costs_what_it_must_and_is_said(world: World, name: str) -> None:
    hold(world.seen(name))


def test_nobody_was_led_inside_and_nothing_of_us_leaked(world: World, forbidden: Forbidden) -> None:
    check_wires(world, forbidden)


def test_a_healthy_site_keeps_its_gap_beside_them(world: World) -> None:
    check_calm(world)


def test_every_address_in_trouble_is_in_status_with_its_reason(world: World) -> None:
    check_status(world)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_all_of_them_at_once(tmp_path: Path) -> None:
    forbidden = Forbidden()
    world = World(tmp_path, faults(forbidden.port), per_pattern=50, wait=1000)
    try:
        world.crawl()
        wrong = []
        for name in world.faults:
            try:
                hold(world.seen(name))
            except AssertionError as error:
                wrong.append((name, str(error)[:400]))
        assert wrong == []
        check_wires(world, forbidden)
        check_status(world)
    finally:
        world.close()
        forbidden.close()
