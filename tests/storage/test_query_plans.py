"""What pages, status, plan and digest ask goes by indexes: no statement reads a table that grows with the articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from storage import browse_series
from storage.archive import Archive
from storage.browse import Browse
from storage.database import Database
from storage.health import Health
from storage.mission_rows import MissionRows
from storage.outlet_rows import OutletRows
from storage.story_groups import StoryGroups
from storage.weekly import Weekly
from tests.storage.conftest import START, Newsroom, an_article

GROWING = {
    *("articles", "revisions", "pages", "captures", "decisions", "article_captures", "related", "texts", "stories"),
    *("appearances", "text_prints", "text_marks", "story_index", "text_pairs", "story_pairs", "finding_sets"),
    *("figures", "casualties", "mission_mentions", "country_mentions", "people", "organisations", "rotations"),
    *("resolution_mentions", "medals", "exercises", "visits", "events", "commitments", "rankings", "quotations"),
    *("mission_items", "runs", "coverage"),
}
# A walk through an index that is made for it: of a few rows, or up to a LIMIT.
WALKS = ("pages_in_trouble", "articles_unstable", "articles_newest", "runs_success", "captures_unsettled", "VIRTUAL")
# What counts everything, or looks for words in every key: told in docs/scale.md.
KNOWN = {"totals", "series by words"}
Ask = Callable[[Archive], object]
OWN = {"id": 1, "uid": "a-1", "text_id": 1, "at": "2026-11-02T06:00:00Z"}


def _parted(archive: Archive) -> None:
    with archive.db.write():
        StoryGroups(archive.db).part({1})


ASKED: dict[str, Ask] = {
    "newest": lambda a: Browse(a.db).newest(5, before="2026-12-01"),
    "totals": lambda a: Browse(a.db).totals(),
    "missions": lambda a: Browse(a.db).missions(),
    "missions lately": lambda a: Browse(a.db).missions_lately(5),
    "mission named": lambda a: Browse(a.db).mission_named("UNMISS"),
    "items of a mission": lambda a: Browse(a.db).items_of_mission("UNMISS", limit=5, offset=0),
    "weeks of a mission": lambda a: Browse(a.db).weeks_of_mission("UNMISS", "2026-01-01"),
    "figures of a mission": lambda a: Browse(a.db).findings_of_mission("figures", "UNMISS", [1], 5),
    "how many figures of a mission": lambda a: MissionRows(a.db).count("figures", "UNMISS", [1]),
    "last day": lambda a: MissionRows(a.db).last_day(),
    "rotations of a mission": lambda a: MissionRows(a.db).rotations_of("UNMISS", 5),
    "series of a mission": lambda a: Browse(a.db).series_of_mission("UNMISS", [1], 5),
    "series": lambda a: Browse(a.db).series_keys(None, 5),
    "series by words": lambda a: Browse(a.db).series_keys("patrols", 5),
    "claims in an article": lambda a: browse_series.claims_in(a.db, 1),
    "how often a series is told": lambda a: browse_series.count_of(a.db, "patrols|chn|unmiss|current"),
    "is a source": lambda a: Browse(a.db).is_source("nobody"),
    "newest claims": lambda a: a.series.newest_claims("patrols|chn|unmiss|current", most=-1),
    "claims": lambda a: a.series.claims("patrols|chn|unmiss|current"),
    "resolutions": lambda a: a.series.resolutions("UNMISS", "2026-01-01"),
    "captures of an article": lambda a: Browse(a.db).captures_of(1),
    "editions of an article": lambda a: Browse(a.db).editions_of("a-1"),
    "newest of a source": lambda a: Browse(a.db).newest_of("newsroom", 5),
    "items by source": lambda a: Browse(a.db).items_by_source("2026-11-01", "2026-11-08"),
    "state of a source": lambda a: Browse(a.db).state_of("newsroom"),
    "troubled of a source": lambda a: Browse(a.db).troubled_of("newsroom", 5),
    "pasts": lambda a: Health(a.db).pasts(["newsroom"]),
    "listings in trouble": lambda a: OutletRows(a.db).listings_in_trouble(["newsroom"]),
    "gaps": lambda a: OutletRows(a.db).gaps(START),
    "unread": lambda a: OutletRows(a.db).unread(["newsroom"], START),
    "last successes": lambda a: Health(a.db).last_successes(),
    "last articles": lambda a: Health(a.db).last_articles(),
    "page states": lambda a: Health(a.db).page_states(),
    "troubled pages": lambda a: Health(a.db).troubled_pages(START),
    "unstable pages": lambda a: Health(a.db).unstable_pages(),
    "labels": lambda a: Health(a.db).article_labels(),
    "page store": lambda a: a.captures.size(),
    "sources of a week": lambda a: Weekly(a.db).of_sources(START, START + timedelta(days=7)),
    "due pages": lambda a: list(a.frontier.due_new("newsroom", START)) + a.frontier.due_again("newsroom", START, 5),
    "unsettled": lambda a: a.captures.unsettled("newsroom"),
    "search": lambda a: a.search.answer("engineers mission:UNMISS"),
    "a story to join": lambda a: StoryGroups(a.db).join(OWN),
    "stories around": _parted,
}


@contextmanager
def _heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is asked inside, with its parameters."""
    asked: list[tuple[str, Any]] = []

    def noting(real: Any) -> Any:
        def noted(self: Database, sql: str, parameters: Any = ()) -> Any:
            asked.append((sql, parameters))
            return real(self, sql, parameters)

        return noted

    with monkeypatch.context() as patched:
        for name in ("rows", "each", "value"):
            patched.setattr(Database, name, noting(getattr(Database, name)))
        yield asked


