"""Transcripts: each question with its answers is decided by itself; only accepted answers' findings count."""

from __future__ import annotations

import pytest

from crawler.findings.finder import Finder
from crawler.findings.rules import load_finder
from crawler.peacekeeping.explain import explain_text
from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_article
from storage.records import Article, Label

TURNS = (
    "Question: What of the Taiwan Strait?",
    "Answer: Twelve ships and 40 aircraft of Norland sailed. Our stand is clear.",
    "Question: How many Chinese peacekeepers are still in Mali?",
    "Answer: The last 195 soldiers of the contingent left Mali on Tuesday.",
    "Question: The South China Sea?",
    "Answer: Live-fire drills with 30 ships are routine, Japan was told.",
)
PRESS = Article(title="Regular Press Conference", body="\n\n".join(TURNS), language="en")


@pytest.fixture(scope="module")
def relevance() -> Relevance:
    return load_relevance()


@pytest.fixture(scope="module")
def finder(relevance: Relevance) -> Finder:
    return load_finder(relevance)


def test_a_short_answer_is_accepted_by_its_question(relevance: Relevance) -> None:
    decision = relevance.decide(PRESS)
    assert decision.label is Label.PEACEKEEPING
    assert [block.label for block in decision.blocks] == [Label.OTHER, Label.PEACEKEEPING, Label.OTHER]
    assert (decision.reason or "").startswith("block 2 of 3")


def test_words_of_one_answer_do_not_carry_another(relevance: Relevance) -> None:
    body = "\n\n".join([*TURNS[:2], "Question: And the navy?", "Answer: It is at sea.", *TURNS[2:4]])
    blocks = relevance.decide(Article(title="Press Conference", body=body)).blocks
    assert [block.label for block in blocks] == [Label.OTHER, Label.OTHER, Label.PEACEKEEPING]
    assert not [match for match in blocks[1].matches if match.kind == "strong"]


def test_an_article_without_questions_has_no_blocks(relevance: Relevance) -> None:
    assert relevance.decide(Article(title="UN peacekeepers leave", body=TURNS[3])).blocks == ()


def test_only_findings_of_accepted_answers_count(relevance: Relevance, finder: Finder) -> None:
    reading = read_article(PRESS, relevance, finder, home="CHN")
    start, end = PRESS.body.index(TURNS[2]), PRESS.body.index(TURNS[4])
    countries = [one for one in reading.findings if one.TYPE == "country"]
    assert {one.counted for one in countries if start <= one.start < end} == {True}
    outside = [one for one in reading.findings if one.field == "body" and not start <= one.start < end]
    assert any(PRESS.body[one.start : one.end] == "Japan" for one in outside)
    assert {one.counted for one in outside} == {False}


def test_explain_tells_every_block(relevance: Relevance) -> None:
    told = explain_text(PRESS, relevance.decide(PRESS), colour=False)
    assert "block  label" in told
    assert "2      peacekeeping" in told
    assert "no strong term and no mission" in told
