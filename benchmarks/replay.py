"""Replay of a web archive of which one page in a hundred matters, beside reading alone and the peers, on one core.

    python benchmarks/replay.py [--pages 10000] [--rounds 2] [CORPUS] [--peer-pages 60] [--json]

The archive is WARC 1.0, a request and an answer a page, gzip a record. Its pages are those of a folder of saved pages
(``*/html/*.html.gz``) where one is given, shuffled, by turns, else invented ones; one in a hundred is an invented
article on a peace operation, no two alike. Side by side, each in a process of its own on one core, in turn: FastWARC
reading every body and doing nothing (the limit), FastWARC over an isal stream, warcio, ours (`replay` into an empty
archive: records, findings and full text of what matters, stored), trafilatura over the first pages, and news-please
over the first pages; FastWARC and news-please in environments of their own where they can be installed. Seconds are of
the processor, of the process with its children, ours from its start on; of trafilatura and news-please, which read few
pages here, neither their start nor the first ten pages count. Medians of the rounds; ratios are of one round. Linux
only.
"""

# ruff: noqa: PLC0415 - each child imports what it measures
from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.replay_pages import write  # noqa: E402  needs only what Python has

GOALS = {"of the limit": 0.6, "x trafilatura": 80.0, "x news-please": 300.0}
# So many pages a peer reads before anything counts, and what it had spent then.
WARM = 10
_BEFORE = [0.0]
# A peer that wants something of the network would wait seconds a page for it, and is told at once that there is none.
_NOWHERE = "http://127.0.0.1:9"
NO_NETWORK = {"RES_OPTIONS": "timeout:1 attempts:1"} | dict.fromkeys(
    ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE
)


def fastwarc(path: str, _: int, stream: Callable[[str], Any] | None = None) -> int:
    """Read every body of every record."""
    from fastwarc.warc import ArchiveIterator

    with open(path, "rb") as file:
        source = file if stream is None else stream(path)
        return sum(1 for record in ArchiveIterator(source) if record.reader.read() is not None)


def fastwarc_isal(path: str, most: int) -> int:
    """The same over a stream that isal inflates."""
    from isal import igzip

    return fastwarc(path, most, lambda name: igzip.open(name, "rb"))  # type: ignore[no-untyped-call]


def warcio(path: str, _: int) -> int:
    """Read every body of every record."""
    from warcio.archiveiterator import ArchiveIterator

    with open(path, "rb") as file:
        return sum(1 for record in ArchiveIterator(file) if record.content_stream().read() is not None)


def _pages(path: str, most: int) -> Iterator[bytes]:
    """Bodies of the first answers, with nothing that a peer's environment has not."""
    with gzip.open(path, "rb") as file:
        count = 0
        while count < most and (line := file.readline()):
            kind, length = b"", 0
            while line.strip():
                kind = line.split(b":")[1].strip() if line.startswith(b"WARC-Type") else kind
                length = int(line.split(b":")[1]) if line.startswith(b"Content-Length") else length
                line = file.readline()
            block = file.read(length + 4)
            if kind == b"response":
                count += 1
                yield block.partition(b"\r\n\r\n")[2]


def trafilatura(path: str, most: int) -> int:
    """Extract with metadata from the first pages."""
    from trafilatura import bare_extraction

    return _extracted(path, most, lambda body: bare_extraction(body, with_metadata=True))


def news_please(path: str, most: int) -> int:
    """Extract from the first pages."""
    from newsplease import NewsPlease

    def extract(body: bytes) -> object:
        try:
            return NewsPlease.from_html(body.decode("utf-8", "replace"), url="https://host.example/")
        except Exception as error:  # a peer's failure on a page is a page without a result
            print(type(error).__name__, file=sys.stderr)
            return None

    return _extracted(path, most, extract)


def _extracted(path: str, most: int, extract: Callable[[bytes], object]) -> int:
    """How many of the pages behind the first ones give something; from these on it counts."""
    count = 0
    for number, body in enumerate(_pages(path, WARM + most)):
        if number == WARM:
            _BEFORE[:] = [_spent()]
        count += extract(body) is not None and number >= WARM
    return count


