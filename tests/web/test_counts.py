"""What one page counts, another counts alike: series, their texts, and the items of four weeks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from reports.web.server import Pages
from storage import browse_series
from storage.browse import Browse
from storage.records import Outcome
from tests.web.conftest import Reader
from tests.web.world import MONDAY, NOW, World, an_article

DEPLOYED = (
    "MALUAL, South Sudan, Nov. 9 -- Peacekeepers of the United Nations Mission in South Sudan (UNMISS) reopened a "
    "road. "
    "UNMISS has {} peacekeepers deployed there, the mission said."
)

TOLL = "BENTIU, Nov. 8 -- An attack on 8 November 2026 killed three peacekeepers of UNMISS near Tabra, UNMISS said."


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One article revised twice, and one item of UNMISS each morning for forty days, the last on the day of the run."""
    made = World(tmp_path_factory.mktemp("steady") / "data")
    made.source("harbour", "Harbour Defence Daily")
    made.run("harbour", MONDAY + timedelta(hours=14), Outcome.COLLECTED)
    for state, number in enumerate((180, 190, 195)):
        first = an_article("harbour", 900, "The road to Malual", DEPLOYED.format(number), MONDAY - timedelta(days=60))
        made.publish("revised", first, MONDAY - timedelta(days=60 - state))
    for day in range(40):
        body = f"JUBA, South Sudan -- UNMISS peacekeepers counted {'ab' * day}c boats near place{day} and went on."
        at = MONDAY - timedelta(days=day)
        made.publish(f"day{day}", an_article("harbour", day, f"UNMISS and boat {day}", body, at), at)
    ahead = an_article("harbour", 99, "UNMISS in years to come", "UNMISS peacekeepers plan a bridge.",
                       MONDAY.replace(year=2099))  # fmt: skip
    made.publish("ahead", ahead, MONDAY)
    made.publish("toll", an_article("harbour", 98, "An attack near Tabra", TOLL, MONDAY), MONDAY)
    yield made
    made.archive.close()


@pytest.fixture(scope="module")
def read(steady: World) -> Iterator[Reader]:
    reader = Reader(Pages(steady.data, now=lambda: NOW))
    yield reader
    reader.close()


def asked(data: Path, *paths: str) -> list[str]:
    reader = Reader(Pages(data, now=lambda: NOW))
    texts = [reader.get(path).text for path in paths]
    reader.close()
    return texts


def test_four_weeks_are_the_same_days_on_every_page(steady: World) -> None:
    start, missions = asked(steady.data, "/", "/missions")
    on_start = re.findall(r'UNMISS</a></th><td class="number">(\d+)', start)
    assert on_start == ["29"]
    assert re.findall(r'class="number">(\d+)', missions)[0] == "29"  # one each of 28 days, and the toll
    assert "43 items from 1 outlet," in start


def test_an_archive_without_a_run_has_four_weeks_and_outlets_as_well(tmp_path: Path) -> None:
    made = World(tmp_path / "data")
    made.source("import", "Imported texts", enabled=0)
    article = an_article("import", 1, "UNMISS reopens a road", DEPLOYED.format(180), MONDAY, outlet="Imported Herald")
    made.publish("one", article, MONDAY + timedelta(days=2))
    other = an_article("import", 2, "UNMISS opens a ferry", DEPLOYED.format(90), MONDAY, outlet=None)
    made.publish("two", other, MONDAY + timedelta(days=3))
    made.archive.close()
    start, missions = asked(made.data, "/", "/missions.json")
    assert "2 items from 1 outlet," in start
    assert re.findall(r'UNMISS</a></th><td class="number">(\d+)', start) == ["2"]
    assert '"lately": 2' in missions


def test_a_list_of_series_counts_current_states_and_texts(steady: World) -> None:
    rows, more = Browse(steady.archive.db).series_keys("deployed", 10)
    counted = {"claims": 1, "texts": 1, "more": False}
    assert (rows, more) == ([{"series": "personnel deployed||unmiss|current", **counted}], False)
    listed, single = asked(steady.data, "/series?find=deployed", "/series?find=deployed&single=1")
    assert "No series told by more than one text holds this" in listed
    assert "1 text, 1 outlet" in single


