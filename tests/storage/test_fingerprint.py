"""What two texts are compared by: their words and numbers."""

from __future__ import annotations

import pytest

from storage.fingerprint import numbers_in, wording


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("some 1.12 million litres", {"1.12"}),
        ("since 1998, in 2099 and 2,000 times", {"2000"}),
        ("2101 tents, 1899 blankets, 1998人", {"2101", "1899", "1998"}),
    ],
)
def test_numbers_are_read_and_years_left_out(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers
    assert wording(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The battalion's 1,200 men", ["the", "battalion", "s", "1200", "men"]),
        ("“Peace” — the unit\u2019s word_s", ["peace", "the", "unit", "s", "word", "s"]),
        ("Café ½ naïve", ["café", "1", "2", "naïve"]),
        ("维和 UN 部队", ["维", "和", "un", "部", "队"]),
    ],
)
def test_words_are_the_same_in_every_script(text: str, tokens: list[str]) -> None:
    assert list(wording(text).tokens) == tokens
