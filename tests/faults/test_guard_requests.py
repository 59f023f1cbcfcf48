"""Thousands of real requests whose answers lead inside: none of them arrives."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.crawler.sites import feed
from tests.faults.fault import GOOD, Fault, World
from tests.faults.guard import header, spellings
from tests.faults.guard_cases import addresses, hosts
from tests.faults.server import RSS, FaultySite, Forbidden

SITES, ARTICLES = 60, 60


def leading_astray(number: int, port: int) -> Fault:
    """A site of many articles, each of an address pattern of its own, that lead inside in ways of chance."""

    def arrange(one: FaultySite) -> None:
        chance = Random(number)  # noqa: S311
        forms = spellings(port, one.host)
        by_chance = [f"http://{'[' + h + ']' if ':' in h else h}:{port}/a/1" for h, shut in hosts(200, number) if shut]
        targets = [*chance.sample(forms, 20), *by_chance[:25], *addresses(15, number)]
        words = ["".join(chance.choice("bcdfghklmnpqrstvwz") for _ in range(9)) for _ in range(ARTICLES)]
        for word, target in zip(words, targets, strict=True):
            one.routes[f"/a/{word}/{word[::-1]}.html"] = (302, {"Location": header(target)}, b"")
        one.routes["/feed.xml"] = (
            200,
            RSS,
            feed([f"{one.base}/a/{w}/{w[::-1]}.html" for w in words] + [one.base + GOOD]),
        )

    return Fault(name=f"astray {number}", site=arrange, whole=(GOOD,))


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_thousands_of_requests_lead_nowhere(tmp_path: Path) -> None:
    forbidden = Forbidden()
    world = World(tmp_path, [leading_astray(n, forbidden.port) for n in range(SITES)], wait=1700)
    try:
        world.crawl()
        requests = sum(len(one.log) for one in world.sites.values())
        kept = sum(GOOD in world.seen(name).articles for name in world.faults)
        hosts_known = {row["host"] for row in world.seen("astray 0").rows("SELECT DISTINCT host FROM pages")}
    finally:
        world.close()
        forbidden.close()
    assert forbidden.connections == 0
    assert requests >= 2000
    assert kept == SITES
    assert hosts_known == {one.host for one in world.sites.values()}
