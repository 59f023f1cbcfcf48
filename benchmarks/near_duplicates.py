"""What placing an article among 100,000 costs, and how well copies are found, beside datasketch's MinHashLSH.

    python benchmarks/near_duplicates.py [--articles 100000] [--peers all|none] [--json]

The articles are invented (benchmarks/copies.py), stored as a crawl stores them but without their findings, and placed
one after the other in the order of their publication. Prints milliseconds of CPU an article (all, and the last tenth),
peak memory, entries in the index, and precision and recall of pairs against the truth. datasketch is installed into
an environment of its own, holds its index in memory and names candidates; it gets the same bodies in the same order.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.copies import Written
from benchmarks.copies import archive as written_archive
from benchmarks.extraction_peers import NotInstalled, Reader, cache_folder, python_of
from storage.archive import Archive
from storage.database import Database
from storage.times import to_text
from storage.uids import mint

PER_STORY = 2.5
BATCH = 200
PEER = Reader("datasketch", ("datasketch==2.0.0",), frozenset())
CHILD = Path(__file__).resolve().parent / "peers" / "datasketch_child.py"
Pairs = set[tuple[int, int]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--peers", default="all", help="all or none")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        articles = sorted(
            itertools.islice(written_archive(round(options.articles / PER_STORY), days=1500), options.articles),
            key=lambda one: (one.published_at, one.url),
        )
        truth = pairs_of([one.text for one in articles])
        figures = {"articles": len(articles), "pairs": len(truth), "bluewatch": ours(Path(scratch), articles, truth)}
        if options.peers != "none":
            try:
                figures["datasketch"] = theirs(Path(scratch), articles, truth)
            except NotInstalled as error:
                figures["datasketch"] = {"not measured": str(error)}
    if options.json:
        print(json.dumps(figures))
        return
    print(f"{len(articles)} articles, {len(truth)} pairs with the same wording")
    for name in ("bluewatch", "datasketch"):
        for key, value in (figures.get(name) or {}).items():  # type: ignore[attr-defined]
            print(f"{name:12} {key:24} {value}")


def ours(scratch: Path, articles: Sequence[Written], truth: Pairs) -> dict[str, object]:
    """Place them all in an archive of their own."""
    times = []
    with Archive.open(scratch / "data", create=True) as archive:
        for start in range(0, len(articles), BATCH):
            with archive.db.write():
                for place, one in enumerate(articles[start : start + BATCH], start + 1):
                    _store(archive.db, place, one)
                    began = time.process_time()
                    archive.texts.place(place)
                    times.append(time.process_time() - began)
        found = pairs_of([row["text_id"] for row in archive.db.rows("SELECT text_id FROM articles ORDER BY id")])
        marks = archive.db.value("SELECT count(*) FROM text_index")
    last = times[-max(1, len(times) // 10) :]
    return {
        "ms_an_article": round(sum(times) / len(times) * 1000, 2),
        "ms_an_article_last_tenth": round(sum(last) / len(last) * 1000, 2),
        "slowest_ms": round(max(times) * 1000, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "marks_an_article": round(marks / len(times), 1),
        **quality(found, truth),
    }


def _store(db: Database, number: int, one: Written) -> None:
    at = to_text(one.published_at)
    db.execute(
        "INSERT INTO articles (id, uid, url, source, title, published_at, language, type, body, blocks, captions,"
        " shape, label, score, revision, origin, first_seen_at, updated_at, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'news', ?, '[]', '[]', '[]', 'peacekeeping', 12, 1, 'crawl', ?, ?, '{}')",
        (
            number,
            mint(one.source, one.url, signs=16),
            one.url,
            one.source,
            one.title,
            at,
            one.language,
            one.body,
            at,
            at,
        ),
    )


def theirs(scratch: Path, articles: Sequence[Written], truth: Pairs) -> dict[str, object]:
    """The same bodies through datasketch; the pairs that it names are compared with the truth."""
    texts = scratch / "texts.jsonl"
    with texts.open("w", encoding="utf-8") as out:
        for number, one in enumerate(articles):
            out.write(json.dumps({"id": number, "body": one.body}) + "\n")
    done = subprocess.run(
        [str(python_of(PEER, cache_folder())), str(CHILD), str(texts)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotInstalled(done.stderr[-300:])
    said = json.loads(done.stdout)
    return {
        "ms_an_article": round(said["cpu"] / len(articles) * 1000, 2),
        "peak_mb": round(said["peak_mb"]),
        **quality({(a, b) for a, b in said["pairs"]}, truth),
    }


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
