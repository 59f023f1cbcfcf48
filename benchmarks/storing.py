"""What storing costs: new articles as a crawl stores them, beside sqlite-utils, and a re-crawl that changes nothing.

    python benchmarks/storing.py [--articles 1000] [--rounds 3] [--at 10000,30000] [--folder DIR] [--json]

Invented articles (benchmarks/copies.py) in small pages are read once, before anything is measured. Ours puts each into
the archive the way `bluewatch crawl` does: its address into the frontier by its listing, its bytes into the page store
(`keep`), then article, revision, evidence, decision, findings, search, text, story and page row in one transaction
(`settle`); WAL, synchronous FULL, files synchronised. Pages that are ready at the same time share a transaction, as
those of several sources do in a crawl (crawler/together.py); "alone" is what a crawl of one source does, one each. Then
all the same pages once more, unchanged.

sqlite-utils 4 gets the very rows that ours wrote, read back from its archive: `insert_all` in batches of 100, full-text
search by `enable_fts(create_triggers=True)` over the same words. `every row`: all tables, with our schema and indexes;
`articles`: the rows of the table articles alone, in a table of its own making. Its defaults are durable too: a rollback
journal, synchronous FULL, a commit a batch; `wal` says what WAL gives it. Rounds are interleaved; CPU and wall seconds
of this process; ratios are theirs over ours of one round, median of rounds.

--at: the same articles into archives that hold so many already (benchmarks/archive_at_size.py and the marks by which
copies are found), made in --folder where they are not there yet; a copy of each is used and thrown away.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.archive_at_size import END, PER_DAY
from benchmarks.loopback_site import articles, page_of
from benchmarks.marks_at_size import archive_of
from benchmarks.storing_elsewhere import Clock, rows_of, schema_of, theirs
from crawler.extraction.page import Page
from crawler.findings.rules import load_finder
from crawler.intake import Intake
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import Reading, read_page
from crawler.source import Source, parse_source
from storage.archive import ARCHIVE_FILE, Archive
from storage.records import Answer, Link

# What a live crawl of twenty sources stores in one transaction in the mean (benchmarks/live_crawl.py).
TOGETHER = 6
ON_A_LISTING = 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """One page and what it says."""

    source: Source
    link: Link
    answer: Answer
    reading: Reading


def prepared(count: int) -> list[Prepared]:
    """Pages of invented articles, read: 270 a day, the first on the day after archive_at_size.py's last."""
    relevance = load_relevance()
    finder = load_finder(relevance)
    sources: dict[str, Source] = {}
    found = []
    for number, one in enumerate(articles(count)):
        at = END + timedelta(seconds=number * 86400 / PER_DAY)
        host = f"new-{one.source}.example"
        source = sources.setdefault(host, source_of(host))
        url = f"http://{host}/a/{number}.html"
        written = replace(one, url=url, source=source.slug, published_at=at)
        seen = at + timedelta(hours=1)
        headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{number}"'))
        answer = Answer(url=url, status=200, headers=headers, body=page_of(written, kilobytes=12), fetched_at=seen)
        page = Page(body=answer.body, url=url, content_type="text/html; charset=utf-8", fetched_at=seen)
        found.append(
            Prepared(source, Link(url=url, title=one.title), answer, read_page(page, source, relevance, finder))
        )
    return found


def source_of(host: str) -> Source:
    """An outlet with one feed, for pages of a benchmark."""
    table = {
        "slug": host.split(".", maxsplit=1)[0],
        "name": host,
        "home": f"http://{host}/",
        "feeds": [f"http://{host}/feed"],
    }
    return parse_source({**table, "article_url": ["^/a/"]}, file="benchmark", packaged=False)


def store(archive: Archive, pages: Sequence[Prepared], clock: Clock, *, together: int) -> None:
    """Store pages as the crawl of their sources does. together: so many share each transaction."""
    intake = Intake(archive, origin="crawl")
    by_source: dict[str, list[Prepared]] = defaultdict(list)
    for one in pages:
        by_source[one.source.slug].append(one)
    archive.ledger.register_sources([of[0].source for of in by_source.values()], pages[0].answer.fetched_at)
    for slug, of in by_source.items():
        for start in range(0, len(of), ON_A_LISTING):
            announced = of[start : start + ON_A_LISTING]
            now = announced[0].answer.fetched_at
            with clock.of("links"):
                archive.frontier.add_links(
                    [one.link for one in announced], host_of=lambda url: url.split("/")[2], source=slug,
                    listing=f"http://{slug}/feed", now=now,
                )  # fmt: skip
    for start in range(0, len(pages), together):
        known = [(one, _page(archive, one)) for one in pages[start : start + together]]
        with clock.of("keep"), archive.db.write():
            kept = [(one, page, intake.keep(one.answer, page)) for one, page in known]
        with clock.of("settle"), archive.db.write():
            for one, page, capture in kept:
                intake.settle(
                    capture.capture_id, page, one.reading, source=one.source, now=one.answer.fetched_at
                )  # fmt: skip


def _page(archive: Archive, one: Prepared) -> int:
    page = archive.frontier.page_at(one.link.url)
    assert page is not None  # noqa: S101 - it was just put there
    return int(page["id"])


