"""Casualties: the dead of other years are not those of these days, and nobody died tomorrow. Invented texts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.findings import Casualty
from tests.crawler.findings.texts import an_item, found

# The text, published on 30 May 2024, and (nature, date) of the only toll.
CURRENT, CUMULATIVE = "current", "cumulative"
PAST = {
    "Thirty years ago 10 Belgian peacekeepers of UNAMIR were murdered in Kigali.": (CURRENT, "1994"),
    "Ten peacekeepers were killed in an ambush in Bria two years ago.": (CURRENT, "2022"),
    "Two decades ago, 12 peacekeepers were killed in an ambush on UNMISS.": (CURRENT, "2004"),
    "A year after seven Tanzanian peacekeepers were killed in an ambush, their families got medals on Thursday.": (
        CURRENT,
        "2023",
    ),
    "Twenty-five years on, the country remembers 10 peacekeepers killed in an ambush.": (CURRENT, "1999"),
    "On the 20th anniversary of the bombing, the UN honoured 22 staff members killed in the attack.": (CURRENT, "2004"),
    "Three months ago four peacekeepers were killed in an ambush.": (CURRENT, "2024-02"),
    "Ten days ago four peacekeepers were killed in an ambush.": (CURRENT, "2024-05-20"),
    "Nearly 30 years ago 10 peacekeepers were killed in an ambush.": (CUMULATIVE, None),
    "The ceremony on Tuesday marked the anniversary of the attack that killed 14 peacekeepers.": (CUMULATIVE, None),
    "In the 1990s, 24 peacekeepers were killed in an ambush in Somalia.": (CUMULATIVE, None),
    "The 21 peacekeepers killed in the ambush were remembered on Tuesday.": (CUMULATIVE, None),
    "In 1994 war broke out in Rwanda. Ten Belgian peacekeepers were murdered in an ambush.": (CURRENT, "1994"),
    "It was the worst ambush since 2017, when 15 peacekeepers were killed in Semuliki.": (CURRENT, "2017"),
    "Two men accused of killing four peacekeepers were arrested on Monday.": (CUMULATIVE, None),
    "A court on Monday sentenced the rebels for the murder of four peacekeepers.": (CUMULATIVE, None),
    "30年前，10名比利时维和人员在袭击中遇害。": (CURRENT, "1994"),
    "3名维和人员在袭击中牺牲10周年纪念活动举行。": (CURRENT, "2014"),
    "十多年前，4名维和人员在袭击中牺牲。": (CUMULATIVE, None),
}
PRESENT = {
    "Two peacekeepers were killed in an ambush on Monday.": "2024-05-27",
    "Ten years after the war began, two peacekeepers were killed in an ambush on Monday.": "2024-05-27",
    "The mission, which was set up ten years ago, said that two peacekeepers were killed in an ambush.": None,
    "On the anniversary of the coup, two peacekeepers were killed in an ambush on Monday.": "2024-05-27",
    "The mission decided so 25 days after two peacekeepers were killed in an ambush.": None,
    "UNMISS was set up in 2011. Two of its peacekeepers were killed in an ambush.": None,
    "The war broke out last year. Two peacekeepers were killed in an ambush.": None,
    "The Secretary-General commemorated two peacekeepers killed this week in Abyei.": None,
    "Three men were charged with killing two peacekeepers on Monday.": "2024-05-27",
    "两名维和人员在袭击中牺牲。": None,
}


@pytest.mark.parametrize("text", PAST)
def test_tolls_of_the_past(text: str) -> None:
    (one,) = [one for one in found(text, "casualty") if isinstance(one, Casualty)]
    assert (one.nature, one.date) == PAST[text]


@pytest.mark.parametrize("text", PRESENT)
def test_tolls_of_these_days(text: str) -> None:
    (one,) = [one for one in found(text, "casualty") if isinstance(one, Casualty)]
    assert (one.nature, one.date) == (CURRENT, PRESENT[text])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Twelve peacekeepers were killed on 7 October in an ambush.", "2023-10-07"),
        ("On 15 August two peacekeepers were killed.", "2023-08-15"),
        ("Four peacekeepers were killed in September.", "2023-09"),
        ("Twelve peacekeepers were killed on 7 August in an ambush.", "2024-08-07"),
        ("Twelve peacekeepers were killed on 9 August, after midnight here.", "2024-08-09"),
        ("9月30日，4名维和人员在袭击中牺牲。", "2023-09-30"),
    ],
)
def test_nobody_died_ahead_of_publication(text: str, day: str) -> None:
    article = an_item(
        text, published_at=datetime(2024, 8, 8, 4, tzinfo=UTC), published_local="2024-08-08T12:00:00+08:00"
    )
    assert [one.date for one in found(article, "casualty") if isinstance(one, Casualty)] == [day]
