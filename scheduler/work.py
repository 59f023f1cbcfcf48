"""What the service knows of its children: their limits, their tasks, and how they ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.batches import PLACES
from scheduler.jobs import Child
from scheduler.plan import Attempt
from storage.health import PastRun


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Seconds and numbers of the service's own work.

    stall: a crawl that has asked no host of its sources for anything in that time hangs (a Crawl-delay is 300 s at
    most, a request and its parsing a minute). quiet: one that asked for nothing in that time keeps no other waiting.
    """

    tick: float = 60
    deadline: float = 6 * 3600
    stall: float = 20 * 60
    quiet: float = 6 * 60
    digest_deadline: float = 30 * 60
    deliver_deadline: float = 3600
    backup_deadline: float = 4 * 3600
    children: int = PLACES


@dataclass
class Work:
    """What a child is at. sources: those that it crawls, with their hosts; one that it is done with is taken out.

    before: the newest run of each of them when it began. given: how many there were. seen, seen_at: its last sign of
    life. post: it delivers. backup: it copies the archive.
    """

    began: datetime
    sources: dict[str, frozenset[str]] = field(default_factory=dict)
    given: int = 0
    weeks: tuple[str, ...] = ()
    post: bool = False
    backup: bool = False
    before: dict[str, int] = field(default_factory=dict)
    seen: str | None = None
    seen_at: float = 0.0

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the sources that it is not done with."""
        return frozenset().union(*self.sources.values())

    @property
    def nearly_done(self) -> bool:
        """True where but a quarter of its sources, or less, is left."""
        return len(self.sources) * 4 <= self.given

    def release(self, newest: Mapping[str, PastRun]) -> list[str]:
        """Take out the sources that it is done with: their runs have ended. newest: the newest run of each source."""
        done = []
        for slug in list(self.sources):
            run = newest.get(slug)
            if run is not None and run.id > self.before[slug] and run.ended_at is not None:
                del self.sources[slug], self.before[slug]
                done.append(slug)
        return done


def again(former: Attempt | None, at: datetime) -> Attempt:
    """The attempt after ``former`` that ended badly as well."""
    return Attempt(at=at, failures=1 + (former.failures if former else 0))


def last_words(child: Child) -> str:
    """Why a child failed, by its code and the last line it printed."""
    said = child.last_lines[-1] if child.last_lines else "it said nothing"
    return f"its process ended with code {child.code}: {said}"


def is_database_error(error: Exception) -> bool:
    """True for what SQLite raises."""
    from storage.database import EngineError  # noqa: PLC0415

    return isinstance(error, EngineError)
