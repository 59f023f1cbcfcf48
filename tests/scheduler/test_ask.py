# ruff: noqa: F811 - pytest's fixtures are imported by the names of their arguments
from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.commands.ask import _told
from storage.archive import Archive
from storage.questions import load_questions
from storage.records import Label
from tests.scheduler.test_import import Bluewatch, bluewatch, data  # noqa: F401 - fixtures
from tests.storage.conftest import Newsroom, a_decision, an_article


@pytest.fixture
def filled(data: Path) -> None:
    with Archive.open(data, create=True) as archive:
        newsroom = Newsroom(archive)
        newsroom.publish(an_article(title="Older \x1b]0;x\x07 title"))
        newsroom.publish(an_article(url="http://newsroom.example/2", title="Disputed"), a_decision(Label.CONTESTED))


def test_without_a_name_it_lists_them(bluewatch: Bluewatch) -> None:
    ids = [one.id for one in load_questions()]
    assert [line.split()[0] for line in bluewatch("ask").lines] == ids
    forms = [json.loads(line) for line in bluewatch("ask", "--json").lines]
    assert [form["id"] for form in forms] == ids
    assert forms[0]["params"]["days"] == {"default": 7, "meaning": "how many days back"}


@pytest.mark.usefixtures("filled")
def test_rows_are_told_or_given_as_json(bluewatch: Bluewatch) -> None:
    told = bluewatch("ask", "newest-items").out.decode()
    assert "title: Older \\x1b]0;x\\x07 title" in told
    (row,) = (json.loads(line) for line in bluewatch("ask", "contested-and-borderline", "--json").lines)
    assert (row["label"], row["title"]) == ("contested", "Disputed")
    nothing = bluewatch("ask", "casualties", "mission=UNMISS")
    assert "no rows. One row a report" in nothing.err


def test_a_large_number_is_told_with_all_its_digits() -> None:
    assert _told({"value": 1234567.0, "share": 12.5, "cost": 5_590_000_123.0}) == (
        "value: 1234567\n  share: 12.5\n  cost: 5590000123\n"
    )


def test_rows_that_are_not_shown_are_counted_and_json_has_them_all(bluewatch: Bluewatch, data: Path) -> None:
    with Archive.open(data, create=True) as archive:
        newsroom = Newsroom(archive)
        for number in range(105):
            newsroom.publish(an_article(url=f"http://newsroom.example/{number}", body=f"Peacekeepers {number} watch."))
    asked = ("ask", "newest-items", "days=365")
    told = bluewatch(*asked)
    assert told.out.decode().count("article_uid: ") == 100
    assert "the first 100 of 105 rows; limit=N gives more" in told.err
    every = bluewatch(*asked, "--json")
    assert (len(every.lines), every.err) == (105, "")
    some = bluewatch(*asked, "limit=5", "--json")
    assert (len(some.lines), "the first 5 of 105 rows" in some.err) == (5, True)
    assert "the first" not in bluewatch(*asked, "limit=200").err


@pytest.mark.usefixtures("filled")
def test_a_mission_that_nobody_knows_is_refused_with_near_names(bluewatch: Bluewatch) -> None:
    result = bluewatch("ask", "casualties", "mission=minuska")
    assert (result.code, result.out) == (2, b"")
    assert "near: MINUSMA, MINUSCA" in result.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "newest-items, items-by-outlet"),
        (("strengts",), "no question strengts; near: strengths; the questions are"),
        (("casualties", "days"), "write it as days=30"),
        (("casualties", "days=0"), "a whole number from 1"),
        (("casualties", "day=3"), "it has days, mission, limit"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_a_mistake_names_what_is_allowed(bluewatch: Bluewatch, words: tuple[str, ...], said: str) -> None:
    result = bluewatch("ask", *words)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err


def test_the_statement_is_printed_with_its_values(bluewatch: Bluewatch) -> None:
    sql = bluewatch("ask", "casualties", "mission=O'Neill", "--sql").out.decode()
    assert "hurt.mission = 'O''Neill'" in sql
    assert ":" not in sql.replace("::", "")
