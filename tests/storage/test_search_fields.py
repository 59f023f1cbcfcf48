"""Fields, counts and facets, and that every way a query can be run gives what a look at each article gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from storage import search_plan
from storage.archive import Archive
from storage.errors import UsageError
from storage.findings import Casualty, CountryMention, Figure, MissionMention, Person, ResolutionMention
from storage.query_words import parse
from storage.records import Label
from storage.search import pieces
from storage.search_index import MOST_ID, slot, slot_of
from tests.storage.conftest import START, Newsroom, a_decision, an_article

BODY = "UNMISS said 1,200 troops of China met Ada Example near Juba. Two were hurt, resolution 2790 says."


def parts(words: str) -> tuple[tuple[int, int], ...]:
    return ((BODY.index(words), BODY.index(words) + len(words)),)


FOUND = {
    "unmiss": MissionMention(field="body", parts=parts("UNMISS"), rule="t", mission="UNMISS"),
    "china": CountryMention(field="body", parts=parts("China"), rule="t", iso3="CHN"),
    "many": Figure(field="body", parts=parts("1,200"), rule="t", value=1200),
    "ada": Person(field="body", parts=parts("Ada Example"), rule="t", name="Ada Example"),
    "hurt": Casualty(field="body", parts=parts("Two were hurt"), rule="t", value=2, kind="injury"),
    "cited": ResolutionMention(field="body", parts=parts("resolution 2790"), rule="t", number=2790),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Twelve articles: n has the findings whose place in FOUND divides n, n days after the first."""
    with Archive.open(tmp_path_factory.mktemp("fields") / "data", create=True) as archive:
        newsroom = Newsroom(archive)
        fill(newsroom)
        yield newsroom


def fill(newsroom: Newsroom) -> None:
    with newsroom.archive.db.write():
        newsroom.archive.db.execute(
            "INSERT OR REPLACE INTO missions (acronym, name, aliases, kind) VALUES"
            " ('UNMISS', 'Mission in South Sudan', 'MINUSS;\u8054\u5357\u82cf\u56e2', 'un-pko')"
        )
    for number in range(12):
        article = an_article(
            url=f"http://newsroom.example/{number}", title=f"Item {'bridge' if number % 2 else 'ferry'} {number}",
            body=BODY, source="one" if number < 6 else "two", outlet="Xinhua Example" if number % 3 else "PLA Example",
            published_at=START + timedelta(days=number) if number != 7 else None, language="zh" if number % 4 else "en",
        )  # fmt: skip
        label = (Label.PEACEKEEPING, Label.BORDERLINE)[number % 5 == 4]
        stored = newsroom.publish(article, a_decision(label))
        findings = [one for place, one in enumerate(FOUND.values(), 2) if number % place == 0]
        newsroom.archive.findings.replace(stored, article, findings, rules="1")


def found(archive: Archive, query: str) -> set[int]:
    return {int(hit.title.split()[-1]) for hit in archive.search.answer(query, limit=100).hits if hit.title}


ALL = set(range(12))
ITEMS = {number for number in ALL if number % 5 != 4}
CASES: dict[str, set[int]] = {
    "label:all": ALL,
    "troops": ITEMS,
    "label:borderline": ALL - ITEMS,
    "-label:peacekeeping label:all": ALL - ITEMS,
    "mission:unmiss label:all": {0, 2, 4, 6, 8, 10},
    "mission:MINUSS": {0, 2, 6, 8, 10},
    "mission:\u8054\u5357\u82cf\u56e2 ferry": {0, 2, 6, 8, 10},
    "-mission:UNMISS troops": ITEMS - {0, 2, 6, 8, 10},
    "country:CHN": {0, 3, 6},
    "country:CHN OR country:FRA": {0, 3, 6},
    "country:FRA": set(),
    "country:china": {0, 3, 6},
    'country:"South Sudan"': set(),
    "figure>1000 label:all": {0, 4, 8},
    "figure:=1200": {0, 8},
    "figure<1200": set(),
    "figure>=1200 figure<=1200": {0, 8},
    'person:"ada example" label:all': {0, 5, 10},
    "person:ada -bridge": {0, 10},
    "has:casualty": {0, 6},
    "has:person OR has:casualty": {0, 5, 6, 10},
    "resolution:2790": {0, 7},
    "source:one bridge": {1, 3, 5},
    "outlet:xinhua label:all": {number for number in ALL if number % 3},
    "outlet:nobody": set(),
    "lang:en": {0, 8},
    "-lang:zh troops": {0, 8},
    "type:news": ITEMS,
    "after:2026-11-05 before:2026-11-07": {3, 7},
    "title:bridge -title:11": {1, 3, 5, 7},
    "-bridge": {0, 2, 6, 8, 10},
    "has:revision": set(),
    "has:withdrawal": set(),
    "has:copy": set(),
    '"1,200" OR nothing figure>1': {0, 8},
}


