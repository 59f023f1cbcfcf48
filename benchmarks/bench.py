"""Run the benchmarks of this repository beside their peers, within a time; write docs/benchmarks.md.

    python benchmarks/bench.py [--minutes 30] [--only NAME]... [--corpus FOLDER] [--list] [--json] [--page FILE]

Each benchmark (benchmarks/bench_entries.py) has its share of the minutes, measures less where that is short, and is
ended when it is over; with --only all minutes are shared by those. Peers are installed once into environments of their
own, whose time does not count. What a benchmark prints replaces what stands between its marks in the page; words
outside of marks stay. One that fails, has no
input or is not there says so in its row of the summary, its former figures stay, and the rest goes on. Ends with 0
unless nothing could be measured. `--json` prints the rows of the summary and writes no page.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_entries import ENTRIES, Entry
from benchmarks.bench_table import flat, json_of, machine, put
from benchmarks.extraction_peers import NotInstalled, cache_folder, python_of

ROOT = Path(__file__).resolve().parents[1]
MINUTES = 30.0
PAGE = ROOT / "docs" / "benchmarks.md"
LAST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one benchmark. said: its figures in short, or why there are none; table: for the page."""

    name: str
    command: str
    seconds: float
    measured: bool
    said: str
    peers: str
    table: str = ""


def main(words: Sequence[str] | None = None) -> int:
    """Run what was asked for."""
    options = _options(words)
    chosen = [one for one in ENTRIES if not options.only or one.name in options.only]
    share = options.minutes / sum(one.minutes for one in chosen)
    if options.list:
        for one in chosen:
            there = "" if _there(one) else "  (not there)"
            words_of = " ".join(one.command(str(options.corpus), share))
            print(f"{one.name:18} {one.minutes * share:5.1f} min  {words_of}{there}")
        return 0
    rows = [run(one, options.corpus, share) for one in chosen]
    if options.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
    else:
        options.page.write_text(written(options.page.read_text(encoding="utf-8"), rows), encoding="utf-8")
    return 0 if any(row.measured for row in rows) else 1


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--only", action="append", default=[], metavar="NAME", choices=[one.name for one in ENTRIES])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="a folder of real pages with gold files")
    parser.add_argument("--list", action="store_true", help="say what would run, and with how much time")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page that is rewritten")
    return parser.parse_args(words)


def _there(entry: Entry) -> bool:
    return (ROOT / "benchmarks" / entry.script).is_file()


def run(entry: Entry, corpus: Path, share: float) -> Row:
    """One benchmark, to its end or to that of its time."""
    # The page is the project's: where this machine has its corpus is not for it.
    shown = f"python {' '.join(entry.command('CORPUS', share))}"
    if not _there(entry):
        return Row(entry.name, shown, 0.0, measured=False, said="not there", peers=entry.peers)
    if entry.needs_corpus and not any(corpus.glob("*/gold.jsonl")):
        said = "no corpus of real pages was given (CORPUS=, --corpus)"
        return Row(entry.name, shown, 0.0, measured=False, said=said, peers=entry.peers)
    print(f"{entry.name}: {shown}", file=sys.stderr, flush=True)
    for reader in entry.installs:
        with contextlib.suppress(NotInstalled):  # the benchmark itself says what is missing
            python_of(reader, cache_folder())
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bluewatch-bench-") as scratch:
        code, said, wrong = _output(entry.command(str(corpus), share, scratch), entry.minutes * 60 * share)
    seconds = time.monotonic() - began
    try:
        if code is None:
            raise ValueError(f"it took more than its {entry.minutes * share:.1f} minutes")
        table = entry.show(said)
        if not table.strip():
            raise ValueError("it printed no table")
        told = _headline(entry, said)
    except ValueError as error:
        last = " ".join(wrong.split())[-LAST_WORDS:] if code else ""
        reason = f"failed: {error}" + (f" (exit {code}: {last})" if code else "")
        return Row(entry.name, shown, seconds, measured=False, said=reason.replace("|", "/"), peers=entry.peers)
    missed = f"; exit {code}: a bound or goal of its own is missed" if code else ""
    return Row(entry.name, shown, seconds, measured=True, said=told + missed, peers=entry.peers, table=table)


def _output(command: Sequence[str], seconds: float) -> tuple[int | None, str, str]:
    """Exit code (None: its time was over), what it printed, what it complained of."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as wrong,
        subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=wrong,
            start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as process,
    ):  # fmt: skip
        code: int | None = None
        try:
            code = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            # Its own group: peers and servers that it started end with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        found = []
        for file in (out, wrong):
            file.seek(0)
            found.append(file.read().decode("utf-8", "replace"))
    return code, found[0], found[1]


def _headline(entry: Entry, said: str) -> str:
    if not entry.headline:
        return "see its table"
    figures: dict[str, Any] = dict(flat(json_of(said)))
    told = [
        f"{words}: {figures[key]:g} (goal {goal})"
        for words, key, goal in entry.headline
        if isinstance(figures.get(key), int | float)
    ]
    return "; ".join(told) or "see its table"


def written(page: str, rows: Sequence[Row]) -> str:
    """The page with the summary and the table of every benchmark that was measured."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    for row in rows:
        if row.measured:
            page = put(page, row.name, f"`{row.command}`, {day}, {row.seconds:.0f} s:\n\n{row.table}")
    lines = [
        f"| {row.name} | {'' if row.measured else 'not measured: '}{row.said} | {row.peers or '-'} |"
        f" {row.seconds:.0f} | {day} |"
        for row in rows
    ]
    kept = [line for line in _summary(page) if line.split("|")[1].strip() not in {row.name for row in rows}]
    order = {one.name: number for number, one in enumerate(ENTRIES)}
    ordered = sorted([*kept, *lines], key=lambda line: order.get(line.split("|")[1].strip(), len(order)))
    head = "| benchmark | result | beside | s | day |\n| --- | --- | --- | --- | --- |"
    return put(page, "summary", "\n".join([f"{machine()}.", "", head, *ordered]))


def _summary(page: str) -> list[str]:
    inside = page.partition("<!-- bench: summary -->")[2].partition("<!-- /bench: summary -->")[0]
    rows = [line for line in inside.splitlines() if line.startswith("| ")]
    return rows[2:]


if __name__ == "__main__":
    sys.exit(main())