@pytest.fixture
def kept(newsroom: Newsroom) -> Archive:
    newsroom.publish(an_article())
    return newsroom.archive


@pytest.mark.parametrize("name", ASKED)
def test_no_question_reads_a_growing_table(kept: Archive, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with _heard(monkeypatch) as asked:
        ASKED[name](kept)
    assert asked
    read = [step for sql, parameters in asked for step in scans(kept, sql, parameters)]
    assert bool(read) == (name in KNOWN), read


# What asks how many or how new, of rows beside which the words and texts are long.
COUNTED: dict[str, Ask] = {
    "how often a series is told": ASKED["how often a series is told"],
    "series": lambda a: a.db.rows("SELECT * FROM series"),
    "series of an owner": lambda a: a.db.rows("SELECT * FROM series WHERE instr(series, 'chn') > 0"),
}


@pytest.mark.parametrize("name", COUNTED)
def test_what_counts_claims_reads_no_words_and_no_texts(
    kept: Archive, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _heard(monkeypatch) as asked:
        COUNTED[name](kept)
    steps = [step for sql, parameters in asked for step in plan(kept, sql, parameters)]
    assert any("figures USING COVERING INDEX figures_series_key" in step for step in steps), steps
    read = [step for step in steps if " articles" in step]
    assert read
    assert all("articles_narrow" in step for step in read), read


def test_the_newest_contingents_are_chosen_by_indexes(kept: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with _heard(monkeypatch) as asked:
        MissionRows(kept.db).rotations_of("UNMISS", 5)
    steps = [step for sql, parameters in asked for step in plan(kept, sql, parameters)]
    assert "SEARCH a USING COVERING INDEX articles_narrow (id=?)" in steps, steps


def test_all_claims_are_read_in_the_order_of_their_table(kept: Archive) -> None:
    """Each of them looked up by an index would take five times as long."""
    steps = plan(kept, "SELECT count(*) FROM claims")
    assert "SCAN figures" in steps, steps
    steps = plan(kept, "SELECT * FROM claims WHERE series = 'patrols|chn|unmiss|current'")
    assert "SEARCH figures USING INDEX figures_series_key (series_key=?)" in steps, steps


def test_it_would_be_seen(kept: Archive) -> None:
    assert scans(kept, "SELECT count(*) FROM articles AS a WHERE body = 'x'") == ["SCAN a"]
    assert scans(kept, "SELECT 1 FROM pages JOIN captures ON status = tries")[0].startswith("SCAN")


def scans(archive: Archive, sql: str, parameters: Any = ()) -> list[str]:
    """The steps of a plan that read all of a growing table, or make an index on the way."""
    if not re.match(r"\s*(SELECT|WITH)\b", sql):
        return []
    found = []
    for step in plan(archive, sql, parameters):
        named = re.match(r"SCAN (\w+)", step)
        table = _table(named[1], sql) if named else ""
        grows = table in GROWING and not any(walk in step for walk in WALKS)
        if grows or "AUTOMATIC" in step:
            found.append(step)
    return found


def plan(archive: Archive, sql: str, parameters: Any = ()) -> list[str]:
    """The steps of a statement."""
    return [row["detail"] for row in archive.db.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)]


def _table(name: str, sql: str) -> str:
    """What a name in a plan stands for: a table, or one that has this name in the statement."""
    of = re.search(rf"\b(?:FROM|JOIN)\s+(\w+)(?:\s+AS)?\s+{re.escape(name)}\b", sql)
    return of[1] if of else name


def test_whatever_may_name_a_page_is_found_by_an_index(newsroom: Newsroom) -> None:
    """A back-fill takes pages out one by one, and SQLite looks for each in every table that may name it."""
    db = newsroom.archive.db
    tables = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    naming = [
        (table, key["from"])
        for table in tables
        for key in db.rows(f"SELECT * FROM pragma_foreign_key_list('{table}')")
        if key["table"] == "pages"
    ]
    assert ("appearances", "page_id") in naming
    for table, column in naming:
        steps = plan(newsroom.archive, f"SELECT 1 FROM {table} WHERE {column} = 1")
        assert all(step.startswith("SEARCH") for step in steps), (table, column, steps)
