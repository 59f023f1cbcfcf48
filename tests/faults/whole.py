"""Every fault of every table side by side in one crawl, with what it cost the healthy sites and the machine."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.crawler.sites import command, start
from tests.faults import feeds, guard, robots, texts, transport, transport_listings, traps
from tests.faults.fault import Fault, World, hold
from tests.faults.server import Forbidden

GAP = 1.0
# A healthy site's request may come so much later than its gap.
MOST_DELAY, MOST_RSS_MB, MOST_MINUTES = 5.0, 300.0, 30.0
CALM = tuple(
    Fault(
        name=f"calm {n}", site=lambda one: one.articles(*range(15)), whole=tuple(f"/a/{m}" for m in range(15)),
        outcome="collected",
    )
    for n in range(5)
)  # fmt: skip


def every(port: int) -> tuple[Fault, ...]:
    """All faults, the calm sites among them. port: where nobody may come to."""
    tables = (transport.FAULTS, transport_listings.FAULTS, robots.FAULTS, guard.faults(port), traps.FAULTS)
    return (*CALM[:2], *itertools.chain(*tables, texts.FAULTS, feeds.FAULTS), *CALM[2:])


@dataclass
class Figures:
    """What one run gave. failures: name of a fault to what did not hold. MB are 10^6 bytes, times are seconds."""

    sites: int
    requests: int = 0
    seconds: float = 0.0
    rss_mb: float = 0.0
    pss_mb: float = 0.0
    delays: dict[str, float] = field(default_factory=dict)
    forbidden: int = 0
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def delay(self) -> float:
        """The longest wait of a healthy site beyond its gap, from its first article on."""
        return max(self.delays.values(), default=0.0)

    @property
    def within(self) -> dict[str, bool]:
        """Which bounds hold."""
        return {
            "wanted whole, unwanted none": not self.failures,
            "delay": self.delay <= MOST_DELAY,
            "memory": 0 < self.rss_mb <= MOST_RSS_MB,
            "time": self.seconds <= 60 * MOST_MINUTES,
            "no forbidden connection": self.forbidden == 0,
        }


def measured(folder: Path, names: frozenset[str] = frozenset()) -> Figures:
    """Crawl every site at once, those of the names and the calm ones alone where there are any, and measure."""
    port = Forbidden()
    chosen = [fault for fault in every(port.port) if not names or fault.name in names or fault in CALM]
    world = World(
        folder, chosen, max_bytes=8_000_000, timeout_seconds=12.0, per_pattern=50, gap_seconds=GAP, parse_seconds=20.0
    )
    figures = Figures(sites=len(chosen))
    began = time.monotonic()
    process = start(command(world.data, list(world.sources.values()), **world.options), output=folder / "said")
    while process.poll() is None and time.monotonic() - began < 60 * MOST_MINUTES:
        rss, pss = _memory(process.pid)
        figures.rss_mb, figures.pss_mb = max(figures.rss_mb, rss), max(figures.pss_mb, pss)
        time.sleep(0.1)
    process.kill()
    process.wait()
    figures.seconds = time.monotonic() - began
    said = (folder / "said").read_bytes().splitlines()
    reports = json.loads(said[-1]) if said else []
    world.reports = {report["source"]: report for report in reports}
    figures.requests = sum(len(one.log) for one in world.sites.values())
    figures.forbidden = port.connections
    for fault in chosen:
        try:
            hold(world.seen(fault.name))
        except (AssertionError, KeyError) as error:
            figures.failures[fault.name] = f"{type(error).__name__}: {error}"[:600]
    for fault in (one for one in chosen if one in CALM):
        moments = world.sites[fault.name].moments()[2:]
        gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
        figures.delays[fault.name] = max(gaps, default=0.0) - GAP
    world.close()
    port.close()
    return figures


def _memory(root: int) -> tuple[float, float]:
    """Resident and proportional set of a process and all its children."""
    rss = pss = 0
    for pid in _family(root):
        try:
            rolled = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in rolled.splitlines()[1:]}
        rss, pss = rss + sizes["Rss"], pss + sizes["Pss"]
    return rss * 1024 / 1e6, pss * 1024 / 1e6


def _family(root: int, line: bytes = b"") -> Iterator[int]:
    """A process and its children; not one that is yet to become another program, whose memory is its parent's."""
    try:
        own = Path(f"/proc/{root}/cmdline").read_bytes()
        children = [
            int(child)
            for task in Path(f"/proc/{root}/task").glob("*/children")
            for child in task.read_text("ascii").split()
        ]
    except OSError:
        return
    if own != line:
        yield root
        for child in children:
            yield from _family(child, own)
