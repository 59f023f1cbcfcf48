"""``python -m tests.torture --minutes 60``: every disk operation under every fault, by turns, and what did not hold."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.torture.drive import SHOWN, Stream, progress, run
from tests.torture.shim import built


def main() -> int:
    """Run it; 0 where nothing failed, 1 where something did, 2 where this machine cannot."""
    words = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    words.add_argument("--minutes", type=float, default=60.0)
    words.add_argument("--only", action="append", default=[], help="a scenario or a fault; may be given again")
    words.add_argument("--seed", type=int, default=0, help="of the places and times that are drawn")
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--json", action="store_true", dest="as_json")
    given = words.parse_args()
    if built() is None:
        say("this needs Linux with a C compiler (cc)")
        return 2
    with tempfile.TemporaryDirectory(prefix="bluewatch-torture-", dir=memory()) as folder:
        done = run(Path(folder) / "benches", given.minutes, only=given.only, seed=given.seed, jobs=given.jobs, say=say)
    found = done.streams
    if given.as_json:
        print(json.dumps([form(one) for one in found]))  # noqa: T201
    else:
        print(table(found))  # noqa: T201
    for one in found:
        for point, wrong in one.failures[:SHOWN]:
            say(f"\n{one.scenario}, {one.fault}, point {point + 1}:")
            for what in wrong:
                say(f"  {what}")
    return 1 if any(one.failed for one in found) else 0


def memory() -> str | None:
    """A folder in memory where there is one: what is tried is not the speed of a disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def table(found: list[Stream]) -> str:
    """Points, tried and failures of every scenario under every fault."""
    rows = [("scenario", "fault", "points", "tried", "share", "failures")]
    rows += [
        (one.scenario, one.fault, f"{one.points:,}", f"{one.tried:,}", f"{100 * one.tried / max(one.points, 1):.0f} %",
         str(one.failed))
        for one in found
    ]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, progress(found)])


def form(one: Stream) -> dict[str, object]:
    """One stream for programs."""
    return {
        "scenario": one.scenario,
        "fault": one.fault,
        "points": one.points,
        "tried": one.tried,
        "undisturbed": one.missed,
        "failures": [{"point": point + 1, "wrong": wrong} for point, wrong in one.failures],
    }


def say(words: str) -> None:
    """Progress and failures go to standard error."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
