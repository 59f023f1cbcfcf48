"""Small sites on loopback that misbehave as told, and crawls of them in a process of their own."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawler.source import Source, parse_source
from storage.archive import Archive

ROOT = Path(__file__).resolve().parents[2]
FUTURE = "2026-11-21T08:00:00Z"
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.crawler.ready"])

Route = Callable[[BaseHTTPRequestHandler], None] | tuple[int, dict[str, str], bytes]


def page(number: int | str, *, words: str = "", head: str = "", peacekeeping: bool = True) -> bytes:
    """An invented article; each number gives its own text."""
    about = (
        "UN peacekeepers of UNMISS patrolled the road near Juba, and the Blue Helmets spoke with local people about "
        "the protection of civilians"
        if peacekeeping
        else "The town choir sang in the old hall, and the gardeners showed the roses that won the summer prize"
    )
    title = f"Peacekeepers patrol village {number}" if peacekeeping else f"Choir sings in hall {number}"
    body = "".join(f"<p>{about} in place {number} on walk {i}. {words}</p>" for i in range(5))
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{head}"
        f"<meta property='article:published_time' content='2026-11-20T10:00:00Z'></head>"
        f"<body><h1>{title}</h1><article>{body}</article></body></html>"
    ).encode()


def feed(urls: list[str]) -> bytes:
    """An RSS feed of these addresses."""
    items = "".join(f"<item><title>Item {i}</title><link>{url}</link></item>" for i, url in enumerate(urls))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


def html(body: bytes, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """A plain 200."""
    return (
        200,
        {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}},
        body,
    )


class Site:
    """One site on a port of its own. routes: path to an answer, or to a function that writes one itself."""

    def __init__(self, routes: Mapping[str, Route] | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.log: list[tuple[float, str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # The body follows the head at once, not when the other side has said that it has the head.
            disable_nagle_algorithm = True
            timeout = 30

            def do_GET(self) -> None:
                site.log.append((time.monotonic(), self.path, {k.lower(): v for k, v in self.headers.items()}))
                route = site.routes.get(self.path) or site.routes.get("*")
                try:
                    if callable(route):
                        route(self)
                    else:
                        self.answer(*(route or (404, {}, b"no")))
                except OSError:
                    pass

            def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers and status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.base = f"http://{self.host}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(1 for _, asked, _ in self.log if asked == path)

    def source(self, slug: str = "site", **more: Any) -> Source:
        """A source of this site, from an operator's own file: a feed at /feed.xml, articles at /a/N."""
        table = {
            "slug": slug,
            "name": f"The {slug} desk",
            "home": self.base + "/",
            "language": "en",
            "timezone": "UTC",
            "article_url": [r"^/a/"],
            **({} if {"section", "sitemaps", "feeds"} & set(more) else {"feeds": [self.base + "/feed.xml"]}),
            **more,
        }
        return parse_source(table, file=f"{slug}.toml", packaged=False)

    def articles(self, *numbers: int | str, words: str = "") -> Site:
        """Announce and serve these articles."""
        self.routes["/feed.xml"] = (
            200,
            {"Content-Type": "application/rss+xml"},
            feed([f"{self.base}/a/{n}" for n in numbers]),
        )
        for n in numbers:
            self.routes.setdefault(f"/a/{n}", html(page(n, words=words)))
        return self


@contextmanager
def site(routes: Mapping[str, Route] | None = None) -> Iterator[Site]:
    """A site that is closed at the end."""
    one = Site(routes)
    try:
        yield one
    finally:
        one.close()


def command(data: Path, sources: list[Source], *, at: datetime | None = None, **options: Any) -> list[str]:
    """The command line of a crawl in a process of its own."""
    data.mkdir(parents=True, exist_ok=True)
    job = data / "job.pickle"
    values = {"contact": "desk@newsroom.example", "gap_seconds": 0.0, "timeout_seconds": 2.0, **options}
    job.write_bytes(pickle.dumps((data, sources, values, at)))
    return [sys.executable, "-P", "-m", "tests.crawler.sites", str(job)]


def start(line: list[str], *, output: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a crawl in the background, in a process group of its own. output: a file for what it prints."""
    with contextlib.ExitStack() as stack:
        out = subprocess.PIPE if output is None else stack.enter_context(output.open("wb"))
        return _started(line, out)


def _started(line: list[str], output: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        line,
        cwd=ROOT,
        stdout=output,
        stderr=subprocess.PIPE if output == subprocess.PIPE else subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def crawl(
    data: Path, *sources: Source, at: datetime | None = None, wait: float = 100, **options: Any
) -> dict[str, dict[str, Any]]:
    """Crawl and wait, so many seconds at most; slug to report. A traceback of our own fails the test."""
    job = command(data, list(sources), at=at, **options)[-1]
    said, errors = data / "job.out", data / "job.err"
    process = FORKS.Process(target=_forked, args=(job, str(said), str(errors), dict(os.environ)))
    process.start()
    process.join(wait)
    if process.exitcode is None:
        process.kill()
    err = errors.read_text(encoding="utf-8")
    assert process.exitcode == 0, err
    assert "Traceback" not in err, err
    return {report["source"]: report for report in json.loads(said.read_bytes().splitlines()[-1])}


def _forked(job: str, said: str, errors: str, environment: dict[str, str]) -> None:
    """A crawl in a process that was forked from one with all imports done: as a fresh one, without its start."""
    os.setsid()
    os.chdir(ROOT)
    # That of the test at this moment, not of the process this one was forked from.
    os.environ.clear()
    os.environ.update(environment, PYTHONPATH=str(ROOT))
    for name, number in ((said, 1), (errors, 2)):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    main(job)


def rows(data: Path, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    """Rows of a finished archive."""
    with Archive.open(data, read_only=True) as archive:
        return archive.db.rows(sql, parameters)


def main(job: str) -> None:
    """The child's side of crawl()."""
    from dataclasses import asdict

    from crawler.late import guess_charsets_later

    guess_charsets_later()  # as the command does
    from crawler.run import CrawlOptions, RelevanceFiles
    from crawler.run import crawl as real_crawl

    data, sources, values, at = pickle.loads(Path(job).read_bytes())  # noqa: S301
    began = time.monotonic()

    def now() -> datetime:
        if at is None:
            return datetime.now(UTC)
        return datetime.fromtimestamp(at.timestamp() + time.monotonic() - began, UTC)

    reports = real_crawl(data, sources, RelevanceFiles(), CrawlOptions(**values), now=now)
    print(json.dumps([asdict(report) for report in reports]))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
