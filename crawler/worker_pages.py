"""The worker's reader of pages: its rules are loaded before the first page, as a run of listings alone needs none."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from crawler.extraction.page import Page
from crawler.findings.rules import load_finder
from crawler.given_back import give_back_memory
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import Reading, read_page
from crawler.source import Source

# An accepted item with its date in the usual place: it needs what nearly every page needs, and no more.
WARM_UP = b"""<!DOCTYPE html><html lang="en"><head><title>Peacekeepers repair a bridge</title>
<meta property="article:published_time" content="2026-03-02T10:00:00Z"></head><body><article>
<h1>Peacekeepers repair a bridge</h1><p>NAIROBI, 2 March 2026 - Forty peacekeepers of the United Nations mission have
repaired a bridge, the mission said on Monday. Two engineers were injured.</p></article></body></html>"""


def warm_reader(
    terms: Path | None, accept: float | None, review: float | None
) -> Callable[[Page, Source | None], Reading]:
    """Load the rules and read a page with them. Raises ConfigurationError where the user's rules are wrong.

    Not thread-safe while it loads: the collection of cycles rests meanwhile.
    """
    gc.disable()  # what is made from here to the first page stays: looking for cycles in it was a tenth of the start
    try:
        relevance = load_relevance(terms, accept=accept, review=review)
        read = partial(read_page, relevance=relevance, finder=load_finder(relevance))
        # The first page would pay for what libraries load late, against its own deadline.
        read(Page(body=WARM_UP), None)
        give_back_memory()
        # Nor is it looked at again: that took a twentieth of the time of reading.
        gc.freeze()
    finally:
        gc.enable()
    return read
