"""How due sources are divided among crawls: who has waited longest first, no host in two, few starts. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

# Crawls at a time, and sources in one: a process costs seconds to start, a source in it a few descriptors.
PLACES = 3
BATCH_SIZE, LARGEST_BATCH = 8, 100
# Where many sources fall due one after the other, one waits so long for others to share its process.
LONGEST_PATIENCE, PATIENCE_PART = timedelta(minutes=5), 24


class Hosted(Protocol):
    """A source as far as this goes."""

    @property
    def slug(self) -> str:
        """Its name."""

    @property
    def hosts(self) -> frozenset[str]:
        """All that it may ask."""


def batch_size(due: int) -> int:
    """How many sources one crawl takes, where so many are due: more where they would else wait for places."""
    return max(BATCH_SIZE, min(LARGEST_BATCH, -(-due // PLACES)))


def start_at(times: Sequence[datetime], interval: timedelta, now: datetime) -> datetime | None:
    """When the next crawl is to begin. times: when the sources are due that are not at work.

    It begins with the first of them; but where a batch of others will fall due within some minutes, after these.
    """
    if not times:
        return None
    first = min(times)
    until = first + min(LONGEST_PATIENCE, interval / PATIENCE_PART)
    due = sum(at <= now for at in times)
    followed = sum(max(now, first) < at <= until for at in times) >= BATCH_SIZE
    return until if followed and due < PLACES * LARGEST_BATCH else first


def by_waiting(due_at: Mapping[str, datetime], sources: Iterable[Hosted]) -> list[Hosted]:
    """The sources with a time, who has waited longest first."""
    return sorted((one for one in sources if one.slug in due_at), key=lambda one: (due_at[one.slug], one.slug))


def make_batches(
    due: Iterable[Hosted], size: int = BATCH_SIZE, alone: Collection[str] = ()
) -> tuple[tuple[str, ...], ...]:
    """Part the sources into batches that share no host; only sources tied by hosts make a batch larger than ``size``.

    The order of the sources is kept as far as hosts allow. A source in ``alone`` shares its batch with none but those
    tied to it: its last process ended badly.
    """
    alone = frozenset(alone)
    batches: list[list[str]] = []
    first_open = 0
    for slugs in tied_groups(due):
        if not alone.isdisjoint(slugs):
            batches.append(slugs)
            continue
        fitting = (
            batch
            for batch in batches[first_open:]
            if len(batch) + len(slugs) <= size and alone.isdisjoint(batch)
        )  # fmt: skip
        home = next(fitting, None)
        if home is None:
            batches.append(slugs)
        else:
            home.extend(slugs)
        while first_open < len(batches) and len(batches[first_open]) >= size:
            first_open += 1
    return tuple(tuple(batch) for batch in batches)


def tied_groups(sources: Iterable[Hosted]) -> list[list[str]]:
    """The sources in groups, each tied by hosts to others of its group and to none outside; in their order."""
    group_of: dict[str, list[str]] = {}
    hosts_of: dict[int, set[str]] = {}
    groups: dict[int, list[str]] = {}
    for source in sources:
        tied = {id(group_of[host]): group_of[host] for host in sorted(source.hosts) if host in group_of}
        ordered = sorted(tied, key=list(groups).index) if len(tied) > 1 else list(tied)
        home = tied[ordered[0]] if ordered else []
        key = id(home)
        groups.setdefault(key, home).append(source.slug)
        hosts_of.setdefault(key, set()).update(source.hosts)
        for other in ordered[1:]:
            home[-1:-1] = groups.pop(other)
            hosts_of[key] |= hosts_of.pop(other)
        for host in hosts_of[key] if len(ordered) > 1 else source.hosts:
            group_of[host] = home
    return list(groups.values())