def _spent() -> float:
    """Seconds of the processor, of this process and of its ended children."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def ours(path: str, _: int) -> int:
    """``replay`` as the command runs it; the number of captures read."""
    with tempfile.TemporaryDirectory(prefix="bluewatch-replay-") as folder:
        config = Path(folder) / "bluewatch.toml"
        config.write_text('[sources]\npackaged = "none"\n')
        line = [sys.executable, "-m", "scheduler", "replay", "--json", "--data", str(Path(folder) / "data")]
        ended = subprocess.run([*line, "--config", str(config), path], capture_output=True, text=True, check=True)
        told = json.loads(ended.stdout)
        print(json.dumps({"told": told}), file=sys.stderr)
        return sum(told["taken"].values())


WORKS: dict[str, Callable[[str, int], int]] = {
    "fastwarc": fastwarc, "fastwarc over isal": fastwarc_isal, "warcio": warcio, "bluewatch": ours,
    "trafilatura": trafilatura, "news-please": news_please,
}  # fmt: skip


def child(work: str, path: str, most: int) -> int:
    """Do one work and print what it took, of this process and of its ended children."""
    began = time.perf_counter()
    result = WORKS[work](path, most)
    wall = time.perf_counter() - began
    from benchmarks.peers.peak import peak_mb

    print(
        json.dumps({
            "seconds": _spent() - _BEFORE[0], "wall": wall, "result": result, "rss_mb": round(peak_mb()),
            "children_rss_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        })
    )  # fmt: skip
    return 0


def measure(python: str, work: str, path: Path, most: int) -> dict[str, Any] | None:
    """One work in a process of its own on one core; None where it cannot run here."""
    core = sorted(os.sched_getaffinity(0))[0]
    ended = subprocess.run(
        [python, str(Path(__file__)), "--child", work, str(path), str(most)],
        capture_output=True, text=True, check=False, preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        env=os.environ | {"PYTHONPATH": str(ROOT)} | NO_NETWORK,
    )  # fmt: skip
    if ended.returncode:
        print(f"{work}: {ended.stderr[-600:]}", file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(ended.stdout.strip().splitlines()[-1])
    said = [line for line in ended.stderr.splitlines() if line.startswith('{"told"')]
    return found | (json.loads(said[-1]) if said else {})


def interpreter(name: str) -> str | None:
    """The interpreter of a peer's environment; None where it cannot be made."""
    from benchmarks.extraction_peers import FASTWARC, PEERS, NotInstalled, cache_folder, python_of

    of = {"fastwarc": FASTWARC, "fastwarc over isal": FASTWARC, "news-please": PEERS["news-please"]}
    if name not in of:
        return sys.executable
    try:
        return str(python_of(of[name], cache_folder()))
    except NotInstalled as error:
        print(f"{name}: {error}", file=sys.stderr)
        return None


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("corpus", type=Path, nargs="?", help="folder of saved pages")
    parser.add_argument("--peer-pages", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.child[0], options.child[1], int(options.child[2]))
    from platformdirs import user_cache_path

    from crawler.peacekeeping.byte_scan_engine import load_byte_scan

    with tempfile.TemporaryDirectory(prefix="bluewatch-replay-") as folder:
        load_byte_scan(cache=user_cache_path("bluewatch"))  # compiled once, by whoever replays first
        path = Path(folder) / "pages.warc.gz"
        told = write(path, options.pages, options.corpus)
        found = run(path, told["pages"], min(options.peer_pages, told["pages"] - WARM), options.rounds)
    form = {"archive": told, "works": found, "goals": GOALS}
    if options.json:
        print(json.dumps(form, indent=1))
    else:
        show(told, found)
    reached = found.get("bluewatch", {}).get("ratios", {})
    return int(any(reached.get(name, goal) < goal for name, goal in GOALS.items()))


def run(path: Path, pages: int, peer_pages: int, rounds: int) -> dict[str, dict[str, Any]]:
    """Rounds of every work; each work's pages a second, ratios and memory."""
    every: dict[str, list[dict[str, Any]]] = {}
    for _ in range(rounds):
        for work in WORKS:
            python = interpreter(work)
            most = peer_pages if work in {"trafilatura", "news-please"} else pages
            one = None if python is None else measure(python, work, path, most)
            if one is not None:
                every.setdefault(work, []).append(one | {"rate": most / one["seconds"]})
    found: dict[str, dict[str, Any]] = {}
    for work, ones in every.items():
        found[work] = {
            "pages/s": round(statistics.median(one["rate"] for one in ones), 1),
            "rss_mb": max(one["rss_mb"] for one in ones),
            "children_rss_mb": max(one["children_rss_mb"] for one in ones),
            "result": ones[-1]["result"],
            "ratios": {
                name: round(statistics.median(map(_ratio, ones, every[other])), 2)
                for name, other in (
                    ("of the limit", "fastwarc"), ("x warcio", "warcio"), ("x trafilatura", "trafilatura"),
                    ("x news-please", "news-please"),
                )
                if other in every
            },
        } | ({"told": ones[-1]["told"]} if "told" in ones[-1] else {})  # fmt: skip
    return found


def _ratio(one: dict[str, Any], two: dict[str, Any]) -> float:
    return float(one["rate"] / two["rate"])


def show(told: dict[str, int], found: dict[str, dict[str, Any]]) -> None:
    """A table for people."""
    print(
        f"{told['pages']:,} pages ({told['planted']} planted), {told['plain_bytes'] / 1e6:,.0f} MB,"
        f" {told['bytes'] / 1e6:,.0f} MB gzip"
    )
    for work, one in found.items():
        ratios = ", ".join(f"{value:g} {name}" for name, value in one["ratios"].items())
        print(f"{work:20} {one['pages/s']:>9,.1f} pages/s  {one['rss_mb']:>4} + {one['children_rss_mb']} MB  {ratios}")
        if "told" in one:
            print(f"{'':20} {json.dumps({name: one['told'][name] for name in ('taken', 'scanned', 'left')})}")


if __name__ == "__main__":
    sys.exit(main())
