"""Numbers in a row that share the noun of the last, each with its country in the same order. Invented texts."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import an_item, found

Told = list[tuple[float | None, str | None]]


def told(text: str) -> Told:
    """Number and country of the figures, in order."""
    return [(one.value, one.who) for one in found(an_item(text), "figure") if isinstance(one, Figure)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nepal, Rwanda and Egypt contributed 6,247, 5,919 and 866 uniformed personnel respectively.",
            [(6247, "NPL"), (5919, "RWA"), (866, "EGY")],
        ),
        ("Nepal and Rwanda contributed 6,247 and 919 troops respectively.", [(6247, "NPL"), (919, "RWA")]),
        ("China, Ghana and Fiji sent 18, five and two police officers.", [(18, "CHN"), (5, "GHA"), (2, "FJI")]),
        ("Peacekeepers patrol on Routes 5, 7 and 9.", []),
    ],
)
def test_a_row_shares_its_noun(text: str, expected: Told) -> None:
    assert told(text) == expected
