"""Visits: the kind is composed of what was visited and done. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Visit
from tests.crawler.findings.texts import found

# The text, and (kind, date) of what is found.
CASES = {
    "a visit": ("On May 3, Defence Minister Ada Quarm visited the camp of the contingent.", [("visit", "2024-05-03")]),
    "an inspection": (
        "Force Commander Bo Lind inspected the Ghanaian battalion on Friday.",
        [("inspection", "2024-05-24")],
    ),
    "an exhibition and a speech": (
        "On May 3, Minister Ada Quarm visited the Photo Exhibition of Peace and delivered an important speech.",
        [("exhibition visit and speech", "2024-05-03")],
    ),
    "Chinese": ("5月3日，国防部副部长林山看望维和官兵。", [("visit", "2024-05-03")]),
    "Chinese: an inspection": ("5月3日，司令员林山视察维和营区。", [("inspection", "2024-05-03")]),
    "what will be": ("The minister will visit the camp.", []),
    "what patients do": ("Medics visited more than 300 households.", []),
    "nobody of rank": ("It visited the page.", []),
}


@pytest.mark.parametrize("name", CASES)
def test_visits(name: str) -> None:
    text, wanted = CASES[name]
    got = [one for one in found(text, "visit") if isinstance(one, Visit)]
    assert [(one.kind, one.date) for one in got] == wanted


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Defence Minister Ada Quarm met President Bo Lind and visited peacekeepers in Malakal.", "Ada Quarm"),
        ("General Carl Dahl, who was welcomed by Colonel Bo Lind, inspected the battalion.", "Carl Dahl"),
        ("President Bo Lind received Minister Ada Quarm, who visited the camp on Monday.", "Ada Quarm"),
    ],
)
def test_who_is_met_visits_nothing(text: str, who: str) -> None:
    assert [one.who for one in found(text, "visit") if isinstance(one, Visit)] == [who]
