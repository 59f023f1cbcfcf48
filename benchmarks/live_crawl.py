"""A live crawl of local pages beside plain Scrapy: `bluewatch crawl` parses, decides and stores, Scrapy does nothing.

    python benchmarks/live_crawl.py [--pages 2000] [--hosts 20] [--rounds 3] [--kilobytes 82] [--relevant 1.0] [--json]

Both ask the same server, a process of its own on loopback (benchmarks/loopback_site.py), for the same article pages.
Ours is the real command with its workers, into an archive on disk, gap 0: robots.txt and a listing of each host first,
then every page kept in the page store, parsed, decided and stored with findings, evidence, search and texts; then
once more without news (quiet_run_cpu_s, a run), and with --recheck, which finds nothing changed. Scrapy's default
settings, an empty callback, an environment of its own. Rounds are interleaved. Seconds of the processor are of all
processes of a command (user and system), without the server's; the ratio is of pages a second, theirs taken in the
same round, median of rounds. Scrapy reads no page, so the difference is what reading, deciding and storing cost.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.extraction_peers import NotInstalled, Reader, cache_folder, python_of
from benchmarks.loopback_site import served
from storage.archive import Archive

PEER = Reader("scrapy", ("scrapy==2.19.0",), frozenset())
CHILD = Path(__file__).resolve().parent / "peers" / "scrapy_child.py"
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took, in seconds."""

    cpu: float
    wall: float
    said: str


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kilobytes", type=int, default=82)
    parser.add_argument("--relevant", type=float, default=1.0, help="share of the pages that tell of peacekeeping")
    parser.add_argument("--folder", type=Path, help="where the archives are made (a temporary folder)")
    parser.add_argument("--peers", default="all", help="all or none")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measured(options)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:26} {value}")
    return 0 if figures["stored"] == options.pages else 1


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """All rounds."""
    python: Path | None = None
    missing = None
    if options.peers != "none":
        try:
            python = python_of(PEER, cache_folder())
        except NotInstalled as error:
            missing = str(error)
    rounds: dict[str, list[Spent]] = {"crawl": [], "recheck": [], "scrapy": []}
    quiet: list[Spent] = []
    stored = settled = 0
    with (
        served(options.pages, options.hosts, kilobytes=options.kilobytes, relevant=options.relevant) as port,
        tempfile.TemporaryDirectory(dir=options.folder) as scratch,
    ):
        hosts = [f"127.0.0.{number}:{port}" for number in range(1, options.hosts + 1)]
        addresses = Path(scratch) / "addresses"
        pages = [f"http://{hosts[n % options.hosts]}/a/{n // options.hosts}.html" for n in range(options.pages)]
        addresses.write_text("\n".join(pages), encoding="utf-8")
        config = configuration(Path(scratch), hosts, options.pages)
        for number in range(options.rounds):
            data = Path(scratch) / f"data-{number}"
            rounds["crawl"].append(_bluewatch("crawl", "--all", config=config, data=data))
            settled, stored = counted(data)
            quiet.append(_bluewatch("crawl", "--all", config=config, data=data))
            rounds["recheck"].append(_bluewatch("crawl", "--recheck", config=config, data=data))
            if python is not None:
                spent = ran([str(python), str(CHILD), str(addresses)])
                if json.loads(spent.said)["pages"] != options.pages:
                    raise SystemExit("Scrapy did not bring every page")
                rounds["scrapy"].append(spent)
    figures: dict[str, Any] = {"pages": options.pages, "stored": settled, "articles": stored}
    for name, spent_all in rounds.items():
        for kind in ("cpu", "wall"):
            if spent_all:
                each = [getattr(one, kind) for one in spent_all]
                figures[f"{name}_{kind}_ms_a_page"] = round(statistics.median(each) / options.pages * 1000, 2)
    figures["quiet_run_cpu_s"] = round(statistics.median(one.cpu for one in quiet), 2)
    if missing:
        figures["scrapy"] = f"not measured: {missing}"
    for kind in ("cpu", "wall"):
        shares = [getattr(b, kind) / getattr(a, kind) for a, b in zip(rounds["crawl"], rounds["scrapy"], strict=False)]
        if shares:
            figures[f"of_scrapy_{kind}"] = round(statistics.median(shares), 3)
    return figures


def configuration(folder: Path, hosts: Sequence[str], pages: int) -> Path:
    """A configuration with one source a host."""
    (folder / "sources").mkdir()
    for number, host in enumerate(hosts, 1):
        (folder / "sources" / f"host-{number:02}.toml").write_text(
            f'slug = "host-{number:02}"\nname = "Host {number}"\nhome = "http://{host}/"\nhosts = ["{host}"]\n'
            "gap_seconds = 0.0\narticle_url = ['^/a/[0-9]+[.]html$']\n"
            f'[[section]]\nurl = "http://{host}/news/"\npages = 1\n',
            encoding="utf-8",
        )
    config = folder / "bluewatch.toml"
    config.write_text(
        '[sources]\nfolder = "sources"\npackaged = "none"\n[crawl]\ncontact = "benchmark@example.org"\n'
        f"gap_seconds = 0.0\npages_per_run = {pages + 10}\nper_pattern = {pages + 10}\n",
        encoding="utf-8",
    )
    return config


def counted(data: Path) -> tuple[int, int]:
    """How many article pages were settled with a decision, and how many articles are stored."""
    with Archive.open(data, read_only=True) as archive:
        settled = archive.db.value(
            "SELECT count(DISTINCT captures.id) FROM captures JOIN decisions ON decisions.capture_id = captures.id"
            " JOIN pages ON pages.id = page_id WHERE settled_at IS NOT NULL AND kind = 'article'"
            " AND pages.state IN ('kept', 'other')"
        )
        return int(settled), int(archive.db.value("SELECT count(*) FROM articles"))


def _bluewatch(*words: str, config: Path, data: Path) -> Spent:
    line = [sys.executable, "-m", "scheduler", words[0], "--config", str(config), "--data", str(data), *words[1:]]
    return ran(line)


def ran(line: Sequence[str]) -> Spent:
    """Run a command to its end."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        line, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(line[:5])}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return Spent(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, done.stdout)


if __name__ == "__main__":
    sys.exit(main())
