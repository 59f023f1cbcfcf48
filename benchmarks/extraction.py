"""Bluewatch and its peers on real pages with gold, side by side: ``python benchmarks/extraction.py CORPUS``.

CORPUS is a folder with one folder an origin, each with gold.jsonl and html/*.html.gz. Metrics, as that corpus states
them: body by 4-gram shingles of words (a CJK sign is a word), precision and recall averaged over pages, F1 of the two
means; title, day, time, outlet right or wrong; authors and editors by intersection over union; datelines found and
false; F1 of related links. n stands beside every figure; up to 20 pages are counted.

Each reader has a process of its own for each origin, with nothing else in it, which reads --warm pages before anything
counts. The readers take turns origin by origin. CPU seconds are those of the process while it has the page (from bytes
to all fields); peak memory is the kernel's for the process. Of several rounds the speed is the median without the
first. Peers are installed by pip into environments of their own, once, in a cache folder; they are given no network.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import extraction_peers as peers
from benchmarks.extraction_run import Measured, Pace, grouped, measure
from benchmarks.extraction_scores import Row, pages
from benchmarks.extraction_table import FIGURES, Figures, as_markdown, as_text, figures, worst
from crawler.catalogue import load_catalogue

FIRST = (
    "zyte",
    "fundus",
    "fundus-eval",
    "np4k-dataset",
    "magic-html",
    "daniel",
    "trafilatura",
    "htmldate",
    "postlight",
)


def main() -> int:
    """Run what was asked for and print the tables."""
    options = arguments()
    try:
        wanted = peers.chosen(options.peers)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    readers = installed([peers.OURS, *([peers.BY_LAYOUT] if options.layouts else []), *wanted], options.cache)
    names = [reader.name for reader, _ in readers]
    pace = Pace(options.warm, options.rounds, options.page_seconds)
    whole, annotated, groups = Measured(), set[tuple[str, str]](), dict[str, dict[str, Figures]]()
    for origin in options.origin or origins_of(options.corpus):
        rows = rows_of(options, origin)
        annotated |= {(origin, row["file"]) for row in rows if row["annotation"].get("full")}
        part = measure(options.corpus, origin, rows, readers, pace)
        for name, some in grouped(part.readings, set()):
            if name.split()[0] == origin:
                groups[name] = figures(some, names, part.peaks)
                show(options, name, groups[name])
        whole.add(part)
    for name, some in grouped(whole.readings, annotated):
        if (name not in groups and len(some) < len(whole.readings)) or name == "all":
            groups[name] = figures(some, names, whole.peaks)
            show(options, name, groups[name])
    report(options, whole, groups)
    return 0 if peers.OURS.name in whole.versions else 1


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--origin", action="append", metavar="NAME", help="only this folder of the corpus; repeatable")
    parser.add_argument("--limit", type=int, metavar="N", help="of each origin the first N pages only")
    parser.add_argument("--peers", default="all", help=f"all, none, or names with commas: {', '.join(peers.PEERS)}")
    parser.add_argument("--layouts", action="store_true", help="also read by the source files of benchmarks/layouts")
    parser.add_argument(
        "--known", action="store_true", help="only pages of hosts in benchmarks/layouts; with --layouts"
    )
    parser.add_argument("--rounds", type=int, default=1, help="passes over the pages; the first gives the scores")
    parser.add_argument("--warm", type=int, default=20, help="pages a new process reads before anything counts")
    parser.add_argument("--page-seconds", type=float, default=60.0, help="a reader that takes longer has lost the page")
    parser.add_argument("--worst", type=int, metavar="N", help="our N worst pages of each figure, with reasons")
    parser.add_argument("--figure", choices=FIGURES, help="of --worst, only this figure")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all figures, and every page's marks, as JSON")
    parser.add_argument("--markdown", action="store_true", help="one table as docs/benchmarks.md prints it")
    parser.add_argument("--cache", type=Path, default=peers.cache_folder(), help="where the peers are installed")
    return parser.parse_args()


def installed(readers: Sequence[peers.Reader], cache: Path) -> list[tuple[peers.Reader, Path]]:
    """Each reader with the interpreter of its environment; one that cannot be installed is named and left out."""
    found: list[tuple[peers.Reader, Path]] = []
    for reader in readers:
        try:
            found.append((reader, peers.python_of(reader, cache)))
        except peers.NotInstalled as error:
            print(f"{reader.name} is left out: {error}", file=sys.stderr)
    return found


def origins_of(corpus: Path) -> list[str]:
    """The folders of pages, in the order of FIRST, then by name."""
    there = sorted(folder.parent.name for folder in corpus.glob("*/gold.jsonl"))
    return sorted(there, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))


def rows_of(options: argparse.Namespace, origin: str) -> list[Row]:
    """The pages of one origin that are asked for."""
    rows = list(pages(options.corpus, origin))
    if options.known:
        sources = load_catalogue(peers.LAYOUTS, "none")
        rows = [row for row in rows if row.get("url") and sources.for_url(row["url"])]
    return rows[: options.limit]


def show(options: argparse.Namespace, name: str, group: dict[str, Figures]) -> None:
    """Print a group as soon as it is there, on the error output where the table itself is wanted as Markdown."""
    print(as_text(name, group), file=sys.stderr if options.markdown else sys.stdout, flush=True)


def report(options: argparse.Namespace, whole: Measured, groups: dict[str, dict[str, Figures]]) -> None:
    """What ends a run: the machine and versions, the Markdown table, the worst pages, the JSON file."""
    versions = {
        name: " ".join(f"{package} {number}" for package, number in of.items()) for name, of in whole.versions.items()
    }
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    if options.markdown:
        print(as_markdown(groups))
    print(f"\n{machine}; warm: {options.warm} pages; rounds: {options.rounds}")
    print("\n".join(f"{name}: {what}" for name, what in versions.items()))
    ours = groups.get("all") or next(iter(groups.values()), {})
    for name, found in ours.items():
        if found["library_pages"]:
            print(f"{name}: a library gave a field on {found['library_pages']} of {found['pages']} pages")
    if options.worst:
        print("\n".join(worst(whole.readings, options.worst, options.figure)))
    if options.json:
        kept = ("reader", "origin", "file", "marks", "cpu", "failure", "refused")
        pages_of = [{name: getattr(one, name) for name in kept} for one in whole.readings]
        told = {"machine": machine, "versions": whole.versions, "groups": groups, "pages": pages_of}
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
