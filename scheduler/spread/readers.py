"""Pages read by many: by parsing children of this machine, or by the workers of a cluster.

Both stand in the place of crawler.worker.Workers. A page whose child was killed from outside is read once more: a crawl
comes back to such a page by itself, a long work over many pages does not.
"""

from __future__ import annotations

import pickle
import signal
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from crawler.worker import WorkerLimits, Workers
from scheduler.spread.cluster import Cluster, ClusterUnusable
from scheduler.spread.job import FAILED, Job
from scheduler.spread.stamp import stamp_of_here
from scheduler.spread.task import read_block

if TYPE_CHECKING:
    from crawler.extraction.page import Page
    from crawler.reading import Reading
    from scheduler.spread.order import Order

# Of one task: some half a second of work.
MOST_PAGES, MOST_BYTES = 16, 2 << 20
# The worker's own limits end it by other signals or by its deadline; this one comes from a person or the system.
KILLED = f"killed by signal {int(signal.SIGKILL)}"


class LocalReaders(Workers):
    """So many parsing children on this machine; started when needed, ended by close()."""

    def read_page(self, page: Page, slug: str | None) -> Reading:
        """Parse one page, waiting for it; a second time where the first ended by a kill."""
        reading = super().read_page(page, slug)
        return super().read_page(page, slug) if was_killed(reading) else reading


def was_killed(reading: Reading) -> bool:
    """Whether the child that read was ended by somebody else."""
    rejection = reading.rejection
    return rejection is not None and rejection.kind == "crashed" and rejection.message.endswith(KILLED)


class ClusterReaders(LocalReaders):
    """Pages read by the workers of a cluster, block by block; what none of them could do is read here."""

    def __init__(self, limits: WorkerLimits, cluster: Cluster, order: Order, *, rules: str) -> None:
        super().__init__(limits, most=1)
        self._cluster, self._rules = cluster, rules
        self._told = (stamp_of_here(), order.key, order.packed())

    def read_pages(self, pages: Iterable[tuple[Page, str | None]]) -> Iterator[Reading]:
        """Parse many pages on all workers; readings come in the order of the pages.

        Raises ClusterUnusable where a worker decided by other rules than are in force here.
        """
        jobs = (Job(read_block, (*self._told, pickle.dumps(block)), block) for block in blocks(pages))
        for block, (said, what) in self._cluster.run(jobs):
            if said == FAILED:
                for page, slug in block:
                    yield self.read_page(page, slug)
                continue
            for reading in what:
                decision = reading.decision
                if decision is not None and decision.rules != self._rules:
                    raise ClusterUnusable(f"a worker decides by the rules {decision.rules}, not by {self._rules}")
                yield reading


def blocks(pages: Iterable[tuple[Page, str | None]]) -> Iterator[list[tuple[Page, str | None]]]:
    """The pages in tasks: enough of them that the way there is little, few enough that none is long."""
    block: list[tuple[Page, str | None]] = []
    size = 0
    for page, slug in pages:
        block.append((page, slug))
        size += len(page.body)
        if len(block) == MOST_PAGES or size >= MOST_BYTES:
            yield block
            block, size = [], 0
    if block:
        yield block
