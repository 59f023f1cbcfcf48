"""``python -m tests.torture --minutes 60``: every disk operation under every fault, by turns, and what did not hold."""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.torture.drive import SHOWN, TERM, TIMES, Drive, Stream, alone, progress, run
from tests.torture.shim import built
from tests.torture.verdict import Tried


def main() -> int:
    """Run it; 0 where nothing failed, 1 where something did, 2 where this machine cannot."""
    words = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    words.add_argument("--minutes", type=float, default=60.0)
    words.add_argument("--only", action="append", default=[], help="a scenario or a fault; may be given again")
    words.add_argument("--point", action="append", default=[], help="this alone: scenario/fault/number")
    words.add_argument("--seed", type=int, default=0, help="of the places and times that are drawn")
    words.add_argument("--times", type=int, default=1, help="so many times as many power cuts, signals and runs")
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--json", action="store_true", dest="as_json")
    given = words.parse_args()
    if built() is None:
        say("this needs Linux with a C compiler (cc)")
        return 2
    with tempfile.TemporaryDirectory(prefix="bluewatch-torture-", dir=memory()) as folder:
        place = Path(folder) / "benches"
        if given.point:
            try:
                return tell_alone(alone(place, given.point, given.seed, given.times))
            except KeyError as error:
                say(f"there is no point {error.args[0]}: a name is scenario/fault/number, as a failed run prints it")
                return 2
        done = run(
            place, given.minutes, only=given.only, seed=given.seed, jobs=given.jobs, say=say, times=given.times
        )  # fmt: skip
    found = done.streams
    if given.as_json:
        print(json.dumps(form(done)))  # noqa: T201
    else:
        print(f"{table(found)}\n\n{totals(found)}\n\n{ending(done)}")  # noqa: T201
    more = "".join(f" --{name} {value}" for name, value in (("seed", given.seed), ("times", given.times)) if value > 1)
    for one in found:
        for point, wrong in one.failures[:SHOWN]:
            say(f"\npython -m tests.torture{more} --point '{named(one, point)}'")
            for what in wrong:
                say(f"  {what}")
    return 1 if any(one.failed for one in found) else 0


def tell_alone(done: list[tuple[str, Tried]]) -> int:
    """Say what single points came to; the exit code."""
    for name, tried in done:
        print(f"{name}: {'failed' if tried.wrong else 'all held' if tried.reached else 'undisturbed'}")  # noqa: T201
        for what in tried.wrong:
            say(f"  {what}")
    return 1 if any(tried.wrong for _, tried in done) else 0


def memory() -> str | None:
    """A folder in memory where there is one: what is tried is not the speed of a disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def table(found: list[Stream]) -> str:
    """Points, tried and failures of every scenario under every fault; one of each class comes before the rest."""
    rows = [("scenario", "fault", "points", "tried", "share", "classes", "tried", "once more", "failures")]
    rows += [
        (one.scenario, one.fault, f"{one.points:,}", f"{one.tried:,}", share(one.tried, one.points), f"{one.first:,}",
         share(min(one.begun, one.first), one.first), f"{one.again:,}", str(one.failed))
        for one in found
    ]  # fmt: skip
    return aligned(rows)


def totals(found: list[Stream]) -> str:
    """Points and failures by what is done to what kind of operation; of what is by chance, how often in all."""
    points: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    for one in found:
        points.update((one.fault, kind) for kind in one.kinds)
        tried.update({(one.fault, kind): many for kind, many in one.by_kind.items()})
        failed.update((one.fault, one.kinds[point]) for point, _ in one.failures)
    rows = [("fault", "at", "points", "tried", "share", "failures")]
    rows += [
        (fault, "" if fault in TIMES else kind, f"{many:,}", f"{tried[fault, kind]:,}", share(tried[fault, kind], many),
         str(failed[fault, kind]))
        for (fault, kind), many in points.items()
    ]  # fmt: skip
    return aligned(rows)


def ending(done: Drive) -> str:
    """How far it came, how long it took, and the slowest end."""
    found = done.streams
    rebuilt, spared = sum(one.rebuilt for one in found), sum(len(one.spared) for one in found)
    slowest = max((one.slowest for one in found if one.fault == TERM), default=0.0)
    missed = sum(one.missed for one in found)
    compared = sum((one.compared for one in found), Counter[bool]())
    took = f"{done.seconds / 60:.0f} minutes, {done.cpu_seconds + time.process_time():,.0f} s of processor"
    return (
        f"{progress(found)}\n{done.states:,} different states were left, each looked at and run again; {spared:,}"
        f" points were spared that, or the fault itself ({rebuilt:,} rebuilt; of"
        f" {compared.total():,} real kills that were compared with it, {compared[True]:,} had left the same)\n"
        f"slowest end after SIGTERM {slowest:.1f} s; {missed:,} ended before their fault; {took}"
    )


def share(some: int, of: int) -> str:
    """Per cent, 100 only for all."""
    return f"{math.floor(1000 * some / of) / 10:g} %" if of else "-"


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def named(one: Stream, point: int) -> str:
    """A point as --point takes it."""
    return f"{one.scenario}/{one.fault}/{point + 1}"


def form(done: Drive) -> dict[str, object]:
    """All of it for programs."""
    return {
        "seconds": round(done.seconds),
        "processor_seconds": round(done.cpu_seconds + time.process_time()),
        "states": done.states,
        "streams": [
            {
                "scenario": one.scenario,
                "fault": one.fault,
                "points": one.points,
                "tried": one.tried,
                "classes": one.first,
                "classes_tried": min(one.begun, one.first),
                "tried_by_kind": one.by_kind,
                "spared": len(one.spared),
                "rebuilt": one.rebuilt,
                "left_as_rebuilt": one.compared[True],
                "left_otherwise": one.compared[False],
                "once_more": one.again,
                "undisturbed": one.missed,
                "slowest_end": round(one.slowest, 2),
                "failures": [{"point": named(one, point), "wrong": wrong} for point, wrong in one.failures],
            }
            for one in done.streams
        ],
    }


def say(words: str) -> None:
    """Progress and failures go to standard error."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
