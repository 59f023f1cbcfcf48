"""Score the extraction on a folder of real pages with gold: ``python benchmarks/extraction.py ../shared/corpus``.

Metrics are those of the corpus README: body by 4-gram shingles of words (a CJK sign is a word), precision and recall
averaged over pages; day; title; authors; dateline; links of the related block. n stands beside every figure.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.extraction_scores import Row, Scores, fetched_at, pages, score_page, summary
from crawler.extraction.article import extract
from crawler.extraction.page import Page
from storage.records import Article, Rejection

ORIGINS = (
    "zyte",
    "fundus",
    "fundus-eval",
    "np4k-dataset",
    "magic-html",
    "daniel",
    "trafilatura",
    "htmldate",
    "postlight",
    "readability",
    "wcxb",
    "gne",
)


def by_trafilatura(page: Page) -> Article | Rejection:
    """The peer's record in our shape: body, title, day and authors as trafilatura gives them with metadata."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - only with --peer

    try:
        found: Any = bare_extraction(page.body, url=page.url, with_metadata=True, include_comments=False)
    except Exception as error:
        return Rejection(kind="crashed", message=repr(error))
    if found is None or not found.text:
        return Rejection(kind="no-text", message="nothing found")
    return Article(
        body="\n\n".join(line for line in found.text.split("\n") if line.strip()),
        title=found.title,
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        published_local=found.date,
        outlet=found.sitename,
    )


READERS: dict[str, Callable[[Page], Article | Rejection]] = {
    "bluewatch": lambda page: extract(page, None),
    "trafilatura": by_trafilatura,
}


def run_origin(
    corpus: Path, origin: str, limit: int | None, worst: str | None, reader: str = "bluewatch"
) -> tuple[Row, Scores]:
    """Extract and score every page of one origin."""
    scores: Scores = defaultdict(list)
    by_language: dict[str, Scores] = defaultdict(lambda: defaultdict(list))
    count = failed = rejected = library = 0
    cpu = 0.0
    marked: list[tuple[float, str, str]] = []
    for row in pages(corpus, origin):
        if limit is not None and count >= limit:
            break
        count += 1
        content = gzip.decompress((corpus / origin / row["file"]).read_bytes())
        started = time.process_time()
        try:
            result = READERS[reader](Page(content, row.get("url"), None, fetched_at(row)))
        except Exception:
            failed += 1
            print(f"{origin}/{row['file']}", file=sys.stderr)
            traceback.print_exc()
            continue
        finally:
            cpu += time.process_time() - started
        if isinstance(result, Rejection):
            rejected += 1
            article = Article(body="")
        else:
            article = result
            library += any(evidence.how.startswith("library") for evidence in result.evidence.values())
        marks = score_page(article, row, origin, scores)
        if origin == "daniel":
            score_page(article, row, origin, by_language[row["language"]])
        if worst and worst in marks:
            marked.append((marks[worst], row["file"], result.kind if isinstance(result, Rejection) else ""))
    out: Row = {
        "pages": count,
        "tracebacks": failed,
        "rejected": rejected,
        "library_share": round(library / max(count, 1), 3),
        "pages_per_cpu_second": round(count / cpu, 1) if cpu else None,
        **summary(scores),
    }
    if by_language:
        out["languages"] = {code: summary(values) for code, values in sorted(by_language.items())}
    for value, name, note in sorted(marked)[:25] if worst else ():
        print(f"  {worst} {value:.3f} {origin} {name} {note}", file=sys.stderr)
    return out, scores


def show(origin: str, result: Row) -> None:
    """One origin on one line, with n beside each figure."""
    figures = [
        f"{name} {value['mean']:.3f} (n={value['n']})"
        for name, value in result.items()
        if isinstance(value, dict) and "mean" in value
    ]
    print(
        f"{origin:13} {result['pages']:4} pages, {result['tracebacks']} tracebacks, {result['rejected']}"
        f" rejected, library "
        f"{result['library_share']:.0%}, {result['pages_per_cpu_second']} pages/CPU s | {', '.join(figures)}"
    )
    for code, values in result.get("languages", {}).items():
        print(f"    {code}: " + ", ".join(f"{k} {v['mean']:.3f} (n={v['n']})" for k, v in values.items()))


def main() -> None:
    """Run the origins asked for and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--origin", action="append", choices=ORIGINS)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--peer", choices=["trafilatura"], help="score and time this library on the same pages as well")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worst", help="print the pages with the lowest mark of this figure (body, day, title, ...)")
    options = parser.parse_args()
    results: Row = {}
    everything: Scores = defaultdict(list)
    for origin in options.origin or ORIGINS:
        results[origin], scores = run_origin(options.corpus, origin, options.limit, options.worst)
        for name, values in scores.items():
            everything[name].extend(values)
        if not options.json:
            show(origin, results[origin])
        if options.peer:
            theirs, _ = run_origin(options.corpus, origin, options.limit, None, options.peer)
            results[f"{origin} by {options.peer}"] = theirs
            if not options.json:
                show(f"  {options.peer}", theirs)
    results["all"] = summary(everything) | {
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    }
    if options.json:
        print(json.dumps(results, indent=1))
    else:
        print(
            "all:",
            ", ".join(f"{k} {v['mean']:.3f} (n={v['n']})" for k, v in results["all"].items() if isinstance(v, dict)),
        )
        print(f"peak memory {results['all']['peak_memory_mb']} MB")


if __name__ == "__main__":
    main()
