"""Rankings: whose place it is, which, among whom."""

from __future__ import annotations

import pytest

from storage.findings import Ranking
from tests.crawler.findings.texts import found


def rankings(body: str) -> list[Ranking]:
    return [one for one in found(body, "ranking") if isinstance(one, Ranking)]


@pytest.mark.parametrize(
    ("body", "who", "rank"),
    [
        ("China is the second-largest contributor to the budget.", "CHN", 2),
        ("Ethiopia, the second largest troop contributor in Africa, agreed.", "ETH", 2),
        ("India is the largest troop-contributing country among the neighbours.", "IND", 1),
        ("Nepal is the number one contributor of uniformed personnel.", "NPL", 1),
        ("Nepal remains top provider of UN peacekeepers.", "NPL", 1),
        ("Rwanda ranks third among police contributors.", "RWA", 3),
        ("Nepal, which ranks second among troop-contributing countries, agreed.", "NPL", 2),
        ("Kazakhstan sent the largest contingent but one.", "KAZ", 2),
        ("Cambodia is now the 28th largest contributor.", "KHM", 28),
        ("Rwanda is the largest contributor of police after Senegal.", "RWA", 2),
        ("Nepal is the largest contributor of troops after Bangladesh and India.", "NPL", 3),
        ("Rwanda is second only to Nepal in contributions of troops.", "RWA", 2),
        ("Nepal topped the list of troop contributors.", "NPL", 1),
        ("Bangladesh slipped to third place among troop contributors.", "BGD", 3),
        ("中国是联合国第二大出资国。", "CHN", 2),
        ("尼泊尔以6119人位居出兵国首位。", "NPL", 1),
        ("印度尼西亚是第五大出兵国。", "IDN", 5),
        ("尼泊尔是最大的出兵国。", "NPL", 1),
        ("卢旺达紧随其后，居第二位。", "RWA", 2),
        ("中国维和人员人数在常任理事国中居首位。", "CHN", 1),
    ],
)
def test_a_place_in_an_order_is_a_ranking(body: str, who: str, rank: int) -> None:
    assert [(one.who, one.rank) for one in rankings(body)] == [(who, rank)]


@pytest.mark.parametrize(
    "body",
    [
        "Ghana is one of the largest contributors.",
        "The second batch was first in line.",
        "She was third in the queue.",
        "The largest hall of the camp was full.",
        "The two largest contingents left.",
        "第二批部队启程。",
        "The team from Fiji ranked second in the volleyball tournament of the mission.",
    ],
)
def test_other_orders_and_superlatives_are_none(body: str) -> None:
    assert rankings(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Nepal is the largest contributor with 6,119 troops, followed by Rwanda with 5,876 and Bangladesh.",
            [("NPL", 1), ("RWA", 2), ("BGD", 3)],
        ),
        (
            "The United States is the largest payer with 26 per cent, followed by China (23.8 per cent) and Japan.",
            [("USA", 1), ("CHN", 2), ("JPN", 3)],
        ),
        ("India ranked fourth and Pakistan sixth.", [("IND", 4), ("PAK", 6)]),
        ("Bangladesh came third, Egypt fourth and Nepal fifth.", [("BGD", 3), ("EGY", 4), ("NPL", 5)]),
        ("Bangladesh came third.", []),
        ("India came second and Nepal first in the tug of war at the camp.", []),
        ("人数为5893人；印度排名第四。", [("IND", 4)]),
        ("India ranked fourth among contributors and was followed by a band.", [("IND", 4)]),
        (
            "Top troop contributors: 1. Rwanda 2,637; 2. India 2,398; 3. Nepal 1,764",
            [("RWA", 1), ("IND", 2), ("NPL", 3)],
        ),
        ("卢旺达（5876人）和孟加拉国（5866人）分列第二、第三位。", [("RWA", 2), ("BGD", 3)]),
    ],
)
def test_places_of_several_countries_in_one_sentence(body: str, expected: list[tuple[str, int]]) -> None:
    assert [(one.who, one.rank) for one in rankings(body)] == expected


def test_the_largest_of_a_continent_is_first_there_only() -> None:
    (one,) = rankings("Italy is the largest European contributor to UN peacekeeping.")
    assert (one.rank, one.scope) == (1, "European")


def test_of_and_scope_are_told_apart() -> None:
    (one,) = rankings("China is the largest contributor of peacekeepers among the permanent members.")
    assert one.of == "contributor of peacekeepers"
    assert one.scope == "among the permanent members"


def test_what_once_was_first_is_first_no_more() -> None:
    assert found("Ethiopia, once the largest contributor, now has 1,500 troops deployed.", "ranking") == []
