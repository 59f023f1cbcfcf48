"""Parsing under limits: child processes with a wall deadline, a CPU limit and a memory limit.

A crash, a hang or a limit becomes a Rejection and a fresh worker; the process that crawls imports no parser itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import selectors
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.worker_frames import HEADER, listing_from_form, reading_from_form
from crawler.worker_limits import WorkerLimits, child_environment
from storage.records import Outcome

if TYPE_CHECKING:
    from crawler.discovery.listing import ListingRead
    from crawler.extraction.page import Page
    from crawler.reading import Reading

__all__ = ["Worker", "WorkerLimits", "WorkerStartError", "Workers", "child_environment"]

START_SECONDS = 60.0
MAX_ANSWER = 256 * 1024 * 1024
# A worker that has parsed so much is replaced: what libraries leak must not add up over a back-fill.
JOBS_A_WORKER = 2000


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
        self.rules = ""

    def read_page(self, page: Page, slug: str | None) -> Reading:
        """Parse one page and decide; never raises for what a page does."""
        return reading_from_form(self._ask({"kind": "page", "slug": slug, "page": page}))

    def read_listing(
        self, slug: str, position: int, *, url: str, body: bytes, content_type: str | None, now: datetime
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
            }
        )
        if "rejection" in form:
            problem = f"{form['rejection']['kind']}: {form['rejection']['message']}"
            form = {"links": [], "next_url": None, "children": [], "seen_links": 0, "problem": problem}
            form["outcome"] = str(Outcome.LISTING_FAILED)
        return listing_from_form(form)

    def start(self) -> None:
        """Start the child and wait until it is ready. Raises WorkerStartError."""
        environment = child_environment()
        process = subprocess.Popen(  # our own interpreter and module
            [sys.executable, "-P", "-m", "crawler.worker_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._process, self._jobs = process, 0
        if self._closed:
            self.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                os.set_blocking(stream.fileno(), False)
        limits = {name: getattr(self._limits, name) for name in ("terms", "accept", "review", "seconds", "memory")}
        limits["sources"] = dict(self._limits.sources)
        ready, why = self._exchange(pickle.dumps(limits), START_SECONDS)
        if ready is None:
            self.kill()
            raise WorkerStartError(f"the parsing worker did not start: {why}")
        self.rules = ready.get("ready", "")

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

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        with self._busy:
            return self._answer_to(job)

    def _answer_to(self, job: dict[str, Any]) -> dict[str, Any]:
        if self._closed:
            return _rejected("crashed", "the worker was closed")
        if self._process is not None and self._jobs >= JOBS_A_WORKER:
            self.kill()
            self._reap()
        if self._process is None:
            self.start()
        self._jobs += 1
        answer, why = self._exchange(pickle.dumps(job), self._limits.seconds)
        if answer is not None and not answer.get("last"):
            return answer
        if answer is None:
            self.kill()
        code = self._reap()
        if answer is not None:
            return answer
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

    def _exchange(  # noqa: PLR0911  one way out for each end
        self, body: bytes, seconds: float
    ) -> tuple[dict[str, Any] | None, str]:
        """Send one frame and read one; None with the reason at the deadline or the end of the child."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None, "no process"
        to_send = memoryview(HEADER.pack(len(body)) + body)
        got, wanted = bytearray(), HEADER.size
        until = time.monotonic() + seconds
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdin, selectors.EVENT_WRITE)
            ready.register(process.stdout, selectors.EVENT_READ)
            while len(got) < wanted:
                left = until - time.monotonic()
                events = ready.select(left) if left > 0 else []
                if not events:
                    return None, "deadline"
                for key, _ in events:
                    try:
                        if key.fileobj is process.stdin:
                            to_send = to_send[os.write(process.stdin.fileno(), to_send[:65536]) :]
                            if not to_send:
                                ready.unregister(process.stdin)
                            continue
                        piece = os.read(process.stdout.fileno(), 1 << 20)
                    except BlockingIOError:
                        continue
                    except OSError as error:
                        return None, str(error)
                    if not piece:
                        return None, "it ended"
                    got += piece
                    if wanted == HEADER.size and len(got) >= HEADER.size:
                        wanted += HEADER.unpack(got[: HEADER.size])[0]
                        if wanted > MAX_ANSWER:
                            return None, "its answer is too large"
        try:
            form = json.loads(got[HEADER.size : wanted])
        except ValueError as error:
            return None, str(error)
        return (form, "") if isinstance(form, dict) else (None, "its answer is no object")


class Workers:
    """A few workers, started when needed; asyncio and blocking use. Close it: no child is left behind."""

    def __init__(self, limits: WorkerLimits, *, most: int = 2) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(max_workers=most, thread_name_prefix="parse")
        self._idle: deque[Worker] = deque()
        self._all: list[Worker] = []
        self._lock = threading.Lock()
        self._most = most

    async def page(self, page: Page, slug: str | None) -> Reading:
        """Parse one page off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_page, page, slug)

    async def listing(
        self, slug: str, position: int, *, url: str, body: bytes, content_type: str | None, now: datetime
    ) -> ListingRead:
        """Read one listing off the event loop."""

        def read() -> ListingRead:
            with self._borrowed() as worker:
                return worker.read_listing(slug, position, url=url, body=body, content_type=content_type, now=now)

        return await asyncio.get_running_loop().run_in_executor(self._threads, read)

    def read_page(self, page: Page, slug: str | None) -> Reading:
        """Parse one page, waiting for it."""
        with self._borrowed() as worker:
            return worker.read_page(page, slug)

    def read_pages(self, pages: Iterable[tuple[Page, str | None]]) -> Iterator[Reading]:
        """Parse many pages on all workers; readings come in the order of the pages, few pages are held at once."""
        waiting: deque[Future[Reading]] = deque()
        for page, slug in pages:
            waiting.append(self._threads.submit(self.read_page, page, slug))
            if len(waiting) >= 2 * self._most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

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


def _rejected(kind: str, message: str) -> dict[str, Any]:
    return {"rejection": {"kind": kind, "message": message}}


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
