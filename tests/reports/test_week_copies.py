"""What a text says of casualties is of the same ones wherever it is carried, whatever day it then seems to name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.invented import Invented
from tests.reports.invented_facts import find, one_story
from tests.reports.week_facts import casualty, told, watched

__all__ = ["watched"]

TOLL = {"mission": "UNMISS", "personnel": "military", "cause": "malicious act", "nationality": "GHA"}


def published(archive: Invented, *tolls: tuple[int, str], copies: bool) -> None:
    uids = []
    for number, (value, day) in enumerate(tolls):
        source = ("lantern", "bluepost", "harbour")[number]
        words = f"{value} were killed"
        uids.append(casualty(archive, f"{words} on patrol.", words, source=source, **TOLL, value=value, date=day))
    one_story(archive, *uids)
    with archive.db.write():
        for number, uid in enumerate(uids):
            archive.db.execute("UPDATE articles SET published_at = ? WHERE uid = ?", (f"2026-11-18T0{number}:00Z", uid))
        if not copies:
            archive.db.execute("UPDATE articles SET text_id = id")


def incidents(archive: Invented) -> list[tuple[float, list[float], int]]:
    return [(one["value"], one["others"], one["articles"]) for one in told(archive)["casualties"]["recent"]]


SAME, UPDATED = ((2, "2026-11-10"), (2, "2026-11-17")), ((3, "2026-11-16"), (3, "2026-11-16"), (5, "2026-11-17"))


@pytest.mark.parametrize(("tolls", "first", "articles"), [(SAME, {2}, 2), (UPDATED, {3, 5}, 3)])
def test_the_carriers_of_one_text_tell_one_incident(
    watched: Invented, tolls: tuple[tuple[int, str], ...], first: set[int], articles: int
) -> None:
    published(watched, *tolls, copies=True)
    [(value, others, carriers)] = incidents(watched)
    assert ({value, *others}, carriers) == (first, articles)


def test_an_update_of_a_text_that_says_so_gives_the_number(watched: Invented) -> None:
    uids = [
        casualty(watched, f"{said}.", words, source=source, **TOLL, value=value, date=day)
        for source, said, words, value, day in (
            ("lantern", "3 were killed on patrol", "3 were killed", 3, "2026-11-16"),
            ("bluepost", "5 were killed, raising an earlier toll of three", "5 were killed", 5, "2026-11-17"),
            ("harbour", "3 were killed on patrol", "3 were killed", 3, "2026-11-16"),
        )
    ]
    one_story(watched, *uids)
    with watched.db.write():
        for number, uid in enumerate(uids):
            watched.db.execute("UPDATE articles SET published_at = ? WHERE uid = ?", (f"2026-11-18T0{number}:00Z", uid))
    assert incidents(watched) == [(5, [3], 3)]


def test_two_texts_that_name_two_days_tell_two_incidents(watched: Invented) -> None:
    published(watched, *SAME, copies=False)
    assert len(incidents(watched)) == 2


def test_two_days_of_one_article_are_two_incidents_in_its_copies_too(watched: Invented) -> None:
    uids = []
    for source in ("lantern", "bluepost"):
        said: dict[str, Any] = {**TOLL, "value": 2, "date": "2026-11-16"}
        uid = casualty(watched, "2 were killed on patrol. 1 was killed later.", "2 were killed", source=source, **said)
        find(watched, uid, "casualty", "1 was killed", **{**said, "value": 1, "date": "2026-11-17", "kind": "death"})
        uids.append(uid)
    one_story(watched, *uids)
    assert sorted(incidents(watched)) == [(1, [], 2), (2, [], 2)]


def test_two_places_are_two_incidents_whoever_printed_them_in_one_wording(watched: Invented) -> None:
    uids = [
        casualty(watched, f"2 were killed near {place}.", "2 were killed", source=source, **TOLL, date=day)
        for source, place, day in (("lantern", "Bria", "2026-11-16"), ("bluepost", "Obo", "2026-11-17"))
    ]
    one_story(watched, *uids)
    assert sorted(incidents(watched)) == [(2, [], 1), (2, [], 1)]
