"""What `make bench` runs: a new benchmark is a new entry here and a pair of marks in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import live_crawl, near_duplicates
from benchmarks.bench_table import key_values, quoted, tables_of
from benchmarks.extraction_peers import FASTWARC, PEERS, Reader

Show = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One benchmark. script: its file; words: its arguments; its time decides what {size} is.

    minutes: its part of the whole; size: what {size} is when it has all of them; needs_corpus: it reads real pages with
    gold files. show: what it printed (JSON or a table), as Markdown. headline: where in its JSON the figures for the
    summary are, each with words and the goal. peers: what it runs beside ours; installs: those with environments of
    their own.
    """

    name: str
    script: str
    words: tuple[str, ...]
    minutes: float
    show: Show
    size: int = 0
    least: int = 1
    needs_corpus: bool = False
    headline: tuple[tuple[str, str, str], ...] = ()
    peers: str = ""
    installs: tuple[Reader, ...] = ()

    def command(self, corpus: str, share: float, scratch: str = "SCRATCH") -> list[str]:
        """The arguments where a minute of its own lasts so many minutes."""
        size = max(self.least, round(self.size * min(share, 1.0)))
        return [f"benchmarks/{self.script}", *(w.format(corpus=corpus, size=size, scratch=scratch) for w in self.words)]


ENTRIES = (
    Entry(
        "extraction",
        "extraction.py",
        ("{corpus}", "--markdown", "--layouts", "--peers", "trafilatura", "--limit", "{size}"),
        5, tables_of, size=30, least=4, needs_corpus=True,
        peers="trafilatura", installs=(PEERS["trafilatura"],),
    ),
    Entry(
        "extraction-peers",
        "extraction.py",
        ("{corpus}", "--markdown", "--peers", "newspaper4k,readability-lxml,news-please,fundus", "--limit", "{size}"),
        4, tables_of, size=6, least=2, needs_corpus=True,
        peers="newspaper4k, readability-lxml, news-please, fundus",
        installs=tuple(PEERS[name] for name in ("newspaper4k", "readability-lxml", "news-please", "fundus")),
    ),
    Entry(
        "replay",
        "replay.py",
        ("{corpus}", "--pages", "{size}", "--rounds", "1", "--peer-pages", "60", "--json"),
        4, key_values, size=10_000, least=200, needs_corpus=True,
        headline=(
            ("of the limit", "works.bluewatch.ratios.of the limit", "0.6"),
            ("x trafilatura", "works.bluewatch.ratios.x trafilatura", "80"),
            ("x news-please", "works.bluewatch.ratios.x news-please", "300"),
        ),
        peers="FastWARC, warcio, trafilatura, news-please", installs=(FASTWARC, PEERS["news-please"]),
    ),
    Entry(
        "live-crawl",
        "live_crawl.py",
        ("--pages", "{size}", "--rounds", "1", "--json"),
        4, key_values, size=1000, least=100,
        headline=(("of plain Scrapy, CPU", "of_scrapy_cpu", "0.7"), ("wall", "of_scrapy_wall", "0.7")),
        peers="Scrapy 2.19", installs=(live_crawl.PEER,),
    ),
    Entry(
        "storing",
        "storing.py",
        ("--articles", "{size}", "--rounds", "3", "--at", "10000", "--json"),
        3, key_values, size=600, least=100,
        headline=(
            ("of sqlite-utils with the same rows, CPU", "cpu of sqlite-utils, every row", "0.7"),
            ("storing by a re-crawl without change, CPU", "cpu storing / re-crawl without change", "30"),
        ),
        peers="sqlite-utils 4",
    ),
    Entry(
        "near-duplicates",
        "near_duplicates.py",
        ("--articles", "{size}", "--json"),
        1, key_values, size=2000, least=500,
        headline=(("ms of CPU an article", "bluewatch.ms_an_article", "10"),),
        peers="datasketch", installs=(near_duplicates.PEER,),
    ),
    Entry(
        "cores", "cores.py", ("--pages", "{size}", "--rounds", "1"),
        3, key_values, size=800, least=60, peers="a bare loop",
    ),
    Entry("simulation", "simulation.py", ("--outlets", "{size}", "--days", "60"), 1, quoted, size=150, least=50),
    Entry(
        "corpus-site", "corpus_site.py", ("{corpus}", "--limit", "{size}"),
        1.5, key_values, size=30, least=5, needs_corpus=True,
    ),
    Entry("relevance", "relevance.py", ("--json",), 0.5, key_values, peers="trafilatura"),
    Entry(
        "queries",
        "archive_and_queries.py",
        ("{scratch}/archive", "--articles", "{size}"),
        2, quoted, size=10_000, least=2000,
    ),
    Entry("memory", "memory.py", ("--corpus", "{corpus}", "--pages", "200"), 1, key_values, needs_corpus=True),
)  # fmt: skip