@pytest.mark.parametrize("words", ["", "deployed", "death", "unmiss"])
def test_the_list_holds_what_the_view_holds_and_each_leads_to_a_page(steady: World, read: Reader, words: str) -> None:
    listed = read.get(f"/series.json?single=1&find={words}").json()
    told = steady.archive.series.keys(words=words)
    wanted = {row["series"]: (row["claims"], row["texts"]) for row in told}
    assert {row["series"]: (row["claims"], row["texts"]) for row in listed} == wanted
    assert wanted
    for row in listed:
        assert read.get(f"/series.json?key={row['series'].replace('|', '%7C')}").status_code == 200
    several = {row["series"] for row in read.get(f"/series.json?find={words}").json()}
    assert several == {row["series"] for row in told if row["texts"] > 1}


def test_what_is_told_once_is_left_out_where_several_texts_are_asked_for(steady: World) -> None:
    browse = Browse(steady.archive.db)
    keys = {told: {row["series"] for row in browse.series_keys("unmiss", 10, told=told)[0]} for told in (1, 2)}
    assert keys[1] - keys[2] == {"death on 2026-11-08||unmiss|current"}
    assert keys[2] == {"personnel deployed||unmiss|current"}  # three states, of which one is a claim


def test_the_dead_are_among_the_numbers(read: Reader) -> None:
    assert re.search(r"death[^<]*</a></th><td><a[^>]*>3</a>", read.get("/series?find=death&single=1").text)


def test_a_series_told_often_says_so_instead_of_a_count(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse_series, "MOST_CLAIMS", 1)
    rows = reader.get("/series.json?find=deployed&single=1").json()
    assert {(row["claims"], row["texts"], row["more"]) for row in rows if row["more"]} == {(1, 1, True)}


def test_a_list_of_series_that_was_cut_says_so(steady: World, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse_series, "MOST_READ", 0)
    found, more = Browse(steady.archive.db).series_keys("e", 100)
    assert (len(found), more) == (1, True)
    assert read.get("/series.json?find=e&single=1").headers["x-bluewatch-cut"].startswith("cut here: 1 series")
    assert "cut here: 1 series" in read.get("/series.csv?find=e&single=1").text.splitlines()[-1]
    assert "more than 1 series" in read.get("/series?find=e&single=1").text


def test_a_source_that_only_imported_texts_name_has_a_page(tmp_path: Path) -> None:
    made = World(tmp_path / "data")
    made.source("import", "Imported texts", enabled=0)
    uid = made.publish("one", an_article("import", 1, "UNMISS reopens a road", DEPLOYED.format(180), MONDAY), MONDAY)
    with made.archive.db.write():
        made.archive.db.execute("UPDATE articles SET source = 'elsewhere'")
    made.archive.close()
    reader = Reader(Pages(made.data, now=lambda: NOW))
    assert 'href="/sources/elsewhere"' in reader.get(f"/article/{uid}").text
    found = reader.get("/sources/elsewhere")
    assert (found.status_code, "UNMISS reopens a road" in found.text) == (200, True)
    assert reader.get("/sources/nobody").status_code == 404
    reader.close()


def test_a_source_is_judged_alike_on_every_page_however_many_days_are_shown(steady: World) -> None:
    late = NOW + timedelta(days=12)
    reader = Reader(Pages(steady.data, now=lambda: late))
    month, week, own = (
        reader.get(path).json() for path in ("/sources.json", "/sources.json?days=7", "/sources/harbour.json")
    )
    start = reader.get("/").text
    reader.close()
    judged = [(one["state"], one["reason"]) for one in (month["sources"][0], week["sources"][0], own["condition"])]
    assert judged[0][0] == "never-ran"
    assert judged[0] == judged[1] == judged[2]
    assert judged[0][1] in start
    cells = month["sources"][0]["days"]
    assert [cell["state"] for cell in cells if cell["day"] == f"{MONDAY:%Y-%m-%d}"] == ["collected"]
    assert (len(cells), month["sources"][0]["items"] > week["sources"][0]["items"]) == (28, True)


def test_the_days_of_sources_lead_back_to_the_first_item_and_no_further(steady: World) -> None:
    now, before = asked(steady.data, "/sources", "/sources?until=2026-08-20")
    assert "Earlier" in now
    assert "Earlier" not in before
