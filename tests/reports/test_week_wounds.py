"""Who is hurt in an attack and dies of it later is told with the attack, by the digest of a week."""

from __future__ import annotations

from typing import Any

import pytest

from reports import render
from tests.reports.invented import Invented
from tests.reports.invented_facts import find, one_story
from tests.reports.week_facts import told, watched

__all__ = ["watched"]

OF = {"mission": "UNMISS", "personnel": "military", "cause": "malicious act"}
DEATHS = "Two soldiers were killed near Berol on Monday."


def article(archive: Invented, day: str, body: str, *finds: tuple[str, str, float, str | None], **own: Any) -> str:
    """finds: kind, words, value, date."""
    uid = archive.article("A title", day, source=own.pop("source", "lantern"), missions=("UNMISS",), body=body)
    for kind, words, value, date in finds:
        find(archive, uid, "casualty", words, **{**OF, **own, "kind": kind, "value": value, "date": date})
    return uid


def attack(archive: Invented, **own: Any) -> str:
    body = DEATHS + " Five others were wounded."
    deaths = ("death", "Two soldiers were killed", 2, "2026-11-16")
    return article(archive, "2026-11-16", body, deaths, ("injury", "Five others", 5, "2026-11-16"), **own)


def tied(archive: Invented, *uids: str) -> None:
    one_story(archive, *uids)
    with archive.db.write():
        archive.db.execute("UPDATE articles SET text_id = id")


def incidents(archive: Invented) -> list[tuple[str, float, list[float], list[float]]]:
    edition = told(archive)
    shown = [*edition["casualties"]["recent"], *edition["casualties"]["other"]]
    return [(one["kind"], one["value"], one["others"], [own["value"] for own in one["died_later"]]) for one in shown]


@pytest.mark.parametrize(
    ("body", "words", "date"),
    [
        ("A soldier died of his wounds on Thursday.", "A soldier died", "2026-11-19"),
        ("One of the wounded succumbed in Juba.", "One", None),
        ("A soldier who was wounded near Berol on Monday has died.", "A soldier who", "2026-11-19"),
        ("A wounded soldier dies in hospital.", "A wounded soldier dies", None),
        ("A soldier, wounded in the attack on Monday, later died.", "A soldier", None),
        ("一名受伤士兵因伤势过重去世。", "一名受伤士兵", "2026-11-19"),
    ],
)
def test_who_dies_of_wounds_is_no_incident_of_their_own(
    watched: Invented, body: str, words: str, date: str | None
) -> None:
    tied(watched, attack(watched), article(watched, "2026-11-19", body, ("death", words, 1, date)))
    assert incidents(watched) == [("death", 2, [], [1]), ("injury", 5, [], [])]


@pytest.mark.parametrize(
    ("body", "words", "value"),
    [
        # The hurt and the dead of one sentence are different people.
        ("Five were wounded and two died on Monday.", "two died", 2),
        # As many, of the day itself: the attack told in other words.
        ("Two soldiers died of wounds on Monday.", "Two soldiers died", 2),
    ],
)
def test_the_dead_of_the_attack_itself_are_no_later_dead(
    watched: Invented, body: str, words: str, value: float
) -> None:
    tied(watched, attack(watched), article(watched, "2026-11-17", body, ("death", words, value, "2026-11-16")))
    assert incidents(watched) == [("death", 2, [], []), ("injury", 5, [], [])]


def test_a_toll_counted_on_a_later_day_is_a_number_of_the_attack(watched: Invented) -> None:
    body = "A soldier succumbed to his wounds on Thursday, bringing the death toll to three."
    found = ("death", "A soldier succumbed", 1, "2026-11-19"), ("death", "death toll to three", 3, "2026-11-19")
    tied(watched, attack(watched), article(watched, "2026-11-19", body, *found))
    assert incidents(watched) == [("death", 3, [2], [1]), ("injury", 5, [], [])]
    edition = told(watched)
    assert {one["date"] for one in edition["casualties"]["recent"]} == {"2026-11-16"}
    assert edition["top"][0]["tolls"][0]["value"] == 3
    assert "died later of wounds: 1 (19 Nov 2026, Lantern f-" in " ".join(render.plain(edition).split())


def test_the_hurt_who_died_lower_no_number_of_the_hurt(watched: Invented) -> None:
    body = "A soldier who was wounded on Monday died of his injuries."
    found = ("death", "died of his injuries", 1, None), ("injury", "A soldier who was wounded", 1, "2026-11-16")
    tied(watched, attack(watched), article(watched, "2026-11-19", body, *found, source="harbour"))
    assert incidents(watched) == [("death", 2, [], [1]), ("injury", 5, [], [])]
    assert told(watched)["numbers"]["moved"] == []


@pytest.mark.parametrize(
    ("own", "together"), [({"nationality": "GHA"}, True), ({"nationality": "RWA"}, False), ({"mission": None}, False)]
)
def test_a_death_of_wounds_in_a_story_of_its_own_finds_its_attack(
    watched: Invented, own: dict[str, Any], *, together: bool
) -> None:
    attack(watched, nationality="GHA")
    article(watched, "2026-11-19", "A soldier died of his wounds.", ("death", "A soldier died", 1, "2026-11-19"), **own)
    expected: list[tuple[str, float, list[float], list[float]]]
    expected = [("death", 2, [], [1])] if together else [("death", 2, [], []), ("death", 1, [], [])]
    assert [one for one in incidents(watched) if one[0] == "death"] == expected


def test_without_its_attack_a_death_of_wounds_stands_by_itself(watched: Invented) -> None:
    body = "A soldier died of his wounds on Thursday."
    article(watched, "2026-11-19", body, ("death", "A soldier died", 1, "2026-11-19"))
    assert incidents(watched) == [("death", 1, [], [])]
