"""How long a write waits while a backup is taken: the real command beside a process that writes as a crawl does.

    python benchmarks/backup_under_load.py DATA TARGET [--seconds 60] [--json]

DATA is a data folder (benchmarks/archive_at_size.py makes one of any size), TARGET a file that is not there yet and is
removed afterwards. The writer adds addresses to the frontier, one durable transaction each with a tenth of a second
between, first for so many seconds alone and then until the backup, which ends with its own check, is over. A write's
time is from asking for the lock until the commit is on disk. The addresses are removed at the end.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from storage.archive import Archive

ROOT = Path(__file__).resolve().parents[1]
HOST = "backup-under-load.invalid"
BETWEEN = 0.1


def main() -> int:
    """Measure and print; 1 where the backup failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long it writes alone")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.target.exists():
        parser.error(f"{options.target} exists already")
    with Archive.open(options.data) as archive:
        try:
            with archive.db.write():
                archive.db.execute("INSERT OR IGNORE INTO hosts (host) VALUES (?)", (HOST,))
            figures, code = measured(archive, options)
            tell(figures, as_json=options.json)
        finally:
            with archive.db.write():
                archive.db.execute("DELETE FROM pages WHERE host = ?", (HOST,))
                archive.db.execute("DELETE FROM hosts WHERE host = ?", (HOST,))
            options.target.unlink(missing_ok=True)
    return code


def tell(figures: dict[str, Any], *, as_json: bool) -> None:
    """Print them."""
    if as_json:
        print(json.dumps(figures), flush=True)
        return
    for name, value in figures.items():
        print(f"{name:24} {value}", flush=True)


def measured(archive: Archive, options: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """The times of writes without and with a backup, and how the backup ended."""
    until = time.monotonic() + options.seconds
    alone = written(archive, 0, lambda: time.monotonic() < until)
    line = [sys.executable, "-m", "scheduler", "backup", str(options.target), "--data", str(options.data)]
    began = time.monotonic()
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as backup:
        beside = written(archive, len(alone), lambda: backup.poll() is None)
        said = backup.stdout.read().decode() if backup.stdout else ""
    figures = {
        "archive_mb": round(archive.db.path.stat().st_size / 1e6), "backup_seconds": round(time.monotonic() - began, 1),
        "backup_code": backup.returncode, **told("alone", alone), **told("beside", beside),
    }  # fmt: skip
    if backup.returncode:
        print(said, file=sys.stderr)
    return figures, int(backup.returncode != 0)


def written(archive: Archive, first: int, goes_on: Callable[[], bool]) -> list[float]:
    """Write until it is over; the seconds that each write took."""
    times: list[float] = []
    source = str(archive.db.value("SELECT min(slug) FROM sources"))
    while goes_on():
        url, began = f"https://{HOST}/{first + len(times)}", time.perf_counter()
        archive.frontier.add_page(url, host=HOST, source=source, kind="article", now=datetime.now(UTC))
        times.append(time.perf_counter() - began)
        time.sleep(BETWEEN)
    return times


def told(name: str, times: list[float]) -> dict[str, float]:
    """Count, median, share beyond a quarter of a second, and the longest, in seconds."""
    if not times:
        return {}
    return {
        f"{name}_writes": len(times), f"{name}_median": round(statistics.median(times), 4),
        f"{name}_over_250_ms": sum(one > 0.25 for one in times), f"{name}_longest": round(max(times), 3),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
