"""The views claims and series, and the queries over them."""

from __future__ import annotations

from typing import Any

import pytest

from storage import series_rows
from storage.archive import Archive
from storage.findings import Casualty, CountryMention, Figure, Finding, MissionMention, ResolutionMention, Rotation
from tests.storage.conftest import Newsroom, an_article

BODY = "China has 1,030 peacekeepers in South Sudan. Two of them died on Wednesday. Resolution 2779 stands."
KEY = "personnel deployed|chn|unmiss|current"


def figure(**more: Any) -> Figure:
    given: dict[str, Any] = {
        "field": "body",
        "parts": ((10, 28),),
        "rule": "people",
        "value": 1030.0,
        "who": "CHN",
        "place": "UNMISS",
        "nature": "current",
        "as_of": "2026-11-01",
        "as_of_basis": "publication",
        "series_key": KEY,
    }
    return Figure(**{**given, **more})


def casualty(**more: Any) -> Casualty:
    given: dict[str, Any] = {
        "field": "body",
        "parts": ((45, 61),),
        "rule": "died",
        "value": 2.0,
        "kind": "death",
        "nationality": "CHN",
        "mission": "EUFOR-X",
        "nature": "current",
        "date": "2026-11-04",
    }
    return Casualty(**{**given, **more})


def keep(newsroom: Newsroom, *findings: Finding, number: int = 1, **more: Any) -> int:
    article = an_article(url=f"http://newsroom.example/a/{number}.html", body=BODY, **more)
    stored = newsroom.publish(article)
    newsroom.archive.findings.replace(stored, article, findings, rules="r1")
    return stored.article_id


def series_of(archive: Archive) -> list[str]:
    counted = archive.series.keys()
    return sorted(row["series"] for row in counted)


def test_deaths_leave_civilians_out_and_say_whose_the_others_are(newsroom: Newsroom) -> None:
    keep(newsroom, casualty(personnel="civilian", value=20.0), casualty(personnel="police"), number=1)
    keep(newsroom, casualty(personnel="civilian", nature="cumulative"), casualty(kind="injury"), number=2)
    assert [(row["value"], row["personnel"]) for row in newsroom.archive.series.deaths()] == [(2.0, "police")]


def test_a_figure_is_a_claim_with_its_article(newsroom: Newsroom) -> None:
    keep(newsroom, figure(), published_at=newsroom.now)
    (row,) = newsroom.archive.series.claims_with_sentences(KEY)
    assert (row["value"], row["who"], row["place"], row["day"]) == (1030.0, "CHN", "UNMISS", "2026-11-01")
    assert (row["outlet"], row["undated"], row["words"]) == ("newsroom", 0, "1,030 peacekeepers")
    assert row["around"][row["at"] :].startswith("1,030 peacekeepers")
    assert row["text"] == row["article_uid"]


@pytest.mark.parametrize(
    ("finding", "keys"),
    [
        (figure(), [KEY]),
        (figure(counted=False), []),
        (figure(who=None, place=None, series_key="personnel deployed|||current"), []),
        (figure(series_key=None), []),
        (figure(series_key="share|chn||current"), []),
        (casualty(), ["death on 2026-11-04|chn|eufor x|current"]),
        (casualty(nature="cumulative", date=None), ["death|chn|eufor x|cumulative"]),
        (casualty(nature=None), ["death on 2026-11-04|chn|eufor x|current"]),
        (casualty(personnel="civilian"), ["death of civilians on 2026-11-04|chn|eufor x|current"]),
        (casualty(date="2026-11"), []),
        (casualty(date=None), []),
        (casualty(nationality=None, mission=None), []),
        (casualty(counted=False), []),
    ],
)
def test_what_belongs_to_a_series(newsroom: Newsroom, finding: Finding, keys: list[str]) -> None:
    keep(newsroom, finding)
    assert series_of(newsroom.archive) == keys


def test_a_contingents_strength_is_not_its_countrys(newsroom: Newsroom) -> None:
    step = Rotation(field="body", parts=((0, 5),), rule="left", step="left", strength=1030.0)
    keep(newsroom, figure(), step)
    assert series_of(newsroom.archive) == []


