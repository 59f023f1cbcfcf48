"""Sentences that never end: the work of the rules grows as the text does, and no faster."""

from __future__ import annotations

import sys

import pytest

from crawler.findings import figures_items, figures_strength
from crawler.findings.days_tense import tense
from crawler.findings.passage import Passage
from tests.crawler.findings.texts import an_item, found


def calls(body: str) -> int:
    """How many functions, also those of the engine of patterns, are called for a text."""
    made = 0

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        found(an_item(body))
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize(
    "piece",
    ["395-strong ", "Nepal\t6,119\n", "Nepal (6,119), Rwanda (5,922), ", "120 soldiers, ", "in May, since June, ",
     "la mission de l’ONU au Congo et ", "联合国驻刚果特派团和"],
)  # fmt: skip
def test_four_times_the_text_is_four_times_the_work(piece: str) -> None:
    calls(piece * 200)
    assert calls(piece * 800) < 8 * calls(piece * 200)


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
