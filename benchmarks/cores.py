"""Two cores against one: `reparse` and `replay` with --jobs 1 on one core and --jobs 2 on two, beside a bare loop.

    python benchmarks/cores.py [--pages 400] [--archived 3200] [--rounds 3] [--work reparse,replay]

Pages are invented (benchmarks/loopback_site.py). Reparse reads so many items again, unchanged; replay looks through so
many archived pages in 12 files, of which one in twenty is an item. The bare loop reads and parses the same pages in one
plain process on one core, then in two on two cores, half of them each; it has the same byte scan, stores nothing and
has no children, no limits and no order. "One core" is held by the processor affinity of all processes, as --jobs 1
would else store on the second core what was parsed on the first. A speed-up is a time on one core by that on two, of
one round; the goal is a ratio of speed-ups, ours by the bare loop's, of 0.9. Prints one JSON object: seconds and
speed-ups as medians of the rounds, start-up of all processes included. Ends with 1 where the goal is missed. Needs a
quiet machine with two cores. Linux only.
"""

# ruff: noqa: PLC0415 - the bare loop's own imports are part of its start
from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.loopback_site import articles, page_of

ROOT = Path(__file__).resolve().parents[1]
GOAL = 0.9
FILES = 12
RELEVANT = 0.05
HOSTS = 7
KILOBYTES = 60
CONFIGURATION = '[sources]\npackaged = "none"\n'


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--archived", type=int, help="else eight times --pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", default="reparse,replay")
    parser.add_argument("--bare", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bare:
        return bare(*options.bare)
    cores = sorted(os.sched_getaffinity(0))[:2]
    if len(cores) < 2:
        print("needs two cores", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="bluewatch-cores-") as folder:
        bench = Bench(Path(folder), cores)
        found = {}
        for work in options.work.split(","):
            pages = options.pages if work == "reparse" else options.archived or 8 * options.pages
            bench.prepare(work, pages)
            found[work] = {"pages": pages, **bench.measure(work, options.rounds)}
    print(json.dumps({"rounds": options.rounds, **found}, indent=1))
    return 0 if all(one["ratio"] >= GOAL for one in found.values()) else 1


class Bench:
    """The input, and the four ways of each work over it."""

    def __init__(self, folder: Path, cores: Sequence[int]) -> None:
        self._folder, self._cores = folder, cores
        self._files, self._filled = folder / "files", folder / "filled"
        (folder / "bluewatch.toml").write_text(CONFIGURATION)

    def prepare(self, work: str, pages: int) -> None:
        """Write the files, and for reparse fill an archive out of them."""
        shutil.rmtree(self._files, ignore_errors=True)
        write_files(self._files, pages, relevant=1.0 if work == "reparse" else RELEVANT)
        if work == "reparse":
            self._bluewatch("replay", self._filled, self._cores, "--jobs", "2", *self._warcs())

    def measure(self, work: str, rounds: int) -> dict[str, Any]:
        """Medians over interleaved rounds."""
        told: list[dict[str, float]] = []
        for _ in range(rounds):
            times = {}
            for number in (1, 2):
                cores = self._cores[:number]
                times[f"ours {number}"] = self._ours(work, cores)
                times[f"bare {number}"] = self._bare(work, cores)
            ours, other = (times[f"{who} 1"] / times[f"{who} 2"] for who in ("ours", "bare"))
            told.append({**times, "speed-up ours": ours, "speed-up bare": other, "ratio": ours / other})
            print(work, {name: round(value, 2) for name, value in told[-1].items()}, file=sys.stderr)
        return {name: round(statistics.median(one[name] for one in told), 3) for name in told[0]}

    def _ours(self, work: str, cores: Sequence[int]) -> float:
        data = self._folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        jobs = ("--jobs", str(len(cores)))
        if work == "replay":
            return self._bluewatch("replay", data, cores, *jobs, *self._warcs())
        shutil.copytree(self._filled, data)
        return self._bluewatch("reparse", data, cores, *jobs)

    def _bluewatch(self, command: str, data: Path, cores: Sequence[int], *words: str) -> float:
        configuration = str(self._folder / "bluewatch.toml")
        line = [sys.executable, "-m", "scheduler", command, "--config", configuration, "--data", str(data), *words]
        return timed([line], cores)

    def _bare(self, work: str, cores: Sequence[int]) -> float:
        source = str(self._filled if work == "reparse" else self._files)
        line = [sys.executable, str(Path(__file__)), "--bare", work, source, str(len(cores))]
        return timed([[*line, str(number)] for number in range(len(cores))], cores)

    def _warcs(self) -> list[str]:
        return [str(path) for path in sorted(self._files.iterdir())]


def timed(lines: Sequence[Sequence[str]], cores: Sequence[int]) -> float:
    """Seconds until these processes, begun together on these cores, have ended well."""
    began = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            line,
            stdout=subprocess.DEVNULL,
            env=environment,
            preexec_fn=partial(os.sched_setaffinity, 0, cores),  # noqa: PLW1509 - no thread was started yet
        )
        for line in lines
    ]
    codes = [process.wait() for process in running]
    if any(codes):
        raise SystemExit(f"{lines[0]} failed")
    return time.perf_counter() - began


def write_files(folder: Path, pages: int, *, relevant: float) -> None:
    """Web archives of invented pages, gzip per record as Common Crawl writes them."""
    folder.mkdir()
    written = articles(pages, relevant=relevant)
    each = -(-pages // FILES)
    for number in range(FILES):
        with (folder / f"news-{number:02}.warc.gz").open("wb") as file:
            for place, one in enumerate(written[number * each : (number + 1) * each], start=number * each):
                body = page_of(one, kilobytes=KILOBYTES, number=place)
                block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
                address = f"https://outlet-{place % HOSTS}.example/a/{place}.html"
                head = (
                    f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
                    f"WARC-Date: {one.published_at:%Y-%m-%dT%H:%M:%SZ}\r\n"
                    f"WARC-Record-ID: <urn:sha256:{sha256(address.encode()).hexdigest()}>\r\n"
                    f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
                )
                file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6))


def bare(work: str, source: str, processes: str, number: str) -> int:
    """One process of the bare loop: every so-many-th page or file, read and parsed, and nothing else."""
    from crawler.extraction.page import Page
    from crawler.findings.rules import load_finder
    from crawler.peacekeeping.rules import load_relevance
    from crawler.reading import read_page

    relevance = load_relevance()
    finder = load_finder(relevance)
    share = slice(int(number), None, int(processes))
    if work == "reparse":
        from crawler.reparse import page_again
        from storage.archive import Archive

        with Archive.open(Path(source), read_only=True) as archive:
            rows = archive.db.rows("SELECT id, page_id, fetched_at FROM captures ORDER BY id")
            for row in rows[share]:
                read_page(page_again(row, archive.captures.read(row["id"])), None, relevance, finder)
        return 0
    from datetime import UTC, datetime

    from crawler.looked import Mark, look
    from scheduler.spread.scanning import Scanning, scan_by

    scan, now = scan_by(Scanning(None)), datetime.now(UTC)
    for file in sorted(Path(source).iterdir())[share]:
        for looked in look(file, Mark(), scan=scan, known=lambda _: False, most_bytes=1 << 24, now=now):
            answer = looked.found.answer
            if answer is not None and not looked.left:
                content_type = answer.header("Content-Type")
                page = Page(body=answer.body, url=answer.url, content_type=content_type, fetched_at=answer.fetched_at)
                read_page(page, None, relevance, finder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
