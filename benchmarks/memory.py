"""Peak memory of a crawl's processes and of the idle service, measured on the demo newsroom. Linux only.

    python benchmarks/memory.py [--idle-seconds 10]

One real `bluewatch crawl --all` reads the whole of the demo newsroom (eight weeks at once); then `bluewatch run` stands
idle on the same data. The peaks are the kernel's own (VmHWM of /proc/PID/status, resident set), read every 50 ms, so
that what a process touched between two readings counts too. Prints one JSON object, sizes in MB (10^6 bytes); ends with
1 where a bound is broken.
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
BOUNDS_MB = {"crawl": 200, "worker": 200, "service": 80}


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--idle-seconds", type=float, default=10.0)
    idle = parser.parse_args().idle_seconds
    with tempfile.TemporaryDirectory(prefix="bluewatch-memory-") as scratch:
        report = measure(DemoFolder(Path(scratch) / "data"), idle)
    print(json.dumps(report, indent=2))
    return 0 if all(report["within_bounds"].values()) else 1


def measure(folder: DemoFolder, idle_seconds: float) -> dict[str, dict[str, float | bool | int]]:
    """The peaks of crawl child, its largest worker, and service; and what the crawl read meanwhile."""
    moment = crawl_at(WEEKS - 1)
    with (
        folder.held(),
        NewsroomServer(load_script(), now=moment, ports=dict.fromkeys(OUTLETS, 0)) as newsroom,
    ):
        folder.lay_out(newsroom.ports, newsroom.hosts)
        crawl = watched(folder, ["crawl", "--all", "--now", to_text(moment)], CRAWL_SECONDS)
        read = total(counted(folder))["read"]
        # Half an hour later nothing is due, and the service waits.
        later = to_text(moment + timedelta(minutes=30))
        service = watched(folder, ["run", "--now", later], idle_seconds, stop=True)
    peaks = {"crawl": crawl["self"], "worker": crawl["child"], "service": service["self"]}
    return {
        "peak_mb": peaks,
        "bounds_mb": dict(BOUNDS_MB),
        "within_bounds": {name: 0 < peaks[name] < bound for name, bound in BOUNDS_MB.items()},
        "crawl": {"seconds": crawl["seconds"], "pages_read": read, "workers_seen": crawl["children"]},
        "service": {"seconds": service["seconds"], "children_seen": service["children"]},
    }


def watched(folder: DemoFolder, words: list[str], seconds: float, *, stop: bool = False) -> dict[str, float]:
    """Run one command and give its peaks. stop: end it by SIGTERM after the seconds, else it must end by itself."""
    line = jobs.command_line(*words, data=folder.path, config=folder.config)
    began = time.monotonic()
    own, children = 0, dict[int, int]()
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and time.monotonic() - began < seconds:
            own = max(own, peak_of(process.pid))
            for child in children_of(process.pid):
                children[child] = max(children.get(child, 0), peak_of(child))
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
        "children": len(children),
        "seconds": round(time.monotonic() - began, 1),
    }


def peak_of(pid: int) -> int:
    """The largest resident set that a process has had, in bytes; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


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
