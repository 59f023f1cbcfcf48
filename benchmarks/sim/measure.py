"""A world under a policy for so many days, and what came of it in figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from benchmarks.sim.asking import DAY, Fixed, Following, Policy, caught, looks_at
from benchmarks.sim.worlds import START, Outlet

# While a source is new nothing is known of it; what comes then is not counted.
WARMING = timedelta(days=21)
# A change later than that after publication is left out, as its check may lie beyond the end.
EDITS_WITHIN = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a policy cost and gave. Latencies in hours, from publication to archive; edits: share seen, and hours."""

    policy: str
    requests: int
    listings: int
    rechecks: int
    runs: int
    new: int
    requests_per_new: float
    latency_median: float
    latency_95: float
    latency_mean: float
    edits: int
    edits_seen: float
    edit_delay_median: float
    edit_delay_mean: float

    def form(self) -> dict[str, object]:
        """JSON-able."""
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def follow(
    outlets: Sequence[Outlet], policy: Policy, *, days: int, say: Callable[[int], None] = lambda _: None
) -> list[Following]:
    """Follow all outlets for so many days; say: is told of each day."""
    following = [Following(outlet, policy, counted_from=START + WARMING) for outlet in outlets]
    learns = getattr(policy, "by_news", False)
    looks, usual = 0.0, None
    for day in range(days):
        end = START + (day + 1) * DAY
        for one in following:
            one.until(end, looks)
            if learns:
                one.learn(end, usual)
        if learns:
            looks, usual = looks_at(following, policy.interval)
        say(day + 1)
    return following


def figures(name: str, following: Sequence[Following], *, days: int) -> Figures:
    """Sum up."""
    end = START + days * DAY
    waited = sorted(seconds / 3600 for one in following for seconds in one.counted.waited)
    told = [
        (at, seen)
        for one in following
        for kept in one.kept
        if START + WARMING <= kept.item.at < end - EDITS_WITHIN
        for at, seen in caught(kept)
        if at - kept.item.at < EDITS_WITHIN
    ]
    delays = sorted((seen - at).total_seconds() / 3600 for at, seen in told if seen is not None)
    listings = sum(one.counted.listings for one in following)
    pages = sum(one.counted.pages for one in following)
    new = sum(one.counted.new for one in following)
    return Figures(
        policy=name,
        requests=listings + pages + new,
        listings=listings,
        rechecks=pages,
        runs=sum(one.counted.runs for one in following),
        new=new,
        requests_per_new=(listings + pages + new) / max(1, new),
        latency_median=_at(waited, 0.5),
        latency_95=_at(waited, 0.95),
        latency_mean=sum(waited) / max(1, len(waited)),
        edits=len(told),
        edits_seen=len(delays) / max(1, len(told)),
        edit_delay_median=_at(delays, 0.5),
        edit_delay_mean=sum(delays) / max(1, len(delays)),
    )


def same_budget(outlets: Sequence[Outlet], following: Sequence[Following], figured: Figures, *, days: int) -> Fixed:
    """The fixed intervals that ask for as many listings, and as many pages again, as these did."""
    counted = (days * DAY - WARMING) / timedelta(hours=1)
    listing = timedelta(hours=len(outlets) * counted / max(1, figured.listings))
    first = [kept.checks[0] for one in following for kept in one.kept]
    begin, end = START + WARMING, START + days * DAY
    low, high = 0.5, 24.0 * days
    for _ in range(40):
        middle = (low + high) / 2
        step = timedelta(hours=middle)
        number = sum(_within(at, step, begin, end) for at in first)
        low, high = (middle, high) if number > figured.rechecks else (low, middle)
    return Fixed(listing, timedelta(hours=high))


def _within(first: datetime, step: timedelta, begin: datetime, end: datetime) -> int:
    """How many of the times a step apart, the first one a step after ``first``, lie between begin and end."""
    return max(0, (end - first) // step) - max(0, (begin - first) // step)


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
