"""The simulated year: crawl it daily, daily with kills, and in one go, and measure each archive against the script.

    python benchmarks/year.py [--articles 3000] [--outlets 12] [--days 365] [--kills 10] [--only daily] [--keep FOLDER]

What is measured stands in tests/year; this only runs it and prints the tables. CPU seconds are of this process and its
children.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.year.compare import EVERYTHING, differences, last_states, told
from tests.year.drive import Crawler, at_once, daily
from tests.year.measure import measured, table
from tests.year.script import year
from tests.year.web import Web


def main() -> None:
    """Run what the command line asks for."""
    given = _arguments()
    if given.keep is not None:
        _run(given, given.keep)
        return
    with tempfile.TemporaryDirectory() as folder:
        _run(given, Path(folder))


def _run(given: argparse.Namespace, folder: Path) -> None:
    script = year(seed=given.seed, articles=given.articles, outlets=given.outlets, days=given.days)
    readings: dict[str, str] = {}

    def crawled(name: str, do: Callable[[Crawler], Any], **how: Any) -> Path:
        began, web = time.process_time(), Web(script)
        done = do(Crawler(folder / name, web, readings=readings, **how))
        took = time.process_time() - began
        print(f"{name}: {took:.0f} s of CPU, {web.asked} requests{f', killed at {done}' if done else ''}", flush=True)
        return folder / name

    calm = crawled("daily", daily)
    print(table(measured(calm, script), show=given.show), flush=True)
    if given.only == "daily":
        return
    killed = crawled("killed", lambda crawler: daily(crawler, kills=given.kills))
    _differ("daily runs with kills", differences(told(calm), told(killed), *EVERYTHING), given.show)
    once = told(crawled("once", at_once, archive=True))
    _differ(f"in one go, {len(once)} articles still up", last_states(told(calm), once), given.show)


def _differ(name: str, wrong: list[str], show: int) -> None:
    print(f"{name}: {len(wrong)} differences")
    for line in wrong[:show]:
        print(f"    {line[:400]}")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("articles", 3000), ("outlets", 12), ("days", 365), ("kills", 10), ("show", 5)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--seed", default="bluewatch")
    parser.add_argument("--only", choices=["daily"])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="a new folder that the archives are left in")
    return parser.parse_args()


if __name__ == "__main__":
    main()
