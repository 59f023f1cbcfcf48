"""Sentences that never end: the work of the rules grows as the text does, and no faster."""

from __future__ import annotations

import time

import pytest

from crawler.findings import figures_items, figures_strength
from crawler.findings.days_tense import tense
from crawler.findings.passage import Passage
from tests.crawler.findings.texts import an_item, found


def work(body: str) -> float:
    """CPU seconds that a text takes, the least of two."""
    taken = []
    for _ in range(2):
        before = time.process_time()
        found(an_item(body))
        taken.append(time.process_time() - before)
    return min(taken)


# Four times the text took twelve times the work and more, where each count read its whole sentence.
@pytest.mark.parametrize("piece", ["395-strong ", "120 soldiers, ", "in May, since June, by July, "])
def test_four_times_the_text_is_about_four_times_the_work(piece: str) -> None:
    found(an_item(piece * 10))
    few, many = 6_000 // len(piece), 24_000 // len(piece)
    assert work(piece * many) < 8 * work(piece * few)


def test_what_parts_a_passage_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Passage] = []
    for module, name in ((figures_items, "_parts"), (figures_strength, "_peace")):
        whole = getattr(module, name)

        def once(passage: Passage, whole: object = whole) -> object:
            asked.append(passage)
            assert callable(whole)
            return whole(passage)

        monkeypatch.setattr(module, name, once)
    found(an_item("Malawi has a 395-strong army, " * 50))
    assert len(asked) == 2


def test_a_word_of_every_year_far_from_a_day_still_rules_it() -> None:
    text = "The parade was held on 3 May " + "and the troops marched " * 40 + "as they do every year."
    day = text.index("3 May")
    assert tense(text, (day, day + 5), (0, len(text))) is None
    assert tense(text.replace("every", "that"), (day, day + 5), (0, len(text))) == "past"
