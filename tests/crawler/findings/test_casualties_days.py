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
        ("The remains of the three peacekeepers who were killed in Mali arrived in Accra on Monday.", None),
        ("Three peacekeepers who were wounded on Friday were flown home on Sunday.", "2024-05-24"),
        ("A peacekeeper has died of wounds suffered when shells hit a post on Sunday.", None),
        ("A peacekeeper died of her wounds on Monday.", "2024-05-27"),
        ("The bodies of three Malawian soldiers killed in Congo arrived in Lilongwe on Saturday.", None),
        ("The remains of two soldiers killed on 3 May were flown to Accra and landed on Saturday.", "2024-05-03"),
        ("Two Tanzanian soldiers were buried on Saturday.", None),
    ],
)
def test_the_day_of_a_rite_is_not_that_of_the_dead(text: str, expected: str | None) -> None:
    casualties = [one for one in found(an_item(text), "casualty") if isinstance(one, Casualty)]
    assert [one.date for one in casualties] == [expected]


def test_one_who_has_died_is_no_total_and_the_toll_that_it_brings_is_read() -> None:
    body = "A third soldier has died of his wounds, bringing the toll to three."
    told = [one for one in found(an_item(body), "casualty") if isinstance(one, Casualty)]
    assert [(one.value, one.nature) for one in told] == [(1, "current"), (3, "cumulative")]


def test_a_soldier_is_of_the_mission_of_his_paragraph() -> None:
    body = (
        "MINUSCA says that a patrol was ambushed. One peacekeeper was injured.\n\n"
        "UNFICYP says that two fires were put out. Two children were hurt.\n\nNobody else was reported hurt."
    )
    told = [one for one in found(an_item(body), "casualty") if isinstance(one, Casualty)]
    assert [(one.value, one.mission) for one in told] == [(1, "MINUSCA"), (2, None)]
