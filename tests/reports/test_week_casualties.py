"""How the casualties of a week are told: what is recent, one incident once, which number stands for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.invented import Invented, at
from tests.reports.invented_facts import find, one_story
from tests.reports.week_facts import casualty, told, watched

__all__ = ["watched"]


@pytest.mark.parametrize(
    ("own", "recent", "top"),
    [
        ({"mission": "UNMISS", "date": "2026-11-17"}, True, True),
        ({"cause": "accident", "personnel": "police"}, True, True),
        ({"personnel": "military", "date": "2026-11-17"}, True, False),
        ({"mission": "UNMISS", "date": "2025-06-01"}, False, False),
        ({"mission": "UNMISS", "nature": "cumulative"}, False, False),
        ({}, False, False),
    ],
)
def test_a_toll_is_recent_by_its_day_or_by_what_it_names(
    watched: Invented, own: dict[str, Any], *, recent: bool, top: bool
) -> None:
    casualty(watched, "Two were killed near Berol.", "Two were killed", **own)
    edition = told(watched)
    assert bool(edition["casualties"]["recent"]) is recent
    assert bool(edition["casualties"]["other"]) is not recent
    assert [line["kind"] for line in edition["top"]] == (["casualty"] if top else [])


def test_one_incident_is_told_once_with_those_who_confirm_it(watched: Invented) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-17"}
    uids = [
        casualty(watched, "Two were killed near Berol.", "Two were killed", source=source, **said)
        for source in ("lantern", "bluepost", "harbour")
    ]
    one_story(watched, *uids)
    [incident] = told(watched)["casualties"]["recent"]
    assert incident["confirmed"] == {"UN": ["Bluepost"], "national": ["Harbour"], "press": ["Lantern"]}
    assert incident["articles"] == 3


def test_numbers_that_differ_within_an_incident_stand_beside_it(watched: Invented) -> None:
    uid = casualty(
        watched, "Two were killed. Later three died.", "Two were killed", mission="UNMISS", date="2026-11-17"
    )
    find(watched, uid, "casualty", "three died", value=3, kind="death", mission="UNMISS", date="2026-11-17")
    [incident] = told(watched)["casualties"]["recent"]
    assert (incident["value"], incident["others"]) == (3, [2])


TOLL = {"mission": "UNMISS", "personnel": "military", "cause": "malicious act", "date": "2026-11-17"}


def incidents(archive: Invented) -> list[tuple[float, list[float]]]:
    return [(one["value"], one["others"]) for one in told(archive)["casualties"]["recent"]]


@pytest.mark.parametrize(
    "other", [{"personnel": "civilian"}, {"mission": "UNIFIL"}, {"nationality": "GHA"}, {"date": "2026-11-16"}]
)
def test_victims_who_differ_are_different_incidents(watched: Invented, other: dict[str, Any]) -> None:
    uid = casualty(watched, "Two were killed. Later nine died.", "Two were killed", **TOLL, nationality="RWA")
    find(watched, uid, "casualty", "nine died", **{**TOLL, "nationality": "RWA", "value": 9, "kind": "death", **other})
    assert sorted(incidents(watched)) == [(2, []), (9, [])]


def test_two_places_of_one_article_are_two_incidents(watched: Invented) -> None:
    body = "Nine were killed near Berol on Tuesday. One was killed near Malual on Tuesday."
    uid = casualty(watched, body, "Nine were killed", **TOLL, value=9)
    find(watched, uid, "casualty", "One was killed", **TOLL, value=1, kind="death")
    assert sorted(incidents(watched)) == [(1, []), (9, [])]


def test_a_part_of_a_number_is_not_told_beside_it(watched: Invented) -> None:
    uid = casualty(watched, "Nine were killed, two of them women.", "Nine were killed", **TOLL, value=9)
    find(watched, uid, "casualty", "two of them", **TOLL, value=2, kind="death")
    with watched.db.write():
        watched.db.execute("UPDATE casualties SET rule = 'casualty: part of a number' WHERE value = 2")
    assert incidents(watched) == [(9, [])]


def test_the_number_that_most_texts_say_stands_for_an_incident(watched: Invented) -> None:
    uids = [
        casualty(watched, f"{value} were killed.", f"{value} were killed", source=source, **TOLL, value=value)
        for source, value in (("lantern", 3), ("bluepost", 2), ("harbour", 2))
    ]
    one_story(watched, *uids)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET text_id = id")
    assert incidents(watched) == [(2, [3])]


def test_a_copy_is_no_word_of_its_own(watched: Invented) -> None:
    uids = [
        casualty(watched, f"{value} were killed.", f"{value} were killed", source=source, **TOLL, value=value)
        for source, value in (("harbour", 2), ("lantern", 3), ("bluepost", 3))
    ]
    one_story(watched, *uids)
    with watched.db.write():
        for minute, uid in enumerate(uids):
            watched.db.execute(
                "UPDATE articles SET published_at = ? WHERE uid = ?", (f"2026-11-18T09:0{minute}:00Z", uid)
            )
    assert incidents(watched) == [(2, [3])]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ({"nationality": "GHA"}, {"nationality": "GHA", "value": 3}, True),
        ({}, {"value": 3}, True),
        ({}, {"value": 3, "cause": "accident"}, False),
        ({"nationality": "GHA"}, {"nationality": "RWA"}, False),
        ({}, {"date": "2026-11"}, False),
    ],
)
def test_two_stories_of_one_attack_are_one_incident(
    watched: Invented, first: dict[str, Any], second: dict[str, Any], *, together: bool
) -> None:
    body = "They were killed when a shell hit a base near Berol."
    casualty(watched, body, "They were killed", source="lantern", **{**TOLL, **first})
    casualty(watched, body, "They were killed", source="bluepost", **{**TOLL, **second})
    assert len(incidents(watched)) == (1 if together else 2)


def test_a_year_alone_is_of_no_week(watched: Invented) -> None:
    casualty(watched, "Two were killed a year ago.", "Two were killed", **{**TOLL, "date": "2026"})
    assert incidents(watched) == []


@pytest.mark.parametrize(
    ("later", "value", "expected"),
    [
        ("The toll has risen to seven.", 7, 7),
        ("The mission revised the toll down to one.", 1, 1),
        ("Seven were killed, a paper said.", 7, 3),
    ],
)
def test_a_telling_of_a_changed_toll_supersedes_those_of_before(
    watched: Invented, later: str, value: int, expected: int
) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-17"}
    uids = [
        casualty(watched, "Three were killed near Berol.", "Three were killed", value=3, source=source, **said)
        for source in ("lantern", "harbour")
    ]
    uids.append(watched.article("Later", "2026-11-20", source="bluepost", missions=("UNMISS",), body=later))
    find(watched, uids[-1], "casualty", later.rstrip("."), value=value, kind="death", **said)
    one_story(watched, *uids)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET text_id = id")
    [incident] = told(watched)["casualties"]["recent"]
    assert (incident["value"], incident["others"]) == (expected, sorted({3, value} - {expected}))


def test_what_its_outlet_took_down_has_no_say_beside_what_stands(watched: Invented) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-17"}
    gone = casualty(watched, "Nine were killed near Berol.", "Nine were killed", value=9, source="lantern", **said)
    stands = casualty(watched, "Two were killed near Berol.", "Two were killed", source="harbour", **said)
    one_story(watched, gone, stands)
    watched.withdraw(gone, "2026-11-19")
    edition = told(watched)
    [incident] = edition["casualties"]["recent"]
    assert (incident["value"], incident["others"], incident["article"]) == (2, [9], stands)
    assert [line["article"] for line in edition["top"]] == [stands]


def test_a_toll_that_an_earlier_edition_printed_leads_no_more(watched: Invented) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-15"}
    first = watched.article("First", "2026-11-15", source="harbour", missions=("UNMISS",), body="Two were killed.")
    uid = find(watched, first, "casualty", "Two were killed", value=2, kind="death", **said)
    watched.weekly.record(
        week="2026-W46", number=1, version="0", rules="r", digest="h", text='{"counts": {}}', at=at("2026-11-17"),
        lines=[("mission", first)], facts=watched.weekly.facts([uid]),
    )  # fmt: skip
    copy = casualty(watched, "Two were killed.", "Two were killed", **said)
    one_story(watched, first, copy)
    edition = told(watched)
    [incident] = edition["casualties"]["recent"]
    assert incident["edition"] == {"week": "2026-W46", "number": 1, "article": first}
    assert [line["kind"] for line in edition["top"]] == ["story"]
