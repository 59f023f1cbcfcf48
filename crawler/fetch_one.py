"""Fetch one address without an archive, through the same door, guard, robots.txt and limits.

A Scrapy process runs once in a process, so each look is a child of its own: `sources try` and `parse URL` may look at
several addresses. What was learnt of hosts (robots.txt, a rest that they asked for) goes from look to look in a book.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.desk import CrawlOptions
from crawler.source import Source
from crawler.worker import child_environment
from storage.records import Answer
from storage.times import from_text, to_text

EXTRA_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an address gave no answer to use."""

    reason: str


class MemoryBook:
    """The state of hosts for some looks; the archive's hosts table has the same shape. rows: by host, JSON-ready."""

    def __init__(self, rows: dict[str, dict[str, Any]] | None = None) -> None:
        self.rows: dict[str, dict[str, Any]] = rows or {}

    def host(self, host: str) -> dict[str, Any] | None:
        """What is known of a host."""
        return self.rows.get(host)

    def reserve(self, host: str, now: datetime, gap: float, waited: float = 0.0) -> float:
        """The seconds still to wait, or 0.0 and the turn is noted."""
        last = self._row(host)["last_request_at"]
        if last is not None:
            wait = min(gap - (now - from_text(last)).total_seconds(), gap - waited)
            if wait > 0:
                return wait
        self.stamp(host, now)
        return 0.0

    def stamp(self, host: str, now: datetime) -> None:
        """Note a request."""
        self._row(host)["last_request_at"] = to_text(now, milliseconds=True)

    def save_robots(
        self, host: str, *, text: str | None, state: str, at: datetime, crawl_delay: float | None, reason: str | None
    ) -> None:
        """Keep a host's rules."""
        if state == "unreachable":
            self._row(host).update(robots_state=state, reason=reason)
            return
        if self._row(host)["robots_state"] == "unreachable":
            self._row(host).update(paused_until=None)
        self._row(host).update(
            robots=text, robots_state=state, robots_at=to_text(at), crawl_delay=crawl_delay, reason=reason
        )

    def pause(self, host: str, until: datetime, reason: str) -> None:
        """Let a host rest."""
        self._row(host).update(paused_until=to_text(until), reason=reason)

    def paused_until(self, host: str) -> tuple[datetime, str] | None:
        """Until when a host rests, and why."""
        row = self._row(host)
        until = row["paused_until"]
        return None if until is None else (from_text(until), row["reason"] or "asked to wait")

    def _row(self, host: str) -> dict[str, Any]:
        names = ("last_request_at", "paused_until", "reason", "crawl_delay", "robots", "robots_state", "robots_at")
        return self.rows.setdefault(host, dict.fromkeys(names))


def fetch_one(
    url: str, *, source: Source | None, contact: str, now: datetime, options: CrawlOptions | None = None,
    book: MemoryBook | None = None,
) -> Answer | Refusal:  # fmt: skip
    """Ask for one address and wait for it. source: whose hosts may be redirected to, None for any public host.

    A source's own hosts are permitted as in a crawl where its file is the operator's own. book: what is known of hosts
    by earlier looks, to which this one adds. A site's fault never raises.
    """
    options, book = options or CrawlOptions(contact=contact), book or MemoryBook()
    job = pickle.dumps(
        {"url": url, "source": source, "contact": contact, "options": options, "now": now, "hosts": book.rows}
    )
    # robots.txt, its redirects and the page's own, each with the whole deadline, short rests between, the browser.
    patience = (6 if source is not None and source.fetch == "browser" else 4) * options.timeout_seconds + EXTRA_SECONDS
    try:
        code, told, complaint = _asked(job, patience)
    except subprocess.TimeoutExpired:
        return Refusal(f"no answer in {patience:g} s")
    try:
        form = json.loads(told)
    except ValueError:
        last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit code {code}"]
        return Refusal(f"the fetching process failed: {last[0]}")
    book.rows.update(form["hosts"])
    return Refusal(form["refusal"]) if "refusal" in form else _answer_from_form(form)


def _asked(job: bytes, patience: float) -> tuple[int, bytes, bytes]:
    """Let a child do the job: its exit code, what it said and what it complained of.

    Its standard input stays open as long as we wait for it: where we end, however that is, its end ends the child.
    """
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "crawler.fetch_one"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(),
    ) as child:
        held, child.stdin = child.stdin, None
        assert held is not None  # noqa: S101 - it is a pipe
        try:
            with suppress(BrokenPipeError):  # what it died of stands in its complaint
                held.write(b"%d\n" % len(job) + job)
                held.flush()
            told, complaint = child.communicate(timeout=patience)
        except BaseException:
            child.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                held.close()
    return child.returncode, told, complaint


def _end_with_the_parent() -> None:
    """In the child: end where the parent has ended, which closes our standard input."""
    # Not through sys.stdin: a thread that waits within it stops the interpreter from ending.
    os.read(0, 1)
    os._exit(1)


def main() -> int:
    """The child's side: one job on the input, one JSON object on the output."""
    from crawler.browser.renderer import Renderer  # noqa: PLC0415
    from crawler.failures import Failed  # noqa: PLC0415
    from crawler.guard import permits  # noqa: PLC0415
    from crawler.reactor import run_errand  # noqa: PLC0415
    from crawler.spider import NewsSpider  # noqa: PLC0415
    from crawler.turns import HostTurns, steady  # noqa: PLC0415
    from crawler.visit import Visitor  # noqa: PLC0415

    size = int(sys.stdin.buffer.readline())
    job = pickle.loads(sys.stdin.buffer.read(size))  # noqa: S301  the parent wrote it
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    source, options = job["source"], job["options"]
    book = MemoryBook(job["hosts"])
    results: list[Answer | Failed] = []

    clock = steady(lambda: job["now"])

    async def errand(spider: NewsSpider) -> None:
        async with Renderer.of(options, say=lambda _: None) as renderer:
            visitor = Visitor(
                spider.deliver,
                book,
                clock,
                gap=options.gap_seconds,
                max_bytes=options.max_bytes,
                show=renderer.show,
            )
            results.append(await visitor.visit(job["url"], owner=source))

    run_errand(
        errand,
        turns=HostTurns(book, clock),
        permitted=permits(source.all_hosts if source is not None and not source.packaged else ()),
        any_name=frozenset(source.hosts if source is not None and source.tls == "accept-name" else ()),
        contact=job["contact"],
        timeout_seconds=options.timeout_seconds,
        max_bytes=options.max_bytes,
        hosts=4,
    )
    result = results[0] if results else None
    form = (
        _answer_to_form(result) if isinstance(result, Answer) else {"refusal": result.reason if result else "stopped"}
    )
    sys.stdout.write(json.dumps({**form, "hosts": book.rows}))
    return 0


def _answer_to_form(answer: Answer) -> dict[str, Any]:
    return {
        "url": answer.url,
        "requested_url": answer.requested_url,
        "status": answer.status,
        "headers": list(answer.headers),
        "body": base64.b64encode(answer.body).decode("ascii"),
        "fetched_at": to_text(answer.fetched_at),
    }


def _answer_from_form(form: dict[str, Any]) -> Answer:
    return Answer(
        url=form["url"],
        requested_url=form["requested_url"],
        status=form["status"],
        headers=tuple((name, value) for name, value in form["headers"]),
        body=base64.b64decode(form["body"]),
        fetched_at=from_text(form["fetched_at"]),
    )


if __name__ == "__main__":
    sys.exit(main())