@pytest.mark.parametrize("query", CASES)
def test_what_fields_find_in_every_way(filled: Newsroom, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if query == "-bridge":
        query = "-bridge label:peacekeeping"
    wanted = CASES[query.removesuffix(" label:peacekeeping") if query.startswith("-bridge") else query]
    assert found(filled.archive, query) == wanted
    # No field is rare: from the words, or from the newest back. Then none is common: from the few.
    monkeypatch.setattr(search_plan, "RARE", -1)
    assert found(filled.archive, query) == wanted
    monkeypatch.setattr(search_plan, "RARE", 5000)
    monkeypatch.setattr(search_plan, "FEW_HITS", 0)
    assert found(filled.archive, query) == wanted
    # What is counted is bounded; what is shown is not.
    for name in ("MOST_ROWS", "MOST_ASKED"):
        monkeypatch.setattr(search_plan, name, 1)
    assert found(filled.archive, query) == wanted


@pytest.mark.parametrize("query", [*CASES, "troops", "ferry OR bridge"])
def test_no_way_goes_through_a_big_table(filled: Newsroom, query: str) -> None:
    archive = filled.archive
    try:
        read = parse(query)
    except UsageError:
        return
    made = search_plan.Plan(archive.db, read, archive.search.filters(read, ["peacekeeping"]))
    sql, parameters = made.statement(20, 100)
    for row in archive.db.rows(f"EXPLAIN QUERY PLAN {sql}", parameters):
        detail = row["detail"]
        assert "AUTOMATIC" not in detail
        assert not re.match(
            r"SCAN (?!few|found|.subquery|n |articles USING COVERING INDEX|\w+ VIRTUAL|\w+ USING COVERING)", detail
        ), detail


def test_pages_counts_and_the_newest_first(filled: Newsroom) -> None:
    search = filled.archive.search
    whole = search.answer("troops", limit=100)
    assert (whole.total, whole.more, len(whole.hits)) == (10, False, 10)
    moments = [hit.published_at or hit.first_seen_at for hit in whole.hits]
    assert moments == sorted(moments, reverse=True)
    halves = [search.answer("troops", limit=5, offset=offset).hits for offset in (0, 5, 10)]
    assert (*halves[0], *halves[1]) == whole.hits
    assert halves[2] == ()
    with pytest.raises(UsageError, match="first 5000"):
        search.answer("troops", offset=4990)


def test_by_rank_a_headline_counts_more(newsroom: Newsroom) -> None:
    newsroom.publish(an_article(title="Troops, troops", body="Troops came. " * 3, language="en"))
    newsroom.publish(an_article(url="http://newsroom.example/2", title="Newest", body="Some troops came."))
    search = newsroom.archive.search
    assert [hit.title for hit in search.answer("troops").hits] == ["Newest", "Troops, troops"]
    assert [hit.title for hit in search.answer("troops", best=True).hits] == ["Troops, troops", "Newest"]
    assert search.answer("lang:en", best=True).total == 1
    newsroom.publish(an_article(url="http://newsroom.example/3", title="Some troops", body="维和部队"))
    for query, first in (
        ('"some troops"', "Some troops"),
        ("troops 维和", "Some troops"),
        ('troops "came"', "Troops, troops"),
    ):
        assert search.answer(query, best=True).hits[0].title == first


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        (
            "Ant\u00f3nio Guterrez-Vald\u00e9s",
            ["antonio guterrez", "ANT\u00d3NIO GUTERREZ", "Anto\u0301nio Guterrez Valdes"],
        ),
        ("\u00c5sa \u00d6berg", ["asa oberg", "\u00e5SA \u00d6BERG"]),
        (
            "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",
            ["\u0438\u0432\u0430\u043d \u043f\u0435\u0442\u0440\u043e\u0432"],
        ),
        ("\u5f20\u4e09\u4e30", ["\u5f20\u4e09\u4e30", "\u5f20\u4e09"]),
    ],
)
def test_a_person_is_found_however_the_name_is_written(newsroom: Newsroom, name: str, queries: list[str]) -> None:
    article = an_article(body=f"{name} met Ada Example at the bridge.")
    stored = newsroom.publish(article)
    span = ((0, len(name)),)
    newsroom.archive.findings.replace(
        stored, article, [Person(field="body", parts=span, rule="t", name=name)], rules="1"
    )
    for query in queries:
        assert len(newsroom.archive.search.answer(f'person:"{query}"').hits) == 1, query
        assert newsroom.archive.search.answer(f'-person:"{query}" label:peacekeeping').hits == ()
    assert newsroom.archive.search.answer('person:"ada example"').hits == ()


