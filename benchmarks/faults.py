"""Every fault that a site can have, on loopback, in one crawl: what was held, what it cost, and who waited.

    python benchmarks/faults.py [--only NAME ...]

Some two hundred and twenty sites that misbehave (tests/faults: the wire, robots.txt, forbidden addresses, traps, texts,
feeds) and five calm ones are crawled at once by one `crawl`, with a gap of a second. Prints one JSON object: failures
(a wanted article that is not held whole, an unwanted row, a fault that `status` does not name), the longest wait of a
calm site beyond its gap, the peak of the resident sets of the crawl and its children together, and the time. Ends with
1 where a bound is broken. Linux only.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.whole import measured


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], help="names of faults; default: all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bluewatch-faults-") as scratch:
        figures = measured(Path(scratch), frozenset(options.only))
    print(json.dumps({**asdict(figures), "delay": figures.delay, "within": figures.within}, indent=2))
    return 0 if all(figures.within.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
