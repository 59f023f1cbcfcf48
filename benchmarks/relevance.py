"""What a decision and all findings cost for an article of 3 kB, beside trafilatura's extraction of a page, one run.

    python benchmarks/relevance.py [--rounds 200] [--json]

The articles are the two seeds joined and cut to 3,000 characters; the page is a small page built round the same text.
Prints milliseconds of CPU for each and the ratio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura

from crawler.extraction.text import article_from_text
from crawler.findings.rules import load_finder
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_article
from storage.records import Article

SEEDS = Path(__file__).resolve().parents[1] / "tests" / "seeds"


def cpu_ms(work: Callable[[], object], rounds: int) -> float:
    """Median milliseconds of CPU of one call, after a warm-up."""
    work()
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    texts = [article_from_text(path.read_bytes().decode()) for path in sorted(SEEDS.glob("*.txt"))]
    article = Article(title=texts[0].title, body="\n\n".join(text.body for text in texts)[:3000])
    page = "<html><body><article>" + "".join(f"<p>{p}</p>" for p in article.paragraphs) + "</article></body></html>"
    began = time.process_time()
    relevance = load_relevance()
    loading = (time.process_time() - began) * 1000
    finder = load_finder(relevance)
    decide = cpu_ms(lambda: relevance.decide(article), options.rounds)
    both = cpu_ms(lambda: read_article(article, relevance, finder, home="CHN"), options.rounds)
    peer = cpu_ms(lambda: trafilatura.bare_extraction(page, with_metadata=True), options.rounds)
    found = len(read_article(article, relevance, finder, home="CHN").findings)
    figures = {
        "load_ms": loading,
        "decide_ms": decide,
        "decide_and_find_ms": both,
        "findings": found,
        "trafilatura_ms": peer,
        "ratio": peer / both,
    }
    figures = {name: round(value, 2) for name, value in figures.items()}
    print(json.dumps(figures) if options.json else "\n".join(f"{name:19} {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
