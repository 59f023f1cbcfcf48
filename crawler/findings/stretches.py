"""The stretch of text that a rule reads at once: a sentence, or a piece of one that never ends. Pure."""

from __future__ import annotations

from crawler.findings.passage import Passage
from crawler.findings.sentences import Span

# No newsroom writes longer sentences; rules compare the words of a stretch pairwise, so its length must be bounded.
MOST_SIGNS = 1_500


def stretch(passage: Passage, place: int) -> Span:
    """The sentence round a place; of one that is too long the piece round the place."""
    start, end = passage.sentence(place)
    if end - start <= MOST_SIGNS:
        return start, end
    first = start + (place - start) // MOST_SIGNS * MOST_SIGNS
    return first, min(end, first + MOST_SIGNS)
