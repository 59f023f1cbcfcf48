"""Decisions on invented texts, the two seeds, transcripts, captions and rules of the user's own."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.rules import load_relevance
from storage.records import Article, Block, Label, Match, RelatedLink

CASES = [
    case
    for name in ("relevance_cases.toml", "relevance_outlets.toml")
    for case in tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["case"]
]
FILLER = (
    "The provincial harvest was larger than last year, officials said at a meeting of growers in the capital.",
    "Roads were repaired before the winter, and two bridges reopened to lorries after long work.",
    "The council will meet again next month to hear the accounts of the water board.",
)
SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def relevance() -> Relevance:
    return load_relevance()


def article(title: str | None, *paragraphs: str) -> Article:
    return Article(title=title, body="\n\n".join(paragraphs))


def seed(name: str, first: int = 0, last: int | None = None, *, titled: bool = False) -> Article:
    parts = (SEEDS / name).read_text(encoding="utf-8").split("\n\n")
    return article(parts[0] if titled else None, *parts[first:last])


SEED_ONE = seed("000_12144f029dc4f62c.txt", 3, -1, titled=True)
SEED_TWO = seed("003_9968fb0687a3fe4f.txt")


def words(read: Article, match: Match) -> str:
    return {"title": read.title or "", "body": read.body}[match.field][match.start : match.end]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['label']}: {case['shows']}" for case in CASES])
def test_label_and_kind_of_invented_texts(case: dict[str, Any], relevance: Relevance) -> None:
    paragraphs = [text for part in case["paragraphs"] for text in (FILLER if part == "..." else (part,))]
    decision = relevance.decide(replace(article(case.get("title"), *paragraphs), published_local=case.get("day")))
    assert (decision.label, decision.operation_kind) == (case["label"], case.get("kind")), decision


@pytest.mark.parametrize(("read", "score"), [(SEED_ONE, 67), (SEED_TWO, 29)], ids=["seed one", "seed two"])
def test_seeds_score_as_in_the_first_trial(read: Article, score: float, relevance: Relevance) -> None:
    decision = relevance.decide(read)
    assert decision.label is Label.PEACEKEEPING
    assert decision.score == score == sum(match.points for match in decision.matches)
    assert decision.operation_kind is None, "no mission is named in them"


def test_seed_one_counts_each_entry_once_at_its_best_place(relevance: Relevance) -> None:
    points = {match.term: (match.place, match.points) for match in relevance.decide(SEED_ONE).matches}
    assert points["peacekeeping"] == (3, 12)
    assert points["Peacekeeping Affairs Center"] == (2, 16)
    assert points["troop-contributing country"] == (2, 10)
    assert points["UN Charter"] == (1, -1), "the boilerplate counts, and does not veto"
    assert points["United Nations"] == (1, 1), "supporting words are not multiplied"


def test_related_titles_and_trailer_are_not_scored(relevance: Relevance) -> None:
    plain = article("Harvest", "The harvest was large.")
    full = replace(plain, trailer="Related News", related=(RelatedLink("UN peacekeepers of UNMISS land"),))
    assert relevance.decide(full) == relevance.decide(plain)


def test_captions_are_scored_with_their_own_spans(relevance: Relevance) -> None:
    captions = ("The camp at dawn.", "Members of the peacekeeping engineer contingent of UNIFIL near the Blue Line.")
    decision = relevance.decide(Article(body="", captions=captions))
    assert decision.label is Label.PEACEKEEPING
    (mission,) = (match for match in decision.matches if match.kind == "mission")
    assert captions[1][mission.start : mission.end] == "UNIFIL"
    assert (mission.field, mission.note) == ("caption", "caption 2")


ANSWERS = (
    "Question: What of the Taiwan Strait?",
    "Answer: Our stand is clear. The aircraft carrier sailed.",
    "Question: Tell us of the contingent in Lebanon.",
    "Answer: The Chinese peacekeeping contingent to UNIFIL was awarded the UN Peace Medal of Honor.",
    "Question: The South China Sea?",
    "Answer: Live-fire drills are routine.",
)


def test_best_answer_of_a_transcript_decides(relevance: Relevance) -> None:
    read = article("Regular Press Conference", *ANSWERS)
    starts = [read.body.index(text) for text in ANSWERS]
    blocks = tuple(
        Block(kind="question" if index % 2 == 0 else "answer", start=start, end=start + len(text))
        for index, (start, text) in enumerate(zip(starts, ANSWERS, strict=True))
    )
    for told in (read, replace(read, blocks=blocks)):
        decision = relevance.decide(told)
        assert decision.label is Label.PEACEKEEPING
        assert decision.reason is not None
        assert decision.reason.startswith("block 2 of 3")
        assert {m.start for m in decision.matches if m.field == "body"} <= set(range(starts[2], starts[4]))
        assert not [match for match in decision.matches if match.kind == "negative"]


def test_transcript_without_a_fitting_answer_is_other(relevance: Relevance) -> None:
    assert relevance.decide(article("Regular Press Conference", *ANSWERS[:2], *ANSWERS[4:])).label is Label.OTHER


def test_spans_point_at_the_printed_words(relevance: Relevance) -> None:
    read = article(
        "U.N. peace-\nkeeping", "“Peace–keepers” of the U.N.’s ＵＮＭＩＳＳ met casques\u00a0bleus. 🕊 維和部隊 聯合國"
    )
    found = {match.term: words(read, match) for match in relevance.decide(read).matches}
    assert found["peacekeeping"] == "peace-\nkeeping"
    assert found["peacekeeper"] == "Peace–keepers"
    assert found["UNMISS"] == "ＵＮＭＩＳＳ"
    assert found["maintien de la paix"] == "casques\u00a0bleus"
    assert found["维和部队"] == "維和部隊"
    assert found["UN"] == "U.N."


@pytest.mark.parametrize(
    "text", ["uniform", "transform", "unifilar", "sfor example", "minuscar", "unmissable", "aunifil"]
)
def test_letters_inside_words_never_match(text: str, relevance: Relevance) -> None:
    assert relevance.decide(article(text.title(), text, text.upper())).matches == ()


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u200b", "(((((", "*" * 50, "\ud800", "İ" * 40, "UN (", "(UN)"])
def test_odd_texts_are_decided_without_an_error(text: str, relevance: Relevance) -> None:
    assert relevance.decide(Article(body=text, title=text, captions=(text,))).label is Label.OTHER


def test_decision_is_the_same_every_time_and_names_its_rules(relevance: Relevance) -> None:
    again = load_relevance()
    assert again.version == relevance.version
    assert again.decide(SEED_ONE) == relevance.decide(SEED_ONE)
    assert relevance.decide(SEED_ONE).rules == relevance.version
    assert load_relevance(accept=50).version != relevance.version


def test_thresholds_of_the_configuration_go_before_the_file() -> None:
    strict = load_relevance(accept=50, review=28)
    assert strict.decide(SEED_ONE).label is Label.PEACEKEEPING
    assert strict.decide(SEED_TWO).label is Label.BORDERLINE


@pytest.mark.parametrize(
    "unit", ["UN peacekeepers of UNMISS (UNMISS) ", "peace - ", "维和\n", "A.", "Question: UN\n\n", "\n\n"]
)
@pytest.mark.timeout(30)
def test_a_long_text_of_one_kind_ends_in_time(unit: str, relevance: Relevance) -> None:
    relevance.decide(Article(body=unit * (60_000 // len(unit))))
