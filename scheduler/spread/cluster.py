"""Tasks on a Dask cluster: given out a few ahead, taken in their order, done again where a worker died.

A task's name is made of what it is given, so that asking twice is asking once. Dask gives the task of a lost worker to
another one; a task on which several workers died is answered as failed, and the others go on.
"""

from __future__ import annotations

import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.spread import task
from scheduler.spread.job import FAILED, Job
from scheduler.spread.stamp import Stamp, stamp_of_here, unlike
from storage.errors import BluewatchError, UsageError

if TYPE_CHECKING:
    from distributed import Future

CONNECT_SECONDS = 20
# So long the first worker may take to come, and so long all of them may be away.
WORKERS_SECONDS = 60
LOOK_SECONDS = 5
LEAST_AHEAD = 4
# Bytes of tasks that hold many.
MOST_WEIGHT = 2 << 30
T = TypeVar("T")


class ClusterUnusable(BluewatchError):
    """The cluster cannot be reached, has no worker, or has another Bluewatch than this one."""


class Cluster:
    """A connection to a Dask scheduler; use it in a with statement. say: told when there is nothing to do but wait."""

    def __init__(self, address: str, *, say: Callable[[str], None]) -> None:
        try:
            from distributed import Client  # noqa: PLC0415 - an extra
        except ImportError:
            raise UsageError("--dask needs distributed: pip install '.[cluster]' in the source folder") from None
        # What happens to workers is told here in our words.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._address, self._say = address, say
        self._looked, self._most = -math.inf, LEAST_AHEAD
        try:
            self.client: Any = Client(
                address, timeout=CONNECT_SECONDS, name="bluewatch", set_as_default=False, direct_to_workers=False
            )
        except (OSError, ValueError) as error:
            raise ClusterUnusable(f"--dask {address}: cannot be reached: {error}") from error

    def __enter__(self) -> Cluster:
        try:
            self._check()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster; it forgets what was asked of it."""
        with suppress(OSError, RuntimeError, TimeoutError):
            self.client.close(timeout=LOOK_SECONDS)

    def run(self, jobs: Iterable[Job[T]]) -> Iterator[tuple[T, task.Told]]:
        """Each job's thing with what its task told, in the order of the jobs; failed: why.

        Raises ClusterUnusable where the scheduler is lost, no worker is left, or one has another Bluewatch.
        """
        waiting: deque[tuple[Job[T], Future]] = deque()
        for job in jobs:
            while waiting and sum(one.weight for one, _ in waiting) + job.weight > MOST_WEIGHT:
                yield self._take(*waiting.popleft())
            waiting.append((job, self._submit(job)))
            if len(waiting) >= self._ahead():
                yield self._take(*waiting.popleft())
        while waiting:
            yield self._take(*waiting.popleft())

    def _submit(self, job: Job[T]) -> Future:
        name = sha256(repr((job.function.__name__, *map(_plain, job.arguments))).encode()).hexdigest()[:32]
        try:
            return self.client.submit(job.function, *job.arguments, key=f"bluewatch-{name}", pure=True)
        except RuntimeError as error:
            raise self._lost() from error

    def _take(self, job: Job[T], future: Future) -> tuple[T, task.Told]:
        from distributed import CancelledError, KilledWorker, TimeoutError  # noqa: A004, PLC0415

        away: float | None = None
        while True:
            try:
                answer = future.result(timeout=LOOK_SECONDS)
                break
            except TimeoutError:
                away = self._wait(away)
            except CancelledError as error:
                raise self._lost() from error
            except KilledWorker as error:
                return job.thing, (FAILED, f"several workers ended while they did it, the last one {error.last_worker}")
            except Exception as error:
                # A worker without Bluewatch cannot find what it is to do; what is done there fails in other ways.
                if isinstance(error, ImportError) or "get attribute" in str(error):
                    raise ClusterUnusable(_without(self._address, str(error))) from error
                return job.thing, (FAILED, f"{type(error).__name__}: {error}")
        said, what = task.told(answer)
        if said == task.REFUSED:
            raise ClusterUnusable(f"--dask {self._address}: a worker has {what}; install the same on all machines")
        return job.thing, (said, what)

    def _wait(self, away: float | None) -> float | None:
        """Since when no worker is there, after a look; raises ClusterUnusable where that is too long."""
        if self._threads():
            return None
        if away is None:
            self._say(f"--dask {self._address}: no worker is left; waiting for one")
            return time.monotonic()
        if time.monotonic() - away > WORKERS_SECONDS:
            raise ClusterUnusable(f"--dask {self._address}: no worker came back; what is stored stays, run it again")
        return away

    def _ahead(self) -> int:
        """So many tasks are given out at a time; workers that came or went meanwhile are counted now and then."""
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            self._looked, self._most = now, max(LEAST_AHEAD, 2 * self._threads())
        return self._most

    def _threads(self) -> int:
        if self.client.status != "running":
            raise self._lost()
        try:
            return sum(self.client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise self._lost() from error

    def _check(self) -> None:
        """Wait for a worker; refuse those that would read otherwise."""
        from distributed import TimeoutError  # noqa: A004, PLC0415

        try:
            self.client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        except TimeoutError:
            raise ClusterUnusable(
                f"--dask {self._address}: has no worker; start one there: dask worker {self._address}"
            ) from None
        here = stamp_of_here()
        try:
            stamps: dict[str, Stamp] = self.client.run(task.stamp)
        except (ImportError, AttributeError) as error:
            raise ClusterUnusable(_without(self._address, str(error))) from error
        apart = [f"{worker} has {why}" for worker, one in sorted(stamps.items()) if (why := unlike(one, here))]
        if apart:
            raise ClusterUnusable(f"--dask {self._address}: {'; '.join(apart)}; install the same on all machines")

    def _lost(self) -> ClusterUnusable:
        return ClusterUnusable(f"--dask {self._address}: the scheduler was lost; what is stored stays, run it again")


def _plain(value: object) -> object:
    return sha256(value).hexdigest() if isinstance(value, bytes) else value


def _without(address: str, why: str) -> str:
    return f"--dask {address}: a worker has no Bluewatch, or one without tasks ({why}); install the same there"
