"""The service with thousands of outlets: its start, memory, rhythm, latency and manners. Linux only.

    python benchmarks/many_sources.py [--sources 2000] [--minutes 10] [--every "every 1 hour"] [--history 30] [--json]

Writes source files of invented outlets, each at an address of 127.0.0.0/8 of its own behind one server, and lets the
real `bluewatch run` follow them in real time, with the usual gap of 5 s. --history first lays down what an archive of
so many days holds of each (runs, the ledger, addresses), due again evenly over the interval, as in a service that is
long at work; without it all outlets are new and due at once. Requests are those that the server saw; latency is from
the moment of publication to that of the first capture. Sizes in MB (10^6 bytes): the kernel's peaks of the resident set
(VmHWM) of each process. Commands are timed after the service has stopped, the best of three; `look` is one look of the
service at its archive, in this process. Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.sim.newsstand import ARTICLE, FEED, OTHER, ROBOTS, Server, Stand, free_port
from benchmarks.sim.past import lay_down_past
from scheduler.commands.options import open_settings
from scheduler.gather import facts_now, lay_down_days, planned_sources, rhythm_of
from scheduler.jobs import command_line
from scheduler.plan import make_plan
from storage.archive import Archive
from storage.times import from_text

ROOT = Path(__file__).parents[1]
GAP = 5.0
BOUNDS = {"service_mb": 150.0, "command_seconds": 1.0}


def main() -> int:
    """Measure, print, judge."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="bluewatch-many-", dir=given.folder) as scratch:
        report = measure(Path(scratch), given)
    within = {
        "service_mb": report["service"]["peak_mb"] <= BOUNDS["service_mb"],
        "commands": all(seconds <= BOUNDS["command_seconds"] for seconds in report["commands_s"].values()),
        "gap_kept": report["least_gap_s"] is None or report["least_gap_s"] >= GAP - 0.05,
        "none_failed": not report["runs_not_well"],
    }
    report["within_bounds"] = within
    print(json.dumps(report, indent=None if given.json else 2))
    return 0 if all(within.values()) else 1


