"""When outlets and articles are asked again: the real rules over simulated worlds, against fixed intervals.

    python benchmarks/simulation.py [--world press] [--outlets 2000] [--days 90] [--every 6] [--seed one] [--json]

Outlets with offices' hours, newsrooms, agencies, weeklies, floods and silent months publish and edit by a seeded script
(benchmarks/sim/worlds.py). Three policies follow them over the same days, by a simulated clock and without a network:
`by news`, the rules as they are; `by interval`, the same with `[schedule] by = "interval"`; and `fixed`, which asks
every listing and every kept article at one interval each, chosen so that it makes as many requests of both kinds as
`by news`. The first three weeks are not counted. Latencies are hours from publication to archive; an edit is seen where
a check comes after it and before the next one. Without --world all four worlds are run, two at a time; nothing can be
learned in `even`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from itertools import repeat
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.sim.asking import Rules
from benchmarks.sim.measure import Figures, figures, follow, same_budget
from benchmarks.sim.worlds import WORLDS, outlets

COLUMNS = (
    ("requests", "requests", "{:,}"),
    ("per new", "requests_per_new", "{:.2f}"),
    ("median h", "latency_median", "{:.2f}"),
    ("95 % h", "latency_95", "{:.2f}"),
    ("mean h", "latency_mean", "{:.2f}"),
    ("edits seen", "edits_seen", "{:.1%}"),
    ("after h (median)", "edit_delay_median", "{:.1f}"),
    ("after h (mean)", "edit_delay_mean", "{:.1f}"),
)


def main() -> int:
    """Run what the command line asks for."""
    given = _arguments()
    names, found = [given.world] if given.world else list(WORLDS), {}
    with ProcessPoolExecutor(max_workers=given.jobs) as pool:
        for name, rows in zip(names, pool.map(compare, names, repeat(given)), strict=True):
            found[name] = rows
            if not given.json:
                _table(name, rows, given)
    if given.json:
        print(json.dumps({name: [one.form() for one in rows] for name, rows in found.items()}, indent=2))
    return 0


def compare(name: str, given: argparse.Namespace) -> list[Figures]:
    """The three policies over one world."""
    world = outlets(WORLDS[name], number=given.outlets, days=given.days, seed=given.seed)
    interval = timedelta(hours=given.every)
    adaptive = follow(world, Rules(interval, by_news=True), days=given.days, say=_progress(name, "by news", given))
    rows = [figures("by news", adaptive, days=given.days)]
    fixed = same_budget(world, adaptive, rows[0], days=given.days)
    for label, policy in (("by interval", Rules(interval, by_news=False)), ("fixed", fixed)):
        following = follow(world, policy, days=given.days, say=_progress(name, label, given))
        rows.append(figures(label, following, days=given.days))
    return rows


def _progress(world: str, policy: str, given: argparse.Namespace) -> Callable[[int], None]:
    began = time.monotonic()

    def say(day: int) -> None:
        left = (time.monotonic() - began) / day * (given.days - day)
        if day % 5 == 0 or day == given.days:
            print(f"{world}, {policy}: day {day} of {given.days}, {left:.0f} s left", file=sys.stderr, flush=True)

    return say


def _table(name: str, rows: list[Figures], given: argparse.Namespace) -> None:
    print(f"\n{name}: {given.outlets} outlets, {given.days} days, every {given.every:g} h")
    print(f"{'':<12}" + "".join(f"{title:>18}" for title, _, _ in COLUMNS))
    for row in rows:
        print(f"{row.policy:<12}" + "".join(f"{form.format(getattr(row, key)):>18}" for _, key, form in COLUMNS))
    ours, fixed = rows[0], rows[-1]
    print(
        f"against fixed: median {ours.latency_median / fixed.latency_median:.2f}, 95 % "
        f"{ours.latency_95 / fixed.latency_95:.2f}, mean {ours.latency_mean / fixed.latency_mean:.2f}; edits seen "
        f"{ours.edits_seen / fixed.edits_seen:.2f}, after {ours.edit_delay_mean / fixed.edit_delay_mean:.2f} of the "
        "time"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", choices=list(WORLDS))
    parser.add_argument("--outlets", type=int, default=2000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--every", type=float, default=6.0, metavar="HOURS", help="[schedule] crawl, in hours")
    parser.add_argument("--seed", default="bluewatch")
    parser.add_argument("--jobs", type=int, default=2, help="worlds at a time")
    parser.add_argument("--json", action="store_true", help="print JSON for programs: a list of figures a world")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
