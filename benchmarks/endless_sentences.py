"""Texts without a full stop: CPU seconds that findings take of 10, 20 and 40 kB, and the growth from one to the next.

    python benchmarks/endless_sentences.py

Twice the text is twice the work: a growth of 2. Where each count read its whole sentence it was 4.
"""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime

from crawler.findings.rules import load_finder
from crawler.peacekeeping.judgement import Judgement
from crawler.peacekeeping.rules import load_relevance
from storage.records import Article, Decision, Label

PIECES = (
    "395-strong ", "120 soldiers, ", "Nepal (6,119), Rwanda (5,922), ", "Nepal\t6,119\n", "Nepal with 6,119, ",
    "3 killed in Goma; ", "(two soldiers (three killed ", "UNIFIL has 10,200 troops and ",
    "in May, since June, by July, ", "on Monday and on Friday and ", "la mission de l'ONU au Congo et ",
    "联合国驻刚果特派团和",
)  # fmt: skip
PUBLISHED = datetime(2024, 5, 30, 4, 0, tzinfo=UTC)
# Such a text is no item by itself: it is taken for one.
ACCEPTED = Decision(label=Label.PEACEKEEPING, score=99, rules="benchmark")
SIZES = (10_000, 20_000, 40_000)
ROUNDS = 2


def main() -> None:
    """Print a row a piece."""
    relevance = load_relevance()
    finder = load_finder(relevance)

    def taken(body: str) -> float:
        article = Article(body=body, language="en", published_at=PUBLISHED, published_local=PUBLISHED.isoformat())
        judged = relevance.judge(article)
        item = Judgement(ACCEPTED, judged.document, judged.occurrences, judged.accepted or (judged.document.whole(),))
        least = float("inf")
        for _ in range(ROUNDS):
            began = time.process_time()
            finder.find(article, item)
            least = min(least, time.process_time() - began)
        return least

    print("| piece | " + " | ".join(f"{size // 1000} kB" for size in SIZES) + " | growth |")
    print("| --- |" + " --- |" * (len(SIZES) + 1))
    for piece in PIECES:
        seconds = [taken(piece * (size // len(piece.encode()))) for size in SIZES]
        growth = " ".join(f"{later / earlier:.1f}" for earlier, later in itertools.pairwise(seconds))
        print(f"| {piece.strip()!r} | " + " | ".join(f"{one:.2f}" for one in seconds) + f" | {growth} |")


if __name__ == "__main__":
    main()
