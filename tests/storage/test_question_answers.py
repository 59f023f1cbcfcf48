"""What the saved questions answer: windows of one length, whole weeks, all missions, names in any spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.database import Row
from storage.errors import UsageError
from storage.findings import Finding, MissionMention, ResolutionMention
from storage.known_names import KnownNames
from storage.questions import question
from storage.records import Evidence, FieldState
from storage.times import to_text
from tests.storage.conftest import Newsroom, an_article
from tests.storage.test_series_rows import casualty, figure

NEWEST = datetime(2026, 11, 18, 20, tzinfo=UTC)  # a Wednesday
PAGE = Path(__file__).resolve().parents[2] / "docs" / "query-the-archive.md"


def ask(newsroom: Newsroom, name: str, given: Mapping[str, str | int] | None = None) -> list[Row]:
    db, asked = newsroom.archive.db, question(name)
    return db.rows(asked.sql, asked.asked(given or {}, KnownNames(db)))


def write(newsroom: Newsroom, statement: str, **values: str) -> None:
    newsroom.page("http://newsroom.example/0")
    with newsroom.archive.db.write():
        newsroom.archive.db.execute(statement, values)


def run(newsroom: Newsroom) -> None:
    statement = "INSERT INTO runs (source, started_at) VALUES ('newsroom', :at)"
    write(newsroom, statement, at=to_text(NEWEST))


def publish(newsroom: Newsroom, number: int, at: datetime | None, *findings: Finding, **more: Any) -> str:
    url = f"http://newsroom.example/{number}"
    article = an_article(url=url, body=f"Peacekeepers {number} watched over the work.", published_at=at, **more)
    stored = newsroom.publish(article)
    newsroom.archive.findings.replace(stored, article, findings, rules="r1")
    return stored.uid


def named(mission: str) -> MissionMention:
    return MissionMention(field="body", parts=((0, 12),), rule="m", mission=mission)


@pytest.fixture
def daily(newsroom: Newsroom) -> Newsroom:
    """One item a day at six o'clock, and a run in the evening of the last."""
    run(newsroom)
    for n in range(45):
        publish(newsroom, n, NEWEST.replace(hour=6) - timedelta(days=n), named("UNMISS"))
    return newsroom


@pytest.mark.parametrize("days", [1, 7, 14])
def test_the_days_before_are_as_many_as_the_last_ones(daily: Newsroom, days: int) -> None:
    (row,) = ask(daily, "missions-in-the-news", {"days": days})
    assert (row["items"], row["before"]) == (days, days)


def test_the_first_week_is_whole(daily: Newsroom) -> None:
    for days in (21, 22, 25, 27, 28):
        *whole, running = reversed([row["items"] for row in ask(daily, "items-by-outlet", {"days": days})])
        assert (set(whole), running) == ({7}, 3)


def test_a_resolution_is_cited_beside_the_missions_of_all_articles(newsroom: Newsroom) -> None:
    cited = ResolutionMention(field="body", parts=((0, 12),), rule="r", number=2779)
    for number, missions in enumerate((("UNMISS",), ("MINUSCA", "UNMISS"), ())):
        publish(newsroom, number, newsroom.now, cited, *map(named, missions))
    (row,) = ask(newsroom, "resolutions-cited")
    assert (row["texts"], set(row["beside"].split(","))) == (3, {"UNMISS", "MINUSCA"})


def test_a_mandate_that_ended_with_its_mission_is_listed_also_in_an_empty_archive(newsroom: Newsroom) -> None:
    rows = {row["mission"]: row["ended"] for row in ask(newsroom, "mandates-due", {"days": 36_500})}
    assert rows["UNTMIS"] == "2026-10-31"
    assert rows["UNMISS"] is None
    run(newsroom)
    soon = {row["mission"]: row["days_left"] for row in ask(newsroom, "mandates-due")}
    assert (soon["UNTMIS"], soon["UNISFA"]) == (-18, -3)


def test_a_key_of_casualties_has_its_claims_as_one_of_figures(newsroom: Newsroom) -> None:
    publish(newsroom, 1, newsroom.now, casualty(), figure(parts=((0, 12),)))
    (dead,) = ask(newsroom, "figure-over-time", {"series": "death on 2026-11-04|CHN|eufor x|current"})
    (people,) = ask(newsroom, "figure-over-time")
    assert (dead["value"], people["value"], people["series"]) == (2.0, 1030.0, "personnel deployed|chn|unmiss|current")


def test_names_are_read_in_any_spelling_and_unknown_ones_are_refused(newsroom: Newsroom) -> None:
    publish(newsroom, 1, newsroom.now, casualty(mission="UNMISS"), named("XMISS"))
    for name in ("unmiss", "UNMISS", "united nations mission in south sudan", ""):
        assert len(ask(newsroom, "casualties", {"mission": name})) == 1
    assert ask(newsroom, "casualties", {"mission": "xmiss"}) == []
    with pytest.raises(UsageError, match=r"no mission UNMISSS in .*UNMISS"):
        ask(newsroom, "casualties", {"mission": "UNMISSS"})
    with pytest.raises(UsageError, match="UNEF I or UNEF II"):
        ask(newsroom, "casualties", {"mission": "UNEF"})
    with pytest.raises(UsageError, match=r"no country Chima; .* CHN \(China\)"):
        ask(newsroom, "rotations", {"country": "Chima"})
    with pytest.raises(UsageError, match="no source newsrom in this archive; near: newsroom"):
        ask(newsroom, "who-copied-whom", {"source": "newsrom"})


@pytest.mark.parametrize(
    ("kind", "given", "name"),
    [
        ("country", "chn", "CHN"),
        ("country", "china", "CHN"),
        ("country", "xnm", "XNM"),
        ("whose", "nepal", "NPL"),
        ("whose", "unmiss", "UNMISS"),
        ("place", "unmiss", "UNMISS"),
        ("place", "Malual", "Malual"),
        ("source", "Newsroom", "newsroom"),
        ("series", " Death|CHN||cumulative", "death|chn||cumulative"),
    ],
)
def test_a_name_is_written_as_the_archive_writes_it(newsroom: Newsroom, kind: str, given: str, name: str) -> None:
    write(newsroom, "UPDATE sources SET country = 'XNM'")
    assert getattr(KnownNames(newsroom.archive.db), kind)(given) == name
    assert getattr(KnownNames(newsroom.archive.db), kind)("") == ""


def test_the_page_on_queries_tells_why_a_date_is_not_usable(newsroom: Newsroom) -> None:
    refused = Evidence(state=FieldState.UNREADABLE, raw="10 November 2099", reason="too late")
    publish(newsroom, 1, None, evidence={"published_at": refused})
    query = re.search(r"no usable date, and why\?\*\*\n```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert query is not None
    assert [row["reason"] for row in newsroom.archive.db.rows(query[1])] == ["too late"]
