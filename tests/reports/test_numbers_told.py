"""A number is told with all its digits, wherever it is told. All articles are invented."""

from __future__ import annotations

from typing import Any

import pytest

from reports import render
from reports.claims import number_words
from tests.reports.invented import Invented
from tests.reports.invented_facts import find, one_story
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


STRENGTH: dict[str, Any] = {
    "unit": "persons", "what": "peacekeepers", "nature": "current", "place": "UNMISS", "as_of": "2026-11-17",
    "series_key": "personnel deployed||unmiss|current",
}  # fmt: skip


def strength(archive: Invented, value: int, day: str, source: str) -> str:
    body = f"UNMISS sent {value:,} peacekeepers to the river."
    uid = archive.article("A count", day, source=source, missions=("UNMISS",), body=body)
    find(archive, uid, "figure", f"{value:,} peacekeepers", value=value, **STRENGTH)
    return uid


@pytest.mark.parametrize("revised", [True, False])
def test_a_number_that_an_outlet_revised_in_one_text_is_no_conflict_with_its_copies(
    watched: Invented, *, revised: bool
) -> None:
    first = strength(watched, 730 if revised else 750, "2026-11-17", "bluepost")
    one_story(watched, first, strength(watched, 730, "2026-11-18", "lantern"))
    if revised:
        watched.revise(first, "2026-11-18", title="Corrected: a count", fields=("title",))
        new = "UNMISS sent 750 peacekeepers to the river."
        with watched.db.write():
            watched.db.execute("UPDATE articles SET body = ? WHERE uid = ?", (new, first))
        find(watched, first, "figure", "750 peacekeepers", value=750, **STRENGTH)
    numbers = told(watched)["numbers"]
    assert (bool(numbers["moved"] or numbers["conflicts"]), "revised" in numbers) == (not revised, revised)
    if revised:
        [line] = numbers["revised"]
        assert [ref["value"] for ref in line["refs"]] == ["730", "750"]
        assert "730 → 750, changed by an outlet of the text" in " ".join(render.plain(told(watched)).split())


def test_a_number_ten_times_off_its_series_is_told_with_the_doubt(watched: Invented) -> None:
    """The strength of a whole mission behind that of one camp: it moves nothing, and is not passed over."""
    strength(watched, 730, "2026-11-05", "bluepost")
    strength(watched, 13900, "2026-11-18", "lantern")
    edition = told(watched)
    [line] = edition["numbers"]["doubted"]
    assert (edition["numbers"]["moved"], line["refs"][0]["value"]) == ([], "13,900")
    assert "13,900, ten times off 730 (Bluepost" in " ".join(render.plain(edition).split())
