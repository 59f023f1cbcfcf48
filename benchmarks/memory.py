"""Peak memory of a crawl's processes and of the idle service on the demo newsroom, and of `parse`. Linux only.

    python benchmarks/memory.py [--idle-seconds 10] [--corpus FOLDER [--pages 500]]

One real `bluewatch crawl --all` reads the whole of the demo newsroom (eight weeks at once); then `bluewatch run` stands
idle on the same data. With a corpus, `bluewatch parse --files-from` reads that many of its pages, spread evenly. The
peaks are the kernel's own (VmHWM of /proc/PID/status, resident set), read every 50 ms, so that what a process touched
between two readings counts too; `together` is the highest sum of the resident sets of a command and its children at
one reading. Prints one JSON object, sizes in MB (10^6 bytes); ends with 1 where a bound is broken.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from scheduler import jobs
from scheduler.demo.folder import DemoFolder
from scheduler.demo.script import OUTLETS, WEEKS, load_script
from scheduler.demo.server import NewsroomServer
from scheduler.demo.tour import counts as counted
from scheduler.demo.tour import crawl_at, total
from storage.times import to_text

EVERY_SECONDS = 0.05
CRAWL_SECONDS, STOP_SECONDS = 180.0, 15.0
PARSE_SECONDS = 900.0
BOUNDS_MB = {"crawl": 200, "worker": 200, "service": 80, "parse": 150, "parse worker": 150}


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--idle-seconds", type=float, default=10.0)
    parser.add_argument("--corpus", type=Path, help="also measure `parse` over pages of this folder of origins")
    parser.add_argument("--pages", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bluewatch-memory-") as scratch:
        report = measure(DemoFolder(Path(scratch) / "data"), options.idle_seconds)
        if options.corpus:
            report["parse"] = parse_pages(options.corpus, options.pages, Path(scratch))
    peaks = report["peak_mb"]
    if options.corpus:
        peaks |= {"parse": report["parse"]["self"], "parse worker": report["parse"]["child"]}
    report["within_bounds"] = {name: 0 < peak < BOUNDS_MB[name] for name, peak in peaks.items()}
    print(json.dumps(report, indent=2))
    return 0 if all(report["within_bounds"].values()) else 1


def parse_pages(corpus: Path, pages: int, scratch: Path) -> dict[str, float]:
    """The peaks of one `bluewatch parse --files-from` over so many pages, the last one of them included."""
    rows = [
        {"file": str((gold.parent / row["file"]).resolve())} | ({"url": row["url"]} if row.get("url") else {})
        for gold in sorted(corpus.glob("*/gold.jsonl"))
        for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    ]
    chosen = [rows[i * len(rows) // pages] for i in range(pages)] if pages < len(rows) else rows
    manifest, config = scratch / "pages.jsonl", scratch / "empty.toml"
    manifest.write_text("\n".join(map(json.dumps, chosen)), encoding="utf-8")
    config.touch()
    words = ["parse", "--files-from", str(manifest)]
    return watched(scratch / "nothing", config, words, PARSE_SECONDS) | {"pages": len(chosen)}


def measure(folder: DemoFolder, idle_seconds: float) -> dict[str, dict[str, float]]:
    """The peaks of crawl child, its largest worker, and service; and what the crawl read meanwhile."""
    moment = crawl_at(WEEKS - 1)
    with (
        folder.held(),
        NewsroomServer(load_script(), now=moment, ports=dict.fromkeys(OUTLETS, 0)) as newsroom,
    ):
        folder.lay_out(newsroom.ports, newsroom.hosts)
        crawl = watched(folder.path, folder.config, ["crawl", "--all", "--now", to_text(moment)], CRAWL_SECONDS)
        read = total(counted(folder))["read"]
        # Half an hour later nothing is due, and the service waits.
        later = to_text(moment + timedelta(minutes=30))
        service = watched(folder.path, folder.config, ["run", "--now", later], idle_seconds, stop=True)
    peaks = {"crawl": crawl["self"], "worker": crawl["child"], "service": service["self"]}
    return {
        "peak_mb": peaks,
        "bounds_mb": dict(BOUNDS_MB),
        "crawl": {"seconds": crawl["seconds"], "pages_read": read, "workers_seen": crawl["children"]},
        "service": {"seconds": service["seconds"], "children_seen": service["children"]},
    }


def watched(data: Path, config: Path, words: list[str], seconds: float, *, stop: bool = False) -> dict[str, float]:
    """Run one command and give its peaks. stop: end it by SIGTERM after the seconds, else it must end by itself."""
    line = jobs.command_line(*words, data=data, config=config)
    began = time.monotonic()
    own, together, children = 0, 0, dict[int, int]()
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and time.monotonic() - began < seconds:
            own = max(own, peak_of(process.pid))
            living = children_of(process.pid)
            for child in living:
                children[child] = max(children.get(child, 0), peak_of(child))
            together = max(together, sum(peak_of(one, "VmRSS:") for one in (process.pid, *living)))
            time.sleep(EVERY_SECONDS)
        still_there = process.poll() is None
        if still_there:
            process.terminate()
        _, said = process.communicate(timeout=STOP_SECONDS)
    if still_there != stop:
        raise SystemExit(f"bluewatch {words[0]}: {'did not end' if still_there else 'ended'}: {said[-500:]}")
    return {
        "self": round(own / 1e6, 1),
        "child": round(max(children.values(), default=0) / 1e6, 1),
        "together": round(together / 1e6, 1),
        "children": len(children),
        "seconds": round(time.monotonic() - began, 1),
    }


def peak_of(pid: int, line_of: str = "VmHWM:") -> int:
    """The largest resident set that a process has had (VmRSS: has now), in bytes; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(line_of)), 0)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started, of whatever thread."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text(encoding="ascii").split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


if __name__ == "__main__":
    sys.exit(main())
