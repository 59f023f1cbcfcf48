"""What is tried: one command over a prepared data folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.crawler.sites import Site
from tests.torture import world as worlds
from tests.torture.judge import COPIES
from tests.torture.world import FIRST, MONDAY, SECOND


@dataclass(frozen=True, slots=True)
class Scenario:
    """One command. start: the folder it begins with; {data} in its words is the data folder's path.

    site: the state of the newsroom. again: minutes from the first call to the second. stands: its clock stands still,
    since the second it runs in is part of what it writes, and two tries are compared by that. serves: it is the
    service, with children in groups of their own; what its digests say depends on the second of its crawls. sources:
    the outlets that are followed. drawn: it is tried by chance alone, as no two runs of it are in one order.
    """

    name: str
    start: str
    words: tuple[str, ...]
    now: str
    site: Callable[[Site], None] = worlds.after
    again: int = 0
    stands: bool = False
    serves: bool = False
    sources: str = "sources"
    drawn: bool = False

    def later(self, minutes: int) -> str:
        """The clock of a call so long after the first."""
        return (datetime.fromisoformat(self.now) + timedelta(minutes=minutes)).isoformat()


SCENARIOS = {
    one.name: one
    for one in (
        Scenario("crawl", "crawled", ("crawl", "--recheck"), SECOND, again=1, stands=True),
        Scenario("first crawl", "nothing", ("crawl", "--all"), FIRST, site=worlds.before, again=1, stands=True),
        Scenario(
            "crawl of two", "crawled", ("crawl", "--recheck"), SECOND, again=1, stands=True, sources="both", drawn=True
        ),
        Scenario("digest", "twice", ("digest",), MONDAY, stands=True),
        Scenario("migration", "m001_first_tables", ("check",), MONDAY, stands=True),
        Scenario("service", "crawled", ("run", "--once"), MONDAY, again=60, serves=True, drawn=True),
        Scenario("backup", "reported", ("backup", f"{{data}}/{COPIES}", "--keep", "2"), MONDAY, again=1, stands=True),
    )
}
