"""How the casualties of a week are told: what is recent, one incident once, which number stands for it."""

from __future__ import annotations

from typing import Any

import pytest

from reports import render
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
        # The burial tells no mission; the same number of one nation on one day.
        ({"nationality": "GHA"}, {"nationality": "GHA", "mission": None}, True),
        ({"nationality": "GHA"}, {"nationality": "GHA", "mission": None, "value": 3}, False),
    ],
)
def test_two_stories_of_one_attack_are_one_incident(
    watched: Invented, first: dict[str, Any], second: dict[str, Any], *, together: bool
) -> None:
    body = "They were killed when a shell hit a base near Berol."
    other = body if second.get("mission", "UNMISS") else "They were killed by a shell."
    casualty(watched, body, "They were killed", source="lantern", **{**TOLL, **first})
    casualty(watched, other, "They were killed", source="bluepost", **{**TOLL, **second})
    assert len(incidents(watched)) == (1 if together else 2)


def test_a_year_alone_is_of_no_week(watched: Invented) -> None:
    casualty(watched, "Two were killed a year ago.", "Two were killed", **{**TOLL, "date": "2026"})
    assert incidents(watched) == []


@pytest.mark.parametrize(
    ("later", "value", "expected"),
    [
        ("The toll has risen to seven.", 7, 7),
        ("The mission revised the toll down to one.", 1, 1),
        ("One was killed, it says.", 1, 3),
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


@pytest.mark.parametrize(
    ("kind", "tellings", "expected"),
    [
        # The newer word of those who can know, against any number of older texts.
        ("death", [("lantern", 3, 18), ("harbour", 3, 18), ("lantern", 3, 19), ("bluepost", 7, 20)], (7, [3])),
        # Who repeats the old number late outvotes nobody alone; more texts do.
        ("death", [("lantern", 3, 18), ("harbour", 3, 18), ("bluepost", 7, 19), ("lantern", 3, 20)], (7, [3])),
        ("death", [("lantern", 3, 18), ("bluepost", 7, 19), ("harbour", 3, 20), ("lantern", 3, 20)], (3, [7])),
        # The press alone, once, does not take the place of an official word; twice it does, or against the press.
        ("death", [("lantern", 3, 18), ("harbour", 3, 18), ("lantern", 7, 20)], (3, [7])),
        ("death", [("lantern", 3, 18), ("harbour", 3, 18), ("lantern", 7, 20), ("lantern", 7, 20)], (7, [3])),
        ("death", [("lantern", 3, 18), ("lantern", 3, 18), ("lantern", 7, 20)], (7, [3])),
        ("death", [("bluepost", 3, 18), ("lantern", 7, 20)], (3, [7])),
        ("death", [("lantern", 7, 18), ("bluepost", 3, 20)], (3, [7])),
        # The dead do not become fewer without a word, the missing do.
        ("death", [("lantern", 3, 18), ("harbour", 3, 18), ("bluepost", 1, 20)], (3, [1])),
        ("missing", [("lantern", 3, 18), ("harbour", 3, 18), ("bluepost", 1, 20)], (1, [3])),
        # A toll that rises and is taken back by more texts.
        ("death", [("lantern", 2, 17), ("lantern", 5, 18), ("harbour", 4, 19), ("bluepost", 4, 20)], (4, [2, 5])),
    ],
)
def test_a_newer_toll_leads_where_it_is_well_founded(
    watched: Invented, kind: str, tellings: list[tuple[str, int, int]], expected: tuple[float, list[float]]
) -> None:
    uids = []
    for source, value, day in tellings:
        body = f"{value} were told of near Berol."
        uids.append(watched.article("A title", f"2026-11-{day} 09:30", source=source, missions=("UNMISS",), body=body))
        own = {"mission": "UNMISS", "date": "2026-11-16", "value": value, "kind": kind}
        find(watched, uids[-1], "casualty", f"{value} were told of", **own)
    one_story(watched, *uids)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET text_id = id")
    assert incidents(watched) == [expected]


def test_every_other_number_is_told_with_its_time_and_its_article(watched: Invented) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-17"}
    first = watched.article("A", "2026-11-18 09:30", source="harbour", missions=("UNMISS",), body="Two were killed.")
    earlier = find(watched, first, "casualty", "Two were killed", value=2, kind="death", **said)
    uids = [
        first,
        casualty(watched, "Three were killed.", "Three were killed", **said, value=3, source="bluepost"),
        casualty(watched, "Three were killed.", "Three were killed", **said, value=3, source="harbour"),
        watched.article("B", "2026-11-19", source="lantern", missions=("UNMISS",), body="At least 9 were killed."),
    ]
    find(watched, uids[-1], "casualty", "9 were killed", value=9, qualifier="at least", kind="death", **said)
    one_story(watched, *uids)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET text_id = id")
    edition = told(watched)
    [incident] = edition["casualties"]["recent"]
    assert [(one["uid"], one["article"], one["at"]) for one in incident["also"]][:1] == [
        (earlier, first, "2026-11-18T09:30:00Z")
    ]
    page = render.plain(edition)
    assert f"told later: 2 (18 Nov 2026 09:30Z, Harbour {earlier}), at least 9 (19 Nov 2026, Lantern" in " ".join(
        page.split()
    )


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
    page = " ".join(render.plain(edition).split())
    assert (
        f"also told: 9 (18 Nov 2026, Lantern {incident['also'][0]['uid']}, withdrawn by the outlet, seen gone" in page
    )


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
    assert edition["top"] == []


def test_a_folded_copy_tells_the_numbers_that_it_changed(watched: Invented) -> None:
    bodies = ("Some 120 engineers built 2 bridges.", "Some 210 engineers built 2 bridges.")
    uids, numbers = [], []
    for source, body, value in zip(("harbour", "lantern"), bodies, (120, 210), strict=True):
        uids.append(watched.article("A bridge", "2026-11-18", source=source, missions=("UNMISS",), body=body))
        own = {"unit": "persons", "what": "engineers", "nature": "current"}
        numbers.append(find(watched, uids[-1], "figure", f"{value} engineers", value=value, **own))
        find(watched, uids[-1], "figure", "2 bridges", value=2, what="bridges", nature="current")
        # The same number in more words is no second difference.
        again = {"unit": "persons", "what": "engineers of the battalion", "nature": "current"}
        find(watched, uids[-1], "figure", body.rstrip("."), value=value, **again)
    one_story(watched, *uids)
    edition = told(watched)
    [block] = edition["missions"]
    assert "differs" not in block["items"][0]
    assert block["items"][1]["differs"] == [
        {"words": "210 engineers", "uid": numbers[1], "first": "120 engineers", "first_uid": numbers[0]}
    ]
    said = f"says “210 engineers” {numbers[1]}, not “120 engineers” {numbers[0]}"
    assert said in " ".join(render.plain(edition).split())


def test_items_in_languages_that_are_not_read_for_casualties_are_named(watched: Invented) -> None:
    """Two dead told in Russian alone: that no casualty is printed is our silence, and no news."""
    watched.article("Двое погибших", "2026-11-18", missions=("UNMISS",), language="ru")
    watched.article("Третий погибший", "2026-11-18", missions=("UNMISS",), language="ru-RU")
    watched.article("Une troisième victime", "2026-11-18", missions=("UNMISS",), language="fr-CA")
    watched.article("维和部队", "2026-11-18", missions=("UNMISS",), language="zh-CN")
    watched.article("שני הרוגים", "2026-11-18", missions=("UNMISS",), language="he")
    edition = told(watched)
    assert edition["casualties_not_read"] == {"he": 1, "ru": 2}
    page = " ".join(render.plain(edition).split())
    assert (
        "Casualties are read in English, Chinese, French, Spanish and Portuguese only. "
        "Not read for them: 1 item in Hebrew, 2 items in Russian." in page
    )