def test_facets_count_and_narrow(filled: Newsroom) -> None:
    answer = filled.archive.search.answer("troops", facets=True)
    counts = {one.field: {value: count for value, count, _ in one.counts} for one in answer.facets}
    assert counts["source"] == {"one": 5, "two": 5}
    assert counts["label"] == {"peacekeeping": 10}
    assert counts["mission"] == {"UNMISS": 5}
    assert counts["country"] == {"CHN": 3}
    assert counts["year"] == {"2026": 10}
    for one in answer.facets:
        for _, count, query in one.counts:
            assert filled.archive.search.answer(query).total == count


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("mission:UNMISSS", "near: UNMISS"),
        ("mission:nowhere", "leave mission: out"),
        ("country:Chima", r"near: CHN \(China\)"),
        ("source:newsrom", "near: newsroom"),
        ("-label:all troops", "leaves nothing"),
    ],
)
def test_a_name_that_is_not_known_is_told(filled: Newsroom, query: str, advice: str) -> None:
    with pytest.raises(UsageError, match=advice):
        filled.archive.search.answer(query)


def test_marks_cut_a_text_into_pieces(filled: Newsroom) -> None:
    hit = filled.archive.search.answer("juba title:ferry", limit=1).hits[0]
    assert [piece for piece, marked in pieces(hit.snippet, hit.marks) if marked] == ["Juba"]
    assert [piece for piece, marked in pieces(hit.title or "", hit.title_marks) if marked] == ["ferry"]
    assert "".join(piece for piece, _ in pieces(hit.snippet, hit.marks)) == hit.snippet


MOMENTS = (
    "1600-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "2026-11-02T06:00:00.999Z",
    "9999-12-31T23:59:59Z",
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_number_of_a_row_is_the_same_in_both_languages(newsroom: Newsroom, moment: str) -> None:
    row = f"(SELECT 7 AS id, '{moment}' AS published_at, NULL AS first_seen_at)"
    assert newsroom.archive.db.value(f"SELECT {slot_of('n')} FROM {row} AS n") == slot(moment, 7)
    assert slot(moment, 7) & MOST_ID == 7
    with pytest.raises(ValueError, match="numbers articles up to"):
        slot(moment, MOST_ID + 1)


def test_an_article_moves_in_the_index_with_its_day(newsroom: Newsroom) -> None:
    newsroom.publish(an_article(published_at=None))
    newsroom.publish(
        an_article(url="http://newsroom.example/2", published_at=datetime.fromisoformat("2026-10-01T00:00:00Z"))
    )
    newsroom.publish(an_article(published_at=datetime.fromisoformat("2026-09-01T00:00:00Z")))
    days = [hit.published_at for hit in newsroom.archive.search.answer("engineers").hits]
    assert days == ["2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z"]
