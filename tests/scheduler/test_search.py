# ruff: noqa: F811 - pytest's fixtures are imported by the names of their arguments
from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.records import Label
from tests.scheduler.test_import import Bluewatch, bluewatch, data  # noqa: F401 - fixtures
from tests.storage.conftest import Newsroom, a_decision, an_article


@pytest.fixture
def filled(data: Path) -> None:
    with Archive.open(data, create=True) as archive:
        newsroom = Newsroom(archive)
        newsroom.publish(an_article(title="Older \x1b]0;x\x07 title"))
        newsroom.publish(an_article(url="http://newsroom.example/2", title="维和部队 bridge"))
        newsroom.publish(
            an_article(url="http://newsroom.example/3", title="Disputed bridge"), a_decision(Label.CONTESTED)
        )


@pytest.mark.usefixtures("filled")
def test_newest_first_with_uid_outlet_and_the_place_in_the_text(bluewatch: Bluewatch) -> None:
    result = bluewatch("search", "bridge", "engineers")
    assert result.code == 0
    assert [line[12:] for line in result.lines if line and not line.startswith(" ")] == [
        "维和部队 bridge",
        "Older \\x1b]0;x\\x07 title",
    ]
    assert "AWEIL, Nov. 1 -- The engineers rebuilt" in result.out.decode()
    assert b"\x1b" not in result.out


@pytest.mark.usefixtures("filled")
def test_json_for_programs(bluewatch: Bluewatch) -> None:
    (line,) = bluewatch("search", "维和", "--json").lines
    hit = json.loads(line)
    assert hit["uid"].startswith("a-")
    assert hit["label"] == "peacekeeping"


@pytest.mark.usefixtures("filled")
def test_other_labels_and_limits(bluewatch: Bluewatch) -> None:
    count = {
        words: len(bluewatch("search", "bridge", "--json", *words).lines)
        for words in [(), ("--label", "all"), ("--limit", "1")]
    }
    assert count == {(): 2, ("--label", "all"): 3, ("--limit", "1"): 1}


@pytest.mark.usefixtures("filled")
def test_counts_are_talk_and_facets_are_data(bluewatch: Bluewatch) -> None:
    result = bluewatch("search", "bridge source:newsroom", "--limit", "1", "--facets")
    assert "1-1 of 2" in result.err
    assert "label:      peacekeeping 2" in result.lines
    assert "none behind the first 7: there are 2" in bluewatch("search", "bridge", "--offset", "7").err
    *_, last = bluewatch("search", "bridge", "--facets", "--json").lines
    assert json.loads(last) == {
        "total": 2,
        "more": False,
        "facets": {
            "source": {"newsroom": 2}, "label": {"peacekeeping": 2}, "lang": {}, "mission": {}, "country": {},
            "year": {"2026": 2},
        },
    }  # fmt: skip


@pytest.mark.usefixtures("filled")
def test_the_next_page_and_the_best_first(bluewatch: Bluewatch) -> None:
    pages = [bluewatch("search", "bridge", "--json", "--limit", "1", "--offset", offset).lines for offset in "012"]
    assert [len(lines) for lines in pages] == [1, 1, 0]
    assert pages[0] != pages[1]
    best = bluewatch("search", "bridge", "--json", "--sort", "rank", "--limit", "1").lines
    assert "bridge" in json.loads(best[0])["title"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("query", "said"), [("mission:", "mission:UNMISS"), ("bridge OR", "OR stands between"), ("colour:red", "no field")]
)
def test_a_wrong_query_is_told_what_to_write(bluewatch: Bluewatch, query: str, said: str) -> None:
    result = bluewatch("search", query)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err


@pytest.mark.usefixtures("filled")
def test_nothing_found_says_where_something_is(bluewatch: Bluewatch) -> None:
    result = bluewatch("search", "disputed")
    assert (result.code, result.out) == (0, b"")
    assert "1 with other labels" in result.err


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "query", ['"', "'; DROP TABLE articles; --", "NEAR(", "a OR OR b", "{title}: x", "\udcff x", "col:*", "x" * 3000]
)
def test_no_query_breaks_it(bluewatch: Bluewatch, query: str) -> None:
    result = bluewatch("search", "--", query)
    assert result.code in (0, 2)
    assert "Traceback" not in result.err
