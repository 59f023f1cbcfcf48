"""How long thirty queries and every saved question take on an archive (benchmarks/archive_at_size.py makes one).

    python benchmarks/queries.py DIR [--runs 7] [--json] [--slowest]

Each query is asked as `bluewatch search` and the pages ask it: the first twenty hits with snippets, counted; then the
same by rank and with facets. Each saved question is asked with its defaults. Prints the median of all runs after a
first one, in milliseconds of the clock and of the processor.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from storage.archive import Archive
from storage.questions import Question, load_questions

QUERIES = (
    # common words
    "peacekeepers", "the", "mission security", "united nations peacekeeping troops", "force OR police OR contingent",
    '"united nations"', "deploy*", "peacekeepers -troops",
    # rare words
    "telemedicine", "quarantine reconnaissance", '"brairkdou"', "telem*", "ferry OR solar OR telemedicine",
    # Chinese
    "维和", "维和部队", "联合国 维和", "轮换", '"授予勋章"', "烈士 OR 牺牲",
    # fields
    "mission:UNMISS", "mission:UNTAC peacekeepers", "country:CHN has:casualty", "figure>100000", "figure:=181 troops",
    "source:outlet-07 lang:zh 维和", "outlet:outlet label:contested", "after:2026-10-01 before:2026-11-01 convoy",
    "has:ranking", "has:rotation country:NPL", "resolution:2155 label:all", "title:ambush has:revision",
    "mission:ATMIS OR mission:KFOR figure>1000 country:IRL", "has:withdrawal", "has:copy medal",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", default="", help="only what holds these words")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = []
    with Archive.open(options.folder, read_only=True) as archive:
        articles = archive.db.value("SELECT count(*) FROM articles")
        for name, ask in asked(archive):
            if options.only in name:
                figures.append({"asked": name, **measured(ask, options.runs)})
    if options.json:
        print(json.dumps({"articles": articles, "figures": figures}, ensure_ascii=False))
        return
    print(f"{articles} articles; median of {options.runs} runs, ms of the clock and of the processor; rows")
    for row in sorted(figures, key=lambda row: -row["cpu"]):
        print(f"{row['wall']:8.1f} {row['cpu']:8.1f} {row['rows']:6}  {row['asked']}")


def asked(archive: Archive) -> list[tuple[str, Callable[[], int]]]:
    """Everything that is measured, by name; each gives the number of its rows."""
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (
        ("date", {}), ("rank", {"best": True}), ("facets", {"facets": True}),
    )  # fmt: skip
    found: list[tuple[str, Callable[[], int]]] = [
        (f"{kind}: {query}", partial(_hits, archive, query, how)) for kind, how in kinds for query in QUERIES
    ]
    return found + [(f"question: {one.id}", partial(_rows, archive, one)) for one in load_questions()]


def _hits(archive: Archive, query: str, how: dict[str, Any]) -> int:
    return archive.search.answer(query, **how).total


def _rows(archive: Archive, asked_for: Question) -> int:
    return len(archive.db.rows(asked_for.sql, asked_for.bound({})))


def measured(ask: Callable[[], int], runs: int) -> dict[str, Any]:
    """Median of so many runs, after a first one that fills the caches."""
    rows = ask()
    wall, cpu = [], []
    for _ in range(runs):
        before = time.perf_counter(), time.process_time()
        ask()
        wall.append(time.perf_counter() - before[0])
        cpu.append(time.process_time() - before[1])
    return {"rows": rows, "wall": statistics.median(wall) * 1000, "cpu": statistics.median(cpu) * 1000}


if __name__ == "__main__":
    main()