def test_only_the_current_revision_speaks(newsroom: Newsroom) -> None:
    keep(newsroom, figure())
    article = an_article(body=BODY.replace("1,030", "1,060"))
    stored = newsroom.publish(article)
    newsroom.archive.findings.replace(stored, article, [figure(value=1060.0)], rules="r1")
    assert [row["value"] for row in newsroom.archive.series.claims(KEY)] == [1060.0]


def test_articles_of_one_text_share_it(newsroom: Newsroom) -> None:
    ids = [keep(newsroom, figure(), number=number) for number in (1, 2, 3)]
    with newsroom.archive.db.write():
        newsroom.archive.db.execute("UPDATE articles SET text_id = 7 WHERE id IN (?, ?)", tuple(ids[:2]))
    (row,) = newsroom.archive.series.keys()
    assert (row["claims"], row["texts"]) == (3, 2)
    assert newsroom.archive.series.keys(least_texts=3) == []
    assert newsroom.archive.series.keys(words="unmiss") == [row]
    assert newsroom.archive.series.keys(words="unifil") == []


def test_resolutions_beside_a_mission(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    mission = MissionMention(field="body", parts=((30, 35),), rule="m", mission="UNMISS")
    other = MissionMention(field="body", parts=((36, 38),), rule="m", mission="UNIFIL")
    cited = ResolutionMention(field="body", parts=((76, 91),), rule="r", number=2779)
    keep(newsroom, mission, other, cited, CountryMention(field="body", parts=((0, 5),), rule="c", iso3="CHN"))
    keep(newsroom, other, cited, number=2)
    (row,) = newsroom.archive.series.resolutions("UNMISS", "2026-01-01")
    assert (row["number"], row["missions"]) == (2779, 2)
    assert row["around"][row["at"] : row["at"] + 15] == BODY[76:91]
    monkeypatch.setattr(series_rows, "_OFTEN_NAMED", 1)
    assert newsroom.archive.series.resolutions("UNMISS", "2026-01-01") == [row]
    assert newsroom.archive.series.resolutions("UNMISS", "2027-01-01") == []
    assert newsroom.archive.series.resolutions("UNDOF", "2026-01-01") == []


def test_a_series_that_is_told_often_gives_the_claims_of_its_newest_days(newsroom: Newsroom) -> None:
    for number, day in ((1, "2026-11-03"), (2, "2026-11-05"), (3, "2026-11-04")):
        keep(newsroom, figure(as_of=day, as_of_basis="sentence"), number=number)
    newest = newsroom.archive.series.newest_claims(KEY, most=2)
    assert {row["day"] for row in newest} == {"2026-11-05", "2026-11-04"}
    assert newsroom.archive.series.newest_claims(KEY, most=3) == newsroom.archive.series.claims(KEY)


def test_words_of_a_caption_are_found_in_it(newsroom: Newsroom) -> None:
    finding = figure(field="caption", position=2, parts=((3, 8),))
    keep(newsroom, finding, captions=("No", "Of 1,030 men"))
    (row,) = newsroom.archive.series.claims_with_sentences(KEY)
    assert (row["around"], row["at"]) == ("Of 1,030 men", 3)


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (series_rows._OF_KEY, {"series": KEY, "most": 9}),
        (series_rows._NEWEST_OF_KEY, {"series": KEY, "most": 9}),
        (series_rows._RESOLUTIONS, {"mission": "UNMISS", "since": "2026", "most": 9}),
        (series_rows._LED_BY_TIME, {"mission": "UNMISS", "since": "2026", "most": 9}),
    ],
)
def test_one_series_or_mission_is_found_by_an_index(archive: Archive, query: str, parameters: dict[str, Any]) -> None:
    steps = [row["detail"] for row in archive.db.rows("EXPLAIN QUERY PLAN " + query, parameters)]
    scanned = [step for step in steps if step.startswith("SCAN") and step not in ("SCAN claims", "SCAN m")]
    assert not scanned, steps


def test_every_query_is_bounded(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = Newsroom(archive)
    for number in (1, 2, 3):
        keep(newsroom, figure(), number=number)
    assert len(archive.series.claims(KEY, most=2)) == 2
    assert len(archive.series.keys(most=0)) == 0
    monkeypatch.setattr(series_rows, "MOST_ROWS", 1)
    assert len(archive.series.strengths("2026-11", "2026-12")) == 1
