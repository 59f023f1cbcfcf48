"""Exercises by name. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Exercise
from tests.crawler.findings.texts import found

# The text, and (name, place, date) of what is found.
CASES = {
    "a name in quotation marks": (
        'The peacekeeping exercise "Common Path-2024" opened in Queshan on May 15.',
        [("Common Path-2024", "Queshan", "2024-05-15")],
    ),
    "the word before the name": (
        "Exercise Quiet Harbour began at Bogra on 4 May.",
        [("Quiet Harbour", "Bogra", "2024-05-04")],
    ),
    "Chinese": (
        "“共同道路—2024”维和国际实兵演习5月11日在河南确山举行。",
        [("共同道路—2024", "河南确山", "2024-05-11")],
    ),
    "an exercise without a name": ("A live-fire exercise was held on May 3.", []),
    "words that were said": ('"We stay," he said after the exercise.', []),
}


@pytest.mark.parametrize("name", CASES)
def test_exercises(name: str) -> None:
    text, wanted = CASES[name]
    got = [one for one in found(text, "exercise") if isinstance(one, Exercise)]
    assert [(one.name, one.place, one.date) for one in got] == wanted
