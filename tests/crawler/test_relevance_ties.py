"""Words that may be a name or a metaphor carry an acceptance only where something ties them to an operation."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.rules import load_relevance
from storage.records import Article, Decision, Label

PROBES = tomllib.loads(Path(__file__).with_name("relevance_ties.toml").read_text(encoding="utf-8"))
TERM = "Blue helmets hold out"


@cache
def relevance() -> Relevance:
    return load_relevance()


def decision(title: str, text: str) -> Decision:
    return relevance().decide(Article(title=title, body=text))


def probes(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("probe", PROBES[kind], ids=[probe["shows"] for probe in PROBES[kind]])


@probes("false")
def test_false_friend_is_never_accepted(probe: dict[str, str]) -> None:
    decided = decision(probe["title"], probe["text"])
    assert decided.label in {Label.OTHER, Label.BORDERLINE}, decided


@probes("true")
def test_true_item_of_few_words_is_accepted(probe: dict[str, str]) -> None:
    decided = decision(probe["title"], probe["text"])
    assert decided.label is Label.PEACEKEEPING, decided


@probes("review")
def test_true_item_that_holds_on_to_too_little_is_kept_for_review(probe: dict[str, str]) -> None:
    assert decision(probe["title"], probe["text"]).label is Label.BORDERLINE


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("They wore them at the fair.", Label.OTHER),
        ("They were deployed at the fair and left for home.", Label.OTHER),
        ("They were deployed at the fair in Lebanon. It rained. The band played.", Label.PEACEKEEPING),
        ("They wore them at the fair. It rained. The band came from Lebanon.", Label.BORDERLINE),
        ("They were soldiers.", Label.BORDERLINE),
        ("They were soldiers in Mali.", Label.PEACEKEEPING),
        ("They were soldiers in India.", Label.BORDERLINE),
        ("It rained. The band played. It rained again. They were soldiers in Mali.", Label.BORDERLINE),
    ],
    ids=[
        "nothing",
        "only common words",
        "a host in the next sentence with a move",
        "a host far away",
        "arms and no anchor",
        "arms in a host country",
        "arms in a country that only has observers",
        "all of it too far away",
    ],
)
def test_tie(text: str, label: Label) -> None:
    assert decision(TERM, text).label is label


def test_tie_is_told_among_the_matches_and_adds_its_points_once() -> None:
    decided = decision(TERM, "Two soldiers died near Naqoura in Lebanon.")
    ties = {(match.term, match.points) for match in decided.matches if match.note == "ties the words to an operation"}
    assert ties == {("places", 2.0), ("arms", 0.0)}