def measure(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """One service over the outlets for so many minutes."""
    stand = Stand(given.sources, time.time(), given.minutes / 60 + 1, given.a_day, free_port())
    config = lay_out(folder, stand, given.every)
    data = folder / "data"
    if given.history:
        with Archive.open(data, create=True) as archive:
            settings = open_settings(config, data)
            lay_down_past(archive, settings, stand, given.history, time.time())
    with Server(stand, folder / "asked.log") as server:
        watched = watch(folder, config, server, 60 * given.minutes, given.sources)
    return {
        "sources": given.sources,
        "minutes": given.minutes,
        "every": given.every,
        "history_days": given.history,
        **watched,
        **_from_requests(server),
        **_from_archive(data, stand),
        "look_s": look_seconds(config, data),
    }


def lay_out(folder: Path, stand: Stand, every: str) -> Path:
    """Configuration and source files."""
    (folder / "sources").mkdir()
    for outlet in range(stand.outlets):
        (folder / "sources" / f"{stand.slug(outlet)}.toml").write_text(stand.source_file(outlet), encoding="utf-8")
    config = folder / "bluewatch.toml"
    config.write_text(
        f'[sources]\nfolder = "sources"\npackaged = "none"\n[data]\nfolder = "data"\n[schedule]\ncrawl = "{every}"\n'
        f'[crawl]\ncontact = "desk@watch.example"\ngap_seconds = {GAP}\n[backup]\ndaily = 0\n',
        encoding="utf-8",
    )
    return config


def watch(folder: Path, config: Path, server: Server, seconds: float, sources: int) -> dict[str, Any]:
    """Run the service for so long; when it was ready, what it and its children took."""
    notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notices.bind(str(folder / "notify"))
    notices.settimeout(0.0)
    data = folder / "data"
    line = command_line("run", data=data, config=config)
    began, ready = time.time(), None
    peaks = {name: defaultdict[str, float](float) for name in ("service", "crawl", "worker")}
    children: set[int] = set()
    most_children, together = 0, 0.0
    with (folder / "service.log").open("wb") as log:
        service = subprocess.Popen(
            line, cwd=ROOT, env={**_environment(), "NOTIFY_SOCKET": str(folder / "notify")}, stderr=log, stdout=log
        )
        try:
            while time.time() < began + seconds and service.poll() is None:
                with contextlib.suppress(BlockingIOError):
                    while ready is None and b"READY=1" in notices.recv(4096):
                        ready = time.time() - began
                tree = list(_tree(service.pid))
                crawls = {pid for pid, parent, _ in tree if parent == service.pid}
                children |= crawls
                most_children = max(most_children, len(crawls))
                for pid, parent, now_mb in tree:
                    kind = "service" if pid == service.pid else "crawl" if parent == service.pid else "worker"
                    _note(peaks[kind], pid, now_mb)
                together = max(together, sum(now_mb for _, _, now_mb in tree))
                time.sleep(0.5)
            if service.poll() is not None:
                raise RuntimeError((folder / "service.log").read_text(encoding="utf-8")[-2000:])
            cpu = _cpu_seconds(service.pid)
            wall = time.time() - began
        finally:
            service.terminate()
            service.wait()
    commands = {name: _command_seconds(name, data, config) for name in ("status", "sources list", "coverage")}
    asked = list(server.asked())
    firsts = {outlet: at for at, outlet, kind, _ in reversed(asked) if kind == FEED}
    return {
        "ready_s": ready and round(ready, 2),
        "first_request_s": round(asked[0][0] - began, 2) if asked else None,
        "asked_once": len(firsts),
        "all_asked_once_s": round(max(firsts.values()) - began, 1) if len(firsts) == sources else None,
        "service": {**_rounded(peaks["service"]), "cpu_s_a_minute": round(60 * cpu / wall, 2)},
        "crawl_child": _rounded(peaks["crawl"]),
        "parse_worker": _rounded(peaks["worker"]),
        "together_mb": round(together, 1),
        "crawl_processes": len(children),
        "crawls_at_once": most_children,
        "commands_s": {name: wall for name, (wall, _) in commands.items()},
        "commands_cpu_s": {name: cpu for name, (_, cpu) in commands.items()},
    }


def look_seconds(config: Path, data: Path) -> dict[str, float]:
    """One look of the service at its archive, part by part."""
    settings = open_settings(config, data)
    sources = planned_sources(settings)
    parts: dict[str, float] = {}
    with settings.archive() as archive:
        for name in ("first", "again"):
            now, began = settings.now(), time.perf_counter()
            lay_down_days(archive, sources, now)
            facts = facts_now(archive, sources, now, settings.config)
            make_plan(facts, rhythm_of(settings.config), now)
            parts[name] = round(time.perf_counter() - began, 3)
    return parts


def _from_requests(server: Server) -> dict[str, Any]:
    asked = list(server.asked())
    kinds = Counter(kind for _, _, kind, _ in asked)
    times: dict[int, list[float]] = defaultdict(list)
    feeds: dict[int, list[float]] = defaultdict(list)
    for at, outlet, kind, _ in asked:
        times[outlet].append(at)
        if kind == FEED:
            feeds[outlet].append(at)
    gaps = [after - before for some in times.values() for before, after in pairwise(some)]
    between = sorted(after - before for some in feeds.values() for before, after in pairwise(some))
    new = len({(outlet, number) for _, outlet, kind, number in asked if kind == ARTICLE})
    return {
        "requests": len(asked),
        "requests_by_kind": {name: kinds[n] for n, name in enumerate(("robots", "feed", "article", "other"))},
        "articles_asked": new,
        "requests_per_article": round(len(asked) / max(1, new), 2),
        "requests_per_article_without_robots": round((len(asked) - kinds[ROBOTS] - kinds[OTHER]) / max(1, new), 2),
        "least_gap_s": round(min(gaps), 2) if gaps else None,
        "feed_again_s": {"median": _at(between, 0.5), "95": _at(between, 0.95), "most": _at(between, 1.0)},
    }


def _from_archive(data: Path, stand: Stand) -> dict[str, Any]:
    number_of = {f"http://{stand.host(n)}/a/": n for n in range(stand.outlets)}
    waited = []
    with Archive.open(data, read_only=True) as archive:
        for row in archive.db.each(
            "SELECT pages.url, min(captures.fetched_at) AS at FROM captures JOIN pages ON pages.id = captures.page_id"
            " WHERE pages.kind = 'article' GROUP BY pages.id"
        ):
            base, number = row["url"][: row["url"].rindex("/") + 1], int(row["url"].rpartition("/")[2])
            if base not in number_of:
                continue  # of the past that was laid down
            published = stand.published[number_of[base]][number]
            if published >= stand.began:
                waited.append(from_text(row["at"]).timestamp() - published)
        outcomes = archive.db.rows(
            "SELECT outcome, reason, count(*) AS n FROM runs WHERE started_at >= ? AND outcome IS NOT NULL"
            " AND outcome NOT IN ('collected', 'nothing-new', 'interrupted') GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5",
            (datetime.fromtimestamp(stand.began, UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),),
        )
    waited.sort()
    until = max((moment for some in stand.published for moment in some), default=0.0)
    return {
        "new_in_archive": len(waited),
        "published_meanwhile": sum(stand.began <= at <= min(until, time.time()) for s in stand.published for at in s),
        "latency_s": {"median": _at(waited, 0.5), "95": _at(waited, 0.95)},
        "runs_not_well": [dict(row) for row in outcomes],
    }


def _tree(root: int) -> Iterator[tuple[int, int, float]]:
    """Each process below (and with) root: pid, parent, resident MB now."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                stat = Path(f"/proc/{entry}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
                parents[int(entry)] = int(stat[1])
    wanted = [root]
    for pid in wanted:
        wanted.extend(child for child, parent in parents.items() if parent == pid)
        with contextlib.suppress(OSError, IndexError, ValueError):
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
            yield pid, parents.get(pid, 0), pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _note(peaks: dict[str, float], pid: int, now_mb: float) -> None:
    with contextlib.suppress(OSError, IndexError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        if "VmHWM" in status:
            peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
            peaks["peak_mb"] = max(peaks["peak_mb"], peak)
        peaks["last_mb"] = now_mb
        peaks["descriptors"] = max(peaks["descriptors"], len(os.listdir(f"/proc/{pid}/fd")))


def _command_seconds(name: str, data: Path, config: Path) -> tuple[float, float]:
    """Seconds on the wall and of the processor, the best of three."""
    command, *rest = name.split()
    # Groups take their sub-command before the options.
    line = [*command_line(command, *rest, data=Path("."), config=None)[:5], *rest, "--data", str(data)]
    found = []
    for _ in range(3):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        words = [*line, "--config", str(config)]
        subprocess.run(words, cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL, check=True)
        took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found.append((round(took, 2), round(cpu, 2)))
    return min(found)


def _environment() -> dict[str, str]:
    """With the packages that lie beside this file, wherever others are installed."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rounded(peaks: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 1) for name, value in peaks.items()}


def _at(ordered: Sequence[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--every", default="every 1 hour", help="[schedule] crawl")
    parser.add_argument("--history", type=int, default=0, metavar="DAYS", help="days of a past to begin with")
    parser.add_argument("--a-day", type=float, default=4.0, help="new items of an outlet a day (median)")
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