def again(archive: Archive, pages: Sequence[Prepared], clock: Clock, *, together: int) -> None:
    """The same pages in one run a day later, byte for byte; as SourceRun does it."""
    at = max(one.answer.fetched_at for one in pages) + timedelta(days=1)
    intake = Intake(archive, origin="crawl")
    for start in range(0, len(pages), together):
        with clock.of("again"), archive.db.write():
            for one in pages[start : start + together]:
                answer = replace(one.answer, fetched_at=at)
                page = _page(archive, one)
                kept = intake.keep(answer, page)
                assert not kept.new  # noqa: S101 - the same bytes
                intake.unchanged(page, at)


def compared(pages: Sequence[Prepared], rounds: int, folder: Path, *, together: int) -> dict[str, Any]:
    """Ours and theirs by turns."""
    found: dict[str, list[Clock]] = defaultdict(list)
    rows: dict[str, list[dict[str, Any]]] = {}
    for number in range(rounds):
        for name, size in (("alone", 1), ("ours", together)):
            clock, data = Clock(), folder / f"{name}-{number}"
            with Archive.open(data, create=True) as archive:
                store(archive, pages, clock, together=size)
                rows, schema = rows_of(archive), ""
                schema = schema_of(archive, list(rows))
                # What storing left in the log is not the re-crawl's to write, nor the rows read here its to look over.
                archive.db.value("PRAGMA wal_checkpoint(TRUNCATE)")
                gc.collect()
                again(archive, pages, clock, together=size)
            found[name].append(clock)
            shutil.rmtree(data)
        alone = {"articles": rows["articles"]}
        for name, some, made, wal in (
            ("every row", rows, schema, False), ("every row, wal", rows, schema, True), ("articles", alone, "", False),
        ):  # fmt: skip
            found[name].append(theirs(folder / f"theirs-{number}-{len(found)}-{name}.db", some, schema=made, wal=wal))
    told: dict[str, Any] = {
        "articles": len(rows["articles"]), "rows": sum(map(len, rows.values())),
        "characters": round(statistics.mean(len(one["body"]) for one in rows["articles"])), "together": together,
    }  # fmt: skip
    for kind in ("cpu", "wall"):
        ours = [getattr(one, kind) for one in found["ours"]]
        stored = [one["links"] + one["keep"] + one["settle"] for one in ours]
        without = [one["links"] + one["settle"] for one in ours]
        for name in ("links", "keep", "settle", "again"):
            told[f"{kind} ms a page: {name}"] = _ms([one[name] for one in ours], len(pages))
        told[f"{kind} ms a page: storing"] = _ms(stored, len(pages))
        told[f"{kind} ms a page: storing, a transaction a page"] = _ms(
            [sum(getattr(one, kind)[name] for name in ("links", "keep", "settle")) for one in found["alone"]],
            len(pages),
        )
        for name in ("every row", "every row, wal", "articles"):
            them = [getattr(one, kind)["all"] for one in found[name]]
            told[f"{kind} ms an article: sqlite-utils, {name}"] = _ms(them, len(pages))
            told[f"{kind} of sqlite-utils, {name}"] = _median(b / a for a, b in zip(stored, them, strict=True))
            told[f"{kind} of sqlite-utils, {name}, without the page store"] = _median(
                b / a for a, b in zip(without, them, strict=True)
            )
        told[f"{kind} storing / re-crawl without change"] = _median(
            a / one["again"] for a, one in zip(stored, ours, strict=True)
        )
    return told


def at_size(
    pages: Sequence[Prepared], stored: int, folder: Path, scratch: Path, *, together: int
) -> dict[str, float]:  # fmt: skip
    """What a page costs where so many articles are stored already."""
    made = archive_of(folder, stored)
    data = scratch / f"at-{stored}"
    data.mkdir()
    shutil.copyfile(made / ARCHIVE_FILE, data / ARCHIVE_FILE)
    clock = Clock()
    with Archive.open(data, create=True) as archive:
        # The first ones warm the caches and are not counted.
        warm = max(1, len(pages) // 5)
        store(archive, pages[:warm], Clock(), together=together)
        store(archive, pages[warm:], clock, together=together)
        archive.db.value("PRAGMA wal_checkpoint(TRUNCATE)")
        again(archive, pages[warm:], clock, together=together)
    shutil.rmtree(data)
    counted = len(pages) - warm
    return {
        f"{kind} ms a page: {name}": round(sum(of[one] for one in parts) / counted * 1000, 2)
        for kind, of in (("cpu", clock.cpu), ("wall", clock.wall))
        for name, parts in (("storing", ("links", "keep", "settle")), ("again", ("again",)))
    }


def _ms(seconds: Sequence[float], count: int) -> float:
    return round(statistics.median(seconds) / count * 1000, 3)


def _median(ratios: Any) -> float:
    return round(float(statistics.median(ratios)), 3)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at", default="", help="numbers of stored articles, with commas")
    parser.add_argument("--together", type=int, default=TOGETHER, help="so many pages share a transaction")
    parser.add_argument("--folder", type=Path, help="keeps the archives of --at; a temporary one where not given")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pages = prepared(options.articles)
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        together, folder = options.together, options.folder or Path(scratch)
        figures = compared(pages, options.rounds, Path(scratch), together=together) if options.rounds else {}
        sizes = [int(one) for one in options.at.split(",") if one]
        figures["at"] = {one: at_size(pages, one, folder, Path(scratch), together=together) for one in sizes}
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:64} {value}")


if __name__ == "__main__":
    main()
