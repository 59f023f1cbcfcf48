"""Which counts of people are a strength, and make a series: those who are there, not some to whom something happens."""

from __future__ import annotations

import pytest

from tests.crawler.findings.texts import an_item, found


def series(body: str, language: str = "en") -> list[str | None]:
    """The series of all figures of a text, in order."""
    return [one.series_key for one in found(an_item(body, language=language), "figure")]


@pytest.mark.parametrize(
    "body",
    [
        "Four UNIFIL peacekeepers were rescued by a fishing boat off Tyre.",
        "Sixty UNIFIL peacekeepers are planting trees in Naqoura.",
        "Twenty UNIFIL peacekeepers were questioned by the army.",
        "About 3,000 UNIFIL peacekeepers were later vaccinated against measles.",
        "Some 40 UNMISS peacekeepers have been confined to their base.",
        "Twelve peacekeepers from UNIFIL were held for an hour at a checkpoint.",
        "Four UNIFIL peacekeepers who are deployed in Tyre were rescued by a fishing boat.",
        "Seven peacekeepers in Lebanon are being treated for burns.",
    ],
)
def test_what_is_done_to_people_tells_of_some(body: str) -> None:
    assert set(series(body)) <= {None}


@pytest.mark.parametrize(
    "body",
    [
        "Some 870 Ghanaian soldiers are in Lebanon with UNIFIL.",
        "Some 870 Ghanaian soldiers are in southern Lebanon with UNIFIL.",
        "Some 870 Ghanaian soldiers are deployed with UNIFIL.",
        "Some 870 Ghanaian soldiers were deployed with UNIFIL.",
        "UNIFIL's 870 soldiers are Ghanaian.",
        "About 870 UNIFIL peacekeepers are from Ghana.",
        "Some 870 Ghanaian soldiers in the interim force UNIFIL are stationed in the west.",
    ],
)
def test_where_people_are_kept_is_a_strength(body: str) -> None:
    assert series(body)[0] == "personnel deployed|gha|unifil|current"


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Ghana is contributing 870 soldiers to UNIFIL.", "en"),
        ("Ghana supplies UNIFIL with 870 soldiers.", "en"),
        ("Ghana boasts 870 soldiers in UNIFIL.", "en"),
        ("Ghana has a battalion of 870 soldiers in UNIFIL.", "en"),
        ("Ghana is represented in UNIFIL by 870 soldiers.", "en"),
        ("Ghana's contribution to UNIFIL is 870 soldiers.", "en"),
        ("Le Ghana maintient 870 soldats à la FINUL.", "fr"),
        ("Le Ghana contribue à la FINUL avec 870 soldats.", "fr"),
    ],
)
def test_verbs_of_having_tell_a_strength(body: str, language: str) -> None:
    assert series(body, language) == ["personnel deployed|gha|unifil|current"]


@pytest.mark.parametrize(
    "body",
    [
        "Ghana is sending home 870 soldiers of UNIFIL.",
        "The mayor is represented by 12 soldiers of UNIFIL who carry flags.",
    ],
)
def test_near_words_tell_none(body: str) -> None:
    assert "personnel deployed|gha|unifil|current" not in series(body)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("Ghana increased its troops in UNIFIL from 660 to 860.", "personnel deployed|gha|unifil|current"),
        ("The number of UNIFIL peacekeepers dropped from about 10,000 to 8,200.", "personnel deployed||unifil|current"),
    ],
)
def test_a_strength_that_moved_is_the_one_it_moved_to(body: str, key: str) -> None:
    assert series(body) == [None, key]


def test_what_moved_is_no_strength_of_others() -> None:
    body = "Its budget was cut from 600 million to 400 million and 300 soldiers of UNMISS saw a film."
    assert set(series(body)) <= {None}
