"""Where web archives are asked, which of them are switched on, and how far one run may go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crawler.backfill import commoncrawl
from crawler.backfill import wayback as internet_archive
from crawler.backfill.window import Window
from crawler.guard import permits
from crawler.source import Source
from crawler.urls import host_of
from storage.backfill import OUTLET

ARCHIVES = (internet_archive.NAME, commoncrawl.NAME)
WAYS = (*OUTLET, *ARCHIVES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The web archives. gap: seconds between two requests to a host of theirs; no closing slashes."""

    wayback: str = "https://web.archive.org"
    commoncrawl_index: str = "https://index.commoncrawl.org"
    commoncrawl_data: str = "https://data.commoncrawl.org"
    gap: float = 3.0
    rows: int = internet_archive.ROWS

    def permitted(self) -> frozenset[str]:
        """Their hosts as the guard takes them: only a host with its port, as the operator wrote it, opens anything."""
        return permits(host_of(one) for one in (self.wayback, self.commoncrawl_index, self.commoncrawl_data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One back-fill as it was asked for. budget: requests of this run; per_day: of a day. find_only: no page yet."""

    window: Window
    ways: tuple[str, ...] = OUTLET
    prefer: Literal["live", "archived"] = "live"
    budget: int | None = None
    per_day: int = 20_000
    find_only: bool = False

    @property
    def archives(self) -> tuple[str, ...]:
        """The web archives among the ways."""
        return tuple(way for way in self.ways if way in ARCHIVES)

    @property
    def outlet(self) -> tuple[str, ...]:
        """The outlet's own ways."""
        return tuple(way for way in self.ways if way in OUTLET)


def archived_hosts(source: Source) -> Iterator[str]:
    """The hosts of a source as an index of a web archive knows them: without www, each once."""
    yield from dict.fromkeys(host.removeprefix("www.") for host in source.hosts)


def parse_day(text: str) -> date:
    """A day as it is stored."""
    return date.fromisoformat(text)
