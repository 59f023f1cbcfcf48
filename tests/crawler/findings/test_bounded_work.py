"""Sentences that never end: what is looked for in the whole of one is looked for once."""

from __future__ import annotations

import pytest

from crawler.findings import figures_items, figures_strength
from crawler.findings.days_tense import tense
from crawler.findings.passage import Passage
from tests.crawler.findings.texts import an_item, found


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
