"""A number is told with all its digits, wherever it is told. All articles are invented."""

from __future__ import annotations

from typing import Any

import pytest

from reports import render
from reports.claims import number_words
from tests.reports.invented import Invented
from tests.reports.invented_facts import find
from tests.reports.week_facts import told, watched

__all__ = ["watched"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1042, "1,042"),
        (26.95, "26.95"),
        (12345.67, "12,345.67"),
        (1234567.5, "1,234,567.5"),
        (5_590_000_000, "5,590,000,000"),
        (100 / 3, "33.3333"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_no_digit_of_a_number_is_lost(value: float, words: str) -> None:
    assert number_words(value) == words


def test_a_series_of_millions_stands_in_the_table_of_its_chart(watched: Invented) -> None:
    own: dict[str, Any] = {"unit": "persons", "what": "refugees", "nature": "current", "place": "South Sudan"}
    own |= {"series_key": "refugees||south sudan|current"}
    for day, value in (("2026-11-05", 2234567), ("2026-11-18", 2345678)):
        body = f"There are {value:,} refugees in South Sudan."
        uid = watched.article("A count", day, source="bluepost", missions=("UNMISS",), body=body)
        find(watched, uid, "figure", f"{value:,} refugees", value=value, as_of=day, **own)
    page = render.markdown(told(watched))
    assert "2026-11-05: 2,234,567; 2026-11-18: 2,345,678" in page
    assert "e+06" not in page
