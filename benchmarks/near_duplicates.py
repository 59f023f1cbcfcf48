"""What placing an article among 100,000 costs, and how well copies are found, beside datasketch's MinHashLSH.

    python benchmarks/near_duplicates.py [--articles 100000] [--stored 0] [--peers all|none] [--json]

The articles are invented (benchmarks/copies.py), stored as a crawl stores them but without their findings, and placed
one after the other in the order of their publication, about 67 a day. Prints milliseconds of CPU an article (all, and
the first and last tenth), peak memory of the process that places, marks an article, and precision and recall of pairs
against the truth. With --stored the tables hold the random marks of so many earlier articles before the first one is
placed, which costs less time than placing them. datasketch is installed into an environment of its own, holds its index
in memory and names candidates; it gets the same bodies in the same order. Both read the texts from a file, in a process
of their own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.copies import archive as written_archive
from benchmarks.extraction_peers import NotInstalled, Reader, cache_folder, python_of
from storage.times import to_text

PER_STORY = 2.5
DAYS_AN_ARTICLE = 0.015
PEER = Reader("datasketch", ("datasketch==2.0.0",), frozenset())
OURS = Path(__file__).resolve().parent / "placing.py"
CHILD = Path(__file__).resolve().parent / "peers" / "datasketch_child.py"
Pairs = set[tuple[int, int]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--stored", type=int, default=0, help="so many earlier articles stand there by their marks")
    parser.add_argument("--peers", default="all", help="all or none")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts.jsonl"
        truth = _write(texts, options.articles)
        figures: dict[str, Any] = {
            "articles": options.articles,
            "pairs": len(truth),
            "bluewatch": ours(texts, truth, options.stored),
        }
        if options.peers != "none":
            try:
                figures["datasketch"] = theirs(texts, truth)
            except NotInstalled as error:
                figures["datasketch"] = {"not measured": str(error)}
    if options.json:
        print(json.dumps(figures))
        return
    print(f"{options.articles} articles, {len(truth)} pairs with the same wording")
    for name in ("bluewatch", "datasketch"):
        for key, value in (figures.get(name) or {}).items():
            print(f"{name:12} {key:26} {value}")


def _write(texts: Path, count: int) -> Pairs:
    """Write so many articles in the order of their publication; return the pairs that are one text."""
    days = max(30, round(count * DAYS_AN_ARTICLE))
    articles = itertools.islice(written_archive(round(count / PER_STORY * 1.05), days=days), count)
    ordered = sorted(articles, key=lambda one: (one.published_at, one.url))
    with texts.open("w", encoding="utf-8") as out:
        for number, one in enumerate(ordered):
            form = {"id": number, **asdict(one), "published_at": to_text(one.published_at)}
            out.write(json.dumps(form) + "\n")
    return pairs_of([one.text for one in ordered])


def ours(texts: Path, truth: Pairs, stored: int) -> dict[str, object]:
    """Place them all in an archive of their own."""
    said = _said([sys.executable, str(OURS), str(texts), str(stored)])
    times = said["times"]
    tenth = max(1, len(times) // 10)
    return {
        "ms_an_article": round(sum(times) / len(times) * 1000, 2),
        "ms_an_article_first_tenth": round(sum(times[:tenth]) / tenth * 1000, 2),
        "ms_an_article_last_tenth": round(sum(times[-tenth:]) / tenth * 1000, 2),
        "slowest_ms": round(max(times) * 1000, 1),
        "peak_mb": round(said["peak_mb"]),
        "marks_an_article": round(said["marks"] / (len(times) + stored), 1),
        "archive_mb": round(said["archive_mb"]),
        **quality(pairs_of(said["texts"]), truth),
    }


def theirs(texts: Path, truth: Pairs) -> dict[str, object]:
    """The same bodies through datasketch; the pairs that it names are compared with the truth."""
    said = _said([str(python_of(PEER, cache_folder())), str(CHILD), str(texts)])
    return {
        "ms_an_article": round(said["cpu"] / said["articles"] * 1000, 2),
        "peak_mb": round(said["peak_mb"]),
        **quality({(a, b) for a, b in said["pairs"]}, truth),
    }


def _said(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInstalled(done.stderr[-300:])
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def pairs_of(groups: Iterable[object]) -> Pairs:
    """All pairs of places that hold the same group."""
    members: dict[object, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    return {pair for found in members.values() for pair in itertools.combinations(found, 2)}


def quality(found: Pairs, truth: Pairs) -> dict[str, object]:
    """Precision and recall of pairs."""
    right = len(found & truth)
    return {
        "precision": round(right / len(found), 4) if found else None,
        "recall": round(right / len(truth), 4) if truth else None,
    }


if __name__ == "__main__":
    main()
