"""The children that a tried service has started, each in a group of its own, and those that outlive it."""

from __future__ import annotations

import time
from pathlib import Path


def children(place: Path) -> list[int]:
    """Their numbers, as the service's commands told them to the bench at that place."""
    try:
        return [int(line) for line in (place / "counted.children").read_text().split()]
    except FileNotFoundError:
        return []


def left_over(place: Path, seconds: float) -> list[int]:
    """Children that are still there so long after their service is not."""
    until = time.monotonic() + seconds
    while (alive := [pid for pid in children(place) if _runs(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return alive


def _runs(pid: int) -> bool:
    """Whether a process is there; one that has ended and waits to be reaped is not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
