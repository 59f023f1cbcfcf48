"""The day of a harm, apart from the day of the rite that honours its dead. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Casualty
from tests.crawler.findings.texts import an_item, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mission paid tribute on Monday to an Egyptian peacekeeper who died on 1 March.", "2024-03-01"),
        (
            "A ceremony was held yesterday to remember nine Irish soldiers killed in the ambush in November 1960.",
            "1960-11",
        ),
        ("The army on Monday named the three peacekeepers killed in Mali on Friday.", "2024-05-24"),
        ("On Monday, the President decorated six peacekeepers wounded near Bria.", None),
        ("Ghana on Monday buried two peacekeepers killed in Lebanon.", None),
        ("The bodies of four peacekeepers killed last week were flown home on Monday.", "2024-05"),
        ("On Monday two peacekeepers were killed in an ambush near Bria.", "2024-05-27"),
        ("The mission said on Tuesday that two peacekeepers were killed on Sunday.", "2024-05-26"),
        ("Two peacekeepers killed on Friday were buried on Monday.", "2024-05-24"),
        ("Two peacekeepers were wounded on 3 March and evacuated on 4 March.", "2024-03-03"),
    ],
)
def test_the_day_of_a_rite_is_not_that_of_the_dead(text: str, expected: str | None) -> None:
    casualties = [one for one in found(an_item(text), "casualty") if isinstance(one, Casualty)]
    assert [one.date for one in casualties] == [expected]
