"""What a series counts, whose it is and where: keys that hold one statistic each. The texts are invented."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import an_item, found


def series(body: str) -> list[str | None]:
    """The series of all figures of a text, in order."""
    return [one.series_key for one in found(an_item(body), "figure") if isinstance(one, Figure)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Zambia's contingent has 230 members.", None),
        ("Zambia has a contingent of 230 soldiers.", None),
        ("The 230-strong Zambian contingent patrols Birao.", None),
        ("The Zambian company in MINUSCA has 230 soldiers.", None),
        ("Zambia's field hospital has 60 peacekeepers.", None),
        ("The Zambian contingent in MINUSCA has 230 members.", "personnel deployed|zmb|minusca|current"),
        ("Zambia has 930 soldiers in MINUSCA.", "personnel deployed|zmb|minusca|current"),
    ],
)
def test_a_contingent_is_not_all_that_a_country_sends(body: str, expected: str | None) -> None:
    assert series(body)[0] == expected


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("UNIFIL was set up in 1978. It now has 7,610 peacekeepers.", "UNIFIL"),
        ("UNIFIL patrols the line. The force now has 6,280.", "UNIFIL"),
        ("UNISFA guards Abyei. It has 3,100 peacekeepers and 40 police officers.", "UNISFA"),
        ("UNISFA guards Abyei. The mission has a ceiling of 3,250 soldiers.", "UNISFA"),
        ("Ghana sends soldiers to UNIFIL.\n\nThe mission has 870 peacekeepers.", "UNIFIL"),
        ("UNIFIL and UNDOF work there. The force has 870 peacekeepers.", None),
        ("The Lebanese army works with UNIFIL. The force has 8,700 soldiers.", None),
        ("Ghana joined UNIFIL in 1979. It has 870 peacekeepers there.", None),
        ("UNIFIL patrols the line. It said 5,000 soldiers crossed it.", None),
    ],
)
def test_the_mission_of_the_sentence_before(body: str, place: str | None) -> None:
    *_, one = found(an_item(body), "figure")
    assert isinstance(one, Figure)
    assert (one.place, one.who) == (place, None)


def test_what_is_to_come_after_and_is_of_the_other_verb() -> None:
    (one,) = found("UNIFIL has 7,610 peacekeepers and is to stop operations on 31 December.", "figure")
    assert isinstance(one, Figure)
    assert (one.nature, one.as_of) == ("current", "2024-05-30")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Since 2003 the contingent in UNMISS has built 31 bridges and made 1,160 escorts.",
            ["bridges||unmiss|cumulative", "escorts||unmiss|cumulative"],
        ),
        ("UNIFIL has 12 bases and 14 checkpoints.", ["bases||unifil|current", "checkpoints||unifil|current"]),
        ("UNMISS has 2,300 soldiers and 1,470 officers in its police units.", [None, None]),
        (
            "UNMISS has 16,300 soldiers and 108 corrections officers.",
            ["personnel deployed||unmiss|current", None],
        ),
        ("UNMISS peacekeepers donated blood: 120 units.", ["units of blood||unmiss|cumulative"]),
    ],
)
def test_what_is_counted_belongs_into_the_key(body: str, expected: list[str | None]) -> None:
    assert series(body) == expected


def test_owners_by_order_in_chinese() -> None:
    text = "印度、尼泊尔和孟加拉国分别派出5300名、6100名和5700名维和人员。"
    owners = [(one.who, one.value) for one in found(text, "figure") if isinstance(one, Figure)]
    assert owners == [("IND", 5300), ("NPL", 6100), ("BGD", 5700)]


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("UNISFA will send home 24 officers in January.", "2025-01"),
        ("UNISFA was to send home 24 officers in January.", "2024-01"),
    ],
)
def test_what_will_be_lies_ahead(body: str, day: str) -> None:
    (one,) = found(body, "figure")
    assert isinstance(one, Figure)
    assert (one.nature, one.as_of) == ("planned", day)
