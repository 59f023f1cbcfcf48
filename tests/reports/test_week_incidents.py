"""One attack is one incident, however many stories of a week tell of it, and in the weeks after it too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reports import render
from tests.reports.invented import Invented, at
from tests.reports.invented_facts import find
from tests.reports.week_facts import casualty, told, watched

__all__ = ["watched"]

ATTACK: dict[str, Any] = {
    "mission": "UNMISS", "personnel": "military", "cause": "malicious act", "date": "2026-11-17", "value": 2,
}  # fmt: skip
THERE = "Two were killed near Berol."


def numbers(archive: Invented) -> list[float]:
    return sorted(one["value"] for one in told(archive)["casualties"]["recent"])


@pytest.mark.parametrize(
    ("later", "own", "together"),
    [
        # The rebels deny, and the report tells again whom it is about.
        ("Three were killed on Tuesday.", {}, True),
        # At home they tell the nation and the country, and no mission.
        ("Three were killed in South Sudan.", {"mission": None, "nationality": "GHA"}, True),
        ("Three were killed in Mali.", {"mission": None, "nationality": "GHA"}, False),
        ("Three were killed on Tuesday.", {"mission": None}, False),
        ("Three were killed on Tuesday.", {"mission": "UNIFIL"}, False),
        ("Three were killed on Tuesday.", {"cause": "accident"}, False),
        ("Three were killed on Tuesday.", {"cause": None}, False),
        ("Three were killed on Tuesday.", {"date": "2026-11-18"}, False),
        ("Three were killed on Tuesday.", {"personnel": "civilian"}, False),
        ("Three were killed near Malual.", {}, False),
    ],
)
def test_what_names_no_place_is_of_the_only_attack_of_its_day(
    watched: Invented, later: str, own: dict[str, Any], *, together: bool
) -> None:
    with watched.db.write():
        watched.db.execute("UPDATE missions SET country_iso3 = 'SSD'")
    casualty(watched, THERE, "Two were killed", source="lantern", **ATTACK)
    casualty(watched, later, "Three were killed", source="harbour", **ATTACK | {"value": 3} | own)
    assert len(numbers(watched)) == (1 if together else 2)


def test_several_that_name_no_place_are_of_one_attack(watched: Invented) -> None:
    for source, body in (("lantern", THERE), ("harbour", "Two were killed."), ("bluepost", "Two were killed again.")):
        casualty(watched, body, "Two were killed", source=source, **ATTACK)
    assert numbers(watched) == [2]


def test_of_two_attacks_of_one_day_it_is_neither(watched: Invented) -> None:
    casualty(watched, THERE, "Two were killed", source="lantern", **ATTACK)
    other = "Five were killed near Malual."
    casualty(watched, other, "Five were killed", source="bluepost", **ATTACK | {"value": 5})
    casualty(watched, "Three were killed, it says.", "Three were killed", source="harbour", **ATTACK | {"value": 3})
    assert numbers(watched) == [2, 3, 5]


def printed_before(archive: Invented, *, whole: dict[str, Any] | None = None, **own: Any) -> str:
    """An edition of the week before that printed the attack. whole: what it told of the incident beside the finding."""
    first = archive.article("First", "2026-11-15", source="harbour", missions=("UNMISS",), body=THERE)
    toll = ATTACK | {"kind": "death", "nationality": "GHA", "date": "2026-11-14"} | own
    uid = find(archive, first, "casualty", "Two were killed", **toll)
    text = json.dumps({"counts": {}, "casualties": {"recent": [{"uid": uid, **(whole or {})}]}})
    archive.weekly.record(
        week="2026-W46", number=1, version="0", rules="r", digest="h", text=text, at=at("2026-11-17"),
        lines=[("mission", first)], facts=archive.weekly.facts([uid]),
    )  # fmt: skip
    return first


@pytest.mark.parametrize(
    ("now", "before"),
    [
        # The burial tells no day; an inquiry tells the very day.
        ({"date": "2026-11", "nationality": "GHA"}, {}),
        ({"date": None, "nationality": "GHA"}, {}),
        ({"date": "2026-11-14"}, {}),
    ],
)
def test_an_attack_of_an_earlier_edition_is_no_news(
    watched: Invented, now: dict[str, Any], before: dict[str, Any]
) -> None:
    first = printed_before(watched, **before)
    casualty(watched, "The two were buried.", "The two were buried", **ATTACK | now)
    edition = told(watched)
    [incident] = edition["casualties"]["recent"]
    assert incident["edition"] == {"week": "2026-W46", "number": 1, "article": first}
    assert edition["top"] == []


def test_an_attack_is_known_by_all_that_the_edition_told_of_it(watched: Invented) -> None:
    """Its headline alone, which led it, named neither whose soldiers they were nor the right day."""
    whole = {"date": "2026-11-14", "personnel": "military", "cause": "malicious act"}
    printed_before(watched, whole=whole, date="2026-11-15", personnel=None, cause=None, nationality=None)
    casualty(watched, "The two were mourned.", "The two were mourned", **ATTACK | {"date": "2026-11-14"})
    [incident] = told(watched)["casualties"]["recent"]
    assert incident["edition"]["number"] == 1


@pytest.mark.parametrize(
    "now",
    [
        {"date": "2026-11-17", "nationality": "GHA"},
        {"date": "2026-11", "nationality": "RWA"},
        {"date": "2026-11", "mission": "UNIFIL"},
        {"date": "2026-11", "value": 3},
        {"date": "2026-10"},
        {"date": None},
    ],
)
def test_another_attack_is(watched: Invented, now: dict[str, Any]) -> None:
    printed_before(watched)
    casualty(watched, "They were killed.", "They were killed", **ATTACK | now)
    [incident] = told(watched)["casualties"]["recent"]
    assert (incident["edition"], incident.get("earlier")) == (None, None)


def test_a_toll_that_grew_says_what_an_earlier_edition_told(watched: Invented) -> None:
    first = printed_before(watched)
    casualty(watched, "Three were killed.", "Three were killed", **ATTACK | {"date": "2026-11-14", "value": 3})
    edition = told(watched)
    [incident] = edition["casualties"]["recent"]
    assert incident["earlier"] == {"value": 2, "week": "2026-W46", "number": 1, "article": first}
    assert "told as 2 in edition 1 (2026-W46)" in " ".join(render.plain(edition).split())
    assert [line["article"] for line in edition["top"]] == [incident["article"]]


def test_a_toll_is_as_old_as_its_number_and_not_as_the_last_edit_of_its_page(watched: Invented) -> None:
    """A redesign that revises the day of an old report makes its toll no newer."""
    old = casualty(watched, THERE, "Two were killed", source="lantern", **ATTACK)
    later = "The toll has risen to three, near Berol."
    new = watched.article("Later", "2026-11-19", source="lantern", missions=("UNMISS",), body=later)
    find(watched, new, "casualty", "risen to three", **ATTACK | {"value": 3, "kind": "death"})
    watched.revise(old, "2026-11-21", title="Another title", fields=("title",))
    find(watched, old, "casualty", "Two were killed", **ATTACK | {"kind": "death"})
    [incident] = told(watched)["casualties"]["recent"]
    assert (incident["value"], incident["others"]) == (3, [2])


@pytest.mark.parametrize(("place", "expected"), [("Berol", [3]), ("Malual", [2, 3])])
def test_a_toll_that_rose_in_a_story_of_its_own_is_of_its_attack(
    watched: Invented, place: str, expected: list[float]
) -> None:
    casualty(watched, THERE, "Two were killed", source="lantern", **ATTACK)
    later = f"One hurt near {place} has died, bringing the toll to three."
    new = watched.article("Later", "2026-11-19", source="lantern", missions=("UNMISS",), body=later)
    own = {"personnel": None, "cause": None, "date": "2026-11-18", "value": 3, "kind": "death"}
    find(watched, new, "casualty", "toll to three", **ATTACK | own)
    assert numbers(watched) == expected
