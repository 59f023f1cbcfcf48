"""Those who die of an attack later than the others: they are of it, and no other number of its dead."""

from __future__ import annotations

import pytest

from tests.reports.invented import Invented
from tests.reports.invented_facts import find, one_story
from tests.reports.week_facts import casualty, told, watched

__all__ = ["watched"]

TOLL = {"mission": "UNMISS", "personnel": "military", "cause": "malicious act"}


@pytest.mark.parametrize("words", ["Third soldier dies", "A third soldier died", "Another soldier has died"])
def test_one_more_who_dies_is_no_other_number_of_the_attack(watched: Invented, words: str) -> None:
    first = casualty(watched, "Two soldiers were killed.", "Two soldiers were killed", **TOLL, date="2026-11-17")
    last = watched.article(words, "2026-11-20", source="harbour", missions=("UNMISS",), body=f"{words} in hospital.")
    find(watched, last, "casualty", words, **TOLL, value=1, kind="death")
    one_story(watched, first, last)
    [incident] = told(watched)["casualties"]["recent"]
    assert (incident["value"], incident["others"]) == (2, [])
    assert [one["value"] for one in incident["died_later"]] == [1]
