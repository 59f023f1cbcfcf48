"""Parsing under limits: child processes with a wall deadline, a CPU limit and a memory limit.

A crash, a hang or a limit becomes a Rejection and a fresh worker; the process that crawls imports no parser itself.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.worker_frames import job_to_parts, listing_from_form, reading_from_form
from crawler.worker_lanes import Lanes, Turn, TurnOver
from crawler.worker_limits import WorkerLimits, child_environment
from crawler.worker_pipe import exchange
from storage.errors import ConfigurationError
from storage.records import Outcome

if TYPE_CHECKING:
    from crawler.discovery.listing_read import ListingRead
    from crawler.extraction.page import Page
    from crawler.reading import Reading

__all__ = ["Worker", "WorkerLimits", "WorkerStartError", "Workers", "child_environment"]

START_SECONDS = 60.0
# A worker that has parsed so much is replaced: what libraries leak must not add up over a back-fill.
JOBS_A_WORKER = 2000
# Pages a worker that are sent to be read before the first is taken: many, so that none waits while readings are stored
# together, but few where they are large.
MANY, FEW, AHEAD_BYTES = 8, 2, 4 << 20


class WorkerStartError(RuntimeError):
    """A worker did not come up: our own fault, not a page's."""


class Worker:
    """One child process. Not for use by two threads at once, but for kill()."""

    def __init__(self, limits: WorkerLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0
        self._closed = False
        self._busy = threading.Lock()
        self._has_rules = False

    def read_page(self, page: Page, slug: str | None, turn: Turn | None = None) -> Reading:
        """Parse one page and decide; never raises for what a page does, but TurnOver where the turn says so."""
        return reading_from_form(self._ask({"kind": "page", "slug": slug, "page": page}, turn))

    def read_listing(
        self,
        slug: str,
        position: int,
        *,
        url: str,
        body: bytes,
        content_type: str | None,
        now: datetime,
        turn: Turn | None = None,
    ) -> ListingRead:
        """Read one listing of a source (by its position in Source.listings); a failure is a problem of the listing."""
        form = self._ask(
            {
                "kind": "listing",
                "slug": slug,
                "position": position,
                "body": body,
                "url": url,
                "content_type": content_type,
                "now": now,
            },
            turn,
        )
        if "rejection" in form:
            problem = f"{form['rejection']['kind']}: {form['rejection']['message']}"
            form = {"links": [], "next_url": None, "children": [], "seen_links": 0, "problem": problem}
            form["outcome"] = str(Outcome.LISTING_FAILED)
        return listing_from_form(form)

    def start(self) -> None:
        """Start the child and wait until it is ready for listings. Raises WorkerStartError."""
        environment = child_environment()
        process = subprocess.Popen(  # our own interpreter and module
            [sys.executable, "-P", "-m", "crawler.worker_start"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._process, self._jobs, self._has_rules = process, 0, False
        if self._closed:
            self.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                os.set_blocking(stream.fileno(), False)
        limits = {name: getattr(self._limits, name) for name in ("terms", "accept", "review", "seconds", "memory")}
        limits["sources"] = dict(self._limits.sources)
        self._made_ready(limits)

    def _take_rules(self) -> None:
        """Let the child load what pages need; one that has ended since its last listing is replaced.

        Raises WorkerStartError, and ConfigurationError where the relevance rules are wrong.
        """
        job = {"kind": "rules", "seconds": START_SECONDS}
        try:
            self._made_ready(job)
        except WorkerStartError:
            if self._jobs == 0 or self._closed:
                raise
            self.start()
            self._made_ready(job)
        self._has_rules = True

    def _made_ready(self, job: dict[str, Any]) -> None:
        ready, why = exchange(self._process, job_to_parts(job), START_SECONDS)
        if ready is None:
            self.kill()
            self._reap()
            raise WorkerStartError(f"the parsing worker did not start: {why}")
        if "wrong" in ready:
            self._reap()
            raise ConfigurationError(ready["wrong"])

    def kill(self) -> None:
        """End the child at once; what waits for it gets a crash as answer."""
        process = self._process
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    def stop(self) -> None:
        """End the child for good, from any thread."""
        self._closed = True
        self.kill()

    def close(self) -> None:
        """End the child for good and reap it."""
        self.stop()
        with self._busy:
            self._reap()

    def _ask(self, job: dict[str, Any], turn: Turn | None = None) -> dict[str, Any]:
        with self._busy:
            return self._answer_to(job, turn)

    def _answer_to(self, job: dict[str, Any], turn: Turn | None) -> dict[str, Any]:
        if self._closed:
            return _rejected("crashed", "the worker was closed")
        if self._process is not None and self._jobs >= JOBS_A_WORKER:
            self.kill()
            self._reap()
        if self._process is None:
            self.start()
        if job["kind"] == "page" and not self._has_rules:
            self._take_rules()
        self._jobs += 1
        answer, why = exchange(self._process, job_to_parts(job), self._limits.seconds, turn)
        if answer is not None and not answer.get("last"):
            return answer
        if answer is None:
            self.kill()
        code = self._reap()
        if answer is not None:
            return answer
        if why == "turn":
            raise TurnOver
        if why == "deadline" or code == -24:  # SIGXCPU
            return _rejected("too-slow", f"parsing took more than {self._limits.seconds:g} s")
        return _rejected("crashed", f"the parser ended: {_ending(code)}")

    def _reap(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return process.wait()


class Workers:
    """A few workers, started when needed; asyncio and blocking use. Close it: no child is left behind."""

    def __init__(self, limits: WorkerLimits, *, most: int = 2) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(max_workers=most, thread_name_prefix="parse")
        self._idle: deque[Worker] = deque()
        self._all: list[Worker] = []
        self._lock = threading.Lock()
        self._most = most
        self._lanes = Lanes(self._threads, most)

    @property
    def waiting(self) -> int:
        """How many pages and listings wait for their turn."""
        return self._lanes.waiting

    async def page(self, page: Page, slug: str) -> Reading:
        """Parse one page of a source off the event loop, when it is the source's turn."""

        def read(turn: Turn) -> Reading:
            with self._borrowed() as worker:
                return worker.read_page(page, slug, turn)

        return await self._lanes.run(slug, _size(page), read)

    async def listing(
        self, slug: str, position: int, *, url: str, body: bytes, content_type: str | None, now: datetime
    ) -> ListingRead:
        """Read one listing off the event loop, when it is the source's turn."""

        def read(turn: Turn) -> ListingRead:
            with self._borrowed() as worker:
                return worker.read_listing(
                    slug, position, url=url, body=body, content_type=content_type, now=now, turn=turn
                )

        return await self._lanes.run(slug, len(body), read)

    def read_page(self, page: Page, slug: str | None) -> Reading:
        """Parse one page, waiting for it."""
        with self._borrowed() as worker:
            return worker.read_page(page, slug)

    def read_pages(self, pages: Iterable[tuple[Page, str | None]]) -> Iterator[Reading]:
        """Parse many pages on all workers; readings come in the order of the pages, few pages are held at once."""
        waiting: deque[tuple[Future[Reading], int]] = deque()
        held = 0
        for page, slug in pages:
            waiting.append((self._threads.submit(self.read_page, page, slug), _size(page)))
            held += _size(page)
            while len(waiting) >= (FEW if held > AHEAD_BYTES else MANY) * self._most:
                future, size = waiting.popleft()
                held -= size
                yield future.result()
        while waiting:
            yield waiting.popleft()[0].result()

    def stop(self) -> None:
        """End every worker at once, also one in the middle of a page: who waits for it gets a rejection."""
        with self._lock:
            for worker in self._all:
                worker.stop()

    def close(self) -> None:
        """End every worker and wait for it."""
        self.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:
            worker.close()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[Worker]:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
            if worker is None:
                worker = Worker(self._limits)
                self._all.append(worker)
        try:
            yield worker
        finally:
            with self._lock:
                self._idle.append(worker)


def _size(page: Page) -> int:
    return sum(len(one.body) for one in (page, *(page.further or ())))


def _rejected(kind: str, message: str) -> dict[str, Any]:
    return {"rejection": {"kind": kind, "message": message}}


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
