"""The saved questions: they are twenty, each is answered, and none goes through a big table from end to end."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from storage.archive import Archive
from storage.errors import NotFound, UsageError
from storage.questions import Question, load_questions, question
from tests.storage.conftest import Newsroom

QUESTIONS = [pytest.param(one, id=one.id) for one in load_questions()]
# Tables that grow with the archive. sources, missions, withdrawals and coverage's days of one window stay small.
BIG = (
    "articles", "revisions", "pages", "captures", "decisions", "runs", "coverage", "texts", "appearances", "figures",
    "casualties", "mission_mentions", "country_mentions", "people", "rotations", "rankings", "resolution_mentions",
)  # fmt: skip


def plan(archive: Archive, one: Question) -> list[str]:
    return [row["detail"] for row in archive.db.rows(f"EXPLAIN QUERY PLAN {one.sql}", one.bound({}))]


def test_there_are_twenty_each_with_its_words() -> None:
    ids = [one.id for one in load_questions()]
    assert len(set(ids)) == len(ids) == 20
    for one in load_questions():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.id)
        assert one.title.endswith("?")
        assert one.why.endswith(".")
        assert one.sql.endswith("LIMIT :limit")
        assert set(re.findall(r":([a-z]+)\b", one.sql)) == set(one.params)


@pytest.mark.parametrize("one", QUESTIONS)
def test_no_question_goes_through_a_big_table(newsroom: Newsroom, one: Question) -> None:
    for detail in plan(newsroom.archive, one):
        scanned = re.match(r"SCAN (\w+)(?! VIRTUAL)", detail)
        assert not (scanned and scanned[1] in _named(one, BIG)), detail
        # Of the rhythm of thirty sources, which is worked out first.
        assert "AUTOMATIC" not in detail or detail.startswith("SEARCH ranked")


def _named(one: Question, tables: tuple[str, ...]) -> set[str]:
    """The tables and the names that they have in this statement."""
    aliases = re.findall(rf"\b({'|'.join(tables)}|items)(?: AS (\w+))?", one.sql)
    return {*tables, *(alias for _, alias in aliases if alias)}


@pytest.mark.parametrize("one", QUESTIONS)
def test_a_question_takes_its_values_bound_or_written_out(newsroom: Newsroom, one: Question) -> None:
    db = newsroom.archive.db
    assert db.rows(one.sql, one.bound({"limit": "7"})) == db.rows(one.written_out({"limit": 7}))
    texts = [name for name, param in one.params.items() if isinstance(param.default, str)]
    for name in texts:
        assert db.rows(one.written_out({name: "O'Neill; DROP TABLE articles"})) == []


def test_wrong_names_and_values_are_told() -> None:
    asked = question("casualties")
    with pytest.raises(NotFound, match="newest-items, items-by-outlet"):
        question("nothing")
    with pytest.raises(UsageError, match="it has days, mission, limit"):
        asked.bound({"day": "3"})
    for value in ("0", "-1", "many", "1.5", "40000", ""):
        with pytest.raises(UsageError, match="a whole number from 1 to 36500"):
            asked.bound({"days": value})
    with pytest.raises(UsageError, match="longer than 300"):
        asked.bound({"mission": "x" * 301})
    assert asked.bound({"limit": "5"}) == {"days": 60, "mission": "", "limit": 5}


def test_the_plan_test_would_see_a_scan(newsroom: Newsroom) -> None:
    bad = replace(question("casualties"), sql="SELECT * FROM articles WHERE body LIKE '%x%' LIMIT :limit", params={})
    rows = newsroom.archive.db.rows(f"EXPLAIN QUERY PLAN {bad.sql}", {"limit": 1})
    assert [row["detail"] for row in rows] == ["SCAN articles"]
